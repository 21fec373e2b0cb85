"""Turns sorted rows into facts: each cell read by its fact's kind, each problem given its place."""

from collections.abc import Sequence
from typing import Any

from zhucun.engine.facts import FACTS, ROW_OF, Fact, FactKind
from zhucun.engine.intake.faults import Fault, Severity, shown
from zhucun.engine.intake.mapping import Mapped, Mapping
from zhucun.engine.intake.parsing import Problem, Read, empty, months_have_two_digits, parse
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
        column, october = self.columns[position], self.october[position]
        known: dict[Any, Read] = {"": (None, None)}
        found, at = [], column.index
        for number, cells in data:
            cell = cells[at]
            # 1, 1.0 and True are equal but do not mean the same.
            key = cell if type(cell) is str else (type(cell), cell)
            read = known.get(key)
            if read is None:
                read = known[key] = parse(self.fact, cell, column.factor, october=october)
            if read[1] is not None:
                faults.append(self._fault(read[1], column, cell, number, sheet))
            found.append(read[0])
        return found

    def _fault(self, problem: Problem, column: Mapped, cell: Cell, number: int, sheet: str) -> Fault:
        return Fault(
            problem.rule, problem.severity, problem.message, problem.remedy, sheet, number,
            column.place, self.fact.key, shown(cell), self.fact.personal,
        )  # fmt: skip


def read_rows(data: DataRows, mapping: Mapping, sheet: str) -> tuple[list[Row], list[Fault]]:
    """Return the rows of a mapped sheet and all that is wrong with single values."""
    facts = {f.key: f for f in FACTS[mapping.subject]}
    readings = {key: Reading(facts[key], mapping.of(key), data) for key in facts if mapping.of(key)}
    required = [f for f in facts.values() if f.required]
    kind = ROW_OF[mapping.subject]
    rows: list[Row] = []
    faults: list[Fault] = []
    columns = [reading.values(data, sheet, faults) for reading in readings.values()]
    wrong = {(f.row, f.key) for f in faults if f.severity is Severity.ERROR}
    keys = tuple(readings)
    for (number, _cells), *read in zip(data, *columns, strict=True):
        values = dict(zip(keys, read, strict=True))
        absent = [f for f in required if values.get(f.key) in (None, "")]
        faults += [
            _missing(f, readings, number, sheet) for f in absent if f.key in readings and (number, f.key) not in wrong
        ]
        rows.append(Row(number, values, None if absent else kind(**values)))
    return rows, faults


def _missing(fact: Fact, readings: dict[str, Reading], number: int, sheet: str) -> Fault:
    place = readings[fact.key].columns[0].place
    message, remedy = MISSING.filled(label=fact.text), FILL_IN.filled(label=fact.text)
    return Fault("value.missing", Severity.ERROR, message, remedy, sheet, number, place, fact.key)
