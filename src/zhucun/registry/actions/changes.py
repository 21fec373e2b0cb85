"""Natural changes: births, deaths, marriages, moves, splits, mergers; each a dated event that is never rewritten."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.core.taking import Taken
from zhucun.engine.errors import EngineError
from zhucun.engine.households.changes import LEAVES, Change, ChangeKind, check_change
from zhucun.engine.words_household import MemberState, Relation
from zhucun.registry import queries, rules
from zhucun.registry.actions.taking_households import check_may_take, chunks
from zhucun.registry.actions.taking_members import count_members
from zhucun.registry.models import ChangedPerson, Household, Member, NaturalChange, key_of

STATES: dict[ChangeKind, MemberState] = {
    ChangeKind.DEATH: MemberState.DEAD,
    ChangeKind.MARRIED_OUT: MemberState.MARRIED_OUT,
    ChangeKind.MOVED_OUT: MemberState.MOVED_OUT,
    ChangeKind.MISSING: MemberState.MISSING,
    ChangeKind.IN_PRISON: MemberState.IN_PRISON,
    ChangeKind.CAME_BACK: MemberState.PRESENT,
}


def take_changes(*, rows: Sequence[Change], county: str, by: User | None, at: datetime, made_up: bool = False) -> Taken:
    """Take in natural changes as a register kept them; one that is there already (household, kind, day) is left alone.

    Members and households must be there; their facts are not changed: the list of members tells what is so now.
    """
    check_may_take(by, county)
    total = Taken()
    for chunk in chunks(rows):
        with transaction.atomic():
            total += _take_chunk(chunk, county, by, at, made_up)
    return total


def _take_chunk(rows: Sequence[Change], county: str, by: User | None, at: datetime, made_up: bool) -> Taken:
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
    ChangedPerson.objects.bulk_create(people, batch_size=2000)
    return Taken(new=len(new), same=len(rows) - len(new))


@transaction.atomic
def note_change(
    *,
    household: Household,
    change: Change,
    by: User,
    at: datetime,
) -> NaturalChange:
    """Note that members left, came back, or that the head changed, and let the members' states follow.

    Refuses what contradicts the events there are: somebody who is not a member leaves, the dead come back.
    """
    check_may(by, Permission.HOUSEHOLD_EDIT, household.village_id)
    rules.check_reason(change.reason or "")
    rules.check_past(change.on, at)
    try:
        check_change(queries.changes_with_members(household), change)
    except EngineError as error:
        raise Refused.from_engine(error) from error
    made = NaturalChange.objects.create(
        household=household, kind=change.kind.value, on=change.on, reason=change.reason or "",
        document=change.document or "", by=by, at=at, made_up=household.made_up,
    )  # fmt: skip
    county = household.county
    ChangedPerson.objects.bulk_create(
        ChangedPerson(change=made, member_id=key_of(county, person), relation=relation.value if relation else "")
        for person, relation in change.people
    )
    _follow(household, change.kind, change.people)
    label = household.code
    events.record(
        "natural_change.noted", household, by=by, at=at, area=household.village_id, label=label,
        reason=change.reason or "", changes={"kind": [None, change.kind.value], "on": [None, change.on.isoformat()]},
    )  # fmt: skip
    return made


def _follow(household: Household, kind: ChangeKind, people: Iterable[tuple[str, Relation | None]]) -> None:
    keys = {key_of(household.county, person): relation for person, relation in people}
    for member in Member.objects.select_for_update().filter(key__in=keys):
        relation = keys[member.key]
        if kind in STATES:
            member.state = STATES[kind].value
        if relation is not None and kind not in LEAVES:
            member.relation = relation.value
        member.version += 1
        member.save(update_fields=["state", "relation", "version"])
    count_members([household.key])
