"""Imports with their staged rows, and what people decided about doubtful names."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from zhucun.core.models import User, Versioned
from zhucun.core.statuses import Permission
from zhucun.engine.facts import Subject
from zhucun.engine.intake import Severity
from zhucun.intake.statuses import DONE, UNFINISHED, Answer, ImportState, Mode, NameKind, PairKind, RowOutcome


def place_of_file(row: "Import", filename: str) -> str:
    """Return where an uploaded file is kept; its name on the disk says nothing about people."""
    ending = filename.rsplit(".", 1)[-1].lower() if "." in filename else "bin"
    return f"imports/{row.pk}.{ending[:8]}"


class ImportQuerySet(models.QuerySet["Import"]):
    """Imports as one may see them."""

    def visible_to(self, user: User) -> Self:
        """Return the imports of the person's county; nobody sees them who may not import."""
        return self.filter(county=user.scope[:6]) if user.may_at(Permission.IMPORT, user.scope[:6]) else self.none()

    def unfinished(self) -> Self:
        """Return the imports that wait for somebody."""
        return self.filter(state__in=UNFINISHED)


class Import(Versioned):
    """One file on its way into the county's lists; its life is in statuses.MOVES.

    `mapping` is what a person settled; `found` what the inspection said of the file (sheet, columns with samples,
    totals, skipped rows, faults of the whole sheet); `cursor` the last sheet row that is applied. `mended` are cells
    that a person corrected on the page, sealed: row number to column index to text. `undo_cursor` counts the rows
    that were looked at while the import was being undone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    county = models.CharField(max_length=6)
    subject = models.CharField(max_length=12)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=place_of_file, max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.UPLOADED)
    mode = models.CharField(max_length=4, choices=Mode.choices, default=Mode.GOOD)
    mapping = models.JSONField(default=dict)
    found = models.JSONField(default=dict)
    rows_total = models.PositiveIntegerField(default=0)
    rows_faulty = models.PositiveIntegerField(default=0)
    rows_new = models.PositiveIntegerField(default=0)
    rows_changed = models.PositiveIntegerField(default=0)
    rows_same = models.PositiveIntegerField(default=0)
    cursor = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    applied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    applied_at = models.DateTimeField(null=True, blank=True)
    halted_because = models.TextField(blank=True)
    mended = models.JSONField(default=dict)
    undo_cursor = models.PositiveIntegerField(default=0)
    rows_undone = models.PositiveIntegerField(default=0)
    rows_kept = models.PositiveIntegerField(default=0)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [
            models.Index(fields=["county", "-at"], name="import_by_county"),
            models.Index(fields=["sha256"], name="import_by_content"),
        ]
        constraints = [
            models.CheckConstraint(name="import_state_known", condition=Q(state__in=ImportState.values)),
            models.CheckConstraint(name="import_mode_known", condition=Q(mode__in=Mode.values)),
            models.CheckConstraint(
                name="import_applied_has_instant",
                condition=~Q(state=ImportState.APPLIED) | Q(applied_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def rows_good(self) -> int:
        """How many rows can be taken."""
        return self.rows_total - self.rows_faulty

    @property
    def finished(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in DONE

    @property
    def subject_kind(self) -> Subject:
        """What the rows describe."""
        return Subject(self.subject)


class ImportRow(models.Model):
    """One staged row; personal values stand in `facts` until the import is finished, then they are emptied.

    `differences` maps a fact to [old, new], or to null where the fact is personal.
    """

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)
    warned = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=RowOutcome.choices)
    differences = models.JSONField(default=dict)
    applied = models.BooleanField(default=False)

    class Meta:
        ordering = ["source", "number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="import_row_once"),
            models.CheckConstraint(name="import_row_outcome_known", condition=Q(outcome__in=RowOutcome.values)),
        ]
        indexes = [models.Index(fields=["source", "outcome", "number"], name="import_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.number}"


class ImportFault(models.Model):
    """One fault of a file with its place and remedy; personal values are masked once the import is finished.

    `row` is 0 where the fault concerns the whole sheet.
    """

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="faults")
    rule = models.CharField(max_length=60)
    severity = models.CharField(max_length=8, choices=[(s.value, s.value) for s in Severity])
    sheet = models.CharField(max_length=120, blank=True)
    row = models.PositiveIntegerField(default=0)
    column = models.CharField(max_length=240, blank=True)
    key = models.CharField(max_length=40, blank=True)
    value = models.TextField(blank=True)
    message_zh = models.TextField()
    message_en = models.TextField()
    remedy_zh = models.TextField()
    remedy_en = models.TextField()
    personal = models.BooleanField(default=False)

    class Meta:
        ordering = ["source", "row", "id"]
        indexes = [models.Index(fields=["source", "rule"], name="import_fault_by_rule")]

    def __str__(self) -> str:
        return f"{self.rule} {self.row}"


class NameDecision(models.Model):
    """A person's word on a name that another office wrote differently; asked once, remembered for the county.

    `meant` is a village's code or a unit's name; empty says that it is none of ours.
    """

    county = models.CharField(max_length=6)
    kind = models.CharField(max_length=8, choices=NameKind.choices)
    written = models.CharField(max_length=240)
    meant = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["county", "kind", "written"]
        constraints = [
            models.UniqueConstraint(fields=["county", "kind", "written"], name="one_decision_a_name"),
            models.CheckConstraint(name="name_kind_known", condition=Q(kind__in=NameKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.written} → {self.meant or '—'}"


class ImportPiece(models.Model):
    """A part of an import's journal, sealed: what one chunk added, and how what it changed stood before.

    Deleted when undoing is no longer possible (IMPORT_UNDO_DAYS) or has been done.
    """

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pieces")
    content = models.TextField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.source_id} {self.pk}"


class ImportPair(models.Model):
    """A row that may mean a household or member the county knows: how likely, on what it rests, what a person says.

    `ours` is the key of the row we have; `levels` the levels of agreement by thing compared.
    """

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="pairs")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=PairKind.choices)
    ours = models.CharField(max_length=34)
    mark = models.CharField(max_length=64)
    chance = models.PositiveSmallIntegerField()
    levels = models.JSONField(default=list)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["source", "-chance", "number"]
        constraints = [
            models.UniqueConstraint(fields=["source", "number"], name="import_pair_once"),
            models.CheckConstraint(name="import_pair_kind_known", condition=Q(kind__in=PairKind.values)),
            models.CheckConstraint(name="import_pair_answer_known", condition=Q(answer__in=Answer.values)),
        ]
        indexes = [models.Index(fields=["source", "answer"], name="import_pair_by_answer")]

    def __str__(self) -> str:
        return f"{self.number} ~ {self.ours}"


class PairDecision(models.Model):
    """A person's word on a doubtful pair, remembered for the county: the same one, or two different ones.

    `mark` is a keyed print of what the row says of who it is; nothing personal can be read from it.
    """

    county = models.CharField(max_length=6)
    mark = models.CharField(max_length=64)
    ours = models.CharField(max_length=34)
    same = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["county", "mark", "ours"]
        constraints = [models.UniqueConstraint(fields=["county", "mark", "ours"], name="one_decision_a_pair")]

    def __str__(self) -> str:
        return f"{self.ours} {'=' if self.same else '≠'}"
