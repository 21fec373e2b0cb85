"""What was put right in made-up homes, what keeps households from leaving poverty, and what a home survey found."""

import numpy as np

from zhucun.engine.households.columns import Mask
from zhucun.engine.policy.figures import figure
from zhucun.engine.sample_world.draw import Floats
from zhucun.engine.sample_world.history_income import ITEMS
from zhucun.engine.sample_world.history_record import Lived
from zhucun.engine.sample_world.history_status import LEFT, NEW, ORDINARY, POOR, RETURNED
from zhucun.engine.sample_world.population_homes import Columns, tenths
from zhucun.engine.sample_world.population_persons import men_of
from zhucun.engine.words_household import HouseGrade, Road, Water, number_of

n = number_of
SHOULD_HAVE_LEFT = 0.1  # of those still poor: above the line and lacking nothing, as the national look-back found
SOUND = 0.985  # of the ordinary households: house and water are in order
SURVEYED = 0.97  # of all households: somebody was at home when the survey was made
SURVEYORS = 40
GRAIN_OF_A_MU = 260  # kilograms of wheat and maize on dry land in a year


def put_right(random: np.random.Generator, lived: Lived, columns: Columns) -> Columns:
    """Return house, water, power and road as they are on the last day: mended before a household left poverty.

    Whoever is still poor though the income is above the line is so for a guarantee that is lacking.
    """
    status, standing = columns["status"], lived.standing
    count, left = len(status), status == LEFT
    ordinary = (status == ORDINARY) & ~lived.truth.missed & (random.random(count) < SOUND)
    held, free = _held_back(random, lived, status)
    poor_house = held & (random.random(count) < 0.65)
    lacks_house = (columns["unsafe_house"] == 1) | poor_house
    poor_water = held & ~lacks_house & (columns["safe_water"] == 1)
    open_source = np.isin(columns["water"], (n(Water.UNPROTECTED), n(Water.SURFACE)))
    mended = left & (columns["unsafe_house"] == 1)
    year = standing.left.astype("datetime64[Y]").astype(np.float64) + 1970
    sound = left | ordinary | free
    safe = sound | ((columns["safe_water"] == 1) & ~poor_water)
    fixed = left & (columns["road"] != n(Road.CONCRETE)) & (random.random(count) < 0.6)
    drawn = np.where(random.random(count) < 0.6, n(HouseGrade.C), n(HouseGrade.D))
    grade = np.where(poor_house & (columns["house_grade"] == 0), drawn, columns["house_grade"])
    unsafe = lacks_house & ~sound
    water = np.where(sound & open_source, n(Water.TAP), columns["water"])
    return {
        "unsafe_house": unsafe.astype(np.int8),
        "house_grade": np.where(unsafe, grade, np.where(mended, n(HouseGrade.A), 0)).astype(np.uint8),
        "rebuilt_year": np.where(mended, year, np.nan),
        "safe_water": safe.astype(np.int8),
        "water_difficult": (~safe & (random.random(count) < 0.3)).astype(np.int8),
        "water": np.where(poor_water, n(Water.UNPROTECTED), water).astype(np.uint8),
        "living_power": np.where(left, 1, columns["living_power"]).astype(np.int8),
        "road": np.where(fixed, n(Road.CONCRETE), columns["road"]).astype(np.uint8),
    }


def _held_back(random: np.random.Generator, lived: Lived, status: np.ndarray) -> tuple[Mask, Mask]:
    """Mark who is still poor for a guarantee that is lacking, and who for no reason any more."""
    line = float(figure("income_line.national", on=lived.on).value)
    poor = np.isin(status, (POOR, NEW, RETURNED))
    above = poor & (np.nan_to_num(lived.years[-1].per_head_yuan) >= line)
    free = np.zeros(len(status), dtype=np.bool_)
    many = min(round(SHOULD_HAVE_LEFT * int(poor.sum())), int(above.sum()))
    free[random.permutation(np.flatnonzero(above))[:many]] = True
    return above & ~free, free


def survey(random: np.random.Generator, lived: Lived, columns: Columns) -> Columns:
    """Return what a home survey of the last autumn found; nothing of those who were not at home."""
    last = lived.years[-1]
    count = len(columns["status"])
    per_head = np.nan_to_num(last.per_head_yuan)
    asked = (last.members > 0) & (random.random(count) < SURVEYED)
    weak = per_head < float(figure("income_line.national", on=lived.on).value)
    grain = np.clip(columns["arable_mu"] * GRAIN_OF_A_MU * random.lognormal(0, 0.3, count), 0, 420 * last.members)
    bought = np.maximum(random.normal(210, 40, count) * last.members - grain, 0)
    day = np.datetime64(lived.on, "D") - random.integers(20, 110, count).astype("timedelta64[D]")
    answers: Columns = {
        "food_enough": random.random(count) >= np.where(weak, 0.10, 0.002),
        "clothing_enough": random.random(count) >= np.where(weak, 0.06, 0.002),
        "group_road": random.random(count) < np.where(columns["road"] == n(Road.EARTH), 0.85, 0.99),
        "breeding": last.items[ITEMS.index("b2")] > 0,
        "grain_kg": np.round(grain + bought),
        **_water(random, columns, count),
    }
    found: Columns = {}
    for key, answer in answers.items():
        blank = -1 if answer.dtype == np.bool_ else np.nan
        found[key] = np.where(asked, answer, blank).astype(np.int8 if blank == -1 else np.float64)
    found["surveyed_on"] = np.where(asked, day, np.datetime64("NaT")).astype("datetime64[D]")
    found["surveyor"] = np.where(asked, _surveyors(random, lived), "")
    return found


def _water(random: np.random.Generator, columns: Columns, count: int) -> Columns:
    """Tap water is at home; other sources are a walk away, and those that are hard to reach run dry for months."""
    tap = np.isin(columns["water"], (n(Water.TAP), n(Water.BARREL)))
    hard = columns["water_difficult"] == 1
    distance: Floats = np.where(tap, 0.0, tenths(random.gamma(2, 0.15, count) + 1.1 * hard))
    litres = np.where(tap, 65, 42) + random.normal(0, 9, count) - 18 * hard
    return {
        "water_litres": np.round(np.clip(litres, 12, 120)),
        "water_fetch_minutes": np.round(np.where(tap, 0, 3 + 24 * distance)),
        "water_fetch_km": distance,
        "water_fetch_rise_m": np.round(np.where(tap, 0, 40 * distance + 25 * hard)),
        "water_short_months": np.where(hard, random.integers(2, 8, count), 0).astype(np.float64),
        "water_supply_percent": np.where(hard, random.integers(55, 88, count), random.integers(90, 100, count)),
    }


def _surveyors(random: np.random.Generator, lived: Lived) -> np.ndarray:
    """Let two people survey each village."""
    names = men_of(random, SURVEYORS)
    village = lived.start.village
    return np.char.add(np.char.add(names[village % SURVEYORS], "、"), names[(village * 7 + 3) % SURVEYORS])
