"""Statistics of a place: counts that add up, open to the lists behind them, stay within one's place, are kept."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import COUNTY, NEIGHBOUR, NOON
from tests.contract.households_rows import MORE, household
from tests.contract.postings_rows import make_villages
from zhucun.engine.words_household import Attribute, Cause, ExitStatus
from zhucun.registry import actions, queries
from zhucun.registry.models import CountedCounty, Household

PAGE = "/households/statistics/"
STATUSES = (ExitStatus.POOR, ExitStatus.LEFT, ExitStatus.RETURNED, ExitStatus.ORDINARY)


@pytest.fixture
def villages(county):
    return make_villages(2)


@pytest.fixture
def homes(villages):
    """Twenty-four households: six each of red, green, yellow and unregistered, of one to eight persons."""
    rows = [
        household(
            f"77{n:04}", villages[n % 2], status=STATUSES[n % 4], attribute=Attribute.GENERAL, persons=n % 8 + 1,
            main_cause=(Cause.ILLNESS, Cause.LAND, Cause.WATER)[n % 3],
        )
        for n in range(24)
    ]  # fmt: skip
    actions.take_households(rows=rows, **MORE)
    Household.objects.filter(code="770000").update(net_per_head_yuan=3999)
    Household.objects.filter(code="770001").update(net_per_head_yuan=4000)
    return rows


def body(client, address=PAGE):
    return client.get(address).context["body"]


def opened(client, address: str) -> int:
    return client.get(address).context["listing"].page.paginator.count


def test_the_counts_of_a_county_add_up(homes, person, client_for):
    found = body(client_for(person("office")))["found"]
    assert (found.registered, found.poor) == (18, 12)
    assert found.persons == sum(row.persons for row in homes if row.status is not ExitStatus.ORDINARY)
    assert {kind: sum(found.counts[kind].values()) for kind in ("cause", "size", "attribute", "income")} == {
        "cause": 18, "size": 18, "attribute": 18, "income": 18,
    }  # fmt: skip
    assert (found.of("size", "6"), found.of("income", "3000"), found.of("income", "4000")) == (6, 1, 1)


@pytest.mark.parametrize("card", ["colours", "cause", "attribute", "size", "income", "watched"])
def test_each_figure_opens_to_as_many_households(homes, person, client_for, card):
    client = client_for(person("office"))
    bars = [bar for bar in body(client)[card] if bar["value"] and bar["address"]]
    assert [opened(client, bar["address"]) for bar in bars] == [bar["value"] for bar in bars]


def test_the_figures_of_a_village_are_its_own_and_open_to_its_households(homes, villages, person, client_for):
    client = client_for(person("office"))
    found = body(client, f"{PAGE}?place={villages[1].code}")
    assert found["found"].registered == 6
    assert opened(client, found["opens_all"]) == 6


def test_places_below_make_up_the_whole(homes, person, client_for):
    found = body(client_for(person("office")))
    assert sum(row["found"].registered for row in found["rows"]) == found["found"].registered


def test_nobody_gets_the_figures_of_a_place_that_is_not_theirs(homes, villages, person, client_for):
    neighbour = client_for(person("office", scope=NEIGHBOUR)).get(f"{PAGE}?place={villages[0].code}")
    assert neighbour.context["code"] == NEIGHBOUR
    assert villages[0].name not in neighbour.content.decode()
    mine = client_for(person("first_secretary", scope=villages[0].code)).get(f"{PAGE}?place={COUNTY}")
    assert mine.context["code"] == villages[0].code


def test_who_may_not_see_households_sees_counts_without_links(homes, person, client_for):
    page = client_for(person("province", scope="61")).get(PAGE)
    assert page.context["body"]["found"].registered == 18
    assert "/households/?" not in unescape(page.content.decode())


def test_what_was_counted_is_kept_and_counted_again_only_after_a_change(homes, villages, person, client_for):
    client = client_for(person("office"))
    client.get(PAGE)
    first = CountedCounty.objects.get()
    with CaptureQueriesContext(connection) as asked:
        client.get(PAGE)
    assert not [q for q in asked if "registry_household" in q["sql"] and "COUNT" in q["sql"]]
    assert CountedCounty.objects.get().at == first.at
    actions.take_households(rows=[household("779999", villages[0], status=ExitStatus.POOR)], **MORE)
    assert body(client)["found"].registered == 19


def test_a_great_county_is_counted_in_the_background(homes, person, client_for, monkeypatch):
    monkeypatch.setattr(queries.keeping, "AT_ONCE", 5)
    client = client_for(person("office"))
    waiting = client.get(PAGE)
    assert waiting.context["counted"] is None
    assert re.search("正在统计", waiting.content.decode())
    assert actions.count_what_changed(at=NOON) == 1
    assert actions.count_what_changed(at=NOON) == 0
    assert body(client)["found"].registered == 18


def test_a_place_without_households_says_so(villages, person, client_for):
    assert "还没有建档立卡户" in client_for(person("office")).get(PAGE).content.decode()


def test_the_frame_of_a_page_is_the_persons_own_whatever_the_page_calls_its_things(homes, villages, person, client_for):
    client = client_for(person("office"))
    assert "永寿县" in top(client.get(f"{PAGE}?place={villages[0].code}"))
    other = client_for(person("office", name="别人")).get(PAGE)
    assert "别人" in top(other)
    assert "别人" not in top(client.get(PAGE))


def test_the_token_against_forged_requests_is_each_pages_own(homes, person, client_for):
    client = client_for(person("office"))
    tokens = {
        re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(PAGE).content.decode())[1] for _ in "ab"
    }
    assert len(tokens) == 2
    assert "\ue000" not in client.get(PAGE).content.decode()


def top(answer) -> str:
    return answer.content.decode().split("<main")[0]
