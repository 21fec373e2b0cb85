"""Work over hundreds of thousands of rows without looking for circles of objects to give back: it makes none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_within, _was_on = 0, True


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let the garbage collector rest: it would walk through every row again and again, an eighth of an import's time.

    Whatever is no longer used is given back all the same, unless it points at itself.
    """
    global _within, _was_on
    with _lock:
        if not _within:
            _was_on = gc.isenabled()
        _within += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _within -= 1
            if not _within and _was_on:
                gc.enable()
