"""Which pairs are compared at all: those that share one of a few keys. Everything else is taken to be two persons."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhucun.engine.targeting.linkage.people import People
from zhucun.engine.targeting.states import UNKNOWN, Flags, Integers
from zhucun.engine.texts import Text

MOST = 40_000  # pairs that one value of a key may give; a commoner value tells too little to be worth its pairs

SAME_NUMBER = Text("证件号码相同", "the same number")
SOUND_DAY = Text("读音和出生日期相同", "the same sound and birthday")
SURNAME_DAY = Text("同姓且出生日期相同", "the same surname and birthday")
SAME_DIGITS = Text("号码数字相同（位置不同）且同姓", "the same digits in another order, and the surname")
SOUND_FOUR = Text("读音和号码后四位相同", "the same sound and last four digits")
SOUND_TOWN = Text("读音和乡镇相同", "the same sound and township")
DAY_TOWN = Text("出生日期和乡镇相同", "the same birthday and township")
NAME_YEAR = Text("姓名相同、出生年相近", "the same name, born in about the same year")


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Candidate pairs as rows on the left and right, and what was passed over."""

    left: Integers
    right: Integers
    passed_over: tuple[tuple[Text, int], ...]  # key, pairs not compared because the value is too common


def candidates(left: People, right: People) -> Pairs:
    """Return every pair that shares a key, once, ordered by left and right row."""
    found: list[Integers] = []
    passed: list[tuple[Text, int]] = []
    width = max(len(right), 1)
    for text, keys in _keys(left, right):
        rows_left, rows_right, skipped = _joined(keys[: len(left)], keys[len(left) :])
        found.append(rows_left * width + rows_right)
        if skipped:
            passed.append((text, skipped))
    pairs = np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)
    return Pairs(pairs // width, pairs % width, tuple(passed))


def _keys(left: People, right: People) -> list[tuple[Text, Integers]]:
    """Return each key over both registers, left first: whole numbers, -1 where a row has none."""
    numbers = np.concatenate([left.numbers, right.numbers])
    names, sounds = np.concatenate([left.names, right.names]), np.concatenate([left.sounds, right.sounds])
    born, places = np.concatenate([left.born, right.born]), np.concatenate([left.places, right.places])
    named, numbered, dated = names != "", numbers != b"", born != UNKNOWN
    number, name, heard = _ids(numbers), _ids(names), _ids(sounds)
    digits = numbers.astype("S18").view(np.uint8).reshape(len(numbers), 18)
    shuffled = _ids(np.ascontiguousarray(np.sort(digits, axis=1)).view("S18").reshape(-1))
    last_four = _ids(np.ascontiguousarray(digits[:, 14:]).view("S4").reshape(-1))
    day, year = np.where(dated, born, 0), np.where(dated, born, 0) // 366
    town = _ids(places.astype("U9"))
    placed = np.char.str_len(places) >= 9
    surname = _ids(names.astype("U1"))
    return [
        (SAME_NUMBER, _key(numbered, number)),
        (SOUND_DAY, _key(named & dated, heard, day)),
        (SURNAME_DAY, _key(named & dated, surname, day)),
        (SAME_DIGITS, _key(numbered & named, shuffled, surname)),
        (SOUND_FOUR, _key(named & numbered, heard, last_four)),
        (SOUND_TOWN, _key(named & placed, heard, town)),
        (DAY_TOWN, _key(dated & placed, day, town)),
        (NAME_YEAR, _key(named & dated, name, year)),
    ]


def _ids(values: npt.NDArray[np.str_] | npt.NDArray[np.bytes_]) -> Integers:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _key(given: Flags, first: Integers, second: Integers | None = None) -> Integers:
    both = first if second is None else first * (int(second.max(initial=0)) + 1) + second
    return np.where(given, both, -1)


def _joined(left: Integers, right: Integers) -> tuple[Integers, Integers, int]:
    """Return the pairs of rows with equal keys, and how many were passed over because the key is too common."""
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    first, last = np.searchsorted(ordered, left, "left"), np.searchsorted(ordered, left, "right")
    counts = np.where(left >= 0, last - first, 0)
    _, inverse, many = np.unique(left, return_inverse=True, return_counts=True)
    common = counts * many[inverse] > MOST
    skipped = int(counts[common].sum())
    counts = np.where(common, 0, counts)
    rows_left = np.repeat(np.arange(len(left)), counts)
    ends = np.cumsum(counts)
    within = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - counts, counts)
    return rows_left, order[np.repeat(first, counts) + within], skipped
