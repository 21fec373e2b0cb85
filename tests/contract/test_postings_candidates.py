"""Changing one candidate or unit: versions, events without personal values, withdrawals with reasons."""

import pytest

from tests.contract.postings_rows import COUNTY, NOON, make_people
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.postings import actions


def test_two_people_editing_one_candidate_do_not_overwrite_each_other(county, person):
    organiser, (row,) = person("organiser"), make_people(1)
    actions.change_candidate(candidate=row, values={"title": "科长"}, by=organiser, at=NOON, version=1)
    with pytest.raises(Refused) as refused:
        actions.change_candidate(candidate=row, values={"title": "处长"}, by=organiser, at=NOON, version=1)
    assert refused.value.code == "version.stale"


def test_an_event_names_personal_facts_but_never_quotes_them(county, person):
    organiser, (row,) = person("organiser"), make_people(1)
    values = {"phone": "13900009999", "title": "科长"}
    actions.change_candidate(candidate=row, values=values, by=organiser, at=NOON)
    event = Event.objects.filter(name="candidate.changed").get()
    assert event.changes == {"phone": None, "title": ["", "科长"]}


def test_a_save_without_a_change_leaves_no_event(county, person):
    organiser, (row,) = person("organiser"), make_people(1)
    actions.change_candidate(candidate=row, values={"title": row.title}, by=organiser, at=NOON)
    assert not Event.objects.filter(name="candidate.changed").exists()


def test_a_withdrawal_needs_a_reason(county, person):
    with pytest.raises(Refused) as refused:
        actions.withdraw_candidate(candidate=make_people(1)[0], reason=" ", by=person("organiser"), at=NOON)
    assert refused.value.code == "no_reason"


def test_a_withdrawn_person_can_come_back(county, person):
    organiser, (row,) = person("organiser"), make_people(1)
    row = actions.withdraw_candidate(candidate=row, reason="长期病假", by=organiser, at=NOON)
    assert row.withdrawn_at == NOON
    assert actions.restore(candidate=row, by=organiser, at=NOON).withdrawn_at is None


@pytest.mark.parametrize("role", ["office", "auditor", "province"])
def test_only_the_organiser_changes_candidates(county, person, role):
    with pytest.raises(Refused):
        actions.change_candidate(candidate=make_people(1)[0], values={"title": "x"}, by=person(role), at=NOON)


def test_the_neighbour_countys_organiser_changes_nothing_here(county, person):
    neighbour = person("organiser", scope="610425")
    with pytest.raises(Refused):
        actions.change_candidate(candidate=make_people(1)[0], values={"title": "x"}, by=neighbour, at=NOON)


def test_a_unit_cannot_owe_more_people_than_it_may_send(county, person):
    unit = make_people(1)[0].unit
    with pytest.raises(Refused) as refused:
        actions.change_unit(unit=unit, values={"least": 5, "most": 2}, by=person("office"), at=NOON)
    assert refused.value.code == "unit.least_above_most"
    assert unit.county == COUNTY
