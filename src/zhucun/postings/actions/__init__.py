"""Every write of postings: candidates, units, schemes, plans, posts, terms."""

from zhucun.postings.actions.candidates import add_candidate, change_candidate, restore, withdraw_candidate
from zhucun.postings.actions.taking import take_candidates, take_units
from zhucun.postings.actions.taking_posts import take_posts
from zhucun.postings.actions.units import change_unit

__all__ = [
    "add_candidate", "change_candidate", "change_unit", "restore", "take_candidates", "take_posts",
    "take_units", "withdraw_candidate",
]  # fmt: skip
