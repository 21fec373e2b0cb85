"""Every page of visits and verification asks as many questions for many households, visits and villages as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.contract.households_rows import NOON
from tests.contract.visits_rows import days_ago, make_homes, make_lists, make_village, surveyed, team, visited
from zhucun.verification import actions as verification
from zhucun.verification.models import Check
from zhucun.visits import actions
from zhucun.visits.actions import Assembly

COUNTY = "610426"
PAGES = (
    ("office", "/visits/"), ("office", "/visits/all/"), ("office", "/visits/lists/"),
    ("office", "/visits/lists/{run}/"), ("office", "/visits/means/"), ("office", "/visits/rankings/"),
    ("township", "/visits/capacity/"), ("office", "/visits/villages/{village}/"),
    ("secretary", "/visits/villages/{village}/"), ("secretary", "/visits/villages/{village}/week/"),
    ("office", "/visits/villages/{village}/unvisited/"), ("secretary", "/visits/households/{home}/"),
    ("office", "/verification/"), ("office", "/verification/measures/"), ("office", "/verification/signs/"),
    ("township", "/verification/villages/{village}/give/"), ("secretary", "/verification/villages/{village}/sheets/"),
    ("secretary", "/verification/checks/{check}/"),
)  # fmt: skip


@pytest.fixture
def here(county, person, client_for):
    """A village with households, lists, a ranking and checks, its people and their browsers."""
    village, homes = make_village(8)
    people = team(person, village)
    filled(village, homes, people, 0)
    return {"village": village, "homes": homes, "people": people, "in": {n: client_for(u) for n, u in people.items()}}


def filled(village, homes, people, number):
    """Let things happen to some households."""
    visited(homes[0], people["secretary"], on=days_ago(3 + number), note="想学养牛")
    surveyed(homes[1:4], people["township"], on=days_ago(30))
    assembly = Assembly(on=days_ago(1 + number), participants=20, chair="孙会计")
    places = {home.key: place for place, home in enumerate(homes, 1)}
    actions.record_ranking(village=village, assembly=assembly, places=places, by=people["secretary"], at=NOON)
    Check.objects.bulk_create(
        Check(household=home, village=village, source="signs", rule="signs-2025", mark=f"{number}-{home.pk}",
              raised=days_ago(3), deadline=days_ago(-9))
        for home in homes
    )  # fmt: skip
    make_lists(people["office"])
    actions.count_villages(county=COUNTY, on=timezone.localdate(), at=timezone.now())
    verification.ask_signs(county=COUNTY, on=timezone.localdate(), at=timezone.now())


def questions(here, who, path):
    run = make_lists(here["people"]["office"])
    words = {"run": run.pk, "village": here["village"].code, "home": here["homes"][0].key,
             "check": Check.objects.earliest("pk").pk}  # fmt: skip
    address = path.format(**words)
    assert here["in"][who].get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        here["in"][who].get(address)
    return len(asked)


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_asks_no_more_of_many_than_of_few(here, who, path):
    few = questions(here, who, path)
    more = make_homes(here["village"], 40, first=100)
    filled(here["village"], more[8:], here["people"], 1)
    assert questions(here, who, path) <= few + 1
