"""What a plan's notice announces: who comes, who goes on, who leaves; as it was done once the plan is published."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from zhucun.core.models import Event
from zhucun.postings.models import Plan, Post, Term
from zhucun.postings.queries.handover import handover_of
from zhucun.postings.rules import term_years
from zhucun.postings.statuses import PlanStatus


@dataclass(frozen=True)
class Announced:
    """The day, the length of new terms, the posts that begin and go on, and the terms that end."""

    day: date
    years: int
    begin: tuple[Post, ...]
    stay: tuple[Post, ...]
    leave: tuple[Term, ...]


def announced(plan: Plan) -> Announced:
    """Return what a plan's notice says: as it was done once published, before that as publishing would do it."""
    day = handover_day(plan)
    posts = tuple(plan.posts.select_related("village", "candidate", "candidate__unit").order_by("village_id"))
    begun = {(t.village_id, t.candidate_id): t for t in Term.objects.filter(plan=plan)}
    term = next(iter(begun.values()), None)
    least = term_years("least_years", day, plan.county)
    years = term.until.year - term.since.year if term and term.until else least
    if plan.status == PlanStatus.PUBLISHED:
        new, leave = set(begun), tuple(_ended_by(plan, day))
    else:
        foreseen = handover_of(plan, on=day)
        new = {(p.village_id, p.candidate_id) for p in foreseen.begins}
        leave = tuple(line.term for line in foreseen.leaving)
    return Announced(
        day,
        years,
        begin=tuple(p for p in posts if (p.village_id, p.candidate_id) in new),
        stay=tuple(p for p in posts if (p.village_id, p.candidate_id) not in new),
        leave=tuple(sorted(leave, key=lambda t: (t.village_id, t.pk))),
    )


def handover_day(plan: Plan) -> date:
    """Return the day on which a published plan hands over; before publication the plan's own day."""
    if plan.status != PlanStatus.PUBLISHED:
        return plan.on
    found = Event.objects.filter(subject="postings.plan", subject_id=str(plan.pk), name="posting_plan.published")
    event = found.order_by("-id").first()
    said = event.changes.get("handover") if event else None
    if said:
        return date.fromisoformat(said[1])
    term = Term.objects.filter(plan=plan).order_by("pk").first()
    return term.since if term else plan.on


def _ended_by(plan: Plan, day: date) -> list[Term]:
    """Return the terms that publishing ended; terms of this plan and of later ones came afterwards."""
    after = Q(plan=plan) | Q(plan__published_at__gt=plan.published_at)
    ended = Term.objects.filter(ended_on__gte=day, end_reason__in=handover_reasons(plan)).exclude(after)
    return list(ended.select_related("village", "candidate", "candidate__unit"))


def handover_reason(plan: Plan) -> str:
    """Return the reason with which a plan ends the terms it does not continue, in the language of who publishes."""
    return _("Handed over under the plan “%(plan)s”") % {"plan": plan.name}


def handover_reasons(plan: Plan) -> frozenset[str]:
    """Return that reason in every language: whoever published may have read another one."""
    found = set()
    for language in ("zh-hans", "en"):
        with translation.override(language):
            found.add(handover_reason(plan))
    return frozenset(found)
