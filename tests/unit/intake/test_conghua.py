"""The real monthly report of a real county is digested as it is, and its real faults are found."""

from collections import Counter
from datetime import date

import pytest

from zhucun.engine.intake import Subject, inspect

pytestmark = pytest.mark.shared
REPORT = "data/conghua/monthly_report_2011_08.xlsx"
FUNDS = "data/templates/village_fund_report.xlsx"


@pytest.fixture(scope="module")
def report(shared):
    return inspect(shared / REPORT, None, Subject.VILLAGES, on=date(2011, 8, 31))


def test_it_has_125_villages_under_two_heading_rows(report):
    assert (report.header.first_row, report.header.last_row) == (1, 2)
    assert len(report.rows) == len(report.good_rows) == 125
    assert len(report.header.columns) == 63
    assert {v.town for v in report.facts} == {"吕田镇", "流溪河林场", "温泉镇", "良口镇", "鳌头镇"}


def test_its_columns_are_understood_as_far_as_they_are_facts(report):
    given = {c.letter: c.key for c in report.mapping.columns if c.key}
    assert given == {
        "A": "county", "B": "town", "C": "name", "D": "poor_households", "E": "poor_persons", "F": "helper_unit",
        "J": "dibao_persons", "N": "dibao_persons", "Q": "unsafe_houses", "AD": "insured_persons",
        "AJ": "collective_income_yuan",
    }  # fmt: skip
    assert len(report.mapping.unmapped) == 52


def test_its_total_row_is_checked_in_57_columns_and_not_imported(report):
    [check] = report.totals
    assert (check.row, check.label, check.rows_added, len(check.columns)) == (128, "合计", 125, 57)
    assert check.agrees
    assert [s.row for s in report.skipped] == [128]


def test_its_real_faults_are_found_by_named_rules(report):
    assert Counter(f.rule for f in report.faults) == {
        "villages.unsafe_above_poor": 33,
        "villages.placeholder_money": 9,
        "villages.insured_above_poor": 7,
        "groups.add_up": 6,
        "villages.outlying_count": 4,
        "villages.no_figures": 2,
    }
    assert report.errors == ()


def test_the_worst_fault_is_told_with_place_and_remedy(report):
    fault = next(f for f in report.faults if f.rule == "villages.unsafe_above_poor" and f.value == "1345")
    assert (fault.row, fault.column) == (7, "危房户(户) [Q]")
    assert "21" in fault.message.zh


def test_the_fund_report_s_headings_are_understood(shared):
    import openpyxl

    from tests.unit.intake.books import ON, saved

    made = openpyxl.load_workbook(shared / FUNDS)
    made.worksheets[0].append(["某县", "东镇", "甲村", 10, 30, "市教育局", 3_200_000_000, 1, 1, 1, 1, 1, 1, 1, 1])
    found = inspect(saved(made), "资金.xlsx", Subject.VILLAGES, on=ON)
    assert {"name", "town", "county", "helper_unit", "planned_funds_yuan"} <= {c.key for c in found.mapping.columns}
    assert [f.rule for f in found.faults] == ["villages.absurd_money"]
