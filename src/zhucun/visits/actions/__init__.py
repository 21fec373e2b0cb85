"""Every write of visits."""

from zhucun.visits.actions.counts import count_if_small, count_villages, count_what_changed
from zhucun.visits.actions.demo import make_visits
from zhucun.visits.actions.lists import ask_for_lists, explain_entry, let_go, withdraw_entry_explanation, work_out_lists
from zhucun.visits.actions.means import ask_for_fit, retire_fit, work_out_fit
from zhucun.visits.actions.rankings import Assembly, record_ranking, withdraw_ranking
from zhucun.visits.actions.visits import Seen, correct_visit, record_visit, restore_visit, see_note, withdraw_visit
from zhucun.visits.actions.weeks import leave_out, plan_week, put_in, set_capacity, take_up

__all__ = [
    "Assembly", "Seen", "ask_for_fit", "ask_for_lists", "correct_visit", "count_if_small",
    "count_villages", "count_what_changed", "explain_entry", "leave_out", "let_go", "make_visits", "plan_week",
    "put_in", "record_ranking", "record_visit", "restore_visit", "retire_fit", "see_note", "set_capacity", "take_up",
    "withdraw_entry_explanation", "withdraw_ranking", "withdraw_visit", "work_out_fit", "work_out_lists",
]  # fmt: skip
