"""Reads a file as villages, candidates, units or posts and says all that is wrong with it: the one call of intake."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from zhucun.engine.errors import BadFile
from zhucun.engine.facts import FACTS, SEALED_SUBJECTS, CandidateFacts, Subject, UnitFacts, VillageFacts
from zhucun.engine.intake.faults import Fault, Severity, one_a_cell, shown
from zhucun.engine.intake.groups import check_groups
from zhucun.engine.intake.header import SUBJECT_NAMES, Header, best_header, find_header
from zhucun.engine.intake.mapping import LOOK_VALUES, SURE, Mapping, missing_faults, propose
from zhucun.engine.intake.parsing import parse
from zhucun.engine.intake.privacy import masked, masked_fault, without_identities, without_stray_identities
from zhucun.engine.intake.quality import Context, Row, check
from zhucun.engine.intake.reading import read
from zhucun.engine.intake.refusals import refused
from zhucun.engine.intake.rows import Skipped, Sorted, TotalCheck, broken_faults, check_totals, sort_rows
from zhucun.engine.intake.sheets import Sheet, Workbook
from zhucun.engine.intake.touched import OF_ALL, Correction, touched_by
from zhucun.engine.intake.values import DataRows, read_rows
from zhucun.engine.texts import Language, Text

LIKE_SHEET = 3  # known headings
BY_FAR = 2  # headings more that speak of another subject
NOT_READ = Text(
    "工作表“{other}”也像同类数据，这次没有读取。", "Sheet “{other}” looks like the same kind of data and was not read."
)
ONE_BY_ONE = Text(
    "请再导入一次并选择工作表“{other}”，或把各表合并成一张。",
    "Import the file again and choose the sheet “{other}”, or put the sheets together.",
)
DISAGREE = Text(
    "“{label}”有两列，{first} 列是 {one}，{second} 列是 {two}。",
    "“{label}” is in two columns: {first} says {one}, {second} says {two}.",
)
ONE_OF_TWO = Text("请核对哪一个对；导入的是 {first} 列。", "See which one is right; column {first} is imported.")


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything found out about one sheet of one file; nothing is stored and nothing is lost.

    `rows` are all data rows in order of the sheet, with faulty rows among them (`facts` is None when a required value
    is missing or wrong); `good_rows` are those without an error. `other_sheets` names the sheets that were not read.
    """

    filename: str
    subject: Subject
    sheet: str
    header: Header
    mapping: Mapping
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    totals: tuple[TotalCheck, ...]
    skipped: tuple[Skipped, ...]
    other_sheets: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    encoding: str | None = None

    @property
    def errors(self) -> tuple[Fault, ...]:
        """The faults that keep a row, or the file, out."""
        return tuple(f for f in self.faults if f.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """The faults somebody should look at."""
        return tuple(f for f in self.faults if f.severity is Severity.WARNING)

    @property
    def blocked(self) -> bool:
        """True when an error concerns the whole sheet, so that no row can be taken."""
        return any(f.row is None for f in self.errors)

    @property
    def good_rows(self) -> tuple[Row, ...]:
        """The rows without an error; none when the sheet as a whole has one."""
        if self.blocked:
            return ()
        bad = {f.row for f in self.errors}
        return tuple(row for row in self.rows if row.facts is not None and row.number not in bad)

    @property
    def facts(self) -> tuple[Any, ...]:
        """The facts of the good rows."""
        return tuple(row.facts for row in self.good_rows)

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """Return the findings as plain values: rows is the number of data rows."""
        return {
            "file": self.filename,
            "subject": self.subject.value,
            "sheet": self.sheet,
            "other_sheets": list(self.other_sheets),
            "hidden_sheets": list(self.hidden_sheets),
            "encoding": self.encoding,
            "header_rows": [self.header.first_row, self.header.last_row],
            "title": [masked(line) for line in self.header.title],
            "rows": len(self.rows),
            "good_rows": len(self.good_rows),
            "errors": len(self.errors),
            "warnings": len(self.warnings),
            "faults": [f.as_json(language) for f in self.faults],
            "columns": self.mapping.as_json(language),
            "unmapped": [c.place for c in self.mapping.unmapped],
            "total_rows": [t.as_json() for t in self.totals],
            "skipped": [s.as_json(language) for s in self.skipped],
        }


def inspect(
    source: Path | bytes,
    filename: str | None = None,
    subject: Subject = Subject.VILLAGES,
    *,
    on: date,
    county: str | None = None,
    mapping: Mapping | None = None,
    settled: dict[str, Any] | None = None,
    sheet: str | None = None,
    units: Sequence[UnitFacts] | None = None,
    villages: Sequence[VillageFacts] | None = None,
    candidates: Sequence[CandidateFacts] | None = None,
) -> Inspection:
    """Return everything found out about a file; raises BadFile when it cannot be read as this subject at all.

    `on` is the day against which days are held; `county` the 6-digit code that villages must belong to. `mapping` is a
    mapping a person has changed; `settled` a stored one (`Mapping.settled()`) from an earlier file with these
    headings. `units`, `villages`, `candidates` are what is already known; None means: do not hold names against them.
    """
    book = read(source, filename)
    context = Context(on, "", county, {}, units, villages, candidates)
    return inspect_workbook(book, subject, context, mapping=mapping, settled=settled, sheet=sheet)


def inspect_workbook(
    book: Workbook,
    subject: Subject,
    context: Context,
    *,
    mapping: Mapping | None = None,
    settled: dict[str, Any] | None = None,
    sheet: str | None = None,
    corrected: Correction | None = None,
) -> Inspection:
    """Return the inspection of a workbook that has been read; the sheet with the most known headings is taken.

    With a corrected row the inspection is of the rows that it touches, and of what concerns the sheet as a whole.
    """
    chosen, header, mapping, result, faults = _columns(book, subject, mapping, settled, sheet)
    totals, total_faults = check_totals(result, header, chosen.name)
    faults += missing_faults(mapping, chosen.name) + result.faults + total_faults
    faults += _other_sheets(book, chosen, subject)
    faults += broken_faults(chosen, header, {number for number, _ in result.data}, mapping)
    touched = touched_by(corrected, result.data, mapping) if corrected is not None else None
    looked = touched.beside if touched is not None else result.data
    rows, value_faults = read_rows(looked, mapping, chosen.name, whole=result.data)
    places = {c.key: c.place for c in mapping.columns if c.key}
    faults += value_faults
    faults += check(rows, subject, replace(context, sheet=chosen.name, places=places))
    faults += check_groups(result.data, header, chosen.name)
    faults += _disagreements(looked, mapping, chosen.name, subject)
    if touched is not None:
        rows = [row for row in rows if row.number in touched.numbers]
        faults = [f for f in faults if f.row is None or f.row in touched.numbers or f.rule in OF_ALL]
    faults = one_a_cell([masked_fault(f) for f in faults])
    faults.sort(key=lambda f: (f.row or 0, f.severity.value, f.rule))
    return Inspection(
        filename=book.filename,
        subject=subject,
        sheet=chosen.name,
        header=header,
        mapping=mapping,
        rows=tuple(rows),
        faults=tuple(faults),
        totals=totals,
        skipped=tuple(result.skipped),
        other_sheets=tuple(s.name for s in book.sheets if s is not chosen),
        hidden_sheets=book.hidden,
        encoding=book.encoding,
    )


def propose_columns(
    book: Workbook, subject: Subject, *, settled: dict[str, Any] | None = None, sheet: str | None = None
) -> Inspection:
    """Return what the columns of a workbook are taken for and how many rows stand under them; no row is read yet.

    A large file is thus gone through once, when its columns have been settled. Raises BadFile as `inspect_workbook`.
    """
    chosen, header, mapping, result, faults = _columns(book, subject, None, settled, sheet)
    return Inspection(
        filename=book.filename,
        subject=subject,
        sheet=chosen.name,
        header=header,
        mapping=mapping,
        rows=tuple(Row(number, {}) for number, _cells in result.data),
        faults=tuple(faults + missing_faults(mapping, chosen.name)),
        totals=(),
        skipped=tuple(result.skipped),
        other_sheets=tuple(s.name for s in book.sheets if s is not chosen),
        hidden_sheets=book.hidden,
        encoding=book.encoding,
    )


def likelier(book: Workbook, subject: Subject) -> Subject | None:
    """Return what the headings rather speak of than of the subject chosen; None where nothing else does by far."""
    told = {other: _speaks_of(book, other) for other in Subject}
    best = max(told, key=lambda other: told[other])
    return best if told[best] >= told[subject] + BY_FAR else None


def _speaks_of(book: Workbook, subject: Subject) -> int:
    """Return how many columns are surely of a subject, less the facts it cannot do without."""
    try:
        chosen = _choose(book, subject, None)
        header = find_header(chosen, subject, book.filename)
    except BadFile:
        return 0
    mapping = propose(header, subject, chosen.rows[header.last_row :][:LOOK_VALUES])
    return sum(c.key is not None and c.confidence >= SURE for c in mapping.columns) - len(mapping.missing)


def _columns(
    book: Workbook, subject: Subject, mapping: Mapping | None, settled: dict[str, Any] | None, sheet: str | None
) -> tuple[Sheet, Header, Mapping, Sorted, list[Fault]]:
    """Return the sheet, its header, what its columns are, its rows sorted into data and others, and stray numbers."""
    chosen = _choose(book, subject, sheet)
    header = find_header(chosen, subject, book.filename)
    if mapping is None:
        mapping = propose(header, subject, chosen.rows[header.last_row :][:LOOK_VALUES])
        if settled is not None:
            mapping = mapping.with_settled(settled)
    result = sort_rows(chosen, header, mapping)
    if not result.data:
        raise refused("no_rows", book.filename)
    # Lists of persons are about identity numbers; they are kept sealed. Of a candidate none is kept.
    faults: list[Fault] = []
    if subject not in SEALED_SUBJECTS:
        mapping, faults = without_identities(mapping, header, result.data, chosen.name)
        result.data, stray_faults = without_stray_identities(result.data, mapping, chosen.name)
        faults += stray_faults
    return chosen, header, mapping, result, faults


def _choose(book: Workbook, subject: Subject, name: str | None) -> Sheet:
    if name is not None:
        found = next((s for s in book.sheets if s.name == name), None)
        if found is None:
            raise refused("no_sheet", book.filename, sheet=name, sheets="、".join(s.name for s in book.sheets))
        return found
    return max(book.sheets, key=lambda s: best_header(s, subject)[1])


def _other_sheets(book: Workbook, chosen: Sheet, subject: Subject) -> list[Fault]:
    """Return a warning for each other sheet that looks like this subject too: one file, one sheet at a time."""
    like = [s for s in book.sheets if s is not chosen and best_header(s, subject)[1] >= LIKE_SHEET and len(s.rows) > 1]
    return [
        Fault(
            "sheet.not_read", Severity.WARNING, NOT_READ.filled(other=s.name), ONE_BY_ONE.filled(other=s.name), s.name
        )
        for s in like
    ]


def _disagreements(data: DataRows, mapping: Mapping, sheet: str, subject: Subject) -> list[Fault]:
    """Return a warning for each row where two columns give one fact and differ."""
    facts = {f.key: f for f in FACTS[subject]}
    faults = []
    for second in mapping.columns:
        given = mapping.of(second.again) if second.again else ()
        if len(given) != 1:
            continue
        first, fact = given[0], facts[given[0].key or ""]
        for number, cells in data:
            one, _ = parse(fact, cells[first.index], first.factor)
            two, _ = parse(fact, cells[second.index], second.factor)
            if one is not None and two is not None and one != two:
                faults.append(
                    Fault(
                        "columns.disagree",
                        Severity.WARNING,
                        DISAGREE.filled(
                            label=fact.text, first=first.letter, second=second.letter, one=shown(one), two=shown(two)
                        ),
                        ONE_OF_TWO.filled(first=first.letter),
                        sheet,
                        number,
                        second.place,
                        fact.key,
                        shown(cells[second.index]),
                        fact.personal,
                    )
                )
    return faults


__all__ = ["SUBJECT_NAMES", "Inspection", "inspect", "inspect_workbook", "propose_columns"]
