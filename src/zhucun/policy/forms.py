"""Forms of policy: a value from a day, a rule set edited test by test, a withdrawal."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhucun.core.refusals import engine_language
from zhucun.engine.facts.income import INCOME_ITEMS
from zhucun.engine.targeting.conditions import HOW
from zhucun.engine.targeting.measures import MEASURES, Number, YesNo
from zhucun.engine.texts import Text
from zhucun.policy import bridge

TEXT = forms.Textarea(attrs={"rows": 2})
PARTS = {"share": _("Share (thousandths)"), "good": _("Good enough at"), "severe": _("As bad as it goes at")}
YES_OR_NO = [("yes", _("yes")), ("no", _("no"))]
LISTS = ("tests", "rows", "looks", "rules")
SETTINGS = {"poor_below": _("Poor below (points)"), "cutoff": _("Cut-off (sum of weights)")}
MORE = range(3)


class DatedForm(forms.Form):
    """From which day, by which paper, and why."""

    since = forms.DateField(label=_("Holds from"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    reference = forms.CharField(
        label=_("Paper"), max_length=200, help_text=_("Title and number of the paper, with the article.")
    )
    reason = forms.CharField(label=_("Why"), max_length=500, widget=TEXT)


class FigureForm(DatedForm):
    """A place's own value of one figure; ticked to end, the wider place's value holds again."""

    field_order = ["value", "part-share", "part-good", "part-severe", "ends", "since", "reference", "reason"]
    ends = forms.BooleanField(
        label=_("No own value from this day: the national or province's figure holds again"), required=False
    )

    def __init__(self, *args: Any, name: str, now: Any, **kwargs: Any) -> None:
        self.name, self.form = name, bridge.kind_of(name)
        super().__init__(*args, **kwargs)
        if self.form == bridge.NUMBERS:
            for part in bridge.parts_of(name):
                known = now.get(part) if isinstance(now, Mapping) else None
                self.fields[f"part-{part}"] = forms.DecimalField(
                    label=PARTS.get(part, part), required=False, initial=known, max_digits=14, decimal_places=4
                )
        else:
            self.fields["value"] = self._field(now)
        self.order_fields(self.field_order)

    def _field(self, now: Any) -> forms.Field:
        label = pgettext_lazy("figure", "Value")
        if self.form == bridge.YES_NO:
            asked = "yes" if now in (True, None) else "no"
            return forms.ChoiceField(label=label, choices=YES_OR_NO, initial=asked, required=False)
        if self.form == bridge.WORD:
            words = [w for w in bridge.unit_of(self.name).split("/") if w] or [str(now)]
            words = words if now in words else [*words, str(now)]
            return forms.ChoiceField(label=label, choices=[(w, w) for w in words], initial=now, required=False)
        if self.form == bridge.ITEM_LIST:
            chosen = [(i.code, f"{i.code} {i.text.say(engine_language())}") for i in INCOME_ITEMS]
            return forms.MultipleChoiceField(label=label, choices=chosen, initial=now or (), required=False)
        return forms.DecimalField(label=label, initial=now, required=False, max_digits=14, decimal_places=4)

    def clean(self) -> dict[str, Any]:
        """Ask for a value unless the figure ends."""
        typed = super().clean() or {}
        if not typed.get("ends") and self.value() is None:
            first = next((n for n in self.fields if n == "value" or n.startswith("part-")), None)
            self.add_error(first, _("Give the value, or tick that there is none from this day."))
        return typed

    def value(self) -> Any:
        """Return what was typed as the engine wants it, None where the figure ends."""
        typed = self.cleaned_data
        if typed.get("ends"):
            return None
        if self.form == bridge.NUMBERS:
            parts = {part: typed.get(f"part-{part}") for part in bridge.parts_of(self.name)}
            return None if None in parts.values() else {k: bridge.number(v) for k, v in parts.items()}
        if self.form == bridge.YES_NO:
            return typed.get("value") == "yes"
        if self.form == bridge.NUMBER:
            return None if typed.get("value") is None else bridge.number(typed["value"])
        return typed.get("value") or None


class WithdrawForm(forms.Form):
    """Why something is withdrawn."""

    reason = forms.CharField(label=_("Why"), max_length=500, widget=TEXT)


@dataclass(frozen=True)
class Part:
    """One number or word inside a test that can be changed: where it stands and what it is."""

    path: tuple[Any, ...]
    label: str
    value: Any

    @property
    def field(self) -> str:
        """Name of its field."""
        return "p-" + "-".join(str(step) for step in self.path)


def parts_in(row: Mapping[str, Any], path: tuple[Any, ...]) -> Iterator[Part]:
    """Yield the numbers of one test, in its conditions too, with the words around each."""
    language = engine_language()
    measure = MEASURES.get(str(row.get("measure", "")))
    said = measure.text.say(language) if measure else ""
    for key, value in row.items():
        if key in HOW and isinstance(value, (int, Decimal, str)):
            unit = measure.unit.say(language) if isinstance(measure, Number) else ""
            yield Part((*path, key), f"{said} {HOW[key].say(language)}{f' ({unit.strip()})' if unit else ''}", value)
        elif key in ("points", "weight", "severity"):
            words = {
                "points": Text("得分", "Points"),
                "weight": Text("权重", "Weight"),
                "severity": Text("处置", "Leads to"),
            }
            yield Part((*path, key), words[key].say(language), value)
        elif key in ("any_of", "all_of", "bands"):
            for at, inner in enumerate(value):
                yield from parts_in(inner, (*path, key, at))


class RuleSetForm(DatedForm):
    """A place's own rules made from a set that exists: tests kept or dropped, limits changed, tests added."""

    name = forms.CharField(label=pgettext_lazy("rules", "Name of the rules"), max_length=100)
    field_order = ["name", "since", "reference", "reason"]

    def __init__(self, *args: Any, base: Mapping[str, Any], may_add: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.base = base
        self.list = next(key for key in LISTS if key in base)
        language = engine_language()
        self.tests: list[tuple[int, str, list[Part]]] = []
        for at, row in enumerate(base[self.list]):
            said = Text(row["text"]["zh"], row["text"]["en"]).say(language)
            parts = list(parts_in(row, (self.list, at)))
            self.fields[f"keep-{at}"] = forms.BooleanField(label=said, required=False, initial=True)
            self._add(parts)
            self.tests.append((at, said, parts))
        self.settings = [Part((key,), str(label), base[key]) for key, label in SETTINGS.items() if key in base]
        self._add(self.settings)
        self.adds = MORE if may_add else ()
        for n in self.adds:
            self._new(n, language)

    def _add(self, parts: list[Part]) -> None:
        for part in parts:
            if part.path[-1] == "severity":
                choices = [("exclude", _("exclusion if confirmed")), ("review", _("a strict look"))]
                self.fields[part.field] = forms.ChoiceField(label=part.label, choices=choices, initial=part.value)
            else:
                self.fields[part.field] = forms.DecimalField(
                    label=part.label, initial=part.value, min_value=0, max_digits=12, decimal_places=4
                )

    def _new(self, n: int, language: Any) -> None:
        asked = [(m.key, m.text.say(language)) for m in MEASURES.values() if isinstance(m, (Number, YesNo))]
        hows = [("is", _("must be so"))] + [(key, text.say(language)) for key, text in HOW.items()]
        self.fields[f"new-{n}"] = forms.ChoiceField(
            label=_("Another test"), choices=[("", "—"), *asked], required=False
        )
        self.fields[f"how-{n}"] = forms.ChoiceField(label=_("Asked"), choices=hows, required=False)
        self.fields[f"limit-{n}"] = forms.DecimalField(
            label=_("Limit"), required=False, min_value=0, max_digits=12, decimal_places=4
        )

    def heads(self) -> list[forms.BoundField]:
        """Return the fields of the rules as a whole."""
        return [self[name] for name in self.field_order]

    def shown(self) -> list[dict[str, Any]]:
        """Return each test with its fields."""
        return [{"keep": self[f"keep-{at}"], "parts": [self[p.field] for p in parts]} for at, _s, parts in self.tests]

    def set_fields(self) -> list[forms.BoundField]:
        """Return the fields that hold for the whole set."""
        return [self[part.field] for part in self.settings]

    def new_rows(self) -> list[list[forms.BoundField]]:
        """Return the fields of the tests that may be added."""
        return [[self[f"new-{n}"], self[f"how-{n}"], self[f"limit-{n}"]] for n in self.adds]

    def content(self) -> dict[str, Any]:
        """Return the rules as typed, in the form in which shipped sets are written."""
        made = {
            k: copy.deepcopy(v) for k, v in self.base.items() if k not in ("code", "text", "since", "area", "quality")
        }
        for part in [*self.settings, *(p for _at, _s, parts in self.tests for p in parts)]:
            place: Any = made
            for step in part.path[:-1]:
                place = place[step]
            typed = self.cleaned_data[part.field]
            place[part.path[-1]] = bridge.number(typed) if isinstance(typed, Decimal) else typed
        rows = [row for at, row in enumerate(made[self.list]) if self.cleaned_data.get(f"keep-{at}")]
        made[self.list] = [*rows, *self._added(rows)]
        made.pop("reference", None)
        return made

    def _added(self, rows: list[Any]) -> Iterator[dict[str, Any]]:
        taken = {row["code"] for row in rows}
        for n in self.adds:
            key, how = self.cleaned_data.get(f"new-{n}"), self.cleaned_data.get(f"how-{n}")
            if not key:
                continue
            measure, limit = MEASURES[key], self.cleaned_data.get(f"limit-{n}")
            code = key if key not in taken else f"{key}_{n + 2}"
            text = {"zh": measure.text.zh, "en": measure.text.en}
            made = {"code": code, "text": text, "measure": key}
            yield made if how == "is" else {**made, str(how): bridge.number(limit or 0)}
