"""How the product says no: one exception, one message that a clerk can act on."""

from collections.abc import Callable
from typing import Any, ParamSpec

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from zhucun.engine.errors import EngineError

Arguments = ParamSpec("Arguments")


class Refused(Exception):
    """What was asked is not done; `message` says what, why and what to do instead."""

    def __init__(self, code: str, message: str | Promise, **details: Any) -> None:
        self.code = code
        self.message = str(message) % details if details else str(message)
        self.details = details
        super().__init__(f"{code}: {self.message}")

    @classmethod
    def from_engine(cls, error: EngineError) -> "Refused":
        """Return the engine's refusal in the reader's language."""
        refused = cls(error.code, error.say(engine_language()))
        refused.details = error.details
        return refused


def engine_language() -> Any:
    """Return the engine's name of the language in force."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def allowed(check: Callable[Arguments, None], *args: Arguments.args, **kwargs: Arguments.kwargs) -> bool:
    """Ask a check without doing: True when it would not refuse. For showing or hiding a button."""
    try:
        check(*args, **kwargs)
    except Refused:
        return False
    return True


def wants_json(request: HttpRequest) -> bool:
    """Tell whether a program asks, which wants the code and the sentence and no page."""
    return request.headers.get("Accept", "").startswith("application/json")


def check_version(seen: int | None, current: int) -> None:
    """Refuse a save made on an older version than the one that stands now: two people edited at once."""
    if seen is not None and seen != current:
        raise Refused(
            "version.stale",
            gettext(
                "Somebody saved this while you were editing. Nothing of theirs was overwritten. "
                "Reload to see their change, then enter yours again."
            ),
        )
