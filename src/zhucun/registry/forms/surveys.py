"""The form of a home survey: one question under another, for a thumb; nothing answered changes nothing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhucun.engine.facts.fact import FactKind
from zhucun.registry.bridge.households import HOUSEHOLD_FACT
from zhucun.registry.forms.villages import UNKNOWN, field_of
from zhucun.registry.models import Household
from zhucun.registry.statuses import SHEET_KEYS, SURVEY_GROUPS, SURVEY_KEYS


class SurveyHead(forms.Form):
    """When, and who asked."""

    on = forms.DateField(
        label=gettext_lazy("Day of the visit"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    surveyor = forms.CharField(
        label=gettext_lazy("Who asked"),
        max_length=60,
        help_text=gettext_lazy("Two people, if two went: both names."),
    )


class SurveyForm(SurveyHead):
    """Day, surveyor, the questions, a note."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(
        label=gettext_lazy("What else was seen"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, last: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in SURVEY_KEYS:
            fact = HOUSEHOLD_FACT[key]
            made = field_of(fact)
            if isinstance(made, forms.ChoiceField) and fact.kind in (FactKind.YES_NO, FactKind.WORD):
                options: list[Any] = list(made.choices)  # type: ignore[arg-type]
                made.widget = forms.RadioSelect()
                made.choices = [(UNKNOWN, _("not asked")), *options[1:]]
                made.initial = UNKNOWN
            else:
                made.widget.attrs["inputmode"] = "decimal"
            made.required = False
            said = _("Known so far: %(value)s") % {"value": last[key]} if last.get(key) else ""
            made.help_text = " ".join(text for text in (str(made.help_text), said) if text)
            self.fields[key] = made

    def parts(self) -> Iterable[tuple[Any, list[forms.BoundField]]]:
        """Return the questions in their groups."""
        return [(group, [self[key] for key in group.keys]) for group in SURVEY_GROUPS]

    def answers(self) -> dict[str, Any]:
        """Return what was answered as kept values; a question left open is not among them."""
        given = {key: self.cleaned_data[key] for key in SURVEY_KEYS}
        return {key: value for key, value in given.items() if value not in (None, "")}


class SheetRow(forms.Form):
    """One household's line of a village's sheet: yes and no by a key, figures by digits; a blank changes nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, household: Household) -> None:
        super().__init__(data, prefix=household.key, initial={"version": household.version})
        self.household = household
        for key in SHEET_KEYS:
            fact = HOUSEHOLD_FACT[key]
            made = field_of(fact)
            made.required, made.help_text = False, ""
            if fact.kind is FactKind.YES_NO:
                # The digit first, so that pressing it chooses.
                made.choices = [(UNKNOWN, ""), ("yes", f"1 {_('yes')}"), ("no", f"0 {_('no')}")]  # type: ignore[attr-defined]
            else:
                made.widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 6, "autocomplete": "off"})
            self.fields[key] = made

    def cells(self) -> list[forms.BoundField]:
        """Return the questions in the order of the columns."""
        return [self[key] for key in SHEET_KEYS]

    def answers(self) -> dict[str, Any]:
        """Return what was answered."""
        return {key: self.cleaned_data[key] for key in SHEET_KEYS if self.cleaned_data.get(key) not in (None, "")}

    def said_anything(self) -> bool:
        """Tell whether anything was typed on this line."""
        return any(self.data.get(self.add_prefix(key), "") for key in SHEET_KEYS)
