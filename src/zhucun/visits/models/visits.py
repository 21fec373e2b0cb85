"""Visits, the week as it was planned, and how many visits a week a person can make."""

from typing import Self

from django.db import models
from django.db.models import Q

from zhucun.core.fields import SealedText
from zhucun.core.models import NAME_LENGTH, User, Versioned
from zhucun.identification.models import OfVillages
from zhucun.registry.models import Household, Village
from zhucun.visits.statuses import Outcome, PlanState, VisitKind, Why


class VisitQuerySet(OfVillages):
    """Visits as one may see them."""

    def standing(self) -> Self:
        """Return the visits that nobody withdrew."""
        return self.filter(withdrawn_at__isnull=True)

    def met(self) -> Self:
        """Return the visits at which the household was met."""
        return self.standing().filter(outcome=Outcome.MET)


class Visit(Versioned):
    """Somebody was at a household on a day; the note is kept sealed, because people tell a visitor what ails them.

    Days, not instants: nothing here is a clock, a track or a picture, and nobody is ranked by it.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="visits", db_index=False)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=VisitKind.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.MET)
    people = models.CharField(max_length=NAME_LENGTH)
    note = SealedText()
    next_wished = models.DateField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(fields=["household", "-on"], name="visit_by_household"),
            models.Index(fields=["village", "-on"], name="visit_by_village"),
            models.Index(fields=["-on", "-id"], name="visit_by_day"),
        ]
        constraints = [
            models.CheckConstraint(name="visit_kind_known", condition=Q(kind__in=VisitKind.values)),
            models.CheckConstraint(name="visit_outcome_known", condition=Q(outcome__in=Outcome.values)),
            models.CheckConstraint(name="visit_by_somebody", condition=~Q(people="")),
            models.CheckConstraint(
                name="visit_withdrawn_whole",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["household", "on", "kind"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_visit_a_day_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.on}"


class PlannedVisit(Versioned):
    """One household in a village's week, and what became of it; `week` is its Monday."""

    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+", db_index=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="planned_visits")
    week = models.DateField()
    place = models.PositiveSmallIntegerField()
    why = models.CharField(max_length=12, choices=Why.choices)
    waited_days = models.PositiveIntegerField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=PlanState.choices, default=PlanState.PLANNED)
    reason = models.TextField(blank=True)
    visit = models.ForeignKey(Visit, on_delete=models.SET_NULL, null=True, blank=True, related_name="planned")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfVillages.as_manager()

    class Meta:
        ordering = ["week", "place", "id"]
        indexes = [models.Index(fields=["village", "week"], name="planned_by_village")]
        constraints = [
            models.UniqueConstraint(fields=["household", "week"], name="household_once_a_week"),
            models.CheckConstraint(name="planned_state_known", condition=Q(state__in=PlanState.values)),
            models.CheckConstraint(name="planned_why_known", condition=Q(why__in=Why.values)),
            models.CheckConstraint(name="left_out_with_reason", condition=~Q(state=PlanState.SKIPPED) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} {self.week}"


class Capacity(models.Model):
    """How many households a person can visit in a week from a day on; the latest that has begun holds."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="visit_capacities")
    since = models.DateField()
    per_week = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["user", "-since", "-id"]
        constraints = [models.CheckConstraint(name="capacity_of_a_person", condition=Q(per_week__lte=200))]

    def __str__(self) -> str:
        return f"{self.user_id} {self.per_week}"
