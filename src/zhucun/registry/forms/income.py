"""Forms of the income account: a line, why it is withdrawn, which lines of last year are copied, a file as proof."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhucun.core.refusals import engine_language
from zhucun.engine.errors import EngineError
from zhucun.engine.facts.income import ITEMS
from zhucun.engine.households.income_items import choosable, find_item
from zhucun.engine.words_household import Proof
from zhucun.registry.actions import Cost, Given
from zhucun.registry.models import IncomeLine

NO_COST, STANDARD, ACTUAL = "", "standard", "actual"


def item_words(code: str) -> str:
    """Return an item as the form shows it: its name and code."""
    return f"{ITEMS[code].text.say(engine_language())} {code}"


class LineForm(forms.Form):
    """One line of the account."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    item = forms.CharField(
        label=gettext_lazy("Item"),
        max_length=60,
        widget=forms.TextInput(attrs={"list": "items", "autocomplete": "off"}),
        help_text=gettext_lazy("Type a part of the name and choose, or the code of the national list."),
    )
    person = forms.ChoiceField(label=gettext_lazy("Who earned or paid it"), required=False)
    month = forms.CharField(
        label=gettext_lazy("From month"),
        widget=forms.TextInput(attrs={"type": "month", "placeholder": "2025-03"}),
    )
    months = forms.IntegerField(
        label=gettext_lazy("Months"),
        min_value=1,
        max_value=12,
        initial=1,
        help_text=gettext_lazy("3 for a quarter, 12 for a year."),
    )
    amount_yuan = forms.DecimalField(
        label=gettext_lazy("Amount in all (yuan)"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )
    proof = forms.ChoiceField(label=gettext_lazy("What it rests on"), required=False)
    evidence = forms.CharField(
        label=gettext_lazy("Name of the evidence"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For example: wage slips October to December."),
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=200)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", _("the household")), *people]  # type: ignore[attr-defined]
        proofs = [(p.value, p.say(engine_language())) for p in Proof]
        self.fields["proof"].choices = [("", _("not reported")), *proofs]  # type: ignore[attr-defined]

    def clean_item(self) -> str:
        """Return the code of the item that was meant."""
        try:
            return find_item(self.cleaned_data["item"]).code
        except EngineError as error:
            raise forms.ValidationError(error.say(engine_language())) from error

    def clean_month(self) -> date:
        """Return the first day of the month, from 2025-03 or 2025年3月."""
        typed = self.cleaned_data["month"].replace("年", "-").replace("月", "").replace("/", "-").replace(".", "-")
        try:
            year, month = (int(part) for part in typed.split("-")[:2])
            return date(year, month, 1)
        except ValueError as error:
            raise forms.ValidationError(_("Give year and month, for example 2025-03.")) from error

    def given(self) -> Given:
        """Return what was said of the line."""
        names = ("item", "month", "months", "amount_yuan", "person", "proof", "evidence", "note")
        return Given(**{name: self.cleaned_data[name] for name in names})

    @property
    def choices(self) -> list[str]:
        """Return the items to choose from, as the list beside the field offers them."""
        return [item_words(item.code) for item in choosable()]

    @classmethod
    def of(cls, row: IncomeLine, people: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Return what stands in a line, to begin the form with."""
        return {
            "version": row.version,
            "item": item_words(row.item),
            "person": row.person.code if row.person else "",
            "month": f"{row.month:%Y-%m}",
            "months": row.months,
            "amount_yuan": row.amount_yuan,
            "proof": row.proof,
            "evidence": row.evidence,
            "note": row.note,
        }


class NewLineForm(LineForm):
    """A new line, with its cost where it is a business income, and a file that proves it."""

    cost = forms.ChoiceField(
        label=gettext_lazy("Cost of this business income"), required=False, widget=forms.RadioSelect
    )
    cost_yuan = forms.DecimalField(
        label=gettext_lazy("Actual cost (yuan)"), required=False, min_value=Decimal("0.01"), max_digits=12,
        decimal_places=2,
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("File that proves it"),
        required=False,
        help_text=gettext_lazy("JPEG, PNG or PDF, at most 10 MB. It is kept sealed."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cost"].choices = [  # type: ignore[attr-defined]
            (NO_COST, _("entered separately, or none")),
            (STANDARD, _("by the standard ratio of this place")),
            (ACTUAL, _("as it really was")),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the cost where it is said to be entered."""
        given = super().clean() or {}
        if given.get("cost") == ACTUAL and not given.get("cost_yuan"):
            self.add_error("cost_yuan", _("Enter the cost, or choose another way."))
        return given

    def cost_given(self) -> Cost | None:
        """Return what was said of the cost."""
        way = self.cleaned_data["cost"]
        return Cost(way == STANDARD, self.cleaned_data["cost_yuan"] if way == ACTUAL else None) if way else None


class CorrectLineForm(LineForm):
    """A correction says why, and on which paper it rests."""

    reason = forms.CharField(label=gettext_lazy("Reason of the change"), max_length=200)
    document = forms.CharField(label=gettext_lazy("Source document"), required=False, max_length=120)


class WithdrawForm(forms.Form):
    """Why a line is withdrawn, or a file removed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)


class CopyForm(forms.Form):
    """Which lines of a year begin the next one."""

    lines = forms.MultipleChoiceField(label=gettext_lazy("Lines"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, lines: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = list(lines)
        self.fields["lines"].choices = choices  # type: ignore[attr-defined]
        self.fields["lines"].initial = [key for key, _said in choices]


class FileForm(forms.Form):
    """A file that proves a line."""

    title = forms.CharField(label=gettext_lazy("What it is"), max_length=120)
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("JPEG, PNG or PDF, at most 10 MB. It is kept sealed."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )
