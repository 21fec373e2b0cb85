"""Counting what a county's households are like, and keeping it for the pages of statistics."""

from datetime import datetime

from zhucun.core.queries import last_event
from zhucun.registry import queries
from zhucun.registry.actions.keeping import now_if_small, work_out_anew
from zhucun.registry.models import CountedCounty


def count_county(*, county: str, at: datetime) -> CountedCounty:
    """Count a county's households and keep the counts; computed from facts, so it leaves no event."""
    last = last_event()
    villages = queries.count_villages(county)
    households = sum(sum(counts["colour"].values()) for counts in villages.values())
    given = {"at": at, "event": last, "households": households, "villages": villages}
    return CountedCounty.objects.update_or_create(county=county, defaults=given)[0]


def count_if_small(*, county: str, at: datetime) -> tuple[CountedCounty | None, bool]:
    """Return the counts of a county and whether they are outdated; a small county is counted now where they are."""
    counted = queries.counted_of(county)
    return now_if_small(
        county, counted, stale=queries.is_outdated(county, counted), work=lambda: count_county(county=county, at=at)
    )


def count_what_changed(*, at: datetime) -> int:
    """Count every county in which something has changed and that has rested; returns how many."""
    return work_out_anew(
        queries.counties_with_households(), kept_of=queries.counted_of, at=at,
        stale=queries.is_outdated, work=lambda county: count_county(county=county, at=at),
    )  # fmt: skip
