"""Natural changes of households as dated events: birth, death, marriage, move, split, merger, a new head."""

from typing import Self

from django.db import models
from django.db.models import Q

from zhucun.core.models import NAME_LENGTH, User, choices
from zhucun.engine.households.changes import ChangeKind
from zhucun.engine.words_household import Relation
from zhucun.registry.models.households import WORD_LENGTH, Household, Member


class NaturalChangeQuerySet(models.QuerySet["NaturalChange"]):
    """Natural changes, those that hold and those that were undone."""

    def standing(self) -> Self:
        """Return the changes that hold."""
        return self.filter(undone_at__isnull=True)


class NaturalChange(models.Model):
    """What happened to a household on a day; rows are never changed, so that who belonged where can be told.

    In a split `other` is the new household, in a merger the one that takes the members in. `before` keeps what the
    change altered beside the people (land, lines that went along), so that it can be undone; an undone one stays, as
    undone, and counts nowhere.
    """

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="changes", db_index=False)
    kind = models.CharField(max_length=WORD_LENGTH, choices=choices(ChangeKind))
    on = models.DateField()
    other = models.ForeignKey(Household, on_delete=models.CASCADE, null=True, blank=True, related_name="changes_from")
    reason = models.TextField(blank=True)
    document = models.CharField(max_length=NAME_LENGTH, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    made_up = models.BooleanField(default=False, editable=False)
    before = models.JSONField(default=dict, editable=False)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_because = models.TextField(blank=True)

    objects = NaturalChangeQuerySet.as_manager()

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["household", "on"], name="change_by_household")]
        constraints = [
            models.CheckConstraint(name="change_kind_known", condition=Q(kind__in=list(ChangeKind))),
            models.CheckConstraint(
                name="split_and_merger_name_another",
                condition=~Q(kind__in=[ChangeKind.SPLIT, ChangeKind.MERGED])
                | Q(other__isnull=False)
                | Q(undone_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.household_id} {self.on}"


class ChangedPerson(models.Model):
    """One person of a natural change, with the relation to the head of the household that the person joins.

    `before` keeps household, state and relation of the person before a change that was noted by hand.
    """

    change = models.ForeignKey(NaturalChange, on_delete=models.CASCADE, related_name="people")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="changes")
    relation = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Relation))
    before = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["change", "member"], name="person_once_a_change")]

    def __str__(self) -> str:
        return f"{self.change_id} {self.member_id}"
