"""The form of an export: which list, in whose codes, as which file, and what personal facts are needed for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhucun.core.refusals import engine_language
from zhucun.engine.households.written import LABELS, code_systems, system_text
from zhucun.registry.papers import TABLES


class ExportForm(forms.Form):
    """What leaves, and how."""

    table = forms.ChoiceField(label=gettext_lazy("Which list"), widget=forms.RadioSelect, initial="households")
    system = forms.ChoiceField(
        label=gettext_lazy("Codes"),
        initial=LABELS,
        help_text=gettext_lazy("Where another system is too coarse for a word of ours, the file says so."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("File"), choices=[("xlsx", "xlsx"), ("csv", "csv")], widget=forms.RadioSelect, initial="xlsx"
    )
    whole = forms.BooleanField(
        label=gettext_lazy("With identity numbers, phones, accounts and illnesses in full"), required=False
    )
    purpose = forms.CharField(
        label=gettext_lazy("What do you need it for?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Needed only for personal facts in full; kept in the log."),
    )

    def __init__(self, *args: Any, may_unmask: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {
            "households": _("Households, all facts"),
            "members": _("Members, all facts"),
            "income": _("Lines of the income accounts"),
            "changes": _("Natural changes of families"),
            "roster": _("National roster of persons (32 columns)"),
        }
        self.fields["table"].choices = [(key, names[key]) for key in TABLES]  # type: ignore[attr-defined]
        systems = [(s, f"{system_text(s).say(engine_language())}（{s}）") for s in code_systems()]
        self.fields["system"].choices = systems  # type: ignore[attr-defined]
        if not may_unmask:
            del self.fields["whole"], self.fields["purpose"]

    def clean(self) -> dict[str, Any]:
        """Ask for the purpose where personal facts shall be given in full."""
        given = super().clean() or {}
        if given.get("whole") and len(given.get("purpose", "").strip()) < 2:
            self.add_error("purpose", _("Say what you need the full facts for; it is kept in the log."))
        return given
