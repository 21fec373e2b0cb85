"""The dictionary of facts: every attribute once, with its labels, kind, unit and headings in other systems.

Import mapping, export columns, quality rules, models and forms stand on it. `values.py` holds the same attributes as
frozen dataclasses; a test keeps the two equal.
"""

from typing import Any

from zhucun.engine.facts.candidates import CANDIDATE
from zhucun.engine.facts.fact import Fact, FactKind, Subject
from zhucun.engine.facts.posts import POST
from zhucun.engine.facts.roster import ROSTER, RosterFacts
from zhucun.engine.facts.sheets import (
    CHANGE_SHEET,
    HOUSEHOLD_SHEET,
    INCOME_SHEET,
    LEDGER_SHEET,
    MEMBER_SHEET,
    ChangeRow,
    HouseholdRow,
    IncomeRow,
    LedgerRow,
    MemberRow,
)
from zhucun.engine.facts.units import UNIT
from zhucun.engine.facts.values import CandidateFacts, PostFacts, UnitFacts, VillageFacts
from zhucun.engine.facts.villages import VILLAGE

FACTS: dict[Subject, tuple[Fact, ...]] = {
    Subject.VILLAGES: VILLAGE,
    Subject.CANDIDATES: CANDIDATE,
    Subject.UNITS: UNIT,
    Subject.POSTS: POST,
    Subject.ROSTER: ROSTER,
    Subject.HOUSEHOLDS: HOUSEHOLD_SHEET,
    Subject.MEMBERS: MEMBER_SHEET,
    Subject.INCOME: INCOME_SHEET,
    Subject.LEDGER: LEDGER_SHEET,
    Subject.CHANGES: CHANGE_SHEET,
}
ROW_OF: dict[Subject, Any] = {
    Subject.VILLAGES: VillageFacts,
    Subject.CANDIDATES: CandidateFacts,
    Subject.UNITS: UnitFacts,
    Subject.POSTS: PostFacts,
    Subject.ROSTER: RosterFacts,
    Subject.HOUSEHOLDS: HouseholdRow,
    Subject.MEMBERS: MemberRow,
    Subject.INCOME: IncomeRow,
    Subject.LEDGER: LedgerRow,
    Subject.CHANGES: ChangeRow,
}
"""What a row of each subject is read as."""
SEALED_SUBJECTS = frozenset({Subject.ROSTER, Subject.HOUSEHOLDS, Subject.MEMBERS})
"""Subjects whose identity numbers are wanted, because the registry keeps them sealed; of others none is kept."""

__all__ = [
    "CANDIDATE", "FACTS", "POST", "ROSTER", "ROW_OF", "SEALED_SUBJECTS", "UNIT", "VILLAGE",
    "CandidateFacts", "Fact", "FactKind", "PostFacts", "RosterFacts", "Subject", "UnitFacts", "VillageFacts",
]  # fmt: skip
