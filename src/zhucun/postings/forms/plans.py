"""Forms for plans: making one, its settings, a word on a pair, publishing, recalling."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhucun.postings.models import Plan, Scheme
from zhucun.postings.statuses import PlanStatus, Scope


def day_field(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day with the browser's own calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


class SettingsForm(forms.Form):
    """How a plan is solved: the floor for the worst-served village, the bonus for staying, the worst few."""

    floor = forms.IntegerField(
        label=_("Floor for every village"),
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"type": "range", "step": 1, "data-range": "%"}),
        help_text=_("Share of the best fit that the worst-served village could have; 0 is no floor."),
    )
    keep = forms.IntegerField(
        label=_("Bonus for staying"),
        min_value=0,
        max_value=5000,
        help_text=_("Points: nobody who serves now moves for a smaller gain."),
    )
    leximin = forms.IntegerField(
        label=_("Serve the worst few first"),
        min_value=0,
        max_value=30,
        help_text=_(
            "So many of the worst-served villages get the best they can have, worst first, before the sum counts."
        ),
    )

    def settings(self) -> dict[str, Any]:
        """Return what was chosen as a plan's settings."""
        typed = self.cleaned_data
        return {"floor": typed["floor"] / 100, "keep": typed["keep"], "leximin": typed["leximin"]}


class ChoiceForm(forms.Form):
    """Which villages a plan fills, and whether those whose term is not over stay."""

    scope = forms.ChoiceField(
        label=_("Villages of the plan"),
        choices=Scope.choices,
        help_text=_("Villages left out keep who serves there; publishing does not touch them."),
    )
    hold = forms.BooleanField(
        label=_("Unexpired terms stay"),
        required=False,
        help_text=_(
            "Whoever serves beyond the plan's day stays in their village, whatever the points say. "
            "Without it only the bonus for staying speaks for them."
        ),
    )

    def choice(self) -> dict[str, Any]:
        """Return what was chosen as a plan's settings."""
        return {"scope": self.cleaned_data["scope"], "hold": self.cleaned_data["hold"]}


class PlanForm(ChoiceForm, SettingsForm):
    """A new plan: name, day, villages, weights, and how it is solved."""

    name = forms.CharField(label=_("Plan name"), max_length=60)
    on = day_field(_("Day"), help_text=_("The rules, needs and terms of this day hold."))
    scheme = forms.ModelChoiceField(
        Scheme.objects.none(), label=_("Weights"), required=False, empty_label=_("the shipped weights")
    )
    based_on = forms.ModelChoiceField(
        Plan.objects.none(),
        label=_("Based on"),
        required=False,
        empty_label=_("nothing: those who serve now count as staying"),
        help_text=_("Those whom that plan posts count as staying."),
    )
    field_order = ("name", "on", "scope", "hold", "scheme", "floor", "keep", "leximin", "based_on")

    def __init__(self, *args: Any, county: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schemes = Scheme.objects.filter(county=county).order_by("-made_at")
        plans = Plan.objects.filter(county=county).exclude(status=PlanStatus.DROPPED).order_by("-id")
        for name, rows in (("scheme", schemes), ("based_on", plans)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  declared above
            field.queryset = rows
        if schemes:
            self.fields["scheme"].required = True
            self.fields["scheme"].initial = schemes[0]


class PairForm(forms.Form):
    """A word on one pair: what to do, with whom, and why."""

    do = forms.ChoiceField(
        choices=[
            ("lock", _("Lock")),
            ("forbid", _("Keep apart")),
            ("assign", _("Move by hand")),
            ("empty", _("Leave empty")),
        ]
    )
    village = forms.CharField(label=_("Village"), max_length=12)
    candidate = forms.IntegerField(label=_("Candidate"), required=False, min_value=0, max_value=2**31 - 1)
    reason = forms.CharField(label=_("Reason"), max_length=400)
    change = forms.BooleanField(required=False)
    version = forms.IntegerField(label=_("Version"))


class AreaQuotaForm(forms.Form):
    """A quota of a place: which, how many of its villages at least and at most, and why."""

    area = forms.ChoiceField(label=_("Township"))
    least = forms.IntegerField(label=_("At least"), required=False, min_value=0, max_value=9999)
    most = forms.IntegerField(
        label=_("At most"), required=False, min_value=0, max_value=9999,
        help_text=_("Villages that are filled; left open, there is no such limit."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  declared above
        field.choices = places

    def quota(self) -> dict[str, Any]:
        """Return the place and its limits; no lower one is 0."""
        typed = self.cleaned_data
        return {"area": typed["area"], "least": typed["least"] or 0, "most": typed["most"]}


class ReasonForm(forms.Form):
    """Why, and the version of the plan that was seen."""

    reason = forms.CharField(label=_("Reason"), max_length=400)
    version = forms.IntegerField(label=_("Version"))


class NoteForm(forms.Form):
    """A note with a step in a plan's life, and the version that was seen."""

    note = forms.CharField(label=_("Note"), required=False, max_length=400)
    version = forms.IntegerField(label=_("Version"))


class PublishForm(forms.Form):
    """The handover day and the length of the new terms."""

    handover = day_field(_("Handover day"))
    years = forms.IntegerField(label=_("Length of the new terms, years"), min_value=1, max_value=5)
    read = forms.BooleanField(
        label=_("I have read who leaves"),
        error_messages={"required": _("Read the list of those who leave, and tick that you have.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class EndForm(forms.Form):
    """The end of a term: which day, and why."""

    on = day_field(_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class RecallForm(forms.Form):
    """A recall: from which day, and why."""

    on = day_field(_("Last day"))
    reason = forms.CharField(
        label=_("Reason"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with the term and in the log. Write what happened, not an opinion of the person."),
    )  # fmt: skip
    keep = forms.IntegerField(
        label=_("Bonus for staying"),
        min_value=0,
        max_value=5000,
        help_text=_("Points: nobody else moves for a smaller gain. You can choose again on the next page."),
    )
