"""Turns sorted rows into facts: each cell read by its fact's kind, each problem given its place."""

from collections.abc import Sequence
from typing import Any

from zhucun.engine.facts import FACTS, ROW_OF, Fact, FactKind
from zhucun.engine.intake.faults import Fault, Severity, shown
from zhucun.engine.intake.mapping import Mapped, Mapping
from zhucun.engine.intake.parsing import Problem, empty, months_have_two_digits, parse
from zhucun.engine.intake.quality import Row
from zhucun.engine.intake.sheets import Cell
from zhucun.engine.texts import Text

MISSING = Text("必填栏目“{label}”没有填。", "The required “{label}” is blank.")
FILL_IN = Text("请补填“{label}”。", "Fill in “{label}”.")

DataRows = Sequence[tuple[int, list[Cell]]]


class Reading:
    """Reads the columns of one fact; equal cells of a column are read once."""

    def __init__(self, fact: Fact, columns: Sequence[Mapped], data: DataRows) -> None:
        self.fact = fact
        self.columns = columns
        self.october = [
            fact.kind is FactKind.DAY and months_have_two_digits([cells[c.index] for _, cells in data]) for c in columns
        ]

    def values(self, data: DataRows, sheet: str, faults: list[Fault]) -> list[Any]:
        """Return the fact's value in each row, adding what is wrong to the faults; several columns add up."""
        found = self._column(0, data, sheet, faults)
        for position in range(1, len(self.columns)):
            more = self._column(position, data, sheet, faults)
            found = [b if a is None else a if b is None else a + b for a, b in zip(found, more, strict=True)]
        blank = empty(self.fact)
        return found if blank is None else [blank if value is None else value for value in found]

    def _column(self, position: int, data: DataRows, sheet: str, faults: list[Fault]) -> list[Any]:
        column, at = self.columns[position], self.columns[position].index
        cells = [row[at] for _number, row in data]
        keys: list[Any] = cells
        known: dict[Any, Cell] = {cell: cell for cell in set(cells)}
        if not set(map(type, known)) <= {str}:  # 1, 1.0 and True are equal but do not mean the same
            keys = [c if type(c) is str else (type(c), c) for c in cells]
            known = dict(zip(keys, cells, strict=True))
        october = self.october[position]
        read = {
            key: parse(self.fact, cell, column.factor, october=october) if cell != "" else (None, None)
            for key, cell in known.items()
        }
        if any(problem for _value, problem in read.values()):
            faults += [
                self._fault(problem, column, cell, number, sheet)
                for (number, _row), key, cell in zip(data, keys, cells, strict=True)
                if (problem := read[key][1]) is not None
            ]
        values = {key: value for key, (value, _problem) in read.items()}
        return list(map(values.__getitem__, keys))

    def _fault(self, problem: Problem, column: Mapped, cell: Cell, number: int, sheet: str) -> Fault:
        return Fault(
            problem.rule, problem.severity, problem.message, problem.remedy, sheet, number,
            column.place, self.fact.key, shown(cell), self.fact.personal,
        )  # fmt: skip


def read_rows(
    data: DataRows, mapping: Mapping, sheet: str, whole: DataRows | None = None
) -> tuple[list[Row], list[Fault]]:
    """Return the rows of a mapped sheet and all that is wrong with single values.

    `whole` are all rows of the sheet, where only some are read: how a column writes its months is told by all.
    """
    facts = {f.key: f for f in FACTS[mapping.subject]}
    everything = data if whole is None else whole
    readings = {key: Reading(facts[key], mapping.of(key), everything) for key in facts if mapping.of(key)}
    required = [f for f in facts.values() if f.required]
    kind = ROW_OF[mapping.subject]
    rows: list[Row] = []
    faults: list[Fault] = []
    columns = [reading.values(data, sheet, faults) for reading in readings.values()]
    wrong = {(f.row, f.key) for f in faults if f.severity is Severity.ERROR}
    keys = tuple(readings)
    given = dict(zip(keys, columns, strict=True))
    absent = {f.key: _blank(given.get(f.key), len(data)) for f in required}
    lacking = set[int]().union(*absent.values())
    for place, ((number, _cells), *read) in enumerate(zip(data, *columns, strict=True)):
        values = dict(zip(keys, read, strict=True))
        if place not in lacking:
            rows.append(Row(number, values, kind(**values)))
            continue
        faults += [
            _missing(f, readings, number, sheet)
            for f in required
            if place in absent[f.key] and f.key in readings and (number, f.key) not in wrong
        ]
        rows.append(Row(number, values))
    return rows, faults


def _blank(column: list[Any] | None, count: int) -> set[int]:
    """Return the places at which a column says nothing: all of them where there is no such column."""
    if column is None:
        return set(range(count))
    return {place for place, value in enumerate(column) if value is None or value == ""}


def _missing(fact: Fact, readings: dict[str, Reading], number: int, sheet: str) -> Fault:
    place = readings[fact.key].columns[0].place
    message, remedy = MISSING.filled(label=fact.text), FILL_IN.filled(label=fact.text)
    return Fault("value.missing", Severity.ERROR, message, remedy, sheet, number, place, fact.key)
