"""Between files, the engine's findings and the staged rows of an import."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from zhucun.core.sealing import seal, unseal, unseal_file
from zhucun.core.taking import Difference
from zhucun.engine.facts import FACTS, ROW_OF, Fact, FactKind, Subject
from zhucun.engine.intake import LEFT_OUT, Fault, Inspection, masked, masked_fault
from zhucun.engine.texts import Text
from zhucun.intake.models import Import, ImportFault
from zhucun.intake.statuses import NameKind
from zhucun.intake.subjects import KINDS, SEALED

FACT: dict[Subject, dict[str, Fact]] = {subject: {f.key: f for f in facts} for subject, facts in FACTS.items()}
SAMPLES = 3


def plain(value: Any) -> Any:
    """Return a fact's value as JSON keeps it."""
    match value:
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case tuple() | list():
            return [plain(v) for v in value]
        case StrEnum():
            return value.value
    return value


def facts_to_json(subject: Subject, facts: Any) -> dict[str, Any]:
    """Return what a row says as plain values; what it does not say is left out."""
    said = {}
    for name, simple in _plain_of(subject):
        value = getattr(facts, name)
        if value is not None and value != ():
            said[name] = value if simple else plain(value)
    # Staged rows wait for days; what the registry keeps sealed is sealed here too.
    said.update({name: seal(said[name]) for name in SEALED.get(subject, ()) if name in said})
    return said


def facts_from_json(subject: Subject, values: dict[str, Any]) -> Any:
    """Return a staged row as the engine's facts, exactly as they were staged."""
    readers = _readers(subject)
    sealed = SEALED.get(subject, ())
    values = {**values, **{name: unseal(values[name]) for name in sealed if name in values}}
    return ROW_OF[subject](**{k: read(v) if (read := readers[k]) else v for k, v in values.items()})


@cache
def _plain_of(subject: Subject) -> tuple[tuple[str, bool], ...]:
    """Return the names of a row's facts, and whether JSON keeps their values as they are."""
    known, simple = FACT[subject], (FactKind.TEXT, FactKind.CODE, FactKind.COUNT, FactKind.YES_NO)
    return tuple((f.name, f.name in known and known[f.name].kind in simple) for f in fields(ROW_OF[subject]))


@cache
def _readers(subject: Subject) -> dict[str, Callable[[Any], Any] | None]:
    """Return, by fact, the function from what JSON keeps to the fact's value; None where they are the same."""
    return {key: _reader(fact) for key, fact in FACT[subject].items()}


def _reader(fact: Fact) -> Callable[[Any], Any] | None:
    if fact.kind in (FactKind.NUMBER, FactKind.MONEY):
        return Decimal
    if fact.kind is FactKind.DAY:
        return date.fromisoformat
    if fact.kind in (FactKind.WORD, FactKind.WORDS) and fact.words:
        word = {one.value: one for one in fact.words}.__getitem__
        return word if fact.kind is FactKind.WORD else lambda values: tuple(map(word, values))
    return tuple if fact.kind is FactKind.NAMES else None


def label_of(subject: Subject, facts: Any) -> str:
    """Return how people name a row in lists and logs; never a person's name."""
    return KINDS[subject].label_of(facts)


def differences_to_json(difference: Difference) -> dict[str, Any]:
    """Return old and new values as plain ones; a personal fact is named only. New rows say all in their facts."""
    if difference.outcome == "new":
        return {}
    return {
        key: None if pair is None else [starred(plain(pair[0])), starred(plain(pair[1]))]
        for key, pair in difference.changes.items()
    }


def starred(value: Any) -> Any:
    """Return a plain value with the identity and mobile numbers in it masked."""
    if isinstance(value, list):
        return [starred(v) for v in value]
    return masked(value) if isinstance(value, str) else value


def fault_row(source: Import, fault: Fault) -> ImportFault:
    """Return a fault of the engine as a row of the import; identity and mobile numbers in it are masked."""
    fault = masked_fault(fault)
    return ImportFault(
        source=source,
        rule=fault.rule,
        severity=fault.severity.value,
        sheet=fault.sheet[:120],
        row=fault.row or 0,
        column=(fault.column or "")[:240],
        key=fault.key or "",
        value=fault.value[:500],
        message_zh=fault.message.zh,
        message_en=fault.message.en,
        remedy_zh=fault.remedy.zh,
        remedy_en=fault.remedy.en,
        personal=fault.personal,
    )


def content_of(row: Import) -> bytes:
    """Return the uploaded file of an import, unsealed."""
    with row.file.open("rb") as stored:
        return unseal_file(stored.read())


@dataclass(frozen=True)
class Question:
    """A name that a person must decide: what is written, in which rows, what is proposed and how sure that is."""

    kind: NameKind
    written: str
    rows: tuple[int, ...]
    meant: str
    proposed: str
    confidence: float
    reason: Text
    others: tuple[str, ...] = ()


def question_to_json(question: Question) -> dict[str, Any]:
    """Return a question as the import keeps it until it is answered."""
    values = {f.name: getattr(question, f.name) for f in fields(Question) if f.name != "reason"}
    return {**values, "rows": list(question.rows), "others": list(question.others), "reason": list(question.reason)}


def question_from_json(values: dict[str, Any]) -> Question:
    """Return a kept question."""
    kept = {**values, "kind": NameKind(values["kind"]), "reason": Text(*values["reason"])}
    return Question(**{**kept, "rows": tuple(values["rows"]), "others": tuple(values["others"])})


def found_of(inspection: Inspection, sheets: Iterable[str]) -> dict[str, Any]:
    """Return what the pages need of an inspection besides rows and faults: columns with samples, totals, skipped rows.

    Samples of personal columns are not kept: they are read from the file when the page is shown.
    """
    return {
        "sheet": inspection.sheet,
        "sheets": list(sheets),
        "hidden_sheets": list(inspection.hidden_sheets),
        "encoding": inspection.encoding,
        "title": [masked(line) for line in inspection.header.title],
        "header_rows": [inspection.header.first_row, inspection.header.last_row],
        "columns": columns_of(inspection),
        "missing": [fact.key for fact in inspection.mapping.missing],
        "totals": [t.as_json() for t in inspection.totals],
        "skipped": [{"row": s.row, "kind": s.kind, "zh": s.reason.zh, "en": s.reason.en} for s in inspection.skipped],
        "blocked": inspection.blocked,
        "rows": len(inspection.rows),
    }


def columns_of(inspection: Inspection) -> list[dict[str, Any]]:
    """Return the columns with what each is taken for, how sure that is and why, in both languages."""
    return [
        {
            "index": c.index,
            "letter": c.letter,
            "title": c.title,
            "key": c.key,
            "confidence": round(c.confidence, 3),
            "zh": c.reason.zh,
            "en": c.reason.en,
            "factor": str(c.factor),
            "part": c.part,
            "identity": c.reason == LEFT_OUT,
        }
        for c in inspection.mapping.columns
    ]
