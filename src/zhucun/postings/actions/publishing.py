"""Publishing a plan: terms begin and end on the handover day."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.postings import rules
from zhucun.postings.actions.checking import check_sound
from zhucun.postings.actions.life import locked_plan, record_plan
from zhucun.postings.bridge.desk import new_desk
from zhucun.postings.models import Plan, Post, Term
from zhucun.postings.queries.announced import handover_reason
from zhucun.postings.queries.handover import handover_of
from zhucun.postings.rules import term_years
from zhucun.postings.statuses import PlanStatus


class Published(NamedTuple):
    """What publishing did: the plan, and how many terms began, went on and ended."""

    plan: Plan
    begun: int
    kept: int
    ended: int


@transaction.atomic
def publish(
    *, plan: Plan, handover: date, by: User, at: datetime, version: int | None = None, years: int | None = None
) -> Published:
    """Publish an approved plan: on the handover day new terms begin and those the plan does not continue end.

    A person who stays where they serve keeps their term. `years` is the length of new terms; without it the shortest
    term of the rules that hold on the handover day.
    """
    row = locked_plan(plan, version)
    rules.check_may_publish(by, row)
    check_sound(new_desk(row))
    done = handover_of(row, on=handover, lock=True)
    if done.outside:
        raise Refused(
            "plan.serve_outside",
            _(
                "People of this plan meanwhile serve in villages that are not in it: %(people)s. "
                "Return the plan and solve it again, or end those terms first."
            ),
            people="、".join(f"{t.candidate.code} {t.village.name}" for t in done.outside),
        )
    ending = [line.term for line in done.leaving]
    reason = handover_reason(row)
    for term in ending:
        term.ended_on, term.end_reason = max(handover, term.since), reason
    Term.objects.bulk_update(ending, ["ended_on", "end_reason"], batch_size=200)
    length = years or term_years("least_years", handover, row.county)
    rules.check_years(length, most=term_years("most_years", handover, row.county))
    begun = [_term(row, p, handover, length) for p in done.begins]
    Term.objects.bulk_create(begun, batch_size=200)
    row.status, row.published_at = PlanStatus.PUBLISHED, at
    row.version += 1
    row.save(update_fields=["status", "published_at", "version"])
    changes: dict[str, object] = {
        "status": [PlanStatus.APPROVED, PlanStatus.PUBLISHED],
        "handover": [None, handover.isoformat()],
        "terms_begun": [None, len(begun)],
        "terms_kept": [None, len(done.continues)],
        "terms_ended": [None, len(ending)],
    }
    record_plan("posting_plan.published", row, by=by, at=at, changes=changes)
    return Published(row, len(begun), len(done.continues), len(ending))


def _term(plan: Plan, post: Post, handover: date, years: int) -> Term:
    return Term(
        village_id=post.village_id,
        candidate_id=post.candidate_id,
        since=handover,
        until=years_later(handover, years),
        plan=plan,
        made_up=plan.made_up,
    )


def years_later(day: date, years: int) -> date:
    """Return the same day some years on; the 29th of February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
