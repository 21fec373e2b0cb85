"""Every write of identification."""

from zhucun.identification.actions.cases import move_case, open_case
from zhucun.identification.actions.demo import make_cases
from zhucun.identification.actions.many import move_village
from zhucun.identification.actions.meetings import record_meeting
from zhucun.identification.actions.objections import answer_objection, file_objection, see_contact
from zhucun.identification.actions.proposing import open_many
from zhucun.identification.actions.signed import attach_paper, open_paper, remove_paper
from zhucun.identification.actions.villages import apply_village_exit, move_village_case

__all__ = [
    "answer_objection",
    "apply_village_exit",
    "attach_paper",
    "file_objection",
    "make_cases",
    "move_case",
    "move_village",
    "move_village_case",
    "open_case",
    "open_many",
    "open_paper",
    "record_meeting",
    "remove_paper",
    "see_contact",
]  # fmt: skip
