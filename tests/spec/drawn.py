"""Tables drawn in the specification read as rows: the same table stands on the reference page."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from zhucun.engine.facts import FACTS, FactKind, Subject
from zhucun.engine.facts.values import CandidateFacts, UnitFacts, VillageFacts
from zhucun.engine.words import PartyStatus, Sex

A_PERSON: dict[str, Any] = {
    "name": "甲", "sex": Sex.MALE, "born": date(1985, 1, 1), "unit": "县教育局", "party": PartyStatus.FULL,
    "party_joined": date(2008, 7, 1), "work_started": date(2007, 7, 1),
}  # fmt: skip


def table(drawing: str) -> list[dict[str, str]]:
    """Return the rows of a drawn table by heading; a cell of `-` is empty."""
    lines = [[cell.strip() for cell in line.split("|")] for line in drawing.strip().splitlines()]
    heads, *body = lines
    return [dict(zip(heads, ("" if cell == "-" else cell for cell in cells), strict=True)) for cells in body]


def villages(drawing: str, **same: Any) -> list[VillageFacts]:
    """Return the drawn villages; a cell of `-` is a fact that nobody reported."""
    rows = [_facts(Subject.VILLAGES, row) for row in table(drawing)]
    return [VillageFacts(**{"name": f"{i}村", **same, **row}) for i, row in enumerate(rows, 1)]


def candidates(drawing: str, **same: Any) -> list[CandidateFacts]:
    """Return the drawn people; what the table leaves out is an ordinary eligible person."""
    rows = [_facts(Subject.CANDIDATES, row) for row in table(drawing)]
    return [CandidateFacts(**{**A_PERSON, "code": f"Y{i}", **same, **row}) for i, row in enumerate(rows, 1)]


def units(drawing: str, **same: Any) -> list[UnitFacts]:
    """Return the drawn sending units."""
    return [UnitFacts(**{**same, **_facts(Subject.UNITS, row)}) for row in table(drawing)]


def _facts(subject: Subject, row: Mapping[str, str]) -> dict[str, Any]:
    facts = {f.key: f for f in FACTS[subject]}
    return {key: _read(facts[key].kind, facts[key].words, cell) for key, cell in row.items() if key in facts and cell}


def _read(kind: FactKind, words: Any, cell: str) -> Any:
    readers = {
        FactKind.COUNT: int,
        FactKind.SCORE: int,
        FactKind.NUMBER: Decimal,
        FactKind.MONEY: Decimal,
        FactKind.DAY: date.fromisoformat,
        FactKind.YES_NO: {"yes": True, "no": False}.__getitem__,
        FactKind.WORD: words,
        FactKind.WORDS: lambda text: tuple(words(w.strip()) for w in text.split(",")),
        FactKind.NAMES: lambda text: tuple(w.strip() for w in text.split(",")),
    }
    return readers.get(kind, str)(cell)
