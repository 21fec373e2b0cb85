"""Pages of identification."""

from zhucun.identification.views.board import board
from zhucun.identification.views.cases import case, choose, open_one, step
from zhucun.identification.views.exit import case_form, exit_tests, propose
from zhucun.identification.views.notices import answer, contact, enter_objection, notice, objection
from zhucun.identification.views.of_household import household_cases
from zhucun.identification.views.public import public, public_answer, public_objection, public_picture
from zhucun.identification.views.signed import attach_paper, paper, remove_paper
from zhucun.identification.views.together import meeting, together
from zhucun.identification.views.villages import village_case, village_exit, village_form, village_step, villages

__all__ = [
    "answer",
    "attach_paper",
    "board",
    "case",
    "case_form",
    "choose",
    "contact",
    "enter_objection",
    "exit_tests",
    "household_cases",
    "meeting",
    "notice",
    "objection",
    "open_one",
    "paper",
    "propose",
    "public",
    "public_answer",
    "public_objection",
    "public_picture",
    "remove_paper",
    "step",
    "together",
    "village_case",
    "village_exit",
    "village_form",
    "village_step",
    "villages",
]  # fmt: skip
