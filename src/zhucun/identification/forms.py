"""Forms of identification: one step, a meeting with its votes, an objection, an answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhucun.core.refusals import Refused, engine_language
from zhucun.engine.words_household import Cause
from zhucun.identification.actions.meetings import Minutes
from zhucun.identification.models import Case, Publicity
from zhucun.identification.rules import Given
from zhucun.identification.statuses import OF_VILLAGES, Move, Signed, Wants

TEXT = forms.Textarea(attrs={"rows": 3})


def paper_field(label: Any) -> forms.FileField:
    """Return the field for a picture or scan; the phone offers its camera beside its files when pictures are named."""
    return forms.FileField(
        label=label, required=False,
        help_text=_("Take it with the phone's camera, or choose a file: JPEG, PNG or PDF, at most 10 MB. Kept sealed."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )  # fmt: skip


class StepForm(forms.Form):
    """What is given with one step; only the fields that the step wants."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    people = forms.CharField(
        label=_("Who was there"), max_length=100, required=False,
        help_text=_("At least two names, with a space or comma between them."),
    )  # fmt: skip
    village_signature = forms.CharField(label=_("Signed for the village by"), max_length=60, required=False)
    household_signature = forms.CharField(label=_("Signed for the household by"), max_length=60, required=False)
    signed_on = forms.DateField(
        label=_("Signed on"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    signed_how = forms.ChoiceField(label=_("How it was signed"), required=False, choices=Signed.choices)
    paper = forms.CharField(
        label=_("Where the signed paper is kept"), max_length=120, required=False,
        help_text=_("Number of the file, or the office that keeps it. The form to sign is printed from this page."),
    )  # fmt: skip
    file = paper_field(_("Picture of the signed paper"))
    cause = forms.ChoiceField(label=_("Cause"), required=False)
    ground = forms.CharField(
        label=_("Why it is proposed in spite of its income"), max_length=500, required=False, widget=TEXT
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=TEXT)

    def __init__(self, *args: Any, move: Move, above: Refused | None = None, **kwargs: Any) -> None:
        kwargs["prefix"] = move.name
        super().__init__(*args, **kwargs)
        for name, want in (("people", Wants.TWO_PEOPLE), ("cause", Wants.CAUSE)):
            if want not in move.wants:
                del self.fields[name]
        if above is None:
            del self.fields["ground"]
        else:
            self.fields["ground"].help_text = above.message
            self.fields["ground"].required = True
        if Wants.SIGNATURES not in move.wants:
            for name in ("village_signature", "household_signature", "signed_on", "signed_how", "paper", "file"):
                del self.fields[name]
        if "cause" in self.fields:
            self.fields["cause"] = forms.ChoiceField(
                label=_("Cause"), choices=[("", "—"), *((c.value, c.say(engine_language())) for c in Cause)]
            )
        for name in ("people", "village_signature", "household_signature"):
            if name in self.fields:
                self.fields[name].required = True
        if Wants.REASON in move.wants:
            self.fields["note"].label = _("Reason")
            self.fields["note"].required = True

    def given(self) -> Given:
        """Return what was typed."""
        typed = self.cleaned_data
        names = typed.get("people", "").replace("、", " ").replace("，", " ").replace(",", " ").split()
        return Given(
            note=typed.get("note", ""),
            people=tuple(dict.fromkeys(names)),
            village_signature=typed.get("village_signature", ""),
            household_signature=typed.get("household_signature", ""),
            signed_on=typed.get("signed_on"),
            signed_how=typed.get("signed_how") or Signed.PAPER,
            paper=typed.get("paper", ""),
            cause=typed.get("cause", ""),
            ground=typed.get("ground", ""),
        )


class PaperForm(forms.Form):
    """The picture or scan of a paper that people signed."""

    title = forms.CharField(label=_("What it is"), max_length=120)
    file = paper_field(_("Picture or scan"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].required = True


class OpenForm(forms.Form):
    """What the household applied with, or the village proposed."""

    note = forms.CharField(
        label=_("What was handed in"), max_length=500, required=False, widget=TEXT,
        help_text=_("The written application or proposal, in a few words."),
    )  # fmt: skip


class MeetingForm(forms.Form):
    """The record of a meeting with three numbers for each household that waits."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    place = forms.CharField(label=pgettext_lazy("meeting", "Place"), max_length=100)
    chair = forms.CharField(label=_("Chaired by"), max_length=60)
    recorder = forms.CharField(label=_("Recorded by"), max_length=60)
    entitled = forms.IntegerField(label=_("Representatives in all"), min_value=1, max_value=2000)
    attended = forms.IntegerField(label=_("Who came"), min_value=1, max_value=2000)
    file = paper_field(_("Picture of the signed record"))
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=TEXT)

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cases = list(cases)
        for case in self.cases:
            for key, label in (("for", _("In favour")), ("against", _("Against")), ("abstain", _("Abstained"))):
                self.fields[f"{key}-{case.pk}"] = forms.IntegerField(
                    label=label, min_value=0, max_value=2000, required=False
                )

    def rows(self) -> list[dict[str, Any]]:
        """Return each household with its three fields."""
        return [{"case": c, "fields": [self[f"{k}-{c.pk}"] for k in ("for", "against", "abstain")]} for c in self.cases]

    def head(self) -> list[forms.BoundField]:
        """Return the fields of the meeting as a whole."""
        return [self[name] for name in ("on", "place", "chair", "recorder", "entitled", "attended", "file", "note")]

    def minutes(self) -> Minutes:
        """Return the record as a whole."""
        names = ("on", "place", "chair", "recorder", "entitled", "attended", "note")
        return Minutes(**{name: self.cleaned_data[name] for name in names})

    def votes(self) -> dict[int, tuple[int, int, int]]:
        """Return the votes on every household for which numbers were entered."""
        found = {}
        for case in self.cases:
            numbers = [self.cleaned_data.get(f"{k}-{case.pk}") for k in ("for", "against", "abstain")]
            if any(n is not None for n in numbers):
                found[case.pk] = (numbers[0] or 0, numbers[1] or 0, numbers[2] or 0)
        return found


class ObjectionForm(forms.Form):
    """An objection to a notice; the field that nobody sees catches programs that fill in everything."""

    about = forms.ChoiceField(label=_("About whom"), required=False)
    text = forms.CharField(
        label=_("What you object to"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What is wrong, and how you know it. Only the township and the county read it."),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("How we reach you"), max_length=100, required=False,
        help_text=_("A phone number, if you like; it is kept sealed. You find the answer with your number anyway."),
    )  # fmt: skip
    website = forms.CharField(
        required=False,
        label=_("Leave this empty"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, notice: Publicity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if notice.stage in OF_VILLAGES:  # one village, so nobody need be chosen
            del self.fields["about"]
            return
        people = [(str(row["case"]), f"{row['name']} {row['group']}".strip()) for row in notice.rows]
        self.fields["about"] = forms.ChoiceField(
            label=_("About whom"), required=False, choices=[("", _("Somebody who is not on the list")), *people]
        )

    def shown(self) -> list[forms.BoundField]:
        """Return the fields that people see."""
        return [self[name] for name in ("about", "text", "contact") if name in self.fields]

    def by_a_program(self) -> bool:
        """Tell whether the field that nobody sees was filled in."""
        return bool(self.data.get("website"))


class AnswerForm(forms.Form):
    """The answer to an objection."""

    upheld = forms.ChoiceField(
        label=_("What was found"), widget=forms.RadioSelect,
        choices=[("no", _("The objection is not right")), ("yes", _("The objection is right"))],
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person who objected reads it: no names or numbers of others."),
    )  # fmt: skip


class PurposeForm(forms.Form):
    """What somebody needs to see personal facts for."""

    purpose = forms.CharField(label=_("What for"), max_length=200)


class ReferenceForm(forms.Form):
    """The number that one was given."""

    reference = forms.CharField(label=_("Your number"), max_length=20)
