"""Forms of verification: a list, red lines, and the steps of a home check."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhucun.core.models import User
from zhucun.core.refusals import engine_language
from zhucun.engine.targeting.red_lines import Register, Severity, Whose
from zhucun.engine.words import Word
from zhucun.verification.statuses import HOUSEHOLD_FACTS, LISTS, PURPOSE_WORDS, Outcome

TEXT = forms.Textarea(attrs={"rows": 3})
DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def said(words: type[Word]) -> list[tuple[str, str]]:
    """Return a closed list of the engine as choices in the reader's language."""
    return [(w.value, w.say(engine_language())) for w in words]


class UploadForm(forms.Form):
    """Which department's list, as of which day, and the file."""

    source = forms.ChoiceField(label=_("Whose list"), choices=[(s.value, s.label) for s in LISTS])
    as_of = forms.DateField(label=_("State of the list"), widget=DAY, help_text=_("The day as of which it was made."))
    file = forms.FileField(
        label=_("File"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
        help_text=_("Excel, ODS or CSV. A number or a name must say whose a row is; the file is kept sealed and "
                    "dropped once it is read."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class SetForm(forms.Form):
    """The head of a county's own set: each saving is a set of its own from its day on."""

    name = forms.CharField(label=pgettext_lazy("red lines", "Name"), max_length=100)
    since = forms.DateField(label=_("Holds from"), widget=DAY)
    reference = forms.CharField(label=_("Paper"), max_length=200, help_text=_("The county's paper in which it stands."))
    reason = forms.CharField(label=_("Why it is changed"), max_length=500)


class LineForm(forms.Form):
    """One red line."""

    text_zh = forms.CharField(label=_("In words"), max_length=180, widget=forms.Textarea(attrs={"rows": 2}))
    text_en = forms.CharField(widget=forms.HiddenInput, required=False)
    register = forms.ChoiceField(label=pgettext_lazy("red line", "List"))
    severity = forms.ChoiceField(label=_("If confirmed"))
    whose = forms.MultipleChoiceField(label=_("Whose records"), widget=forms.CheckboxSelectMultiple)
    more_than_yuan = forms.DecimalField(
        label=_("Above (yuan)"), min_value=0, max_digits=14, decimal_places=2, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What a browser sends of an empty line must count as nothing typed: so the first choice is its beginning.
        registers, severities = said(Register), said(Severity)
        self.fields["register"] = forms.ChoiceField(
            label=pgettext_lazy("red line", "List"), choices=registers, initial=registers[0][0]
        )
        self.fields["severity"] = forms.ChoiceField(
            label=_("If confirmed"), choices=severities, initial=severities[0][0]
        )
        self.fields["whose"] = forms.MultipleChoiceField(
            label=_("Whose records"), choices=said(Whose), widget=forms.CheckboxSelectMultiple
        )

    def values(self) -> dict[str, Any]:
        """Return the line as the columns of a row."""
        typed = {k: self.cleaned_data[k] for k in ("text_zh", "text_en", "register", "severity", "more_than_yuan")}
        return {**typed, "whose": tuple(self.cleaned_data["whose"])}


class ExemptionForm(forms.Form):
    """One exemption."""

    text_zh = forms.CharField(label=_("In words"), max_length=180, widget=forms.Textarea(attrs={"rows": 2}))
    text_en = forms.CharField(widget=forms.HiddenInput, required=False)
    registers = forms.MultipleChoiceField(label=_("Lists"), widget=forms.SelectMultiple(attrs={"size": 4}))
    purposes = forms.MultipleChoiceField(
        label=_("Where the list says"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=list(PURPOSE_WORDS.items()),
    )  # fmt: skip
    household_fact = forms.ChoiceField(
        label=_("Or where"), required=False, choices=[("", "—"), *HOUSEHOLD_FACTS.items()]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["registers"] = forms.MultipleChoiceField(
            label=_("Lists"), choices=said(Register), widget=forms.SelectMultiple(attrs={"size": 4})
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a purpose or a fact: without either it would spare everything."""
        typed = super().clean() or {}
        if not self.errors and not typed.get("purposes") and not typed.get("household_fact"):
            self.add_error("purposes", _("Choose a use or a fact of the household; else it would spare everything."))
        return typed

    def values(self) -> dict[str, Any]:
        """Return the exemption as the columns of a row."""
        typed = {k: self.cleaned_data[k] for k in ("text_zh", "text_en", "household_fact")}
        return {
            **typed, "registers": tuple(self.cleaned_data["registers"]),
            "purposes": tuple(self.cleaned_data["purposes"]),
        }  # fmt: skip


LineForms = forms.formset_factory(LineForm, extra=1, can_delete=True)
ExemptionForms = forms.formset_factory(ExemptionForm, extra=1, can_delete=True)


def line_forms(there: list[dict[str, Any]], data: Any = None) -> Any:
    """Return the lines of a set as forms."""
    return LineForms(data, initial=there, prefix="line")


def exemption_forms(there: list[dict[str, Any]], data: Any = None) -> Any:
    """Return the exemptions of a set as forms."""
    return ExemptionForms(data, initial=there, prefix="exemption")


def kept(formset: Any) -> list[dict[str, Any]]:
    """Return the rows of a formset that are filled in and not struck out."""
    filled = [f for f in formset if f.cleaned_data.get("text_zh") and not f.cleaned_data.get("DELETE")]
    return [f.values() for f in filled]


class SeenForm(forms.Form):
    """What the first official saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = forms.DateField(label=_("Day of the visit"), widget=DAY)
    finding = forms.ChoiceField(label=_("What was found"), choices=Outcome.choices, widget=forms.RadioSelect)
    spoken_to = forms.CharField(label=_("Spoken to"), max_length=60, required=False)
    note = forms.CharField(
        label=_("What you saw and heard"), max_length=1000, widget=TEXT,
        help_text=_("What was there, who said what, which papers were shown. No identity numbers."),
    )  # fmt: skip


class SecondForm(forms.Form):
    """The second official's word."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    agrees = forms.ChoiceField(
        label=_("You were there too"), widget=forms.RadioSelect,
        choices=[("yes", _("I saw the same and confirm it")), ("no", _("I saw it otherwise: visit again"))],
    )  # fmt: skip
    note = forms.CharField(label=_("What you saw otherwise"), max_length=1000, widget=TEXT, required=False)


class CloseForm(forms.Form):
    """How a check is closed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=TEXT, help_text=_("The household may ask for it.")
    )


class AssignForm(forms.Form):
    """To whom a check, or all of a village, is given and by when."""

    owner = forms.ModelChoiceField(label=_("Asked of"), queryset=User.objects.none(), required=False)
    deadline = forms.DateField(label=_("To be done by"), widget=DAY)

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ModelChoiceField(
            label=_("Asked of"), queryset=User.objects.filter(pk__in=[p.pk for p in people]).order_by("name"),
            required=False, empty_label=_("whoever works in the village"),
        )  # fmt: skip


class PurposeForm(forms.Form):
    """What somebody needs to see the record in full for."""

    purpose = forms.CharField(label=_("What for"), max_length=200)


class SeedForm(forms.Form):
    """The seed of a drawing."""

    seed = forms.IntegerField(
        label=_("Seed"), min_value=1, max_value=2**31 - 1,
        help_text=_("Any whole number that was said before the draw, for example the day. It is written down."),
    )  # fmt: skip


class MostForm(forms.Form):
    """How many households can be visited."""

    most = forms.IntegerField(label=_("How many can be visited"), min_value=1, max_value=2000)
