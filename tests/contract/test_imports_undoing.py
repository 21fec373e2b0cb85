"""Undoing a whole import: what it added goes, what it changed is as before, what was touched since stays."""

from datetime import timedelta

import pytest

from tests.contract.households_rows import COUNTY, identity, make_household
from tests.contract.imports import PEOPLE, ROWS, persons, sheet
from tests.contract.postings_rows import make_villages
from tests.contract.test_households_imports import ONE, national
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.engine.facts import Subject
from zhucun.intake import actions as intake
from zhucun.intake.models import ImportPiece
from zhucun.intake.queries.undoing import undoing_of
from zhucun.postings.models import Candidate
from zhucun.registry import actions as registry
from zhucun.registry.models import Household, IncomeLine, Member, Village


@pytest.fixture
def village(county):
    return make_villages(2)[0]


@pytest.fixture
def by(county, person):
    return person("organiser")


@pytest.fixture
def take(by, noon):
    def made(subject, content, name="表.csv"):
        row = intake.begin(content=content, filename=name, subject=subject, county=COUNTY, by=by, at=noon)
        row = intake.check(key=row.pk, by=by, at=noon)
        intake.confirm(key=row.pk, mode="good", version=row.version, by=by, at=noon)
        return intake.apply(key=row.pk, at=noon)

    return made


@pytest.fixture
def undo(by, noon):
    def made(row):
        intake.confirm_undo(key=row.pk, version=None, by=by, at=noon + timedelta(hours=2))
        return intake.undo(key=row.pk, at=noon + timedelta(hours=2))

    return made


def all_rows(model, *, but=("version",)):
    """Every value of a list but for its version."""
    names = [f.attname for f in model._meta.concrete_fields if f.name not in but]
    return sorted(str(values) for values in model.objects.values_list(*names))


def test_a_roster_undone_leaves_no_household_and_no_member(village, take, undo):
    row = undo(take(Subject.ROSTER, national(village)))
    assert (row.state, row.rows_undone, row.rows_kept) == ("undone", 4, 0)
    assert not Household.objects.exists()
    assert not Member.objects.exists()


def test_what_an_import_changed_is_as_it_was_with_a_line_in_the_history(village, take, undo):
    make_household("8801", village)
    before = all_rows(Household)
    row = take(Subject.HOUSEHOLDS, "户编号,主要致贫原因,户联系电话\n8801,因残,10099999999".encode())
    assert all_rows(Household) != before
    undo(row)
    assert [r.main_cause for r in Household.objects.all()] == ["illness"]
    assert Household.objects.get().phone.open() == "10012345678"
    event = Event.objects.filter(name="household.changed").latest("id")
    assert event.changes == {"main_cause": ["disability", "illness"], "phone": None}
    assert "表.csv" in event.reason


def test_a_row_changed_since_stays_and_it_is_told_who_changed_it(village, take, undo, person, noon):
    row = take(Subject.ROSTER, national(village))
    registry.change_household(
        key=f"{COUNTY}-8801",
        values={"safe_water": False},
        version=None,
        by=person("office"),
        at=noon,
        reason="走访核实",
    )
    plan = undoing_of(row)
    assert (plan.to_remove, plan.to_restore) == (0, 0)
    assert {held.why for held in plan.held.values()} == {"changed", "home"}
    with pytest.raises(Refused) as refused:
        undo(row)
    assert refused.value.code == "import.nothing_to_undo"


def test_a_household_on_which_a_line_of_income_hangs_stays_with_its_members(village, take, undo):
    lines = national(village).decode().splitlines()
    other = lines[1].replace("8801", "8802").replace(ONE, identity("19800101", 21))
    first = take(Subject.ROSTER, "\n".join([*lines, other]).encode())
    take(Subject.INCOME, "户编号,收入项目,月份,金额\n8801,a1,2025-03,5".encode())
    undo(first)
    assert list(Household.objects.values_list("code", flat=True)) == ["8801"]
    assert Member.objects.count() == 3


def test_income_undone_is_summed_as_before(village, take, undo):
    make_household("8801", village)
    before = all_rows(Household)
    row = take(Subject.INCOME, "户编号,收入项目,月份,金额\n8801,a1,2025-03,50000".encode())
    assert all_rows(Household) != before
    undo(row)
    assert all_rows(Household) == before
    assert IncomeLine.objects.count() == 2


def test_villages_candidates_and_their_units_are_undone_too(county, take, undo):
    villages = take(Subject.VILLAGES, sheet(ROWS))
    people = take(Subject.CANDIDATES, sheet(persons(3), PEOPLE))
    changed = take(Subject.CANDIDATES, sheet([[*p[:1], "改名", *p[2:]] for p in persons(1)], PEOPLE))
    undo(changed)
    assert Candidate.objects.get(code="P0000").name == "人0"
    undo(people)
    undo(villages)
    assert not Candidate.objects.exists()
    assert not Village.objects.exists()


def test_a_stop_in_the_middle_of_undoing_is_gone_on_from(village, take, by, noon, monkeypatch):
    from zhucun.intake.actions import undoing

    row = take(Subject.ROSTER, national(village))
    monkeypatch.setattr(undoing, "CHUNK", 2)
    intake.confirm_undo(key=row.pk, version=None, by=by, at=noon)
    undoing._undo_chunk(row.pk, undoing_of(row), noon)
    row.refresh_from_db()
    assert row.undo_cursor == 2
    assert intake.undo(key=row.pk, at=noon).state == "undone"
    assert not Member.objects.exists()


def test_after_some_weeks_an_import_can_no_longer_be_undone_and_what_stood_before_is_deleted(village, take, by, noon):
    row = take(Subject.ROSTER, national(village))
    late = noon + timedelta(days=31)
    with pytest.raises(Refused) as refused:
        intake.confirm_undo(key=row.pk, version=None, by=by, at=late)
    assert refused.value.code == "import.too_late_to_undo"
    intake.forget_journals(at=late)
    assert not ImportPiece.objects.exists()


def test_the_journal_names_nobody(village, take):
    take(Subject.ROSTER, national(village))
    assert "赵" not in str(list(ImportPiece.objects.values()))
