"""Departments' lists read by their headings, and whose their rows are, held against the truth of made-up people."""

from datetime import date
from decimal import Decimal

import pytest

from zhucun.engine.errors import BadProblem
from zhucun.engine.households.identity import check_character
from zhucun.engine.intake import Sheet, Workbook
from zhucun.engine.targeting.linkage import People
from zhucun.engine.targeting.register_lists import mapped, purpose_of, read_list
from zhucun.engine.targeting.register_match import by_likeness, by_number, could_be_meant

ON = date(2018, 12, 31)


def number(sequence, day="19700501"):
    first = f"990426{day}{sequence:03}"
    return first + check_character(first)


def book(*rows):
    width = max(map(len, rows))
    return Workbook("名单.xlsx", "xlsx", (Sheet("名单", [[*row, *[""] * (width - len(row))] for row in rows]),))


HEAD = ["机动车所有人", "身份证号", "车辆类型", "购置价（元）", "初次登记日期", "号牌号码", "使用性质"]


def test_headings_of_a_department_are_understood_below_its_title():
    found = read_list(
        book(["某县车管所"], HEAD, ["王一", number(11), "轿车", "8万", "2015.3.1", "陕D1", "非营运"]), on=ON
    )
    [entry] = found.entries
    assert (entry.name, entry.identity, entry.detail) == ("王一", number(11), "轿车")
    assert (entry.value_yuan, entry.since, entry.reference) == (Decimal(80000), date(2015, 3, 1), "陕D1")
    assert (found.header_row, found.faults) == (2, ())


@pytest.mark.parametrize(
    ("row", "rule", "kept"),
    [
        (["", "", "轿车"], "register.no_person", False),
        (["", "123", "轿车"], "register.number_alone", False),
        (["王一", "123", "轿车"], "identity.length", True),
        (["王一", number(11)[:-1] + ("0" if number(11)[-1] != "0" else "1")], "identity.check", True),
    ],
)
def test_what_is_wrong_is_said_with_its_row_and_what_to_do(row, rule, kept):
    found = read_list(book(HEAD, row), on=ON)
    assert rule in [fault.rule for fault in found.faults]
    assert {fault.row for fault in found.faults} == {2}
    assert all(fault.remedy.zh for fault in found.faults)
    assert (len(found.entries), found.left_out) == ((1, 0) if kept else (0, 1))


def test_a_value_that_cannot_be_read_is_dropped_with_a_warning_and_the_row_stays():
    found = read_list(book(HEAD, ["王一", number(11), "轿车", "很多"]), on=ON)
    assert found.entries[0].value_yuan is None
    assert [fault.key for fault in found.faults] == ["value_yuan"]


def test_rows_of_totals_and_rows_said_twice_are_not_counted_as_people():
    row = ["王一", number(11), "轿车"]
    found = read_list(book(HEAD, row, row, ["合计", "", "2"]), on=ON)
    assert (len(found.entries), found.left_out, found.totals) == (1, 1, 1)


def test_two_cars_of_one_person_are_two_rows():
    found = read_list(
        book(HEAD, ["王一", number(11), "轿车", "", "", "陕D1"], ["王一", number(11), "轿车", "", "", "陕D2"]), on=ON
    )
    assert len(found.entries) == 2


def test_a_list_without_a_name_or_a_number_is_refused():
    with pytest.raises(BadProblem, match="heading"):
        read_list(book(["甲", "乙"], ["1", "2"]), on=ON)


def test_a_person_may_set_columns_right_but_not_name_one_fact_twice():
    columns = read_list(book(HEAD, ["王一", number(11)]), on=ON).columns
    assert mapped(columns, {2: ""})[2].key == ""
    with pytest.raises(BadProblem, match="Two columns"):
        mapped(columns, {2: "name"})
    with pytest.raises(BadProblem, match="whose a row"):
        mapped(columns, {0: "", 1: ""})


@pytest.mark.parametrize(
    ("said", "purpose"),
    [("公益性岗位", "welfare_post"), ("已注销", "dormant"), ("易地搬迁安置房", "relocation"), ("非营运", ""), ("", "")],
)
def test_words_that_spare_a_record_are_understood(said, purpose):
    assert purpose_of(said) == purpose


@pytest.mark.parametrize(
    ("listed", "registered", "chance"),
    [("王一", "王一", 1000), ("李娟", "李鹃", 990), ("", "王一", 990), ("欧阳甲", "王一", 600)],
)
def test_how_sure_one_number_under_two_names_is(listed, registered, chance):
    assert by_number(listed, registered, "欧**")[0] == chance


def test_mistyped_numbers_are_found_by_likeness_and_strangers_are_not():
    left, right, truth = small_registers()
    chosen = could_be_meant(left.names.tolist(), left.born, right, right.right.tolist())
    assert set(truth.values()) <= {left.codes[at] for at in chosen}
    found = {right.codes[m.row]: left.codes[m.person] for m in by_likeness(left, right)}
    wrong = [code for code, person in found.items() if truth.get(code) != person]
    assert len(found) - len(wrong) >= 0.9 * len(truth)
    assert len(wrong) <= 0.03 * len(found)


def turned(number):
    """Return a number in which two digits changed places."""
    return number[:14] + number[15] + number[14] + number[16:]


def small_registers():
    """Return people, a list of mistyped ones among strangers, and who each really is."""
    people = [
        {"code": f"p{n}", "name": f"{'赵钱孙李周吴郑王'[n % 8]}{'一二三四五六七八九'[n // 8 % 9]}{'山水云月'[n % 4]}",
         "identity": number(n % 999, f"{1950 + n % 50}{1 + n % 12:02}{1 + n % 28:02}")}
        for n in range(600)
    ]  # fmt: skip
    swapped = [{**p, "code": f"r{n}", "identity": turned(p["identity"])} for n, p in enumerate(people[:60])]
    listed = [row for row in swapped if row["identity"][14] != row["identity"][15]]
    truth = {row["code"]: f"p{row['code'][1:]}" for row in listed}
    strangers = [
        {"code": f"s{n}", "name": f"冯{'甲乙丙丁'[n % 4]}", "identity": number(n, "19330303")} for n in range(90)
    ]
    return People.of(people), People.of([*listed, *strangers]), truth
