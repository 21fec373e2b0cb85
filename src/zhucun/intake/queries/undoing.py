"""What undoing an import would do: rows to remove, rows to put back, and those that must stay, with who touched them.

A row stays when somebody changed it since, when something else hangs on it, or when the household it belongs to stays.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhucun.core.models import Event
from zhucun.intake.journal import fields_of, mark_of, model_of, opened, raw_rows
from zhucun.intake.models import Import
from zhucun.registry.queries.taking import look_up, runs

ORDER = (
    "registry.incomeline", "registry.changedperson", "registry.naturalchange", "registry.member", "registry.household",
    "postings.term", "postings.candidate", "core.sendingunit", "registry.village",
)  # fmt: skip
"""Lists in the order in which rows are removed: what hangs on another row before that row."""
FAMILY = {"registry.incomeline": "household", "registry.member": "household"}


@dataclass(slots=True)
class Entry:
    """One row that an import wrote: what it was before (None: it was new), by what it shows whether it was changed."""

    label: str
    key: Any
    mark: Any
    old: list[Any] | None
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class Held:
    """A row that stays as it is, and why: “changed” since, something “hangs” on it, its “home” stays."""

    label: str
    key: Any
    why: str
    what: str = ""


@dataclass
class Undoing:
    """All rows of an import in the order in which they are undone, those that stay, and figures to put back."""

    entries: list[Entry] = field(default_factory=list)
    held: dict[tuple[str, Any], Held] = field(default_factory=dict)
    gone: int = 0
    derived: dict[str, list[Any]] = field(default_factory=dict)

    def free(self, entry: Entry) -> bool:
        """Tell whether a row may be undone."""
        return (entry.label, entry.key) not in self.held

    @property
    def to_remove(self) -> int:
        """How many rows the import added that go away again."""
        return sum(e.old is None and self.free(e) for e in self.entries)

    @property
    def to_restore(self) -> int:
        """How many rows get their old values back."""
        return sum(e.old is not None and self.free(e) for e in self.entries)


def undoing_of(row: Import) -> Undoing:
    """Return what undoing an import would do as things stand now."""
    found = Undoing()
    entries: dict[tuple[str, Any], Entry] = {}
    for piece in row.pieces.order_by("id").iterator(20):
        for label, part in opened(piece.content).items():
            for key, mark in part["added"]:
                entries[label, key] = Entry(label, key, mark, None, ())
            for key, mark, old in part["changed"]:
                earlier = entries.get((label, key))
                if earlier:  # touched twice: the first old row counts, and the last mark
                    earlier.mark = mark
                else:
                    entries[label, key] = Entry(label, key, mark, old, part["fields"])
            for key, figures in part["derived"]:
                found.derived.setdefault(key, figures)
    place = {label: at for at, label in enumerate(ORDER)}
    found.entries = sorted(entries.values(), key=lambda e: (place.get(e.label, -1), str(e.key)))
    _hold(found, entries)
    return found


def _hold(found: Undoing, entries: dict[tuple[str, Any], Entry]) -> None:
    """Find the rows that must stay."""
    for label in dict.fromkeys(e.label for e in found.entries):
        _hold_changed(found, label, [e for e in found.entries if e.label == label])
    homes = _homes(found)
    for label in ORDER:  # what hangs on a row is looked at before the row itself
        added = [e for e in found.entries if e.label == label and e.old is None and found.free(e)]
        if added:
            _hold_needed(found, label, [e.key for e in added], entries)
    stay = {key for label, key in found.held if label == "registry.household" and entries[label, key].old is None}
    for (label, key), home in homes.items():
        if home in stay and entries[label, key].old is None:
            found.held.setdefault((label, key), Held(label, key, "home", home.split("-", 1)[-1]))


def _hold_changed(found: Undoing, label: str, entries: list[Entry]) -> None:
    model = model_of(label)
    if model is None:
        return
    versioned = "version" in fields_of(model)
    keys = [e.key for e in entries]
    now = dict(look_up(model, ("pk", "version"), "pk", keys)) if versioned else {}
    if not versioned:
        now = {key: mark_of(model, row) for key, row in raw_rows(model, keys).items()}
    for entry in entries:
        if entry.key not in now:
            if entry.old is None:
                found.gone += 1
            else:
                found.held[label, entry.key] = Held(label, entry.key, "gone")
        elif now[entry.key] != entry.mark:
            found.held[label, entry.key] = Held(label, entry.key, "changed")


def _homes(found: Undoing) -> dict[tuple[str, Any], str]:
    homes: dict[tuple[str, Any], str] = {}
    for label, name in FAMILY.items():
        model = model_of(label)
        keys = [e.key for e in found.entries if e.label == label and e.old is None]
        if model is not None and keys:
            homes.update({(label, key): home for key, home in look_up(model, ("pk", name), "pk", keys)})
    return homes


def _hold_needed(found: Undoing, label: str, keys: list[Any], entries: dict[tuple[str, Any], Entry]) -> None:
    """Hold the added rows to which rows point that stay, in whatever list there is or will be."""
    model = model_of(label)
    if model is None:
        return
    for relation in model._meta.related_objects:
        other, name = relation.related_model, relation.field.name
        if other._meta.auto_created or relation.many_to_many:
            continue
        theirs = other._meta.label_lower
        for pk, to in look_up(other, ("pk", name), name, keys):
            entry = entries.get((theirs, pk))
            if entry is None or entry.old is not None or not found.free(entry):
                found.held.setdefault((label, to), Held(label, to, "hangs", theirs))


def changed_by(held: Iterable[Held], since: datetime) -> dict[tuple[str, str], Event]:
    """Return the last event since a moment about each of these rows: who changed it, and what."""
    found: dict[tuple[str, str], Event] = {}
    by_label: dict[str, list[str]] = {}
    for one in held:
        by_label.setdefault(one.label, []).append(str(one.key))
    for label, keys in by_label.items():
        for run in runs(keys):
            listed = Event.objects.filter(subject=label, subject_id__in=run, at__gt=since)
            for event in listed.select_related("by").order_by("id"):
                found[label, event.subject_id] = event
    return found


def names_of(held: Iterable[Held]) -> dict[tuple[str, Any], str]:
    """Return how people call these rows: numbers, never a person's name."""
    by_label: dict[str, list[Any]] = {}
    for one in held:
        by_label.setdefault(one.label, []).append(one.key)
    found: dict[tuple[str, Any], str] = {}
    for label, keys in by_label.items():
        model = model_of(label)
        name = next((n for n in ("code", "name") if model and n in fields_of(model)), None)
        listed = dict(look_up(model, ("pk", name), "pk", keys)) if model and name else {}
        found.update({(label, key): str(listed.get(key, key)) for key in keys})
    return found
