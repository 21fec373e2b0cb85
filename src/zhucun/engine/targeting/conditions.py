"""Conditions that a rule set asks of a household: a measure against a threshold, alone or several together.

A condition answers for all households at once, and says in words for one household what decides.
"""

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
NOT_SAID = Text("{what}：未填报", "{what}: not reported")
IS_SO = Text("{what}：{so}", "{what}: {so}")
COMPARED = Text("{what}{value}{unit}（要求{how}{limit}{unit}）", "{what} {value}{unit} (asked: {how} {limit}{unit})")


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

    def told(self, county: County, row: int) -> Text:
        """Return the number in one household beside what is asked."""
        top, bottom = (column[0] for column in self.measure.read(county.alone(row)))
        if UNKNOWN in (top, bottom) or bottom <= 0:
            return NOT_SAID.filled(what=self.measure.text)
        value = Decimal(int(top)) / (int(bottom) * self.measure.scale)
        return COMPARED.filled(
            what=self.measure.text,
            value=_said(value),
            unit=self.measure.unit,
            how=HOW[self.how],
            limit=_said(self.threshold),
        )


@dataclass(frozen=True, slots=True)
class Answered:
    """A question that must be answered with yes, or with no."""

    measure: YesNo
    wanted: bool

    def states(self, county: County) -> States:
        """Return for every household whether the answer is the wanted one."""
        found = self.measure.read(county)
        return found if self.wanted else negated(found)

    def told(self, county: County, row: int) -> Text:
        """Return the answer of one household, with the members behind a no."""
        alone = county.alone(row)
        found = int(self.measure.read(alone)[0])
        if found == UNSAID:
            return NOT_SAID.filled(what=self.measure.text)
        told = IS_SO.filled(what=self.measure.text, so=Text("是", "yes") if found == YES else Text("否", "no"))
        if found == YES or self.measure.who is None:
            return told
        behind, names = np.flatnonzero(self.measure.who(alone)), alone.persons.word("name")
        said = [str(names[p] or alone.persons.codes[p]) for p in behind]
        return Text(f"{told.zh}（{'、'.join(said)}）", f"{told.en} ({', '.join(said)})") if said else told


@dataclass(frozen=True, slots=True)
class Chosen:
    """A word that must be one of a list."""

    measure: OneWord
    wanted: tuple[Word, ...]

    def states(self, county: County) -> States:
        """Return for every household whether its word is one of the list."""
        return one_of(self.measure.read(county), self.wanted, self.measure.among)

    def told(self, county: County, row: int) -> Text:
        """Return the word of one household."""
        word = str(self.measure.read(county.alone(row))[0])
        named = next((w.text for w in self.measure.among if w.value == word), None)
        return IS_SO.filled(what=self.measure.text, so=named) if named else NOT_SAID.filled(what=self.measure.text)


@dataclass(frozen=True, slots=True)
class Several:
    """Parts of which any one, or all, must pass."""

    parts: tuple["Condition", ...]
    any_of: bool

    def states(self, county: County) -> States:
        """Return for every household whether enough of the parts pass."""
        return (either if self.any_of else both)([part.states(county) for part in self.parts])

    def told(self, county: County, row: int) -> Text:
        """Return the parts that decide: those that pass where any one is enough, those that fail where all must."""
        alone = county.alone(row)
        answers = [int(part.states(alone)[0]) for part in self.parts]
        telling = YES if self.any_of else NO
        chosen = [p for p, a in zip(self.parts, answers, strict=True) if a == telling] or list(self.parts)
        said = [part.told(county, row) for part in chosen]
        return Text("；".join(s.zh for s in said), "; ".join(s.en for s in said))


Condition = Limit | Answered | Chosen | Several


def measured(asked: Condition) -> tuple[Measure, ...]:
    """Return the measures that a condition reads, in its order."""
    if isinstance(asked, Several):
        return tuple(m for part in asked.parts for m in measured(part))
    return (asked.measure,)


def plainly(measure: Measure, alone: County) -> Text:
    """Return the value of a measure in a county of one household, without anything that it is compared with."""
    if isinstance(measure, Number):
        top, bottom = (column[0] for column in measure.read(alone))
        if UNKNOWN in (top, bottom) or bottom <= 0:
            return NOT_SAID.filled(what=measure.text)
        said = _said(Decimal(int(top)) / (int(bottom) * measure.scale))
        return Text("{what}{value}{unit}", "{what} {value}{unit}").filled(
            what=measure.text, value=said, unit=measure.unit
        )
    if isinstance(measure, YesNo):
        return Answered(measure, True).told(alone, 0)
    return Chosen(measure, ()).told(alone, 0)


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
