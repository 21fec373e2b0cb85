"""Forms of natural changes: who left or came back, who joined, who heads the household, who splits off, who merges."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhucun.core.refusals import engine_language
from zhucun.engine.households.changes import JOINS, LEAVES, ChangeKind
from zhucun.engine.words_household import Relation
from zhucun.registry.bridge.households import MEMBER_FACT
from zhucun.registry.forms.households import MemberForm
from zhucun.registry.models import Household, Member
from zhucun.registry.statuses import HOUSEHOLD_FACT, LAND

LEFT = (*LEAVES, ChangeKind.CAME_BACK)
JOINED = tuple(kind for kind in JOINS if kind is not ChangeKind.CAME_BACK)
NEW_MEMBER = (
    "name", "sex", "identity", "born", "relation", "nation", "schooling", "school", "health", "labour",
    "medical_insurance", "phone",
)  # fmt: skip
"""What is asked of a new member at once; the rest is entered on the member's own page."""


def words_of(kinds: Iterable[Any]) -> list[tuple[str, str]]:
    """Return words as choices in the reader's language."""
    return [(kind.value, kind.say(engine_language())) for kind in kinds]


class DatedForm(forms.Form):
    """What every natural change says: the version seen, the day, why, and the document it rests on."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    on = forms.DateField(label=gettext_lazy("Day on which it happened"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("For example: seen on the visit of 2 March, reported by the group leader."),
    )
    document = forms.CharField(
        label=gettext_lazy("Source document"),
        required=False,
        max_length=120,
        help_text=gettext_lazy("For example: birth certificate, marriage certificate, household register."),
    )

    def first(self) -> list[forms.BoundField]:
        """Return the fields of this kind of change, before day and reason."""
        common = ("version", "on", "reason", "document")
        return [self[name] for name in self.fields if name not in common]

    def last(self) -> list[forms.BoundField]:
        """Return the day, the reason and the document."""
        return [self["on"], self["reason"], self["document"]]


class LeftForm(DatedForm):
    """Who left or came back."""

    kind = forms.ChoiceField(label=gettext_lazy("What happened"), widget=forms.RadioSelect)
    people = forms.MultipleChoiceField(label=gettext_lazy("Person concerned"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = words_of(LEFT)  # type: ignore[attr-defined]
        self.fields["people"].choices = people  # type: ignore[attr-defined]


class JoinedForm(DatedForm):
    """Who joined: the kind, the number in this county, and the facts that are asked at once."""

    kind = forms.ChoiceField(label=gettext_lazy("What happened"), widget=forms.RadioSelect)
    code = forms.CharField(
        label=gettext_lazy("Member number"),
        max_length=20,
        help_text=gettext_lazy("The next free one is proposed. Somebody whom the county knows keeps the old number."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = words_of(JOINED)  # type: ignore[attr-defined]
        member = MemberForm()
        for key in NEW_MEMBER:
            made = member.fields[key]
            if key == "identity":
                made.help_text = _("Where there is one. It finds a person whom the county knows already.")
            elif MEMBER_FACT[key].sight and made.help_text:
                made.help_text = ""
            self.fields[key] = made

    def clean_identity(self) -> str:
        """Refuse a number that cannot be right, never repeating it."""
        return MemberForm.clean_identity(self)  # type: ignore[arg-type]

    def values(self) -> dict[str, Any]:
        """Return the facts of the new member as kept values, without those that nobody said."""
        found = {key: self.cleaned_data[key] for key in NEW_MEMBER if key != "relation"}
        found["health"] = tuple(found["health"])
        return {key: value for key, value in found.items() if value not in (None, "", ())}


class RelationsForm(DatedForm):
    """How each member is related to the head from that day on, as proposed or as corrected."""

    def __init__(self, *args: Any, people: Sequence[Member], proposed: Mapping[str, Relation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for member in people:
            self.fields[f"relation-{member.code}"] = forms.ChoiceField(
                label=member.name, choices=words_of(Relation), initial=proposed[member.code].value
            )

    def relations(self, codes: Iterable[str]) -> dict[str, Relation]:
        """Return the relations of these members."""
        return {code: Relation(self.cleaned_data[f"relation-{code}"]) for code in codes}

    def asked(self, codes: Iterable[str]) -> list[forms.BoundField]:
        """Return the fields of these members."""
        return [self[f"relation-{code}"] for code in codes]


class HeadForm(forms.Form):
    """Who is the head from now on."""

    head = forms.ChoiceField(label=gettext_lazy("New head"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["head"].choices = people  # type: ignore[attr-defined]


class PartForm(HeadForm):
    """Who goes, who of them heads the new household, and who heads the old one where its head goes."""

    going = forms.MultipleChoiceField(label=gettext_lazy("Who goes"), widget=forms.CheckboxSelectMultiple)
    stays_head = forms.ChoiceField(label=gettext_lazy("Head of those who stay"), widget=forms.RadioSelect)
    field_order = ("going", "head", "stays_head")

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, people=people, **kwargs)
        for name in ("going", "stays_head"):
            self.fields[name].choices = people  # type: ignore[attr-defined]
        self.fields["head"].label = _("Head of the new household")

    def clean(self) -> dict[str, Any]:
        """Refuse a head who is on the other side."""
        given = super().clean() or {}
        going, head, stays = (given.get(name) for name in ("going", "head", "stays_head"))
        if going and head and head not in going:
            self.add_error("head", _("The head of the new household must be one of those who go."))
        if going and stays and stays in going:
            self.add_error("stays_head", _("Whoever heads those who stay cannot be one of those who go."))
        return given


class SplitForm(RelationsForm):
    """The new household: its number, the relations on both sides, what goes along."""

    code = forms.CharField(
        label=gettext_lazy("Number of the new household"),
        max_length=20,
        help_text=gettext_lazy("The next free one of the county is proposed, until the national system gives one."),
    )
    along = forms.MultipleChoiceField(
        label=gettext_lazy("What goes along"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["along"].choices = [  # type: ignore[attr-defined]
            ("programme", _("where the household stands in the programme: status, cause, days")),
            ("living", _("house, water, power and road: they go on living in the same house")),
            ("helper", _("the helper")),
        ]
        self.fields["along"].initial = ["programme", "helper"]
        self.land = [key for key in LAND if getattr(household, key)]
        for key in self.land:
            fact, whole = HOUSEHOLD_FACT[key], getattr(household, key)
            self.fields[key] = forms.DecimalField(
                label=fact.text.say(engine_language()), min_value=0, max_value=whole, required=False, decimal_places=2,
                help_text=_("mu that go along; the household has %(whole)s") % {"whole": whole},
            )  # fmt: skip

    def new(self) -> list[forms.BoundField]:
        """Return the fields of the new household."""
        return [self["code"], self["along"], *(self[key] for key in self.land)]


class MergeForm(RelationsForm):
    """How the members are related to the head of the household that takes them in; both versions as seen."""

    into_version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class UndoForm(forms.Form):
    """Why a change is taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=gettext_lazy("Why it is taken back"), max_length=200)
