"""Solving in the background: asked once, followed, stopped with the best plan in hand, overtaken without harm."""

from datetime import timedelta

import pytest

from tests.contract.postings_rows import COUNTY, DAY, NOON, make_people, make_villages
from zhucun.core.models import Event, SendingUnit
from zhucun.core.refusals import Refused
from zhucun.postings import actions, jobs
from zhucun.postings.actions import solving_long
from zhucun.postings.bridge import desk as desks
from zhucun.postings.models import Candidate, Plan, Solving


@pytest.fixture
def maker(person):
    return person("organiser", name="甲")


@pytest.fixture
def people(county):
    make_villages(5)
    return make_people(15)


@pytest.fixture
def waiting_plan(maker, people, monkeypatch):
    """A plan whose solving waits: the worker is not there yet."""
    monkeypatch.setattr(jobs, "solve_in_background", lambda key: None)
    return actions.make_plan_later(county=COUNTY, name="大县", on=DAY, by=maker, at=NOON)


def clock():
    return NOON


def run(plan):
    actions.run_solving(key=plan.pk, clock=clock)
    return Plan.objects.get(pk=plan.pk), Solving.objects.get(pk=plan.pk)


def test_solved_in_the_background_it_is_the_plan_that_is_solved_at_once(maker, waiting_plan):
    assert not waiting_plan.posts.exists()
    plan, work = run(waiting_plan)
    at_once = actions.make_plan(county=COUNTY, name="小县", on=DAY, by=maker, at=NOON)
    assert work.state == "done"
    assert plan.result["total"] == at_once.result["total"]
    assert set(plan.posts.values_list("village", "candidate")) == set(at_once.posts.values_list("village", "candidate"))
    assert [step[1] for step in work.trace][-1] == "floor"


def test_the_worker_takes_up_what_is_asked_for(maker, people, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        plan = actions.make_plan_later(county=COUNTY, name="大县", on=DAY, by=maker, at=NOON)
    assert Solving.objects.get(pk=plan.pk).state == "done"
    assert plan.posts.count() == 5


def test_a_second_click_finds_the_solving_under_way(maker, waiting_plan):
    again = actions.ask_to_solve(plan=waiting_plan, by=maker, at=NOON, settings={"floor": 0.5})
    assert again.settings["floor"] == actions.solving.DEFAULT_SETTINGS["floor"]
    assert Event.objects.filter(name="posting_plan.solving_asked").count() == 1


def test_stopped_it_keeps_an_allowed_plan_and_says_what_is_missing(maker, waiting_plan):
    actions.stop_solving(plan=waiting_plan, by=maker, at=NOON)
    plan, work = run(waiting_plan)
    assert work.state == "stopped"
    assert plan.result["unfinished"] in ("sum", "floor")
    assert plan.result["proved"] is False
    assert plan.result["bound"] >= plan.result["total"]
    whole = actions.solve_plan(plan=plan, by=maker, at=NOON)
    assert whole.result["unfinished"] == ""
    assert whole.result["total"] <= plan.result["bound"]


def test_a_plan_changed_meanwhile_is_left_as_it_is(maker, people, waiting_plan, monkeypatch):
    def solved_slowly(*args, **kwargs):
        actions.solve_plan(plan=waiting_plan, by=maker, at=NOON, settings={"floor": 0.2})
        return desks.solve_with(*args, **kwargs)

    monkeypatch.setattr(solving_long, "solve_with", solved_slowly)
    plan, work = run(waiting_plan)
    assert work.state == "overtaken"
    assert plan.settings["floor"] == 0.2
    assert plan.posts.count() == 5


def test_a_fact_changed_meanwhile_makes_the_answer_void(waiting_plan, monkeypatch):
    def solved_slowly(*args, **kwargs):
        Candidate.objects.filter(code="P001").update(version=9)
        return desks.solve_with(*args, **kwargs)

    monkeypatch.setattr(solving_long, "solve_with", solved_slowly)
    plan, work = run(waiting_plan)
    assert work.state == "overtaken"
    assert not plan.posts.exists()


def test_what_a_killed_process_left_is_solved_again_after_two_silent_minutes(waiting_plan):
    Solving.objects.update(state="running", beat_at=NOON)
    assert actions.waiting(at=NOON + timedelta(minutes=1)) == []
    assert actions.waiting(at=NOON + timedelta(minutes=3)) == [waiting_plan.pk]
    actions.run_solving(key=waiting_plan.pk, clock=lambda: NOON + timedelta(minutes=3))
    assert Solving.objects.get(pk=waiting_plan.pk).state == "done"


def test_who_has_it_already_is_not_joined_by_another(waiting_plan):
    Solving.objects.update(state="running", beat_at=NOON)
    plan, work = run(waiting_plan)
    assert work.state == "running"
    assert not plan.posts.exists()


def test_clashing_rules_are_told_as_always(people, waiting_plan):
    SendingUnit.objects.update(least=8, most=None, version=5)
    plan, work = run(waiting_plan)
    assert work.state == "refused"
    assert plan.result["refused"]["relax"]


def test_the_page_shows_how_far_it_is_and_goes_on_by_itself(maker, waiting_plan, client_for):
    sums = [[0.1 * n, "sum", 3000 + 100 * n, 5000 - 100 * n, 0] for n in range(1, 5)]
    trace = [[0.1, "sum", -900, 5000, 3], *sums, [0.9, "floor", 4000, 4200, 0]]
    Solving.objects.update(state="running", begun_at=NOON, trace=trace)
    browser = client_for(maker)
    text = browser.get(f"/postings/plans/{waiting_plan.pk}/").content.decode()
    assert "正在求解" in text
    assert "200" in text
    assert "停止并保留目前最优" in text
    assert '<polyline class="curve"' in text
    run_first = browser.get(f"/postings/plans/{waiting_plan.pk}/solving/", headers={"HX-Request": "true"})
    assert run_first.status_code == 200
    Solving.objects.update(state="asked")
    run(waiting_plan)
    after = browser.get(f"/postings/plans/{waiting_plan.pk}/solving/", headers={"HX-Request": "true"})
    assert after.headers["HX-Redirect"] == f"/postings/plans/{waiting_plan.pk}/"


def test_a_long_solving_goes_to_the_background_from_the_page(maker, waiting_plan, client_for, monkeypatch):
    monkeypatch.setattr(desks, "AT_ONCE_PAIRS", 10)
    plan, _work = run(waiting_plan)
    browser = client_for(maker)
    browser.post(f"/postings/plans/{plan.pk}/solve/", {"version": plan.version, "keep": "0"})
    work = Solving.objects.get(pk=plan.pk)
    assert work.state == "asked"
    assert work.settings["keep"] == 0


def test_a_page_reads_a_long_plan_from_its_proof_instead_of_solving_anew(maker, waiting_plan, monkeypatch):
    monkeypatch.setattr(desks, "AT_ONCE_PAIRS", 10)
    plan, _work = run(waiting_plan)
    monkeypatch.setattr(desks, "solve_with", lambda *args, **kwargs: pytest.fail("solved anew"))
    assert desks.desk_of(plan).is_optimal


def test_only_who_may_edit_the_plan_stops_it(waiting_plan, person):
    with pytest.raises(Refused):
        actions.stop_solving(plan=waiting_plan, by=person("office"), at=NOON)
