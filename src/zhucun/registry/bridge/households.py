"""Household, member and income rows to the engine's facts and back.

Three forms of a value: the engine's fact (a Word, a Decimal, a date), the kept value as one compares it (text instead
of a word, personal text opened), and what the database stores (sealed, lists as text).
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import Any

from zhucun.core.fields import SealedText, WordList
from zhucun.core.sealing import Sealed, seal, sealer
from zhucun.engine.facts.fact import Fact, FactKind
from zhucun.engine.facts.household_values import HouseholdFacts, MemberFacts
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.income import INCOME
from zhucun.engine.facts.income import IncomeLine as Line
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.facts.roster import RosterFacts
from zhucun.engine.households.identity import normal
from zhucun.engine.words_household import Proof
from zhucun.registry.models import Household, IncomeLine, Member

HUNDREDTH = Decimal("0.01")
# Facts that are told by the village's row, or by the day, and therefore are no columns of their own.
OF_VILLAGE = frozenset({"village_code", "county", "town", "village"})
HOUSEHOLD_FACT: dict[str, Fact] = {f.key: f for f in HOUSEHOLD}
MEMBER_FACT: dict[str, Fact] = {f.key: f for f in MEMBER}
INCOME_FACT: dict[str, Fact] = {f.key: f for f in INCOME}
HOUSEHOLD_KEYS: tuple[str, ...] = tuple(f.key for f in HOUSEHOLD if f.key not in OF_VILLAGE)
MEMBER_KEYS: tuple[str, ...] = tuple(f.key for f in MEMBER if f.key not in ("household_code", "age"))
COMPUTED: tuple[str, ...] = tuple(f.key for f in HOUSEHOLD if f.computed and f.key not in OF_VILLAGE)
"""Facts of a household that nobody types; a list may state them until they can be computed."""


def keeper(fact: Fact) -> Callable[[Any], Any]:
    """Return the function that turns the engine's value of a fact into the kept one."""
    kind = fact.kind
    if kind is FactKind.WORD:
        return lambda value: "" if value is None else value.value
    if kind is FactKind.WORDS:
        return lambda value: tuple(w.value for w in value)
    if kind in (FactKind.NUMBER, FactKind.MONEY):
        return lambda value: None if value is None else value.quantize(HUNDREDTH, ROUND_HALF_UP)
    if kind in (FactKind.TEXT, FactKind.CODE):
        return lambda value: str(value or "")
    return lambda value: value


KEEP_HOUSEHOLD = tuple((key, keeper(HOUSEHOLD_FACT[key])) for key in HOUSEHOLD_KEYS)
KEEP_MEMBER = tuple((key, keeper(MEMBER_FACT[key])) for key in MEMBER_KEYS)


def household_values(facts: HouseholdFacts) -> dict[str, Any]:
    """Return the kept values of a household's facts by key, what nobody said included as nothing."""
    return {key: keep(getattr(facts, key)) for key, keep in KEEP_HOUSEHOLD}


def member_values(facts: MemberFacts | RosterFacts) -> dict[str, Any]:
    """Return the kept values of a member's facts by key; the identity number as it is compared."""
    values = {key: keep(getattr(facts, key)) for key, keep in KEEP_MEMBER}
    values["identity"] = normal(values["identity"])
    return values


def opened(value: Any) -> Any:
    """Return a row's value as it is compared: sealed ones opened."""
    return value.open() if isinstance(value, Sealed) else value


def standing(row: Household | Member, keys: Sequence[str]) -> dict[str, Any]:
    """Return a row's kept values by key."""
    return {key: opened(getattr(row, key)) for key in keys}


def said(value: Any) -> bool:
    """Tell whether a kept value says anything."""
    return value is not None and value != "" and value != ()


class RowMaker:
    """Turns the facts of new rows into what their columns store, column by column: most of what a long list costs."""

    def __init__(self, model: type[Any], keys: Sequence[str], known: dict[str, Fact]) -> None:
        self.keys = tuple(keys)
        self._read = attrgetter(*keys)
        self._convert = tuple(_storer(model, key, known[key]) for key in keys)
        self._sealed = frozenset(key for key in keys if isinstance(model._meta.get_field(key), SealedText))
        self._store = tuple(_kept_storer(model, key) for key in keys)

    def columns_of(self, rows: Sequence[Any]) -> list[Sequence[Any]]:
        """Return the stored values of rows' facts as columns, in the order of the keys; equal ones are made once."""
        columns: list[Sequence[Any]] = []
        seal_it = sealer()
        read = zip(*map(self._read, rows), strict=True)
        for key, cells, convert in zip(self.keys, read, self._convert, strict=True):
            if key in self._sealed:
                clean = normal if key == "identity" else str
                columns.append([seal_it(clean(cell)) if cell else "" for cell in cells])
            elif convert is None:
                columns.append(cells)
            else:
                made = {cell: convert(cell) for cell in set(cells)}
                columns.append(list(map(made.__getitem__, cells)))
        return columns

    def of_kept(self, values: dict[str, Any]) -> list[Any]:
        """Return the stored values of kept ones, in the order of the keys."""
        return [store(values[key]) if store else values[key] for key, store in zip(self.keys, self._store, strict=True)]


def _storer(model: type[Any], key: str, fact: Fact) -> Callable[[Any], Any] | None:
    """Return the function from the engine's value of a fact to the stored one, None where they are the same."""
    kept = _kept_storer(model, key)
    if fact.kind is FactKind.WORD and fact.words:
        written: dict[Any, str] = {None: "", **{word: word.value for word in fact.words}}
        return written.__getitem__
    if fact.kind in (FactKind.COUNT, FactKind.YES_NO, FactKind.DAY):
        return None
    keep = keeper(fact)
    return (lambda value: kept(keep(value))) if kept else keep


def _kept_storer(model: type[Any], key: str) -> Callable[[Any], Any] | None:
    """Return the function from a kept value to the stored one, None where they are the same."""
    field = model._meta.get_field(key)
    if isinstance(field, SealedText):
        return seal
    if isinstance(field, WordList):
        prepare: Callable[[Any], Any] = field.get_prep_value
        return prepare
    return None


HOUSEHOLD_ROWS = RowMaker(Household, [k for k in HOUSEHOLD_KEYS if k != "code"], HOUSEHOLD_FACT)
MEMBER_ROWS = RowMaker(Member, [k for k in MEMBER_KEYS if k != "code"], MEMBER_FACT)


def engine_value(fact: Fact, value: Any) -> Any:
    """Return a kept or stored value as the engine knows it."""
    value = opened(value)
    if fact.kind is FactKind.WORD:
        return fact.words(value) if fact.words and value else None
    if fact.kind is FactKind.WORDS:
        return tuple(fact.words(v) for v in value) if fact.words else ()
    return None if value == "" else value


def household_facts(row: Household, *, village_name: str = "", town: str = "", county: str = "") -> HouseholdFacts:
    """Return a household as the engine knows it; what its village tells is given beside it."""
    values: dict[str, Any] = {key: engine_value(HOUSEHOLD_FACT[key], getattr(row, key)) for key in HOUSEHOLD_KEYS}
    values["head_name"] = row.head_name
    values |= {"village_code": row.village_id, "village": village_name, "town": town or None, "county": county or None}
    return HouseholdFacts(**values)


def member_facts(row: Member, *, household_code: str = "") -> MemberFacts:
    """Return a member as the engine knows it."""
    values = {key: engine_value(MEMBER_FACT[key], getattr(row, key)) for key in MEMBER_KEYS}
    return MemberFacts(**values, household_code=household_code or row.household_id.split("-", 1)[1])


def line_of(row: IncomeLine) -> Line:
    """Return a line of the income account as the engine knows it."""
    return Line(
        code=row.code,
        household=row.household_id.split("-", 1)[1],
        person=row.person_id.split("-", 1)[1] if row.person_id else None,
        item=row.item,
        month=row.month,
        months=row.months,
        amount_yuan=row.amount_yuan,
        proof=Proof(row.proof) if row.proof else None,
        evidence=row.evidence or None,
        note=row.note or None,
        version=row.version,
    )


def line_values(line: Line) -> dict[str, Any]:
    """Return the kept values of an income line by column, keys of household and person left to the caller."""
    return {
        "item": line.item,
        "month": line.month,
        "months": line.months,
        "amount_yuan": line.amount_yuan.quantize(HUNDREDTH, ROUND_HALF_UP),
        "proof": line.proof.value if line.proof else "",
        "evidence": line.evidence or "",
        "note": line.note or "",
    }


def plain(value: Any) -> Any:
    """Return a kept value as an event or a page of differences keeps it."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def from_plain(key: str, value: Any) -> Any:
    """Return a household's kept value from how an event or a survey keeps it."""
    kind = HOUSEHOLD_FACT[key].kind
    if value is None or value == "":
        return "" if kind in (FactKind.TEXT, FactKind.CODE, FactKind.WORD) else None
    if kind in (FactKind.NUMBER, FactKind.MONEY):
        return Decimal(value)
    return date.fromisoformat(value) if kind is FactKind.DAY else value
