"""Tags that draw: each gives a figure with a caption and the same numbers as a table. Built in like the others."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from zhucun.ui import drawing

register = template.Library()
Rows = Sequence[Mapping[str, Any]]


@register.inclusion_tag("ui/charts/bars.html")
def bars(rows: Rows, caption: str = "", unit: str = "") -> dict[str, Any]:
    """Draw bars one under another: rows=[{label, value, address?, text?, kind?}]; text replaces the printed value."""
    return {"bars": drawing.bars(rows), "caption": caption, "unit": unit}


@register.inclusion_tag("ui/charts/shares.html")
def shares(rows: Rows, caption: str = "", unit: str = "") -> dict[str, Any]:
    """Draw one bar cut into its parts: rows=[{label, value, kind?}]."""
    return {"parts": drawing.parts(rows), "caption": caption, "unit": unit}


@register.inclusion_tag("ui/charts/pairs.html")
def pairs(rows: Rows, caption: str, first: str, second: str) -> dict[str, Any]:
    """Draw two distributions against each other: rows=[{label, first, second}] of counts, with their two names."""
    return {"pairs": drawing.pairs(rows), "caption": caption, "first": first, "second": second}


@register.inclusion_tag("ui/charts/curve.html")
def curve(rows: Rows, caption: str, across: str, down: str) -> dict[str, Any]:
    """Draw a line with points: rows=[{x, y, label?, here?}], with the names of the two axes."""
    size = {"width": drawing.WIDTH, "height": drawing.HEIGHT, "left": drawing.LEFT, "top": drawing.TOP}
    edge = {"right": drawing.WIDTH - drawing.RIGHT, "bottom": drawing.HEIGHT - drawing.BOTTOM}
    return {"curve": drawing.curve(rows), "caption": caption, "across": across, "down": down, **size, **edge}


@register.inclusion_tag("ui/charts/sparkline.html")
def sparkline(values: Sequence[float | None], label: str) -> dict[str, Any]:
    """Draw a line as small as a word; the label says the same in words."""
    points = drawing.sparkline(values)
    return {"line": " ".join(f"{x},{y}" for x, y in points), "last": points[-1] if points else None, "label": label}
