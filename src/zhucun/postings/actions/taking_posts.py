"""Taking over existing postings as terms: who serves where since when."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.taking import Taken, chunks
from zhucun.engine.facts import PostFacts
from zhucun.postings.actions.taking import CHUNK, check_may_take, record_taken
from zhucun.postings.models import Term
from zhucun.postings.queries.names import MatchedPost, match_posts


def take_posts(
    *, rows: Sequence[PostFacts], county: str, by: User | None, at: datetime, made_up: bool = False
) -> Taken:
    """Add postings that are not known as terms; a village's or a person's earlier running term ends the day before.

    Refuses, naming them, when a village or a person of a row is not known in the county: take those in first.
    """
    check_may_take(by, county)
    matched = match_posts(rows, county)
    _check_all_known(matched)
    taken = Taken()
    # Oldest first, so that a later posting ends an earlier one and not the other way round.
    for chunk in chunks(sorted(matched, key=lambda m: m.facts.since), CHUNK):
        with transaction.atomic():
            taken += _take_chunk(chunk, on=at.date(), made_up=made_up)
    record_taken("posts.taken", taken, county=county, by=by, at=at)
    return taken


def _check_all_known(matched: Sequence[MatchedPost]) -> None:
    unknown = [m for m in matched if m.village is None or m.candidate is None]
    if not unknown:
        return
    names = "；".join(
        f"{m.facts.village}" if m.village is None else f"{m.facts.name}（{m.facts.unit or '—'}）" for m in unknown[:10]
    )
    raise Refused(
        "posts.unknown",
        _(
            "%(count)s postings name a village or a person that is not known here, or that several rows fit: "
            "%(names)s. Import those villages and people first, or write their codes."
        ),
        count=len(unknown),
        names=names,
    )


def _take_chunk(chunk: Sequence[MatchedPost], *, on: date, made_up: bool) -> Taken:
    villages = [m.village for m in chunk]
    people = [m.candidate for m in chunk]
    known = list(Term.objects.select_for_update().filter(Q(village__in=villages) | Q(candidate__in=people)))
    by_key = {(t.village_id, t.candidate_id, t.since): t for t in known}
    running = [t for t in known if t.ended_on is None]
    new: list[Term] = []
    changed: dict[int, Term] = {}
    ended: dict[int, Term] = {}
    for match in chunk:
        term = by_key.get(_key(match))
        if term is not None:
            if match.facts.until is not None and term.until != match.facts.until:
                term.until = match.facts.until
                changed[id(term)] = term
            continue
        term = _term(match, on=on, made_up=made_up)
        if term.ended_on is None:
            for other in [t for t in running if term.village_id == t.village_id or term.candidate_id == t.candidate_id]:
                other.ended_on, other.end_reason = max(other.since, term.since), _("Followed by another posting")
                ended[id(other)] = other
                running.remove(other)
            running.append(term)
        by_key[_key(match)] = term
        new.append(term)
    old = [t for t in {**changed, **ended}.values() if t.pk]
    Term.objects.bulk_update(old, ["until", "ended_on", "end_reason"], batch_size=100)
    Term.objects.bulk_create(new)
    return Taken(len(new), len(changed), len(chunk) - len(new) - len(changed))


def _key(match: MatchedPost) -> tuple[str, int, date]:
    assert match.village is not None  # noqa: S101  _check_all_known came first
    assert match.candidate is not None  # noqa: S101
    return match.village.pk, match.candidate.pk, match.facts.since


def _term(match: MatchedPost, *, on: date, made_up: bool) -> Term:
    facts = match.facts
    served = facts.until is not None and facts.until <= on
    return Term(
        village=match.village,
        candidate=match.candidate,
        since=facts.since,
        until=facts.until,
        ended_on=facts.until if served else None,
        end_reason=_("Term served") if served else "",
        made_up=made_up,
    )
