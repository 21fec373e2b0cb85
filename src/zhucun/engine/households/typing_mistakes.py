"""What a number that cannot be right was perhaps meant to be: proposals for a person to judge, never a correction."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from zhucun.engine.households.identity import (
    check_character,
    from_fifteen,
    identity_faults,
    normal,
    read_identity,
)  # fmt: skip
from zhucun.engine.texts import Text
from zhucun.engine.words import Sex

SWAPPED = Text("第{a}、{b}位对调", "digits {a} and {b} changed places")
MISCOPIED = Text("第{a}位“{was}”应为“{now}”", "digit {a} reads “{was}”, meant “{now}”")
LEFT_OUT = Text("第{a}位漏写“{now}”", "digit {a}, “{now}”, was left out")
TWICE = Text("第{a}位“{was}”多写", "digit {a}, “{was}”, was written once too often")
LOOKS = {"O": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "G": "6", "Q": "0", "D": "0"}
NEIGHBOURS = {
    "0": "12", "1": "0247", "2": "1305", "3": "26", "4": "157", "5": "24689", "6": "359", "7": "148", "8": "579",
    "9": "68",
}  # fmt: skip
"""Keys beside each other on a number pad; a digit read as another (1 and 7) counts as well."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A number that can be right, the mistake that leads from it to what was written, and what else speaks for it."""

    number: str
    reason: Text
    agrees: tuple[str, ...]  # of "born", "sex", "area": those known facts that it agrees with
    likely: int  # greater is likelier; only the order means something


def proposals(
    text: str, *, born: date | None = None, sex: Sex | None = None, areas: tuple[str, ...] = (),
    on: date | None = None, most: int = 5,
) -> list[Proposal]:  # fmt: skip
    """Return numbers that one usual slip would turn into this one, likeliest first; none if it can be right itself.

    Known facts (`born`, `sex`, `areas` as beginnings of area codes) rule out what contradicts them.
    """
    number = normal(text)
    if not identity_faults(number, on=on):
        return []
    found: dict[str, Proposal] = {}
    for candidate, reason, likely in _slips(number):
        if identity_faults(candidate, on=on):
            continue
        told = read_identity(candidate, on=on)
        known = (
            ("born", born is None or told.born == born, born is not None),
            ("sex", sex is None or told.sex is sex, sex is not None),
            ("area", not areas or told.area.startswith(areas), bool(areas)),
        )
        if all(fits for _, fits, _ in known):
            agrees = tuple(name for name, _, asked in known if asked)
            best = found.get(told.number)
            if best is None or best.likely < likely:
                found[told.number] = Proposal(told.number, reason, agrees, likely)
    return sorted(found.values(), key=lambda p: (-p.likely, p.number))[:most]


def _slips(number: str) -> Iterator[tuple[str, Text, int]]:
    """Yield every number from which one usual slip leads here, with the slip and how usual it is."""
    looks = "".join(LOOKS.get(c, c) for c in number)
    if looks != number:
        at = next(i for i, c in enumerate(number) if c in LOOKS)
        yield looks, MISCOPIED.filled(a=at + 1, was=number[at], now=looks[at]), 6
    if len(number) == 18:
        yield from _swaps(number)
        yield from _misreadings(number)
    elif len(number) == 17:
        for at in range(18):
            for digit in "0123456789X" if at == 17 else "0123456789":
                doubled = digit in number[max(0, at - 1) : at + 1]
                yield number[:at] + digit + number[at:], LEFT_OUT.filled(a=at + 1, now=digit), 4 if doubled else 2
    elif len(number) == 19:
        for at in range(19):
            doubled = number[at] in (number[at - 1 : at], number[at + 1 : at + 2])
            yield number[:at] + number[at + 1 :], TWICE.filled(a=at + 1, was=number[at]), 4 if doubled else 2


def _swaps(number: str) -> Iterator[tuple[str, Text, int]]:
    for apart, likely in ((1, 5), (2, 3)):
        for at in range(17 - apart):
            other = at + apart
            if number[at] != number[other]:
                swapped = list(number)
                swapped[at], swapped[other] = number[other], number[at]
                yield "".join(swapped), SWAPPED.filled(a=at + 1, b=other + 1), likely


def _misreadings(number: str) -> Iterator[tuple[str, Text, int]]:
    if number[:17].isdigit():
        right = check_character(number[:17])
        yield number[:17] + right, MISCOPIED.filled(a=18, was=number[17], now=right), 2
    for at in range(17):
        for digit in "0123456789":
            if digit != number[at]:
                likely = 4 if digit in NEIGHBOURS.get(number[at], "") else 1
                changed = number[:at] + digit + number[at + 1 :]
                yield changed, MISCOPIED.filled(a=at + 1, was=number[at], now=digit), likely


def same_person(one: str | None, other: str | None) -> bool:
    """Tell whether two written numbers are one person's: an old number and its 18 digits are."""
    a, b = normal(one), normal(other)
    if not a or not b:
        return False
    long = [from_fifteen(n) if len(n) == 15 and n.isdigit() else n[:18] for n in (a, b)]
    return long[0] == long[1]
