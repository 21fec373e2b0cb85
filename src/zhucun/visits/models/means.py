"""Fits of the means test, each kept as it was made."""

from typing import Self

from django.db import models
from django.db.models import Q

from zhucun.core.models import User, within
from zhucun.core.statuses import Permission
from zhucun.visits.statuses import RunState


class FitQuerySet(models.QuerySet["Fit"]):
    """Fits as one may see them: never those who survey."""

    def visible_to(self, user: User) -> Self:
        """Return the fits of the person's county, if the person may see the means test at all."""
        if not user.may(Permission.MEANS_SEE):
            return self.none()
        return self.filter(within(user.scope, "county") if len(user.scope) < 6 else Q(county=user.scope[:6]))


class Fit(models.Model):
    """One fit of a county's means test: what it was fitted on, its weights, and how wrong it is.

    `weights` and `page` are what engine.targeting gave, by name; the newest that is done and not retired is in use.
    """

    county = models.CharField(max_length=6)
    on = models.DateField()
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.ASKED)
    failure = models.JSONField(default=list)
    line_name = models.CharField(max_length=60, blank=True)
    line_year = models.PositiveSmallIntegerField(null=True, blank=True)
    line_fen = models.BigIntegerField(null=True, blank=True)
    households = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    cut_chance = models.FloatField(null=True, blank=True)
    rule_version = models.CharField(max_length=60, blank=True)
    weights = models.JSONField(default=dict)
    page = models.JSONField(default=dict)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    retired_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_reason = models.TextField(blank=True)
    made_up = models.BooleanField(default=False, editable=False)

    objects = FitQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["county", "-id"], name="fit_by_county")]
        constraints = [
            models.CheckConstraint(name="fit_state_known", condition=Q(state__in=RunState.values)),
            models.CheckConstraint(
                name="fit_done_has_weights", condition=~Q(state=RunState.DONE) | Q(done_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.on}"
