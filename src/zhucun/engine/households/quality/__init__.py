"""Quality rules over a county's households, members and village forms: named, dated, with references, run set-based.

`check(book)` asks all of them at once over columns; findings are grouped by village and can be explained once.
Rules with numbers such as [D10] 第22条 or [D9] 2_01_015 are those that counties' own checkers ran on these data.
"""

from collections.abc import Iterable
from types import MappingProxyType

from zhucun.engine.households.columns import Book
from zhucun.engine.households.quality.households import HOUSEHOLD_RULES
from zhucun.engine.households.quality.members import MEMBER_RULES
from zhucun.engine.households.quality.rule import (
    About,
    Finding,
    Findings,
    Limits,
    QualityRule,
    Weight,
    run_rules,
)
from zhucun.engine.households.quality.together import HOUSEHOLD_AND_MEMBER_RULES, VILLAGE_RULES
from zhucun.engine.policy.figures import Figure

RULES: tuple[QualityRule, ...] = (*HOUSEHOLD_RULES, *MEMBER_RULES, *HOUSEHOLD_AND_MEMBER_RULES, *VILLAGE_RULES)
RULE = MappingProxyType({rule.code: rule for rule in RULES})
"""Every rule by its code."""


def check(book: Book, *, local: Iterable[Figure] = (), leave_out: Iterable[str] = ()) -> Findings:
    """Ask every rule that holds on the book's day, except those a county has switched off by code."""
    off = set(leave_out)
    return run_rules(book, (rule for rule in RULES if rule.code not in off), local=local)


__all__ = [
    "RULE", "RULES", "About", "Finding", "Findings", "Limits", "QualityRule", "Weight", "check",
]  # fmt: skip
