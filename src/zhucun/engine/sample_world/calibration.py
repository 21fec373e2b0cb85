"""The published figures that a made-up county is drawn to: the county's own where known, else the country's."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from zhucun.engine.policy.figures import Quality, load_parameters


@dataclass(frozen=True, slots=True)
class Marginal:
    """One published figure: its value, where it stands and how well it is founded."""

    name: str
    value: float
    source: str
    quality: Quality


@dataclass(frozen=True, slots=True)
class Calibration:
    """All figures for one county by name; `own` says whether the county has figures of its own."""

    marginals: Mapping[str, Marginal]
    own: bool

    def __getitem__(self, name: str) -> float:
        """Return the figure's value."""
        return self.marginals[name].value

    def get(self, name: str) -> float | None:
        """Return the figure's value, or None where nobody published it for this county."""
        found = self.marginals.get(name)
        return None if found is None else found.value


@cache
def calibration(code: str) -> Calibration:
    """Return the figures for the county with this 6-digit code."""
    rows = load_parameters("calibration_china.yaml")
    own = load_parameters("calibration_yongshou.yaml")
    mine = own.pop("county") == code
    if mine:
        rows = {**rows, **own}
    return Calibration(
        {n: Marginal(n, float(r["value"]), r["source"], Quality(r["quality"])) for n, r in rows.items()}, mine
    )
