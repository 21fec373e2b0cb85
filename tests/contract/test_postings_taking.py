"""Taking over candidates, units and existing postings: repeatable, nothing lost, nobody's edit overwritten."""

from dataclasses import replace
from datetime import date

import pytest

from tests.contract.postings_rows import COUNTY, NOON, make_people, make_villages, person_facts
from zhucun.core.models import Event, SendingUnit
from zhucun.core.refusals import Refused
from zhucun.core.taking import Taken
from zhucun.engine.facts import PostFacts, UnitFacts
from zhucun.postings import actions
from zhucun.postings.models import Candidate, Term


def take_people(*rows):
    return actions.take_candidates(rows=rows, county=COUNTY, by=None, at=NOON)


def test_the_same_people_twice_change_nothing(county):
    people = [person_facts(n) for n in range(5)]
    assert take_people(*people) == Taken(5, 0, 0)
    events = Event.objects.count()
    assert take_people(*people) == Taken(0, 0, 5)
    assert Event.objects.count() == events


def test_one_changed_fact_is_one_changed_person_with_a_new_version(county):
    take_people(person_facts(1), person_facts(2))
    assert take_people(person_facts(1), person_facts(2, mass_work=99)) == Taken(0, 1, 1)
    assert Candidate.objects.get(code="P002").version == 2
    assert Candidate.objects.get(code="P001").version == 1


def test_an_empty_cell_never_wipes_a_fact(county):
    take_people(person_facts(1, title="副科长"))
    assert take_people(person_facts(1, title=None)) == Taken(0, 0, 1)
    assert Candidate.objects.get(code="P001").title == "副科长"


def test_a_person_of_an_unknown_unit_brings_the_unit_along(county):
    take_people(person_facts(1, unit="县水利局"))
    assert SendingUnit.objects.get(county=COUNTY).name == "县水利局"


def test_a_short_name_finds_the_unit_it_belongs_to(county):
    unit = UnitFacts(name="永寿县农业农村局", short_names=("县农业农村局",))
    actions.take_units(rows=[unit], county=COUNTY, by=None, at=NOON)
    take_people(person_facts(1))
    assert Candidate.objects.get().unit.name == "永寿县农业农村局"


def test_a_number_that_stands_twice_is_refused(county):
    with pytest.raises(Refused, match="P001"):
        take_people(person_facts(1), person_facts(1))


def test_the_same_units_twice_change_nothing(county):
    unit = UnitFacts(name="县水利局", most=3)
    assert actions.take_units(rows=[unit], county=COUNTY, by=None, at=NOON) == Taken(1, 0, 0)
    assert actions.take_units(rows=[unit], county=COUNTY, by=None, at=NOON) == Taken(0, 0, 1)
    assert actions.take_units(rows=[replace(unit, most=4)], county=COUNTY, by=None, at=NOON) == Taken(0, 1, 0)


def post(village, person, since, until=None):
    return PostFacts(
        village=village.name, town=village.town, name=person.name, unit=person.unit.name, since=since, until=until
    )


def test_a_later_posting_ends_the_earlier_one(county):
    village, (first, second) = make_villages(1)[0], make_people(2)
    rows = [post(village, second, date(2025, 5, 1)), post(village, first, date(2023, 5, 1))]
    assert actions.take_posts(rows=rows, county=COUNTY, by=None, at=NOON) == Taken(2, 0, 0)
    assert Term.objects.running().get().candidate == second
    assert Term.objects.get(candidate=first).ended_on == date(2025, 5, 1)
    assert actions.take_posts(rows=rows, county=COUNTY, by=None, at=NOON) == Taken(0, 0, 2)


def test_a_posting_of_somebody_unknown_is_refused_by_name(county):
    village = make_villages(1)[0]
    row = PostFacts(village=village.name, name="王无名", since=date(2025, 5, 1))
    with pytest.raises(Refused, match="王无名"):
        actions.take_posts(rows=[row], county=COUNTY, by=None, at=NOON)
    assert Term.objects.count() == 0


def test_a_posting_already_served_is_kept_as_ended(county):
    village, (person,) = make_villages(1)[0], make_people(1)
    rows = [post(village, person, date(2021, 5, 1), date(2023, 5, 1))]
    actions.take_posts(rows=rows, county=COUNTY, by=None, at=NOON)
    assert Term.objects.get().ended_on == date(2023, 5, 1)
