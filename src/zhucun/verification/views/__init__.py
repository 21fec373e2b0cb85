"""Pages of verification."""

from zhucun.verification.views.check import assign, check, close, record, second, seen
from zhucun.verification.views.checks import checks
from zhucun.verification.views.comparing import compare, comparing, stop_comparing
from zhucun.verification.views.lists import columns, drop, lists, one_list, taking, upload, withdraw
from zhucun.verification.views.measures import draw, measures
from zhucun.verification.views.red_lines import red_line_set, red_lines
from zhucun.verification.views.signs import raise_signs, signs
from zhucun.verification.views.village import give, sheet, sheets

__all__ = [
    "assign", "check", "checks", "close", "columns", "compare", "comparing", "draw", "drop", "give", "lists",
    "measures", "one_list", "raise_signs", "record", "red_line_set", "red_lines", "second", "seen", "sheet", "sheets",
    "signs", "stop_comparing", "taking", "upload", "withdraw",
]  # fmt: skip
