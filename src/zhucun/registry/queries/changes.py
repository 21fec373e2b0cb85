"""Natural changes of households as the engine knows them."""

from collections.abc import Iterable
from datetime import date

from zhucun.engine.households.changes import Change, ChangeKind
from zhucun.engine.words_household import Relation
from zhucun.registry.models import Household, Member, NaturalChange
from zhucun.registry.queries.taking import HERE, look_up


def known_changes(keys: Iterable[str]) -> set[tuple[str, str, date]]:
    """Return household, kind and day of the changes that these households have."""
    rows = look_up(NaturalChange, ("household", "kind", "on"), "household", sorted(keys))
    return {(home, kind, on if isinstance(on, date) else date.fromisoformat(on)) for home, kind, on in rows}


def changes_of(household: Household) -> list[NaturalChange]:
    """Return what happened to a household, newest first, with the people."""
    found = NaturalChange.objects.filter(household=household).order_by("-on", "-id")
    return list(found.prefetch_related("people__member").select_related("by"))


def changes_with_members(household: Household) -> list[Change]:
    """Return the events of a household for checking a new one.

    Where nobody noted its registration (a list took it in), those who are members now count as registered long ago.
    """
    noted = [_change(row, household) for row in reversed(changes_of(household))]
    if any(change.kind is ChangeKind.LISTED for change in noted):
        return noted
    left = {person for change in noted for person, _relation in change.people}
    here = Member.objects.filter(HERE, household=household)
    people = [(m.code, Relation(m.relation)) for m in here]
    gone = Member.objects.filter(household=household, code__in=left).exclude(pk__in=here.values("pk"))
    people += [(m.code, Relation(m.relation)) for m in gone]
    first = Change(
        code="", kind=ChangeKind.LISTED, on=household.listed or date(2014, 1, 1), household=household.code,
        people=tuple(people),
    )  # fmt: skip
    return [first, *noted]


def _change(row: NaturalChange, household: Household) -> Change:
    return Change(
        code=str(row.pk),
        kind=ChangeKind(row.kind),
        on=row.on,
        household=household.code,
        people=tuple((p.member.code, Relation(p.relation) if p.relation else None) for p in row.people.all()),
        other=row.other_id.split("-", 1)[1] if row.other_id else None,
        reason=row.reason or None,
        document=row.document or None,
    )
