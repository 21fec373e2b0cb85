"""Forms about households: facts, members, natural changes, purposes and explanations."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhucun.core.models import Event, User
from zhucun.core.refusals import engine_language
from zhucun.core.sealing import Sealed
from zhucun.engine.facts.fact import Fact, FactKind, Sight
from zhucun.engine.households.identity import identity_faults, normal
from zhucun.registry.bridge.households import (
    HOUSEHOLD_FACT,
    HOUSEHOLD_KEYS,
    MEMBER_FACT,
    MEMBER_KEYS,
    plain,
)
from zhucun.registry.forms.villages import UNKNOWN, field_of
from zhucun.registry.models import Household, Member
from zhucun.registry.statuses import BY_FLOW, HOUSEHOLD_GROUPS


def day_field(fact: Fact, label: str) -> forms.Field:
    """Return the field of a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=fact.required, widget=widget)


class WhyForm(forms.Form):
    """What every change of a household says: the version seen, why, and the document it rests on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason of the change"),
        max_length=200,
        help_text=gettext_lazy("For example: visited at home on 2 March. It stands in the history."),
    )
    document = forms.CharField(
        label=gettext_lazy("Source document"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For example: record of the village meeting, certificate, number of the paper."),
    )


class FactsForm(WhyForm):
    """The typed facts of a household or member; sealed ones start empty and stay as they are when left empty."""

    facts: dict[str, Fact] = {}
    keys: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in self.keys:
            fact = self.facts[key]
            made = field_of(fact)
            if fact.kind is FactKind.DAY:
                made = day_field(fact, str(made.label))
            if fact.sight is Sight.PURPOSE:
                made.required = False
                made.help_text = _("Kept sealed. Left empty, it stays as it is.")
                made.widget.attrs["autocomplete"] = "off"
            self.fields[key] = made

    @classmethod
    def of(cls, row: Household | Member) -> "FactsForm":
        """Return the form filled with what stands."""
        initial: dict[str, Any] = {"version": row.version}
        yes_no = {True: "yes", False: "no", None: UNKNOWN}
        for key in cls.keys:
            value = getattr(row, key)
            if isinstance(value, Sealed):
                continue
            if cls.facts[key].kind is FactKind.YES_NO:
                value = yes_no[value]
            initial[key] = plain(value) if isinstance(value, Decimal) else value
        return cls(initial=initial)

    def beside(self, row: Household | Member, theirs: Iterable[Event]) -> "FactsForm":
        """Return the form as it was entered, on the version that stands, with what others changed and it did not.

        A fact that both changed keeps what was entered here; `theirs` is shown above it, and who saves decides.
        """
        before: dict[str, Any] = {}
        for event in theirs:  # the newest first: what stood before all of them comes last
            before |= {key: pair[0] for key, pair in event.changes.items() if isinstance(pair, list)}
        entered, stands = cast(QueryDict, self.data).copy(), self.of(row).initial
        entered["version"] = str(row.version)
        for key, old in before.items():
            if key in self.keys and plain(self.cleaned_data[key]) in (old, old or ""):
                value = stands[key]
                entered.setlist(key, [*value] if isinstance(value, (list, tuple)) else ["" if value is None else value])
        return type(self)(entered)

    def values(self) -> dict[str, Any]:
        """Return what was entered as kept values; a sealed fact that was left empty is not among them."""
        found: dict[str, Any] = {}
        for key in self.keys:
            value = self.cleaned_data[key]
            fact = self.facts[key]
            if fact.sight is Sight.PURPOSE and not value:
                continue
            if fact.kind is FactKind.WORDS:
                value = tuple(value)
            found[key] = normal(value) if key == "identity" else value
        return found


class HouseholdForm(FactsForm):
    """The typed facts of a household; computed ones follow from its members and its income account."""

    facts = HOUSEHOLD_FACT
    keys = tuple(
        key
        for group in HOUSEHOLD_GROUPS
        for key in group.keys
        if key in HOUSEHOLD_KEYS and key not in ("head_name", *BY_FLOW)
    )

    def parts(self) -> Iterable[tuple[Any, list[forms.BoundField]]]:
        """Return the fields in the groups of the household's page."""
        return [(g, [self[key] for key in g.keys if key in self.fields]) for g in HOUSEHOLD_GROUPS]


class MemberForm(FactsForm):
    """The typed facts of a member; whether somebody is a member now is told by natural changes."""

    facts = MEMBER_FACT
    keys = tuple(key for key in MEMBER_KEYS if key not in ("code", "state"))

    def clean_identity(self) -> str:
        """Refuse a number that cannot be right, saying what is wrong with it and never repeating it."""
        number = normal(self.cleaned_data["identity"])
        if number and (faults := identity_faults(number)):
            raise forms.ValidationError(faults[0].text.say(engine_language()))
        return number


class PurposeForm(forms.Form):
    """What a person needs somebody's personal facts for; kept in the log."""

    purpose = forms.CharField(label=gettext_lazy("What do you need it for?"), max_length=200)


class ExplainForm(forms.Form):
    """Why a finding is right as it stands."""

    rule = forms.CharField(widget=forms.HiddenInput, max_length=60)
    code = forms.CharField(widget=forms.HiddenInput, max_length=24)
    village = forms.CharField(widget=forms.HiddenInput, max_length=12)
    mark = forms.CharField(widget=forms.HiddenInput, max_length=24)
    reason = forms.CharField(label=gettext_lazy("Why it is right as it stands"), max_length=300)


class OwnerForm(forms.Form):
    """Who mends the findings of a village, and by when."""

    owner = forms.ModelChoiceField(label=gettext_lazy("Who mends it"), queryset=User.objects.none())
    until = forms.DateField(label=gettext_lazy("To be mended by"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
