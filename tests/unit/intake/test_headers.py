"""The heading row is found wherever it is, and its headings are joined."""

import pytest

from tests.unit.intake.books import ON, VILLAGE_HEAD, VILLAGE_ROWS, book, looked_at
from zhucun.engine.errors import BadFile
from zhucun.engine.intake import Subject, inspect

TWO_ROWS = [
    ["乡镇", "村名", "贫困户", None, "村集体经济收入（万元）"],
    [None, None, "户数", "人口", None],
    ["东镇", "甲村", 10, 30, 1.5],
    ["东镇", "乙村", 12, 40, 2],
]
TWO_ROW_MERGES = ["A1:A2", "B1:B2", "C1:D1", "E1:E2"]


def titles(found):
    return [c.title for c in found.header.columns]


def test_a_plain_header_is_the_first_row():
    found = looked_at([VILLAGE_HEAD, *VILLAGE_ROWS])
    assert (found.header.first_row, found.header.last_row, found.header.title) == (1, 1, ())
    assert [r.number for r in found.rows] == [2, 3, 4]


def test_titles_above_the_header_are_kept_and_skipped():
    rows = [["某县贫困村情况表"], ["填报单位：某县"], [], VILLAGE_HEAD, *VILLAGE_ROWS]
    found = looked_at(rows, merges=["A1:D1"])
    assert found.header.first_row == 4
    assert found.header.title == ("某县贫困村情况表", "填报单位：某县")
    assert len(found.rows) == 3


def test_two_merged_rows_become_joined_headings():
    found = looked_at(TWO_ROWS, merges=TWO_ROW_MERGES)
    assert (found.header.first_row, found.header.last_row) == (1, 2)
    assert titles(found) == ["乡镇", "村名", "贫困户/户数", "贫困户/人口", "村集体经济收入（万元）"]
    first = found.facts[0]
    assert (first.poor_households, first.poor_persons, first.collective_income_yuan) == (10, 30, 15_000)


def test_two_rows_without_merged_ranges_are_joined_too():
    text = "乡镇,村名,贫困户,,备注\n,,户数,人口,\n东镇,甲村,10,30,好\n东镇,乙村,12,40,\n"
    found = inspect(text.encode("gbk"), "村.csv", Subject.VILLAGES, on=ON)
    assert (found.header.first_row, found.header.last_row, found.encoding) == (1, 2, "gb18030")
    assert [(f.poor_households, f.poor_persons) for f in found.facts] == [(10, 30), (12, 40)]


def test_three_merged_rows_become_joined_headings():
    rows = [
        ["村名", "基本情况", None, None],
        [None, "总人口(人)", "贫困户", None],
        [None, None, "户数", "人口"],
        ["甲村", 900, 10, 30],
    ]
    found = looked_at(rows, merges=["A1:A3", "B1:D1", "B2:B3", "C2:D2"])
    assert (found.header.last_row, len(found.rows)) == (3, 1)
    assert titles(found)[3] == "基本情况/贫困户/人口"
    assert found.facts[0].persons == 900


def test_a_row_of_data_is_never_taken_for_a_second_heading_row():
    found = looked_at([["村名", "乡镇", "总人口", "总户数"], ["甲村", "东镇", None, None], ["乙村", "西镇", 5, 2]])
    assert found.header.last_row == 1
    assert len(found.rows) == 2


def test_a_merged_title_row_is_no_heading():
    found = looked_at([["贫困村一览表"], VILLAGE_HEAD, *VILLAGE_ROWS], merges=["A1:D1"])
    assert (found.header.first_row, found.header.last_row) == (2, 2)


def test_a_unit_given_for_the_whole_sheet_counts_for_its_amounts():
    rows = [["村级收入表　　单位：万元"], ["村名", "村集体经济收入", "总人口"], ["甲村", 3, 900]]
    found = looked_at(rows)
    assert found.facts[0].collective_income_yuan == 30_000
    assert found.facts[0].persons == 900


@pytest.mark.parametrize(
    ("heading", "cell", "yuan"),
    [
        ("村集体经济收入(元)", 15000, 15000),
        ("村集体经济收入（万元）", 1.5, 15000),
        ("村集体经济收入[千元]", 15, 15000),
        ("村集体经济收入", 15000, 15000),
        ("村集体经济收入（万元）", "1.5万元", 15000),
        ("aad302", 1.5, 15000),
    ],
)
def test_units_in_headings_turn_amounts_into_yuan(heading, cell, yuan):
    found = looked_at([["村名", heading, "乡镇"], ["甲村", cell, "东镇"]])
    assert found.facts[0].collective_income_yuan == yuan


def test_the_sheet_with_the_most_known_headings_is_taken_and_the_others_are_named():
    import openpyxl

    from tests.unit.intake.books import saved

    made = openpyxl.Workbook()
    made.active.title = "说明"
    made.active.append(["本表由县里汇总"])
    sheet = made.create_sheet("村情")
    [sheet.append(row) for row in [VILLAGE_HEAD, *VILLAGE_ROWS]]
    found = inspect(saved(made), "表.xlsx", Subject.VILLAGES, on=ON)
    assert (found.sheet, found.other_sheets) == ("村情", ("说明",))
    with pytest.raises(BadFile, match=r"file\.no_sheet"):
        inspect(saved(made), "表.xlsx", Subject.VILLAGES, on=ON, sheet="没有")


def test_a_file_of_another_kind_has_no_header_and_says_what_to_do():
    with pytest.raises(BadFile) as refused:
        inspect(book([["品名", "单价"], ["米", 3]]), "商品.xlsx", Subject.VILLAGES, on=ON)
    assert refused.value.code == "file.no_header"
    assert "模板" in refused.value.say("zh")
    assert "template" in refused.value.say("en")


def test_headings_without_rows_are_refused():
    with pytest.raises(BadFile, match=r"file\.no_rows"):
        inspect(book([VILLAGE_HEAD]), "表.xlsx", Subject.VILLAGES, on=ON)
