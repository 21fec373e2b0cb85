"""Taking a made-up county in whole: columns go straight into the tables, so that 100,000 households take a minute.

Only for a county that keeps no household yet: nothing is compared, and three events tell how much there is.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection, transaction
from django.db.models import Max

from zhucun.core import writing
from zhucun.core.taking import Taken
from zhucun.engine.facts.income import INCOME_ITEMS
from zhucun.engine.households.changes import ChangeKind
from zhucun.engine.households.columns import Column, Table
from zhucun.engine.sample_world.history import Population
from zhucun.engine.words_household import Relation
from zhucun.registry.actions.taking_households import record_taken
from zhucun.registry.bridge import households as bridge
from zhucun.registry.bridge import stored
from zhucun.registry.bridge.population import PROOFS
from zhucun.registry.models import ChangedPerson, Household, IncomeLine, Member, NaturalChange

RUN, MOST = 20_000, 100_000
Progress = Callable[[int], None]
Run = tuple[type[Any], tuple[str, ...], Sequence[Sequence[Any]]]


def take_population(
    *, made: Population, year: int, county: str, at: datetime, progress: Progress = lambda rows: None
) -> Taken:
    """Write households, members, natural changes and a year's income of a made-up county; none if it keeps any.

    `progress` hears after each run how many rows have been written since the last.
    """
    if Household.objects.filter(county_code=county).exists():
        return Taken()
    with writing.much_memory():
        for rows in _everything(made, year, county, at):
            with transaction.atomic():
                writing.insert(*rows)
            progress(len(rows[2]))
    _next_numbers()
    total = Taken(new=len(made.book.households))
    common: dict[str, Any] = {"county": county, "by": None, "at": at, "reason": ""}
    record_taken("households.taken", total, **common)
    record_taken("members.taken", Taken(new=len(made.book.members)), **common)
    record_taken("income.taken", Taken(new=len(made.income_lines(year))), **common)
    writing.learn()
    return total


def rows_of(made: Population, year: int) -> int:
    """Return how many rows there will be, for a bar of progress."""
    heads = len(_heads(made)[0])
    events = len(made.start.first) + len(made.events)
    return len(made.book.households) + len(made.book.members) + len(made.income_lines(year)) + heads + events


def _everything(made: Population, year: int, county: str, at: datetime) -> Iterator[Run]:
    homes, people = _keys(made.household_codes, county), _keys(made.person_codes, county)
    summed = np.isin(np.arange(len(homes)), made.income_lines(year).household)
    yield from _households(made.book.households, homes, np.where(summed, year, 0), county)
    yield from _members(made.book.members, homes, people, made.persons.home)
    yield from _changes(made, homes, people, at)
    yield from _income(made, year, homes)


def _keys(codes: Column, county: str) -> list[str]:
    return [f"{county}-{code}" for code in codes.astype(np.str_).tolist()]


def _facts(model: type[Any], table: Table, keys: Sequence[str], rows: slice) -> dict[str, stored.Cells]:
    """Return the columns of facts for some rows."""
    part = Table(table.facts, rows.stop - rows.start, {key: column[rows] for key, column in table.columns.items()})
    return {key: stored.stored(model, part, key) for key in keys}


def _slices(count: int) -> Iterator[slice]:
    """Yield the rows run by run: an index in no order is touched everywhere by each, so that few long ones are best."""
    size = max(RUN, min(count // 20, MOST))
    for start in range(0, count, size):
        yield slice(start, min(start + size, count))


def _households(table: Table, homes: list[str], years: Column, county: str) -> Iterator[Run]:
    for rows in _slices(len(table)):
        columns = {
            "key": homes[rows],
            "village": table["village_code"][rows].astype(np.str_).tolist(),
            "income_year": [year or None for year in years[rows].tolist()],
            **_facts(Household, table, bridge.HOUSEHOLD_KEYS, rows),
        }
        yield _run(Household, columns, county_code=county)


def _members(table: Table, homes: list[str], people: list[str], home: Column) -> Iterator[Run]:
    for rows in _slices(len(table)):
        columns = {
            "key": people[rows],
            "household": [homes[row] for row in home[rows].tolist()],
            "fingerprint": stored.fingerprints(table["identity"][rows]),
            **_facts(Member, table, bridge.MEMBER_KEYS, rows),
        }
        yield _run(Member, columns)


def _heads(made: Population) -> tuple[Column, Column, Column, Column]:
    """Return kind, day, household of each natural change, and for each person named the row of that change."""
    sources = (made.start.first, made.events)
    kind = np.concatenate([s.kind.astype(np.int64) for s in sources])
    on = np.concatenate([s.on.astype("datetime64[D]").astype(np.int64) for s in sources])
    home = np.concatenate([s.home for s in sources])
    # Those of a household to whom the same happened on one day stand together in one change.
    rows, back = np.unique(np.stack([home, on, kind]), axis=1, return_inverse=True)
    return rows[2], rows[1].astype("datetime64[D]"), rows[0], np.ravel(back)


def _changes(made: Population, homes: list[str], people: list[str], at: datetime) -> Iterator[Run]:
    kind, on, home, of_change = _heads(made)
    first = (NaturalChange.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    for rows in _slices(len(kind)):
        columns = {
            "id": list(range(first + rows.start, first + rows.stop)),
            "household": [homes[row] for row in home[rows].tolist()],
            "kind": stored.named(ChangeKind, kind[rows]),
            "on": stored.days(on[rows]),
        }
        yield _run(NaturalChange, columns, at=at.isoformat(" "))
    sources = (made.start.first, made.events)
    person = np.concatenate([s.person for s in sources])
    relation = np.concatenate([s.relation for s in sources])
    order = np.argsort(of_change, kind="stable")
    for rows in _slices(len(order)):
        columns = {
            "change": (of_change[order[rows]] + first).tolist(),
            "member": [people[row] for row in person[order[rows]].tolist()],
            "relation": stored.named(Relation, relation[order[rows]]),
        }
        yield _run(ChangedPerson, columns)


def _income(made: Population, year: int, homes: list[str]) -> Iterator[Run]:
    lines = made.income_lines(year)
    order = np.lexsort((lines.item, lines.household))
    codes = np.array([item.code for item in INCOME_ITEMS], dtype=object)
    for rows in _slices(len(order)):
        mine = order[rows]
        items: list[str] = codes[lines.item[mine]].tolist()
        home = [homes[row] for row in lines.household[mine].tolist()]
        keys = [f"{one}-{year}-{item}" for one, item in zip(home, items, strict=True)]
        columns = {
            "key": keys,
            "code": [key[7:] for key in keys],
            "household": home,
            "item": items,
            "month": stored.days(lines.month[mine].astype("datetime64[M]").astype("datetime64[D]")),
            "months": lines.months[mine].tolist(),
            "amount_yuan": (lines.fen[mine] / 100).tolist(),
            "proof": [PROOFS[item[0]].value for item in items],
        }
        yield _run(IncomeLine, columns)


def _run(model: type[Any], columns: dict[str, stored.Cells], **same: Any) -> Run:
    """Return rows of a model; what a population says nothing of is as a new row has it."""
    count = len(next(iter(columns.values())))
    for field in model._meta.concrete_fields:
        if field.name == "made_up":
            same[field.name] = True
        elif field.name not in columns and field.name not in same and not field.null and field.has_default():
            same[field.name] = field.get_db_prep_save(field.get_default(), connection)
        elif field.name not in columns and field.name not in same and not field.null and not field.primary_key:
            same[field.name] = ""
    whole = {**columns, **{name: [cell] * count for name, cell in same.items()}}
    return model, tuple(whole), list(zip(*whole.values(), strict=True))


def _next_numbers() -> None:
    """Let the numbers of the next changes follow those written here."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [NaturalChange]):
            cursor.execute(statement)
