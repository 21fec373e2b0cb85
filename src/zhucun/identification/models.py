"""Cases of identification and exit with their steps, meetings, notices and objections."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Substr

from zhucun.core.fields import SealedText
from zhucun.core.models import NAME_LENGTH, User, Versioned, choices, within
from zhucun.core.statuses import Permission
from zhucun.engine.words_household import Cause
from zhucun.identification.statuses import (
    FINISHED,
    MOVES,
    VILLAGE_FINISHED,
    VILLAGE_MOVES,
    Kind,
    Signed,
    Stage,
    Status,
    VillageStatus,
)
from zhucun.registry.models import Household, KeptFile, Village


class OfVillages(models.QuerySet[Any]):
    """Rows of a village as one may see them."""

    def visible_to(self, user: User, *, known: bool = False) -> Self:
        """Return the rows within the person's place; the neighbour's are not there at all.

        `known` says that another index leads to the rows: the place is then compared as a text that is cut, or an index
        over the place would be taken and every row of it looked at.
        """
        if not user.may(Permission.HOUSEHOLD_SEE):
            return self.none()
        if known and len(user.scope) <= 6:
            return self.alias(place=Substr("village_id", 1, len(user.scope))).filter(place=user.scope)
        return self.filter(within(user.scope, "village_id"))


class Publicity(models.Model):
    """One notice of a village with its households as they stood that day, masked; kept as it was read."""

    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField(max_length=20, choices=Stage.choices)
    since = models.DateField()
    until = models.DateField()
    rows = models.JSONField(default=list)
    days_reference = models.CharField(max_length=NAME_LENGTH, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    made_up = models.BooleanField(default=False, editable=False)

    objects = OfVillages.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["village", "until"], name="publicity_by_village")]
        constraints = [
            models.CheckConstraint(name="publicity_stage_known", condition=Q(stage__in=Stage.values)),
            models.CheckConstraint(name="publicity_ends_after_it_begins", condition=Q(until__gte=F("since"))),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.village_id} {self.since}"


class Case(Versioned):
    """A household on its way in or out; `until` ends its publicity or tracking, `ground` outweighs its income."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="cases")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    status = models.CharField(max_length=20, choices=Status.choices)
    opened = models.DateField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    visit_due = models.DateField(null=True, blank=True)
    publicity = models.ForeignKey(Publicity, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    cause = models.CharField(max_length=20, blank=True, choices=choices(Cause))
    ground = models.TextField(blank=True)

    objects = OfVillages.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["village", "status"], name="case_by_village"),
            models.Index(fields=["status", "village"], name="case_by_status"),
            models.Index(fields=["village", "visit_due"], name="case_visit_due", condition=Q(visit_due__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="case_kind_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="case_status_known", condition=Q(status__in=Status.values)),
            models.UniqueConstraint(
                fields=["household"], condition=~Q(status__in=FINISHED), name="one_open_case_a_household"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.household_id}"


class Step(models.Model):
    """One step that was taken: who, when, what was given with it; rows are never changed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=20, choices=[("open", "open"), *((m.name, m.name) for m in MOVES)])
    before = models.CharField(max_length=20, blank=True, choices=Status.choices)
    after = models.CharField(max_length=20, choices=Status.choices)
    on = models.DateField()
    note = models.TextField(blank=True)
    people = models.CharField(max_length=NAME_LENGTH, blank=True)
    village_signature = models.CharField(max_length=NAME_LENGTH, blank=True)
    household_signature = models.CharField(max_length=NAME_LENGTH, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_how = models.CharField(max_length=8, blank=True, choices=Signed.choices)
    paper = models.CharField(max_length=NAME_LENGTH, blank=True)
    ground = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.move}"


class VillageCase(Versioned):
    """One poor village on its way off the list; `until` is the last day of the publicity or tracking it is in."""

    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="exits", db_index=False)
    status = models.CharField(max_length=20, choices=VillageStatus.choices)
    opened = models.DateField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    visit_due = models.DateField(null=True, blank=True)
    publicity = models.ForeignKey(
        Publicity, on_delete=models.PROTECT, null=True, blank=True, related_name="village_cases"
    )
    cause = models.CharField(max_length=20, blank=True, choices=choices(Cause))

    objects = OfVillages.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["village", "status"], name="village_case_by_village")]
        constraints = [
            models.CheckConstraint(name="village_case_status_known", condition=Q(status__in=VillageStatus.values)),
            models.UniqueConstraint(
                fields=["village"], condition=~Q(status__in=VILLAGE_FINISHED), name="one_open_case_a_village"
            ),
        ]

    def __str__(self) -> str:
        return f"exit {self.village_id}"


class VillageStep(models.Model):
    """One step of a village's exit with what the tests said that day, by which rules; rows are never changed."""

    case = models.ForeignKey(VillageCase, on_delete=models.CASCADE, related_name="steps")
    move = models.CharField(max_length=20, choices=[("apply", "apply"), *((m.name, m.name) for m in VILLAGE_MOVES)])
    after = models.CharField(max_length=20, choices=VillageStatus.choices)
    on = models.DateField()
    note = models.TextField(blank=True)
    people = models.CharField(max_length=NAME_LENGTH, blank=True)
    told = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    rules = models.JSONField(default=dict)
    passes = models.BooleanField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.move}"


class Meeting(models.Model):
    """The record of one meeting of villagers' representatives (民主评议)."""

    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    on = models.DateField()
    place = models.CharField(max_length=NAME_LENGTH)
    chair = models.CharField(max_length=NAME_LENGTH)
    recorder = models.CharField(max_length=NAME_LENGTH)
    entitled = models.PositiveIntegerField()
    attended = models.PositiveIntegerField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfVillages.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="meeting_attended_not_above_entitled", condition=Q(attended__lte=F("entitled"), attended__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village_id} {self.on}"


class Vote(models.Model):
    """What a meeting voted on one household; those present who are in none of the three did not vote."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="votes")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="votes")
    in_favour = models.PositiveIntegerField()
    against = models.PositiveIntegerField()
    abstained = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "case"], name="one_vote_a_meeting")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.in_favour}:{self.against}:{self.abstained}"

    @property
    def carried(self) -> bool:
        """Whether more than half of those present were for it."""
        return self.in_favour * 2 > self.meeting.attended


def place_of_paper(row: "SignedPaper", filename: str) -> str:
    """Return where a signed paper is kept; the name on the disk says nothing about people."""
    return f"papers/{row.village_id[:6]}/{uuid.uuid4().hex}.sealed"


class SignedPaper(KeptFile):
    """The picture or scan of a paper that people signed: of a household's case, a village's, or a meeting."""

    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, blank=True, related_name="signed")
    village_case = models.ForeignKey(
        VillageCase, on_delete=models.CASCADE, null=True, blank=True, related_name="signed"
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, null=True, blank=True, related_name="signed")
    file = models.FileField(upload_to=place_of_paper, max_length=200)

    objects = OfVillages.as_manager()

    class Meta(KeptFile.Meta):
        constraints = [
            models.CheckConstraint(
                name="paper_about_one_thing",
                condition=Q(case__isnull=False, village_case__isnull=True, meeting__isnull=True)
                | Q(case__isnull=True, village_case__isnull=False, meeting__isnull=True)
                | Q(case__isnull=True, village_case__isnull=True, meeting__isnull=False),
            ),
            models.CheckConstraint(name="paper_has_title", condition=~Q(title="")),
        ]

    @property
    def about(self) -> "Case | VillageCase | Meeting":
        """Return what the paper was signed for."""
        found = self.case or self.village_case or self.meeting
        assert found is not None  # noqa: S101  (the database keeps that it is one of them)
        return found


class Objection(models.Model):
    """What somebody objects to a notice; the words and how to reach the person are kept sealed."""

    reference = models.CharField(max_length=12, unique=True)
    publicity = models.ForeignKey(Publicity, on_delete=models.PROTECT, related_name="objections")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="objections")
    village_case = models.ForeignKey(
        VillageCase, on_delete=models.PROTECT, null=True, blank=True, related_name="objections"
    )
    village = models.ForeignKey(Village, on_delete=models.PROTECT, related_name="+")
    text = SealedText()
    contact = SealedText()
    on = models.DateField()
    due = models.DateField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    upheld = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = OfVillages.as_manager()

    class Meta:
        ordering = ["due", "id"]
        indexes = [
            models.Index(fields=["village", "due"], name="objection_open", condition=Q(answered_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(
                name="objection_answered_whole",
                condition=Q(answered_at__isnull=True, upheld__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, upheld__isnull=False, answered_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference
