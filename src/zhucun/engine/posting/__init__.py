"""Posting: the right person in the right village, provably the best plan under all rules.

    problem = Problem(A, B, unit=unit, most=most)      # or Problem.from_scores(scores, unit, quota)
    plan = solve(problem, floor=0.9, keep=500)
    assert verify(problem, plan)

Everything is whole numbers, pure and repeatable; nothing here knows of the web or a database.
"""

from zhucun.engine.posting.check import Breach, check
from zhucun.engine.posting.plan import Certificate, Floor, Hall, Plan
from zhucun.engine.posting.problem import Jurisdiction, Problem
from zhucun.engine.posting.solve import solve
from zhucun.engine.posting.tree import Group
from zhucun.engine.posting.verify import Verdict, verify

__all__ = [
    "Breach",
    "Certificate",
    "Floor",
    "Group",
    "Hall",
    "Jurisdiction",
    "Plan",
    "Problem",
    "Verdict",
    "check",
    "solve",
    "verify",
]
