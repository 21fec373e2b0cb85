"""A made-up survey: income is half told by what a visitor sees, as in the surveys that are published."""

import numpy as np

from zhucun.engine.targeting.features import Features
from zhucun.engine.texts import Text


def survey(households: int, seed: int = 7, told: float = 0.5, columns: int = 6):
    """Return columns, incomes in fen and villages; `told` is the share of income differences the columns tell."""
    random = np.random.default_rng(seed)
    values = random.normal(size=(households, columns))
    effect = np.linspace(1.0, 0.2, columns)
    seen = values @ effect / np.sqrt((effect**2).sum())
    log = 12.6 + 0.6 * (np.sqrt(told) * seen + np.sqrt(1 - told) * random.normal(size=households))
    keys = tuple(f"c{i}" for i in range(columns))
    villages = [f"v{i % max(1, households // 20)}" for i in range(households)]
    return Features(keys, tuple(Text(k, k) for k in keys), values), np.exp(log).astype(np.int64), villages
