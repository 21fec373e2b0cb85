"""Forms of a village's exit: what the village answers, and what is given with a step."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhucun.core.refusals import engine_language
from zhucun.engine.words_household import Cause
from zhucun.identification.bridge_villages import Shown
from zhucun.identification.rules import Given
from zhucun.identification.statuses import VillageMove, Wants

TEXT = forms.Textarea(attrs={"rows": 3})
ANSWERS = [("", _("not answered")), ("yes", _("yes")), ("no", _("no"))]


class VillageForm(forms.Form):
    """One step: answers to the tests that no fact tells, who was there, the cause, words."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, move: VillageMove | None, asked: Sequence[Shown], **kwargs: Any) -> None:
        kwargs["prefix"] = move.name if move else "apply"
        super().__init__(*args, **kwargs)
        wants = move.wants if move else (Wants.TESTS, Wants.REASON)
        if Wants.TESTS in wants:
            for row in asked:
                if row.by_hand:
                    self.fields[f"told-{row.code}"] = forms.ChoiceField(label=row.text, choices=ANSWERS, required=False)
        if Wants.TWO_PEOPLE in wants:
            self.fields["people"] = forms.CharField(
                label=_("Who was there"), max_length=100,
                help_text=_("At least two names, with a space or comma between them."),
            )  # fmt: skip
        if Wants.CAUSE in wants:
            chosen = [("", "—"), *((c.value, c.say(engine_language())) for c in Cause)]
            self.fields["cause"] = forms.ChoiceField(label=_("Cause"), choices=chosen)
        needs_words = Wants.REASON in wants
        label = (
            _("Reason") if move and needs_words else _("What the village says for itself") if not move else _("Note")
        )
        self.fields["note"] = forms.CharField(label=label, max_length=1000, required=needs_words, widget=TEXT)

    def told(self) -> dict[str, bool | None]:
        """Return what the village or the checkers answered."""
        said = {"yes": True, "no": False}
        return {k[5:]: said.get(str(v)) for k, v in self.cleaned_data.items() if k.startswith("told-")}

    def given(self) -> Given:
        """Return what was typed with the step."""
        typed = self.cleaned_data
        names = typed.get("people", "").replace("、", " ").replace("，", " ").replace(",", " ").split()
        return Given(note=typed.get("note", ""), people=tuple(dict.fromkeys(names)), cause=typed.get("cause", ""))
