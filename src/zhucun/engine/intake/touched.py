"""Which rows a corrected row touches: those that name the same household, person or identity number, before or after.

Every rule that looks at several rows looks at rows that share such a name, so that only these need another look.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zhucun.engine.facts import FACTS, Fact
from zhucun.engine.households.identity import normal, right_number
from zhucun.engine.intake.mapping import Mapping
from zhucun.engine.intake.parsing import parse
from zhucun.engine.intake.sheets import Cell

NAMES = ("code", "household_code", "household", "person", "identity")
OF_ALL = frozenset({"groups.add_up"})
"""Rules that hold a whole column together: they are asked of all rows each time."""
Numbered = Sequence[tuple[int, list[Cell]]]
Name = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Correction:
    """A row that a person corrected, and its cells as they were before."""

    number: int
    before: list[Cell]


@dataclass(frozen=True, slots=True)
class Touched:
    """The rows to look at again, and all that they are compared with."""

    numbers: frozenset[int]
    beside: list[tuple[int, list[Cell]]]


def touched_by(correction: Correction, data: Numbered, mapping: Mapping) -> Touched:
    """Return the rows that share a name with the corrected row, and those that share one with any of them."""
    facts = {fact.key: fact for fact in FACTS[mapping.subject]}
    columns = [(facts[c.key], c.index) for c in mapping.columns if c.key in NAMES]
    named = [(number, frozenset(_names(cells, columns))) for number, cells in data]
    changed = frozenset(_names(correction.before, columns)).union(
        *(names for number, names in named if number == correction.number)
    )
    near = [(number, names) for number, names in named if number == correction.number or names & changed]
    wide = changed.union(*(names for _number, names in near))
    beside = [row for row, (_number, names) in zip(data, named, strict=True) if names & wide]
    numbers = frozenset(number for number, _names in near)
    return Touched(numbers, beside or [row for row in data if row[0] in numbers])


def _names(cells: Sequence[Cell], columns: Sequence[tuple[Fact, int]]) -> Iterator[Name]:
    """Yield what a row is named by as the rules read it: one number may be written in several ways."""
    for fact, index in columns:
        value, _problem = parse(fact, cells[index])
        if value:
            text = str(value)
            yield fact.key, (right_number(text) or normal(text)) if fact.key == "identity" else text
