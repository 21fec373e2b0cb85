"""Working out what is kept of a county: at once where it is small, else in the background once it has rested."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

from zhucun.registry import queries
from zhucun.registry.queries.keeping import Kept

K = TypeVar("K", bound=Kept)


def now_if_small(county: str, kept: K | None, *, stale: bool, work: Callable[[], K]) -> tuple[K | None, bool]:
    """Return what is kept of a county and whether it is stale; where it is, a small county is worked out now."""
    return (work(), False) if stale and queries.is_small(county) else (kept, stale)


def work_out_anew(
    counties: Iterable[str],
    *,
    kept_of: Callable[[str], K | None],
    stale: Callable[[str, K | None], bool],
    work: Callable[[str], object],
    at: datetime,
) -> int:
    """Work out every county that has rested and in which something has changed; returns how many."""
    worked = 0
    for county in counties:
        kept = kept_of(county)
        if queries.is_rested(kept, at=at) and stale(county, kept):
            work(county)
            worked += 1
    return worked
