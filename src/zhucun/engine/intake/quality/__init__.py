"""Named quality rules over the rows of one subject: each a code, a sentence, a remedy and a severity."""

from collections.abc import Sequence

from zhucun.engine.facts import Subject
from zhucun.engine.intake.faults import Fault
from zhucun.engine.intake.quality.candidates import CANDIDATE_RULES
from zhucun.engine.intake.quality.posts import POST_RULES
from zhucun.engine.intake.quality.roster import ROSTER_RULES
from zhucun.engine.intake.quality.rule import Context, Finding, Row, Rule
from zhucun.engine.intake.quality.sheets import (
    CHANGE_RULES,
    HOUSEHOLD_SHEET_RULES,
    INCOME_SHEET_RULES,
    LEDGER_RULES,
    MEMBER_SHEET_RULES,
)
from zhucun.engine.intake.quality.units import UNIT_RULES
from zhucun.engine.intake.quality.villages import VILLAGE_RULES

RULES: dict[Subject, tuple[Rule, ...]] = {
    Subject.VILLAGES: VILLAGE_RULES,
    Subject.CANDIDATES: CANDIDATE_RULES,
    Subject.UNITS: UNIT_RULES,
    Subject.POSTS: POST_RULES,
    Subject.ROSTER: ROSTER_RULES,
    Subject.HOUSEHOLDS: HOUSEHOLD_SHEET_RULES,
    Subject.MEMBERS: MEMBER_SHEET_RULES,
    Subject.INCOME: INCOME_SHEET_RULES,
    Subject.LEDGER: LEDGER_RULES,
    Subject.CHANGES: CHANGE_RULES,
}


def check(rows: Sequence[Row], subject: Subject, context: Context) -> list[Fault]:
    """Return all faults that the rules of a subject find in its rows, in order of row."""
    faults = [rule.fault(finding, subject, context) for rule in RULES[subject] for finding in rule.find(rows, context)]
    return sorted(faults, key=lambda f: (f.row or 0, f.rule))


__all__ = ["RULES", "Context", "Finding", "Row", "Rule", "check"]
