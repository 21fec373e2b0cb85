"""Taking in members from a list: matched by identity number first, then by number; counts of households follow."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events, writing
from zhucun.core.models import Event, User
from zhucun.core.refusals import Refused
from zhucun.core.sealing import fingerprints
from zhucun.core.taking import Journal, Outcome, Taken, chunks, count
from zhucun.registry import queries
from zhucun.registry.actions.taking_households import (
    check_may_take,
    check_once,
    new_rows,
    note,
    record_taken,
    told,
)
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import Household, Member, key_of

FIXED = ("key", "code", "household", "fingerprint", "version", "made_up")
COLUMNS = (*FIXED, *bridge.MEMBER_ROWS.keys)


def take_members(
    *,
    rows: Sequence[queries.MemberRow],
    county: str,
    by: User | None,
    at: datetime,
    made_up: bool = False,
    reason: str = "",
    journal: Journal | None = None,
) -> Taken:
    """Take in members: somebody whose identity number the county knows is that person, whatever the number in the list.

    Their households must be there. Numbers of members and of those able to work are counted anew for each household.
    """
    check_may_take(by, county)
    check_once((row.code or "" for row in rows), _("member"))
    total = Taken()
    for chunk in chunks(rows, 4000):
        with transaction.atomic():
            total += _take_chunk(chunk, county, by, at, made_up, reason, journal)
    record_taken("members.taken", total, county=county, by=by, at=at, reason=reason)
    return total


def _take_chunk(
    rows: Sequence[queries.MemberRow],
    county: str,
    by: User | None,
    at: datetime,
    made_up: bool,
    reason: str,
    journal: Journal | None,
) -> Taken:
    homes = queries.villages_of_households({key_of(county, row.household_code) for row in rows})
    check_households(rows, county, homes)
    prints = fingerprints(row.identity for row in rows)
    standing = queries.standing_members(rows, prints, county)
    found = queries.member_changes(rows, prints, county, standing)
    check_once((difference.key for difference in found), _("member"))
    new: list[tuple[tuple[Any, ...], queries.MemberRow]] = []
    written: list[Sequence[Any]] = []
    happened: list[Event] = []
    touched: set[str] = set()
    for facts, mark, difference in zip(rows, prints, found, strict=True):
        if difference.outcome is Outcome.SAME:
            continue
        old = standing.get(difference.key)
        home = key_of(county, facts.household_code)
        touched.add(home)
        code = old.code if old else facts.code or ""
        mark = mark or (old.fingerprint if old else "")
        fixed = (difference.key, code, home, mark, (old.version if old else 0) + 1, made_up)
        if old is None:
            new.append((fixed, facts))
        else:
            touched.add(old.household_id)
            kept = queries.kept_with(old, bridge.MEMBER_KEYS, facts, difference)
            written.append((*fixed, *bridge.MEMBER_ROWS.of_kept(kept)))
            changes = told(difference)
            happened.append(
                events.build(
                    "member.changed", old, by=by, at=at, area=homes[home], label=code, reason=reason, changes=changes
                )
            )
    note(journal, Member, found)
    writing.upsert(Member, COLUMNS, [*new_rows(new, bridge.MEMBER_ROWS), *written])
    events.record_many(happened)
    if journal is not None:
        journal.note_derived(touched)
    count_members(touched)
    return count(found)


def check_households(rows: Iterable[queries.MemberRow], county: str, homes: dict[str, str]) -> None:
    """Refuse a member of a household that the county does not keep."""
    for row in rows:
        if key_of(county, row.household_code) not in homes:
            raise Refused(
                "member.unknown_household",
                _(
                    "Member %(member)s names household %(given)s, which the county does not keep. "
                    "Take the households first."
                ),
                member=row.code,
                given=row.household_code,
            )


def count_members(keys: Iterable[str]) -> None:
    """Count the members and those able to work of households, where they have member rows; the head's name follows."""
    counted = queries.counted_members(list(keys))
    rows = [(c.persons, c.labour, c.head, key) for key, c in counted.items()]
    writing.update(Household, ("persons", "labour_persons", "head_name"), rows)
