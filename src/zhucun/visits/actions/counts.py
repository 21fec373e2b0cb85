"""Counting who waits for a visit, village by village; the pages read what is kept."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from zhucun.core.models import within
from zhucun.core.queries import last_event
from zhucun.registry import queries as registry
from zhucun.registry.actions.keeping import now_if_small, work_out_anew
from zhucun.registry.models import Household
from zhucun.visits import queries
from zhucun.visits.models import CountAsked, VillageCount

KEPT = ["households", "never", "overdue"]


def count_villages(*, county: str, on: date, at: datetime) -> CountAsked:
    """Count the households of every village of a county; computed from facts, so it leaves no event."""
    last = last_event()
    rows = _counted(Household.objects.filter(county_code=county), on, county)
    with transaction.atomic():
        _keep(rows)
        gone = VillageCount.objects.filter(within(county, "village_id"))
        gone.exclude(village__in=[row.village_id for row in rows]).delete()
        given = {"on": on, "at": at, "event": last, "households": sum(row.households for row in rows)}
        asked, _new = CountAsked.objects.update_or_create(county=county, defaults=given)
    return asked


def count_village(*, code: str, on: date) -> None:
    """Count one village anew, after a visit there."""
    _keep(_counted(Household.objects.filter(village=code), on, code))


def _counted(homes: QuerySet[Household], on: date, area: str) -> list[VillageCount]:
    found = queries.counts_of(queries.counted(homes, on, area))
    return [VillageCount(village_id=c, households=n, never=never, overdue=late) for c, n, never, late in found]


def _keep(rows: list[VillageCount]) -> None:
    VillageCount.objects.bulk_create(rows, 500, update_conflicts=True, unique_fields=["village"], update_fields=KEPT)


def count_if_small(*, county: str, on: date, at: datetime) -> tuple[CountAsked | None, bool]:
    """Return when a county was counted and whether that is stale; a small one is counted now where it is."""
    asked = queries.count_of(county)
    return now_if_small(
        county, asked, stale=registry.is_stale(county, asked, on=on),
        work=lambda: count_villages(county=county, on=on, at=at),
    )  # fmt: skip


def count_what_changed(*, today: date, at: datetime) -> int:
    """Count every county in which something has changed and that has rested; returns how many.

    A visit counts its village at once, so that no county is counted for it.
    """
    return work_out_anew(
        registry.counties_with_households(), kept_of=queries.count_of, at=at,
        stale=lambda county, asked: registry.is_stale(county, asked, on=today),
        work=lambda county: count_villages(county=county, on=today, at=at),
    )  # fmt: skip
