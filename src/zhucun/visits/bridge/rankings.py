"""A villagers' ranking beside income and beside what households lack: how far they agree, and on whom they do not."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from zhucun.engine.targeting import UNKNOWN, Index, deprivations, measure, rule_set
from zhucun.engine.targeting.features import Floats
from zhucun.engine.targeting.ranking import rank_correlation
from zhucun.policy.queries import Own
from zhucun.registry.queries import Homes

FEWEST = 8  # below so many ranked households a correlation is a matter of luck
APART = 0.5  # of the whole order: one from the lower, one from the upper half or further


@dataclass(frozen=True)
class Disagreement:
    """One household on which villagers and figures see things differently; shares of the order, 0 is the hardest up."""

    household: str
    villagers: float
    figures: float
    by: str  # income, lacks

    @property
    def harder(self) -> bool:
        """Whether the villagers see the household worse off than the figures do."""
        return self.villagers < self.figures


@dataclass(frozen=True)
class Compared:
    """How a ranking agrees with income per head and with the multidimensional score."""

    ranked: int
    with_income: int
    income: float | None
    lacks: float | None
    disagreements: tuple[Disagreement, ...]


def compared(places: dict[str, int], homes: Homes, *, on: date, area: str, own: Own) -> Compared:
    """Return how villagers' places (1 the hardest up) go with income and with what households lack."""
    row_of = {key: row for row, key in enumerate(homes.keys)}
    keys = [key for key in places if key in row_of]
    rows = np.array([row_of[key] for key in keys], dtype=np.int64)
    order = np.array([places[key] for key in keys], dtype=np.float64)
    income = homes.per_head_fen[rows] if len(rows) else np.zeros(0, dtype=np.int64)
    known = income != UNKNOWN
    rules = rule_set(
        "deprivation", on=on, area=area, local=own.rule_sets("deprivation", on=on, area=area), figures=own.figures
    )
    scores = measure(Index.of(rules), deprivations(rules, homes.county)).scores[rows] if len(rows) else income
    # The more a household lacks, the harder up: the score runs against the places.
    lacking = -scores.astype(np.float64)
    found = [
        *_apart(
            [k for k, yes in zip(keys, known, strict=True) if yes], order[known], income[known].astype(float), "income"
        ),
        *_apart(keys, order, lacking, "lacks"),
    ]
    return Compared(
        len(keys),
        int(known.sum()),
        rank_correlation(order[known], income[known].astype(np.float64)) if known.sum() >= FEWEST else None,
        rank_correlation(order, lacking) if len(keys) >= FEWEST else None,
        tuple(sorted(found, key=lambda d: (-abs(d.villagers - d.figures), d.household))),
    )


def _apart(keys: list[str], order: Floats, figures: Floats, by: str) -> list[Disagreement]:
    if len(keys) < FEWEST:
        return []
    mine, theirs = shares(order), shares(figures)
    return [
        Disagreement(key, float(a), float(b), by)
        for key, a, b in zip(keys, mine, theirs, strict=True)
        if abs(a - b) >= APART
    ]


def shares(values: Floats) -> Floats:
    """Return each value's middle place in the order as a share, 0 the lowest; equal values share one."""
    ordered = np.sort(values)
    below, upto = np.searchsorted(ordered, values, side="left"), np.searchsorted(ordered, values, side="right")
    return np.asarray(((below + upto - 1) / 2) / max(len(values) - 1, 1))
