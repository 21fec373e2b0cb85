"""Pages of registry."""

from zhucun.registry.views.household import card, household
from zhucun.registry.views.household_edit import edit_household, edit_member, note_change
from zhucun.registry.views.households import households
from zhucun.registry.views.list import villages
from zhucun.registry.views.quality import assign, explain, quality, speak_again, village_quality
from zhucun.registry.views.village import add, adjust, edit, people, sheet, village, withdraw

__all__ = [
    "add", "adjust", "assign", "card", "edit", "edit_household", "edit_member", "explain", "household", "households",
    "note_change", "people", "quality", "sheet", "speak_again", "village", "village_quality", "villages", "withdraw",
]  # fmt: skip
