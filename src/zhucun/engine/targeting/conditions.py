"""Conditions that a rule set asks of a household: a measure against a threshold, alone or several together.

A condition answers for all households at once, and says in words what decides; words are made only for those shown,
`county.only` chooses them.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.errors import BadProblem
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.targeting.county import County
from zhucun.engine.targeting.measures import MEASURES, Measure, Number, OneWord, YesNo, one_of
from zhucun.engine.targeting.states import NO, UNKNOWN, UNSAID, YES, Integers, States, both, either, negated, states
from zhucun.engine.texts import Text
from zhucun.engine.words import Word

HOW = {
    "at_least": Text("不少于", "at least"),
    "more_than": Text("超过", "more than"),
    "at_most": Text("不多于", "at most"),
    "less_than": Text("低于", "less than"),
}
YES_SAID, NO_SAID = Text("是", "yes"), Text("否", "no")
NOT_SAID = Text("{what}：未填报", "{what}: not reported")
IS_SO = Text("{what}：{so}", "{what}: {so}")
PLAIN = Text("{what}{value}{unit}", "{what} {value}{unit}")
COMPARED = Text("{what}{value}{unit}（要求{how}{limit}{unit}）", "{what} {value}{unit} (asked: {how} {limit}{unit})")
Texts = list[Text]  # one for each household


@dataclass(frozen=True, slots=True)
class Limit:
    """A number against a threshold; `how` is a key of HOW, `figure` the dated figure that the threshold comes from."""

    measure: Number
    how: str
    threshold: Decimal
    figure: Figure | None = None

    def states(self, county: County) -> States:
        """Return for every household whether the number keeps to the threshold, compared in whole numbers."""
        top, bottom = self.measure.read(county)
        known = (top != UNKNOWN) & (bottom != UNKNOWN) & (bottom > 0)
        numerator, denominator = (self.threshold * self.measure.scale).as_integer_ratio()
        left, right = np.where(known, top, 0) * denominator, np.where(known, bottom, 1) * numerator
        return states(self._kept(left, right), known)

    def _kept(self, left: Integers, right: Integers) -> npt.NDArray[np.bool_]:
        if self.how == "at_least":
            return left >= right
        if self.how == "more_than":
            return left > right
        return left <= right if self.how == "at_most" else left < right

    def tell(self, county: County) -> Texts:
        """Return the number in every household beside what is asked."""
        asked = COMPARED.filled(
            what=self.measure.text, value="{value}", unit=self.measure.unit, how=HOW[self.how],
            limit=_said(self.threshold),
        )  # fmt: skip
        return _numbers(self.measure, county, asked)


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that must be answered with yes, or with no."""

    measure: YesNo
    wanted: bool

    def states(self, county: County) -> States:
        """Return for every household whether the answer is the wanted one."""
        found = self.measure.read(county)
        return found if self.wanted else negated(found)

    def tell(self, county: County) -> Texts:
        """Return the answer of every household, with the members behind a no."""
        found = self.measure.read(county)
        yes, no = (IS_SO.filled(what=self.measure.text, so=so) for so in (YES_SAID, NO_SAID))
        words = {UNSAID: NOT_SAID.filled(what=self.measure.text), YES: yes, NO: no}
        told = [words[state] for state in found.tolist()]
        if self.measure.who is None or not (found == NO).any():
            return told
        behind = np.flatnonzero(self.measure.who(county) & (county.home >= 0))
        names, said = county.persons.word("name"), defaultdict[int, list[str]](list)
        for person, home in zip(behind.tolist(), county.home[behind].tolist(), strict=True):
            said[home].append(str(names[person] or county.persons.codes[person]))
        for home, members in said.items():
            if found[home] == NO:
                told[home] = Text(f"{no.zh}（{'、'.join(members)}）", f"{no.en} ({', '.join(members)})")
        return told


@dataclass(frozen=True, slots=True)
class Chosen:
    """A word that must be one of a list."""

    measure: OneWord
    wanted: tuple[Word, ...]

    def states(self, county: County) -> States:
        """Return for every household whether its word is one of the list."""
        return one_of(self.measure.read(county), self.wanted, self.measure.among)

    def tell(self, county: County) -> Texts:
        """Return the word of every household."""
        words = {w.value: IS_SO.filled(what=self.measure.text, so=w.text) for w in self.measure.among}
        unsaid = NOT_SAID.filled(what=self.measure.text)
        return [words.get(str(word), unsaid) for word in self.measure.read(county).tolist()]


@dataclass(frozen=True, slots=True)
class Several:
    """Parts of which any one, or all, must pass."""

    parts: tuple["Condition", ...]
    any_of: bool

    def states(self, county: County) -> States:
        """Return for every household whether enough of the parts pass."""
        return (either if self.any_of else both)([part.states(county) for part in self.parts])

    def tell(self, county: County) -> Texts:
        """Return the parts that decide: those that pass where any one is enough, those that fail where all must."""
        telling = np.stack([part.states(county) for part in self.parts]) == (YES if self.any_of else NO)
        telling |= ~telling.any(axis=0)  # where none decides, all are told
        parts = [part.tell(county) for part in self.parts]
        chosen = [[part[row] for part, tells in zip(parts, flags, strict=True) if tells]
                  for row, flags in enumerate(telling.T.tolist())]  # fmt: skip
        return [Text("；".join(s.zh for s in said), "; ".join(s.en for s in said)) for said in chosen]


Condition = Limit | Answered | Chosen | Several


def measured(asked: Condition) -> tuple[Measure, ...]:
    """Return the measures that a condition reads, in its order."""
    if isinstance(asked, Several):
        return tuple(m for part in asked.parts for m in measured(part))
    return (asked.measure,)


def plainly(measure: Measure, county: County) -> Texts:
    """Return the value of a measure in every household, without anything that it is compared with."""
    if isinstance(measure, Number):
        return _numbers(measure, county, PLAIN.filled(what=measure.text, value="{value}", unit=measure.unit))
    return (Answered(measure, True) if isinstance(measure, YesNo) else Chosen(measure, ())).tell(county)


def _numbers(measure: Number, county: County, sentence: Text) -> Texts:
    """Return a sentence for every household with its number filled in; each number is put into words once."""
    unsaid, made = NOT_SAID.filled(what=measure.text), dict[tuple[int, int], Text]()
    told = []
    for pair in zip(*(column.tolist() for column in measure.read(county)), strict=True):
        if pair not in made:
            known = UNKNOWN not in pair and pair[1] > 0
            made[pair] = sentence.filled(value=_said(Decimal(pair[0]) / (pair[1] * measure.scale))) if known else unsaid
        told.append(made[pair])
    return told


def condition(
    row: Mapping[str, Any], code: str, *, on: date, area: str = "", figures: tuple[Figure, ...] = ()
) -> Condition:
    """Read one condition from plain values; `code` names the rule in error messages.

    A row is {measure, at_least | more_than | at_most | less_than} with a number, or the same ending in _figure with the
    name of a dated figure; {measure, is}; {measure, one_of}; or {any_of} or {all_of} with a list of rows.
    """
    for together in ("any_of", "all_of"):
        if together in row:
            parts = tuple(condition(part, code, on=on, area=area, figures=figures) for part in row[together])
            return Several(parts, together == "any_of")
    measure = MEASURES.get(str(row.get("measure")))
    if isinstance(measure, YesNo):
        return Answered(measure, bool(row.get("is", True)))
    if isinstance(measure, OneWord) and "one_of" in row:
        return Chosen(measure, tuple(measure.among(word) for word in row["one_of"]))
    for how in HOW:
        if isinstance(measure, Number) and how in row:
            return Limit(measure, how, Decimal(str(row[how])))
        if isinstance(measure, Number) and f"{how}_figure" in row:
            held = figure(str(row[f"{how}_figure"]), on=on, area=area, local=figures)
            return Limit(measure, how, Decimal(str(held.value)), held)
    raise _cannot_read(code, row)


def _said(value: Decimal) -> str:
    text = f"{value.quantize(Decimal('0.01')):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _cannot_read(code: str, row: Mapping[str, Any]) -> BadProblem:
    return BadProblem(
        "condition.cannot_read",
        Text(
            "规则“{rule}”中的条件{row}无法理解：指标须为下列之一，并给出界限（{how}）、is或one_of。可用指标：{known}。",
            "The condition {row} of the rule “{rule}” cannot be read: name one of the measures and a limit ({how}), "
            "is or one_of. Measures: {known}.",
        ),
        rule=code,
        row=str(dict(row)),
        how=", ".join(HOW),
        known=", ".join(sorted(MEASURES)),
    )
