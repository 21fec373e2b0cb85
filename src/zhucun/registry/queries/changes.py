"""Natural changes of households as the engine knows them."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Model, Prefetch, Q

from zhucun.engine.households.changes import JOINS, LEAVES, Change, ChangeKind
from zhucun.engine.households.relations import Kin
from zhucun.engine.words import Sex
from zhucun.engine.words_household import HERE, Relation
from zhucun.registry.models import ChangedPerson, Household, Member, NaturalChange
from zhucun.registry.queries.taking import look_up

HOMES, NAMED = ("household", "other"), ("code", "village", "version")
LONG_AGO = date(2014, 1, 1)


def known_changes(keys: Iterable[str]) -> set[tuple[str, str, date]]:
    """Return household, kind and day of the changes that these households have."""
    rows = look_up(NaturalChange, ("household", "kind", "on"), "household", sorted(keys))
    return {(home, kind, on if isinstance(on, date) else date.fromisoformat(on)) for home, kind, on in rows}


def changes_of(household: Household) -> list[NaturalChange]:
    """Return what happened to a household, newest first, with the people; what it got from others included."""
    found = NaturalChange.objects.filter(Q(household=household) | Q(other=household)).order_by("-on", "-id")
    # Of households and members only what names them: with a hundred columns each they would cost most of the page.
    named = ("member__code", "member__name")
    people = ChangedPerson.objects.select_related("member").only(*_columns(ChangedPerson), *named)
    rows = found.prefetch_related(Prefetch("people", people)).select_related("by", "undone_by", "household", "other")
    return list(rows.only(*_columns(NaturalChange), *(f"{home}__{name}" for home in HOMES for name in NAMED)))


def _columns(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields]


def last_change(household: Household) -> NaturalChange | None:
    """Return the change of a household that was noted last and holds: only that one can be undone."""
    found = NaturalChange.objects.standing().filter(Q(household=household) | Q(other=household)).order_by("-id").first()
    if found is not None and found.household_id == household.pk:
        found.household = household
    return found


def changes_with_members(household: Household) -> list[Change]:
    """Return the events of one household for checking a new one, those of other households seen from this one.

    Where nobody noted its registration (a list took it in), who belonged to it then follows from the members of now
    with every event taken back. Changes of the head are left out: relations are those of now.
    """
    noted = [row for row in reversed(changes_of(household)) if row.undone_at is None]
    events = [_seen_from(row, household) for row in noted if row.kind != ChangeKind.NEW_HEAD]
    if any(change.kind is ChangeKind.LISTED for change in events):
        return events
    first = household.listed or LONG_AGO
    on = min([first, *(change.on for change in events)])
    people = tuple(_first_members(household, events).items())
    listed = Change(code="", kind=ChangeKind.LISTED, on=on, household=household.code, people=people)
    return [listed, *events]


def _first_members(household: Household, events: list[Change]) -> dict[str, Relation | None]:
    here = Member.objects.filter(state__in=HERE, household=household)
    people: dict[str, Relation | None] = {m.code: Relation(m.relation) for m in here}
    for change in reversed(events):
        for person, _relation in change.people:
            if change.kind in JOINS:
                people.pop(person, None)
            elif change.kind in LEAVES:
                people[person] = Relation.OTHER
    return people


def _seen_from(row: NaturalChange, household: Household) -> Change:
    """Return a change as it looks from one household: a split or merger is people who leave or come."""
    kind = ChangeKind(row.kind)
    mine = row.household_id == household.key
    if kind in (ChangeKind.SPLIT, ChangeKind.MERGED):
        joined = ChangeKind.LISTED if kind is ChangeKind.SPLIT else ChangeKind.MOVED_IN
        kind = ChangeKind.MOVED_OUT if mine else joined
    return Change(
        code=str(row.pk),
        kind=kind,
        on=row.on,
        household=household.code,
        people=tuple((p.member.code, Relation(p.relation) if p.relation else None) for p in row.people.all()),
        reason=row.reason or None,
        document=row.document or None,
    )


def kin_of(members: Iterable[Member]) -> list[Kin]:
    """Return members as far as kinship goes."""
    return [Kin(m.code, Relation(m.relation), Sex(m.sex) if m.sex else None, m.born) for m in members]


def here_of(household: Household) -> list[Member]:
    """Return the members of now, the head first."""
    found = Member.objects.filter(state__in=HERE, household=household)
    return sorted(found, key=lambda m: (m.relation != Relation.HEAD, m.key))
