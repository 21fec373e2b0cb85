"""Checking again only what a correction touches: the rows of its household and those with the same numbers.

Where more could follow, such as another person being meant or a name to be decided, the whole file is checked.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from zhucun.engine.intake import Inspection, Workbook
from zhucun.engine.intake.touched import OF_ALL, Correction
from zhucun.intake import bridge
from zhucun.intake.actions.beginning import look
from zhucun.intake.actions.staging import Staging, count_outcomes, gathered, write
from zhucun.intake.models import Import, ImportFault, ImportPair, ImportRow
from zhucun.intake.subjects import KINDS

HOMES = ("household_code", "household", "code")


def recheck(row: Import, book: Workbook, correction: Correction, at: datetime) -> bool:
    """Check and stage again the rows that a correction touches; False where the whole file is to be checked instead.

    What it had begun by then (pairs written anew) is replaced by that check.
    """
    if _depends_on_all(row):
        return False
    inspection = look(book, row.subject_kind, row.county, at, row.mapping, row.found["sheet"], correction)
    numbers = {one.number for one in inspection.rows}
    if correction.number not in numbers or not _alone(inspection):
        return False
    found = dict(row.found)
    staging, resolved = gathered(row, inspection, at)
    row.found = found
    known = {(q["written"], q["meant"]) for q in found.get("understood", ())}
    new_names = resolved.questions or any((q.written, q.meant) not in known for q in resolved.understood)
    settled = not new_names and _told_by_numbers(row, inspection, staging)
    if not settled:
        return False
    _replace(row, inspection, staging, numbers)
    return True


def _depends_on_all(row: Import) -> bool:
    """Tell whether rows of this import mean each other or wait for a person's word."""
    kind = KINDS[row.subject_kind]
    if not (kind.persons or kind.household) or kind.whole:
        return True
    open_ = any(row.found.get(key) for key in ("questions", "alike", "blocked", "totals"))
    doubtful = ImportPair.objects.filter(source=row).exists()
    return open_ or doubtful or ImportFault.objects.filter(source=row, rule="row.same_one").exists()


def _alone(inspection: Inspection) -> bool:
    """Tell whether all rows touched are those of one household."""
    if inspection.blocked or inspection.mapping.missing:
        return False
    key = next((key for key in HOMES if inspection.mapping.of(key)), None)
    return key is not None and len({one.values.get(key) for one in inspection.rows}) == 1


def _told_by_numbers(row: Import, inspection: Inspection, staging: Staging) -> bool:
    """Tell whether every row is who its number says: nobody was found by likeness or by another number."""
    if not KINDS[row.subject_kind].persons:
        return True
    written = {one.number: one.values.get("code") for one in inspection.good_rows}
    same = all(written[number] and facts.code == written[number] for number, facts in staging.rows.items())
    return same and not staging.doubtful and not any(f.rule == "row.same_one" for f in staging.faults)


def _replace(row: Import, inspection: Inspection, staging: Staging, numbers: set[int]) -> None:
    rows: Any = ImportRow.objects.filter(source=row)
    rows.filter(number__in=numbers).delete()
    ImportFault.objects.filter(Q(row__in=numbers) | Q(row=0) | Q(rule__in=OF_ALL), source=row).delete()
    write(row, inspection, staging)
    counted = rows.order_by().values_list("outcome").annotate(times=Count("pk"))
    count_outcomes(row, Counter(dict(counted)))
    fresh = bridge.found_of(inspection, row.found["sheets"])
    row.found = {**row.found, "skipped": fresh["skipped"]}
