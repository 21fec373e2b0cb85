"""Recalling a First Secretary: the term ends with its reason, and a plan with the least disruption is made."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may, check_reason
from zhucun.core.statuses import Permission
from zhucun.postings.actions.solving import DEFAULT_KEEP, make_plan
from zhucun.postings.models import Candidate, Plan, Term
from zhucun.postings.queries.plans import latest_published

KEEP_AFTER_RECALL = DEFAULT_KEEP  # one recall is no reason to move the others


class Recalled(NamedTuple):
    """The ended term and the plan that fills the gap."""

    term: Term
    plan: Plan


@transaction.atomic
def recall(
    *, term: Term, reason: str, on: date, by: User, at: datetime, replan: bool = True, keep: int = KEEP_AFTER_RECALL
) -> Recalled | Term:
    """Recall a secretary: end the term on a day, take the person out of the pool, and make a re-posting plan.

    The new plan is based on the one in force; those who serve stay unless moving them gains more than `keep` points.
    """
    county = term.village.county
    check_may(by, Permission.PLAN_EDIT, county)
    reason = check_reason(reason)
    row = Term.objects.select_for_update(of=("self",)).select_related("village", "candidate").get(pk=term.pk)
    _check_runs(row, on)
    row.ended_on, row.end_reason = on, reason
    row.save(update_fields=["ended_on", "end_reason"])
    person = Candidate.objects.select_for_update().get(pk=row.candidate_id)
    person.withdrawn_at, person.withdrawn_reason = at, _("Recalled from %(village)s: %(reason)s") % {
        "village": row.village.name, "reason": reason,
    }  # fmt: skip
    person.version += 1
    person.save(update_fields=["withdrawn_at", "withdrawn_reason", "version"])
    changes = {"candidate": [person.code, None], "ended_on": [None, on.isoformat()]}
    events.record(
        "secretary.recalled", row, by=by, at=at, area=row.village_id, label=row.village.name, reason=reason,
        changes=changes,
    )  # fmt: skip
    if not replan:
        return row
    base = row.plan or latest_published(county)
    plan = make_plan(
        county=county,
        name=_("Re-posting after the recall from %(village)s") % {"village": row.village.name},
        on=on,
        scheme=base.scheme if base else None,
        settings={**(base.settings if base else {}), "keep": keep, "hold": True, "also": [row.village_id]},
        based_on=base,
        reason=reason,
        by=by,
        at=at,
    )
    return Recalled(row, plan)


@transaction.atomic
def end_term(*, term: Term, reason: str, on: date, by: User, at: datetime) -> Term:
    """End a term that was served, without a recall: the person stays in the pool."""
    check_may(by, Permission.PLAN_EDIT, term.village.county)
    reason = check_reason(reason)
    row = Term.objects.select_for_update(of=("self",)).select_related("village", "candidate").get(pk=term.pk)
    _check_runs(row, on)
    row.ended_on, row.end_reason = on, reason
    row.save(update_fields=["ended_on", "end_reason"])
    changes = {"candidate": [row.candidate.code, None], "ended_on": [None, on.isoformat()]}
    events.record(
        "term.ended", row, by=by, at=at, area=row.village_id, label=row.village.name, reason=reason, changes=changes
    )
    return row


def _check_runs(term: Term, on: date) -> None:
    if term.ended_on is not None:
        raise Refused("term.ended", _("This term has ended already, on %(day)s."), day=term.ended_on)
    if on < term.since:
        raise Refused(
            "term.too_early",
            _("This term began on %(since)s and cannot end before it. Choose a later day."),
            since=term.since,
        )
