"""Identity numbers are read, checked, masked and fingerprinted; a wrong one is named and never passed on."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.engine.errors import BadProblem
from zhucun.engine.households.identity import (
    IdentityKind,
    check_character,
    fingerprint,
    from_fifteen,
    identity_faults,
    mask_account,
    mask_identity,
    mask_name,
    mask_phone,
    normal,
    read_identity,
)  # fmt: skip
from zhucun.engine.households.identity_columns import check_characters, read_column
from zhucun.engine.households.typing_mistakes import proposals, same_person
from zhucun.engine.words import Sex
from zhucun.engine.words_household import Disability, DisabilityGrade

KEY = b"0123456789abcdef"
EXAMPLE = "11010519491231002X"  # the worked example of GB 11643-1999
DAY = date(2026, 9, 1)


def number(area: str, born: date, sequence: int) -> str:
    first = f"{area}{born:%Y%m%d}{sequence:03d}"
    return first + check_character(first)


numbers = st.builds(
    number,
    st.sampled_from(["990426", "990001", "999999"]),
    st.dates(date(1907, 1, 1), date(2026, 8, 31)),
    st.integers(0, 999),
)


def test_the_standards_own_example_is_read():
    read = read_identity(EXAMPLE, on=DAY)
    assert (read.number, read.kind, read.born, read.sex) == (
        EXAMPLE, IdentityKind.NATIONAL, date(1949, 12, 31), Sex.FEMALE,
    )  # fmt: skip


def test_the_standards_second_example_is_read():
    assert read_identity("440524188001010014").born == date(1880, 1, 1)


@given(numbers)
def test_what_is_built_right_is_read_right(built):
    read = read_identity(built, on=DAY)
    assert (read.number, f"{read.born:%Y%m%d}", read.made_up) == (built, built[6:14], True)
    assert (read.sex is Sex.MALE) == (int(built[16]) % 2 == 1)


@given(numbers, st.integers(0, 16), st.integers(1, 9))
def test_no_single_wrong_digit_goes_unseen(built, at, step):
    wrong = built[:at] + str((int(built[at]) + step) % 10) + built[at + 1 :]
    assert identity_faults(wrong, on=DAY)


@given(numbers, st.integers(0, 15))
def test_no_two_neighbours_that_changed_places_go_unseen(built, at):
    swapped = built[:at] + built[at + 1] + built[at] + built[at + 2 :]
    assert (swapped == built) or identity_faults(swapped, on=DAY)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "identity.empty"),
        (None, "identity.empty"),
        ("6.10426E+17", "identity.damaged"),
        ("110105194912310000", "identity.damaged"),
        ("1101051949123100", "identity.length"),
        ("11010519491231O02X", "identity.character"),
        ("1101051949X231002X", "identity.character"),
        ("001105194912310022", "identity.area"),
        ("110105194913310025", "identity.no_day"),
        ("110105204912310029", "identity.future"),
        ("110105180012310026", "identity.too_old"),
        ("110105194912310021", "identity.check"),
        ("11010519491231002X95", "identity.card"),
    ],
)
def test_every_fault_is_named(written, code):
    assert code in [f.code for f in identity_faults(written, on=DAY)]


def test_faults_say_what_to_do_in_both_languages_and_never_repeat_the_number():
    (found,) = identity_faults("110105194912310021", on=DAY)
    assert "校验码不符" in found.text.zh
    assert "check character" in found.text.en
    assert "1101051949" not in found.text.zh + found.text.en


def test_an_unreadable_number_is_refused_with_its_fault():
    with pytest.raises(BadProblem) as refused:
        read_identity("1234")
    assert refused.value.code == "identity.length"


@pytest.mark.parametrize(
    "written",
    [" 110105 19491231 002x ", "１１０１０５１９４９１２３１００２Ｘ", "'11010519491231002X", "110105-19491231-002X"],
)
def test_spaces_wide_digits_and_apostrophes_do_no_harm(written):
    assert read_identity(written).number == EXAMPLE


def test_an_old_number_becomes_eighteen_digits():
    assert from_fifteen("110105491231002") == EXAMPLE
    assert read_identity("110105491231002").kind is IdentityKind.OLD
    assert same_person("110105491231002", EXAMPLE)


def test_an_old_number_of_a_centenarian_belongs_to_the_century_before():
    assert from_fifteen("110105991231996")[6:10] == "1899"


def test_a_disability_card_tells_kind_and_grade_and_is_the_same_person():
    read = read_identity(EXAMPLE + "42")
    assert (read.disability, read.grade, read.number) == (Disability.PHYSICAL, DisabilityGrade.SECOND, EXAMPLE)
    assert same_person(EXAMPLE + "42", EXAMPLE)


def test_one_person_has_one_fingerprint_and_another_key_another_one():
    known = fingerprint(EXAMPLE, key=KEY)
    assert known == fingerprint("110105491231002", key=KEY) == fingerprint(EXAMPLE + "42", key=KEY)
    assert known != fingerprint(EXAMPLE, key=KEY[::-1])
    assert EXAMPLE not in known
    assert len(known) == 64


@settings(max_examples=50)
@given(numbers, numbers)
def test_two_people_have_two_fingerprints(one, other):
    assert (fingerprint(one, key=KEY) == fingerprint(other, key=KEY)) == (one == other)


def test_a_short_key_is_refused():
    with pytest.raises(BadProblem) as refused:
        fingerprint(EXAMPLE, key=b"short")
    assert refused.value.code == "identity.short_key"


def test_masks_keep_what_notices_may_show():
    assert mask_identity("350102199001010123") == "35*************123"
    assert mask_phone("13800001234") == "138****1234"
    assert mask_account("6217000000000001234") == "***************1234"
    assert (mask_name("张三丰"), mask_name(""), mask_identity("123")) == ("张**", "", "***")


@given(numbers, st.integers(0, 15))
def test_digits_that_changed_places_are_proposed_back_first_among_equals(built, at):
    swapped = built[:at] + built[at + 1] + built[at] + built[at + 2 :]
    found = [p.number for p in proposals(swapped, born=read_identity(built).born, areas=(built[:6],), on=DAY)]
    assert swapped == built or built in found


def test_a_proposal_says_which_slip_it_supposes():
    first = proposals("11010519491213002X", born=date(1949, 12, 31), areas=("110105",), on=DAY)[0]
    assert (first.number, first.reason.zh, first.agrees) == (EXAMPLE, "第13、14位对调", ("born", "area"))


def test_a_letter_o_is_taken_for_a_zero():
    assert proposals("11O10519491231002X")[0].number == EXAMPLE


@pytest.mark.parametrize("written", ["1101051949123102X", "110105194912310002X"])
def test_a_digit_left_out_or_doubled_is_proposed(written):
    assert EXAMPLE in [p.number for p in proposals(written, born=date(1949, 12, 31), sex=Sex.FEMALE, on=DAY)]


def test_a_right_number_needs_no_proposal():
    assert proposals(EXAMPLE) == []


@settings(max_examples=60)
@given(st.lists(st.one_of(numbers, st.text("0123456789X", max_size=20), st.just(EXAMPLE + "42")), min_size=1))
def test_a_column_is_judged_like_its_numbers_one_by_one(written):
    column = read_column(np.array([w.encode() for w in written], dtype="S20"))
    alone = [
        len(w) in (18, 20) and not [f for f in identity_faults(w) if f.code not in ("identity.card",)] for w in written
    ]
    assert [bool(r) for r in column.right] == alone


@given(numbers)
def test_check_characters_of_a_column_are_those_of_its_rows(built):
    row = np.array([[int(d) for d in built[:17]]])
    assert chr(check_characters(row)[0]) == built[17]


def test_a_normal_number_stays_as_it_is():
    assert normal(EXAMPLE) == EXAMPLE
