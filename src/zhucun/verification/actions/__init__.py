"""Every write of verification."""

from zhucun.verification.actions.audits import draw_audits
from zhucun.verification.actions.checks import answer_seen, assign, assign_village, close, see_home, show_record
from zhucun.verification.actions.comparing import ask_to_compare, compare, stop_comparing, waiting, work_out_comparison
from zhucun.verification.actions.demo import make_checks
from zhucun.verification.actions.lists import (
    confirm_list,
    confirmed,
    drop_list,
    settle_columns,
    take_confirmed,
    take_register,
    upload_list,
    withdraw_list,
)
from zhucun.verification.actions.signs import ask_signs, ask_signs_if_small, ask_signs_of_what_changed, raise_signs

__all__ = [
    "answer_seen", "ask_signs", "ask_signs_if_small", "ask_signs_of_what_changed", "ask_to_compare", "assign",
    "assign_village", "close", "compare", "confirm_list", "confirmed", "draw_audits", "drop_list", "make_checks",
    "raise_signs", "see_home", "settle_columns", "show_record", "stop_comparing", "take_confirmed", "take_register",
    "upload_list", "waiting", "withdraw_list", "work_out_comparison",
]  # fmt: skip
