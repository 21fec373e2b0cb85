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
from django.db.models import QuerySet

from zhucun.core.queries import last_event

WORTH_KEEPING = 0.004
"""Seconds from which on a count is kept."""
TIMES, LONGEST = 1_000, 60.0
"""For how many times its own duration a count is kept, and how many seconds at most."""
MOST = 2_000
"""How many counts a process keeps."""
MOST_FIGURES = 200
"""How many sets of figures a process keeps until the next event."""


class _Newest:
    """What this process keeps by key, the newest last, each with the instant until which it holds."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.found: OrderedDict[Hashable, tuple[Any, float]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Hashable) -> Any:
        """Return what is kept under a key and still holds, else None."""
        found, until = self.found.get(key, (None, 0.0))
        return found if time.monotonic() < until else None

    def keep(self, key: Hashable, found: Any, seconds: float) -> None:
        """Keep something for so long, and let go of the oldest."""
        with self.lock:
            self.found[key] = (found, time.monotonic() + seconds)
            self.found.move_to_end(key)
            if len(self.found) > self.most:
                self.found.popitem(last=False)

    def cache_clear(self) -> None:
        """Forget everything."""
        self.found.clear()


kept, figures = _Newest(MOST), _Newest(MOST_FIGURES)


def counted(rows: QuerySet[Any], most: int) -> int:
    """Return how many rows there are, or one more than the bound; perhaps as of seconds ago where they are many."""
    bounded = rows.order_by().values("pk")[: most + 1]
    try:
        key = (rows.db, *bounded.query.sql_with_params())
    except EmptyResultSet:  # a query set of which it is known without asking that it holds nothing
        return 0
    known = kept.get(key)
    if known is not None:
        return int(known)
    begun = time.perf_counter()
    count = int(bounded.count())
    if (took := time.perf_counter() - begun) >= WORTH_KEEPING:
        kept.keep(key, count, min(took * TIMES, LONGEST))
    return count


Figures = TypeVar("Figures")


def until_event(key: Hashable, work: Callable[[], Figures]) -> Figures:
    """Return figures of many rows, worked out anew after any event: whoever changes something sees it at once.

    At the latest after LONGEST seconds: of two who write at once the one with the lower event may be committed last.
    The key holds whose they are and as of which day. They are shared: nobody may change what is returned.
    """
    last = last_event()
    then, known = figures.get(key) or (-1, None)
    if then == last:
        return cast(Figures, known)
    found = work()
    figures.keep(key, (last, found), LONGEST)
    return found
