"""The right households: who is poor, who lacks what, whom to visit first, whose record does not fit, who may leave.

Aids to people, never deciders: every figure shows its numerator, denominator, rule and version, every list its reasons,
and what nobody has said is kept apart from a no. Amounts are fen and weights whole numbers, so that counts are equal on
every engine. docs/explanation/targeting.md tells the whole; a quick start:

    homes = Rows.of(household_facts, HOUSEHOLD_KEYS)
    county = County.of(homes, Rows.of(member_facts, MEMBER_KEYS), on=day)
    answered = answers(rule_set("guarantees", on=day, area="610426"), county)
"""

from zhucun.engine.targeting.audits import Detection, detection, draw
from zhucun.engine.targeting.bunching import Bunch, Unit, bunching
from zhucun.engine.targeting.comparison import Comparison, Spared, Suspect, compare
from zhucun.engine.targeting.counted import Basis, Ratio
from zhucun.engine.targeting.county import County
from zhucun.engine.targeting.deprivation import Index, Multidimensional, deprivations, measure
from zhucun.engine.targeting.exit_rules import (
    HouseholdExit,
    Readiness,
    VillageExit,
    exit_rules,
    household_exit,
    household_exits,
    village_exit,
)
from zhucun.engine.targeting.features import Features, features
from zhucun.engine.targeting.guarantees import Answer, Answers, Finding, answers
from zhucun.engine.targeting.lists import Eligibility, Listed, Lists, eligibility, lists
from zhucun.engine.targeting.means_error import (
    Calibration,
    ErrorPage,
    GroupError,
    calibration,
    error_page,
    errors_by_group,
)
from zhucun.engine.targeting.means_test import Estimate, MeansTest, fit
from zhucun.engine.targeting.measures import HOUSEHOLD_KEYS, MEASURES, MEMBER_KEYS, SURVEYED
from zhucun.engine.targeting.poverty import LineKind, Poverty, below, income_line, line_fen, poverty
from zhucun.engine.targeting.red_lines import RedLines, Register, Severity, Whose, red_lines
from zhucun.engine.targeting.rows import Rows
from zhucun.engine.targeting.rule_sets import RuleSet, rule_set, rule_sets
from zhucun.engine.targeting.states import NO, UNKNOWN, UNSAID, YES
from zhucun.engine.targeting.suspicion import Suspicion, audited_states, suspicion
from zhucun.engine.targeting.village_rules import VillageTests, village_tests
from zhucun.engine.targeting.visits import Load, Visit, VisitQueue, next_due, visit_queue
from zhucun.engine.targeting.wilson import Rate, Verdict, rate, wilson

__all__ = [
    "HOUSEHOLD_KEYS", "MEASURES", "MEMBER_KEYS", "NO", "SURVEYED", "UNKNOWN", "UNSAID", "YES", "Answer", "Answers",
    "Basis", "Bunch", "Calibration", "Comparison", "County", "Detection", "Eligibility", "ErrorPage", "Estimate",
    "Features", "Finding", "GroupError", "HouseholdExit", "Index", "LineKind", "Listed", "Lists", "Load", "MeansTest",
    "Multidimensional", "Poverty", "Rate", "Ratio", "Readiness", "RedLines", "Register", "Rows", "RuleSet", "Severity",
    "Spared", "Suspect", "Suspicion", "Unit", "Verdict", "VillageExit", "VillageTests", "Visit", "VisitQueue", "Whose",
    "answers", "audited_states", "below", "bunching", "calibration", "compare", "deprivations", "detection", "draw",
    "eligibility", "error_page", "errors_by_group", "exit_rules", "features", "fit", "household_exit",
    "household_exits", "income_line", "line_fen", "lists", "measure", "next_due", "poverty", "rate", "red_lines",
    "rule_set", "rule_sets", "suspicion", "village_exit", "village_tests", "visit_queue", "wilson",
]  # fmt: skip
