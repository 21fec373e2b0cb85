"""What an edit changed, as events keep it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model


def changes_of(row: Model, values: Mapping[str, Any], personal: Collection[str] = ()) -> dict[str, Any]:
    """Return the fields whose value becomes another one: [old, new], or None for a personal field."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            found[name] = None if name in personal else [plain(old), plain(value)]
    return found


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Model):
        return str(value)
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    return value
