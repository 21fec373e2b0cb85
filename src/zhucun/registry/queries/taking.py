"""What lists of households, members and income would change beside what is kept; set-based, a few queries a chunk."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Model

from zhucun.core import writing
from zhucun.core.models import within
from zhucun.core.sealing import fingerprints
from zhucun.core.taking import Difference, Outcome
from zhucun.engine.facts.household_values import HouseholdFacts, MemberFacts
from zhucun.engine.facts.income import IncomeLine as Line
from zhucun.engine.facts.roster import RENAMED, RosterFacts, households_of
from zhucun.engine.words_household import ABLE, HERE, Relation
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import Household, IncomeLine, Member, key_of

MemberRow = MemberFacts | RosterFacts
"""What says something of a member: a roster's rows say all that a member's do, and something of the household."""
MOST = 900  # keys in one look-up: the embedded database takes no more parameters than 1,000 everywhere
PERSONAL_OF_HOUSEHOLD = frozenset(k for k, f in bridge.HOUSEHOLD_FACT.items() if f.personal)
PERSONAL_OF_MEMBER = frozenset(k for k, f in bridge.MEMBER_FACT.items() if f.personal)
ABLE_VALUES = frozenset(word.value for word in ABLE)


def runs(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    """Yield keys in runs that one query may name."""
    for start in range(0, len(keys), MOST):
        yield keys[start : start + MOST]


def look_up(model: type[Model], names: Sequence[str], by: str, keys: Sequence[str]) -> Iterator[Any]:
    """Yield plain columns of the rows whose column is one of these keys, past the ORM: a list asks for 100,000."""
    quote = connection.ops.quote_name
    columns = {name: quote(writing.column(model, name)) for name in (*names, by)}
    listed = ", ".join(columns[name] for name in names)
    start = f"SELECT {listed} FROM {quote(model._meta.db_table)} WHERE {columns[by]} IN"  # noqa: S608
    with connection.cursor() as cursor:
        for run in runs(keys):
            cursor.execute(f"{start} ({', '.join(['%s'] * len(run))})", list(run))
            yield from cursor.fetchall()


def there(model: type[Model], by: str, keys: Sequence[str]) -> list[str]:
    """Return which of these keys there are."""
    return [row[0] for row in look_up(model, (by,), by, keys)]


def households_by_key(keys: Sequence[str]) -> dict[str, Household]:
    """Return the households there are of these keys."""
    return {row.key: row for run in runs(there(Household, "pk", keys)) for row in Household.objects.filter(key__in=run)}


def villages_of_households(keys: Iterable[str]) -> dict[str, str]:
    """Return the village of each of these households that there are."""
    return dict(look_up(Household, ("pk", "village"), "pk", sorted(keys)))


def household_changes(
    rows: Sequence[HouseholdFacts], county: str, standing: Mapping[str, Household]
) -> list[Difference]:
    """Return what each household of a list would change; personal facts are named without values."""
    found = []
    for facts in rows:
        key = key_of(county, facts.code)
        old = standing.get(key)
        if old is None:
            found.append(Difference(key, Outcome.NEW))
            continue
        new = bridge.household_values(facts)
        for computed in bridge.COMPUTED:
            if old.income_year or (computed in ("persons", "labour_persons") and old.persons is not None):
                new.pop(computed)
        if facts.village_code:
            new["village"] = facts.village_code
        kept = {name: old.village_id if name == "village" else bridge.opened(getattr(old, name)) for name in new}
        found.append(masked(Difference.between(key, kept, new), PERSONAL_OF_HOUSEHOLD))
    return found


def masked(difference: Difference, personal: frozenset[str]) -> Difference:
    """Return a difference that names personal facts and does not quote them."""
    if not personal & difference.changes.keys():
        return difference
    changes = {k: None if k in personal else pair for k, pair in difference.changes.items()}
    return Difference(difference.key, difference.outcome, changes)


def kept_with(
    row: Household | Member, keys: Sequence[str], facts: HouseholdFacts | MemberRow, difference: Difference
) -> dict[str, Any]:
    """Return a row's kept values with what a difference changes, personal facts included."""
    kept = bridge.standing(row, keys)
    new = bridge.household_values(facts) if isinstance(facts, HouseholdFacts) else bridge.member_values(facts)
    kept.update({key: new[key] for key in difference.changes if key in new})
    return kept


def standing_members(rows: Sequence[MemberRow], prints: Sequence[str], county: str) -> dict[str, Member]:
    """Return the members that rows mean, by key: found by the identity number's print, else by their own number."""
    found: dict[str, Member] = {}
    known = sorted({mark for mark in prints if mark})
    for run in runs(there(Member, "fingerprint", known)):
        for row in Member.objects.filter(within(county, "key"), fingerprint__in=run):
            found[row.key] = row
    keys = [key for row in rows if (key := key_of(county, row.code or "")) not in found]
    for run in runs(there(Member, "pk", keys)):
        found.update({row.key: row for row in Member.objects.filter(key__in=run)})
    return found


def member_changes(
    rows: Sequence[MemberRow], prints: Sequence[str], county: str, standing: Mapping[str, Member]
) -> list[Difference]:
    """Return what each member of a list would change; the key is that of the person whom the identity number names."""
    by_print = {row.fingerprint: row.key for row in standing.values() if row.fingerprint}
    found = []
    for facts, mark in zip(rows, prints, strict=True):
        key = by_print.get(mark) or key_of(county, facts.code or "")
        old = standing.get(key)
        if old is None:
            found.append(Difference(key, Outcome.NEW))
            continue
        new = bridge.member_values(facts) | {"household": facts.household_code}
        new.pop("code")
        kept = {name: bridge.opened(getattr(old, name)) for name in new if name != "household"}
        kept["household"] = old.household_id.split("-", 1)[1]
        found.append(masked(Difference.between(key, kept, new), PERSONAL_OF_MEMBER))
    return found


def known_members(keys: Iterable[str]) -> set[str]:
    """Return which of these member keys there are."""
    return set(there(Member, "pk", sorted(keys)))


def lines_by_key(keys: Sequence[str]) -> dict[str, IncomeLine]:
    """Return the income lines there are of these keys."""
    return {
        row.key: row for run in runs(there(IncomeLine, "pk", keys)) for row in IncomeLine.objects.filter(key__in=run)
    }


def line_changes(rows: Sequence[Line], county: str, standing: Mapping[str, IncomeLine]) -> list[Difference]:
    """Return what each income line would change."""
    found = []
    for line in rows:
        key = key_of(county, line.code)
        old = standing.get(key)
        if old is None:
            found.append(Difference(key, Outcome.NEW))
            continue
        values = bridge.line_values(line)
        found.append(Difference.between(key, {name: getattr(old, name) for name in values}, values))
    return found


@dataclass(frozen=True, slots=True)
class Counted:
    """What a household's members say of it."""

    persons: int | None
    labour: int | None
    head: str


def counted_members(keys: Sequence[str]) -> dict[str, Counted]:
    """Return, for each household whose member rows say otherwise than it does, the numbers and the head's name."""
    wanted = sorted(keys)
    rows = look_up(Household, ("pk", "persons", "labour_persons", "head_name"), "pk", wanted)
    standing = {key: Counted(here, can, head) for key, here, can, head in rows}
    persons, labour, heads = Counter[str](), Counter[str](), {key: old.head for key, old in standing.items()}
    for home, state, can, relation, name in look_up(
        Member, ("household", "state", "labour", "relation", "name"), "household", wanted
    ):
        here = state in HERE
        persons[home] += here
        labour[home] += here and can in ABLE_VALUES
        if here and relation == Relation.HEAD:
            heads[home] = name
    counted = {key: Counted(persons[key], labour[key], heads[key]) for key in persons}
    return {key: new for key, new in counted.items() if new != standing[key]}


def roster_differences(rows: Sequence[RosterFacts], county: str) -> list[Difference]:
    """Return what each row of a person roster would change: of the member, and in its first row of the household."""
    standing = households_by_key(list(dict.fromkeys(key_of(county, row.household_code) for row in rows)))
    # Of a household that is new there is nothing to compare.
    homes = households_of(row for row in rows if key_of(county, row.household_code) in standing)
    changes_of_homes = household_changes(homes, county, standing)
    of_homes = {home.code: change for home, change in zip(homes, changes_of_homes, strict=True)}
    prints = fingerprints(row.identity for row in rows)
    found = []
    for row, difference in zip(
        rows, member_changes(rows, prints, county, standing_members(rows, prints, county)), strict=True
    ):
        home = of_homes.pop(row.household_code, None)
        if home is None or home.outcome is Outcome.SAME:
            found.append(difference)
            continue
        renamed = {key: roster for roster, key in RENAMED.items()}
        changes = {renamed.get(key, key): pair for key, pair in home.changes.items()}
        outcome = Outcome.CHANGED if difference.outcome is Outcome.SAME else difference.outcome
        found.append(Difference(difference.key, outcome, {**changes, **difference.changes}))
    return found
