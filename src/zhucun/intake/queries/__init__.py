"""Reads of intake: imports, what a list already holds, and what names in a file mean."""

from zhucun.intake.queries.imports import (
    earlier_mapping,
    fault_rules,
    import_of,
    known_rows,
    may_undo,
    same_file,
    what_would_change,
)
from zhucun.intake.queries.names import Resolution, resolve
from zhucun.intake.queries.undoing import undoing_of

__all__ = [
    "Resolution", "earlier_mapping", "fault_rules", "import_of", "known_rows", "may_undo", "resolve",
    "same_file", "undoing_of", "what_would_change",
]  # fmt: skip
