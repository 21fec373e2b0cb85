"""What households live on: the lines of the income account."""

from typing import Self

from django.db import models
from django.db.models import Q

from zhucun.core.models import NAME_LENGTH, User, Versioned, choices, within
from zhucun.core.statuses import Permission
from zhucun.engine.words_household import Proof
from zhucun.registry.models.households import CODE_LENGTH, KEY_LENGTH, WORD_LENGTH, Household, Member


class IncomeLineQuerySet(models.QuerySet["IncomeLine"]):
    """Income lines as one may see them."""

    def visible_to(self, user: User) -> Self:
        """Return the lines of the households that the person may see."""
        if not user.may(Permission.HOUSEHOLD_SEE):
            return self.none()
        return self.filter(within(user.scope, "key" if len(user.scope) <= 6 else "household__village_id"))


class IncomeLine(Versioned):
    """Who received or paid how much of which item, over which months, and what it rests on.

    `person` is empty where the whole household earned it; `month` is the first day of the first month.
    """

    key = models.CharField(max_length=KEY_LENGTH + 14, primary_key=True)
    code = models.CharField(max_length=CODE_LENGTH + 14)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="income_lines", db_index=False)
    person = models.ForeignKey(
        Member, on_delete=models.RESTRICT, null=True, blank=True, related_name="income_lines", db_index=False
    )
    item = models.CharField(max_length=4)
    month = models.DateField()
    months = models.PositiveSmallIntegerField(default=1)
    amount_yuan = models.DecimalField(max_digits=14, decimal_places=2)
    proof = models.CharField(max_length=WORD_LENGTH, blank=True, choices=choices(Proof))
    evidence = models.CharField(max_length=NAME_LENGTH, blank=True)
    note = models.TextField(blank=True)

    objects = IncomeLineQuerySet.as_manager()

    class Meta:
        ordering = ["month", "item", "key"]
        indexes = [
            models.Index(fields=["household", "month"], name="income_by_household"),
            models.Index(fields=["person"], name="income_by_person", condition=Q(person__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="income_not_below_nought", condition=Q(amount_yuan__gte=0)),
            models.CheckConstraint(name="income_one_to_twelve_months", condition=Q(months__gte=1, months__lte=12)),
        ]

    def __str__(self) -> str:
        return self.code
