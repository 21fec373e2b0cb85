"""How villagers themselves order their households: evidence of its own, beside income and never instead of it."""

from django.db import models
from django.db.models import Q

from zhucun.core.models import NAME_LENGTH, User
from zhucun.identification.models import OfVillages
from zhucun.registry.models import Household, Village


class Ranking(models.Model):
    """One village meeting that put households in order or in piles, the hardest up first."""

    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+", db_index=False)
    on = models.DateField()
    participants = models.PositiveIntegerField()
    women = models.PositiveIntegerField(null=True, blank=True)
    chair = models.CharField(max_length=NAME_LENGTH)
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)
    made_up = models.BooleanField(default=False, editable=False)

    objects = OfVillages.as_manager()

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["village", "-on"], name="ranking_by_village")]
        constraints = [
            models.CheckConstraint(name="ranking_by_several", condition=Q(participants__gt=0)),
            models.CheckConstraint(
                name="women_among_participants",
                condition=Q(women__isnull=True) | Q(women__lte=models.F("participants")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.on}"


class RankedHousehold(models.Model):
    """One household's place, 1 for the hardest up; the same place twice is a pile."""

    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="places")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.UniqueConstraint(fields=["ranking", "household"], name="household_once_a_ranking"),
            models.CheckConstraint(name="place_from_one", condition=Q(place__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.ranking_id} {self.household_id} {self.place}"
