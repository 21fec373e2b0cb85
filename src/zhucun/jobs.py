"""Assembly of the work that events set off: event name to the functions that run after it, perhaps twice."""

from collections.abc import Callable

from zhucun.core.models import Event

JOBS: dict[str, tuple[Callable[[Event], None], ...]] = {}
