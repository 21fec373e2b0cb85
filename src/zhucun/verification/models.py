"""Departments' lists, comparisons, drawings, and checks at home with who saw what."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from zhucun.core.fields import SealedText
from zhucun.core.models import NAME_LENGTH, User, Versioned, choices, within
from zhucun.core.statuses import Permission
from zhucun.engine.targeting.red_lines import Severity
from zhucun.registry.models import Household, Member, Village
from zhucun.verification.statuses import STATES_LEFT, UNDER_WAY, ListState, Outcome, Source, State, Work


class OfCounty(models.QuerySet[Any]):
    """Rows of a county that only those see who may see how suspicion comes about."""

    def visible_to(self, user: User) -> Self:
        """Return the rows of the person's county; a province sees none, a village account neither."""
        return self.filter(county=user.scope[:6]) if user.may(Permission.CHECK_MEASURE) else self.none()


class RegisterList(Versioned):
    """One department's list as it was sent; `content` holds the file sealed until its columns are confirmed."""

    county = models.CharField(max_length=6)
    source = models.CharField(max_length=20, choices=Source.choices)
    filename = models.CharField(max_length=NAME_LENGTH)
    as_of = models.DateField()
    state = models.CharField(max_length=16, choices=ListState.choices)
    content = SealedText()
    columns = models.JSONField(default=dict)
    faults = models.JSONField(default=list)
    rows = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    doubtful = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = OfCounty.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["county", "source", "-id"], name="list_by_county")]
        constraints = [
            models.CheckConstraint(name="list_state_known", condition=Q(state__in=ListState.values)),
            models.CheckConstraint(name="list_source_known", condition=Q(source__in=Source.values)),
            models.CheckConstraint(
                name="list_keeps_no_file_once_read",
                condition=Q(state__in=[ListState.WAITING, ListState.TAKING]) | Q(content=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.as_of}"


class RegisterRecord(models.Model):
    """One row of a list; what names somebody is sealed. `chance` is how surely it is the member, in thousandths."""

    list = models.ForeignKey(RegisterList, on_delete=models.CASCADE, related_name="records", db_index=False)
    row = models.PositiveIntegerField()
    identity = SealedText()
    fingerprint = models.CharField(max_length=64, blank=True)
    name = SealedText()
    detail = models.CharField(max_length=200, blank=True)
    value_yuan = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    since = models.DateField(null=True, blank=True)
    purpose = models.CharField(max_length=20, blank=True)
    reference = SealedText()
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    household = models.ForeignKey(Household, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    chance = models.PositiveSmallIntegerField(null=True, blank=True)
    why_zh = models.CharField(max_length=200, blank=True)
    why_en = models.CharField(max_length=200, blank=True)
    spared_zh = models.CharField(max_length=200, blank=True)
    spared_en = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["list", "row"]
        indexes = [models.Index(fields=["list", "row"], name="record_by_list")]
        constraints = [
            models.CheckConstraint(name="record_chance_of_1000", condition=Q(chance__isnull=True) | Q(chance__lte=1000))
        ]

    def __str__(self) -> str:
        return f"{self.list_id}/{self.row}"


class Comparison(models.Model):
    """One time that the lists, or the figures, were held against the register of households.

    The row is its work too: `beat_at` says that somebody is at it, `stop_asked` that it should let go.
    """

    county = models.CharField(max_length=6)
    on = models.DateField()
    state = models.CharField(max_length=10, choices=Work.choices, default=Work.DONE)
    stage = models.PositiveSmallIntegerField(default=0)
    again = models.BooleanField(default=False)
    stop_asked = models.BooleanField(default=False)
    beat_at = models.DateTimeField(null=True, blank=True)
    failure = models.JSONField(default=list)
    rules = models.CharField(max_length=120, blank=True)
    records = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)
    raised = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    spared = models.JSONField(default=list)
    basis_zh = models.TextField(blank=True)
    basis_en = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = OfCounty.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["county", "-id"], name="comparison_by_county"),
            models.Index(fields=["state"], name="comparison_under_way", condition=Q(state__in=UNDER_WAY)),
        ]
        constraints = [
            models.CheckConstraint(name="comparison_state_known", condition=Q(state__in=Work.values)),
            models.UniqueConstraint(
                fields=["county"], condition=Q(state__in=UNDER_WAY), name="one_comparison_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.on}"


class SignsAsked(models.Model):
    """When the signs of a county were last worked out, as of which day, and after which event: later is not in it.

    `result` is what the page shows beside the households; a new run is written beside the old one and takes its place.
    """

    county = models.CharField(max_length=6, primary_key=True)
    run = models.PositiveIntegerField()
    on = models.DateField()
    at = models.DateTimeField()
    event = models.BigIntegerField()
    households = models.PositiveIntegerField()
    spoken = models.PositiveIntegerField(default=0)
    year = models.PositiveSmallIntegerField(default=0)
    failure = models.JSONField(default=list)
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ["county"]

    def __str__(self) -> str:
        return f"{self.county} {self.run}"


class KeptSign(models.Model):
    """One of the households with the strongest signs of a run, with what is worth saying of it in both languages."""

    county = models.CharField(max_length=6)
    run = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="+")
    village = models.ForeignKey(Village, on_delete=models.CASCADE, related_name="+", db_index=False)
    score = models.FloatField()
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["place"]
        indexes = [models.Index(fields=["county", "run", "place"], name="sign_by_place")]

    def __str__(self) -> str:
        return f"{self.county} {self.place}"


class AuditDraw(models.Model):
    """One drawing of random audits: with the seed anybody draws the same households again."""

    county = models.CharField(max_length=6)
    seed = models.PositiveIntegerField()
    on = models.DateField()
    percent = models.PositiveSmallIntegerField()
    closed_of = models.PositiveIntegerField()
    closed_drawn = models.PositiveIntegerField()
    unsuspected_of = models.PositiveIntegerField()
    unsuspected_drawn = models.PositiveIntegerField()
    open_left_out = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = OfCounty.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["county", "-id"], name="draw_by_county")]

    def __str__(self) -> str:
        return f"{self.county} {self.on} {self.seed}"


class CheckQuerySet(models.QuerySet["Check"]):
    """Checks as one may see them."""

    def visible_to(self, user: User) -> Self:
        """Return the checks of households within the person's place."""
        return self.filter(within(user.scope, "village_id")) if user.may(Permission.CHECK_SEE) else self.none()


class Check(Versioned):
    """One thing to be verified at home: a suspect, or a household drawn by lot; two people look, somebody closes it.

    `evidence` is for all who verify; `ground` says how it came about and is not shown to those who survey.
    """

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="checks")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=20, choices=Source.choices)
    mark = models.CharField(max_length=64, unique=True, editable=False)
    rule = models.CharField(max_length=60, blank=True)
    rule_zh = models.CharField(max_length=200, blank=True)
    rule_en = models.CharField(max_length=200, blank=True)
    severity = models.CharField(max_length=8, blank=True, choices=choices(Severity))
    record = models.ForeignKey(RegisterRecord, on_delete=models.SET_NULL, null=True, blank=True, related_name="checks")
    member = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    evidence_zh = models.TextField(blank=True)
    evidence_en = models.TextField(blank=True)
    ground_zh = models.TextField(blank=True)
    ground_en = models.TextField(blank=True)
    chance = models.PositiveSmallIntegerField(default=1000)
    doubtful = models.BooleanField(default=False)
    score = models.FloatField(null=True, blank=True)
    comparison = models.ForeignKey(Comparison, on_delete=models.PROTECT, null=True, blank=True, related_name="checks")
    draw = models.ForeignKey(AuditDraw, on_delete=models.PROTECT, null=True, blank=True, related_name="checks")
    again = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="audits")
    raised = models.DateField()
    deadline = models.DateField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    outcome = models.CharField(max_length=16, blank=True, choices=Outcome.choices)
    reason = models.TextField(blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CheckQuerySet.as_manager()

    class Meta:
        ordering = ["deadline", "id"]
        indexes = [
            models.Index(fields=["village", "state"], name="check_by_village"),
            models.Index(fields=["deadline", "id"], name="check_by_deadline"),
            models.Index(fields=["owner", "deadline"], name="check_by_owner", condition=Q(state__in=STATES_LEFT)),
        ]
        constraints = [
            models.CheckConstraint(name="check_state_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="check_source_known", condition=Q(source__in=Source.values)),
            models.CheckConstraint(
                name="check_closed_whole",
                condition=~Q(state=State.CLOSED) | (Q(outcome__in=Outcome.values) & ~Q(reason="")
                                                    & Q(closed_by__isnull=False) & Q(closed_at__isnull=False)),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.source} {self.household_id}"


class Seen(models.Model):
    """What one named official saw at home, and whether a second one confirmed it; rows are never changed after."""

    check_at_home = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="visits")
    on = models.DateField()
    finding = models.CharField(max_length=16, choices=Outcome.choices)
    note = models.TextField()
    spoken_to = models.CharField(max_length=NAME_LENGTH, blank=True)
    first = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    first_at = models.DateTimeField()
    second = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    second_at = models.DateTimeField(null=True, blank=True)
    agrees = models.BooleanField(null=True, blank=True)
    second_note = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="two_different_people_saw", condition=Q(second__isnull=True) | ~Q(second=models.F("first"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.check_at_home_id} {self.on}"
