"""How many households a county has of each kind, village by village: counted in the background, read by pages."""

from django.db import models


class CountedCounty(models.Model):
    """The counts of a county as of an event; `villages` holds, by village and kind, how many households there are."""

    county = models.CharField(max_length=6, primary_key=True)
    at = models.DateTimeField()
    event = models.BigIntegerField()
    households = models.PositiveIntegerField()
    villages = models.JSONField(default=dict)

    class Meta:
        ordering = ["county"]

    def __str__(self) -> str:
        return f"{self.county} {self.event}"
