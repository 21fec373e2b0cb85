"""What taking in many rows at once reports: used by villages, units, candidates and posts alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from django.db.models import Model


class Outcome(StrEnum):
    """What a row taken in means for what is already there."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Taken:
    """How many rows were new, changed something, or changed nothing."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(self.new + other.new, self.changed + other.changed, self.same + other.same)

    @property
    def total(self) -> int:
        """Return how many rows there were."""
        return self.new + self.changed + self.same


@dataclass(frozen=True, slots=True)
class Difference:
    """What one row would change: `key` names the row, `changes` maps a fact to (old, new), None where it is personal.

    A row's empty fact changes nothing: a list that has no column for a fact must not wipe it out.
    """

    key: str
    outcome: Outcome
    changes: Mapping[str, tuple[Any, Any] | None] = field(default_factory=dict)

    @classmethod
    def between(cls, key: str, old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> "Difference":
        """Compare a row's given values with those that stand (None: nothing stands)."""
        given = {name: value for name, value in new.items() if value not in (None, "", ())}
        if old is None:
            return cls(key, Outcome.NEW, {name: (None, value) for name, value in given.items()})
        changes = {name: (old.get(name), value) for name, value in given.items() if old.get(name) != value}
        return cls(key, Outcome.CHANGED if changes else Outcome.SAME, changes)


def chunks(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """Yield the rows in runs that one transaction may hold without keeping others waiting."""
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def count(differences: list[Difference]) -> Taken:
    """Return the counts of a list of differences."""
    outcomes = [d.outcome for d in differences]
    return Taken(*(outcomes.count(o) for o in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME)))


class Journal(Protocol):
    """Keeps what a list is about to add and change, so that the whole of it can be undone."""

    def note(self, model: type[Model], *, added: Iterable[Any] = (), changed: Iterable[Any] = ()) -> None:
        """Keep primary keys: of rows that are new, and of rows as they still are, just before they change."""

    def note_derived(self, keys: Iterable[str]) -> None:
        """Keep the figures of households that are about to be counted or summed anew."""
