"""Small random posting problems with every rule in them, and a slow obvious solver to compare with."""

from itertools import product
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from zhucun.engine.posting import Area, Group, Jurisdiction, Problem

# many random problems have no plan, and not every test is about those
FILTERING = settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


@st.composite
def problems(draw: st.DrawFn, most_villages: int = 6, most_people: int = 8, locks: bool = True) -> Problem:
    """Draw a problem of any shape and with any rules, feasible or not."""
    seed = draw(st.integers(0, 2**32 - 1))
    return random_problem(np.random.default_rng(seed), most_villages, most_people, locks=locks)


def random_problem(
    random: np.random.Generator, most_villages: int = 6, most_people: int = 8, locks: bool = True
) -> Problem:
    """Make a problem of any shape and with any rules, feasible or not."""
    villages, people = int(random.integers(0, most_villages + 1)), int(random.integers(0, most_people + 1))
    units = int(random.integers(1, 5))
    unit = random.integers(-1 if random.random() < 0.3 else 0, units, people)
    spread = int(random.choice([1, 3, 50, 5000]))
    rules: dict[str, Any] = {
        "unit": unit,
        "most": random.integers(0, 4, units),
        "least": np.zeros(units, dtype=int),
        "groups": _groups(random, units),
        "incumbent": np.full(villages, -1),
        "areas": _areas(random, villages),
    }
    if random.random() < 0.4:
        rules["least"] = np.minimum(random.integers(0, 3, units), rules["most"])
    if random.random() < 0.4:
        rules["eligible"] = random.random(people) < 0.8
    if random.random() < 0.4 and villages and people:
        rules["forbidden"] = [(int(random.integers(villages)), int(random.integers(people))) for _ in range(3)]
        rules["extra"] = [(int(random.integers(villages)), int(random.integers(people)), 7), (0, 0, -3)]
    if random.random() < 0.3:
        rules["mask"] = random.random((villages, people)) < 0.7
    elif random.random() < 0.3:
        kinds = random.integers(0, 2, villages), random.integers(0, 3, people)
        rules["mask"] = Jurisdiction(*kinds, random.random((2, 3)) < 0.6)
    if locks and random.random() < 0.3 and villages and people:
        count = min(villages, people, 2)
        rules["locked"] = list(
            zip(random.permutation(villages)[:count], random.permutation(people)[:count], strict=True)
        )
    if random.random() < 0.5:
        serving = random.permutation(people)[:villages]
        rules["incumbent"][: len(serving)] = serving
    if random.random() < 0.5:
        return Problem.from_scores(
            random.integers(-spread, spread + 1, (villages, people)), quota=rules.pop("most"), **rules
        )
    features = int(random.integers(1, 4))
    A, B = random.integers(-spread, spread + 1, (villages, features)), random.integers(0, 5, (people, features))
    return Problem(A, B, **rules)


def _groups(random: np.random.Generator, units: int) -> list[Group]:
    if random.random() < 0.5 or units < 3:
        return []
    groups = [Group("inner", (0, 1), most=int(random.integers(1, 4)))]
    if random.random() < 0.5:
        groups.append(Group("outer", (0, 1, 2), most=int(random.integers(2, 6)), least=int(random.integers(0, 3))))
    return groups


def _areas(random: np.random.Generator, villages: int) -> list[Area]:
    """Return townships, sometimes a county around them, with quotas that may clash with everything else."""
    if random.random() < 0.6:
        return []
    townships = np.array_split(random.permutation(villages), 2)
    areas = [_area(random, f"township {k}", township) for k, township in enumerate(townships)]
    if random.random() < 0.5:
        areas.append(_area(random, "county", np.concatenate([townships[0], townships[1][:1]])))
        areas.pop(1)
    return areas


def _area(random: np.random.Generator, name: str, villages: Any) -> Area:
    most = int(random.integers(0, len(villages) + 1)) if random.random() < 0.7 else None
    least = int(random.integers(0, 1 + (len(villages) if most is None else most))) if random.random() < 0.5 else 0
    return Area(name, tuple(villages.tolist()), most, least)


def slow_best(problem: Problem, keep: int = 0, floor: int | None = None) -> tuple[int, int] | None:
    """Return (unfilled villages, worth of the best plan with `keep`) by integer programming, None if there is none."""
    villages, people = problem.villages, problem.candidates
    if any(not problem.may(*pair) for pair in problem.locked):
        return None
    pairs = [pair for pair in product(range(villages), range(people)) if _possible(problem, pair, floor)]
    if not pairs:
        broken = problem.locked or (problem.tree.least > 0).any() or any(area.least for area in problem.areas)
        return None if broken else (villages, 0)
    worth = np.array([problem.score(v, c) + keep * (problem.incumbent[v] == c) for v, c in pairs])
    big = 4 * (int(np.abs(worth).max()) + 1) * (villages + 1)
    rows, low, high = _rows(problem, pairs)
    result = milp(
        -(worth + big),
        integrality=np.ones(len(pairs)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(rows, low, high),
        options={"mip_rel_gap": 0},
    )
    if result.x is None:
        return None
    chosen = np.rint(result.x).astype(bool)
    return villages - int(chosen.sum()), int(worth[chosen].sum())


def _possible(problem: Problem, pair: tuple[int, int], floor: int | None) -> bool:
    if pair in problem.locked:
        return True
    return problem.may(*pair) and (floor is None or problem.score(*pair) >= floor)


def _rows(problem: Problem, pairs: list[tuple[int, int]]) -> tuple[Any, Any, Any]:
    v, c = np.array(pairs).T
    rows, low, high = [], [], []

    def limit(row: Any, least: int, most: int) -> None:
        rows.append(row)
        low.append(least)
        high.append(most)

    for village in range(problem.villages):
        limit(v == village, 0, 1)
    for person in range(problem.candidates):
        limit(c == person, 0, 1)
    for node in range(problem.tree.size):
        inside = np.array([unit >= 0 and node in problem.tree.path(int(unit)) for unit in problem.unit[c]])
        limit(inside, int(problem.tree.least[node]), int(problem.tree.most[node]))
    for area in problem.areas:
        limit(np.isin(v, area.villages), area.least, villages_of(area))
    for pair in problem.locked:
        limit((v == pair[0]) & (c == pair[1]), 1, 1)
    return np.array(rows, dtype=float), low, high


def villages_of(area: Area) -> int:
    """Return how many villages an area may fill."""
    return len(area.villages) if area.most is None else area.most
