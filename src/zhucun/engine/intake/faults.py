"""What is wrong in a file, said so that a clerk finds the cell and knows what to do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from zhucun.engine.texts import Language, Text


class Severity(StrEnum):
    """An error keeps its row out of the import; a warning lets it in and asks somebody to look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the rule it breaks, its place as Excel shows it, what is there, what to do.

    `row` is the 1-based row of the sheet, `column` the heading with its letter, as in “危房户(户) [Q]”; both are None
    where the fault concerns the whole sheet. `personal` says that `value` is a person's name, birth or phone: it may
    be shown to the person who imports and must not reach a log; `masked` is the form for logs.
    """

    rule: str
    severity: Severity
    message: Text
    remedy: Text
    sheet: str = ""
    row: int | None = None
    column: str | None = None
    key: str | None = None
    value: str = ""
    personal: bool = False

    def say(self, language: Language = "zh") -> str:
        """Return message and remedy as one line."""
        return f"{self.message.say(language)} {self.remedy.say(language)}"

    def masked(self) -> "Fault":
        """Return the fault without a personal value, for logs and events."""
        if not self.personal:
            return self
        hidden = Text("（个人信息，不记入日志）", "(personal, not logged)")
        return Fault(self.rule, self.severity, hidden, self.remedy, self.sheet, self.row, self.column, self.key, "***")

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """Return the fault as plain values, texts in one language."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "sheet": self.sheet,
            "row": self.row,
            "column": self.column,
            "key": self.key,
            "value": self.value,
            "message": self.message.say(language),
            "remedy": self.remedy.say(language),
        }


CELL_IS_WRONG = ("cell.formula", "cell.error", "privacy.code")


def one_a_cell(faults: list[Fault]) -> list[Fault]:
    """Return the faults without those that only follow from a cell that cannot be read at all: it is named once."""
    wrong = {(f.row, f.column): f for f in reversed(faults) if f.rule in CELL_IS_WRONG}
    return [f for f in faults if f.row is None or wrong.get((f.row, f.column), f) is f]


def shown(value: object) -> str:
    """Return a cell's value as a person would read it in the sheet."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, tuple):
        return "、".join(shown(v) for v in value)
    return str(value)
