"""Rows of registry to the engine's frozen facts and back."""

from zhucun.registry.bridge.villages import KEYS, PLACES, WORDS, facts_of, plain, standing_values, values_of

__all__ = ["KEYS", "PLACES", "WORDS", "facts_of", "plain", "standing_values", "values_of"]
