"""Rows of weights to the engine's schemes."""

from zhucun.engine.posting import scheme as engine
from zhucun.postings.models import Scheme


def scheme_of(row: Scheme) -> engine.Scheme:
    """Return a county's weights as the engine reads them; raises BadProblem when the row cannot be read."""
    return engine.Scheme.of(row.content)
