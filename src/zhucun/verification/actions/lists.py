"""Taking in the lists of departments: read, columns settled by a person, taken, matched; and withdrawing one whole."""

import base64
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events, writing
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.sealing import fingerprint
from zhucun.engine.errors import EngineError
from zhucun.engine.intake import Fault, masked_fault, read
from zhucun.engine.targeting.register_lists import Entry, ListRead, purpose_of, read_list
from zhucun.verification import rules
from zhucun.verification.bridge.matching import matches
from zhucun.verification.models import Check, RegisterList, RegisterRecord
from zhucun.verification.queries import lists as lists_there
from zhucun.verification.statuses import ListState, Source, State

CHUNK = 500
MOST_FAULTS = 500


def day_of(at: datetime) -> date:
    """Return the day of an instant where the villages are."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


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
    """Take a list in as its columns stand; its file is dropped, its rows are sealed and matched."""
    row = RegisterList.objects.select_for_update().get(pk=row.pk)
    rules.check_may_manage(by, row.county)
    rules.check_waiting(row)
    chosen = {c["index"]: c["key"] for c in row.columns["columns"]}
    content = base64.b64decode(row.content.open())
    found = _read(content, row.filename, day_of(at), row.columns["sheet"], chosen)
    _note(row, found)
    return _take(row, found.entries, by=by, at=at)


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
) -> RegisterList:
    """Take in a list that was read elsewhere."""
    if by is not None:
        rules.check_may_manage(by, county)
    row = RegisterList(
        county=county, source=Source(source), filename=filename[:120], as_of=as_of, state=ListState.WAITING,
        rows=len(entries), by=by, at=at, made_up=made_up,
    )  # fmt: skip
    row.save()
    return _take(row, entries, by=by, at=at)


@transaction.atomic
def drop_list(*, row: RegisterList, by: User, at: datetime) -> None:
    """Drop a list that was never taken in, with its file."""
    row = RegisterList.objects.select_for_update().get(pk=row.pk)
    rules.check_may_manage(by, row.county)
    rules.check_waiting(row)
    events.record("register.withdrawn", row, by=by, at=at, area=row.county, label=str(row.get_source_display()))
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
        "register.withdrawn", row, by=by, at=at, area=row.county, label=str(row.get_source_display()),
        reason=reason.strip(), changes={"rows": [count, 0], "raised": [gone, 0]},
    )  # fmt: skip
    return row


def match_list(row: RegisterList, people: Sequence[tuple[Any, ...]]) -> None:
    """Find whom the records of a list mean among the county's people, and keep how sure that is."""
    RegisterRecord.objects.filter(list=row, chance__isnull=False).update(member=None, household=None, chance=None)
    found = matches(list(RegisterRecord.objects.filter(list=row)), people, row.county)
    writing.update(
        RegisterRecord,
        ("member", "household", "chance", "why_zh", "why_en"),
        [(m.member, m.household, m.chance, m.reason.zh[:200], m.reason.en[:200], m.record.pk) for m in found],
    )
    least = rules.sure_from(row.as_of, row.county)
    row.found, row.doubtful = len(found), sum(m.chance < least for m in found)


def _take(row: RegisterList, entries: Sequence[Entry], *, by: User | None, at: datetime) -> RegisterList:
    if not entries:
        raise Refused("register.no_rows", _("No row of this list can be taken in. Look at the faults first."))
    row.state, row.content = ListState.TAKEN, ""
    row.version += 1
    RegisterRecord.objects.bulk_create([_record(row, entry) for entry in entries], batch_size=CHUNK)
    match_list(row, lists_there.people_of_county(row.county))
    row.save()
    events.record(
        "register.taken", row, by=by, at=at, area=row.county, label=str(row.get_source_display()),
        changes={"rows": [None, row.rows], "found": [None, row.found], "doubtful": [None, row.doubtful]},
    )  # fmt: skip
    return row


def _record(row: RegisterList, entry: Entry) -> RegisterRecord:
    return RegisterRecord(
        list=row, row=entry.row, identity=entry.identity, fingerprint=fingerprint(entry.identity), name=entry.name,
        detail=entry.detail[:200], value_yuan=entry.value_yuan, since=entry.since,
        purpose=purpose_of(f"{entry.purpose} {entry.detail}"), reference=entry.reference,
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
