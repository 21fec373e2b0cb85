"""Instances that other people published or test their own solvers with: the facts of each case, asked in our words."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.sparse import coo_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import Problem, solve, verify

NONE = 10**6  # stands for "no such pair" in a table of costs


def least(cost: Any, **rules: Any) -> int:
    """Return the least cost of filling every village, proved and verified."""
    table = np.array(cost)
    problem = Problem.from_scores(-table, mask=table < NONE, **rules)
    plan = solve(problem, cover=True)
    assert plan.proved
    assert verify(problem, plan)
    return -plan.total


@pytest.mark.parametrize(
    ("cost", "best"),
    [  # SciPy, linear_sum_assignment: square and wide tables
        ([[400, 150, 400], [400, 450, 600], [300, 225, 300]], 850),
        ([[400, 150, 400, 1], [400, 450, 600, 2], [300, 225, 300, 3]], 452),
        ([[10, 10, 8], [9, 8, 1], [9, 7, 4]], 18),
        ([[10, 10, 8, 11], [9, 8, 1, 1], [9, 7, 4, 10]], 15),
        ([[4, 1, 3], [2, 0, 5], [3, 2, 2]], 5),
    ],
)
def test_tables_of_scipy(cost: list[list[int]], best: int) -> None:
    assert least(cost) == best
    assert least(np.array(cost) - 1000) == best - 1000 * len(cost)


def test_pairs_that_cannot_be_as_scipy_has_them() -> None:
    assert least([[10, NONE, NONE], [NONE, NONE, 1], [NONE, 7, NONE]]) == 18


def test_equal_costs_everywhere_give_any_full_plan() -> None:
    assert least(np.ones((8, 8), dtype=int)) == 8


def by_scipy(cost: Any) -> int | None:
    """Return the least cost of a full matching by SciPy's sparse solver, None if there is none."""
    rows, columns = np.nonzero(cost < NONE)
    graph = coo_array((cost[rows, columns], (rows, columns)), shape=cost.shape).tocsr()
    try:
        chosen = min_weight_full_bipartite_matching(graph)
    except ValueError:
        return None
    return int(cost[chosen].sum())


@pytest.mark.parametrize("seed", range(25))
def test_sparse_tables_as_scipy_draws_them(seed: int) -> None:
    random = np.random.default_rng(seed)
    cost = np.where(random.random((100, 100)) < 0.06, random.integers(1, 100, (100, 100)), NONE)
    known = by_scipy(cost)
    if known is None:
        with pytest.raises(NoPlan):
            least(cost)
    else:
        assert least(cost) == known


@pytest.mark.parametrize(
    ("cost", "posts"),
    [  # networkx, minimum_weight_full_matching
        ([[NONE, 100], [100, 50]], [1, 0]),
        ([[400, 150, 400], [400, 450, 600], [300, 225, 300]], [1, 0, 2]),
        ([[400, 150, 400, 1], [400, 450, 600, 2], [300, 225, 290, 3]], [1, 3, 2]),
        ([[-20, 2], [-20, 3]], [1, 0]),
        ([[20, 2], [10, 20]], [1, 0]),
    ],
)
def test_full_matchings_of_networkx(cost: list[list[int]], posts: list[int]) -> None:
    table = np.array(cost)
    assert solve(Problem.from_scores(-table, mask=table < NONE)).post.tolist() == posts


def test_no_full_matching_as_in_networkx() -> None:
    cost = [[100, NONE, NONE], [100, NONE, NONE], [50, 50, 50]]
    with pytest.raises(NoPlan):
        least(cost)
    plan = solve(Problem.from_scores(-np.array(cost), mask=np.array(cost) < NONE))
    assert len(plan.unfilled) == 1


def test_more_villages_than_people_as_in_networkx() -> None:
    plan = solve(Problem.from_scores([[-400, -400, -300], [-150, -450, -225], [-400, -600, -290], [-1, -2, -3]]))
    assert plan.post.tolist() == [-1, 0, 2, 1]


TRANSSHIPMENT = {  # networkx, test_transshipment: least cost 41
    "amounts": {"b": 2, "c": 2, "e": 4, "f": 4, "a": -1, "d": -3, "g": -3, "h": -2, "r": -3},
    "arcs": "ac3 ra2 ba9 rc0 br-6 cd5 er4 ef3 hb4 fd7 fh12 gd12 fg-1 hg-10",
}
DIGON = {"amounts": {"2": 4, "3": -4}, "arcs": "23714285 32100 210"}  # networkx, test_digon: 2,857,140


@pytest.mark.parametrize(("flow", "best"), [(TRANSSHIPMENT, 41), (DIGON, 2_857_140)])
def test_goods_sent_through_a_network_of_networkx(flow: dict[str, Any], best: int) -> None:
    assert sent(flow["amounts"], [(arc[0], arc[1], int(arc[2:])) for arc in flow["arcs"].split()]) == best


def sent(amounts: dict[Any, int], arcs: list[tuple[Any, Any, int]]) -> int:
    """Return the least cost of sending goods: a village for each piece wanted, a person for each piece there is."""
    places = sorted({place for arc in arcs for place in arc[:2]} | set(amounts))
    far = np.where(np.eye(len(places)) > 0, 0, np.inf)
    for tail, head, price in arcs:
        way = places.index(tail), places.index(head)
        far[way] = min(far[way], price)
    for middle in range(len(places)):  # the shortest ways (Floyd and Warshall)
        far = np.minimum(far, far[:, middle, None] + far[None, middle, :])
    sources, sinks = ([p for p in amounts if amounts[p] * sign > 0] for sign in (1, -1))
    unit = np.repeat(np.arange(len(sources)), [amounts[place] for place in sources])
    want = np.repeat([places.index(place) for place in sinks], [-amounts[place] for place in sinks])
    cost = far[np.array([places.index(place) for place in sources])[unit]][:, want].T
    return least(np.nan_to_num(cost, posinf=NONE).astype(int), unit=unit, quota=np.bincount(unit))


def test_two_roads_with_room_for_some_as_in_networkx() -> None:
    """Four of five go by the cheap road, one by the other: two units with quotas 4 and 5, least cost 24."""
    cost = np.tile([4] * 5 + [8] * 5, (5, 1))
    assert least(cost, unit=[0] * 5 + [1] * 5, quota=[4, 5]) == 24


@pytest.mark.parametrize(("seed", "arcs"), [(1, 600), (2, 800), (6, 1000), (3, 2000)])
def test_netgen_s_networks_without_capacities(tmp_path: Path, seed: int, arcs: int) -> None:
    """As NETGEN draws them (Klingman, Napier and Stutz 1974): 20 sources, 30 sinks, 60 places between, 300 pieces.

    `pynetgen` can make neither its assignment problems nor every seed's network; these it can.
    """
    pynetgen = pytest.importorskip("pynetgen", reason="pynetgen is not installed")
    path = tmp_path / "netgen.min"
    size = {"nodes": 110, "sources": 20, "sinks": 30, "density": arcs, "supply": 300, "mincost": 1, "maxcost": 100}
    pynetgen.netgen_generate(seed=seed, capacitated=0, fname=str(path), **size)
    rows = [row.split() for row in path.read_text().splitlines() if row[:1] in "na"]
    amounts = {int(row[1]): int(row[2]) for row in rows if row[0] == "n"}
    ways = [(int(row[1]), int(row[2]), int(row[5])) for row in rows if row[0] == "a"]
    assert sent(amounts, ways) == by_ortools(amounts, ways)


def by_ortools(amounts: dict[int, int], arcs: list[tuple[int, int, int]]) -> int:
    """Return the least cost of sending goods by OR-Tools."""
    flow = SimpleMinCostFlow()
    for tail, head, price in arcs:
        flow.add_arc_with_capacity_and_unit_cost(tail, head, 10**6, price)
    for node, amount in amounts.items():
        flow.set_node_supply(node, amount)
    assert flow.solve() == flow.OPTIMAL
    return int(flow.optimal_cost())


OR_LIBRARY = Path(__file__).parent / "or_library"  # assign100.txt and so on, if somebody puts them here


@pytest.mark.parametrize(("people", "best"), [(100, 305), (500, 991), (600, 1176), (700, 1362)])
def test_or_library_s_assignment_problems(people: int, best: int) -> None:
    path = OR_LIBRARY / f"assign{people}.txt"
    if not path.exists():
        pytest.skip(f"OR-Library's assign{people}.txt is not shipped: put it into {OR_LIBRARY.name}/")
    numbers = np.array(path.read_text().split(), dtype=int)
    assert least(numbers[1:].reshape(people, people)) == best
