"""Pages of visits."""

from zhucun.visits.views.capacity import capacity, set_capacity
from zhucun.visits.views.lists import entries, explain, lists, make_lists, progress, speak_again
from zhucun.visits.views.means import fit_again, means, means_version, retire
from zhucun.visits.views.parts import household_visits, village_unvisited
from zhucun.visits.views.queue import leave_out, plan, put_in, queue, take_up, village_queue, week
from zhucun.visits.views.rankings import ranking, ranking_new, ranking_withdraw, rankings
from zhucun.visits.views.visits import correct, note, record, restore, visit, visits, withdraw

__all__ = [
    "capacity", "correct", "entries", "explain", "fit_again", "household_visits", "leave_out", "lists", "make_lists",
    "means", "means_version", "note", "plan", "progress", "put_in", "queue", "ranking", "ranking_new",
    "ranking_withdraw", "rankings", "record", "restore", "retire", "set_capacity", "speak_again", "take_up",
    "village_queue", "village_unvisited", "visit", "visits", "week", "withdraw",
]  # fmt: skip
