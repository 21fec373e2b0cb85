"""Who is registered, leaves poverty, falls back or is struck off in a year, drawn to the published year ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.households.columns import Mask
from zhucun.engine.sample_world.draw import Floats, Integers, apportion
from zhucun.engine.words_household import Cause, ExitStatus, number_of

Words = npt.NDArray[np.uint8]
n = number_of
POOR, LEFT, NEW, RETURNED = n(ExitStatus.POOR), n(ExitStatus.LEFT), n(ExitStatus.NEW), n(ExitStatus.RETURNED)
STRUCK, GONE, ORDINARY = n(ExitStatus.STRUCK), n(ExitStatus.GONE), n(ExitStatus.ORDINARY)
LOOK_BACK = 2016  # the year of the national look-back: wrongly listed households are struck off, missed ones taken in
NOBODY_POOR = 2020  # the year at whose end nobody was poor by the standard of the time
SIZES = 6


@dataclass(eq=False)
class Standing:
    """Where each household stands: status and main cause now, days of listing, exit and return."""

    status: Words
    cause: Words
    listed: npt.NDArray[np.datetime64]
    left: npt.NDArray[np.datetime64]
    returned: npt.NDArray[np.datetime64]
    return_cause: Words

    @property
    def poor(self) -> Mask:
        """Mark who is registered and not out of poverty."""
        found: Mask = np.isin(self.status, (POOR, NEW, RETURNED))
        return found


def stock_at(year: int, households: int, figures: Mapping[str, Any]) -> int:
    """Return how many households are not out of poverty at a year's end, for a county of this many registered ones.

    The ends of 2017 and 2018 are the county's own; the years between follow the prefecture's fall.
    """
    whole: int = figures["households"]["value"]
    last, exited = int(figures["not_exited_2018"]["value"]), int(figures["exited_2018"]["value"])
    before = last + exited - int(figures["new_identified"]["value"][2018])
    if year <= 2014:
        return households
    if year >= 2018:
        left = float(last * 0.4 ** (year - 2018) * households / whole)
        return round(left) if year < NOBODY_POOR else 0
    prefecture = figures["not_exited_prefecture"]["value"]
    power = np.log(before / whole) / np.log(prefecture[2017] / prefecture[2014])
    fall: float = float(prefecture[year] / prefecture[2014]) ** float(power)
    return round(households * fall)


def cause_shares(year: int, figures: Mapping[str, Any]) -> list[float]:
    """Return the shares of main causes at a year's end in the order of the list; after 2018 those of 2018."""
    shares = figures["causes"]["value"][min(max(year, 2014), 2018)]
    return [float(shares[cause.value]) for cause in Cause]


def size_shares(year: int, figures: Mapping[str, Any]) -> list[float]:
    """Return the shares of sizes 1 to 5 and 6 or more at a year's end; after 2018 those of 2018."""
    shares = figures["sizes"]["value"][min(max(year, 2014), 2018)]
    return [float(shares[size]) for size in range(1, SIZES + 1)]


def fitted_cells(available: Integers, rows: Floats, columns: Floats) -> Floats:
    """Return how many to keep of each cell so that both margins are met as nearly as what is available allows.

    Iterative proportional fitting with no cell above what there is.
    """
    cells: Floats = available.astype(np.float64) * rows.sum() / max(1, available.sum())
    for _ in range(80):
        for axis, wanted in ((1, rows), (0, columns)):
            have = cells.sum(axis=axis)
            factor = np.divide(wanted, have, out=np.ones_like(wanted), where=have > 0)
            cells = np.minimum(cells * (factor[:, None] if axis == 1 else factor), available)
    return cells


def reexamine(random: np.random.Generator, standing: Standing, wanted: Floats, fits: npt.NDArray[np.bool_]) -> Integers:
    """Name another main cause for some poor households where a cause is short of them; return those changed.

    `fits` says for each cause and household whether the cause can be said of it at all.
    """
    changed: list[Integers] = []
    counts = np.bincount(standing.cause[standing.poor], minlength=len(Cause) + 1)[1:]
    spare = np.maximum(counts - np.ceil(1.15 * wanted), 0)
    for cause in np.flatnonzero(wanted > counts):
        short = int(np.ceil(wanted[cause] - counts[cause]))
        rich = np.isin(standing.cause - 1, np.flatnonzero(spare > 0))
        able = np.flatnonzero(standing.poor & rich & fits[cause])
        chosen = random.permutation(able)[:short]
        standing.cause[chosen] = cause + 1
        changed.append(chosen)
    return np.concatenate(changed) if changed else np.zeros(0, dtype=np.int64)


def who_stays(
    random: np.random.Generator, standing: Standing, sizes: Integers, strength: Floats, bound: Mask, total: int,
    year: int, figures: Mapping[str, Any],
) -> Mask:  # fmt: skip
    """Mark the poor households that are still poor at the year's end: the weaker of each cause and size.

    `bound` marks those that cannot leave yet (new or fallen back this year); they count into the total.
    """
    poor = np.flatnonzero(standing.poor)
    total = min(total, len(poor))
    size = np.clip(sizes[poor], 1, SIZES) - 1
    cell = (standing.cause[poor].astype(np.int64) - 1) * SIZES + size
    available = np.bincount(cell, minlength=len(Cause) * SIZES).reshape(len(Cause), SIZES)
    causes, columns = np.array(cause_shares(year, figures)), np.array(size_shares(year, figures))
    cells = fitted_cells(available, total * causes / causes.sum(), total * columns / columns.sum())
    keep = apportion(total, cells.ravel(), available.ravel())
    weakness = strength[poor] + 0.6 * random.normal(size=len(poor)) - 50.0 * bound[poor]
    order = np.lexsort((weakness, cell))
    start = np.concatenate(([0], np.cumsum(available.ravel())))[:-1]
    place = np.arange(len(poor)) - start[cell[order]]
    stays = np.zeros(len(standing.status), dtype=np.bool_)
    stays[poor[order[place < keep[cell[order]]]]] = True
    found: Mask = stays | (standing.poor & bound)
    return found
