"""Reads the spreadsheets that offices send and says what is wrong with them; stores nothing.

`inspect` reads a file as villages, candidates, units or posts; `match_villages`, `match_units` and `match_divisions`
match names typed by two offices; `write_template` writes an empty form.
"""

from zhucun.engine.facts import Subject
from zhucun.engine.intake.faults import Fault, Severity
from zhucun.engine.intake.header import Column, Header
from zhucun.engine.intake.mapping import Mapped, Mapping, propose
from zhucun.engine.intake.matches import Band, Match, Named
from zhucun.engine.intake.names import match_divisions, match_villages
from zhucun.engine.intake.privacy import LEFT_OUT, masked, masked_fault
from zhucun.engine.intake.quality import RULES, Context, Row, Rule
from zhucun.engine.intake.reading import read
from zhucun.engine.intake.rows import Skipped, TotalCheck
from zhucun.engine.intake.sheets import Sheet, Workbook
from zhucun.engine.intake.subjects import Inspection, inspect, inspect_workbook, likelier, propose_columns
from zhucun.engine.intake.templates import write_template
from zhucun.engine.intake.unit_matching import match_units, settle_units
from zhucun.engine.intake.writing import write_facts

__all__ = [
    "LEFT_OUT", "RULES", "Band", "Column", "Context", "Fault", "Header", "Inspection", "Mapped", "Mapping", "Match", "Named", "Row",
    "Rule", "Severity", "Sheet", "Skipped", "Subject", "TotalCheck", "Workbook", "inspect", "inspect_workbook", "likelier",
    "masked", "masked_fault", "match_divisions", "match_units", "match_villages", "propose", "propose_columns", "read",
    "settle_units",
    "write_facts", "write_template",
]  # fmt: skip
