"""Posting: the right person in the right village, provably the best plan under all rules.

    problem = Problem(A, B, unit=unit, most=most)      # or Problem.from_scores(scores, unit, quota)
    plan = solve(problem, floor=0.9, keep=500)
    assert verify(problem, plan)

Everything is whole numbers, pure and repeatable; nothing here knows of the web or a database. `crossing`, `teams` and
`preferences` are imported by name, they are needed seldom. docs/explanation/posting.md tells how it works.
"""

from zhucun.engine.posting.areas import Area
from zhucun.engine.posting.change import (
    Delta,
    FrontierPoint,
    People,
    Villages,
    frontier,
    repost,
    what_if,
)
from zhucun.engine.posting.check import Breach, check
from zhucun.engine.posting.explain import (
    Alternative,
    Binding,
    Explanation,
    WhyNot,
    explain,
    margin_of,
    others_for,
    why_not,
)
from zhucun.engine.posting.live import Live, Move, Outcome
from zhucun.engine.posting.optimum import Listener, Progress
from zhucun.engine.posting.plan import Certificate, Floor, Hall, Plan
from zhucun.engine.posting.problem import Jurisdiction, Problem
from zhucun.engine.posting.solve import solve
from zhucun.engine.posting.tree import Group
from zhucun.engine.posting.verify import Verdict, verify

__all__ = [
    "Alternative",
    "Area",
    "Binding",
    "Breach",
    "Certificate",
    "Delta",
    "Explanation",
    "Floor",
    "FrontierPoint",
    "Group",
    "Hall",
    "Jurisdiction",
    "Listener",
    "Live",
    "Move",
    "Outcome",
    "People",
    "Plan",
    "Problem",
    "Progress",
    "Verdict",
    "Villages",
    "WhyNot",
    "check",
    "explain",
    "frontier",
    "margin_of",
    "others_for",
    "repost",
    "solve",
    "verify",
    "what_if",
    "why_not",
]
