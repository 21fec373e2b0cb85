"""What a quality rule is, and what it may look at."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from zhucun.engine.facts import FACTS, CandidateFacts, PostFacts, RosterFacts, Subject, UnitFacts, VillageFacts
from zhucun.engine.intake.faults import Fault, Severity, shown
from zhucun.engine.texts import Text
from zhucun.engine.words import Word

AnyFacts = (
    VillageFacts | CandidateFacts | UnitFacts | PostFacts | RosterFacts | Any
)  # rows of household lists are made from the dictionary


@dataclass(slots=True)
class Row:
    """One row as understood: its 1-based number in the sheet, its values by key, its facts if the required are there.

    `number18` is its identity number once a rule has asked for it.
    """

    number: int
    values: dict[str, Any]
    facts: AnyFacts | None = None
    number18: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What rules may look at besides the rows: the day, the county, and what is already known.

    `places` names each column as the file does, by key. `units`, `villages` and `candidates` are None when nobody
    knows them, so that no row can be blamed for an unknown name.
    """

    on: date
    sheet: str = ""
    county: str | None = None
    places: Mapping[str, str] = field(default_factory=dict)
    units: Sequence[UnitFacts] | None = None
    villages: Sequence[VillageFacts] | None = None
    candidates: Sequence[CandidateFacts] | None = None


class Finding(NamedTuple):
    """One place where a rule is broken; `also` fills the places of the rule's message."""

    row: int
    key: str | None
    value: Any
    also: dict[str, Any]


Check = Callable[[Sequence[Row], Context], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A quality rule; `says` is what must hold, `message` what is wrong where it does not."""

    code: str
    severity: Severity
    says: Text
    message: Text
    remedy: Text
    find: Check

    def fault(self, finding: Finding, subject: Subject, context: Context) -> Fault:
        """Return the fault for one finding."""
        fact = next((f for f in FACTS[subject] if f.key == finding.key), None)
        place = context.places.get(finding.key or "") or (fact.text.zh if fact else None)
        value = said(finding.value)
        also = {"value": value, **finding.also}
        return Fault(
            self.code, self.severity, self.message.filled(**also), self.remedy.filled(**also), context.sheet,
            finding.row, place, finding.key, value.zh, fact.personal if fact else False,
        )  # fmt: skip


def said(value: object) -> Text:
    """Return an understood value as a sheet would say it: the label of a word, not the name the program has for it."""
    if isinstance(value, Word):
        return value.text
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, tuple):
        parts = [said(one) for one in value]
        return Text("、".join(one.zh for one in parts), ", ".join(one.en for one in parts))
    return Text(shown(value), shown(value))


def label(subject: Subject, key: str) -> Text:
    """Return the label of a fact."""
    return next(f.text for f in FACTS[subject] if f.key == key)


def above(code: str, subject: Subject, smaller: str, larger: str, severity: Severity, remedy: Text) -> Rule:
    """Return the rule that one figure may not exceed another; blank figures are not judged."""
    small, large = label(subject, smaller), label(subject, larger)

    def find(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
        for row in rows:
            a, b = row.values.get(smaller), row.values.get(larger)
            if a is not None and b is not None and a > b:
                yield Finding(row.number, smaller, a, {"limit": shown(b)})

    return Rule(
        code, severity,
        Text("{a}不大于{b}", "{a} does not exceed {b}").filled(a=small, b=large),
        Text("{a} {{value}} 大于{b} {{limit}}。", "{a} {{value}} is above {b} {{limit}}.").filled(a=small, b=large),
        remedy, find,
    )  # fmt: skip


def repeated(rows: Sequence[Row], keys: tuple[str, ...]) -> Iterator[tuple[Row, Row]]:
    """Yield (later row, first row) for rows with the same values under all keys; rows lacking one are left out."""
    first: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        values = tuple(row.values.get(key) for key in keys)
        if any(value is None for value in values):
            continue
        if values in first:
            yield row, first[values]
        else:
            first[values] = row
