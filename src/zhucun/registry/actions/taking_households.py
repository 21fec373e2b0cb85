"""Taking in households from a list: set-based, repeatable, chunk by chunk; an empty fact changes nothing.

New households leave one event for the list; each changed one leaves its own, so that every value has its history.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from zhucun.core import events, writing
from zhucun.core.models import Event, Place, User, within
from zhucun.core.queries import place_name
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.core.taking import Difference, Journal, Outcome, Taken, chunks, count
from zhucun.engine.facts.household_values import HouseholdFacts
from zhucun.registry import queries
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import Household, Village, key_of

CHUNK = 2000
FIXED = ("key", "county_code", "code", "village", "version", "made_up", "income_year")
COLUMNS = (*FIXED, *bridge.HOUSEHOLD_ROWS.keys)


def take_households(
    *,
    rows: Sequence[HouseholdFacts],
    county: str,
    by: User | None,
    at: datetime,
    made_up: bool = False,
    reason: str = "",
    income_year: int | None = None,
    journal: Journal | None = None,
) -> Taken:
    """Take in households by number: new ones are added, others changed where a fact is given.

    `village_code` must be a village of the county's list; for a household that is there it may be left out. Income and
    counts that a list states are kept only while nothing is there to compute them from (`income_year` names the year
    where they were computed by the rules).
    """
    check_may_take(by, county)
    check_once((row.code for row in rows), _("household"))
    known = dict(Village.objects.filter(within(county)).values_list("code", "name"))
    total = Taken()
    for chunk in chunks(rows, CHUNK):
        with transaction.atomic():
            total += _take_chunk(chunk, county, known, by, at, made_up, reason, income_year, journal)
    record_taken("households.taken", total, county=county, by=by, at=at, reason=reason)
    return total


def _take_chunk(
    rows: Sequence[HouseholdFacts],
    county: str,
    villages: dict[str, str],
    by: User | None,
    at: datetime,
    made_up: bool,
    reason: str,
    income_year: int | None,
    journal: Journal | None,
) -> Taken:
    standing = queries.households_by_key([key_of(county, row.code) for row in rows])
    check_villages((row for row in rows if row.village_code or key_of(county, row.code) not in standing), villages, by)
    found = queries.household_changes(rows, county, standing)
    new: list[tuple[tuple[Any, ...], HouseholdFacts]] = []
    written: list[Sequence[Any]] = []
    happened: list[Event] = []
    for facts, difference in zip(rows, found, strict=True):
        if difference.outcome is Outcome.SAME:
            continue
        old = standing.get(difference.key)
        year = income_year or (old.income_year if old else None)
        village = facts.village_code or (old.village_id if old else "")
        fixed = (difference.key, county, facts.code, village, (old.version if old else 0) + 1, made_up, year)
        if old is None:
            new.append((fixed, facts))
        else:
            kept = queries.kept_with(old, bridge.HOUSEHOLD_KEYS, facts, difference)
            written.append((*fixed, *bridge.HOUSEHOLD_ROWS.of_kept(kept)))
            happened.append(_event(difference, old, village, by, at, reason))
    note(journal, Household, found)
    writing.upsert(Household, COLUMNS, [*new_rows(new, bridge.HOUSEHOLD_ROWS), *written])
    events.record_many(happened)
    return count(found)


def new_rows(new: Sequence[tuple[tuple[Any, ...], Any]], maker: bridge.RowMaker) -> Iterable[Sequence[Any]]:
    """Return new rows as the table stores them: what is fixed of each, then its facts."""
    if not new:
        return []
    fixed = zip(*(first for first, _facts in new), strict=True)
    return zip(*fixed, *maker.columns_of([facts for _first, facts in new]), strict=True)


def note(journal: Journal | None, model: type[Model], found: Iterable[Difference]) -> None:
    """Let a journal keep what a chunk is about to write."""
    if journal is not None:
        listed = list(found)
        added = [d.key for d in listed if d.outcome is Outcome.NEW]
        journal.note(model, added=added, changed=[d.key for d in listed if d.outcome is Outcome.CHANGED])


def _event(difference: Difference, row: Household, village: str, by: User | None, at: datetime, reason: str) -> Event:
    return events.build(
        "household.changed",
        row,
        by=by,
        at=at,
        area=village,
        label=row.code,
        reason=reason,
        changes=told(difference),
    )


def told(difference: Difference) -> dict[str, Any]:
    """Return a difference as an event keeps it: personal facts are named, their values not."""
    return {
        key: None if pair is None else [bridge.plain(pair[0]), bridge.plain(pair[1])]
        for key, pair in difference.changes.items()
    }


def check_villages(rows: Iterable[HouseholdFacts], villages: dict[str, str], by: User | None) -> None:
    """Refuse a household of a village that the county's list does not have, or outside the person's place."""
    for row in rows:
        code = row.village_code or ""
        if code not in villages:
            raise Refused(
                "household.unknown_village",
                _(
                    "Household %(household)s names the village “%(village)s” (%(given)s), which the county's list "
                    "does not have. Add the village first, or correct its code."
                ),
                household=row.code,
                village=row.village,
                given=code or "—",
            )
        if by is not None and not code.startswith(by.scope):
            check_may(by, Permission.HOUSEHOLD_EDIT, code)


def check_may_take(by: User | None, county: str) -> None:
    """Refuse who may not take lists of households into this county; None is the system itself."""
    if by is not None:
        check_may(by, Permission.IMPORT, county)
        check_may(by, Permission.HOUSEHOLD_EDIT, county)


def check_once(codes: Iterable[str], what: str) -> None:
    """Refuse a list in which one number stands twice."""
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise Refused(
                "taking.twice", _("%(what)s “%(key)s” stands twice. Keep one row of it."), what=what, key=code
            )
        seen.add(code)


def record_taken(name: str, taken: Taken, *, county: str, by: User | None, at: datetime, reason: str) -> None:
    """Leave the one event of a list; none when nothing changed."""
    if not (taken.new or taken.changed):
        return
    place = Place(code=county, name=place_name(county))
    changes = {"new": [None, taken.new], "changed": [None, taken.changed], "same": [None, taken.same]}
    events.record(name, place, by=by, at=at, area=county, label=place.name, reason=reason, changes=changes)
