"""Long lists: a constant number of queries, every page from an index, counted to a bound, found by number and name."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.conftest import NEIGHBOUR
from tests.contract.households_rows import MORE, household, member
from tests.contract.postings_rows import make_villages
from zhucun.core import listing
from zhucun.engine.words_household import Attribute, Cause, Relation
from zhucun.registry import actions
from zhucun.registry.models import Household

LIST = "/households/"
ADDRESSES = [
    LIST,
    f"{LIST}?page=2",
    f"{LIST}?sort=-income",
    f"{LIST}?sort=head",
    f"{LIST}?sort=village",
    f"{LIST}?cause=illness&size=3",
    f"{LIST}?colour=red&sort=persons",
    f"{LIST}?attribute=dibao",
]


@pytest.fixture
def villages(county):
    return make_villages(2)


@pytest.fixture
def many(villages):
    """130 households, every third on the minimum living allowance, heads with made-up names in two families."""
    rows = [
        household(
            f"99{n:04}", villages[n % 2], head_name=f"{'赵钱'[n % 2]}{'一二三四五六七八九十'[n % 10]}",
            attribute=(Attribute.DIBAO, Attribute.GENERAL, Attribute.GENERAL)[n % 3],
            main_cause=(Cause.ILLNESS, Cause.SCHOOLING)[n % 2], persons=n % 5 + 1,
        )
        for n in range(130)
    ]  # fmt: skip
    actions.take_households(rows=rows, **MORE)
    return rows


def codes(response) -> list[str]:
    return [row.code for row in response.context["listing"].page.object_list]


def asked(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_list_asks_the_same_number_of_queries_whatever_is_asked_of_it(many, person, client_for, address):
    assert asked(client_for(person("office")), address) == 7


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_of_a_list_sorts_or_reads_households_it_does_not_show(many, person, client_for, address):
    client = client_for(person("office"))
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    keys = [q["sql"] for q in queries if re.match(r'SELECT "registry_household"."key" AS "pk" .* LIMIT', q["sql"])]
    assert len(keys) == 1
    told = explained(keys[0])
    assert "TEMP B-TREE" not in told
    assert "SCAN registry_household" not in told


def explained(statement: str) -> str:
    """Return the plan on the embedded database; PostgreSQL rightly reads a small table from end to end."""
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        return "\n".join(row[3] for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}").fetchall())


def test_the_pages_of_a_list_hold_every_row_once(many, person, client_for):
    client = client_for(person("office"))
    pages = [codes(client.get(f"{LIST}?page={n}&sort=-persons")) for n in (1, 2, 3)]
    assert [len(page) for page in pages] == [50, 50, 30]
    assert {code for page in pages for code in page} == {row.code for row in many}


def test_a_list_counts_to_a_bound_says_so_and_exports_the_whole(many, person, client_for, monkeypatch):
    monkeypatch.setattr(listing, "MOST_COUNTED", 100)
    client = client_for(person("office"))
    response = client.get(f"{LIST}?page=9")
    assert response.context["listing"].page.number == 2
    assert "超过 100 条" in response.content.decode()
    exported = b"".join(client.get(f"{LIST}?export=csv").streaming_content).decode()
    assert exported.count("\n") == len(many) + 1


def test_two_filters_hold_together(many, person, client_for):
    found = codes(client_for(person("office")).get(f"{LIST}?attribute=dibao&cause=schooling"))
    assert found == [f"99{n:04}" for n in range(130) if n % 3 == 0 and n % 2 == 1]


def test_a_household_is_found_by_the_beginning_of_its_number(many, person, client_for):
    assert codes(client_for(person("office")).get(f"{LIST}?q=99010")) == [f"99010{n}" for n in range(10)]


def test_a_household_is_found_by_its_head_and_by_any_member(many, villages, person, client_for):
    actions.take_members(rows=[member("99000301", "990003", name="孙小文", relation=Relation.SON)], **MORE)
    client = client_for(person("office"))
    assert codes(client.get(f"{LIST}?q=孙小")) == ["990003"]
    assert len(codes(client.get(f"{LIST}?q=钱四"))) == 13
    assert len(codes(client.get(f"{LIST}?q={villages[0].name}"))) == 50


@pytest.mark.parametrize("digits", [6, 9, 12])
def test_a_name_is_found_within_ones_own_place_only(many, villages, person, client_for, digits):
    actions.take_members(rows=[member("99000301", "990003", name="孙小文", relation=Relation.SON)], **MORE)
    mine = client_for(person("township", scope=villages[1].code[:digits]))
    assert codes(mine.get(f"{LIST}?q=孙小文")) == ["990003"]
    assert codes(client_for(person("office", scope=NEIGHBOUR)).get(f"{LIST}?q=孙小文")) == []


def test_the_county_of_a_household_follows_its_key(villages):
    made = Household.objects.create(key="610426-770001", code="770001", village=villages[0], status="poor")
    copied = Household.objects.bulk_create(
        [Household(key="610426-770002", code="770002", village=villages[0], status="poor", county_code="x")]
    )
    assert {made.county_code, copied[0].county_code} == {"610426"}
