"""Taking in lines of the income account; what households live on is summed anew by the dated rules."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events, writing
from zhucun.core.models import Event, User
from zhucun.core.refusals import Refused
from zhucun.core.taking import Journal, Outcome, Taken, chunks, count
from zhucun.engine.facts.income import IncomeLine as Line
from zhucun.engine.households.income import check_line
from zhucun.registry import queries
from zhucun.registry.actions.taking_households import check_may_take, check_once, note, record_taken, told
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import Household, IncomeLine, key_of

VALUES = ("item", "month", "months", "amount_yuan", "proof", "evidence", "note")
COLUMNS = ("key", "code", "household", "person", "version", "made_up", *VALUES)


def take_income(
    *,
    rows: Sequence[Line],
    county: str,
    by: User | None,
    at: datetime,
    made_up: bool = False,
    reason: str = "",
    journal: Journal | None = None,
) -> Taken:
    """Take in income lines by number; raises BadProblem for a line that cannot stand in the account."""
    check_may_take(by, county)
    check_once((row.code for row in rows), _("income line"))
    for row in rows:
        check_line(row)
    total = Taken()
    for chunk in chunks(rows, 8000):
        with transaction.atomic():
            total += _take_chunk(chunk, county, by, at, made_up, reason, journal)
    record_taken("income.taken", total, county=county, by=by, at=at, reason=reason)
    return total


def _take_chunk(
    rows: Sequence[Line],
    county: str,
    by: User | None,
    at: datetime,
    made_up: bool,
    reason: str,
    journal: Journal | None,
) -> Taken:
    homes = queries.villages_of_households({key_of(county, row.household) for row in rows})
    people = queries.known_members({key_of(county, row.person) for row in rows if row.person})
    standing = queries.lines_by_key([key_of(county, row.code) for row in rows])
    found = queries.line_changes(rows, county, standing)
    written: list[tuple[Any, ...]] = []
    happened: list[Event] = []
    for line, difference in zip(rows, found, strict=True):
        home = key_of(county, line.household)
        person = key_of(county, line.person) if line.person else None
        _check_known(line, home in homes, person is None or person in people)
        if difference.outcome is Outcome.SAME:
            continue
        old = standing.get(difference.key)
        values = bridge.line_values(line)
        version = (old.version if old else 0) + 1
        written.append((difference.key, line.code, home, person, version, made_up, *(values[k] for k in VALUES)))
        if old:
            changes = told(difference)
            happened.append(
                events.build(
                    "income.changed", old, by=by, at=at, area=homes[home], label=line.code, reason=reason,
                    changes=changes,
                )
            )  # fmt: skip
    note(journal, IncomeLine, found)
    writing.upsert(IncomeLine, COLUMNS, written)
    events.record_many(happened)
    touched = {row[2] for row in written}
    if journal is not None:
        journal.note_derived(touched)
    sum_income(touched, county)
    return count(found)


def _check_known(line: Line, home: bool, person: bool) -> None:
    if home and person:
        return
    raise Refused(
        "income.unknown_household",
        _("Income line %(line)s names household %(household)s or person %(person)s, which the county does not keep. "
          "Take the households and members first."),
        line=line.code,
        household=line.household,
        person=line.person or "—",
    )  # fmt: skip


def sum_income(keys: Iterable[str], county: str) -> None:
    """Sum the income of households over the latest period they have lines in, and keep the figures for lists."""
    for year, figures in queries.summed_income(sorted(keys), county).items():
        names = tuple(figures.columns)
        rows = zip(*(figures.columns[name] for name in names), [year] * len(figures.keys), figures.keys, strict=True)
        writing.update(Household, (*names, "income_year"), rows)
