"""Rows of registry to the engine's columns, and the engine's answers to what is kept of them."""

from zhucun.engine.targeting.features import Floats
from zhucun.visits.bridge.columns import Homes, homes_of
from zhucun.visits.bridge.lists import MadeLists, made_lists, month_rates
from zhucun.visits.bridge.means import (
    GROUPS,
    QUOTA,
    chances,
    fitted,
    kept_page,
    kept_test,
    kept_weights,
    stated_chances,
)
from zhucun.visits.bridge.rankings import Compared, compared

__all__ = [
    "GROUPS", "QUOTA", "Compared", "Floats", "Homes", "MadeLists", "chances", "compared", "fitted", "homes_of",
    "kept_page", "kept_test", "kept_weights", "made_lists", "month_rates", "stated_chances",
]  # fmt: skip
