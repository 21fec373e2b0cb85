"""The form of a visit, made for three taps on a phone, and the small forms around it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhucun.visits.actions import Seen
from zhucun.visits.rules import LONGEST_NOTE
from zhucun.visits.statuses import Outcome, VisitKind

DAY = {"type": "date"}


class VisitForm(forms.Form):
    """What a person enters of a visit; all is filled in but whether the household was met: a stray tap is no visit."""

    kind = forms.ChoiceField(
        label=_("What the visit was for"),
        choices=VisitKind.choices,
        initial=VisitKind.ROUTINE,
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(
        label=_("Was the household met?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the household was met.")},
    )
    on = forms.DateField(label=pgettext_lazy("visit", "Day"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    people = forms.CharField(
        label=_("Who visited"), max_length=100, help_text=_("Names with a space or comma between them.")
    )
    note = forms.CharField(
        label=_("Short note"), required=False, max_length=LONGEST_NOTE, widget=forms.Textarea({"rows": 3}),
        help_text=_("What you saw or were asked for. It is kept sealed: the village and township read it, others "
                    "state a purpose first."),
    )  # fmt: skip
    next_wished = forms.DateField(
        label=_("Next visit wished by"), required=False, widget=forms.DateInput(DAY, format="%Y-%m-%d"),
        help_text=_("The household then comes first in that week."),
    )  # fmt: skip

    def seen(self) -> Seen:
        """Return what was entered."""
        names = ("on", "people", "kind", "outcome", "note", "next_wished")
        return Seen(**{name: self.cleaned_data[name] for name in names})

    def first(self) -> list[forms.BoundField]:
        """Return the fields that are seen at once."""
        return [self["kind"], self["outcome"], self["on"]]

    def more(self) -> list[forms.BoundField]:
        """Return the fields that are filled in already or may stay empty."""
        return [self["people"], self["note"], self["next_wished"]]


class CorrectForm(VisitForm):
    """A visit's correction with its reason."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Why it is corrected"), max_length=200)

    def more(self) -> list[forms.BoundField]:
        """Return the rest of the fields, the reason last."""
        return [*super().more(), self["version"], self["reason"]]


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class PurposeForm(forms.Form):
    """What somebody needs to read a note for."""

    purpose = forms.CharField(label=_("What for"), max_length=200)


class CapacityForm(forms.Form):
    """How many visits a week a person can make, from when, why."""

    per_week = forms.IntegerField(label=_("Visits a week"), min_value=0, max_value=60)
    since = forms.DateField(label=_("From"), widget=forms.DateInput(DAY, format="%Y-%m-%d"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)


class ExplainForm(forms.Form):
    """Why a household stands on a list."""

    reason = forms.CharField(
        label=_("Why the household stands here"), max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text=_("For example: one-off compensation last year. It holds for later months until somebody "
                    "withdraws it."),
    )  # fmt: skip
