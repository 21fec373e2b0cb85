"""Reads of intake: imports, what a list already holds, and what names in a file mean."""

from zhucun.intake.queries.imports import (
    earlier_mapping,
    fault_rules,
    import_of,
    known_rows,
    same_file,
    what_would_change,
)
from zhucun.intake.queries.names import Resolution, resolve

__all__ = [
    "Resolution", "earlier_mapping", "fault_rules", "import_of", "known_rows", "resolve",
    "same_file", "what_would_change",
]  # fmt: skip
