"""How many households of each village wait for a visit, kept from the last count, because a county has 100,000."""

from django.db import models

from zhucun.registry.models import Village


class VillageCount(models.Model):
    """One village's households: all, those nobody ever met, those not met for too long on the day of the count."""

    village = models.OneToOneField(Village, on_delete=models.CASCADE, primary_key=True, related_name="visit_count")
    households = models.PositiveIntegerField(default=0)
    never = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["village"]

    def __str__(self) -> str:
        return f"{self.village_id} {self.overdue}"


class CountAsked(models.Model):
    """When a county was last counted, as of which day, and after which event: what came later is not in it."""

    county = models.CharField(max_length=6, primary_key=True)
    on = models.DateField()
    at = models.DateTimeField()
    event = models.BigIntegerField()
    households = models.PositiveIntegerField()

    class Meta:
        ordering = ["county"]

    def __str__(self) -> str:
        return f"{self.county} {self.on}"
