"""Home surveys: who asked on which day, and what was answered; the newest answers are the household's facts."""

from django.db import models
from django.db.models import Q

from zhucun.core.models import NAME_LENGTH, User
from zhucun.registry.models.households import Household


class HomeSurvey(models.Model):
    """One survey at home; `before` keeps the facts that it changed, so that it can be withdrawn."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="surveys")
    on = models.DateField()
    surveyor = models.CharField(max_length=NAME_LENGTH)
    answers = models.JSONField(default=dict)
    before = models.JSONField(default=dict, editable=False)
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [models.CheckConstraint(name="survey_has_surveyor", condition=~Q(surveyor=""))]

    def __str__(self) -> str:
        return f"{self.household_id} {self.on}"
