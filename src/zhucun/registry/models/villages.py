"""Villages as one county knows them, and what people adjusted in their needs.

Fields are those of the dictionary of facts (engine/facts), in its order; a test keeps the two equal.
"""

from typing import Self

from django.db import models
from django.db.models import Q

from zhucun.core.fields import WordList
from zhucun.core.models import NAME_LENGTH, User, Versioned, choices, within
from zhucun.core.statuses import Permission
from zhucun.engine.words import Dialect, Need, VillageKind


class VillageQuerySet(models.QuerySet["Village"]):
    """Villages as one may see them."""

    def visible_to(self, user: User) -> Self:
        """Return the villages within the user's place; the neighbour's are not there at all."""
        return self.filter(within(user.scope)) if user.may(Permission.VILLAGE_SEE) else self.none()


class Village(Versioned):
    """A village of the programme; its code is its place code. `town` is kept as named by the county."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=NAME_LENGTH)
    town = models.CharField(max_length=NAME_LENGTH, blank=True)
    kinds = WordList()
    households = models.PositiveIntegerField(null=True, blank=True)
    persons = models.PositiveIntegerField(null=True, blank=True)
    poor_households = models.PositiveIntegerField(null=True, blank=True)
    poor_persons = models.PositiveIntegerField(null=True, blank=True)
    dibao_persons = models.PositiveIntegerField(null=True, blank=True)
    wubao_persons = models.PositiveIntegerField(null=True, blank=True)
    disabled_persons = models.PositiveIntegerField(null=True, blank=True)
    old_persons = models.PositiveIntegerField(null=True, blank=True)
    left_behind_children = models.PositiveIntegerField(null=True, blank=True)
    minority_persons = models.PositiveIntegerField(null=True, blank=True)
    labour_persons = models.PositiveIntegerField(null=True, blank=True)
    away_persons = models.PositiveIntegerField(null=True, blank=True)
    party_members = models.PositiveIntegerField(null=True, blank=True)
    groups = models.PositiveIntegerField(null=True, blank=True)
    income_per_head_yuan = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    collective_income_yuan = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    debt_yuan = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    planned_funds_yuan = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    arable_mu = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    cooperatives = models.PositiveIntegerField(null=True, blank=True)
    ecommerce_points = models.PositiveIntegerField(null=True, blank=True)
    unsafe_houses = models.PositiveIntegerField(null=True, blank=True)
    unsafe_water_households = models.PositiveIntegerField(null=True, blank=True)
    unpaved_groups = models.PositiveIntegerField(null=True, blank=True)
    broadband_households = models.PositiveIntegerField(null=True, blank=True)
    insured_persons = models.PositiveIntegerField(null=True, blank=True)
    doctors = models.PositiveIntegerField(null=True, blank=True)
    clinic = models.BooleanField(null=True, blank=True)
    ill_poor_households = models.PositiveIntegerField(null=True, blank=True)
    school = models.BooleanField(null=True, blank=True)
    dropouts = models.PositiveIntegerField(null=True, blank=True)
    school_poor_households = models.PositiveIntegerField(null=True, blank=True)
    skill_poor_households = models.PositiveIntegerField(null=True, blank=True)
    petitions = models.PositiveIntegerField(null=True, blank=True)
    disputes = models.PositiveIntegerField(null=True, blank=True)
    security_cases = models.PositiveIntegerField(null=True, blank=True)
    vacant_posts = models.PositiveIntegerField(null=True, blank=True)
    secretary_vacant_months = models.PositiveIntegerField(null=True, blank=True)
    accounts_published = models.BooleanField(null=True, blank=True)
    town_km = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    county_km = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    hospital_km = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    elevation_m = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    area_km2 = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    safe_lodging = models.BooleanField(null=True, blank=True)
    dialect = models.CharField(max_length=16, blank=True, choices=choices(Dialect))
    wanted = WordList()
    helper_unit = models.CharField(max_length=NAME_LENGTH, blank=True)

    objects = VillageQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [models.CheckConstraint(name="village_code_not_empty", condition=~Q(code=""))]

    def __str__(self) -> str:
        return self.name

    @property
    def town_code(self) -> str:
        """The code of the township the village lies in."""
        return self.code[:9]

    @property
    def county(self) -> str:
        """The code of the county the village lies in."""
        return self.code[:6]

    def kind_words(self) -> list[VillageKind]:
        """Return why the village gets a First Secretary."""
        return [VillageKind(k) for k in self.kinds]


class NeedAdjustment(models.Model):
    """A person's correction of one computed need of one village, with the reason; the newest not withdrawn stands."""

    village = models.ForeignKey(Village, on_delete=models.CASCADE, related_name="adjustments")
    need = models.CharField(max_length=16, choices=choices(Need))
    thousandths = models.PositiveSmallIntegerField()
    reason = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="adjustment_at_most_one", condition=Q(thousandths__lte=1000)),
            models.CheckConstraint(name="adjustment_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="adjustment_withdrawn_by_somebody",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["village", "need"], condition=Q(withdrawn_at__isnull=True), name="one_adjustment_a_need"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.need} {self.thousandths}"
