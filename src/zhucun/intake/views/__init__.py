"""Pages of intake: the list of imports and the wizard, each step at its own address."""

from zhucun.intake.views.files import go_on, imports, template, upload
from zhucun.intake.views.steps import carry_on, changes, columns, confirm, drop, names, problems, result

__all__ = [
    "carry_on", "changes", "columns", "confirm", "drop", "go_on", "imports", "names", "problems", "result", "template",
    "upload",
]  # fmt: skip
