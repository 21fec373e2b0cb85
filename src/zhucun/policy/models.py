"""Figures and rule sets that a place set for itself over the national ones; rows are never overwritten."""

from typing import Any

from django.db import models
from django.db.models import Q

from zhucun.core.models import NAME_LENGTH, User
from zhucun.policy.statuses import RuleKind


class OfPlaces(models.QuerySet[Any]):
    """Rows by the places whose rules they are."""

    def standing(self) -> "OfPlaces":
        """Return the rows that nobody withdrew, the later entered last."""
        return self.filter(withdrawn_at__isnull=True).order_by("since", "id")

    def holding_for(self, area: str) -> "OfPlaces":
        """Return the rows of a place and of the wider places that it lies in."""
        return self.filter(area__in=[area[:digits] for digits in (2, 4, 6) if digits <= len(area)])


class Dated(models.Model):
    """What a place decided: from which day, by which paper and why; withdrawn only before that day."""

    area = models.CharField(max_length=6)
    since = models.DateField()
    reference = models.CharField(max_length=200)
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = OfPlaces.as_manager()

    class Meta:
        abstract = True


class OwnFigure(Dated):
    """A place's own value of one policy figure from a day; without a value the wider place's holds again."""

    name = models.CharField(max_length=80)
    value = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["area", "name"], name="own_figure_by_area")]
        constraints = [
            models.CheckConstraint(name="own_figure_of_a_place", condition=~Q(area="") & ~Q(name="")),
            models.CheckConstraint(name="own_figure_has_paper", condition=~Q(reference="") & ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.area} {self.since}"


class OwnRuleSet(Dated):
    """A place's own rules of one kind from a day; without content the wider place's rules hold again."""

    kind = models.CharField(max_length=20, choices=RuleKind.choices)
    name = models.CharField(max_length=NAME_LENGTH)
    based_on = models.CharField(max_length=60, blank=True)
    content = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["area", "kind"], name="own_rules_by_area")]
        constraints = [
            models.CheckConstraint(name="own_rules_of_a_place", condition=~Q(area="")),
            models.CheckConstraint(name="own_rules_kind_known", condition=Q(kind__in=RuleKind.values)),
            models.CheckConstraint(name="own_rules_have_paper", condition=~Q(reference="") & ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.area} {self.since}"
