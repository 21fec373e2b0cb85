"""Counts of long lists, kept for a while: counting 100,000 rows takes longer than all else on their page.

A count that cost much is used again for a thousand times as long as it took, a minute at most, so that counting
takes a small part of the time, however many look. A quick count (some 20,000 rows) is always made anew.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db.models import Max, QuerySet

from zhucun.core.models import Event

WORTH_KEEPING = 0.004
"""Seconds from which on a count is kept."""
TIMES, LONGEST = 1_000, 60.0
"""For how many times its own duration a count is kept, and how many seconds at most."""
MOST = 2_000
"""How many counts a process keeps."""
MOST_FIGURES = 200
"""How many sets of figures a process keeps until the next event."""


class _Kept:
    """The counts of this process, the newest last, each with the instant until which it holds."""

    def __init__(self) -> None:
        self.counts: OrderedDict[tuple[Any, ...], tuple[int, float]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: tuple[Any, ...]) -> int | None:
        """Return a count that still holds."""
        count, until = self.counts.get(key, (0, 0.0))
        return count if time.monotonic() < until else None

    def keep(self, key: tuple[Any, ...], count: int, took: float) -> None:
        """Keep a count that cost so many seconds."""
        with self.lock:
            self.counts[key] = (count, time.monotonic() + min(took * TIMES, LONGEST))
            self.counts.move_to_end(key)
            if len(self.counts) > MOST:
                self.counts.popitem(last=False)

    def cache_clear(self) -> None:
        """Forget all counts."""
        self.counts.clear()


kept = _Kept()


def counted(rows: QuerySet[Any], most: int) -> int:
    """Return how many rows there are, or one more than the bound; perhaps as of seconds ago where they are many."""
    bounded = rows.order_by().values("pk")[: most + 1]
    try:
        key = (rows.db, *bounded.query.sql_with_params())
    except EmptyResultSet:  # a query set of which it is known without asking that it holds nothing
        return 0
    known = kept.get(key)
    if known is not None:
        return known
    begun = time.perf_counter()
    count = int(bounded.count())
    if (took := time.perf_counter() - begun) >= WORTH_KEEPING:
        kept.keep(key, count, took)
    return count


Figures = TypeVar("Figures")


class _Figures:
    """Figures by key, each with the event that was the last one when they were worked out."""

    def __init__(self) -> None:
        self.found: OrderedDict[Hashable, tuple[int, object]] = OrderedDict()
        self.lock = threading.Lock()

    def keep(self, key: Hashable, last: int, found: object) -> None:
        """Keep figures, and let go of the oldest."""
        with self.lock:
            self.found[key] = (last, found)
            self.found.move_to_end(key)
            if len(self.found) > MOST_FIGURES:
                self.found.popitem(last=False)

    def cache_clear(self) -> None:
        """Forget all figures."""
        self.found.clear()


figures = _Figures()


def until_event(key: Hashable, work: Callable[[], Figures]) -> Figures:
    """Return figures of many rows, worked out anew after any event: whoever changes something sees it at once.

    The key holds whose they are and as of which day. They are shared: nobody may change what is returned.
    """
    last = Event.objects.aggregate(last=Max("pk"))["last"] or 0
    then, known = figures.found.get(key, (-1, None))
    if then == last:
        return cast(Figures, known)
    found = work()
    figures.keep(key, last, found)
    return found
