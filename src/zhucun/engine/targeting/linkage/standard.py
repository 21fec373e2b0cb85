"""Weights for lists too short to learn from: what a county's monthly list of a few new people is held against.

Learnt on two made-up registers of 30,000 persons with the slips of real lists (docs/adr/0005), the shares of rare
levels among one person's rows kept at one in a hundred, because a short list may be worse than those.
"""

import numpy as np

from zhucun.engine.targeting.linkage.weights import Weights

M = (
    (0.01, 0.01, 0.03, 0.04, 0.91),
    (0.01, 0.01, 0.02, 0.06, 0.90),
    (0.01, 0.01, 0.03, 0.95),
    (0.01, 0.99),
    (0.01, 0.09, 0.05, 0.85),
)
U = (
    (0.99996, 0.000015, 0.000002, 0.000001, 0.000022),
    (0.95932, 0.0356, 0.0049, 0.00008, 0.0001),
    (0.98511, 0.01065, 0.0042, 0.00004),
    (0.5, 0.5),
    (0.00001, 0.92836, 0.06566, 0.00597),
)
SHARE = 0.3  # of the rows that nobody's number names: how many are somebody we know


def standard(known: int) -> Weights:
    """Return the standard weights for a register of so many known people."""
    m, u = (tuple(np.array(shares) for shares in table) for table in (M, U))
    return Weights(m, u, min(0.5, SHARE / max(known, 1)), 0)
