"""What publishing a plan does to terms: who begins, who goes on, who leaves and where to, which villages stay empty."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from zhucun.core.models import Event, within
from zhucun.postings.models import Plan, Post, Term
from zhucun.postings.statuses import PlanStatus
from zhucun.registry.models import Village

DAYS_A_MONTH = 30.44


@dataclass(frozen=True)
class Leaving:
    """One whose term ends by the plan: how many whole months were left, and the village they go to, if any."""

    term: Term
    months_left: int | None
    to: Village | None
    next_person: Post | None  # who follows in the village; None: nobody


@dataclass(frozen=True)
class Handover:
    """All consequences of publishing one plan."""

    begins: tuple[Post, ...]
    continues: tuple[Term, ...]
    leaving: tuple[Leaving, ...]
    outside: tuple[Term, ...]  # people of the plan who meanwhile serve outside it: publishing is refused
    empty: tuple[Village, ...]

    @property
    def early(self) -> int:
        """How many leave before their term is over."""
        return sum(1 for line in self.leaving if line.months_left)


def villages_of(plan: Plan) -> list[str]:
    """Return the villages that a plan fills, by code, as it was solved."""
    kept = plan.result.get("scope")
    if kept:
        return list(kept["villages"])
    return list(Village.objects.filter(within(plan.county)).order_by("code").values_list("code", flat=True))


def handover_of(plan: Plan, *, on: date, lock: bool = False) -> Handover:
    """Return what publishing would do on a day; terms of villages outside the plan are never touched."""
    posts = list(plan.posts.select_related("village", "candidate", "candidate__unit").order_by("village_id"))
    codes = set(villages_of(plan))
    here = Q(candidate__in=[p.candidate_id for p in posts]) | within(plan.county, "village_id")
    terms = Term.objects.select_for_update(of=("self",)) if lock else Term.objects
    running = list(terms.running().filter(here).select_related("village", "candidate", "candidate__unit"))
    by_village, by_person = {p.village_id: p for p in posts}, {p.candidate_id: p for p in posts}
    wanted = {(p.village_id, p.candidate_id) for p in posts}
    going_on = [t for t in running if (t.village_id, t.candidate_id) in wanted]
    kept = {(t.village_id, t.candidate_id) for t in going_on}
    leaving = [
        Leaving(
            t,
            months_between(on, t.until),
            by_person[t.candidate_id].village if t.candidate_id in by_person else None,
            by_village.get(t.village_id),
        )
        for t in running
        if t.village_id in codes and (t.village_id, t.candidate_id) not in kept
    ]
    empty = Village.objects.filter(pk__in=sorted(codes - set(by_village))).order_by("code")
    return Handover(
        begins=tuple(p for p in posts if (p.village_id, p.candidate_id) not in kept),
        continues=tuple(going_on),
        leaving=tuple(sorted(leaving, key=lambda x: (-(x.months_left or 0), x.term.village_id))),
        outside=tuple(t for t in running if t.village_id not in codes and t.candidate_id in by_person),
        empty=tuple(empty),
    )


def who_leaves(plan: Plan, *, on: date) -> list[Leaving]:
    """Return who leaves by a plan; of a published one who left, by the terms that ran when it was solved."""
    kept = plan.result.get("scope")
    if plan.status != PlanStatus.PUBLISHED or not kept:
        return list(handover_of(plan, on=on).leaving)
    posts = list(plan.posts.select_related("village", "candidate", "candidate__unit"))
    by_village, by_person = {p.village_id: p for p in posts}, {p.candidate_id: p for p in posts}
    served = {code: (pk, since) for code, (pk, since, _until) in kept["serving"].items() if code in kept["villages"]}
    terms = Term.objects.filter(village__in=list(served)).select_related("village", "candidate", "candidate__unit")
    return [
        Leaving(
            t,
            months_between(on, t.until),
            by_person[t.candidate_id].village if t.candidate_id in by_person else None,
            by_village.get(t.village_id),
        )
        for t in terms
        if served[t.village_id] == (t.candidate_id, t.since.isoformat())
        and (t.village_id not in by_village or by_village[t.village_id].candidate_id != t.candidate_id)
    ]


def hand_reasons(plan: Plan) -> dict[str, str]:
    """Return the newest reason given for a move by hand, by village code."""
    moves = Event.objects.filter(name="posting_plan.edited", subject="postings.plan", subject_id=str(plan.pk))
    return dict(moves.order_by("id").values_list("area", "reason"))


def months_between(on: date, until: date | None) -> int | None:
    """Return the months from a day to the end of a term, begun months counted; None where no end is known."""
    if until is None:
        return None
    days = (until - on).days
    return 0 if days <= 0 else max(1, round(days / DAYS_A_MONTH))
