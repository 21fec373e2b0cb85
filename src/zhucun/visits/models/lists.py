"""The monthly lists as they stood: eligible but not listed, listed but not eligible, and what people said of them."""

from typing import Self

from django.db import models
from django.db.models import Q

from zhucun.core.models import User, within
from zhucun.core.statuses import Permission
from zhucun.identification.models import OfVillages
from zhucun.registry.models import Household, Village
from zhucun.visits.statuses import ListKind, RunState


class RunQuerySet(models.QuerySet["ListRun"]):
    """Runs as one may see them."""

    def visible_to(self, user: User) -> Self:
        """Return the runs of the person's county; what they hold is narrowed to the person's place."""
        if not user.may(Permission.HOUSEHOLD_SEE):
            return self.none()
        return self.filter(within(user.scope, "county") if len(user.scope) < 6 else Q(county=user.scope[:6]))


class ListRun(models.Model):
    """One making of a county's lists; a month may be made again, then the newest is the month's and older ones stay."""

    county = models.CharField(max_length=6)
    month = models.DateField()
    on = models.DateField()
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.ASKED)
    stage = models.PositiveSmallIntegerField(default=0)
    failure = models.JSONField(default=list)
    line_name = models.CharField(max_length=60, blank=True)
    line_year = models.PositiveSmallIntegerField(null=True, blank=True)
    line_yuan = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    rules = models.JSONField(default=dict)
    missed_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    wrong_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    made_up = models.BooleanField(default=False, editable=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-month", "-id"]
        indexes = [models.Index(fields=["county", "-month", "-id"], name="list_run_by_county")]
        constraints = [models.CheckConstraint(name="list_run_state_known", condition=Q(state__in=RunState.values))]

    def __str__(self) -> str:
        return f"{self.county} {self.month:%Y-%m}"


class AreaRate(models.Model):
    """What one village adds to a month's rates: whole numbers, so that townships and the county are their sums."""

    run = models.ForeignKey(ListRun, on_delete=models.CASCADE, related_name="areas")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    missed = models.PositiveIntegerField()
    unlisted = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()
    listed = models.PositiveIntegerField()
    untold = models.PositiveIntegerField()

    objects = OfVillages.as_manager()

    class Meta:
        ordering = ["village"]
        constraints = [models.UniqueConstraint(fields=["run", "village"], name="village_once_a_run")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.village_id}"


class ListEntry(models.Model):
    """One household on one list of one run, with its reasons as they were, in both languages."""

    run = models.ForeignKey(ListRun, on_delete=models.CASCADE, related_name="entries", db_index=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="list_entries")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=ListKind.choices)
    reasons = models.JSONField(default=list)

    objects = OfVillages.as_manager()

    class Meta:
        ordering = ["village", "id"]
        indexes = [
            models.Index(fields=["run", "kind", "village"], name="list_entry_by_run"),
            models.Index(fields=["run", "village", "id"], name="list_entry_by_village"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["run", "household"], name="household_once_a_run"),
            models.CheckConstraint(name="list_entry_kind_known", condition=Q(kind__in=ListKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.household_id}"


class EntryExplanation(models.Model):
    """Why a household stands on a list rightly or for now; it holds for later months until somebody withdraws it."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="list_explanations")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=ListKind.choices)
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = OfVillages.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="entry_explained_with_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["household", "kind"], condition=Q(withdrawn_at__isnull=True), name="one_explanation_an_entry"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.household_id}"
