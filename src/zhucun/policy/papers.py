"""Values of figures as people read them, with their units."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zhucun.core.refusals import engine_language
from zhucun.engine.texts import Text
from zhucun.policy import bridge

UNITS: dict[str, Text] = {
    "days": Text("天", " days"),
    "months": Text("个月", " months"),
    "month": Text("月", ""),
    "years": Text("年", " years"),
    "years of age": Text("岁", " years of age"),
    "year": Text("年", ""),
    "yuan": Text("元", " yuan"),
    "persons": Text("人", " persons"),
    "households": Text("户", " households"),
    "posts": Text("个", " posts"),
    "times": Text("倍", " times"),
    "thirds": Text("/3", " thirds"),
    "mu": Text("亩", " mu"),
    "km": Text("公里", " km"),
    "%": Text("%", " %"),
    "% of income": Text("%（占收入）", " % of income"),
}


def value_words(name: str, value: Any) -> str:
    """Return a value with its unit in the reader's language."""
    if value is None:
        return _("none of its own")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        said = {"share": _("share"), "good": _("good"), "severe": _("severe")}
        return "; ".join(f"{said.get(k, k)} {v:,}" for k, v in value.items() if isinstance(v, (int, Decimal)))
    if isinstance(value, (list, tuple)):
        return "、".join(str(part) for part in value)
    if not isinstance(value, (int, Decimal)):
        return str(value)
    unit = bridge.unit_of(name)
    number = str(value) if unit == "year" else f"{value:,}"
    return number + UNITS.get(unit, Text(unit, f" {unit}")).say(engine_language())
