"""Village rows to the engine's frozen facts and back."""

from dataclasses import fields
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import models

from zhucun.engine.facts import VillageFacts
from zhucun.engine.words import Dialect, Need, VillageKind, Word
from zhucun.registry.models import Village

# The county is in the code; everything else of the facts is a column.
KEYS: tuple[str, ...] = tuple(f.name for f in fields(VillageFacts) if f.name != "county")
WORDS: dict[str, type[Word]] = {"kinds": VillageKind, "wanted": Need}
PLACES: dict[str, int] = {
    f.name: f.decimal_places for f in Village._meta.get_fields() if isinstance(f, models.DecimalField)
}
TEXTS = frozenset({"name", "town", "helper_unit", "dialect"})


def facts_of(village: Village) -> VillageFacts:
    """Return a row as the engine knows it."""
    values: dict[str, Any] = {key: getattr(village, key) for key in KEYS}
    for key, words in WORDS.items():
        values[key] = tuple(words(w) for w in values[key])
    values["dialect"] = Dialect(village.dialect) if village.dialect else None
    values["town"] = village.town or None
    values["helper_unit"] = village.helper_unit or None
    return VillageFacts(county=village.county, **values)


def values_of(facts: VillageFacts) -> dict[str, Any]:
    """Return the facts as column values, rounded as the columns keep them, so that equal facts compare equal."""
    values: dict[str, Any] = {key: getattr(facts, key) for key in KEYS}
    for key in WORDS:
        values[key] = tuple(w.value for w in values[key])
    for key, places in PLACES.items():
        if values[key] is not None:
            values[key] = Decimal(values[key]).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    for key in TEXTS:
        values[key] = str(values[key] or "")
    values["code"] = facts.code or ""
    return values


def standing_values(village: Village) -> dict[str, Any]:
    """Return a row's column values by fact."""
    return {key: getattr(village, key) for key in KEYS}


def plain(value: Any) -> Any:
    """Return a column's value as an event or a page of differences keeps it."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return list(value) if isinstance(value, tuple) else value
