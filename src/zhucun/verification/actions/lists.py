"""Taking in the lists of departments: read, columns settled by a person, taken, matched; and withdrawing one whole."""

import base64
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhucun.core import events, writing
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.sealing import seal
from zhucun.engine.errors import EngineError
from zhucun.engine.intake import Fault, masked_fault, read
from zhucun.engine.targeting.register_lists import Entry, ListRead, purpose_of, read_list
from zhucun.verification import rules
from zhucun.verification.bridge.matching import Match, OfCounty, Written, matches, written_in, written_on
from zhucun.verification.models import Check, RegisterList, RegisterRecord
from zhucun.verification.queries import lists as lists_there
from zhucun.verification.statuses import ListState, Source, State, label_of_source

CHUNK = 5_000
MOST_FAULTS = 500


@transaction.atomic
def upload_list(
    *, county: str, source: str, as_of: date, filename: str, content: bytes, by: User, at: datetime
) -> RegisterList:
    """Read a file and keep it sealed until somebody has confirmed what its columns are."""
    rules.check_may_manage(by, county)
    rules.check_upload(source, content, as_of, on=day_of(at))
    found = _read(content, filename, day_of(at), None, None)
    row = RegisterList(
        county=county, source=source, filename=filename[-120:], as_of=as_of, state=ListState.WAITING, by=by, at=at,
        content=base64.b64encode(content).decode("ascii"),
    )  # fmt: skip
    _note(row, found)
    row.save()
    return row


@transaction.atomic
def settle_columns(
    *, row: RegisterList, chosen: Mapping[int, str], by: User, at: datetime, sheet: str | None = None
) -> RegisterList:
    """Read the file again with what a person chose for each column; nothing is taken in yet."""
    row = RegisterList.objects.select_for_update().get(pk=row.pk)
    rules.check_may_manage(by, row.county)
    rules.check_waiting(row)
    found = _read(base64.b64decode(row.content.open()), row.filename, day_of(at), sheet, chosen)
    _note(row, found)
    row.version += 1
    row.save()
    return row


@transaction.atomic
def confirm_list(*, row: RegisterList, by: User, at: datetime) -> RegisterList:
    """Have a list taken in as its columns stand: a long one takes a while, so the background does it."""
    row = RegisterList.objects.select_for_update().get(pk=row.pk)
    rules.check_may_manage(by, row.county)
    rules.check_waiting(row)
    rules.check_has_rows(row.rows)
    row.state, row.by = ListState.TAKING, by
    row.version += 1
    row.save()
    events.record("register.asked", row, by=by, at=at, area=row.county, label=label_of_source(row.source))
    return row


def take_confirmed(*, pk: int, at: datetime) -> RegisterList | None:
    """Take in a list whose columns were confirmed; its file is dropped, its rows are sealed and matched.

    Whoever comes second finds nothing to do; where it fails the columns wait again, and nothing was taken.
    """
    try:
        with transaction.atomic():
            row = RegisterList.objects.select_for_update().filter(pk=pk, state=ListState.TAKING).first()
            if row is None:
                return None
            chosen = {c["index"]: c["key"] for c in row.columns["columns"]}
            found = _read(base64.b64decode(row.content.open()), row.filename, day_of(at), row.columns["sheet"], chosen)
            _note(row, found)
            return _take(row, found.entries, by=row.by, at=at)
    except Exception:
        RegisterList.objects.filter(pk=pk, state=ListState.TAKING).update(state=ListState.WAITING)
        raise


def confirmed() -> list[int]:
    """Return the lists that wait to be taken in, or that a killed process left."""
    return list(RegisterList.objects.filter(state=ListState.TAKING).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def take_register(
    *,
    county: str,
    source: str,
    as_of: date,
    filename: str,
    entries: Sequence[Entry],
    by: User | None,
    at: datetime,
    made_up: bool = False,
    people: OfCounty | None = None,
) -> RegisterList:
    """Take in a list that was read elsewhere; whoever takes several reads the county's `people` once."""
    if by is not None:
        rules.check_may_manage(by, county)
    row = RegisterList(
        county=county, source=Source(source), filename=filename[:120], as_of=as_of, state=ListState.WAITING,
        rows=len(entries), by=by, at=at, made_up=made_up,
    )  # fmt: skip
    row.save()
    return _take(row, entries, by=by, at=at, people=people)


@transaction.atomic
def drop_list(*, row: RegisterList, by: User, at: datetime) -> None:
    """Drop a list that was never taken in, with its file."""
    row = RegisterList.objects.select_for_update().get(pk=row.pk)
    rules.check_may_manage(by, row.county)
    rules.check_waiting(row)
    events.record("register.withdrawn", row, by=by, at=at, area=row.county, label=label_of_source(row.source))
    row.delete()


@transaction.atomic
def withdraw_list(*, row: RegisterList, reason: str, by: User, at: datetime) -> RegisterList:
    """Take a list back: its rows go, and so do its checks that nobody has begun; what was looked at stays."""
    row = RegisterList.objects.select_for_update().get(pk=row.pk)
    rules.check_may_manage(by, row.county)
    rules.check_may_withdraw(row, reason)
    begun = Check.objects.filter(visits__isnull=False).values("pk")
    gone, _each = Check.objects.filter(record__list=row, state=State.OPEN).exclude(pk__in=begun).delete()
    count = row.records.count()
    row.records.all().delete()
    row.state, row.content = ListState.WITHDRAWN, ""
    row.version += 1
    row.save()
    events.record(
        "register.withdrawn", row, by=by, at=at, area=row.county, label=label_of_source(row.source),
        reason=reason.strip(), changes={"rows": [count, 0], "raised": [gone, 0]},
    )  # fmt: skip
    return row


def match_list(row: RegisterList, people: OfCounty) -> None:
    """Find anew whom the records of a list mean among the county's people, and keep how sure that is.

    Only what is found otherwise than before is written: of a long list next to nothing.
    """
    records = list(RegisterRecord.objects.filter(list=row).order_by("pk"))
    found = matches(written_on(records), people, row.county)
    now = dict.fromkeys(range(len(records)), NOBODY) | {m.at: _meant(m) for m in found}
    changed = [
        (*meant, record.pk)
        for record, meant in zip(records, now.values(), strict=True)
        if meant != tuple(getattr(record, name) for name in ("member_id", "household_id", *MEANT[2:]))
    ]
    writing.update(RegisterRecord, MEANT, changed)
    _count(row, found)


MEANT = ("member", "household", "chance", "why_zh", "why_en")
Meant = tuple[str | None, str | None, int | None, str, str]
NOBODY: Meant = (None, None, None, "", "")


def _meant(match: Match) -> Meant:
    return match.member, match.household, match.chance, match.reason.zh[:200], match.reason.en[:200]


def _count(row: RegisterList, found: Sequence[Match]) -> None:
    least = rules.sure_from(row.as_of, row.county)
    row.found, row.doubtful = len(found), sum(m.chance < least for m in found)


def _take(
    row: RegisterList, entries: Sequence[Entry], *, by: User | None, at: datetime, people: OfCounty | None = None
) -> RegisterList:
    rules.check_has_rows(len(entries))
    row.state, row.content = ListState.TAKEN, ""
    row.version += 1
    written = written_in(entries)
    found = matches(written, people or lists_there.people_of_county(row.county), row.county)
    meant = {match.at: _meant(match) for match in found}
    for start in range(0, len(entries), CHUNK):
        rows = range(start, min(start + CHUNK, len(entries)))
        cells = [_cells(row, entries[at], written[at], meant.get(at, NOBODY)) for at in rows]
        writing.insert(RegisterRecord, CELLS, cells)
    _count(row, found)
    row.save()
    events.record(
        "register.taken", row, by=by, at=at, area=row.county, label=label_of_source(row.source),
        changes={"rows": [None, row.rows], "found": [None, row.found], "doubtful": [None, row.doubtful]},
    )  # fmt: skip
    return row


CELLS = (
    "list", "row", "identity", "fingerprint", "name", "detail", "value_yuan", "since", "purpose", "reference", *MEANT,
    "spared_zh", "spared_en",
)  # fmt: skip


def _cells(row: RegisterList, entry: Entry, written: Written, meant: Meant) -> tuple[Any, ...]:
    value = None if entry.value_yuan is None else f"{entry.value_yuan:.2f}"
    return (
        row.pk, entry.row, seal(entry.identity), written.fingerprint, seal(entry.name), entry.detail[:200], value,
        entry.since and entry.since.isoformat(), purpose_of(f"{entry.purpose} {entry.detail}"), seal(entry.reference),
        *meant, "", "",
    )  # fmt: skip


def _read(content: bytes, filename: str, on: date, sheet: str | None, chosen: Mapping[int, str] | None) -> ListRead:
    try:
        return read_list(read(content, filename), on=on, sheet=sheet, chosen=chosen)
    except EngineError as error:
        raise Refused.from_engine(error) from error


def _note(row: RegisterList, found: ListRead) -> None:
    row.columns = {
        "sheet": found.sheet, "header_row": found.header_row, "totals": found.totals, "faults": len(found.faults),
        "columns": [{"index": c.index, "letter": c.letter, "title": c.title, "key": c.key} for c in found.columns],
    }  # fmt: skip
    # Errors first: what keeps a row out is more than what is only doubtful.
    ordered = sorted(found.faults, key=lambda f: (f.severity.value != "error", f.row or 0))
    row.faults = [_fault(f) for f in ordered[:MOST_FAULTS]]
    row.rows, row.left_out = len(found.entries), found.left_out


def _fault(fault: Fault) -> dict[str, Any]:
    hidden = masked_fault(fault)
    return {
        "severity": hidden.severity.value, "row": hidden.row, "column": hidden.column or "",
        "zh": hidden.message.zh, "en": hidden.message.en, "do_zh": hidden.remedy.zh, "do_en": hidden.remedy.en,
    }  # fmt: skip
