"""Writes on one candidate: change, withdraw, restore."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import Refused, check_version
from zhucun.core.rules import check_may, check_reason
from zhucun.core.statuses import Permission
from zhucun.engine.facts import CANDIDATE
from zhucun.engine.policy import figure
from zhucun.policy.queries import figures_of
from zhucun.postings import rules
from zhucun.postings.actions.changing import changes_of
from zhucun.postings.models import Candidate, Term

PERSONAL = frozenset(fact.key for fact in CANDIDATE if fact.personal)


@transaction.atomic
def add_candidate(*, values: Mapping[str, Any], county: str, by: User, at: datetime) -> Candidate:
    """Add one candidate typed by a person."""
    check_may(by, Permission.CANDIDATE_EDIT, county)
    if Candidate.objects.filter(county=county, code=values["code"]).exists():
        raise Refused(
            "candidate.taken",
            _("There is already a candidate with the staff number %(number)s. Open that one and change it."),
            number=values["code"],
        )
    _check_wishes(values, county, at)
    candidate = Candidate(county=county, **values)
    candidate.save()
    events.record("candidate.added", candidate, by=by, at=at, area=county, label=candidate.code)
    return candidate


@transaction.atomic
def change_candidate(
    *, candidate: Candidate, values: Mapping[str, Any], by: User, at: datetime, version: int | None = None
) -> Candidate:
    """Change facts of one candidate; personal values are named in the event, never quoted. No change, no event."""
    check_may(by, Permission.CANDIDATE_EDIT, candidate.county)
    row = Candidate.objects.select_for_update().get(pk=candidate.pk)
    check_version(version, row.version)
    changes = changes_of(row, values, PERSONAL)
    if not changes:
        return row
    _check_wishes(values, row.county, at)
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    events.record("candidate.changed", row, by=by, at=at, area=row.county, label=row.code, changes=changes)
    return row


def _check_wishes(values: Mapping[str, Any], county: str, at: datetime) -> None:
    most = figure("wishes.most", on=at.date(), area=county, local=figures_of(county))
    rules.check_wishes(values.get("wishes") or (), most=int(most.value))


@transaction.atomic
def withdraw_candidate(*, candidate: Candidate, reason: str, by: User, at: datetime) -> Candidate:
    """Take a person out of the pool with a reason; refuses while the person serves somewhere."""
    check_may(by, Permission.CANDIDATE_EDIT, candidate.county)
    row = Candidate.objects.select_for_update().get(pk=candidate.pk)
    reason = check_reason(reason, _("Say why this person is withdrawn; it is kept with the record."))
    if Term.objects.running().filter(candidate=row).exists():
        raise Refused(
            "candidate.serves",
            _("This person serves in a village now. End the term or recall the person first, then withdraw."),
        )
    row.withdrawn_at, row.withdrawn_reason = at, reason
    row.version += 1
    row.save(update_fields=["withdrawn_at", "withdrawn_reason", "version"])
    events.record("candidate.withdrawn", row, by=by, at=at, area=row.county, label=row.code, reason=reason)
    return row


@transaction.atomic
def restore(*, candidate: Candidate, by: User, at: datetime) -> Candidate:
    """Bring a withdrawn person back into the pool."""
    check_may(by, Permission.CANDIDATE_EDIT, candidate.county)
    row = Candidate.objects.select_for_update().get(pk=candidate.pk)
    if row.withdrawn_at is None:
        return row
    row.withdrawn_at, row.withdrawn_reason = None, ""
    row.version += 1
    row.save(update_fields=["withdrawn_at", "withdrawn_reason", "version"])
    events.record("candidate.restored", row, by=by, at=at, area=row.county, label=row.code)
    return row
