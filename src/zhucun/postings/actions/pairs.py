"""A person's word on one pair: locked together or kept apart, with the reason; the plan is solved again at once."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_reason
from zhucun.postings import rules
from zhucun.postings.actions.life import locked_plan
from zhucun.postings.actions.solving import moved, posts_now, save_solved, solve_again
from zhucun.postings.bridge.scope import scope_of
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
    change: bool = False,
) -> Plan:
    """Fix a person in a village and solve the rest around it; refuses a lock that another rule forbids.

    A lock of the person elsewhere, or of another person here, gives way only where `change` says so.
    """
    return _rule(plan, village, candidate, PairRuleKind.LOCK, "pair.locked", reason, by, at, version, change)


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
    change: bool = False,
) -> Plan:
    row = locked_plan(plan, version)
    rules.check_may_edit_plan(by, row)
    rules.check_in_county(village, candidate, row)
    reason = check_reason(reason)
    if kind == PairRuleKind.LOCK:
        check_lock_free(row, village, candidate, change=change)
        _lift_others(row, village, candidate, reason, by, at)
        row.posts.filter(village=village, by_hand=True).exclude(candidate=candidate).update(by_hand=False)
        row.posts.filter(candidate=candidate, by_hand=True).exclude(village=village).update(by_hand=False)
    else:
        row.posts.filter(village=village, candidate=candidate, by_hand=True).update(by_hand=False)
    PairRule.objects.update_or_create(
        plan=row, village=village, candidate=candidate, defaults={"kind": kind, "reason": reason, "by": by, "at": at}
    )
    _solve_and_record(row, event, village, candidate, reason, by, at)
    return row


def check_lock_free(plan: Plan, village: Village, candidate: Candidate, *, change: bool) -> None:
    """Refuse a lock that would undo another lock, or move somebody whose term is not over, without being told to."""
    if change:
        return
    for rule in other_locks(plan, village, candidate):
        raise Refused(
            "pair.locked_elsewhere" if rule.candidate_id == candidate.pk else "pair.village_locked",
            _(
                "%(person)s is locked to %(village)s in this plan already (%(reason)s). Nothing was changed. "
                "Choose “Change the lock” if that lock is to be lifted for this one."
            ),
            person=rule.candidate.code,
            village=rule.village.name,
            reason=rule.reason,
        )
    if plan.settings.get("hold", False):
        for code, served in scope_of(plan).unexpired(plan.on).items():
            if (code == village.code) != (served.candidate == candidate.pk):
                raise Refused(
                    "pair.term_running",
                    _(
                        "%(person)s serves in %(village)s until %(until)s, and unexpired terms stay in this plan. "
                        "Nothing was changed. Choose “Change the lock” if that post is to be given up for this one."
                    ),
                    person=Candidate.objects.get(pk=served.candidate).code,
                    village=Village.objects.get(pk=code).name,
                    until=served.until,
                )


def other_locks(plan: Plan, village: Village, candidate: Candidate) -> list[PairRule]:
    """Return the plan's locks of this person elsewhere and of other people in this village."""
    locks = plan.pair_rules.filter(kind=PairRuleKind.LOCK).select_related("village", "candidate")
    return [r for r in locks if (r.village_id == village.pk) != (r.candidate_id == candidate.pk)]


def _lift_others(plan: Plan, village: Village, candidate: Candidate, reason: str, by: User, at: datetime) -> None:
    """Lift the locks that give way to a new one; each is recorded as lifted, with the reason of the new one."""
    for rule in other_locks(plan, village, candidate):
        changes = {"village": [rule.village.name, None], "candidate": [rule.candidate.code, None]}
        PairRule.objects.filter(pk=rule.pk).delete()
        events.record(
            "pair.freed", plan, by=by, at=at, area=rule.village_id, label=plan.name, reason=reason, changes=changes
        )


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
