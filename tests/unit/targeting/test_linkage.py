"""Linking two made-up registers whose true links are known: found, certain only when right, the same twice."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.targeting.rosters import registers
from zhucun.engine.households.identity import check_character
from zhucun.engine.targeting.linkage import Band, Link, Links, People, link
from zhucun.engine.targeting.linkage.agreement import BORN, NAME, NUMBER, PLACE, agreement
from zhucun.engine.targeting.linkage.blocking import candidates
from zhucun.engine.targeting.linkage.sounds import plain, sound, sounds

LEFT, RIGHT, TRUTH = registers(3000)
ROWS_LEFT, ROWS_RIGHT = People.of(LEFT), People.of(RIGHT)
FOUND = link(ROWS_LEFT, ROWS_RIGHT, one_to_one=True)
RIGHTLY = np.array([TRUTH.get(FOUND[i].right) == FOUND[i].left for i in range(len(FOUND))])


def test_nearly_all_are_found_and_nearly_all_found_are_right():
    precision, recall = RIGHTLY.mean(), RIGHTLY.sum() / len(TRUTH)
    assert precision > 0.995
    assert recall > 0.975


def test_what_may_be_used_as_it_is_is_right():
    assert RIGHTLY[FOUND.certain].mean() > 0.999
    assert FOUND.certain.sum() / len(TRUTH) > 0.9


def test_probabilities_are_fair():
    assert FOUND.probability.mean() == pytest.approx(RIGHTLY.mean(), abs=0.01)


def test_the_same_registers_give_the_same_links_bit_by_bit():
    again = link(People.of(LEFT), People.of(RIGHT), one_to_one=True)
    assert (again.left == FOUND.left).all()
    assert (again.right == FOUND.right).all()
    assert again.probability.tobytes() == FOUND.probability.tobytes()


def test_nobody_is_linked_twice():
    assert len(set(FOUND.left.tolist())) == len(FOUND) == len(set(FOUND.right.tolist()))


def test_a_person_may_own_two_cars_unless_told_otherwise():
    cars = [*RIGHT, {**RIGHT[0], "code": "second"}]
    owner = {k.right: k.left for k in _all(link(ROWS_LEFT, People.of(cars)))}
    assert owner.get("second") == owner.get(RIGHT[0]["code"])
    alone = {k.right for k in _all(link(ROWS_LEFT, People.of(cars), one_to_one=True))}
    assert len({"second", RIGHT[0]["code"]} & alone) <= 1


def _all(links: Links) -> list[Link]:
    return [links[i] for i in range(len(links))]


# ---- one person against another, among others that teach the weights


def person(**changes: Any) -> dict[str, Any]:
    first = "99042619620314003"
    given = {"code": "one", "name": "欧阳建国", "identity": first + check_character(first), "place": "990426100200"}
    return {**given, "born": date(1962, 3, 14), "sex": 1, **changes}


FEW_LEFT, FEW_RIGHT, _ = registers(600, seed=3)


def linked(one: dict[str, Any], other: dict[str, Any]) -> Link | None:
    links = link(People.of([*FEW_LEFT, one]), People.of([*FEW_RIGHT, {**other, "code": "other"}]), one_to_one=True)
    return next((k for k in _all(links) if k.right == "other" and k.left == "one"), None)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, "号码相同，姓名相同，同村"),
        ({"name": "欧阳健国"}, "号码相同，姓名同音，同村"),
        ({"identity": "990426620314003"}, "号码相同，姓名相同，同村"),
        ({"identity": None, "born": date(1962, 3, 14)}, "姓名相同，出生日期相同，性别相同，同村"),
        ({"name": "欧 阳 建 国", "place": None}, "号码相同，姓名相同"),
    ],
    ids=["the same", "homophone", "old number of 15", "no number", "spaces and no place"],
)
def test_one_person_written_in_two_ways(changes: dict[str, Any], reason: str):
    found = linked(person(), person(**changes))
    assert found is not None
    assert (found.band, found.reason.zh) == (Band.CERTAIN, reason)


def test_turned_digits_are_the_same_person():
    turned = list(person()["identity"])
    turned[9], turned[10] = turned[10], turned[9]
    found = linked(person(), person(identity="".join(turned)))
    assert found is not None
    assert "两位对调" in found.reason.zh


def test_one_number_under_two_names_is_for_a_person_to_decide():
    found = linked(person(), person(name="张伟"))
    assert found is None or found.band is Band.CLERICAL


def test_twins_are_two_persons():
    first = "99042619620314005"
    assert linked(person(), person(name="欧阳建军", identity=first + check_character(first))) is None


def test_two_of_one_name_are_two_persons():
    assert linked(person(), person(born=date(1990, 7, 1), identity=None, place="990426110205")) is None


# ---- the parts


def levels(one: dict[str, Any], other: dict[str, Any]) -> dict[str, str]:
    row = np.array([0])
    found = agreement(People.of([one]), People.of([other]), row, row)[0]
    return {t.code: t.levels[int(found[j])].zh for j, t in enumerate((NUMBER, NAME, BORN)) } | {
        "place": PLACE.levels[int(found[4])].zh
    }  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "thing", "level"),
    [
        ({"name": "欧阳建军"}, "name", "姓名只差一字"),
        ({"name": "欧阳"}, "name", "姓名同姓"),
        ({"name": ""}, "name", "姓名不全"),
        ({"identity": None, "born": date(1962, 1, 1)}, "born", "出生年相同"),
        ({"identity": None, "born": date(1963, 3, 14)}, "born", "出生日期只差年、月、日之一或月日对调"),
        ({"identity": None, "born": None}, "born", "出生日期未比"),
        ({"place": "990426100201"}, "place", "同乡镇"),
        ({"place": "990426101201"}, "place", "同县"),
        ({"place": "990427100200"}, "place", "不同县"),
    ],
)
def test_levels_of_agreement(changes: dict[str, Any], thing: str, level: str):
    assert levels(person(), person(**changes))[thing] == level


def test_day_and_month_changed_places():
    one, other = person(identity=None, born=date(1962, 3, 4)), person(identity=None, born=date(1962, 4, 3))
    assert levels(one, other)["born"].endswith("月日对调")


@pytest.mark.parametrize(
    ("one", "other"), [("伟", "玮"), ("章", "张"), ("陈", "程"), ("子", "志"), ("兰", "南"), ("金", "京")]
)
def test_characters_that_sound_alike(one: str, other: str):
    assert sound(one) == sound(other)


def test_names_are_made_plain():
    assert plain(" 买买提·艾力 ") == "买买提艾力"
    assert sounds("张伟") == sounds("章玮")
    assert plain(None) == ""


def test_a_value_too_common_is_passed_over_and_said():
    same = [{"code": str(i), "name": "张伟", "place": "990426100200"} for i in range(300)]
    pairs = candidates(People.of(same), People.of(same))
    assert len(pairs.left) == 0
    assert sum(n for _, n in pairs.passed_over) == 90_000


def test_empty_registers_link_nothing():
    nobody = People.of([])
    assert len(link(nobody, ROWS_RIGHT)) == len(link(ROWS_LEFT, nobody)) == len(link(nobody, nobody)) == 0


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_seen_wherever_it_stands(at: int, more: int):
    digits = list(person()["identity"])
    digits[at] = str((int(digits[at]) + more) % 10)
    told = levels(person(), person(identity="".join(digits)))["number"]
    assert told == "号码只差一位"
