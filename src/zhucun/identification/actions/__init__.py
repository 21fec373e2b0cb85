"""Every write of identification."""

from zhucun.identification.actions.cases import move_case, open_case
from zhucun.identification.actions.demo import make_cases
from zhucun.identification.actions.many import move_village
from zhucun.identification.actions.meetings import record_meeting
from zhucun.identification.actions.objections import answer_objection, file_objection, see_contact

__all__ = [
    "answer_objection", "file_objection", "make_cases", "move_case", "move_village", "open_case", "record_meeting",
    "see_contact",
]  # fmt: skip
