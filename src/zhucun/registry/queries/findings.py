"""Findings of the quality rules over a county: read as columns, asked at once, grouped by village, explained once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Count, Max, Model, Q, Sum

from zhucun.core import writing
from zhucun.core.models import User, within
from zhucun.core.sealing import unseal
from zhucun.core.statuses import Role
from zhucun.engine.facts import VILLAGE
from zhucun.engine.facts.fact import Fact, FactKind
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.households.columns import Book, Column, Table, table_of
from zhucun.engine.households.quality import Finding, Findings, check
from zhucun.engine.policy.figures import Figure
from zhucun.engine.words_household import number_of
from zhucun.policy.queries import figures_of
from zhucun.registry import bridge as villages_bridge
from zhucun.registry.bridge.households import HOUSEHOLD_KEYS, MEMBER_KEYS
from zhucun.registry.models import FindingExplanation, FindingOwner, Household, Member, Village

SEALED_READ = frozenset(
    {"identity", "phone", "bank_account"}
)  # rules look into these; other sealed texts are only said
Stamp = tuple[Any, ...]


def book_of(county: str, *, on: date) -> Book:
    """Return a county's households, members and village forms as columns; 350,000 persons take a few seconds."""
    villages = list(Village.objects.filter(within(county)).order_by("code"))
    place = {v.code: v for v in villages}
    # A demo fills some villages only; the forms of the others have nothing to be held against.
    filled = set(
        Household.objects.filter(within(county, "key")).order_by().values_list("village", flat=True).distinct()
    )
    forms = [v for v in villages if v.code in filled or not v.made_up]
    homes = _columns(Household, [f for f in HOUSEHOLD if f.key in HOUSEHOLD_KEYS], county, ("village",))
    codes = homes.pop("village")
    homes["village_code"] = np.array([c.encode() for c in codes], dtype=np.bytes_)
    homes["village"] = np.array([place[c].name for c in codes], dtype=np.str_)
    homes["town"] = np.array([place[c].town for c in codes], dtype=np.str_)
    people = _columns(Member, [f for f in MEMBER if f.key in MEMBER_KEYS], county, ("household",))
    people["household_code"] = np.array([k[7:].encode() for k in people.pop("household")], dtype=np.bytes_)
    return Book(
        Table(HOUSEHOLD, len(codes), homes),
        Table(MEMBER, len(people["household_code"]), people),
        on,
        county,
        table_of([villages_bridge.facts_of(v) for v in forms], VILLAGE),
    )


def _columns(model: type[Model], facts: Sequence[Fact], county: str, more: tuple[str, ...]) -> dict[str, Any]:
    quote = connection.ops.quote_name
    names = (*(f.key for f in facts), *more)
    listed = ", ".join(quote(writing.column(model, name)) for name in names)
    statement = (
        f"SELECT {listed} FROM {quote(model._meta.db_table)} "  # noqa: S608  (names of our own columns)
        f"WHERE {quote('key')} >= %s AND {quote('key')} < %s ORDER BY {quote('key')}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [county, county + "a"])
        rows = cursor.fetchall()
    cells: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(names)
    found: dict[str, Any] = {f.key: _column(f, column) for f, column in zip(facts, cells, strict=False)}
    found.update(zip(more, cells[len(facts) :], strict=True))
    return found


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


def findings(county: str, *, on: date) -> Findings:
    """Return every finding of a county on a day, asked again only when a household, member or village changed."""
    return _findings(county, on, _stamp(county), figures_of(county))


def _stamp(county: str) -> Stamp:
    found: list[Any] = []
    for model in (Household, Member):
        rows = model._default_manager.filter(within(county, "key")).aggregate(n=Count("pk"), v=Sum("version"))
        found += [rows["n"], rows["v"] or 0]
    rows = Village.objects.filter(within(county)).aggregate(n=Count("pk"), v=Sum("version"), p=Max("pk"))
    return (*found, rows["n"], rows["v"] or 0)


@lru_cache(maxsize=8)
def _findings(county: str, on: date, stamp: Stamp, own: tuple[Figure, ...]) -> Findings:
    return check(book_of(county, on=on), local=own)


@dataclass(frozen=True)
class VillageFindings:
    """How many findings a village has open and explained, and who mends them."""

    code: str
    name: str
    town: str
    open: int
    errors: int
    explained: int
    owner: FindingOwner | None


def explanations(county: str) -> dict[str, FindingExplanation]:
    """Return the explanations that hold in a county by the mark of the finding."""
    rows = FindingExplanation.objects.filter(within(county, "village_id"), withdrawn_at__isnull=True)
    return {row.mark: row for row in rows.select_related("by")}


def by_village(user: User, found: Findings, explained: Mapping[str, FindingExplanation]) -> list[VillageFindings]:
    """Return the villages within a person's place with their findings, the most open ones first."""
    silent: dict[str, int] = {}
    for row in explained.values():
        silent[row.village_id] = silent.get(row.village_id, 0) + 1
    owners = {
        o.village_id: o for o in FindingOwner.objects.select_related("owner").filter(within(user.scope, "village_id"))
    }
    places = found.villages
    grave = np.array([rule.weight.value == "error" for rule in found.rules], dtype=np.bool_)[found.rule]
    result = []
    for village in Village.objects.visible_to(user).order_by("code"):
        mine = places == village.code.encode()
        every = int(mine.sum())
        # An explanation holds for the facts as they were: where these changed, the finding has another mark.
        quiet = sum(f.mark in explained for f in of_village(found, village.code)) if village.code in silent else 0
        if every or village.code in owners:
            result.append(
                VillageFindings(
                    village.code, village.name, village.town, every - quiet, int((mine & grave).sum()), quiet,
                    owners.get(village.code),
                )
            )  # fmt: skip
    return sorted(result, key=lambda v: (-v.open, v.code))


def of_village(found: Findings, village: str) -> list[Finding]:
    """Return the findings of one village with their texts, errors first."""
    places = np.flatnonzero(found.villages == village.encode())
    listed = [found.finding(int(at)) for at in places]
    return sorted(listed, key=lambda f: (f.rule.weight.value != "error", f.rule.code, f.code))


def owners_for(village: str) -> Any:
    """Return who may be asked to mend the findings of a village: those who work with its households."""
    roles = [Role.FIRST_SECRETARY, Role.TOWNSHIP, Role.OFFICE]
    scopes = [village[:digits] for digits in (6, 9, 12)]
    return User.objects.filter(Q(role__in=roles), scope__in=scopes, is_active=True).order_by("role", "name")


def owner_of(village: Village) -> FindingOwner | None:
    """Return who mends the findings of a village."""
    return FindingOwner.objects.filter(village=village).select_related("owner", "by").first()
