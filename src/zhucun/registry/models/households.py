"""Households and their members: the registry of whom the programme is for.

Fields are those of the dictionary of facts (engine/facts), in its order; a test keeps the two equal. Computed facts are
columns too, because lists sort by them, but only registry.actions write them, from the members and the income account.
"""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr

from zhucun.core.fields import SealedText, WordList
from zhucun.core.models import NAME_LENGTH, User, Versioned, choices, within
from zhucun.core.statuses import Permission
from zhucun.engine.words import Sex
from zhucun.engine.words_household import (
    Attribute,
    Cause,
    Disability,
    DisabilityGrade,
    Dropout,
    ExitStatus,
    Fuel,
    House,
    HouseGrade,
    Labour,
    Level,
    MemberState,
    Monitored,
    Nation,
    Politics,
    Relation,
    Relocation,
    Road,
    School,
    Standard,
    Water,
    WorkPlace,
)
from zhucun.registry.models.villages import Village

CODE_LENGTH = 24
MARKS = (
    "status", "main_cause", "attribute", "monitored", "risk_removed", "persons", "village", "net_per_head_yuan"
)  # fmt: skip
KEY_LENGTH = 34
WORD_LENGTH = 20


def key_of(county: str, code: str) -> str:
    """Return the key of a household or member: its number within the county that keeps it."""
    return f"{county}-{code}"


class CountyOfKey(models.CharField):  # type: ignore[type-arg]
    """The county told by the key, first in each index, because a list is nearly always one county's.

    A stored column and not a generated one: the embedded database takes no index as covering where one is generated.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 6, "editable": False, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return the county of the row's key."""
        county = str(model_instance.pk)[:6]
        setattr(model_instance, self.attname, county)
        return county


class HouseholdQuerySet(models.QuerySet["Household"]):
    """Households as one may see them."""

    def visible_to(self, user: User, *, known: bool = False) -> Self:
        """Return the households within the person's place; the neighbour's are not there at all.

        `known` says that the keys will be named: the place is then compared as a text that is cut, or an index over the
        place would be taken and every household of it looked at.
        """
        if not user.may(Permission.HOUSEHOLD_SEE):
            return self.none()
        if known and len(user.scope) <= 6:
            return self.alias(place=Substr("key", 1, len(user.scope))).filter(place=user.scope)
        return self.within(user.scope)

    def within(self, place: str) -> Self:
        """Return the households of a place; a county by equality, so that one index gives its lists in any order."""
        if len(place) == 6:
            return self.filter(county_code=place)
        return self.filter(within(place, "key" if len(place) < 6 else "village_id"))


class Household(Versioned):
    """A household as its county keeps it; its number is unique within the county, its key in the country.

    `income_year` is the year whose period the income figures were summed over; without one they are what a list stated.
    """

    key = models.CharField(max_length=KEY_LENGTH, primary_key=True)
    code = models.CharField(max_length=CODE_LENGTH)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+", db_index=False)
    group = models.CharField(max_length=NAME_LENGTH, blank=True)
    head_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    phone = SealedText()
    bank = SealedText()
    bank_account = SealedText()
    standard = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Standard))
    attribute = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Attribute))
    main_cause = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Cause))
    other_causes = WordList()
    status = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(ExitStatus))
    listed = models.DateField(null=True, blank=True)
    planned_exit_year = models.PositiveIntegerField(null=True, blank=True)
    left = models.DateField(null=True, blank=True)
    returned = models.DateField(null=True, blank=True)
    return_cause = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Cause))
    monitored = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Monitored))
    risks = WordList()
    risk_found = models.DateField(null=True, blank=True)
    risk_removed = models.BooleanField(null=True, blank=True)
    risk_removed_on = models.DateField(null=True, blank=True)
    military_family = models.BooleanField(null=True, blank=True)
    persons = models.PositiveIntegerField(null=True, blank=True)
    labour_persons = models.PositiveIntegerField(null=True, blank=True)
    arable_mu = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    titled_arable_mu = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    irrigated_mu = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    paddy_mu = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    dry_mu = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    forest_mu = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    titled_forest_mu = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    return_forest_mu = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    fruit_mu = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    grass_mu = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    water_mu = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    production_power = models.BooleanField(null=True, blank=True)
    living_power = models.BooleanField(null=True, blank=True)
    broadcast = models.BooleanField(null=True, blank=True)
    road_km = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    road = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Road))
    house_m2 = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    house_rooms = models.PositiveIntegerField(null=True, blank=True)
    house = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(House))
    unsafe_house = models.BooleanField(null=True, blank=True)
    house_grade = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(HouseGrade))
    rebuilt_year = models.PositiveIntegerField(null=True, blank=True)
    safe_water = models.BooleanField(null=True, blank=True)
    water_difficult = models.BooleanField(null=True, blank=True)
    water = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Water))
    sanitary_toilet = models.BooleanField(null=True, blank=True)
    fuel = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Fuel))
    cooperative = models.BooleanField(null=True, blank=True)
    leading_firm = models.BooleanField(null=True, blank=True)
    leader = models.BooleanField(null=True, blank=True)
    surveyed_on = models.DateField(null=True, blank=True)
    surveyor = models.CharField(max_length=NAME_LENGTH, blank=True)
    food_enough = models.BooleanField(null=True, blank=True)
    clothing_enough = models.BooleanField(null=True, blank=True)
    group_road = models.BooleanField(null=True, blank=True)
    breeding = models.BooleanField(null=True, blank=True)
    grain_kg = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    water_litres = models.PositiveIntegerField(null=True, blank=True)
    water_fetch_minutes = models.PositiveIntegerField(null=True, blank=True)
    water_fetch_km = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    water_fetch_rise_m = models.PositiveIntegerField(null=True, blank=True)
    water_short_months = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    water_supply_percent = models.PositiveIntegerField(null=True, blank=True)
    relocated = models.BooleanField(null=True, blank=True)
    relocation = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Relocation))
    relocation_place = models.CharField(max_length=NAME_LENGTH, blank=True)
    relocated_on = models.DateField(null=True, blank=True)
    has_car = models.BooleanField(null=True, blank=True)
    town_house = models.BooleanField(null=True, blank=True)
    registered_business = models.BooleanField(null=True, blank=True)
    public_payroll = models.BooleanField(null=True, blank=True)
    wage_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    business_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    property_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    transfer_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    cost_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    dividend_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    other_property_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    family_planning_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    dibao_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    supported_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    pension_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    ecology_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    other_transfer_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    total_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    net_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    net_per_head_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    claims_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    self_paid_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    helper_name = models.CharField(max_length=NAME_LENGTH, blank=True)
    helper_unit = models.CharField(max_length=NAME_LENGTH, blank=True)
    helper_post = models.CharField(max_length=NAME_LENGTH, blank=True)
    helper_phone = models.CharField(max_length=CODE_LENGTH, blank=True)
    helped_since = models.DateField(null=True, blank=True)
    helped_until = models.DateField(null=True, blank=True)
    wants = models.TextField(blank=True)
    remark = models.TextField(blank=True)
    income_year = models.PositiveSmallIntegerField(null=True, blank=True)
    county_code = CountyOfKey()

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        indexes = [
            models.Index(fields=["village", "key"], name="household_by_village"),
            models.Index(fields=["county_code", "village", "key"], name="household_by_place"),
            models.Index(fields=["county_code", "head_name", "key"], name="household_by_head"),
            models.Index(fields=["county_code", "status", "key"], name="household_by_status"),
            models.Index(fields=["county_code", "main_cause", "key"], name="household_by_cause"),
            models.Index(fields=["county_code", "persons", "key"], name="household_by_size"),
            models.Index(fields=["head_name"], name="household_by_head_start", opclasses=["varchar_pattern_ops"]),
            # With the marks: the poorest of one cause lie behind many households whose income nobody has stated.
            models.Index(fields=["county_code", "net_per_head_yuan", "key", *MARKS[:-1]], name="household_by_income"),
            # Holds all that lists filter by, so that any two filters together never read the wide rows.
            models.Index(fields=["county_code", "key", *MARKS], name="household_marks"),
        ]
        constraints = [
            models.CheckConstraint(name="household_has_code", condition=~Q(code="")),
            models.CheckConstraint(name="household_county_of_key", condition=Q(county_code=Substr("key", 1, 6))),
            models.CheckConstraint(name="household_status_known", condition=Q(status__in=list(ExitStatus))),
            models.CheckConstraint(
                name="household_attribute_known", condition=Q(attribute="") | Q(attribute__in=list(Attribute))
            ),
            models.CheckConstraint(
                name="household_cause_known", condition=Q(main_cause="") | Q(main_cause__in=list(Cause))
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def county(self) -> str:
        """The code of the county that keeps the household."""
        return self.key[:6]


class MemberQuerySet(models.QuerySet["Member"]):
    """Members as one may see them."""

    def visible_to(self, user: User) -> Self:
        """Return the members of the households that the person may see."""
        if not user.may(Permission.HOUSEHOLD_SEE):
            return self.none()
        return self.filter(within(user.scope, "key" if len(user.scope) <= 6 else "household__village_id"))


class Member(Versioned):
    """A person of a household; `fingerprint` finds the identity number, which is kept sealed."""

    key = models.CharField(max_length=KEY_LENGTH, primary_key=True)
    code = models.CharField(max_length=CODE_LENGTH)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="members")
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    sex = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Sex))
    identity = SealedText()
    born = models.DateField(null=True, blank=True)
    relation = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Relation))
    nation = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Nation))
    politics = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Politics))
    schooling = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Level))
    school = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(School))
    dropout = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Dropout))
    health = WordList()
    illness = SealedText()
    disability = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Disability))
    disability_grade = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(DisabilityGrade))
    labour = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Labour))
    work_place = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(WorkPlace))
    work_months = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    employer = models.CharField(max_length=NAME_LENGTH, blank=True)
    trade = models.CharField(max_length=NAME_LENGTH, blank=True)
    public_job = models.BooleanField(null=True, blank=True)
    home_months = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    medical_insurance = models.BooleanField(null=True, blank=True)
    employee_insurance = models.BooleanField(null=True, blank=True)
    serious_illness_insurance = models.BooleanField(null=True, blank=True)
    pension_insurance = models.BooleanField(null=True, blank=True)
    commercial_insurance = models.BooleanField(null=True, blank=True)
    accident_insurance = models.BooleanField(null=True, blank=True)
    dibao = models.BooleanField(null=True, blank=True)
    mandarin = models.BooleanField(null=True, blank=True)
    soldier = models.BooleanField(null=True, blank=True)
    state = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(MemberState))
    listed = models.DateField(null=True, blank=True)
    phone = SealedText()

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        indexes = [
            # By its beginning on PostgreSQL too, whatever the order of its letters is; SQLite needs no word of it.
            models.Index(
                fields=["name", "key"], name="member_by_name", opclasses=["varchar_pattern_ops", "varchar_ops"]
            ),
            models.Index(fields=["fingerprint"], name="member_by_fingerprint"),
        ]
        constraints = [
            models.CheckConstraint(name="member_has_code", condition=~Q(code="")),
            models.CheckConstraint(name="member_relation_known", condition=Q(relation__in=list(Relation))),
            models.CheckConstraint(name="member_sex_known", condition=Q(sex="") | Q(sex__in=list(Sex))),
            models.CheckConstraint(name="member_state_known", condition=Q(state="") | Q(state__in=list(MemberState))),
        ]

    def __str__(self) -> str:
        return self.code
