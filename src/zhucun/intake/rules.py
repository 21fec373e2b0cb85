"""Checks on imports: who may, what may follow what, what can be applied."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.facts import Subject
from zhucun.intake.models import Import
from zhucun.intake.queries.imports import may_undo
from zhucun.intake.statuses import MOVES, Answer, ImportState, Mode
from zhucun.intake.subjects import KINDS


def check_may_import(user: User, county: str, subject: Subject | None = None) -> None:
    """Refuse who may not import into this county's list."""
    check_may(user, Permission.IMPORT, county)
    if subject is not None:
        check_may(user, KINDS[subject].permission, county)


def check_county(county: str) -> None:
    """Refuse an import for anything but one county: lists belong to counties."""
    if len(county) != 6:
        raise Refused(
            "import.no_county",
            _("An import goes into one county's lists. Sign in with an account of that county."),
        )


def check_size(content: bytes, most: int) -> None:
    """Refuse a file that is larger than the wizard takes."""
    if len(content) > most:
        raise Refused(
            "import.too_big",
            _(
                "The file has %(size)s MB; at most %(most)s MB can be taken here. Split it by township, or have it "
                "taken in whole on the server with the command “zhucun import”."
            ),
            size=len(content) // 1_048_576,
            most=most // 1_048_576,
        )


def check_move(row: Import, to: ImportState) -> None:
    """Refuse a step that does not follow from where the import stands."""
    if to in MOVES[row.state]:
        return
    if row.state in (ImportState.APPLYING, ImportState.APPLIED):
        raise Refused(
            "import.under_way",
            _("Somebody has already confirmed this import, so it can no longer be changed. Nothing is applied twice."),
        )
    raise Refused(
        "import.bad_move",
        _("This import is “%(state)s”, so this step cannot follow. Open it again and go on from there."),
        state=row.get_state_display(),
    )


def check_can_apply(row: Import, mode: Mode) -> None:
    """Refuse to apply what has nothing to take, or faults where the person wants all or none."""
    if row.found.get("blocked") or row.rows_good == 0:
        raise Refused(
            "import.nothing_good",
            _("No row of this file can be taken as it is. Mend the faults in the file and import it again."),
        )
    if mode == Mode.ALL and row.rows_faulty:
        raise Refused(
            "import.not_all_right",
            ngettext(
                "%(count)s row has faults, and you chose to take nothing unless every row is right. "
                "Mend the file, or choose to take the good rows.",
                "%(count)s rows have faults, and you chose to take nothing unless every row is right. "
                "Mend the file, or choose to take the good rows.",
                row.rows_faulty,
            ),
            count=row.rows_faulty,
        )


def check_can_undo(row: Import, at: datetime) -> None:
    """Refuse to undo what was not applied, or was applied too long ago: its journal is deleted by then."""
    if row.state != ImportState.APPLIED or row.applied_at is None:
        check_move(row, ImportState.UNDOING)
        return
    if not may_undo(row, at):
        raise Refused(
            "import.too_late_to_undo",
            _(
                "An import can be undone for %(days)s days if it changed anything; then what stood before is deleted. "
                "Correct the rows one by one, or import a corrected list."
            ),
            days=settings.IMPORT_UNDO_DAYS,
        )


def check_can_decide(row: Import) -> None:
    """Refuse to decide or correct anything of an import that is not checked, or is applied already."""
    if row.state != ImportState.CHECKED:
        check_move(row, ImportState.CHECKED)
        raise Refused("import.not_checked", _("Settle the columns first; then what is doubtful can be decided."))


def check_answer(answer: str) -> Answer:
    """Return what a person says of a pair; refuses anything else."""
    if answer not in Answer.values:
        raise Refused("import.bad_answer", _("Choose “the same one”, “two different ones” or “later”."))
    return Answer(answer)


def check_mode(mode: str) -> Mode:
    """Return the mode; refuses anything else."""
    if mode not in Mode.values:
        raise Refused("import.bad_mode", _("Choose “good” or “all”."))
    return Mode(mode)
