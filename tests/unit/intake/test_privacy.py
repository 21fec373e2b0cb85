"""No identity number and no mobile number is shown in clear, whatever cell it was typed into."""

import pytest

from tests.unit.intake.books import CANDIDATE_HEAD, VILLAGE_HEAD, candidate, looked_at, rules
from zhucun.engine.intake import Subject, masked

IDENTITY, OLD, MOBILE = "990426198805011235", "990426880501123", "13800001234"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"身份证{IDENTITY}，已核", "身份证99*************235，已核"),
        ("99042619880501123x", "99*************23X"),
        ("990426 19880501 1235", "99*************235"),
        (f"{IDENTITY}41", "99***************541"),
        (f"旧证{OLD}", "旧证99**********123"),
        (f"电话{MOBILE}或138-0000-1234", "电话138****1234或138****1234"),
        ("６２２２１２３４５６７８９０１２３４５", "６２２２１２３４５６７８９０１２３４５"),
        ("行政区划代码 610426101202，人口 1234", "行政区划代码 610426101202，人口 1234"),
    ],
)
def test_what_looks_like_an_identity_or_mobile_number_is_masked_wherever_it_stands(written, shown):
    assert masked(written) == shown


def test_an_identity_number_in_a_remark_is_masked_and_the_importer_is_told_without_the_number():
    head = [*CANDIDATE_HEAD, "职务", "联系电话"]
    found = looked_at([head, [*candidate("1"), f"科员，身份证{IDENTITY}", "1380000123456"]], Subject.CANDIDATES)
    assert found.facts[0].title == "科员，身份证99*************235"
    assert ("privacy.text", 2) in rules(found)
    assert IDENTITY not in str(found)


def test_an_identity_number_as_a_staff_number_keeps_its_row_out_with_one_fault():
    numbers = [candidate(str(n)) for n in range(4)]
    found = looked_at([CANDIDATE_HEAD, *numbers, candidate(IDENTITY)], Subject.CANDIDATES)
    [fault] = found.errors
    assert (fault.rule, fault.row, fault.value) == ("privacy.code", 6, "99*************235")
    assert len(found.good_rows) == 4
    assert IDENTITY not in str(found)


def test_faults_show_no_number_of_a_person_whatever_rule_they_break():
    found = looked_at([VILLAGE_HEAD, ["甲村", "东镇", f"见{IDENTITY}", MOBILE], ["乙村", "东镇", 1, 2]])
    assert found.errors
    assert IDENTITY not in str(found.faults)
    assert MOBILE not in str(found.faults)
