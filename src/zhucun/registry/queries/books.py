"""A county's households, members and village forms read as the columns that the engine's rules work on."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Model

from zhucun.core import writing
from zhucun.core.models import within
from zhucun.core.sealing import unseal
from zhucun.engine.facts import VILLAGE
from zhucun.engine.facts.fact import Fact, FactKind
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.households.columns import Book, Column, Table, table_of
from zhucun.engine.words_household import number_of
from zhucun.registry import bridge as villages_bridge
from zhucun.registry.bridge.households import HOUSEHOLD_KEYS, MEMBER_KEYS
from zhucun.registry.models import Household, Member, Village

SEALED_READ = frozenset(
    {"identity", "phone", "bank_account"}
)  # rules look into these; other sealed texts are only said
RUN = 20_000


def book_of(county: str, *, on: date) -> Book:
    """Return a county's households, members and village forms as columns; 350,000 persons take a few seconds."""
    villages = list(Village.objects.filter(within(county)).order_by("code"))
    place = {v.code: v for v in villages}
    # A demo fills some villages only; the forms of the others have nothing to be held against.
    filled = set(Household.objects.filter(county_code=county).order_by().values_list("village", flat=True).distinct())
    forms = [v for v in villages if v.code in filled or not v.made_up]
    homes = columns_of(Household, [f for f in HOUSEHOLD if f.key in HOUSEHOLD_KEYS], county, ("village",))
    codes = homes.pop("village")
    homes["village_code"] = codes.astype(np.bytes_)
    homes["village"] = np.array([place[c].name for c in codes.tolist()], dtype=np.str_)
    homes["town"] = np.array([place[c].town for c in codes.tolist()], dtype=np.str_)
    people = columns_of(Member, [f for f in MEMBER if f.key in MEMBER_KEYS], county, ("household",))
    people["household_code"] = np.array([k[7:].encode() for k in people.pop("household").tolist()], dtype=np.bytes_)
    return Book(
        Table(HOUSEHOLD, len(codes), homes),
        Table(MEMBER, len(people["household_code"]), people),
        on,
        county,
        table_of([villages_bridge.facts_of(v) for v in forms], VILLAGE),
    )


def columns_of(model: type[Model], facts: Sequence[Fact], county: str, more: tuple[str, ...]) -> dict[str, Any]:
    """Return facts of a county's households or members as the engine's columns, and more columns as texts."""
    quote = connection.ops.quote_name
    names = (*(f.key for f in facts), *more)
    listed = ", ".join(quote(writing.column(model, name)) for name in names)
    statement = (
        f"SELECT {listed} FROM {quote(model._meta.db_table)} "  # noqa: S608  (names of our own columns)
        f"WHERE {quote('key')} >= %s AND {quote('key')} < %s ORDER BY {quote('key')}"
    )
    parts: dict[str, list[Any]] = {name: [] for name in names}
    with connection.cursor() as cursor:
        cursor.execute(statement, [county, county + "a"])
        # Run by run into columns: a million households as plain values would take ten gigabytes.
        while rows := cursor.fetchmany(RUN):
            cells: Sequence[Sequence[Any]] = list(zip(*rows, strict=True))
            for fact, column in zip(facts, cells, strict=False):
                parts[fact.key].append(_column(fact, column))
            for name, column in zip(more, cells[len(facts) :], strict=True):
                parts[name].append(np.array(column, dtype=np.str_))
    kinds = {fact.key: fact for fact in facts}
    return {
        name: np.concatenate(runs) if runs else _column(kinds[name], ()) if name in kinds else np.zeros(0, np.str_)
        for name, runs in parts.items()
    }


def _column(fact: Fact, cells: Sequence[Any]) -> Column:
    """Return one stored column as the engine encodes it (engine.households.columns)."""
    kind = fact.kind
    if fact.key in SEALED_READ:
        return np.array([unseal(c).encode() for c in cells], dtype=np.bytes_)
    if kind is FactKind.CODE:
        return np.array([(c or "").encode() for c in cells], dtype=np.bytes_)
    if kind is FactKind.WORD and fact.words:
        numbers = {"": 0, **{w.value: number_of(w) for w in fact.words}}
        return np.array([numbers[c] for c in cells], dtype=np.uint8)
    if kind is FactKind.WORDS and fact.words:
        bits = {w.value: 1 << (number_of(w) - 1) for w in fact.words}
        return np.array([sum(bits[w] for w in c.split(",") if w) for c in cells], dtype=np.uint32)
    if kind is FactKind.YES_NO:
        return np.array([-1 if c is None else int(c) for c in cells], dtype=np.int8)
    if kind is FactKind.DAY:
        return np.array(cells, dtype="datetime64[D]")
    if kind in (FactKind.COUNT, FactKind.NUMBER, FactKind.MONEY, FactKind.SCORE):
        return np.array([np.nan if c is None else float(c) for c in cells], dtype=np.float64)
    return np.array([c or "" for c in cells], dtype=np.str_)
