"""Forms of registry, made from the dictionary of facts."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhucun.core.models import User
from zhucun.core.refusals import engine_language
from zhucun.engine.facts import Fact, FactKind, VillageFacts
from zhucun.engine.words import Need
from zhucun.registry import bridge, queries
from zhucun.registry.models import Village
from zhucun.registry.statuses import FACT, GROUPS

UNKNOWN = ""


def label_of(fact: Fact) -> str:
    """Return a fact's label in the reader's language, with its unit."""
    language = engine_language()
    label = fact.text.say(language)
    if fact.unit is None:
        return label
    return f"{label}（{fact.unit.say(language)}）" if language == "zh" else f"{label} ({fact.unit.say(language)})"


def field_of(fact: Fact) -> forms.Field:
    """Return the form field that reads a fact."""
    common: dict[str, Any] = {
        "label": label_of(fact),
        "required": fact.required,
        "help_text": fact.note.say(engine_language()) if fact.note else "",
    }
    if fact.kind is FactKind.COUNT:
        return forms.IntegerField(min_value=0, **common)
    if fact.kind in (FactKind.NUMBER, FactKind.MONEY):
        return forms.DecimalField(min_value=0, decimal_places=2, max_digits=14, **common)
    if fact.kind is FactKind.YES_NO:
        options = [(UNKNOWN, _("not reported")), ("yes", _("yes")), ("no", _("no"))]
        return forms.TypedChoiceField(choices=options, coerce=lambda v: v == "yes", empty_value=None, **common)
    if fact.words is None:
        return forms.CharField(max_length=120, **common)
    words = [(w.value, w.say(engine_language())) for w in fact.words]
    if fact.kind is FactKind.WORDS:
        return forms.MultipleChoiceField(choices=words, widget=forms.CheckboxSelectMultiple, **common)
    return forms.ChoiceField(choices=[(UNKNOWN, _("not reported")), *words], **common)


class VillageForm(forms.Form):
    """All facts of one village; `version` is the version the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    why = forms.CharField(
        label=gettext_lazy("Reason or source of the change"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("For example: report of the township of 2 March. It stands in the history."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in bridge.KEYS:
            if key != "code":
                self.fields[key] = field_of(FACT[key])

    @classmethod
    def of(cls, village: Village) -> "VillageForm":
        """Return the form filled with what stands."""
        values = bridge.standing_values(village)
        values.update({key: bridge.plain(values[key]) for key in bridge.PLACES})
        yes_no = {True: "yes", False: "no", None: UNKNOWN}
        for key, fact in FACT.items():
            if fact.kind is FactKind.YES_NO:
                values[key] = yes_no[values[key]]
        return cls(initial={**values, "version": village.version})

    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields in the groups of the village's page."""
        return [(group, [self[key] for key in group.keys if key in self.fields]) for group in GROUPS]

    def facts(self, code: str) -> VillageFacts:
        """Return what the person entered as facts of the village with this code."""
        values = {key: self.cleaned_data[key] for key in bridge.KEYS if key in self.cleaned_data}
        for key, words in bridge.WORDS.items():
            values[key] = tuple(words(w) for w in values[key])
        for key in ("town", "helper_unit", "dialect"):
            values[key] = values[key] or None
        values["code"] = code
        return VillageFacts(**values)


class NewVillageForm(VillageForm):
    """The same for a village that is not in the list yet: its place is chosen first."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["why"]
        groups: list[Any] = [(UNKNOWN, _("choose"))]
        for town, places in queries.places_to_add(user).items():
            own = (queries.next_own_code(town.code), _("not in the national list: own number"))
            groups.append((town.name, [*((p.code, f"{p.name} {p.code}") for p in places), own]))
        place = forms.ChoiceField(label=_("Place"), choices=groups)
        self.fields = {"place": place, **self.fields}
        self.fields["town"].help_text = _("Left empty, it is taken from the place.")

    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields in their groups, the place first."""
        (first, fields), *rest = super().parts()
        return [(first, [self["place"], *fields]), *rest]


class AdjustForm(forms.Form):
    """One need set by hand, in per cent, with the reason."""

    per_cent = forms.IntegerField(label=gettext_lazy("New weight (%)"), min_value=0, max_value=100)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("What the figures do not show, and how you know it."),
    )

    @classmethod
    def of(cls, need: Need, **more: Any) -> "AdjustForm":
        """Return the form of one need; the prefix keeps the ten forms of a page apart."""
        return cls(prefix=need.value, **more)
