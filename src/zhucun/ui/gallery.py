"""What the gallery shows: made-up samples of every component, so that a change of look is seen in one place."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhucun.ui.templatetags.ui import pill

SPRITE = Path(__file__).parent / "static" / "ui" / "icons.svg"
ICONS = re.findall(r'<symbol id="([a-z]+)"', SPRITE.read_text("utf-8"))

TONES = range(1, 8)
TOWNS = (("监军街道", 9), ("店头镇", 17), ("常宁镇", 22), ("甘井镇", 14), ("渠子镇", 12))


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=20)
    county = forms.ChoiceField(label=gettext_lazy("County"), choices=[("610426", "永寿县"), ("610429", "旬邑县")])
    begins = forms.DateField(
        label=gettext_lazy("Begins on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    households = forms.IntegerField(
        label=gettext_lazy("Households"), min_value=0, help_text=gettext_lazy("As in the last yearly report.")
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    wish = forms.ChoiceField(
        label=gettext_lazy("Wish"),
        widget=forms.RadioSelect,
        choices=[("near", gettext_lazy("near home")), ("far", gettext_lazy("anywhere"))],
        required=False,
    )
    sure = forms.BooleanField(label=gettext_lazy("I have checked the figures"))


@dataclass
class SampleListing:
    """A list that behaves like core.listing.Listing over a few fixed rows."""

    request: HttpRequest
    kind: str = "full"
    query: str = ""
    search: tuple[str, ...] = ("name",)
    filters: tuple[str, ...] = ("kind",)
    actions: tuple[dict[str, Any], ...] = ()
    empty: str = ""
    csv_address: str = "#"
    xlsx_address: str = "#"
    columns: list[Any] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = [("寨里村", 412, _("Poor village"), "warning"), ("御驾宫村", 388, _("Key village"), "info")]
        rows += [("营里村", 295, _("Weak-organisation village"), "danger"), ("上营村", 173, "", "neutral")]
        shown = rows if self.kind == "full" else []
        self.page = Paginator(shown * 40, 4).get_page(3) if shown else Paginator([], 4).get_page(1)
        self.narrowed_by_person = self.kind == "narrowed"
        self.empty = _("No villages yet. Import the yearly report to begin.")
        self.columns = [
            SimpleNamespace(key="name", label=_("Village"), number=False, minor=False),
            SimpleNamespace(key="households", label=_("Households"), number=True, minor=False),
            SimpleNamespace(key="kind", label=_("Kind"), number=False, minor=False),
        ]

    def heads(self) -> Iterator[dict[str, Any]]:
        """Yield the column heads, sorted by the second."""
        for column, state in zip(self.columns, ("", "descending", ""), strict=True):
            yield {"column": column, "state": state, "address": "#" if column.key != "kind" else ""}

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the rows of the page."""
        for name, households, kind, tone in self.page.object_list:
            shown = (name, households, pill(kind, tone) if kind else None)
            cells = [{"column": c, "shown": s, "link": ""} for c, s in zip(self.columns, shown, strict=True)]
            cells[0]["link"] = "#"
            yield {"row": name, "cells": cells}

    def choices(self) -> Iterator[dict[str, Any]]:
        """Yield one filter."""
        options = [("poor", _("Poor village")), ("weak", _("Weak-organisation village"))]
        yield {"filter": SimpleNamespace(key="kind", label=_("Kind"), options=options), "chosen": ""}

    def pages(self) -> Iterator[dict[str, Any]]:
        """Yield the page numbers."""
        for number in (1, 2, 3, 4, 5, None, 40):
            yield {"number": number, "address": "#", "here": number == 3}


def tile_groups() -> list[dict[str, Any]]:
    """Return townships of made-up tiles in all tones, some without a value, one marked, one here."""
    groups = []
    for order, (town, count) in enumerate(TOWNS):
        tiles = []
        for number in range(count):
            tone = (number * 5 + order * 3) % 8
            tile = {"href": "#", "label": f"{town[:2]}{number + 1}村", "tone": tone, "mark": "", "here": False}
            tile["value"] = f"{tone * 14} %" if tone else None
            tile["mark"] = {4: "mark", 7: "mark-bar"}.get(number, "")
            tile["here"] = order == 1 and number == 2
            tiles.append(tile)
        groups.append({"name": town, "tiles": tiles})
    return groups


def tile_legend() -> list[dict[str, Any]]:
    """Return the class breaks of the made-up tiles."""
    classes = [{"tone": t, "text": f"{(t - 1) * 14 + 1}–{t * 14} %", "count": 9} for t in TONES]
    classes.append({"tone": 0, "text": _("no value"), "count": 8})
    classes.append({"tone": 0, "text": _("needs a look"), "mark": "mark", "count": None})
    classes.append({"tone": 0, "text": _("locked"), "mark": "mark-bar", "count": None})
    return classes


def charts() -> dict[str, Any]:
    """Return rows for each kind of drawing."""
    needs = [(_("Industry"), 61), (_("Infrastructure"), 48), (_("Health care"), 33), (_("Education"), 20)]
    levels = [(_("Province"), 34), (_("Prefecture"), 82), (_("County"), 305), (_("Township"), 41)]
    ages = [("≤30", 150, 38), ("31–40", 260, 66), ("41–50", 240, 41), (">50", 90, 12)]
    moves = [(0, 11.8), (3, 6.9), (6, 4.1), (10, 2.2), (15, 0.9), (22, 0)]
    return {
        "needs": [{"label": n, "value": v} for n, v in needs],
        "levels": [{"label": n, "value": v} for n, v in levels],
        "ages": [{"label": n, "first": a, "second": b} for n, a, b in ages],
        "moves": [{"x": x, "y": y, "here": x == 6, "label": _("chosen") if x == 6 else ""} for x, y in moves],
        "incomes": [3100, 3350, 3300, 3720, None, 4200, 4810],
    }


def parts() -> dict[str, Any]:
    """Return samples for the small components."""
    at = datetime.datetime(2026, 4, 16, 9, 30, tzinfo=datetime.UTC)
    when = {"at": at, "who": "李向东"}
    return {
        "facts": [
            {"label": _("Households"), "value": 412},
            {"label": _("Income per head"), "value": "8,930 元", "note": "2025"},
            {
                "label": _("Need for industry"),
                "value": "61%",
                "how": _("75 of 412 households are poor: 61 of the 100 points of the scale."),
            },
            {"label": _("School"), "value": False},
            {"label": _("Elevation"), "value": None},
        ],
        "steps": [
            {"label": _("File"), "state": "done", "address": "#"},
            {"label": _("Columns"), "state": "now"},
            {"label": _("Faults"), "state": "failed"},
            {"label": _("Apply"), "state": ""},
        ],
        "tabs": [
            {"label": _("Map"), "address": "#", "here": True},
            {"label": _("Table"), "address": "#", "count": 157},
            {"label": _("Unassigned people"), "address": "#", "count": 448},
        ],
        "entries": [
            {**when, "what": _("Posting plan approved"), "tone": "good"},
            {
                **when,
                "what": _("Posting plan returned"),
                "why": _("Two villages have no woman in reach."),
                "tone": "warning",
            },
            {**when, "what": _("Posting plan made")},
        ],
    }
