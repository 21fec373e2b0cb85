"""A correction on the page: what follows is what a check of the whole file would say, and mostly not all is checked."""

import pytest

from tests.contract.households_rows import COUNTY, identity, make_household
from tests.contract.postings_rows import make_villages
from zhucun.engine.facts import Subject
from zhucun.intake import actions as intake
from zhucun.intake.actions import mending
from zhucun.intake.models import ImportFault, ImportRow
from zhucun.registry.models import Member

HEAD = "行政村,户编号,人编号,姓名,证件号码,性别,出生日期,与户主关系,脱贫状态,是否危房户,人数"
NUMBER, PERSON, IDENTITY, SEX, BORN, RELATION, UNSAFE, PERSONS = 1, 2, 4, 5, 6, 7, 9, 10


def line(village, home, code, name, number, relation="户主", unsafe="否", persons="2", born="1954-03-11", sex="男"):
    return ",".join((village, home, code, name, number, sex, born, relation, "未脱贫", unsafe, persons))


@pytest.fixture
def by(person):
    return person("office")


@pytest.fixture
def row(county, by, noon):
    """Three households of a roster: row 3 has a word that is none, row 5 the identity number of row 2."""
    village = make_villages(1)[0]
    make_household("8801", village)
    number = identity("19540311", 71)
    lines = [
        HEAD,
        line(village.name, "9001", "900101", "欧阳明", number),
        line(village.name, "9001", "900102", "司徒静", identity("19620902", 82), "之友", sex="女", born="1962-09-02"),
        line(village.name, "9002", "900201", "诸葛安", identity("19910808", 35), persons="1", born="1991-08-08"),
        line(village.name, "9003", "900301", "慕容海", number, persons="3"),
        line(village.name, "9003", "900302", "上官云", "", "配偶", unsafe="是", persons="3", born="", sex="女"),
    ]
    content = "\n".join(lines).encode()
    begun = intake.begin(content=content, filename="册.csv", subject=Subject.ROSTER, county=COUNTY, by=by, at=noon)
    return intake.check(key=begun.pk, by=by, at=noon)


def told(row):
    """Return all that an import says of its rows, in no order."""
    rows = ImportRow.objects.filter(source=row).values_list("number", "outcome", "label", "warned", "differences")
    faults = ImportFault.objects.filter(source=row).values_list("row", "rule", "severity", "key", "value", "message_zh")
    counts = (row.rows_total, row.rows_faulty, row.rows_new, row.rows_changed, row.rows_same)
    return sorted(map(str, rows)), sorted(faults), counts


@pytest.mark.parametrize(
    ("number", "cells"),
    [
        (3, {RELATION: "配偶"}),
        (3, {RELATION: "户主"}),
        (2, {UNSAFE: "不知道"}),
        (2, {UNSAFE: "是"}),
        (4, {BORN: "1992-08-08"}),
        (4, {PERSONS: "4"}),
        (4, {PERSON: "", PERSONS: "4"}),
        (4, {NUMBER: "9001"}),
        (4, {PERSON: "900101"}),
        (4, {PERSON: "９００１０１"}),
        (4, {NUMBER: "９００１"}),
        (5, {IDENTITY: identity("19540311", 73)}),
        (2, {IDENTITY: ""}),
        (6, {UNSAFE: "否", SEX: "男"}),
    ],
)
def test_a_correction_says_what_a_check_of_the_whole_file_says(row, by, noon, number, cells):
    before = told(row)
    corrected = intake.mend_row(key=row.pk, number=number, cells=cells, by=by, at=noon)
    after = told(corrected)
    assert after == told(intake.check(key=row.pk, by=by, at=noon))
    assert after != before


@pytest.fixture
def whole_checks(monkeypatch):
    """Count how often a correction leads to a check of the whole file."""
    done = []
    check = mending.check
    monkeypatch.setattr(mending, "check", lambda **more: done.append(more["key"]) or check(**more))
    return done


def test_a_corrected_word_is_checked_with_its_household_only(row, by, noon, whole_checks):
    corrected = intake.mend_row(key=row.pk, number=3, cells={RELATION: "配偶"}, by=by, at=noon)
    faults = ImportFault.objects.filter(source=row, severity="error").values_list("row", "rule")
    assert (whole_checks, list(faults)) == ([], [(5, "roster.same_identity")])
    assert corrected.version == row.version + 1


def test_a_corrected_household_number_is_checked_with_the_whole_file(row, by, noon, whole_checks):
    intake.mend_row(key=row.pk, number=6, cells={NUMBER: "9001"}, by=by, at=noon)
    assert whole_checks == [row.pk]


def test_a_person_whom_the_county_may_know_is_looked_for_in_the_whole_file(row, by, noon, whole_checks):
    known = Member.objects.get(code="880101")
    intake.mend_row(key=row.pk, number=4, cells={IDENTITY: known.identity.open()}, by=by, at=noon)
    assert whole_checks == [row.pk]


def test_what_was_corrected_is_what_is_taken(row, by, noon):
    row = intake.mend_row(key=row.pk, number=3, cells={RELATION: "配偶"}, by=by, at=noon)
    intake.confirm(key=row.pk, mode="good", version=row.version, by=by, at=noon)
    intake.apply(key=row.pk, at=noon)
    assert Member.objects.get(code="900102").relation == "spouse"
