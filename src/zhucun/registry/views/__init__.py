"""Pages of registry."""

from zhucun.registry.views.changes import choices, joined, left, undo
from zhucun.registry.views.evidence import attach as attach_evidence
from zhucun.registry.views.evidence import evidence
from zhucun.registry.views.evidence import remove as remove_evidence
from zhucun.registry.views.export import export
from zhucun.registry.views.household import card, household
from zhucun.registry.views.household_edit import edit_household, edit_member
from zhucun.registry.views.households import households
from zhucun.registry.views.income import add as add_line
from zhucun.registry.views.income import copy as copy_lines
from zhucun.registry.views.income import correct as correct_line
from zhucun.registry.views.income import income
from zhucun.registry.views.income import restore as restore_line
from zhucun.registry.views.income import withdraw as withdraw_line
from zhucun.registry.views.list import villages
from zhucun.registry.views.parting import head, merge, split
from zhucun.registry.views.quality import assign, explain, quality, speak_again, village_quality
from zhucun.registry.views.registering import register, withdraw_household
from zhucun.registry.views.statistics import statistics
from zhucun.registry.views.survey_sheet import survey_sheet
from zhucun.registry.views.surveys import survey
from zhucun.registry.views.surveys import withdraw as withdraw_survey
from zhucun.registry.views.village import add, adjust, edit, people, sheet, village, withdraw

__all__ = [
    "add",
    "add_line",
    "adjust",
    "assign",
    "attach_evidence",
    "card",
    "choices",
    "copy_lines",
    "correct_line",
    "edit",
    "edit_household",
    "edit_member",
    "evidence",
    "explain",
    "export",
    "head",
    "household",
    "households",
    "income",
    "joined",
    "left",
    "merge",
    "people",
    "quality",
    "register",
    "remove_evidence",
    "restore_line",
    "sheet",
    "speak_again",
    "split",
    "statistics",
    "survey",
    "survey_sheet",
    "undo",
    "village",
    "village_quality",
    "villages",
    "withdraw",
    "withdraw_household",
    "withdraw_line",
    "withdraw_survey",
]  # fmt: skip
