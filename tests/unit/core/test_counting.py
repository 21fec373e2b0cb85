"""Counts of long lists: kept where they cost much, bounded, and forgotten in time."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhucun.core import counting
from zhucun.core.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    Place.objects.bulk_create([Place(code=f"99{n:04}", name="地") for n in range(7)])
    return Place.objects.filter(code__gte="99")


def asked(rows, most=100):
    with CaptureQueriesContext(connection) as queries:
        count = counting.counted(rows, most)
    return count, len(queries)


def test_a_quick_count_is_made_anew_each_time(rows):
    assert asked(rows) == (7, 1)
    rows.first().delete()
    assert asked(rows) == (6, 1)


def test_a_count_that_cost_much_is_used_again_until_its_time_is_over(rows, monkeypatch):
    monkeypatch.setattr(counting, "WORTH_KEEPING", 0.0)
    monkeypatch.setattr(counting, "TIMES", 1e9)
    assert asked(rows) == (7, 1)
    rows.first().delete()
    assert asked(rows) == (7, 0)
    monkeypatch.setattr(counting.time, "monotonic", lambda: 1e12)
    assert asked(rows) == (6, 1)


def test_lists_that_ask_for_something_else_have_counts_of_their_own(rows, monkeypatch):
    monkeypatch.setattr(counting, "WORTH_KEEPING", 0.0)
    monkeypatch.setattr(counting, "TIMES", 1e9)
    assert asked(rows)[0] == 7
    assert asked(rows.filter(code="990001"))[0] == 1


def test_a_count_ends_one_beyond_its_bound(rows):
    assert asked(rows, most=3)[0] == 4


def test_what_can_hold_nothing_is_not_asked(rows):
    assert asked(rows.none()) == (0, 0)
