"""Cells are read with the habits of Chinese forms."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhucun.engine.facts import FACTS, FactKind, Subject
from zhucun.engine.intake.parsing import months_have_two_digits, parse
from zhucun.engine.words import Need, PartyStatus, Schooling, Sex, VillageKind

FACT = {(s, f.key): f for s in Subject for f in FACTS[s]}
V, C = Subject.VILLAGES, Subject.CANDIDATES
PERSONS, MONEY, KM = FACT[V, "persons"], FACT[V, "collective_income_yuan"], FACT[V, "town_km"]
CODE, NAME, CLINIC, KINDS = FACT[V, "code"], FACT[V, "name"], FACT[V, "clinic"], FACT[V, "kinds"]
BORN, SCORE, SEX, PARTY = FACT[C, "born"], FACT[C, "mass_work"], FACT[C, "sex"], FACT[C, "party"]
WISHES, SKILLS, SCHOOLING = FACT[C, "wishes"], FACT[C, "specialities"], FACT[C, "schooling"]


def read(fact, cell, **more):
    """The value, and the rule broken or None."""
    value, problem = parse(fact, cell, **more)
    return value, problem and problem.rule


@pytest.mark.parametrize(
    ("fact", "cell", "value"),
    [
        (PERSONS, 1234.0, 1234),
        (PERSONS, "1,234", 1234),
        (PERSONS, "1，234", 1234),
        (PERSONS, "１２３４", 1234),
        (PERSONS, "30人", 30),
        (PERSONS, " 30 户", 30),
        (PERSONS, "0.3万", 3000),
        (PERSONS, "无", 0),
        (PERSONS, "-", None),
        (PERSONS, "不详", None),
        (PERSONS, "", None),
        (MONEY, "3万元", Decimal(30000)),
        (MONEY, "¥1,200.50", Decimal("1200.5")),
        (MONEY, 0.1, Decimal("0.1")),
        (KM, "12.5公里", Decimal("12.5")),
        (KM, "12.5km", Decimal("12.5")),
        (CODE, 610426001001.0, "610426001001"),
        (CODE, " 610426 001001 ", "610426001001"),
        (CODE, "'610426001001", "610426001001"),
        (NAME, "甲 村\n", "甲村"),
        (NAME, "甲村（新）", "甲村（新）"),
        (NAME, "Ａ１村", "A1村"),
        (CLINIC, "是", True),
        (CLINIC, "有", True),
        (CLINIC, "√", True),
        (CLINIC, True, True),
        (CLINIC, 1.0, True),
        (CLINIC, "否", False),
        (CLINIC, "无", False),
        (CLINIC, "×", False),
        (CLINIC, 0, False),
        (KINDS, "贫困村、软弱涣散村", (VillageKind.POOR, VillageKind.WEAK)),
        (KINDS, "poor;weak", (VillageKind.POOR, VillageKind.WEAK)),
        (KINDS, "", ()),
        (KINDS, "无", ()),
        (SKILLS, "党建 农技，法律", (Need.ORGANISATION, Need.FARMING, Need.FINANCE_LAW)),
        (WISHES, "东镇、西镇; 610426101201\n东镇", ("东镇", "西镇", "610426101201")),
        (SEX, "女", Sex.FEMALE),
        (SEX, 1.0, Sex.MALE),
        (PARTY, "党员", PartyStatus.FULL),
        (PARTY, "中共预备党员", PartyStatus.PROBATIONARY),
        (SCHOOLING, "大学本科", Schooling.BACHELOR),
        (SCHOOLING, "研究生", Schooling.MASTER),
        (SCORE, "85", 85),
    ],
)  # fmt: skip
def test_a_cell_is_understood_without_a_fault(fact, cell, value):
    assert read(fact, cell) == (value, None)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (date(1988, 5, 1), date(1988, 5, 1)),
        (datetime(1988, 5, 1, 8, 30), date(1988, 5, 1)),  # noqa: DTZ001
        ("1988-05-01", date(1988, 5, 1)),
        ("1988/5/1", date(1988, 5, 1)),
        ("1988.5.1", date(1988, 5, 1)),
        ("1988年5月1日", date(1988, 5, 1)),
        ("1988年5月", date(1988, 5, 1)),
        ("1988.05", date(1988, 5, 1)),
        ("1988.5", date(1988, 5, 1)),
        ("1988.12", date(1988, 12, 1)),
        ("1988-12", date(1988, 12, 1)),
        ("198805", date(1988, 5, 1)),
        ("19880501", date(1988, 5, 1)),
        ("1988-05-01 00:00:00", date(1988, 5, 1)),
        (1988.05, date(1988, 5, 1)),
        (1988.12, date(1988, 12, 1)),
        (1988.5, date(1988, 5, 1)),
        (198805.0, date(1988, 5, 1)),
        (19880501.0, date(1988, 5, 1)),
        (32264.0, date(1988, 5, 1)),
        ("32264", date(1988, 5, 1)),
        ("至今", None),
        ("—", None),
    ],
)
def test_a_day_is_understood_in_every_usual_form(cell, day):
    assert read(BORN, cell) == (day, None)


def test_a_number_that_lost_its_last_zero_is_asked_about():
    assert read(BORN, 1988.1) == (date(1988, 1, 1), "day.ambiguous")
    assert months_have_two_digits([1990.05, 1988.1])
    assert not months_have_two_digits([1990.5, 1988.1, "1990.05"])
    assert read(BORN, 1988.1, october=True) == (date(1988, 10, 1), None)


@pytest.mark.parametrize(
    ("fact", "cell", "value", "rule"),
    [
        (PERSONS, -3, None, "number.negative"),
        (PERSONS, 3.5, None, "number.fraction"),
        (PERSONS, "三十", None, "number.form"),
        (PERSONS, "12.5%", None, "number.percent"),
        (PERSONS, 99_999_999, None, "number.absurd"),
        (PERSONS, "约30", 30, "number.rough"),
        (PERSONS, "30左右", 30, "number.rough"),
        (PERSONS, date(2020, 1, 1), None, "number.form"),
        (MONEY, "一万", None, "number.form"),
        (MONEY, 1e15, None, "number.absurd"),
        (SCORE, 101, None, "score.range"),
        (SCORE, 85.5, 86, "score.rounded"),
        (SCORE, "优", None, "number.form"),
        (CODE, "6.10426E+11", None, "code.precision"),
        (CODE, 6.1042600100112e17, None, "code.precision"),
        (CODE, 610426.5, None, "code.precision"),
        (CODE, "见附件", "见附件", None),
        (CODE, "请见附件：一", None, "code.form"),
        (CODE, True, None, "code.form"),
        (CLINIC, "在建", None, "yes_no.form"),
        (SEX, "不详细", None, "word.unknown"),
        (KINDS, "贫困村、样板村", (VillageKind.POOR,), "word.unknown"),
        (BORN, "1988", None, "day.form"),
        (BORN, "88.5", None, "day.form"),
        (BORN, "1988-13-01", None, "day.form"),
        (BORN, "1788-01-01", None, "day.form"),
        (BORN, "2月30日", None, "day.form"),
        (BORN, time(8, 0), None, "day.form"),
        (BORN, True, None, "day.form"),
        (NAME, "长" * 201, None, "value.too_long"),
    ],
)
def test_a_bad_cell_is_named_by_its_rule(fact, cell, value, rule):
    assert read(fact, cell) == (value, rule)


def test_a_choice_that_is_not_in_the_list_is_told_the_list():
    _, problem = parse(SEX, "雄")
    assert problem.remedy.zh == "请从这些选项中选：男、女。"
    assert problem.remedy.en == "Choose from: Male, Female."


@given(
    fact=st.sampled_from(sorted(FACT.values(), key=lambda f: (f.key, f.text.zh))),
    cell=st.one_of(st.text(max_size=30), st.floats(allow_nan=True), st.integers(), st.booleans(), st.datetimes()),
)
def test_no_cell_breaks_the_reader_and_an_error_gives_no_value(fact, cell):
    value, problem = parse(fact, cell)
    assert problem is None or (problem.message.zh and problem.message.en and problem.remedy.zh and problem.remedy.en)
    assert value is None or fact.kind in FactKind


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back_from_every_form(day):
    forms = [
        day.isoformat(), f"{day.year}年{day.month}月{day.day}日", f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}", f"{day.year}.{day.month}.{day.day}",
    ]  # fmt: skip
    assert {read(BORN, form) for form in forms} == {(day, None)}


@given(st.integers(0, 10_000_000))
def test_every_count_is_read_back_from_every_form(count):
    full = str(count).translate({ord("0") + i: ord("０") + i for i in range(10)})
    forms = [count, float(count), str(count), f"{count:,}", f"{count}人", full]
    assert {read(PERSONS, form) for form in forms} == {(count, None)}
