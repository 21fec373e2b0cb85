"""Structured, seeded posting instances of four sizes, so that everybody measures the same work; all made up.

Terms: ten village needs x (skills + unit resources), hardship x frailty, dialect family, no safe lodging x woman
(-30,000), half the squared distance, a small personal term. Scores are whole and below 2**24 in absolute value.
"""

from typing import Any

import numpy as np

from zhucun.engine.posting import Jurisdiction, Problem

SIZES = {  # villages, candidates, sending units, counties
    "county": (150, 600, 60, 1),
    "prefecture": (1_500, 6_000, 300, 10),
    "province": (10_000, 30_000, 2_000, 65),
    "nation": (185_688, 460_000, 23_000, 1_200),
}
OPTIMUM = {"county": 735_475, "prefecture": 8_698_240, "province": 60_163_194, "nation": 1_138_564_739}
NEEDS = 10
SPREAD = {"county": 40, "prefecture": 14, "province": 8, "nation": 3}
SIDE = 255.0


def problem(size: str, seed: int = 1, slack: float = 1.30) -> Problem:
    """Return the named instance."""
    parts = arrays(size, seed, slack)
    return Problem(parts["A"], parts["B"], unit=parts["unit"], most=parts["quota"])


def with_jurisdiction(size: str, seed: int = 1) -> Problem:
    """Return the instance with people of county units kept to their county, others to a block of twenty counties.

    Three units of four are county units; the rest stand for prefecture, province and central bodies.
    """
    parts = arrays(size, seed)
    counties = SIZES[size][3]
    block = -(-counties // max(1, counties // 20))
    blocks = -(-counties // block)
    low = parts["level"][parts["unit"]] == 1
    home = parts["unit_county"][parts["unit"]]
    kind = np.where(low, home, counties + home // block)
    allowed = np.zeros((counties, counties + blocks), dtype=bool)
    allowed[np.arange(counties), np.arange(counties)] = True
    allowed[np.arange(counties), counties + np.arange(counties) // block] = True
    mask = Jurisdiction(parts["village_county"], kind, allowed)
    return Problem(parts["A"], parts["B"], unit=parts["unit"], most=parts["quota"], mask=mask)


def arrays(size: str, seed: int = 1, slack: float = 1.30) -> dict[str, Any]:
    """Return features A and B, the unit of each candidate, quotas, and where villages and units are."""
    villages, people, units, counties = SIZES[size]
    r = np.random.default_rng(seed)
    centre = r.uniform(0.1 * SIDE, 0.9 * SIDE, (counties, 2)) if counties > 1 else np.array([[SIDE / 2, SIDE / 2]])
    village_county = np.sort(r.integers(0, counties, villages))
    unit_county = r.integers(0, counties, units)
    village_xy = np.clip(np.rint(centre[village_county] + r.normal(0, SPREAD[size], (villages, 2))), 0, 255)
    unit_xy = np.clip(np.rint(centre[unit_county] + r.normal(0, SPREAD[size] / 4, (units, 2))), 0, 255)

    family = (centre[:, 0] // 64 * 2 + centre[:, 1] // 128).astype(int) % 8
    village_dialect = family[village_county].copy()
    mixed = r.random(villages) < 0.15
    village_dialect[mixed] = r.integers(0, 8, mixed.sum())

    weak = r.random(villages) < 57_688 / 185_688
    need = r.dirichlet(np.full(NEEDS, 0.35), villages)
    need[weak] *= 0.5
    need[weak, 4] += 0.3
    need[weak, 6] += 0.2
    need = np.rint(need * 50).astype(int)
    hardship = r.integers(0, 11, villages)
    unsafe = (r.random(villages) < 0.05).astype(int)

    trade = r.integers(0, NEEDS, units)
    level = r.choice([1, 2, 3], units, p=[0.75, 0.17, 0.08])
    resources = r.gamma(1.2, 6, (units, NEEDS)) * level[:, None]
    resources[np.arange(units), trade] += 20 * level
    resources = np.minimum(np.rint(resources), 100)

    size_of_unit = r.gamma(2.0, 1.0, units)
    unit = np.sort(r.choice(units, people, p=size_of_unit / size_of_unit.sum()))
    group = r.choice(3, people, p=[0.45, 0.35, 0.20])  # young, experienced, near retirement
    skill = r.gamma(1.0, 9, (people, NEEDS))
    speciality = np.where(r.random(people) < 0.6, trade[unit], r.integers(0, NEEDS, people))
    skill[np.arange(people), speciality] += r.gamma(4, 10, people)
    skill[group > 0, 4] += 15
    skill[group > 0, 6] += 20
    skill[group == 0, 1] += 6
    skill[group == 0, 2] += 12
    skill = np.minimum(np.rint(skill), 100)
    near, middle, young = r.integers(6, 15, people), r.integers(2, 7, people), r.integers(0, 4, people)
    frail = np.where(group == 2, near, np.where(group == 1, middle, young))
    woman = (r.random(people) < 0.35).astype(int)
    dialect = family[unit_county[unit]].copy()
    moved = r.random(people) < 0.3
    dialect[moved] = r.integers(0, 8, moved.sum())

    A = np.zeros((villages, 24), np.float32)
    B = np.zeros((people, 24), np.float32)
    A[:, :NEEDS], B[:, :NEEDS] = need, 2 * skill + resources[unit]
    A[:, 10], B[:, 10] = hardship, -8 * frail
    A[np.arange(villages), 11 + village_dialect] = 1
    B[np.arange(people), 11 + dialect] = 800
    A[:, 19], B[:, 19] = unsafe, -30_000 * woman
    x, y = village_xy - 128, (unit_xy - 128)[unit]
    A[:, 20], B[:, 20] = x[:, 0], y[:, 0]
    A[:, 21], B[:, 21] = x[:, 1], y[:, 1]
    A[:, 22], B[:, 22] = np.floor((x**2).sum(1) / 2), -1
    A[:, 23], B[:, 23] = 1, -np.floor((y**2).sum(1) / 2) + r.integers(0, 300, people)

    quota = _quotas(r, units, unit, villages, people, slack)
    places = {"village_county": village_county, "unit_county": unit_county, "level": level}
    return {"A": A, "B": B, "unit": unit, "quota": quota, "woman": woman, "group": group, **places}


def _quotas(r: np.random.Generator, units: int, unit: Any, villages: int, people: int, slack: float) -> Any:
    """Draw quotas around each unit's fair share, never fewer places in all than a tenth more than villages."""
    members = np.bincount(unit, minlength=units)
    quota = np.maximum(1, np.floor(members * r.uniform(0.5, 1.5, units) * villages * slack / people)).astype(np.int64)
    quota = np.minimum(quota, np.maximum(members, 1))
    while quota[members > 0].sum() < villages * 1.1:
        i = r.integers(0, units, max(1, units // 20))
        quota[i] = np.minimum(quota[i] + 1, np.maximum(members[i], 1))
    return quota
