"""The few ways in which the engine says no; whoever calls it turns them into the reader's language.

Each error carries a `code` for programs, a `text` for people (what happened, why it matters, what to do) and `details`.
"""

from typing import Any

from zhucun.engine.texts import Language, Text


class EngineError(Exception):
    """Base of all that the engine refuses."""

    def __init__(self, code: str, text: Text, /, **details: Any) -> None:
        self.code = code
        self.text = text.filled(**details) if details else text
        self.details = details
        super().__init__(f"{code}: {self.text.en}")

    def say(self, language: Language = "zh") -> str:
        """Return the message in one language."""
        return self.text.say(language)


class BadProblem(EngineError):
    """The data given cannot be a problem: mend the data."""


class NoPlan(EngineError):
    """The rules leave no plan; `details` names the clashing rules and a smallest set to relax."""


class BadFile(EngineError):
    """A file cannot be read as what it should be; the text names the place and the remedy."""
