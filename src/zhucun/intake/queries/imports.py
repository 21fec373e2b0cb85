"""Imports and what the county's lists already hold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count

from zhucun.core.models import SendingUnit, User
from zhucun.core.taking import Difference
from zhucun.engine.facts import CandidateFacts, Subject, UnitFacts, VillageFacts
from zhucun.intake.models import Import, ImportFault
from zhucun.intake.statuses import TAKEN, ImportState
from zhucun.intake.subjects import KINDS
from zhucun.postings.bridge import candidate_facts, unit_facts
from zhucun.postings.models import Candidate
from zhucun.registry import queries as registry


@dataclass(frozen=True)
class Known:
    """What a county's lists hold, as far as a subject's quality rules look at it."""

    units: list[UnitFacts] | None = None
    villages: list[VillageFacts] | None = None
    candidates: list[CandidateFacts] | None = None


def import_of(key: Any, user: User) -> Import | None:
    """Return an import if it is there for this person."""
    return Import.objects.visible_to(user).select_related("by", "applied_by").filter(pk=key).first()


def same_file(county: str, subject: Subject, sha256: str) -> Import | None:
    """Return an import of the very same file, applied or still under way, the newest first."""
    rows = Import.objects.filter(county=county, subject=subject.value, sha256=sha256)
    return rows.exclude(state__in=[ImportState.DROPPED, ImportState.UNDONE]).order_by("-at").first()


def earlier_mapping(county: str, subject: Subject) -> dict[str, Any] | None:
    """Return how people settled the columns the last time, so that nobody settles them every month."""
    row = Import.objects.filter(county=county, subject=subject.value, state__in=TAKEN).order_by("-at").first()
    return row.mapping or None if row else None


def known_rows(county: str, subject: Subject) -> Known:
    """Return what is known, for the rules that hold names against it; None where the list is still empty."""
    if subject is Subject.CANDIDATES:
        return Known(units=[unit_facts(u) for u in SendingUnit.objects.filter(county=county)] or None)
    if subject is Subject.POSTS:
        people = Candidate.objects.filter(county=county).select_related("unit")
        return Known(
            villages=registry.village_facts(county) or None,
            candidates=[candidate_facts(c) for c in people] or None,
        )
    return Known()


def what_would_change(subject: Subject, rows: Sequence[Any], county: str) -> list[Difference]:
    """Return what each row would change, in the order of the rows."""
    return KINDS[subject].differences(rows, county)


def may_undo(row: Import, at: datetime) -> bool:
    """Tell whether an import can still be undone."""
    if row.state != ImportState.APPLIED or row.applied_at is None:
        return False
    return at - row.applied_at <= timedelta(days=settings.IMPORT_UNDO_DAYS) and row.pieces.exists()


def fault_rules(source: Import) -> list[tuple[str, int]]:
    """Return the rules that the file breaks with how often, the most frequent first."""
    found = ImportFault.objects.filter(source=source).values_list("rule").annotate(times=Count("pk"))
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
