"""Every list page asks the database the same number of questions for two rows as for thirty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.contract.postings_rows import NOON
from zhucun.core.listing import Listing
from zhucun.core.models import User
from zhucun.intake.demo import make_demo
from zhucun.visits.models import ListRun

LISTS = (
    "registry:villages", "registry:households", "identification:board", "visits:queue", "visits:visits",
    "visits:rankings", "verification:checks", "verification:lists", "postings:candidates", "postings:units",
    "postings:serving", "postings:plans", "intake:imports", "core:accounts", "core:events",
)  # fmt: skip
FEW, MANY = 2, 30


@pytest.fixture
def demo(db) -> User:
    """A small demo county, and its organiser, who sees all lists."""
    make_demo(county="610426", seed=1, password="zhucun-demo-2026", at=NOON, households=60)
    return User.objects.get(username="organiser")


@pytest.fixture
def asked(demo, client_for, monkeypatch):
    """Gives how many queries a list asks, and how many rows it shows, when a page has so many."""
    whole, client = Listing.__post_init__, client_for(demo)

    def ask(address: str, rows: int) -> tuple[int, int]:
        def cut(listing: Listing) -> None:
            listing.per_page = rows
            whole(listing)

        monkeypatch.setattr(Listing, "__post_init__", cut)
        client.get(address)  # what a process works out once is there
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        return len(queries), len(answer.context["listing"].page.object_list)

    return ask


def test_every_list_asks_as_much_for_two_rows_as_for_thirty(asked):
    addresses = {name: reverse(name) for name in LISTS}
    addresses["visits:entries"] = reverse("visits:entries", args=[ListRun.objects.latest("pk").pk])
    few = {name: asked(address, FEW) for name, address in addresses.items()}
    many = {name: asked(address, MANY) for name, address in addresses.items()}
    assert {name: queries for name, (queries, _rows) in many.items()} == {
        name: queries for name, (queries, _rows) in few.items()
    }
    # The demo fills most of them, or nothing would be shown by this.
    assert sum(rows > FEW for _queries, rows in many.values()) >= 10
