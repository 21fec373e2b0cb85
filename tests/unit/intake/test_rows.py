"""Every row is data, a checked total, or skipped with a reason; none is lost."""

import openpyxl
import pytest

from tests.unit.intake.books import ON, VILLAGE_HEAD, VILLAGE_ROWS, looked_at, rules, saved
from zhucun.engine.intake import Severity, Subject, inspect


def kinds(found):
    return [(s.row, s.kind) for s in found.skipped]


def test_a_right_total_row_is_checked_and_not_imported():
    found = looked_at([VILLAGE_HEAD, *VILLAGE_ROWS, ["合计", None, 42, 131]])
    assert len(found.rows) == 3
    assert kinds(found) == [(5, "total")]
    [check] = found.totals
    assert (check.row, check.rows_added, check.agrees, len(check.columns)) == (5, 3, True, 2)
    assert found.faults == ()


def test_a_wrong_total_row_is_reported_by_column_with_both_figures():
    found = looked_at([VILLAGE_HEAD, *VILLAGE_ROWS, ["合计", None, 42, 130]])
    [fault] = found.faults
    assert (fault.rule, fault.severity, fault.row, fault.column) == (
        "total.differs", Severity.WARNING, 5, "贫困人口 [D]",
    )  # fmt: skip
    assert "130" in fault.message.zh
    assert "131" in fault.message.zh
    assert len(found.good_rows) == 3


@pytest.mark.parametrize("label", ["合计", "总计", "合 计", "全县合计", "小计", "共计", "总计：", "合计3个村"])
def test_a_total_row_is_known_by_its_label(label):
    found = looked_at([VILLAGE_HEAD, *VILLAGE_ROWS, [label, None, 42, 131]])
    assert [t.agrees for t in found.totals] == [True]


def test_a_total_above_the_rows_is_checked_too():
    found = looked_at([VILLAGE_HEAD, ["全县合计", None, 42, 131], *VILLAGE_ROWS])
    assert [(t.row, t.agrees) for t in found.totals] == [(2, True)]
    assert len(found.rows) == 3


def test_subtotals_are_checked_against_their_own_rows():
    rows = [
        VILLAGE_HEAD,
        *VILLAGE_ROWS[:2],
        ["东镇小计", None, 22, 70],
        VILLAGE_ROWS[2],
        ["西镇小计", None, 20, 60],
        ["合计", None, 42, 131],
    ]
    found = looked_at(rows)
    assert [(t.label, t.rows_added, t.agrees) for t in found.totals] == [
        ("东镇小计", 2, True), ("西镇小计", 1, False), ("合计", 3, True),
    ]  # fmt: skip


def test_an_average_in_a_total_row_is_no_wrong_sum():
    head = ["村名", "乡镇", "贫困户数", "农民人均纯收入"]
    found = looked_at([head, ["甲村", "东镇", 10, 8000], ["乙村", "东镇", 12, 9000], ["合计", None, 22, 8500]])
    assert found.totals[0].agrees


def test_a_village_whose_name_ends_like_a_total_is_a_village():
    found = looked_at([VILLAGE_HEAD, ["合计村", "东镇", 1, 3], ["乙村", "东镇", 12, 40]])
    assert len(found.rows) == 2


def test_blank_rows_notes_examples_and_repeated_headings_are_skipped_with_a_reason():
    rows = [
        VILLAGE_HEAD,
        ["【示例】张村", "东镇", 5, 9],
        VILLAGE_ROWS[0],
        [None, None, None, None],
        VILLAGE_HEAD,
        VILLAGE_ROWS[1],
        ["填表人：虚构", None, "联系电话：0", None],
        ["备注：以上数据截至二月底", None, None, None],
    ]
    found = looked_at(rows)
    assert [r.number for r in found.rows] == [3, 6]
    assert kinds(found) == [(2, "example"), (4, "blank"), (5, "repeated"), (7, "note"), (8, "note")]
    assert all(s.reason.zh and s.reason.en for s in found.skipped)


def test_a_row_of_column_numbers_under_the_header_is_skipped():
    found = looked_at([VILLAGE_HEAD, ["甲", "乙", 1, 2], *VILLAGE_ROWS])
    assert kinds(found) == [(2, "numbering")]
    assert len(found.rows) == 3


def test_text_cells_merged_downwards_are_repeated_and_reported():
    rows = [VILLAGE_HEAD, ["甲村", "东镇", 10, 30], ["乙村", None, 12, 40], ["丙村", "西镇", 20, 61]]
    found = looked_at(rows, merges=["B2:B3"])
    assert [f.town for f in found.facts] == ["东镇", "东镇", "西镇"]
    assert rules(found) == [("merge.filled", None)]


def test_figures_merged_downwards_count_once_and_are_reported():
    rows = [VILLAGE_HEAD, ["甲村", "东镇", 10, 30], ["乙村", "东镇", None, 40], VILLAGE_ROWS[2]]
    found = looked_at(rows, merges=["C2:C3"])
    assert [f.poor_households for f in found.facts] == [10, None, 20]
    assert rules(found) == [("merge.values", 2)]


def test_a_missing_name_is_an_error_and_keeps_only_its_own_row_out():
    found = looked_at([VILLAGE_HEAD, VILLAGE_ROWS[0], [None, "东镇", 12, 40], VILLAGE_ROWS[2]])
    assert rules(found) == [("value.missing", 3)]
    assert [r.number for r in found.rows] == [2, 3, 4]
    assert [r.number for r in found.good_rows] == [2, 4]


def test_a_bad_value_is_named_with_sheet_row_column_value_and_remedy():
    found = looked_at([VILLAGE_HEAD, VILLAGE_ROWS[0], ["乙村", "东镇", "十二", 40]])
    [fault] = found.faults
    assert fault.as_json("zh") == {
        "rule": "number.form", "severity": "error", "sheet": "表一", "row": 3, "column": "贫困户数 [C]",
        "key": "poor_households", "value": "十二", "message": "“十二”不是数字。",
        "remedy": "请只填阿拉伯数字；没有填 0，不清楚留空。",
    }  # fmt: skip


def test_formulas_without_a_result_and_error_cells_are_errors_of_their_rows():
    made = openpyxl.Workbook()
    [made.active.append(row) for row in [VILLAGE_HEAD, ["甲村", "东镇", "=1+1", 30], ["乙村", "东镇", 1, "#REF!"]]]
    made.active["D3"].data_type = "e"
    found = inspect(saved(made), "表.xlsx", Subject.VILLAGES, on=ON)
    assert rules(found) == [("cell.formula", 2), ("cell.error", 3)]
    assert found.good_rows == ()


def test_broken_cells_of_columns_that_are_not_imported_are_only_warnings():
    made = openpyxl.Workbook()
    [made.active.append(row) for row in [[*VILLAGE_HEAD, "备注"], ["甲村", "东镇", 1, 3, "=A1"]]]
    found = inspect(saved(made), "表.xlsx", Subject.VILLAGES, on=ON)
    assert [(f.rule, f.severity) for f in found.faults] == [("cell.formula", Severity.WARNING)]
    assert len(found.good_rows) == 1


def test_personal_values_are_shown_to_the_importer_and_hidden_from_logs():
    from tests.unit.intake.books import CANDIDATE_HEAD, candidate

    found = looked_at([CANDIDATE_HEAD, candidate(出生日期="1977年")], Subject.CANDIDATES)
    [fault] = found.faults
    assert (fault.value, fault.personal) == ("1977年", True)
    assert "1977" not in str(fault.masked().as_json("zh"))
    assert "1977" not in str(fault.masked().as_json("en"))
    assert fault.masked().row == 2


IDENTITY = "110101199003074477"  # made up, with a right check character


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("身份证号", ["不详", "不详"]),
        ("证件号码", [IDENTITY, IDENTITY]),
        ("某列", [IDENTITY, IDENTITY]),
        ("某列", [IDENTITY, IDENTITY.lower()]),
        ("某列", [110101199003074477.0, None]),
        ("人员编号", [IDENTITY, IDENTITY]),
    ],
)
def test_identity_numbers_are_never_imported_and_the_importer_is_told(heading, cells):
    rows = [[heading, "姓名", "派出单位"], *([cell, "虚构", "县财政局"] for cell in cells)]
    found = looked_at(rows, Subject.CANDIDATES)
    assert "privacy.identity" in {f.rule for f in found.faults}
    assert found.mapping.columns[0].key is None
    assert "110101" not in str(found.as_json()) + str(found.rows)
    again = looked_at(rows, Subject.CANDIDATES, settled=found.mapping.with_column(0, "code").settled())
    assert again.mapping.columns[0].key is None


def test_numbers_that_only_look_like_identity_numbers_are_codes():
    rows = [["人员编号", "姓名", "派出单位"], ["110101199003074478", "虚构", "县财政局"]]
    assert looked_at(rows, Subject.CANDIDATES).mapping.columns[0].key == "code"


def test_other_sheets_with_the_same_kind_of_data_are_named():
    made = openpyxl.Workbook()
    made.active.title = "东镇"
    [made.active.append(row) for row in [VILLAGE_HEAD, *VILLAGE_ROWS]]
    other = made.create_sheet("西镇")
    [other.append(row) for row in [VILLAGE_HEAD, *VILLAGE_ROWS[:1]]]
    made.create_sheet("说明").append(["说明"])
    found = inspect(saved(made), "表.xlsx", Subject.VILLAGES, on=ON)
    assert [(f.rule, f.sheet) for f in found.faults] == [("sheet.not_read", "西镇")]
    assert len(inspect(saved(made), "表.xlsx", Subject.VILLAGES, on=ON, sheet="西镇").rows) == 1


def test_classes_of_a_total_that_do_not_add_up_are_named():
    head = [["村名", "乡镇", "贫困户", None, None], [None, None, "合计(户)", "低保(户)", "其他(户)"]]
    good = [[f"村{i}", "东镇", 2 * i, i, i] for i in range(1, 9)]
    found = looked_at([*head, *good, ["坏村", "东镇", 9, 4, 4]], merges=["A1:A2", "B1:B2", "C1:E1"])
    assert [f for f in rules(found) if f[0] == "groups.add_up"] == [("groups.add_up", 11)]


def test_columns_that_seldom_add_up_are_no_classes():
    head = [["村名", "乡镇", "贫困户", None, None], [None, None, "合计(户)", "低保(户)", "其他(户)"]]
    rows = [[f"村{i}", "东镇", 3 * i + 1, i, i] for i in range(1, 9)]
    found = looked_at([*head, *rows], merges=["A1:A2", "B1:B2", "C1:E1"])
    assert "groups.add_up" not in {rule for rule, _ in rules(found)}


def test_a_count_under_a_column_of_words_is_no_wrong_sum():
    rows = [[*VILLAGE_HEAD, "联系人"], *([*row, "虚构"] for row in VILLAGE_ROWS), ["合计", None, 42, 131, 3]]
    found = looked_at(rows)
    assert (found.totals[0].agrees, found.faults) == (True, ())


def test_a_formula_without_a_result_is_named_once_with_its_column():
    made = openpyxl.Workbook()
    [made.active.append(row) for row in [VILLAGE_HEAD, *VILLAGE_ROWS, ["=A1", "东镇", "=1+1", "=2+2"]]]
    found = inspect(saved(made), "表.xlsx", Subject.VILLAGES, on=ON)
    assert rules(found) == [("cell.formula", 5)] * 3
    assert [f.message.zh.split("的")[0] for f in found.faults] == ["“村名 [A]”", "“贫困户数 [C]”", "“贫困人口 [D]”"]
