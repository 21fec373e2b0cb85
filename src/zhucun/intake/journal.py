"""The journal of an import: which rows it added, and how those it changed stood before; what undoing stands on.

Old rows hold what is known of people: a piece of the journal is sealed as a whole before it is stored.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db.models import Model, Q

from zhucun.core.sealing import seal, unseal
from zhucun.registry.bridge.households import COMPUTED
from zhucun.registry.models import Household
from zhucun.registry.queries.taking import look_up

DERIVED = (*COMPUTED, "head_name", "income_year")
"""Figures of a household that follow from its members and account, without a version of their own."""
Raw = list[Any]


def fields_of(model: type[Model]) -> tuple[str, ...]:
    """Return the names of a model's columns, the primary key among them."""
    return tuple(field.name for field in model._meta.concrete_fields)


def raw_rows(model: type[Model], keys: Sequence[Any], names: Sequence[str] = ()) -> dict[Any, Raw]:
    """Return rows as the database keeps them, by primary key, fit for JSON."""
    found = {}
    for *values, key in look_up(model, (*(names or fields_of(model)), "pk"), "pk", keys):
        found[key] = [v if isinstance(v, (str, int, float, bool, type(None))) else str(v) for v in values]
    return found


def mark_of(model: type[Model], row: Raw) -> Any:
    """Return by what a row shows whether somebody changed it since: its version, else what stands in it."""
    names = fields_of(model)
    if "version" in names:
        return row[names.index("version")]
    return hashlib.sha256(json.dumps(row, ensure_ascii=False).encode()).hexdigest()[:16]


class ImportJournal:
    """What one chunk of an import adds and changes, by model."""

    def __init__(self) -> None:
        self.models: dict[str, dict[str, Any]] = {}

    def of(self, model: type[Model]) -> dict[str, Any]:
        """Return the part of a model: added [key, mark], changed [key, mark, old row], derived [key, figures]."""
        empty = {"fields": list(fields_of(model)), "added": [], "changed": [], "derived": []}
        return self.models.setdefault(model._meta.label_lower, empty)

    def note(self, model: type[Model], *, added: Iterable[Any] = (), changed: Iterable[Any] = ()) -> None:
        """Keep primary keys: of rows that are new, and of rows as they still are, just before they change."""
        part = self.of(model)
        versioned = "version" in part["fields"]
        new = list(added)
        marks = {} if versioned else {k: mark_of(model, row) for k, row in raw_rows(model, new).items()}
        part["added"] += [[key, 1 if versioned else marks[key]] for key in new]
        for key, row in raw_rows(model, list(changed)).items():
            part["changed"].append([key, mark_of(model, row) + 1, row])

    def note_derived(self, keys: Iterable[str]) -> None:
        """Keep the figures of households that will be counted or summed anew."""
        added = {key for key, _mark in self.of(Household)["added"]}
        old = raw_rows(Household, [key for key in keys if key not in added], DERIVED)
        self.of(Household)["derived"] += [[key, row] for key, row in old.items()]

    @contextmanager
    def watching(self, model: type[Model], which: Q) -> Iterator[None]:
        """Keep what differs of these rows after the block: for lists short enough to be looked at twice."""
        before = raw_rows(model, list(model._default_manager.filter(which).values_list("pk", flat=True)))
        yield
        after = raw_rows(model, list(model._default_manager.filter(which).values_list("pk", flat=True)))
        part = self.of(model)
        part["added"] += [[key, mark_of(model, row)] for key, row in after.items() if key not in before]
        part["changed"] += [
            [key, mark_of(model, row), before[key]]
            for key, row in after.items()
            if key in before and row != before[key]
        ]

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not any(part[what] for part in self.models.values() for what in ("added", "changed", "derived"))

    def sealed(self) -> str:
        """Return the journal as it is stored."""
        text = json.dumps(self.models, ensure_ascii=False, separators=(",", ":"))
        return seal(base64.b64encode(zlib.compress(text.encode(), 1)).decode())


def opened(stored: str) -> dict[str, dict[str, Any]]:
    """Return a stored journal as it was written."""
    found: dict[str, dict[str, Any]] = json.loads(zlib.decompress(base64.b64decode(unseal(stored))))
    return found


def model_of(label: str) -> type[Model] | None:
    """Return the model of a label; None when there is no such list any more."""
    try:
        return apps.get_model(label)
    except LookupError:
        return None
