"""Every write of verification."""

from zhucun.verification.actions.audits import draw_audits
from zhucun.verification.actions.checks import answer_seen, assign, assign_village, close, see_home, show_record
from zhucun.verification.actions.comparing import compare
from zhucun.verification.actions.demo import make_checks
from zhucun.verification.actions.lists import (
    confirm_list,
    drop_list,
    settle_columns,
    take_register,
    upload_list,
    withdraw_list,
)
from zhucun.verification.actions.signs import raise_signs

__all__ = [
    "answer_seen", "assign", "assign_village", "close", "compare", "confirm_list", "draw_audits",
    "drop_list", "make_checks", "raise_signs", "see_home", "settle_columns", "show_record",
    "take_register", "upload_list", "withdraw_list",
]  # fmt: skip
