"""What the gallery shows: made-up samples of every component, so that a change of look is seen in one place."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import pgettext, pgettext_lazy

from zhucun.ui.templatetags.ui import pill

SPRITE = Path(__file__).parent / "static" / "ui" / "icons.svg"
ICONS = re.findall(r'<symbol id="([a-z]+)"', SPRITE.read_text("utf-8"))

TONES = range(1, 8)
TOWNS = (("监军街道", 9), ("店头镇", 17), ("常宁镇", 22), ("甘井镇", 14), ("渠子镇", 12))


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=pgettext_lazy("sample", "Name"), max_length=20)
    county = forms.ChoiceField(
        label=pgettext_lazy("sample", "County"), choices=[("610426", "永寿县"), ("610429", "旬邑县")]
    )
    begins = forms.DateField(
        label=pgettext_lazy("sample", "Begins on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    households = forms.IntegerField(
        label=pgettext_lazy("sample", "Households"),
        min_value=0,
        help_text=pgettext_lazy("sample", "As in the last yearly report."),
    )
    reason = forms.CharField(label=pgettext_lazy("sample", "Reason"), widget=forms.Textarea(attrs={"rows": 3}))
    wish = forms.ChoiceField(
        label=pgettext_lazy("sample", "Wish"),
        widget=forms.RadioSelect,
        choices=[("near", pgettext_lazy("sample", "near home")), ("far", pgettext_lazy("sample", "anywhere"))],
        required=False,
    )
    sure = forms.BooleanField(label=pgettext_lazy("sample", "I have checked the figures"))


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
        rows = [
            ("寨里村", 412, pgettext("sample", "Poor village"), "warning"),
            ("御驾宫村", 388, pgettext("sample", "Key village"), "info"),
        ]
        rows += [
            ("营里村", 295, pgettext("sample", "Weak-organisation village"), "danger"),
            ("上营村", 173, "", "neutral"),
        ]
        shown = rows if self.kind == "full" else []
        self.page = Paginator(shown * 40, 4).get_page(3) if shown else Paginator([], 4).get_page(1)
        self.narrowed_by_person = self.kind == "narrowed"
        self.empty = pgettext("sample", "No villages yet. Import the yearly report to begin.")
        plain: dict[str, Any] = {"number": False, "minor": False, "cell": None, "link": None}
        columns: tuple[dict[str, Any], ...] = (
            {"key": "name", "label": pgettext("sample", "Village"), "value": itemgetter(0), "link": lambda row: "#"},
            {"key": "households", "label": pgettext("sample", "Households"), "value": itemgetter(1), "number": True},
            {"key": "kind", "label": pgettext("sample", "Kind"), "value": lambda r: pill(r[2], r[3]) if r[2] else None},
        )
        self.columns = [SimpleNamespace(**plain | column) for column in columns]

    def heads(self) -> Iterator[dict[str, Any]]:
        """Yield the column heads, sorted by the second."""
        for column, state in zip(self.columns, ("", "descending", ""), strict=True):
            yield {"column": column, "state": state, "address": "#" if column.key != "kind" else ""}

    def choices(self) -> Iterator[dict[str, Any]]:
        """Yield one filter."""
        options = [
            ("poor", pgettext("sample", "Poor village")),
            ("weak", pgettext("sample", "Weak-organisation village")),
        ]
        yield {"filter": SimpleNamespace(key="kind", label=pgettext("sample", "Kind"), options=options), "chosen": ""}

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
    classes.append({"tone": 0, "text": pgettext("sample", "no value"), "count": 8})
    classes.append({"tone": 0, "text": pgettext("sample", "needs a look"), "mark": "mark", "count": None})
    classes.append({"tone": 0, "text": pgettext("sample", "locked"), "mark": "mark-bar", "count": None})
    return classes


def charts() -> dict[str, Any]:
    """Return rows for each kind of drawing."""
    needs = [
        (pgettext("sample", "Industry"), 61),
        (pgettext("sample", "Infrastructure"), 48),
        (pgettext("sample", "Health care"), 33),
        (pgettext("sample", "Education"), 20),
    ]
    levels = [
        (pgettext("sample", "Province"), 34),
        (pgettext("sample", "Prefecture"), 82),
        (pgettext("sample", "County"), 305),
        (pgettext("sample", "Township"), 41),
    ]
    ages = [("≤30", 150, 38), ("31–40", 260, 66), ("41–50", 240, 41), (">50", 90, 12)]
    moves = [(0, 11.8), (3, 6.9), (6, 4.1), (10, 2.2), (15, 0.9), (22, 0)]
    return {
        "needs": [{"label": n, "value": v} for n, v in needs],
        "levels": [{"label": n, "value": v} for n, v in levels],
        "ages": [{"label": n, "first": a, "second": b} for n, a, b in ages],
        "moves": [
            {"x": x, "y": y, "here": x == 6, "label": pgettext("sample", "chosen") if x == 6 else ""} for x, y in moves
        ],
        "incomes": [3100, 3350, 3300, 3720, None, 4200, 4810],
    }


def parts() -> dict[str, Any]:
    """Return samples for the small components."""
    at = datetime.datetime(2026, 4, 16, 9, 30, tzinfo=datetime.UTC)
    when = {"at": at, "who": "李向东"}
    return {
        "facts": [
            {"label": pgettext("sample", "Households"), "value": 412},
            {"label": pgettext("sample", "Income per head"), "value": "8,930 元", "note": "2025"},
            {
                "label": pgettext("sample", "Need for industry"),
                "value": "61%",
                "how": pgettext("sample", "75 of 412 households are poor: 61 of the 100 points of the scale."),
            },
            {"label": pgettext("sample", "School"), "value": False},
            {"label": pgettext("sample", "Elevation"), "value": None},
        ],
        "steps": [
            {"label": pgettext("sample", "File"), "state": "done", "address": "#"},
            {"label": pgettext("sample", "Columns"), "state": "now"},
            {"label": pgettext("sample", "Faults"), "state": "failed"},
            {"label": pgettext("sample", "Apply"), "state": ""},
        ],
        "tabs": [
            {"label": pgettext("sample", "Map"), "address": "#", "here": True},
            {"label": pgettext("sample", "Table"), "address": "#", "count": 157},
            {"label": pgettext("sample", "Unassigned people"), "address": "#", "count": 448},
        ],
        "entries": [
            {**when, "what": pgettext("sample", "Posting plan approved"), "tone": "good"},
            {
                **when,
                "what": pgettext("sample", "Posting plan returned"),
                "why": pgettext("sample", "Two villages have no woman in reach."),
                "tone": "warning",
            },
            {**when, "what": pgettext("sample", "Posting plan made")},
        ],
    }
