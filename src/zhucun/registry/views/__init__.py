"""Pages of registry."""

from zhucun.registry.views.changes import choices, joined, left, undo
from zhucun.registry.views.household import card, household
from zhucun.registry.views.household_edit import edit_household, edit_member
from zhucun.registry.views.households import households
from zhucun.registry.views.list import villages
from zhucun.registry.views.parting import head, merge, split
from zhucun.registry.views.quality import assign, explain, quality, speak_again, village_quality
from zhucun.registry.views.village import add, adjust, edit, people, sheet, village, withdraw

__all__ = [
    "add",
    "adjust",
    "assign",
    "card",
    "choices",
    "edit",
    "edit_household",
    "edit_member",
    "explain",
    "head",
    "household",
    "households",
    "joined",
    "left",
    "merge",
    "people",
    "quality",
    "sheet",
    "speak_again",
    "split",
    "undo",
    "village",
    "village_quality",
    "villages",
    "withdraw",
]  # fmt: skip
