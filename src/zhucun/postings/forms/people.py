"""Forms for a candidate and a sending unit, made from the dictionary of facts."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhucun.core.models import SendingUnit
from zhucun.engine.facts import CANDIDATE, UNIT, CandidateFacts
from zhucun.engine.words import Dialect, Need
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


class NewcomerForm(forms.Form):
    """A person who is in no list, like one who is but for what is typed."""

    def __init__(self, *args: Any, like: CandidateFacts, units: Iterable[str], **kwargs: Any) -> None:
        chosen = dict(zip(SPECIALITIES, (need.value for need in like.specialities), strict=False))
        told = {"unit": like.unit, "mass_work": like.mass_work, "communication": like.communication}
        spoken = {"dialects": [dialect.value for dialect in like.dialects]}
        kwargs["initial"] = {**told, **chosen, **spoken}
        super().__init__(*args, **kwargs)
        self.like, facts = like, {fact.key: fact for fact in CANDIDATE}
        self.fields["unit"] = forms.ChoiceField(
            choices=[(name, name) for name in sorted({*units, like.unit})], label=field_for(facts["unit"]).label
        )
        for name, label in zip(SPECIALITIES[:2], (_("Main speciality"), _("Second")), strict=True):
            self.fields[name] = forms.ChoiceField(choices=word_choices(Need, empty=True), label=label, required=False)
        for name in ("mass_work", "communication", "dialects"):
            self.fields[name] = field_for(facts[name])

    def person(self) -> CandidateFacts:
        """Return the facts of the newcomer."""
        typed = dict(self.cleaned_data)
        needs = dict.fromkeys(typed.pop(name) for name in SPECIALITIES[:2])
        typed["dialects"] = tuple(Dialect(word) for word in typed["dialects"])
        return newcomer(self.like, specialities=tuple(Need(need) for need in needs if need), **typed)


def newcomer(like: CandidateFacts, **typed: Any) -> CandidateFacts:
    """Return a person like another, but for what is given; they have no number yet."""
    return replace(like, code="-", name="-", **typed)


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
