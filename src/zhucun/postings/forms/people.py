"""Forms for a candidate and a sending unit, made from the dictionary of facts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhucun.core.models import SendingUnit
from zhucun.engine.facts import CANDIDATE, UNIT
from zhucun.engine.words import Need
from zhucun.postings.forms.facts import field_for, word_choices
from zhucun.postings.models import Candidate

SPECIALITIES = ("speciality_1", "speciality_2", "speciality_3")


class CandidateForm(forms.Form):
    """The facts of one candidate; specialities are asked in order because the first is the main one."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, county: str, candidate: Candidate | None = None, **kwargs: Any) -> None:
        if candidate is not None:
            kwargs["initial"] = _candidate_initial(candidate)
        super().__init__(*args, **kwargs)
        for fact in CANDIDATE:
            if fact.key == "unit":
                units = SendingUnit.objects.filter(county=county).order_by("name")
                self.fields["unit"] = forms.ModelChoiceField(units, label=field_for(fact).label)
            elif fact.key == "specialities":
                for name, label in zip(SPECIALITIES, (_("Main speciality"), _("Second"), _("Third")), strict=True):
                    options = word_choices(Need, empty=True)
                    self.fields[name] = forms.ChoiceField(choices=options, label=label, required=False)
            else:
                self.fields[fact.key] = field_for(fact)
        if candidate is not None:
            self.fields["code"].disabled = True

    def values(self) -> dict[str, Any]:
        """Return what was typed as column values."""
        typed = {k: v for k, v in self.cleaned_data.items() if k not in (*SPECIALITIES, "version")}
        chosen = (self.cleaned_data[name] for name in SPECIALITIES)
        typed["specialities"] = tuple(dict.fromkeys(c for c in chosen if c))
        return typed


class UnitForm(forms.Form):
    """The facts of one sending unit."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, unit: SendingUnit | None = None, **kwargs: Any) -> None:
        if unit is not None:
            kwargs["initial"] = {"version": unit.version, **{f.key: getattr(unit, f.key) for f in UNIT}}
        super().__init__(*args, **kwargs)
        for fact in UNIT:
            self.fields[fact.key] = field_for(fact)

    def values(self) -> dict[str, Any]:
        """Return what was typed as column values."""
        return {k: v for k, v in self.cleaned_data.items() if k != "version"}


class ReasonForm(forms.Form):
    """One reason, kept with what is done."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class PurposeForm(forms.Form):
    """What a person needs somebody's personal facts for; kept in the log."""

    purpose = forms.CharField(label=_("What do you need it for?"), max_length=200)


def _candidate_initial(candidate: Candidate) -> dict[str, Any]:
    initial: dict[str, Any] = {f.key: getattr(candidate, f.key) for f in CANDIDATE if f.key != "specialities"}
    initial["version"] = candidate.version
    initial.update(zip(SPECIALITIES, candidate.specialities, strict=False))
    return initial
