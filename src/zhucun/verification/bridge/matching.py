"""Whose the rows of a list are among a county's members: fingerprints first, then the engine's linkage of the rest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhucun.core.sealing import unseal
from zhucun.engine.households.identity import identity_faults, mask_name
from zhucun.engine.targeting.linkage import People
from zhucun.engine.targeting.register_match import by_likeness, by_number, could_be_meant
from zhucun.engine.texts import Text
from zhucun.registry.models import Member
from zhucun.registry.queries.taking import look_up
from zhucun.verification.models import RegisterRecord

HERE = ("", "present")


@dataclass(frozen=True, slots=True)
class Match:
    """Whom a record means: the member, how surely in thousandths, and why."""

    record: RegisterRecord
    member: str
    household: str
    chance: int
    reason: Text


def matches(records: Sequence[RegisterRecord], people: Sequence[tuple[Any, ...]], county: str) -> list[Match]:
    """Return the likeliest member for every record that has one.

    `people` are the county's members as (key, household, name, born), read once.
    """
    found = _by_print(records, county)
    settled = {match.record.pk for match in found}
    rest = [record for record in records if record.pk not in settled]
    return [*found, *_by_likeness(rest, people)]


def _by_print(records: Sequence[RegisterRecord], county: str) -> list[Match]:
    prints = sorted({r.fingerprint for r in records if r.fingerprint})
    members: dict[str, tuple[str, str, str]] = {}
    rows = look_up(Member, ("fingerprint", "pk", "household", "name", "state"), "fingerprint", prints)
    # The same person in two households is found by the quality rules; here the one who is present stands for both.
    for mark, key, home, name, _state in sorted(rows, key=lambda r: (r[4] in HERE, r[1])):
        if key.startswith(county):
            members[mark] = (key, home, name)
    found = []
    for record in records:
        if record.fingerprint and (person := members.get(record.fingerprint)):
            listed = record.name.open()
            chance, why = by_number(listed, person[2], mask_name(listed))
            found.append(Match(record, person[0], person[1], chance, why))
    return found


def _by_likeness(records: Sequence[RegisterRecord], people: Sequence[tuple[Any, ...]]) -> list[Match]:
    """Compare what no number settled with those who share a surname and birthday, or a name where the number is bad."""
    opened = [
        {"code": str(at), "name": record.name.open(), "identity": record.identity.open()}
        for at, record in enumerate(records)
    ]
    named = [row for row in opened if row["name"]]
    listed = People.of(named)
    sound = [not identity_faults(row["identity"]) for row in named]
    chosen = could_be_meant([p[2] for p in people], [_day(p[3]) for p in people], listed, sound)
    candidates = [people[at] for at in chosen]
    numbers = dict(look_up(Member, ("pk", "identity"), "pk", sorted(p[0] for p in candidates)))
    left = People.of(
        {"code": p[0], "name": p[2], "born": _day(p[3]), "identity": unseal(numbers.get(p[0]) or "")}
        for p in candidates
    )
    return [
        Match(
            records[int(named[like.row]["code"])], candidates[like.person][0], candidates[like.person][1],
            like.probability, like.reason,
        )
        for like in by_likeness(left, listed)
    ]  # fmt: skip


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value
