"""Every write of postings: candidates, units, schemes, plans, posts, terms."""

from zhucun.postings.actions.accounts import add_secretary_accounts, follow_terms, give_demo_term
from zhucun.postings.actions.area_quotas import lift_area_quota, set_area_quota
from zhucun.postings.actions.candidates import add_candidate, change_candidate, restore, withdraw_candidate
from zhucun.postings.actions.life import approve, drop, propose, return_plan
from zhucun.postings.actions.moves import move_by_hand
from zhucun.postings.actions.pairs import forbid_pair, free_pair, lock_pair
from zhucun.postings.actions.publishing import publish
from zhucun.postings.actions.recalls import end_term, recall
from zhucun.postings.actions.schemes import county_scheme, save_scheme
from zhucun.postings.actions.solving import DEFAULT_KEEP, make_plan, solve_plan
from zhucun.postings.actions.solving_long import (
    ask_to_solve,
    make_plan_later,
    run_solving,
    stop_solving,
    waiting,
)
from zhucun.postings.actions.taking import take_candidates, take_units
from zhucun.postings.actions.taking_posts import take_posts
from zhucun.postings.actions.units import change_unit

__all__ = [
    "DEFAULT_KEEP", "add_candidate", "add_secretary_accounts", "approve", "ask_to_solve", "change_candidate",
    "change_unit", "county_scheme", "drop", "end_term", "follow_terms", "forbid_pair", "free_pair", "give_demo_term",
    "lift_area_quota", "lock_pair", "make_plan", "make_plan_later", "move_by_hand", "propose", "publish", "recall",
    "restore", "return_plan", "run_solving", "save_scheme", "set_area_quota", "solve_plan", "stop_solving",
    "take_candidates", "take_posts", "take_units", "waiting", "withdraw_candidate",
]  # fmt: skip
