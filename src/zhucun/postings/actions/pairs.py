"""A person's word on one pair: locked together or kept apart, with the reason; the plan is solved again at once."""

from datetime import datetime

from django.db import transaction

from zhucun.core import events
from zhucun.core.models import User
from zhucun.postings import rules
from zhucun.postings.actions.life import locked_plan
from zhucun.postings.actions.solving import moved, posts_now, save_solved, solve_again
from zhucun.postings.models import Candidate, PairRule, Plan
from zhucun.postings.statuses import PairRuleKind
from zhucun.registry.models import Village


def lock_pair(
    *,
    plan: Plan,
    village: Village,
    candidate: Candidate,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Plan:
    """Fix a person in a village and solve the rest around it; refuses a lock that another rule forbids."""
    return _rule(plan, village, candidate, PairRuleKind.LOCK, "pair.locked", reason, by, at, version)


def forbid_pair(
    *,
    plan: Plan,
    village: Village,
    candidate: Candidate,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Plan:
    """Keep a person out of a village and solve again."""
    return _rule(plan, village, candidate, PairRuleKind.FORBID, "pair.forbidden", reason, by, at, version)


@transaction.atomic
def free_pair(*, rule: PairRule, by: User, at: datetime, version: int | None = None) -> Plan:
    """Lift a lock or a ban and solve again."""
    row = locked_plan(rule.plan, version)
    rules.check_may_edit_plan(by, row)
    village, candidate, kind = rule.village, rule.candidate, rule.kind
    rule.delete()
    _solve_and_record(row, "pair.freed", village, candidate, str(PairRuleKind(kind).label), by, at)
    return row


@transaction.atomic
def _rule(
    plan: Plan,
    village: Village,
    candidate: Candidate,
    kind: PairRuleKind,
    event: str,
    reason: str,
    by: User,
    at: datetime,
    version: int | None,
) -> Plan:
    row = locked_plan(plan, version)
    rules.check_may_edit_plan(by, row)
    rules.check_in_county(village, candidate, row)
    reason = rules.check_reason(reason)
    if kind == PairRuleKind.LOCK:
        # A person is in one village only: an earlier lock of either gives way to the new one.
        PairRule.objects.filter(plan=row, kind=kind, village=village).exclude(candidate=candidate).delete()
        PairRule.objects.filter(plan=row, kind=kind, candidate=candidate).exclude(village=village).delete()
        row.posts.filter(village=village, by_hand=True).exclude(candidate=candidate).update(by_hand=False)
        row.posts.filter(candidate=candidate, by_hand=True).exclude(village=village).update(by_hand=False)
    else:
        row.posts.filter(village=village, candidate=candidate, by_hand=True).update(by_hand=False)
    PairRule.objects.update_or_create(
        plan=row, village=village, candidate=candidate, defaults={"kind": kind, "reason": reason, "by": by, "at": at}
    )
    _solve_and_record(row, event, village, candidate, reason, by, at)
    return row


def _solve_and_record(
    row: Plan, event: str, village: Village, candidate: Candidate, reason: str, by: User, at: datetime
) -> None:
    before, old = posts_now(row), row.result.get("total")
    solve_again(row)
    save_solved(row)
    changes = {
        "village": [None, village.name],
        "candidate": [None, candidate.code],
        "total": [old, row.result.get("total")],
        "moved": [None, moved(before, posts_now(row))],
    }
    events.record(event, row, by=by, at=at, area=village.code, label=row.name, reason=reason, changes=changes)
