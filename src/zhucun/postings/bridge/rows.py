"""One row to the facts of the engine and back: candidates, sending units, terms."""

from dataclasses import fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

from zhucun.core.models import SendingUnit
from zhucun.engine.facts import CandidateFacts, PostFacts, UnitFacts
from zhucun.engine.words import Dialect, Health, Need, PartyStatus, Schooling, Sex, UnitKind, UnitLevel
from zhucun.postings.models import Candidate, Term

HUNDREDTH = Decimal("0.01")
# The fields of a candidate that are columns of its own row; `unit` is a row of another table.
CANDIDATE_FIELDS = tuple(f.name for f in fields(CandidateFacts) if f.name != "unit")
UNIT_FIELDS = tuple(f.name for f in fields(UnitFacts))


def candidate_facts(row: Candidate) -> CandidateFacts:
    """Return what is known of a candidate; the row's unit must be loaded with it (select_related)."""
    return CandidateFacts(
        code=row.code,
        name=row.name,
        sex=Sex(row.sex),
        born=row.born,
        unit=row.unit.name,
        title=row.title or None,
        party=PartyStatus(row.party),
        party_joined=row.party_joined,
        work_started=row.work_started,
        schooling=Schooling(row.schooling) if row.schooling else None,
        stepped_back=row.stepped_back,
        health=Health(row.health) if row.health else None,
        specialities=tuple(Need(s) for s in row.specialities),
        rural_years=row.rural_years,
        party_work_years=row.party_work_years,
        mass_work=row.mass_work,
        communication=row.communication,
        dialects=tuple(Dialect(d) for d in row.dialects),
        home=row.home or None,
        wishes=tuple(row.wishes),
        avoid=tuple(row.avoid),
        under_discipline=row.under_discipline,
        phone=row.phone or None,
    )


def unit_facts(row: SendingUnit) -> UnitFacts:
    """Return what is known of a sending unit."""
    return UnitFacts(
        code=row.code or None,
        name=row.name,
        short_names=tuple(row.short_names),
        level=UnitLevel(row.level) if row.level else None,
        kind=UnitKind(row.kind) if row.kind else None,
        most=row.most,
        least=row.least,
        strengths=tuple(Need(s) for s in row.strengths),
        funds_yuan=row.funds_yuan,
        attention=row.attention,
    )


def posting_facts(row: Term) -> PostFacts:
    """Return a term as an existing posting; village, candidate and the candidate's unit must be loaded with it."""
    return PostFacts(
        village_code=row.village_id,
        village=row.village.name,
        town=row.village.town or None,
        candidate_code=row.candidate.code,
        name=row.candidate.name,
        unit=row.candidate.unit.name,
        since=row.since,
        until=row.until,
    )


def candidate_values(facts: CandidateFacts) -> dict[str, Any]:
    """Return the stored values of what is said of a candidate, without the unit; what nobody said is left out."""
    return _said(facts, CANDIDATE_FIELDS)


def unit_values(facts: UnitFacts) -> dict[str, Any]:
    """Return the stored values of what is said of a unit; what nobody said is left out."""
    return _said(facts, UNIT_FIELDS)


def _said(facts: object, names: tuple[str, ...]) -> dict[str, Any]:
    found = {name: _stored(getattr(facts, name)) for name in names}
    return {name: value for name, value in found.items() if value is not None and value != ()}


def _stored(value: Any) -> Any:
    """Return a value as the database gives it back, so that the same file twice is no change."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return value.quantize(HUNDREDTH)
    if isinstance(value, tuple):
        return tuple(str(v.value if isinstance(v, StrEnum) else v).replace(",", "，") for v in value)
    return value
