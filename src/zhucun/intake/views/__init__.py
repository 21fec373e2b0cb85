"""Pages of intake: the list of imports and the wizard, each step at its own address."""

from zhucun.intake.views.files import go_on, imports, template, upload
from zhucun.intake.views.mending import faulty, mend
from zhucun.intake.views.pairs import decide, pairs
from zhucun.intake.views.steps import carry_on, changes, columns, confirm, drop, names, problems, result
from zhucun.intake.views.undoing import undo

__all__ = [
    "carry_on",
    "changes",
    "columns",
    "confirm",
    "decide",
    "drop",
    "faulty",
    "go_on",
    "imports",
    "mend",
    "names",
    "pairs",
    "problems",
    "result",
    "template",
    "undo",
    "upload",
]  # fmt: skip
