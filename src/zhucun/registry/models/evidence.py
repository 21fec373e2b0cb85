"""Files that prove what an income line says; kept sealed, outside of anything that a browser can name."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from zhucun.core.fields import SealedText
from zhucun.core.models import NAME_LENGTH, User
from zhucun.registry.models.accounts import IncomeLine
from zhucun.registry.models.households import CODE_LENGTH, Household


def place_of_evidence(row: "Evidence", filename: str) -> str:
    """Return where a file is kept; the name on the disk says nothing about people."""
    return f"evidence/{row.household_id[:6]}/{uuid.uuid4().hex}.sealed"


class KeptFile(models.Model):
    """A file that is kept sealed and removed only from sight; what it is about stands in the models made of this."""

    title = models.CharField(max_length=NAME_LENGTH)
    filename = SealedText()
    kind = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    file: Any  # a field of each model of this, which has its own place
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_because = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class Evidence(KeptFile):
    """One file about an income line; withdrawn lines leave theirs with the household, under the line's number."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="evidence")
    line = models.ForeignKey(IncomeLine, on_delete=models.SET_NULL, null=True, related_name="files")
    line_code = models.CharField(max_length=CODE_LENGTH + 14)
    file = models.FileField(upload_to=place_of_evidence, max_length=200)

    class Meta(KeptFile.Meta):
        constraints = [models.CheckConstraint(name="evidence_has_title", condition=~Q(title=""))]
