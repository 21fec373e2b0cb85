"""How far two rows agree: one small level for each thing compared, chosen so that what is compared is independent.

A number already tells birthday and sex; so birth and sex are compared only where a number is missing on one side.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhucun.engine.targeting.linkage.people import LONGEST_NAME, Names, People
from zhucun.engine.targeting.states import UNKNOWN, Integers
from zhucun.engine.texts import Text

Levels = npt.NDArray[np.int8]
NOT_COMPARED = 0


@dataclass(frozen=True, slots=True)
class Thing:
    """What is compared, with its levels in words; level 0 is 'not compared' and weighs nothing."""

    code: str
    levels: tuple[Text, ...]


NUMBER = Thing(
    "number",
    (
        Text("号码不全", "a number is missing"),
        Text("号码不同", "numbers differ"),
        Text("号码前14位相同", "numbers agree in area and birthday"),
        Text("号码只差一位", "numbers differ in one digit"),
        Text("号码有两位对调", "two digits of the number changed places"),
        Text("号码相同", "the same number"),
    ),
)
NAME = Thing(
    "name",
    (
        Text("姓名不全", "a name is missing"),
        Text("姓名不同", "names differ"),
        Text("姓名同姓", "the same surname"),
        Text("姓名只差一字", "names differ in one character"),
        Text("姓名同音", "names sound the same"),
        Text("姓名相同", "the same name"),
    ),
)
BORN = Thing(
    "born",
    (
        Text("出生日期未比", "birthdays not compared"),
        Text("出生日期不同", "birthdays differ"),
        Text("出生年相同", "the same year of birth"),
        Text(
            "出生日期只差年、月、日之一或月日对调",
            "birthdays differ in year, month or day alone, or day and month changed places",
        ),
        Text("出生日期相同", "the same birthday"),
    ),
)
SEX = Thing(
    "sex", (Text("性别未比", "sex not compared"), Text("性别不同", "sexes differ"), Text("性别相同", "the same sex"))
)
PLACE = Thing(
    "place",
    (
        Text("地址未比", "places not compared"),
        Text("不同县", "another county"),
        Text("同县", "the same county"),
        Text("同乡镇", "the same township"),
        Text("同村", "the same village"),
    ),
)
THINGS = (NUMBER, NAME, BORN, SEX, PLACE)


def agreement(left: People, right: People, rows_left: Integers, rows_right: Integers) -> Levels:
    """Return the levels of pairs of rows: pairs by things."""
    number = _numbers(left, right, rows_left, rows_right)
    covered = number != NOT_COMPARED
    born = np.where(covered, NOT_COMPARED, _born(left.born[rows_left], right.born[rows_right]))
    a, b = left.sex[rows_left], right.sex[rows_right]
    sex = np.where(covered | (a == 0) | (b == 0), NOT_COMPARED, 1 + (a == b))
    name = _names(left, right, rows_left, rows_right)
    place = _places(left.places[rows_left], right.places[rows_right])
    return np.stack([number, name, born, sex, place], axis=1).astype(np.int8)


def _numbers(left: People, right: People, rows_left: Integers, rows_right: Integers) -> npt.NDArray[np.int64]:
    a = left.numbers.astype("S18").view(np.uint8).reshape(-1, 18)[rows_left]
    b = right.numbers.astype("S18").view(np.uint8).reshape(-1, 18)[rows_right]
    unlike = a != b
    count = unlike.sum(axis=1)
    first = unlike.argmax(axis=1)
    rows = np.arange(len(a))
    for_swap = (count == 2) & (first < 17)
    second = np.minimum(first + 1, 17)
    third = np.minimum(first + 2, 17)
    near = unlike[rows, second] & (a[rows, first] == b[rows, second]) & (a[rows, second] == b[rows, first])
    wide = unlike[rows, third] & (a[rows, first] == b[rows, third]) & (a[rows, third] == b[rows, first])
    levels = np.ones(len(a), dtype=np.int64)
    levels[~unlike[:, :14].any(axis=1)] = 2
    levels[count == 1] = 3
    levels[for_swap & (near | wide)] = 4
    # Check characters catch every wrong digit and every swap: two right numbers that differ are two persons'.
    levels[left.right[rows_left] & right.right[rows_right]] = 1
    levels[count == 0] = 5
    missing = (a[:, 0] == 0) | (b[:, 0] == 0)
    return np.where(missing, NOT_COMPARED, levels)


def _names(left: People, right: People, rows_left: Integers, rows_right: Integers) -> npt.NDArray[np.int64]:
    one, other = left.names[rows_left], right.names[rows_right]
    a, b = _characters(one), _characters(other)
    unlike = (a != b).sum(axis=1)
    same_length = (a != 0).sum(axis=1) == (b != 0).sum(axis=1)
    levels = np.ones(len(one), dtype=np.int64)
    levels[a[:, 0] == b[:, 0]] = 2
    levels[same_length & (unlike == 1) & ((a != 0).sum(axis=1) >= 2)] = 3
    levels[left.sounds[rows_left] == right.sounds[rows_right]] = 4
    levels[one == other] = 5
    return np.where((one == "") | (other == ""), NOT_COMPARED, levels)


def _characters(names: Names) -> npt.NDArray[np.uint32]:
    return np.ascontiguousarray(names.astype(f"U{LONGEST_NAME}")).view(np.uint32).reshape(-1, LONGEST_NAME)


def _born(a: Integers, b: Integers) -> npt.NDArray[np.int64]:
    known = (a != UNKNOWN) & (b != UNKNOWN)
    (year_a, month_a, day_a), (year_b, month_b, day_b) = _calendar(a), _calendar(b)
    same = (year_a == year_b).astype(np.int64) + (month_a == month_b) + (day_a == day_b)
    turned = (year_a == year_b) & (month_a == day_b) & (day_a == month_b)
    levels = np.ones(len(a), dtype=np.int64)
    levels[year_a == year_b] = 2
    levels[(same == 2) | turned] = 3
    levels[a == b] = 4
    return np.where(known, levels, NOT_COMPARED)


def _calendar(days: Integers) -> tuple[Integers, Integers, Integers]:
    dates = (np.where(days == UNKNOWN, 719_163, days) - 719_163).astype("datetime64[D]")  # 719163 is 1 January 1970
    months = dates.astype("datetime64[M]")
    month = months.astype(np.int64)
    return month // 12, month % 12 + 1, (dates - months.astype("datetime64[D]")).astype(np.int64) + 1


def _places(one: Names, other: Names) -> npt.NDArray[np.int64]:
    levels = np.ones(len(one), dtype=np.int64)
    for width, level in ((6, 2), (9, 3), (12, 4)):
        a, b = one.astype(f"U{width}"), other.astype(f"U{width}")
        levels[(a == b) & (np.char.str_len(a) == width)] = level
    return np.where((one == "") | (other == ""), NOT_COMPARED, levels)
