"""Natural changes: births, deaths, marriages, moves, splits, mergers; each a dated event that is never rewritten."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from zhucun.core import events, writing
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.refusals import Refused, check_version
from zhucun.core.rules import check_may, check_reason
from zhucun.core.statuses import Permission
from zhucun.core.taking import Journal, Taken, chunks
from zhucun.engine.errors import EngineError
from zhucun.engine.facts.income import HOUSEHOLD_TOTALS
from zhucun.engine.households.changes import LEAVES, Change, ChangeKind, check_change
from zhucun.engine.words_household import MemberState, Relation
from zhucun.registry import queries, rules
from zhucun.registry.actions.taking_households import CHUNK, check_may_take
from zhucun.registry.actions.taking_members import count_members
from zhucun.registry.models import ChangedPerson, Household, Member, NaturalChange, key_of

SUMMED = (*HOUSEHOLD_TOTALS, "total_yuan", "net_yuan", "net_per_head_yuan")
STATES: dict[ChangeKind, MemberState] = {
    ChangeKind.DEATH: MemberState.DEAD,
    ChangeKind.MARRIED_OUT: MemberState.MARRIED_OUT,
    ChangeKind.MOVED_OUT: MemberState.MOVED_OUT,
    ChangeKind.MISSING: MemberState.MISSING,
    ChangeKind.IN_PRISON: MemberState.IN_PRISON,
    ChangeKind.CAME_BACK: MemberState.PRESENT,
}


def take_changes(
    *,
    rows: Sequence[Change],
    county: str,
    by: User | None,
    at: datetime,
    made_up: bool = False,
    journal: Journal | None = None,
) -> Taken:
    """Take in natural changes as a register kept them; one that is there already (household, kind, day) is left alone.

    Members and households must be there; their facts are not changed: the list of members tells what is so now.
    """
    check_may_take(by, county)
    total = Taken()
    for chunk in chunks(rows, CHUNK):
        with transaction.atomic():
            total += _take_chunk(chunk, county, by, at, made_up, journal)
    return total


def _take_chunk(
    rows: Sequence[Change], county: str, by: User | None, at: datetime, made_up: bool, journal: Journal | None
) -> Taken:
    known = queries.known_changes({key_of(county, row.household) for row in rows})
    new = [row for row in rows if (key_of(county, row.household), row.kind.value, row.on) not in known]
    made = NaturalChange.objects.bulk_create(
        [
            NaturalChange(
                household_id=key_of(county, row.household),
                kind=row.kind.value,
                on=row.on,
                other_id=key_of(county, row.other) if row.other else None,
                reason=row.reason or "",
                document=row.document or "",
                by=by,
                at=at,
                made_up=made_up,
            )
            for row in new
        ]
    )
    people = [
        ChangedPerson(change=change, member_id=key_of(county, person), relation=relation.value if relation else "")
        for change, row in zip(made, new, strict=True)
        for person, relation in row.people
    ]
    named = ChangedPerson.objects.bulk_create(people, batch_size=2000)
    if journal is not None:
        journal.note(NaturalChange, added=[change.pk for change in made])
        journal.note(ChangedPerson, added=[person.pk for person in named])
    return Taken(new=len(new), same=len(rows) - len(new))


@transaction.atomic
def note_change(
    *, household: Household, change: Change, by: User, at: datetime, version: int | None = None
) -> NaturalChange:
    """Note that members left, came back, or that the head changed, and let the members' states follow.

    Refuses what contradicts the events there are: somebody who is not a member leaves, the dead come back.
    """
    if change.kind is ChangeKind.NEW_HEAD:
        now = {m.code: Relation(m.relation) for m in queries.here_of(household)}
        rules.check_one_head({**now, **dict(change.people)}.values())
    row = begin(household.key, change, by=by, at=at, version=version)
    keys = {key_of(row.county, person): relation for person, relation in change.people}
    members = list(Member.objects.select_for_update().filter(key__in=keys, household=row))
    before = {member.key: before_of(member) for member in members}
    made = keep(row, change, before, by=by, at=at)
    for member in members:
        relation = keys[member.key]
        if change.kind in STATES:
            member.state = STATES[change.kind].value
        if relation is not None and change.kind not in LEAVES:
            member.relation = relation.value
        member.version += 1
        member.save(update_fields=["state", "relation", "version"])
    count_anew([row], at)
    return made


def begin(key: str, change: Change, *, by: User, at: datetime, version: int | None) -> Household:
    """Return the household locked and counted up, after every check that all natural changes have in common."""
    row = Household.objects.select_for_update().get(pk=key)
    check_may(by, Permission.HOUSEHOLD_EDIT, row.village_id)
    check_version(version, row.version)
    check_reason(change.reason or "")
    rules.check_past(change.on, at)
    check_can_be(row, change)
    row.version += 1
    row.save(update_fields=["version"])
    return row


def check_can_be(household: Household, change: Change) -> None:
    """Refuse a change that contradicts the events of the household, in the reader's language."""
    # Seen from the household alone, whoever splits off or is merged away moves out.
    moved = change.kind in (ChangeKind.SPLIT, ChangeKind.MERGED)
    seen = replace(change, kind=ChangeKind.MOVED_OUT, other=None) if moved else change
    try:
        check_change(queries.changes_with_members(household), seen)
    except EngineError as error:
        raise Refused.from_engine(error) from error


def before_of(member: Member) -> dict[str, str]:
    """Return what a change alters of a member, so that it can be undone."""
    return {"household": member.household_id, "state": member.state, "relation": member.relation}


def keep(
    row: Household,
    change: Change,
    before: Mapping[str, dict[str, str]],
    *,
    by: User,
    at: datetime,
    altered: Mapping[str, Any] | None = None,
) -> NaturalChange:
    """Write the change with its people and the one event; `altered` is what undoing needs beside the people."""
    other = key_of(row.county, change.other) if change.other else None
    made = NaturalChange.objects.create(
        household=row, kind=change.kind.value, on=change.on, other_id=other, reason=(change.reason or "").strip(),
        document=change.document or "", by=by, at=at, made_up=row.made_up, before=dict(altered or {}),
    )  # fmt: skip
    ChangedPerson.objects.bulk_create(
        ChangedPerson(
            change=made, member_id=key_of(row.county, person), relation=relation.value if relation else "",
            before=before.get(key_of(row.county, person), {}),
        )
        for person, relation in change.people
    )  # fmt: skip
    told = {"kind": [None, change.kind.value], "on": [None, change.on.isoformat()]}
    if change.other:
        told["other"] = [None, change.other]
    events.record(
        "natural_change.noted", row, by=by, at=at, area=row.village_id, label=row.code, reason=made.reason,
        changes=told,
    )  # fmt: skip
    return made


def count_anew(households: Iterable[Household], at: datetime) -> None:
    """Count members and sum income anew, by the rules, for the households that a change touched."""
    rows = list(households)
    keys = [row.key for row in rows]
    count_members(keys)
    empty = set(keys) - set(Member.objects.filter(household__in=keys).values_list("household_id", flat=True))
    writing.update(Household, ("persons", "labour_persons"), [(0, 0, key) for key in sorted(empty)])
    for county in {row.county for row in rows}:
        sum_by_rules([row.key for row in rows if row.county == county], county, at)


def sum_by_rules(keys: Iterable[str], county: str, at: datetime) -> None:
    """Sum the income of households over the last whole period they have lines in, and keep the figures for lists."""
    until, silent = queries.whole_period(day_of(at)), set(keys)
    for year, figures in queries.summed_income(sorted(silent), county, until=until).items():
        silent -= set(figures.keys)
        names = tuple(figures.columns)
        rows = zip(*(figures.columns[n] for n in names), [year] * len(figures.keys), figures.keys, strict=True)
        writing.update(Household, (*names, "income_year"), rows)
    # A figure that was summed goes with its last line; one that a list stated stays.
    summed = Household.objects.filter(key__in=sorted(silent), income_year__isnull=False)
    summed.update(**dict.fromkeys(SUMMED), income_year=None)


def related(relations: Mapping[str, Relation]) -> tuple[tuple[str, Relation | None], ...]:
    """Return people with their relations as a change takes them."""
    return tuple(sorted(relations.items()))
