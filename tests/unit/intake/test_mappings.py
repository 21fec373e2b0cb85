"""Columns are proposed with a reason, and a person has the last word."""

from decimal import Decimal

import pytest

from tests.unit.intake.books import ON, VILLAGE_HEAD, VILLAGE_ROWS, book, looked_at
from zhucun.engine.errors import BadProblem
from zhucun.engine.intake import Subject, inspect
from zhucun.engine.intake.mapping import SURE


def mapping_of(*headings, subject=Subject.VILLAGES):
    return looked_at([["村名", "乡镇", *headings], ["甲村", "东镇", *["1"] * len(headings)]], subject).mapping


def column(heading):
    return mapping_of(heading).columns[2]


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("贫困户数", "poor_households"),
        ("贫困户数（户）", "poor_households"),
        ("1.贫困户数", "poor_households"),
        ("（三）贫困户数", "poor_households"),
        ("贫 困 户 数", "poor_households"),
        ("*贫困户数", "poor_households"),
        ("Poor households", "poor_households"),
        ("poor_households", "poor_households"),
        ("建档立卡贫困户数", "poor_households"),
        ("贫困户(人)", None),
        ("总人口（人）", "persons"),
        ("行政区划代码（12位，必填）", "code"),
        ("耕地面积（公顷）", "arable_mu"),
        ("到县城距离(米)", "county_km"),
        ("预计今年村级集体经济收入(元)", None),
        ("完成危房改造(户)", None),
        ("备注", None),
        ("序号", None),
    ],
)
def test_a_heading_finds_its_fact(heading, key):
    assert column(heading).key == key


def test_an_exact_heading_is_sure_and_a_similar_one_asks_to_be_checked():
    assert column("贫困户数").confidence == 1
    alike = column("村集体经济总收入")
    assert alike.key == "collective_income_yuan"
    assert alike.confidence < SURE
    assert "核对" in alike.reason.zh


def test_hectares_and_metres_are_turned_into_the_fact_s_unit():
    assert column("耕地面积（公顷）").factor == 15
    assert column("到县城距离(米)").factor == Decimal("0.001")


def test_of_two_columns_for_one_fact_the_better_one_counts_and_they_are_compared():
    found = looked_at([["村名", "贫困户", "贫困户数", "乡镇"], ["甲村", 11, 10, "东镇"], ["乙村", 7, 7, "东镇"]])
    assert [c.key for c in found.mapping.columns] == ["name", None, "poor_households", "town"]
    assert [r.values["poor_households"] for r in found.rows] == [10, 7]
    [fault] = [f for f in found.faults if f.rule == "columns.disagree"]
    assert (fault.row, fault.column, fault.value) == (2, "贫困户 [B]", "11")


def test_classes_under_opposite_headings_add_up():
    rows = [
        ["村名", "乡镇", "有劳动能力", None, "无劳动能力", None],
        [None, None, "低保对象(户)", "低保对象(人)", "低保对象(户)", "低保对象(人)"],
        ["甲村", "东镇", 3, 9, 4, 6],
        ["乙村", "东镇", 3, None, 4, 6],
        ["丙村", "东镇", None, None, None, None],
    ]
    found = looked_at(rows, merges=["A1:A2", "B1:B2", "C1:D1", "E1:F1"])
    assert [c.part for c in found.mapping.of("dibao_persons")] == [True, True]
    assert [r.values["dibao_persons"] for r in found.rows] == [15, 6, None]


def test_a_person_sets_a_column_and_the_fact_leaves_the_other():
    source = book([["村名", "甲列", "贫困户数", "乡镇"], ["甲村", 10, 99, "东镇"]])
    found = inspect(source, "表.xlsx", Subject.VILLAGES, on=ON)
    changed = found.mapping.with_column(1, "poor_households")
    again = inspect(source, "表.xlsx", Subject.VILLAGES, on=ON, mapping=changed)
    assert again.facts[0].poor_households == 10
    assert [c.letter for c in again.mapping.unmapped] == ["C"]
    assert changed.columns[1].confidence == 1


def test_a_settled_mapping_is_used_again_for_the_same_headings():
    source = book([["村名", "甲列", "乡镇"], ["甲村", 10, "东镇"]])
    stored = inspect(source, "表.xlsx", on=ON).mapping.with_column(1, "poor_households").settled()
    moved = book([["乡镇", "村名", "新列", "甲列"], ["东镇", "甲村", 1, 10]])
    found = inspect(moved, "表.xlsx", on=ON, settled=stored)
    assert found.facts[0].poor_households == 10


@pytest.mark.parametrize(("index", "key"), [(9, "name"), (0, "no_such_fact")])
def test_an_unknown_column_or_fact_cannot_be_set(index, key):
    with pytest.raises(BadProblem, match=r"mapping\.unknown"):
        looked_at([VILLAGE_HEAD, *VILLAGE_ROWS]).mapping.with_column(index, key)


def test_required_facts_without_a_column_block_the_import_and_say_which():
    found = looked_at([["人员编号", "姓名", "派出单位"], ["1", "虚构", "县财政局"]], Subject.CANDIDATES)
    missing = [f for f in found.faults if f.rule == "column.missing"]
    assert {f.key for f in missing} == {"sex", "born", "party", "work_started"}
    assert found.blocked
    assert found.good_rows == ()


def test_a_mapping_is_plain_values_for_pages_and_programs():
    values = looked_at([VILLAGE_HEAD, *VILLAGE_ROWS]).mapping.as_json("en")
    assert values[0]["key"] == "name"
    assert values[0]["reason"] == "the fact's own name"


@pytest.mark.parametrize(
    ("values", "key"), [(("610426101200", "610426101202"), "code"), ((610426101200.0,), "code"), (("1", "2"), None)]
)
def test_what_a_heading_that_says_only_code_means_is_seen_from_its_values(values, key):
    rows = [["代码", "村名", "贫困户数"], *([value, f"村{n}", 3] for n, value in enumerate(values))]
    assert looked_at(rows).mapping.columns[0].key == key
