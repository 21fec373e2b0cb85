"""Every write of intake: a file comes in, is checked, its names are decided, it is applied or dropped."""

from zhucun.intake.actions.applying import apply, apply_next, confirm
from zhucun.intake.actions.beginning import begin, begin_as, drop, drop_overdue
from zhucun.intake.actions.checking import check, decide_names
from zhucun.intake.actions.mending import mend_row
from zhucun.intake.actions.pairing import decide_pairs
from zhucun.intake.actions.undoing import confirm_undo, forget_journals, undo
from zhucun.intake.actions.whole import import_file

__all__ = [
    "apply", "apply_next", "begin", "begin_as", "check", "confirm", "confirm_undo", "decide_names", "decide_pairs",
    "drop", "drop_overdue", "forget_journals", "import_file", "mend_row", "undo",
]  # fmt: skip
