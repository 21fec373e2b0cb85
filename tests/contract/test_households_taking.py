"""Taking in households, members and income: repeatable, matched by identity, counted, sealed, with history."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from tests.contract.households_rows import COUNTY, MORE, NOON, family, household, identity, line, make_household, member
from tests.contract.postings_rows import make_villages
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.core.taking import Taken
from zhucun.engine.words_household import ExitStatus, MemberState
from zhucun.registry import actions, queries
from zhucun.registry.models import Household, Member


@pytest.fixture
def village(county):
    return make_villages(2)[0]


def test_a_list_taken_twice_changes_nothing(village):
    home, people, lines = family("8801", village)
    make_household("8801", village)
    events = Event.objects.count()
    assert actions.take_households(rows=[home], **MORE) == Taken(same=1)
    assert actions.take_members(rows=people, **MORE) == Taken(same=3)
    assert actions.take_income(rows=lines, **MORE) == Taken(same=2)
    assert Event.objects.count() == events


def test_members_are_counted_and_income_is_summed(village):
    row = make_household("8801", village)
    assert (row.persons, row.labour_persons, row.head_name) == (3, 1, "赵一山")
    assert (row.income_year, row.wage_yuan, row.transfer_yuan) == (2025, Decimal(12000), Decimal(600))
    assert row.net_per_head_yuan == Decimal(4200)


def test_the_page_and_the_list_say_the_same_income(village):
    row = make_household("8801", village)
    assert queries.account_of(row, year=2025).per_head_yuan == row.net_per_head_yuan


def test_who_died_is_no_longer_counted(village):
    make_household("8801", village)
    dead = member(
        "880102", "8801", name="钱二花", relation=family("8801", village)[1][1].relation, state=MemberState.DEAD
    )
    actions.take_members(rows=[dead], **MORE)
    assert Household.objects.get().persons == 2


def test_a_known_identity_number_means_the_same_person_whatever_the_number_in_the_list(village):
    make_household("8801", village)
    other = replace(family("8801", village)[1][0], code="990000", name="赵一珊")
    assert actions.take_members(rows=[other], **MORE) == Taken(changed=1)
    assert Member.objects.get(key=f"{COUNTY}-880101").name == "赵一珊"


def test_an_old_number_of_fifteen_digits_finds_the_person(village):
    make_household("8801", village)
    number = identity("19700501", 11)
    old = number[:6] + number[8:17]
    assert actions.take_members(rows=[member("77", "8801", identity=old)], **MORE).new == 0


def test_identity_numbers_phones_and_illnesses_are_unreadable_in_the_database(village):
    make_household("8801", village)
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity, phone, illness, fingerprint FROM registry_member")
        stored = str(cursor.fetchall())
    assert "高血压" not in stored
    assert "10012345678" not in stored
    assert identity("19700501", 11)[:14] not in stored


def test_a_sealed_value_prints_as_nothing_and_opens_to_itself(village):
    make_household("8801", village)
    number = Member.objects.get(key=f"{COUNTY}-880101").identity
    assert "1970" not in f"{number} {number!r}"
    assert number.open() == identity("19700501", 11)


def test_a_change_leaves_one_event_that_names_personal_facts_without_quoting_them(village):
    make_household("8801", village)
    home = replace(family("8801", village)[0], status=ExitStatus.LEFT, phone="10099999999")
    actions.take_households(rows=[home], **MORE, reason="三月名册")
    event = Event.objects.get(name="household.changed")
    assert event.changes == {"status": ["poor", "left"], "phone": None}
    assert event.reason == "三月名册"


def test_an_empty_fact_changes_nothing(village):
    make_household("8801", village)
    bare = household("8801", village, head_name="赵一山", main_cause=None, attribute=None)
    assert actions.take_households(rows=[bare], **MORE) == Taken(same=1)


def test_what_a_list_states_of_income_stands_only_until_there_is_an_account(village):
    stated = household("8801", village, net_per_head_yuan=Decimal(9999), persons=7)
    actions.take_households(rows=[stated], **MORE)
    assert Household.objects.get().net_per_head_yuan == Decimal(9999)
    make_household("8801", village)
    actions.take_households(rows=[stated], **MORE)
    row = Household.objects.get()
    assert (row.net_per_head_yuan, row.persons) == (Decimal(4200), 3)


@pytest.mark.parametrize(
    ("code", "take"),
    [
        ("household.unknown_village", lambda v: actions.take_households(rows=[household("1", "610426999999")], **MORE)),
        ("taking.twice", lambda v: actions.take_households(rows=[household("1", v), household("1", v)], **MORE)),
        ("member.unknown_household", lambda v: actions.take_members(rows=[member("1", "nobody")], **MORE)),
        ("income.unknown_household", lambda v: actions.take_income(rows=[line("1", "nobody", "a1", "1")], **MORE)),
    ],
)
def test_what_cannot_be_taken_is_refused(village, code, take):
    with pytest.raises(Refused) as refused:
        take(village)
    assert refused.value.code == code


@pytest.mark.parametrize("role", ["first_secretary", "township", "auditor", "sending_unit", "province"])
def test_lists_are_taken_by_the_county_alone(village, person, role):
    unit = {"unit": village_unit()} if role == "sending_unit" else {}
    with pytest.raises(Refused):
        actions.take_households(rows=[], county=COUNTY, by=person(role, **unit), at=NOON)


def village_unit():
    from zhucun.core.models import SendingUnit

    return SendingUnit.objects.create(county=COUNTY, name="县教育局")


def test_a_chunk_asks_a_constant_number_of_queries(village, django_assert_max_num_queries):
    rows = [household(str(n), village) for n in range(1500)]
    with django_assert_max_num_queries(12):
        actions.take_households(rows=rows, **MORE)
    assert Household.objects.count() == 1500


def test_the_account_of_a_period_counts_who_was_registered_at_its_end(village):
    row = make_household("8801", village)
    people = queries.members_at([row.key], date(2025, 9, 30))
    assert len(people[row.key]) == 3
