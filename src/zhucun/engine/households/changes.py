"""Natural changes as dated events over a household's composition: birth, death, marriage, move, split, merge.

Who belongs to which household on a day follows from who was registered first and the events up to that day, the day
itself included; no list of members is ever overwritten. An event that cannot be is refused by its number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from zhucun.engine.errors import BadProblem
from zhucun.engine.texts import Text
from zhucun.engine.words_household import ChangeKind as ChangeKind
from zhucun.engine.words_household import Relation

JOINS = (
    ChangeKind.BIRTH, ChangeKind.MARRIED_IN, ChangeKind.ADOPTED, ChangeKind.MOVED_IN, ChangeKind.JOINED,
    ChangeKind.CAME_BACK,
)  # fmt: skip
LEAVES = (
    ChangeKind.DEATH, ChangeKind.MARRIED_OUT, ChangeKind.MOVED_OUT, ChangeKind.MISSING, ChangeKind.IN_PRISON,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One event; `people` are persons with their relation to the head of the household they join, if they join one.

    In a split `other` is the new household that the people form; in a merger it is the one that takes in all members
    of `household`. A new head names every member whose relation changes with it.
    """

    code: str
    kind: ChangeKind
    on: date
    household: str
    people: tuple[tuple[str, Relation | None], ...] = ()
    other: str | None = None
    reason: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a household since a day."""

    person: str
    relation: Relation
    since: date


@dataclass(frozen=True, slots=True)
class Household:
    """A household on a day; one that merged or whose last member left has no members."""

    code: str
    members: tuple[Member, ...] = ()

    @property
    def head(self) -> str | None:
        """Return the head, None where there is none (or more than one, which a quality rule tells)."""
        heads = [m.person for m in self.members if m.relation is Relation.HEAD]
        return heads[0] if len(heads) == 1 else None


@dataclass
class _Book:
    """All households while events are applied one after another."""

    homes: dict[str, dict[str, Member]] = field(default_factory=dict)
    where: dict[str, str] = field(default_factory=dict)
    dead: set[str] = field(default_factory=set)
    merged: dict[str, str] = field(default_factory=dict)


def households_on(changes: Iterable[Change], *, on: date) -> Mapping[str, Household]:
    """Return every household that was ever registered as it is at the end of this day.

    Raises BadProblem for the first event that cannot be: somebody who is not a member leaves, the dead come back.
    """
    book = _Book()
    for change in sorted((c for c in changes if c.on <= on), key=lambda c: (c.on, _rank(c.kind), c.code)):
        _apply(book, change)
    return {code: Household(code, tuple(members.values())) for code, members in book.homes.items()}


def household_on(changes: Iterable[Change], household: str, *, on: date) -> Household:
    """Return one household as it is at the end of this day; raises BadProblem where nobody registered it by then."""
    found = households_on(changes, on=on).get(household)
    if found is None:
        raise BadProblem(
            "changes.no_household",
            Text(
                "{household}在{on}尚未登记。请核对户编号和日期。",
                "Household {household} was not registered by {on}. Check the number and the day.",
            ),
            household=household,
            on=on.isoformat(),
        )
    return found


def check_change(changes: Iterable[Change], change: Change) -> None:
    """Raise BadProblem where a new event contradicts the events there are, earlier or later ones."""
    everything = [*changes, change]
    households_on(everything, on=max(c.on for c in everything))


def life_of(changes: Iterable[Change], person: str) -> tuple[Change, ...]:
    """Return the events that name a person, in order of day."""
    named = [c for c in changes if any(p == person for p, _ in c.people)]
    return tuple(sorted(named, key=lambda c: (c.on, _rank(c.kind), c.code)))


def counts(changes: Iterable[Change], *, since: date, until: date) -> Mapping[ChangeKind, int]:
    """Return how many persons each kind of event named from one day to another, both included."""
    found = dict.fromkeys(ChangeKind, 0)
    for change in changes:
        if since <= change.on <= until:
            found[change.kind] += len(change.people) or 1
    return found


def _rank(kind: ChangeKind) -> int:
    """Return the order of events of one day: registering first, who leaves before who joins, heads last."""
    if kind is ChangeKind.LISTED:
        return 0
    if kind in LEAVES:
        return 1
    return 3 if kind is ChangeKind.NEW_HEAD else 2


def _apply(book: _Book, change: Change) -> None:
    if change.kind is ChangeKind.LISTED:
        if change.household in book.homes:
            raise _refused(change, Text("该户已登记", "the household is registered already"))
        book.homes[change.household] = {}
        _join(book, change, change.household)
        return
    home = book.homes.get(change.household)
    if home is None:
        raise _refused(change, Text("该户尚未登记", "the household is not registered yet"))
    if change.household in book.merged:
        raise _refused(change, Text("该户已并入其他户", "the household was merged into another"))
    if change.kind in JOINS:
        _join(book, change, change.household)
    elif change.kind in LEAVES:
        _leave(book, change, home)
    elif change.kind is ChangeKind.SPLIT:
        _split(book, change, home)
    elif change.kind is ChangeKind.MERGED:
        _merge(book, change, home)
    else:
        _name_head(change, home)


def _join(book: _Book, change: Change, household: str) -> None:
    if not change.people:
        raise _refused(change, Text("没有写明人员", "nobody is named"))
    for person, relation in change.people:
        if person in book.dead:
            raise _refused(change, Text(f"{person}已死亡", f"{person} is dead"))
        if person in book.where:
            raise _refused(
                change, Text(f"{person}已是{book.where[person]}的成员", f"{person} belongs to {book.where[person]}")
            )
        if relation is None:
            raise _refused(change, Text(f"没有写明{person}与户主的关系", f"{person} has no relation to the head"))
        book.homes[household][person] = Member(person, relation, change.on)
        book.where[person] = household


def _leave(book: _Book, change: Change, home: dict[str, Member]) -> None:
    if not change.people:
        raise _refused(change, Text("没有写明人员", "nobody is named"))
    for person, _ in change.people:
        _take(book, change, home, person)
        if change.kind is ChangeKind.DEATH:
            book.dead.add(person)


def _take(book: _Book, change: Change, home: dict[str, Member], person: str) -> None:
    if home.pop(person, None) is None:
        raise _refused(change, Text(f"{person}不是该户成员", f"{person} is no member of the household"))
    del book.where[person]


def _split(book: _Book, change: Change, home: dict[str, Member]) -> None:
    if not change.other or change.other in book.homes:
        raise _refused(change, Text("分户须写明一个新的户编号", "a split needs the number of a new household"))
    if sum(relation is Relation.HEAD for _, relation in change.people) != 1:
        raise _refused(change, Text("新户须有且只有一名户主", "the new household needs exactly one head"))
    for person, _ in change.people:
        _take(book, change, home, person)
    book.homes[change.other] = {}
    _join(book, change, change.other)


def _merge(book: _Book, change: Change, home: dict[str, Member]) -> None:
    into = book.homes.get(change.other or "")
    if into is None or change.other == change.household or change.other in book.merged:
        raise _refused(change, Text("并户须写明另一个在册的户", "a merger needs another registered household"))
    missing = set(home) - {person for person, _ in change.people}
    if missing:
        raise _refused(
            change,
            Text(f"没有写明{'、'.join(sorted(missing))}的新关系", f"no new relation for {', '.join(sorted(missing))}"),
        )
    for person, _ in change.people:
        _take(book, change, home, person)
    if change.people:
        _join(book, change, change.other or "")
    book.merged[change.household] = change.other or ""


def _name_head(change: Change, home: dict[str, Member]) -> None:
    for person, relation in change.people:
        if person not in home or relation is None:
            raise _refused(
                change, Text(f"{person}不是该户成员或没有写明关系", f"{person} is no member or has no relation")
            )
        home[person] = replace(home[person], relation=relation)
    if sum(m.relation is Relation.HEAD for m in home.values()) != 1:
        raise _refused(change, Text("变更后须有且只有一名户主", "there must be exactly one head afterwards"))


def _refused(change: Change, why: Text) -> BadProblem:
    return BadProblem(
        "changes.cannot_be",
        Text(
            "{on}户{household}的{kind}（记录{code}）不成立：{why}。请核对日期、户编号和人员。",
            "{kind} in household {household} on {on} (record {code}) cannot be: {why}. Check day, household and person.",
        ),
        on=change.on.isoformat(),
        household=change.household,
        kind=change.kind.text,
        code=change.code,
        why=why,
    )


def changes_of_rows(rows: Iterable[Any]) -> list[Change]:
    """Return the events of a list of rows, one for each person: those of one household, kind and day are one event."""
    found: dict[tuple[Any, ...], list[Any]] = {}
    for row in rows:
        found.setdefault((row.household, row.change, row.on, row.other), []).append(row)
    return [
        Change(
            code=f"{household}-{kind.value}-{on:%Y%m%d}", kind=kind, on=on, household=household, other=other,
            people=tuple((row.person, row.relation) for row in people if row.person),
            reason=people[0].reason, document=people[0].document,
        )
        for (household, kind, on, other), people in found.items()
    ]  # fmt: skip
