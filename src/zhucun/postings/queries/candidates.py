"""Candidates with what the dated rules say of each: eligible, group; and how a pool is distributed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Max, QuerySet, Sum

from zhucun.core.models import Event, User
from zhucun.core.statuses import Permission, Role
from zhucun.engine.facts import CandidateFacts
from zhucun.engine.households.identity import mask_name
from zhucun.engine.policy import Eligibility, Figure, Grouping, eligibility, group
from zhucun.engine.words import Group
from zhucun.policy.queries import figures_of
from zhucun.postings.bridge.rows import candidate_facts
from zhucun.postings.models import Candidate, Term

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules of a day say of one candidate, short enough to keep for a whole county."""

    eligible: bool
    to_confirm: bool
    group: Group


def may_see_names(user: User) -> bool:
    """Tell whether this person's work needs the candidates' names: the organiser, and a unit of its own people."""
    return user.may(Permission.PERSONAL_UNMASK) or user.role == Role.SENDING_UNIT


def shown_name(candidate: Candidate, user: User, *, public: bool = False) -> str:
    """Return a candidate's name as this person may see it; published postings are public and name people."""
    own = user.role == Role.SENDING_UNIT and candidate.unit_id == user.unit_id
    return candidate.name if public or own or user.may(Permission.PERSONAL_UNMASK) else mask_name(candidate.name)


def one_candidate(pk: int, user: User) -> Candidate | None:
    """Return a candidate if it is there for this person."""
    return Candidate.objects.visible_to(user).select_related("unit").filter(pk=pk).first()


def pool(county: str) -> QuerySet[Candidate]:
    """Return the county's candidates who have not been withdrawn, with their units, in order of code."""
    found = Candidate.objects.filter(county=county, withdrawn_at__isnull=True)
    return found.select_related("unit").order_by("code")


def judged(county: str, *, on: date) -> dict[int, Judged]:
    """Return what the rules say of each candidate of a county by primary key, computed only when somebody changed."""
    return _judged(county, on, pool_stamp(county), figures_of(county))


def judged_for(candidates: Iterable[Candidate], *, on: date) -> dict[int, Judged]:
    """Return what the rules say of these candidates, county by county."""
    found: dict[int, Judged] = {}
    for county in sorted({c.county for c in candidates}):
        found.update(judged(county, on=on))
    return found


def pool_stamp(county: str) -> Stamp:
    """Return three numbers that change when any candidate of the county does."""
    found = Candidate.objects.filter(county=county).aggregate(rows=Count("pk"), versions=Sum("version"), last=Max("pk"))
    return found["rows"], found["versions"] or 0, found["last"] or 0


@lru_cache(maxsize=64)
def _judged(county: str, on: date, stamp: Stamp, own: tuple[Figure, ...]) -> dict[int, Judged]:
    rows = Candidate.objects.filter(county=county).select_related("unit")
    return {row.pk: _judge(candidate_facts(row), county, on, own) for row in rows}


def _judge(facts: CandidateFacts, county: str, on: date, own: tuple[Figure, ...]) -> Judged:
    verdict = eligibility(facts, on=on, area=county, local=own)
    return Judged(verdict.eligible, bool(verdict.unconfirmed), group(facts, on=on, area=county, local=own).group)


def verdict(candidate: Candidate, *, on: date) -> tuple[Eligibility, Grouping]:
    """Return what the rules of the day say of one candidate, with every reason."""
    facts, county, own = candidate_facts(candidate), candidate.county, figures_of(candidate.county)
    return eligibility(facts, on=on, area=county, local=own), group(facts, on=on, area=county, local=own)


def running_terms(candidates: Iterable[Candidate]) -> dict[int, Term]:
    """Return where these candidates serve now, by the candidate's primary key."""
    found = Term.objects.running().filter(candidate__in=[c.pk for c in candidates]).select_related("village")
    return {term.candidate_id: term for term in found}


def terms_of(candidate: Candidate) -> QuerySet[Term]:
    """Return all terms of a candidate, newest first."""
    return Term.objects.filter(candidate=candidate).select_related("village", "plan")


def history_of(candidate: Candidate) -> QuerySet[Event]:
    """Return what happened to a candidate, newest first."""
    found = Event.objects.filter(subject="postings.candidate", subject_id=str(candidate.pk))
    return found.select_related("by").order_by("-id")
