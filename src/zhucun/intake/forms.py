"""Forms of intake: the upload, the columns, the doubtful names."""

import re
from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from zhucun.core.typed import numbered
from zhucun.intake.actions.checking import OWN, Decision
from zhucun.intake.bridge import Question
from zhucun.intake.statuses import NameKind
from zhucun.intake.subjects import KINDS

CODE_AT_END = re.compile(r"\b(\d{12})\s*$")


class UploadForm(forms.Form):
    """What the file describes, and the file."""

    subject = forms.ChoiceField(
        label=_("What does the file describe?"),
        choices=[(s.value, kind.label) for s, kind in KINDS.items()],
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel (.xlsx, .xls), WPS or LibreOffice (.ods) or CSV, at most 30 MB. Titles above the headings, "
                    "headings over two or three rows and a total row are understood."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.xlsm,.xlsb,.ods,.csv,.txt,.tsv"}),
        error_messages={"required": _("Choose a file first.")},
    )  # fmt: skip
    again = forms.BooleanField(
        label=_("Take it even if this very file was applied before"),
        help_text=_("Needed only when rows were changed since and the file should hold again."),
        required=False,
    )


def columns_from(sent: Mapping[str, str]) -> dict[int, str | None]:
    """Return the columns as a person set them: index to fact, None for not imported."""
    return {column: fact or None for column, fact in numbered(sent, "column-").items()}


def decisions_from(sent: Mapping[str, str], asked: Iterable[Question]) -> list[Decision]:
    """Return what a person decided of the names asked; a name without an answer stays open."""
    found = []
    for number, question in enumerate(asked):
        # The page may be older than the questions: the answer counts for the name it was given to.
        if sent.get(f"written-{number}") != question.written:
            continue
        meant = meant_by(question, sent.get(f"meant-{number}", ""), sent.get(f"other-{number}", "").strip())
        if meant is not None:
            found.append(Decision(question.kind, question.written, meant))
    return found


def meant_by(question: Question, choice: str, other: str) -> str | None:
    """Return what one answer means: a code or a unit's name, OWN, "" for none of ours; None when there is no answer."""
    match choice:
        case "proposed":
            return question.meant or None
        case "none":
            return "" if question.kind is NameKind.VILLAGE else None
        case "own":
            return OWN if question.kind is NameKind.VILLAGE else question.written
        case "other":
            if question.kind is NameKind.UNIT:
                return other or None
            code = CODE_AT_END.search(other)
            return code.group(1) if code else None
    return None
