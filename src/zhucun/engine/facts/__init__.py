"""The dictionary of facts: every attribute once, with its labels, kind, unit and headings in other systems.

Import mapping, export columns, quality rules, models and forms stand on it. `values.py` holds the same attributes as
frozen dataclasses; a test keeps the two equal.
"""

from zhucun.engine.facts.candidates import CANDIDATE
from zhucun.engine.facts.fact import Fact, FactKind, Subject
from zhucun.engine.facts.posts import POST
from zhucun.engine.facts.roster import ROSTER, RosterFacts
from zhucun.engine.facts.units import UNIT
from zhucun.engine.facts.values import CandidateFacts, PostFacts, UnitFacts, VillageFacts
from zhucun.engine.facts.villages import VILLAGE

FACTS: dict[Subject, tuple[Fact, ...]] = {
    Subject.VILLAGES: VILLAGE,
    Subject.CANDIDATES: CANDIDATE,
    Subject.UNITS: UNIT,
    Subject.POSTS: POST,
    Subject.ROSTER: ROSTER,
}

__all__ = [
    "CANDIDATE", "FACTS", "POST", "ROSTER", "UNIT", "VILLAGE",
    "CandidateFacts", "Fact", "FactKind", "PostFacts", "RosterFacts", "Subject", "UnitFacts", "VillageFacts",
]  # fmt: skip
