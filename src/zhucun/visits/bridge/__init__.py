"""Rows of registry to the engine's columns, and the engine's answers to what is kept of them."""

from zhucun.engine.targeting.features import Floats
from zhucun.visits.bridge.lists import Asked, asked, month_rates
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
    "GROUPS", "QUOTA", "Asked", "Compared", "Floats", "asked", "chances", "compared", "fitted",
    "kept_page", "kept_test", "kept_weights", "month_rates", "stated_chances",
]  # fmt: skip
