"""Pages of verification."""

from zhucun.verification.views.check import assign, check, close, record, second, seen
from zhucun.verification.views.checks import checks
from zhucun.verification.views.lists import columns, compare, drop, lists, one_list, upload, withdraw
from zhucun.verification.views.measures import draw, measures, raise_signs, signs
from zhucun.verification.views.red_lines import red_line_set, red_lines
from zhucun.verification.views.village import give, sheet, sheets

__all__ = [
    "assign", "check", "checks", "close", "columns", "compare", "draw", "drop", "give", "lists",
    "measures", "one_list", "raise_signs", "record", "red_line_set", "red_lines", "second", "seen", "sheet", "sheets",
    "signs", "upload", "withdraw",
]  # fmt: skip
