"""Made-up incomes: net income per head drawn to the published means, then taken apart into items of the account."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhucun.engine.households.columns import Mask
from zhucun.engine.households.income_columns import ITEM_NUMBER
from zhucun.engine.sample_world.draw import Floats, Integers

ITEMS = (
    "a1", "a4", "b11", "b2", "b3", "c1", "c2", "d2", "d3", "d41", "d51", "d602", "d604", "d606", "d610", "e11", "e2",
    "e3",
)  # fmt: skip
"""The items that the made-up account uses, in the order of its rows."""
ROW = {code: row for row, code in enumerate(ITEMS)}
NUMBERS = np.array([ITEM_NUMBER[code] for code in ITEMS])
SIGNS = np.array([-1 if code.startswith("e") else 1 for code in ITEMS])
COST_SHARE = {"b11": 0.40, "b2": 0.45, "b3": 0.25}
LEAST_WAGE = 600


@dataclass(frozen=True, eq=False)
class Means:
    """What a household has to live on in a year, as columns: persons of each kind and land."""

    persons: Integers
    old: Integers  # of pension age and insured
    very_old: Integers  # over eighty
    severe: Integers  # severely disabled
    workers: Integers  # working for wages
    public_jobs: Integers
    dibao: Integers  # on the minimum living allowance
    supported: Mask
    arable: Floats
    fruit: Floats
    return_forest: Floats
    dividend: Mask


def ranks(latent: Floats) -> Floats:
    """Return the rank of each value as a share between 0 and 1."""
    found = np.empty(len(latent))
    found[np.argsort(latent, kind="stable")] = (np.arange(len(latent)) + 0.5) / max(1, len(latent))
    return found


def below_line(latent: Floats, persons: Integers, mean: float, line: float, floor: Floats) -> Floats:
    """Return incomes per head under a line whose mean per person is as published; `floor` is what is paid anyhow."""
    rank = ranks(latent)
    return _fitted(lambda power: np.maximum(line * rank**power, floor), persons, mean, 0.01, 20.0)


def around(latent: Floats, persons: Integers, mean: float, spread: float, floor: Floats) -> Floats:
    """Return log-normal incomes per head whose mean per person is as published, none below a floor."""
    shape = np.exp(spread * latent)
    return _fitted(lambda factor: np.maximum(shape / factor, floor), persons, mean, 1e-6, 10.0)


def _fitted(income: Callable[[float], Floats], persons: Integers, mean: float, low: float, high: float) -> Floats:
    """Return the incomes whose mean is right; a greater parameter means less income."""
    if not len(persons):
        return np.zeros(0)
    total = persons.sum()
    for _ in range(60):
        middle = (low * high) ** 0.5
        if (income(middle) * persons).sum() > mean * total:
            low = middle
        else:
            high = middle
    return income((low * high) ** 0.5)


def fixed_transfers(means: Means, year: int) -> dict[str, Integers]:
    """Return what is paid by entitlement, whatever the household earns."""
    grown = 1.06 ** (year - 2014)
    return {
        "d41": means.old * round(1056 * grown),
        "d51": np.round(means.return_forest * 90).astype(np.int64),
        "d602": np.round(means.arable * 50).astype(np.int64),
        "d604": means.very_old * 600,
        "d606": means.severe * 720,
        "a4": means.public_jobs * round(4200 * grown),
        "c1": np.where(means.dividend, 300, 0).astype(np.int64),
    }


def floors(means: Means, year: int) -> Floats:
    """Return the income per head that a household has at least: what is paid by entitlement and the least wages."""
    paid = sum(fixed_transfers(means, year).values())
    least = paid + means.workers * LEAST_WAGE + 260 * ((means.dibao > 0) + means.supported)
    found: Floats = 1.04 * least / np.maximum(means.persons, 1) + 20
    return found


def taken_apart(means: Means, per_head: Floats, mix: Floats, year: int) -> npt.NDArray[np.int32]:
    """Return yuan by item (rows as ITEMS) whose net sum per head is the given income; `mix` in 0 to 1 varies them."""
    count = len(per_head)
    items = np.zeros((len(ITEMS), count), dtype=np.int64)
    net = np.round(per_head * means.persons).astype(np.int64)
    for code, amount in fixed_transfers(means, year).items():
        items[ROW[code]] = amount
    spare = net - items.sum(axis=0)
    grown = 1.1 ** (year - 2014)
    wage_least = means.workers * LEAST_WAGE
    support = np.where(means.supported, np.minimum(means.persons * 4200 * grown, spare - wage_least), 0)
    dibao = np.where(means.dibao > 0, np.minimum(means.dibao * 1500 * grown, 0.7 * (spare - wage_least)), 0)
    items[ROW["d3"]] = np.where(support >= 200, support, 0).astype(np.int64)
    items[ROW["d2"]] = np.where(dibao >= 200, dibao, 0).astype(np.int64)
    earned = np.maximum(net - items.sum(axis=0), 0)
    landed = means.arable > 0
    wage_share = np.where(means.workers > 0, np.where(landed, 0.35 + 0.55 * mix, 1.0), 0.0)
    offered = np.minimum(np.maximum(earned * wage_share, wage_least), earned)
    wage = np.where(means.workers > 0, offered, 0).astype(np.int64)
    rest = earned - wage
    farming = np.where(landed, rest, 0)
    items[ROW["a1"]] = wage
    items[ROW["d610"]] = rest - farming
    fruit = np.where(means.fruit > 0, farming * 0.6, 0).astype(np.int64)
    animals = np.where(mix > 0.6, (farming - fruit) * 0.4, 0).astype(np.int64)
    for code, profit in (("b3", fruit), ("b2", animals), ("b11", farming - fruit - animals)):
        cost = np.where(profit > 0, np.ceil(profit * COST_SHARE[code] / (1 - COST_SHARE[code])), 0).astype(np.int64)
        items[ROW[code]] = profit + cost
        items[ROW["e" + code[1:]]] = cost
    return items.astype(np.int32)


def net_of(items: npt.NDArray[np.int32]) -> Integers:
    """Return net income of each household from its items."""
    found: Integers = np.tensordot(SIGNS, items.astype(np.int64), axes=1)
    return found
