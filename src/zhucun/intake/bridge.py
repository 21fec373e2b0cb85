"""Between files, the engine's findings and the staged rows of an import."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any

from zhucun.core.sealing import sealer, unseal_file, unsealer
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


class RowWriter:
    """Writes rows of a subject as the JSON text that is staged; what a row does not say is left out.

    Equal values of a fact are written once. Staged rows wait for days: what the registry keeps sealed is sealed here.
    """

    def __init__(self, subject: Subject) -> None:
        names = tuple(f.name for f in fields(ROW_OF[subject]))
        self._read = attrgetter(*names)
        seal_it, sealed = sealer(), SEALED.get(subject, ())
        self._written = [_Written(name, seal_it if name in sealed else None).__getitem__ for name in names]

    def texts(self, rows: Sequence[Any]) -> list[str]:
        """Return what each row says as JSON."""
        columns = zip(*map(self._read, rows), strict=True)
        written = [
            list(map(write, cells))
            for write, cells in zip(self._written if rows else (), columns, strict=True)
            if cells.count(None) < len(cells)
        ]
        return [f"{{{', '.join(filter(None, said))}}}" for said in zip(*written, strict=True)]


MOST_WRITTEN = 20_000


class _Written(dict[Any, str]):
    """The JSON of a fact by its value."""

    def __init__(self, name: str, seal_it: Callable[[str], str] | None) -> None:
        self.name, self.seal_it = name, seal_it

    def __missing__(self, value: Any) -> str:
        if value is None or value == ():
            self[value] = ""
            return ""
        if self.seal_it is not None:  # another text each time
            return f'"{self.name}": "{self.seal_it(value)}"'
        text = f'"{self.name}": {json.dumps(plain(value), ensure_ascii=False)}'
        if len(self) < MOST_WRITTEN:
            self[value] = text
        return text


class RowReader:
    """Reads staged rows of a subject back as the engine's facts, equal to those that were staged."""

    def __init__(self, subject: Subject) -> None:
        self._kind = ROW_OF[subject]
        unseal_it = unsealer()
        self._readers = {key: _reader(fact) for key, fact in FACT[subject].items()}
        self._readers |= dict.fromkeys(SEALED.get(subject, ()), unseal_it)

    def rows(self, texts: Sequence[str]) -> list[Any]:
        """Return the facts of staged rows, given as the text that is kept of each."""
        return list(map(self.facts, json.loads(f"[{','.join(texts)}]")))

    def facts(self, values: dict[str, Any]) -> Any:
        """Return a staged row's facts."""
        readers = self._readers
        return self._kind(**{k: read(v) if (read := readers[k]) else v for k, v in values.items()})


def facts_to_json(subject: Subject, facts: Any) -> dict[str, Any]:
    """Return what one row says as plain values, as it is staged."""
    said: dict[str, Any] = json.loads(RowWriter(subject).texts([facts])[0])
    return said


def facts_from_json(subject: Subject, values: dict[str, Any]) -> Any:
    """Return one staged row as the engine's facts, equal to those that were staged."""
    return RowReader(subject).facts(values)


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
