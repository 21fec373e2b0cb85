"""Asking the quality rules of a county: the whole at once over columns, what they find is kept for pages to read."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from zhucun.core.queries import last_event
from zhucun.core.rows import runs
from zhucun.engine.households.quality import Finding, Findings, check
from zhucun.policy.queries import figures_of
from zhucun.registry import queries
from zhucun.registry.actions.keeping import now_if_small, work_out_anew
from zhucun.registry.models import KeptFinding, RulesAsked
from zhucun.registry.queries.books import book_of

RUN = 2_000


def ask_rules(*, county: str, on: date, at: datetime) -> RulesAsked:
    """Ask every rule of a county and keep what is found; computed from facts, so it leaves no event.

    The new findings are written beside the old ones run by run, so that nobody waits, and then take their place.
    """
    last = last_event()
    found = check(book_of(county, on=on), local=figures_of(county))
    before = RulesAsked.objects.filter(pk=county).first()
    number = before.run + 1 if before else 1
    KeptFinding.objects.filter(county=county, run=number).delete()  # what a killed process left
    for run in runs(found, RUN):
        KeptFinding.objects.bulk_create(_kept(one, county, number) for one in run)
    asked = _in_force(county, number, on, at, last, found)
    _drop(KeptFinding.objects.filter(county=county, run__lt=number).order_by().values_list("pk", flat=True))
    return asked


@transaction.atomic
def _in_force(county: str, number: int, on: date, at: datetime, last: int, found: Findings) -> RulesAsked:
    size = len(found.book.households)
    given = {"run": number, "on": on, "at": at, "event": last, "rules": len(found.rules), "households": size}
    asked, _new = RulesAsked.objects.update_or_create(county=county, defaults=given)
    return asked


def _drop(keys: Iterable[int]) -> None:
    for run in runs(list(keys), RUN // 4):
        KeptFinding.objects.filter(pk__in=run).delete()


def _kept(one: Finding, county: str, number: int) -> KeptFinding:
    values = [[label.zh, label.en, value.zh, value.en] for label, value in one.values]
    return KeptFinding(
        county=county, run=number, village=one.village, rule=one.rule.code, code=one.code, mark=one.mark, values=values
    )


def ask_if_small(*, county: str, on: date, at: datetime) -> tuple[RulesAsked | None, bool]:
    """Return when the rules were asked and whether that is stale; a small county is asked now where it is."""
    asked = queries.asked_of(county)
    return now_if_small(
        county, asked, stale=queries.is_stale(county, asked, on=on), work=lambda: ask_rules(county=county, on=on, at=at)
    )


def ask_what_changed(*, today: date, at: datetime) -> int:
    """Ask the rules of every county in which something has changed and that has rested; returns how many."""
    return work_out_anew(
        queries.counties_with_households(), kept_of=queries.asked_of, at=at,
        stale=lambda county, asked: queries.is_stale(county, asked, on=queries.as_of(county, today)),
        work=lambda county: ask_rules(county=county, on=queries.as_of(county, today), at=at),
    )  # fmt: skip
