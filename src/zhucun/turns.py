"""Pages of one process are made one after the other, not all at once: whoever came first is answered first."""

import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

PATIENCE = 0.2
"""Seconds after which a page is no longer waited for: it asks for much, and others are made beside it."""
NOTICED = 0.02
"""Seconds of waiting from which on the browser shall connect anew."""


def _closing(start_response: Any) -> Any:
    """Return what begins an answer after which the connection is closed."""

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, ("Connection", "close")], *more)

    return start


class Turns:
    """Let one thread at a time make a page.

    Python runs one thread of a process at a time anyway. Four pages begun together are each done at the end; made in
    turn, the first is there after a quarter of the time and the last no later. What is sent in pieces, as a long list
    as a file is, is made outside the turn. A browser keeps its connection to one process, however many others do the
    same: whoever had to wait is told to connect anew, and so finds the process that has less to do.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.free = threading.Condition()
        self.turn: object | None = None
        self.since = 0.0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        asked = time.monotonic()
        mine = self._take()
        waited = time.monotonic() - asked > NOTICED
        try:
            return self.application(environ, _closing(start_response) if waited else start_response)
        finally:
            self._give_back(mine)

    def _take(self) -> object:
        mine = object()
        with self.free:
            while self.turn is not None and (left := self.since + PATIENCE - time.monotonic()) > 0:
                self.free.wait(left)
            self.turn, self.since = mine, time.monotonic()
        return mine

    def _give_back(self, mine: object) -> None:
        with self.free:
            if self.turn is mine:  # else it took long, and somebody else has the turn
                self.turn = None
                self.free.notify()
