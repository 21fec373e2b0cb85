"""Household sheets, members, income and natural changes through the wizard: any columns, numbers or likeness."""

from datetime import date
from decimal import Decimal

import pytest

from tests.contract.households_rows import COUNTY, identity, make_household
from tests.contract.postings_rows import make_villages
from zhucun.engine.facts import Subject
from zhucun.intake import actions as intake
from zhucun.intake.models import ImportFault, ImportPair, ImportRow
from zhucun.registry.models import Household, IncomeLine, Member, NaturalChange


@pytest.fixture
def village(county):
    return make_villages(2)[0]


@pytest.fixture
def check(person, noon):
    by = person("office")

    def made(subject, *lines, name="表.csv"):
        content = "\n".join(lines).encode()
        row = intake.begin(content=content, filename=name, subject=subject, county=COUNTY, by=by, at=noon)
        return intake.check(key=row.pk, by=by, at=noon)

    return made


@pytest.fixture
def take(check, person, noon):
    by = person("office", name="乙")

    def made(subject, *lines, name="表.csv"):
        row = check(subject, *lines, name=name)
        intake.confirm(key=row.pk, mode="good", version=row.version, by=by, at=noon)
        return intake.apply(key=row.pk, at=noon)

    return made


def rules_of(row):
    return set(ImportFault.objects.filter(source=row).values_list("rule", flat=True))


def test_a_sheet_of_a_few_columns_changes_these_and_nothing_else(village, take):
    before = make_household("8801", village)
    row = take(Subject.HOUSEHOLDS, "户编号,是否通生活用电,饮水是否安全,住房面积", "8801,是,否,85.5")
    after = Household.objects.get()
    assert row.rows_changed == 1
    assert (after.living_power, after.safe_water, after.house_m2) == (True, False, Decimal("85.5"))
    assert (after.head_name, after.status, after.village_id) == (before.head_name, before.status, before.village_id)


def test_a_new_household_says_what_it_cannot_be_without(village, check):
    row = check(
        Subject.HOUSEHOLDS, "户编号,户主姓名,行政村,脱贫状态", f"9001,赵新,{village.name},未脱贫", "9002,钱新,,"
    )
    assert (row.rows_new, row.rows_faulty) == (1, 1)
    fault = ImportFault.objects.get(source=row, rule="row.new_lacks")
    assert "行政村、脱贫状态" in fault.message_zh


def test_members_are_added_to_known_households_and_get_a_number_where_they_have_none(village, take):
    make_household("8801", village)
    row = take(
        Subject.MEMBERS, "户编号,人编号,姓名,证件号码,与户主关系", f"8801,,赵新生,{identity('20260101', 15)},之子"
    )
    assert row.rows_new == 1
    assert Member.objects.get(name="赵新生").code == "880101"[:4] + "04"


def test_a_member_of_an_unknown_household_is_a_fault_of_its_row(village, check):
    row = check(Subject.MEMBERS, "户编号,人编号,姓名,与户主关系", "4711,471101,赵无户,户主")
    assert rules_of(row) == {"row.unknown_household"}


def test_income_lines_are_known_by_whose_what_and_when(village, take):
    make_household("8801", village)
    lines = ("户编号,人编号,收入项目,月份,金额", "8801,880101,务工收入,2025-03,1200.50", "8801,,低保金,2025-04,300")
    assert take(Subject.INCOME, *lines).rows_new == 2
    assert IncomeLine.objects.get(item="a1", amount_yuan="1200.50").month == date(2025, 3, 1)
    assert take(Subject.INCOME, *lines, "").rows_same == 2


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("8801,,彩票,2025-03,5,1", "income.unknown_item"),
        ("8801,,a1,2025-03,5,13", "income.months"),
        ("8801,,a1,2025-03,5.005,1", "income.too_fine"),
        ("8899,,a1,2025-03,5,1", "row.unknown_household"),
        ("8801,77,a1,2025-03,5,1", "row.unknown_person"),
    ],
)
def test_a_line_that_cannot_stand_in_the_account_is_a_fault_of_its_row(village, check, line, rule):
    make_household("8801", village)
    assert rule in rules_of(check(Subject.INCOME, "户编号,人编号,收入项目,月份,金额,月数", line))


def test_the_wide_ledger_adds_up_columns_of_one_item_and_leaves_totals_to_their_parts(village, take):
    make_household("8801", village)
    head = "户编号,人编号,姓名,年度,奖扶金,特扶金,低保金,转移性收入合计,工资性收入"
    row = take(Subject.LEDGER, head, "8801,880101,赵一山,2024,100,50,240,390,8000")
    assert row.rows_new == 1
    made = dict(IncomeLine.objects.filter(month=date(2023, 10, 1)).values_list("item", "amount_yuan"))
    assert made == {"d1": 150, "d2": 240, "a": 8000}


def test_a_ledger_whose_total_is_not_the_sum_is_taken_by_its_parts_with_a_warning(village, check):
    make_household("8801", village)
    row = check(Subject.LEDGER, "户编号,低保金,养老保险金,转移性收入合计", "8801,240,100,999")
    assert row.rows_faulty == 0
    assert rules_of(row) == {"ledger.parent_differs"}


def test_natural_changes_of_one_day_are_one_event(village, take):
    make_household("8801", village)
    lines = ("户编号,变化类型,变化日期,人编号", "8801,迁出,2026-02-05,880102", "8801,迁出,2026-02-05,880103")
    assert take(Subject.CHANGES, *lines).rows_new == 2
    assert NaturalChange.objects.get().people.count() == 2
    assert take(Subject.CHANGES, *lines, "").rows_same == 2


def test_a_person_whose_digits_changed_places_is_found_and_one_with_another_name_is_asked(village, check):
    make_household("8801", village)
    right = identity("19700501", 11)
    turned = right[:15] + right[16] + right[15] + right[17]
    head = "户编号,姓名,证件号码,出生日期,性别,与户主关系"
    row = check(Subject.MEMBERS, head, f"8801,赵一珊,{turned},1970-05-01,男,户主", "8801,钱二华,,,女,配偶")
    sure = ImportRow.objects.get(source=row, number=2)
    assert sure.facts["code"] == "880101"
    pair = ImportPair.objects.get(source=row)
    assert (pair.number, pair.ours) == (3, f"{COUNTY}-880102")
    assert rules_of(row) >= {"pair.undecided"}


def test_nobody_is_found_by_name_and_village_alone(village, check):
    make_household("8801", village)
    row = check(Subject.HOUSEHOLDS, "户主姓名,行政村,饮水是否安全", f"赵一山,{village.name},是")
    assert ImportPair.objects.get(source=row).ours == f"{COUNTY}-8801"
    assert row.rows_good == 0
