"""Turns sorted rows into facts: each cell read by its fact's kind, each problem given its place."""

from collections.abc import Sequence
from typing import Any

from zhucun.engine.facts import FACTS, ROW_OF, Fact, FactKind
from zhucun.engine.intake.faults import Fault, Severity, shown
from zhucun.engine.intake.mapping import Mapped, Mapping
from zhucun.engine.intake.parsing import Read, empty, months_have_two_digits, parse
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
        self.known: list[dict[tuple[type, Cell], Read]] = [{} for _ in columns]

    def value(self, number: int, cells: list[Cell], sheet: str, faults: list[Fault]) -> Any:
        """Return the fact's value in one row, adding what is wrong to the faults; several columns add up."""
        values = []
        for position, column in enumerate(self.columns):
            cell = cells[column.index]
            if cell == "":
                continue
            value, problem = self._read(position, cell)
            if problem is not None:
                faults.append(
                    Fault(
                        problem.rule, problem.severity, problem.message, problem.remedy, sheet, number,
                        column.place, self.fact.key, shown(cell), self.fact.personal,
                    )
                )  # fmt: skip
            if value is not None:
                values.append(value)
        if not values:
            return empty(self.fact)
        return values[0] if len(values) == 1 else sum(values[1:], values[0])

    def _read(self, position: int, cell: Cell) -> Read:
        known = self.known[position]
        key = (type(cell), cell)
        if key not in known:
            known[key] = parse(self.fact, cell, self.columns[position].factor, october=self.october[position])
        return known[key]


def read_rows(data: DataRows, mapping: Mapping, sheet: str) -> tuple[list[Row], list[Fault]]:
    """Return the rows of a mapped sheet and all that is wrong with single values."""
    facts = {f.key: f for f in FACTS[mapping.subject]}
    readings = {key: Reading(facts[key], mapping.of(key), data) for key in facts if mapping.of(key)}
    required = [f for f in facts.values() if f.required]
    kind = ROW_OF[mapping.subject]
    rows: list[Row] = []
    faults: list[Fault] = []
    for number, cells in data:
        since = len(faults)
        values = {key: reading.value(number, cells, sheet, faults) for key, reading in readings.items()}
        absent = [f for f in required if values.get(f.key) in (None, "")]
        if absent:
            wrong = {f.key for f in faults[since:] if f.severity is Severity.ERROR}
            faults += [_missing(f, readings, number, sheet) for f in absent if f.key in readings and f.key not in wrong]
        rows.append(Row(number, values, None if absent else kind(**values)))
    return rows, faults


def _missing(fact: Fact, readings: dict[str, Reading], number: int, sheet: str) -> Fault:
    place = readings[fact.key].columns[0].place
    message, remedy = MISSING.filled(label=fact.text), FILL_IN.filled(label=fact.text)
    return Fault("value.missing", Severity.ERROR, message, remedy, sheet, number, place, fact.key)
