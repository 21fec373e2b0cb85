"""Whose the rows of a list are among a county's members: fingerprints first, then the engine's linkage of the rest."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from zhucun.core.sealing import fingerprint, unseal
from zhucun.engine.households.identity import identity_faults, mask_name
from zhucun.engine.targeting import UNKNOWN
from zhucun.engine.targeting.linkage import People
from zhucun.engine.targeting.register_lists import Entry
from zhucun.engine.targeting.register_match import by_likeness, by_number, could_be_meant
from zhucun.engine.texts import Text
from zhucun.engine.words_household import HERE
from zhucun.registry.models import Member
from zhucun.registry.queries import Persons
from zhucun.registry.queries.taking import look_up
from zhucun.verification.models import RegisterRecord

OfCounty = Callable[[], Persons]  # reads a county's members only where a list needs them


@dataclass(frozen=True, slots=True)
class Written:
    """Who a row of a list says it is about, in plain words."""

    name: str
    identity: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a row means: its place in the list, the member, how surely in thousandths, and why."""

    at: int
    member: str
    household: str
    chance: int
    reason: Text


def written_in(entries: Iterable[Entry]) -> list[Written]:
    """Return whom the entries of a file name."""
    return [Written(e.name, e.identity, fingerprint(e.identity)) for e in entries]


def written_on(records: Iterable[RegisterRecord]) -> list[Written]:
    """Return whom kept records name."""
    return [Written(r.name.open(), r.identity.open(), r.fingerprint) for r in records]


def matches(listed: Sequence[Written], people: OfCounty, county: str) -> list[Match]:
    """Return the likeliest member for every row that has one; `people` are asked for where numbers leave rows over."""
    found = list(_by_print(listed, county))
    settled = {match.at for match in found}
    rest = [at for at in range(len(listed)) if at not in settled and listed[at].name]
    return [*found, *_by_likeness(listed, rest, people())] if rest else found


def _by_print(listed: Sequence[Written], county: str) -> Iterator[Match]:
    prints = sorted({one.fingerprint for one in listed if one.fingerprint})
    members: dict[str, tuple[str, str, str]] = {}
    rows = look_up(Member, ("fingerprint", "pk", "household", "name", "state"), "fingerprint", prints)
    # The same person in two households is found by the quality rules; here the one who is present stands for both.
    for mark, key, home, name, _state in sorted(rows, key=lambda r: (r[4] in HERE, r[1])):
        if key.startswith(county):
            members[mark] = (key, home, name)
    for at, one in enumerate(listed):
        if one.fingerprint and (person := members.get(one.fingerprint)):
            chance, why = by_number(one.name, person[2], mask_name(one.name))
            yield Match(at, person[0], person[1], chance, why)


def _by_likeness(written: Sequence[Written], rest: Sequence[int], people: Persons) -> Iterator[Match]:
    """Compare what no number settled with those who share a surname and birthday, or a name where the number is bad."""
    listed = People.of({"code": str(at), "name": written[at].name, "identity": written[at].identity} for at in rest)
    sound = [not identity_faults(written[at].identity) for at in rest]
    chosen = could_be_meant(people.names.tolist(), people.born, listed, sound)
    keys = [people.keys[at] for at in chosen]
    numbers = dict(look_up(Member, ("pk", "identity"), "pk", sorted(keys)))
    left = People.of(
        {"code": key, "name": people.names[at], "born": _day(people, at), "identity": unseal(numbers.get(key) or "")}
        for at, key in zip(chosen, keys, strict=True)
    )  # fmt: skip
    for like in by_likeness(left, listed):
        person = chosen[like.person]
        yield Match(rest[like.row], people.keys[person], people.homes[person], like.probability, like.reason)


def _day(people: Persons, at: int) -> date | None:
    born = int(people.born[at])
    return None if born == UNKNOWN else date.fromordinal(born)
