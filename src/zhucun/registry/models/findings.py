"""What the quality rules found when they were last asked, what people said of it, and who mends it."""

from django.db import models
from django.db.models import Q

from zhucun.core.models import User
from zhucun.registry.models.villages import Village


class RulesAsked(models.Model):
    """When the rules were last asked of a county, as of which day, and after which event: what came later is not in it.

    The findings of a run are those of its number; a new run is written beside the old one, which readers see until the
    new one is whole.
    """

    county = models.CharField(max_length=6, primary_key=True)
    run = models.PositiveIntegerField()
    on = models.DateField()
    at = models.DateTimeField()
    event = models.BigIntegerField()
    rules = models.PositiveSmallIntegerField()
    households = models.PositiveIntegerField()

    class Meta:
        ordering = ["county"]

    def __str__(self) -> str:
        return f"{self.county} {self.run}"


class KeptFinding(models.Model):
    """One finding of a run; `values` are pairs of label and value in both languages, personal ones masked already."""

    county = models.CharField(max_length=6)
    run = models.PositiveIntegerField()
    village = models.CharField(max_length=12, blank=True)  # nothing where a row names none
    rule = models.CharField(max_length=60)
    code = models.CharField(max_length=24, blank=True)
    mark = models.CharField(max_length=24)
    values = models.JSONField(default=list)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["county", "run", "village", "rule"], name="finding_by_village"),
            models.Index(fields=["county", "run", "mark"], name="finding_by_mark"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.code}"


class FindingExplanation(models.Model):
    """Why a finding is right as it stands; it holds as long as the facts that the rule looked at stay the same.

    `mark` is the finding's own (engine.households.quality.Finding): other facts give another mark, and the rule speaks
    again.
    """

    village = models.ForeignKey(Village, on_delete=models.CASCADE, related_name="explanations")
    rule = models.CharField(max_length=60)
    code = models.CharField(max_length=24)
    mark = models.CharField(max_length=24)
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["mark"], name="explanation_by_mark")]
        constraints = [
            models.CheckConstraint(name="explanation_has_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                fields=["village", "mark"], condition=Q(withdrawn_at__isnull=True), name="one_explanation_a_finding"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.code}"


class FindingOwner(models.Model):
    """Who mends the findings of a village, and by when."""

    village = models.OneToOneField(Village, on_delete=models.CASCADE, related_name="finding_owner")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["village"]

    def __str__(self) -> str:
        return f"{self.village_id} {self.owner_id}"
