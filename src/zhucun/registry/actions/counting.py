"""Counting what a county's households are like, and keeping it for the pages of statistics."""

from datetime import datetime

from django.db.models import Max

from zhucun.core.models import Event
from zhucun.registry import queries
from zhucun.registry.models import CountedCounty


def count_county(*, county: str, at: datetime) -> CountedCounty:
    """Count a county's households and keep the counts; computed from facts, so it leaves no event."""
    last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    villages = queries.count_villages(county)
    households = sum(sum(counts["colour"].values()) for counts in villages.values())
    given = {"at": at, "event": last, "households": households, "villages": villages}
    return CountedCounty.objects.update_or_create(county=county, defaults=given)[0]


def count_if_small(*, county: str, at: datetime) -> CountedCounty | None:
    """Return the counts of a county; those of a small one are made now if anything has changed since."""
    counted = queries.counted_of(county)
    if queries.is_outdated(county, counted) and queries.is_small(county):
        return count_county(county=county, at=at)
    return counted


def count_what_changed(*, at: datetime) -> int:
    """Count every county in which something has changed and that has rested; returns how many."""
    found = {county: queries.counted_of(county) for county in queries.counties_with_households()}
    due = [c for c, counted in found.items() if queries.is_outdated(c, counted) and queries.has_rested(counted, at=at)]
    for county in due:
        count_county(county=county, at=at)
    return len(due)
