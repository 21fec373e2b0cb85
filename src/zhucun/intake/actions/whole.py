"""A whole import in one call, for the command line."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.engine.facts import Subject
from zhucun.engine.intake.sheets import BYTES_MOST
from zhucun.engine.texts import Language
from zhucun.intake import queries, rules
from zhucun.intake.actions.applying import apply, confirm
from zhucun.intake.actions.beginning import begin_whole
from zhucun.intake.actions.checking import check
from zhucun.intake.models import Import
from zhucun.intake.statuses import ImportState, Mode


def import_file(
    source: bytes | Path,
    filename: str,
    subject: Subject,
    *,
    county: str,
    by: User,
    at: datetime,
    mode: str = "good",
    mapping: Mapping[str, str | None] | None = None,
    language: Language = "zh",
) -> dict[str, Any]:
    """Import a file from upload to done and return a summary; faults and undecided names are in it.

    `mapping` sets columns by heading or letter. The very same file again changes nothing and says so. With mode “all”
    and a fault nothing is taken; the import then waits in the wizard under its key.
    """
    wanted = rules.check_mode(mode)
    content = source.read_bytes() if isinstance(source, Path) else source
    try:
        row, book = begin_whole(
            content=content, filename=filename, subject=subject, county=county, by=by, at=at, most_bytes=BYTES_MOST
        )
    except Refused as refused:
        if refused.code != "import.same_file":
            raise
        return summary(Import.objects.get(pk=refused.details["earlier"]), language, same=refused.message)
    if row.state != ImportState.APPLYING:
        row = check(key=row.pk, by=by, at=at, columns=_columns(row, mapping or {}), book=book)
        if row.rows_good == 0 or row.found["blocked"] or (wanted is Mode.ALL and row.rows_faulty):
            return summary(row, language)
        row = confirm(key=row.pk, mode=wanted, version=None, by=by, at=at)
    return summary(apply(key=row.pk, at=at), language)


def _columns(row: Import, mapping: Mapping[str, str | None]) -> dict[int, str | None]:
    found = {}
    for heading, fact in mapping.items():
        column = next((c for c in row.found["columns"] if heading in (c["title"], c["letter"])), None)
        if column is not None:
            found[column["index"]] = fact
    return found


def summary(row: Import, language: Language, same: str = "") -> dict[str, Any]:
    """Return what became of an import as plain values."""
    applied = row.state == ImportState.APPLIED and not same
    return {
        "import": str(row.pk),
        "file": row.filename,
        "subject": row.subject,
        "state": row.state,
        "applied": applied,
        "same_file": bool(same),
        "message": same or row.halted_because,
        "rows": row.rows_total,
        "new": 0 if same else row.rows_new,
        "changed": 0 if same else row.rows_changed,
        "same": row.rows_total - row.rows_faulty if same else row.rows_same,
        "left_out": row.rows_faulty,
        "undecided_names": [q["written"] for q in row.found.get("questions", [])],
        "faults": [] if same else [fault_of(f, language) for f in row.faults.all()],
        "rules": dict(queries.fault_rules(row)),
        "columns": {c["letter"]: c["key"] for c in row.found["columns"]},
    }


def fault_of(fault: Any, language: Language) -> dict[str, Any]:
    """Return a stored fault as plain values, in one language."""
    return {
        "rule": fault.rule,
        "severity": fault.severity,
        "sheet": fault.sheet,
        "row": fault.row or None,
        "column": fault.column or None,
        "key": fault.key or None,
        "value": fault.value,
        "message": fault.message_zh if language == "zh" else fault.message_en,
        "remedy": fault.remedy_zh if language == "zh" else fault.remedy_en,
    }
