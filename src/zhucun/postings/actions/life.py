"""The life of a plan: propose, return, approve, drop; publishing is in publishing.py."""

from datetime import datetime

from django.db import transaction

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import check_version
from zhucun.core.rules import check_reason
from zhucun.postings import rules
from zhucun.postings.actions.checking import check_sound
from zhucun.postings.bridge.desk import new_desk
from zhucun.postings.models import Plan
from zhucun.postings.statuses import PlanStatus


def locked_plan(plan: Plan, version: int | None = None) -> Plan:
    """Return the plan's row locked for this transaction; refuse when it is not the version that was seen."""
    row = Plan.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=plan.pk)
    check_version(version, row.version)
    return row


def record_plan(
    name: str, plan: Plan, *, by: User, at: datetime, reason: str = "", changes: dict[str, object] | None = None
) -> None:
    """Leave the one event of an action on a plan."""
    events.record(name, plan, by=by, at=at, area=plan.county, label=plan.name, reason=reason, changes=changes)


@transaction.atomic
def propose(*, plan: Plan, by: User, at: datetime, version: int | None = None, note: str = "") -> Plan:
    """Put a plan before another person for decision; from here nobody changes it."""
    row = locked_plan(plan, version)
    rules.check_may_propose(by, row)
    check_sound(new_desk(row))
    old = row.status
    row.status, row.proposed_by, row.proposed_at = PlanStatus.PROPOSED, by, at
    row.decided_by, row.decided_at, row.decision_note = None, None, ""
    _save_status(row)
    record_plan("posting_plan.proposed", row, by=by, at=at, reason=note, changes={"status": [old, row.status]})
    return row


@transaction.atomic
def return_plan(*, plan: Plan, note: str, by: User, at: datetime, version: int | None = None) -> Plan:
    """Give a proposed or approved plan back for work, with what is to be mended; never one's own."""
    row = locked_plan(plan, version)
    rules.check_may_decide(by, row, PlanStatus.RETURNED)
    return _decide(row, PlanStatus.RETURNED, "posting_plan.returned", check_reason(note), by, at)


@transaction.atomic
def approve(*, plan: Plan, by: User, at: datetime, version: int | None = None, note: str = "") -> Plan:
    """Approve a proposed plan; never one's own."""
    row = locked_plan(plan, version)
    rules.check_may_decide(by, row, PlanStatus.APPROVED)
    return _decide(row, PlanStatus.APPROVED, "posting_plan.approved", note.strip(), by, at)


@transaction.atomic
def drop(*, plan: Plan, reason: str, by: User, at: datetime, version: int | None = None) -> Plan:
    """Give a draft up, with the reason; it stays in the list of dropped plans."""
    row = locked_plan(plan, version)
    rules.check_may_drop(by, row)
    reason = check_reason(reason)
    old, row.status = row.status, PlanStatus.DROPPED
    _save_status(row)
    record_plan("posting_plan.dropped", row, by=by, at=at, reason=reason, changes={"status": [old, row.status]})
    return row


def _decide(row: Plan, to: PlanStatus, event: str, note: str, by: User, at: datetime) -> Plan:
    old, row.status = row.status, to
    row.decided_by, row.decided_at, row.decision_note = by, at, note
    _save_status(row)
    record_plan(event, row, by=by, at=at, reason=note, changes={"status": [old, to]})
    return row


def _save_status(row: Plan) -> None:
    row.version += 1
    row.save(
        update_fields=[
            "status", "version", "proposed_by", "proposed_at", "decided_by", "decided_at", "decision_note",
            "published_at",
        ]
    )  # fmt: skip
