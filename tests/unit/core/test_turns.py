"""Pages of one process are made in turn; what takes long holds nobody up."""

import threading

import pytest

from zhucun import turns
from zhucun.turns import Turns


@pytest.fixture
def made():
    """Says what was begun and ended, in order."""
    return []


def page(made, begun: threading.Event, go_on: threading.Event):
    """Return an application whose slow page says that it has begun and waits to be let on."""

    def application(environ, start_response):
        name = environ["page"]
        made.append(f"{name} begun")
        if name == "slow":
            begun.set()
            assert go_on.wait(10)
        made.append(f"{name} ended")
        return [name.encode()]

    return application


def test_who_had_to_wait_is_told_to_connect_anew(monkeypatch):
    told = {}

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/html")])
        return []

    def begin(name):
        return lambda _status, headers: told.update({name: dict(headers)})

    site = Turns(application)
    site({}, begin("at once"))
    monkeypatch.setattr(turns, "NOTICED", -1)
    site({}, begin("waited"))
    assert told == {
        "at once": {"Content-Type": "text/html"},
        "waited": {"Content-Type": "text/html", "Connection": "close"},
    }


def asked_together(made, monkeypatch, patience: float, let_on) -> list[str]:
    """Ask for a slow page and, while it is made, for a quick one; `let_on` decides when the slow one may end."""
    monkeypatch.setattr(turns, "PATIENCE", patience)
    begun, go_on = threading.Event(), threading.Event()
    site = Turns(page(made, begun, go_on))
    slow = threading.Thread(target=site, args=({"page": "slow"}, None))
    slow.start()
    assert begun.wait(10)
    quick = threading.Thread(target=site, args=({"page": "quick"}, None))
    quick.start()
    let_on(quick, go_on)
    slow.join(10)
    quick.join(10)
    return made


def test_a_page_waits_for_the_one_before_it(made, monkeypatch):
    order = asked_together(made, monkeypatch, 60, lambda _quick, go_on: go_on.set())
    assert order == ["slow begun", "slow ended", "quick begun", "quick ended"]


def test_a_page_that_takes_long_is_not_waited_for(made, monkeypatch):
    def after_the_quick_one(quick, go_on):
        quick.join(10)
        go_on.set()

    order = asked_together(made, monkeypatch, 0.05, after_the_quick_one)
    assert order == ["slow begun", "quick begun", "quick ended", "slow ended"]


def test_a_page_that_breaks_gives_its_turn_back(monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE", 60)

    def broken(_environ, _start_response):
        raise ValueError("broken")

    site = Turns(broken)
    with pytest.raises(ValueError, match="broken"):
        site({}, None)
    with pytest.raises(ValueError, match="broken"):
        site({}, None)
