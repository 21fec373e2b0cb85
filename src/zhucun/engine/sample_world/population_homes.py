"""Land, house, water, road and what else a made-up household lives with, drawn to published shares."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.sample_world.draw import Floats, Integers, apportion
from zhucun.engine.words import Word
from zhucun.engine.words_household import Fuel, House, HouseGrade, Road, Standard, Water, number_of

Columns = dict[str, npt.NDArray[Any]]
n = number_of


def shared_out(
    random: np.random.Generator, count: int, words: type[Word], shares: Mapping[str, float],
    better: Floats | None = None,
) -> npt.NDArray[np.uint8]:  # fmt: skip
    """Return a column of words whose shares come out exactly; with `better`, earlier words go to greater values."""
    counts = apportion(count, [float(shares.get(word.value, 0)) for word in words])
    column = np.repeat(np.arange(1, len(words) + 1), counts).astype(np.uint8)
    if better is None:
        return random.permutation(column)
    found = np.empty(count, dtype=np.uint8)
    found[np.argsort(-better, kind="stable")] = column
    return found


def tenths(values: Floats) -> Floats:
    """Return figures with one decimal, as people write them."""
    return np.round(values, 1)


def fuels(random: np.random.Generator, wealth: Floats, figures: Mapping[str, Any]) -> npt.NDArray[np.uint8]:
    """Return the fuels in the published numbers: clean ones rather for the better off, wood for the others."""
    count = len(wealth)
    order = (Fuel.CLEAN, Fuel.COAL, Fuel.OTHER, Fuel.WOOD, Fuel.DUNG)
    counts = apportion(count, [float(figures["fuel"]["value"].get(fuel.value, 0)) for fuel in order])
    found = np.empty(count, dtype=np.uint8)
    ranked = np.argsort(-(wealth + random.normal(size=count)), kind="stable")
    found[ranked] = np.repeat([n(fuel) for fuel in order], counts)
    return found


def draw_land(random: np.random.Generator, sizes: Integers) -> Columns:
    """Return the land of each household: by heads, as it was shared out, and what luck added."""
    count = len(sizes)
    luck = random.random((5, count))
    arable = tenths(np.clip(2.4 * np.sqrt(sizes) * random.lognormal(0, 0.45, count), 0.3, 60))
    irrigated = tenths(arable * np.where(luck[0] < 0.35, random.random(count) * 0.6, 0))
    forest = np.where(luck[1] < 0.55, tenths(random.lognormal(0.9, 0.7, count)), 0.0)
    return {
        "arable_mu": arable,
        "titled_arable_mu": arable,
        "irrigated_mu": irrigated,
        "paddy_mu": np.zeros(count),
        "dry_mu": tenths(arable - irrigated),
        "forest_mu": forest,
        "titled_forest_mu": forest,
        "return_forest_mu": np.where(luck[2] < 0.7, tenths(forest * (0.3 + 0.6 * random.random(count))), 0.0),
        "fruit_mu": np.where(luck[3] < 0.19, tenths(np.minimum(random.lognormal(0.9, 0.5, count), 30)), 0.0),
        "grass_mu": np.zeros(count),
        "water_mu": np.where(luck[4] < 0.01, tenths(random.random(count) * 2), 0.0),
    }


def draw_homes(random: np.random.Generator, sizes: Integers, wealth: Floats, figures: Mapping[str, Any]) -> Columns:
    """Return house, water, road and the like, which do not change of themselves; the better off live better."""
    count = len(sizes)
    luck = random.random((2, count))
    unsafe = luck[0] + 0.12 * wealth < 0.16
    grade = np.where(unsafe, np.where(random.random(count) < 0.6, n(HouseGrade.C), n(HouseGrade.D)), 0)
    paved = luck[1] < 0.62 + 0.12 * wealth
    earth = random.random(count) < 0.5
    near, far = random.exponential(0.3, count), random.gamma(2, 0.7, count) + 0.2
    floor_area = 22 * sizes**0.6 * random.lognormal(0.55, 0.22, count) * np.exp(0.2 * wealth)
    means = wealth + 0.7 * random.normal(size=count)
    road = np.where(paved, n(Road.CONCRETE), np.where(earth, n(Road.EARTH), n(Road.GRAVEL)))
    water = shared_out(random, count, Water, figures["water_sources"]["value"], 0.4 * wealth + random.random(count))
    open_source = (water == n(Water.UNPROTECTED)) | (water == n(Water.SURFACE))
    return {
        "standard": np.full(count, n(Standard.NATIONAL), dtype=np.uint8),
        "military_family": (random.random(count) < 0.01).astype(np.int8),
        "production_power": (random.random(count) < 0.93).astype(np.int8),
        "living_power": (random.random(count) < 0.995).astype(np.int8),
        "broadcast": (random.random(count) < 0.88 + 0.06 * wealth).astype(np.int8),
        "road_km": tenths(np.where(paved, near, far).clip(0.1, 5)),
        "road": road.astype(np.uint8),
        "house_m2": np.round(np.clip(floor_area, 8 * sizes, 400)),
        "house_rooms": np.clip(np.round(2 + sizes / 2 + random.normal(0, 1, count)), 1, 9),
        "house": shared_out(random, count, House, figures["house_structures"]["value"], means),
        "unsafe_house": unsafe.astype(np.int8),
        "house_grade": grade.astype(np.uint8),
        "safe_water": np.where(open_source, 0, random.random(count) < 0.95).astype(np.int8),
        "water": water,
        "sanitary_toilet": (random.random(count) < 0.45 + 0.2 * wealth).astype(np.int8),
        "fuel": fuels(random, wealth, figures),
        "cooperative": (random.random(count) < 0.3).astype(np.int8),
        "leading_firm": (random.random(count) < 0.12).astype(np.int8),
        "leader": (random.random(count) < 0.15).astype(np.int8),
        "relocated": np.zeros(count, dtype=np.int8),
    }  # fmt: skip
