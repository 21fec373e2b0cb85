"""Dated policy: figures with their references, eligibility, groups, village needs, hardship.

Figures are data (`parameters/*.yaml`), formulas are Python. Nothing here filters on age or schooling.
"""

from zhucun.engine.policy.bars import BarRules, pair_bars
from zhucun.engine.policy.eligibility import Eligibility, Reason, eligibility, full_years
from zhucun.engine.policy.figures import Figure, Quality, figure, figure_names
from zhucun.engine.policy.groups import Grouping, group
from zhucun.engine.policy.hardship import Hardship, hardship
from zhucun.engine.policy.needs import NeedProfile, NeedReason, NeedWeight, need_profile
from zhucun.engine.policy.yardstick import CountyYardstick

__all__ = [
    "BarRules",
    "CountyYardstick",
    "Eligibility",
    "Figure",
    "Grouping",
    "Hardship",
    "NeedProfile",
    "NeedReason",
    "NeedWeight",
    "Quality",
    "Reason",
    "eligibility",
    "figure",
    "figure_names",
    "full_years",
    "group",
    "hardship",
    "need_profile",
    "pair_bars",
]  # fmt: skip
