"""Larger problems against two independent solvers, known optima."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks.instances import OPTIMUM, problem
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow
from scipy.optimize import linear_sum_assignment

from zhucun.engine.posting import Plan, Problem, check, solve, verify


def county(seed: int, spread: int) -> Problem:
    """Return a county with unit quotas, some of them short."""
    random = np.random.default_rng(seed)
    scores = random.integers(-spread, spread, (60, 200))
    return Problem.from_scores(scores, random.integers(0, 20, 200), random.integers(2, 6, 20))


def by_scipy(given: Problem) -> int:
    """Return the optimum by SciPy: a unit with n people and quota u gets n - u dummy villages for them alone."""
    members = np.bincount(given.unit, minlength=len(given.most))
    dummies = np.repeat(np.arange(len(members)), np.maximum(members - given.most, 0))
    own = np.where(dummies[:, None] == given.unit[None, :], 0.0, -1e9)
    scores = np.vstack([given.table.astype(float), own])
    rows, columns = linear_sum_assignment(scores, maximize=True)
    return int(scores[rows, columns].sum())


def by_ortools(given: Problem) -> int:
    """Return the optimum by OR-Tools' minimum-cost flow."""
    flow = SimpleMinCostFlow()
    villages, people = given.table.shape
    for v in range(villages):
        flow.set_node_supply(v, 1)
        for c in range(people):
            flow.add_arc_with_capacity_and_unit_cost(v, villages + c, 1, -int(given.table[v, c]))
    root = villages + people + len(given.most)
    for c, unit in enumerate(given.unit.tolist()):
        flow.add_arc_with_capacity_and_unit_cost(villages + c, villages + people + unit, 1, 0)
    for unit, most in enumerate(given.most.tolist()):
        flow.add_arc_with_capacity_and_unit_cost(villages + people + unit, root, most, 0)
    flow.set_node_supply(root, -villages)
    assert flow.solve() == flow.OPTIMAL
    return -int(flow.optimal_cost())


@pytest.mark.parametrize("spread", [2, 30, 100_000])
@pytest.mark.parametrize("seed", range(4))
def test_two_independent_solvers_agree(seed: int, spread: int) -> None:
    given = county(seed, spread)
    plan = solve(given)
    assert plan.total == by_scipy(given) == by_ortools(given)
    assert verify(given, plan)


@pytest.mark.parametrize("size", ["county", "prefecture"])
def test_the_known_optima_come_out_to_the_unit(size: str) -> None:
    given = problem(size)
    plan = solve(given)
    assert (plan.total, plan.bound, plan.proved, plan.unfilled) == (OPTIMUM[size], OPTIMUM[size], True, ())
    assert check(given, plan.post) == []
    assert verify(given, plan)


def test_the_prefecture_has_its_known_floor_and_the_villages_that_prove_it() -> None:
    plan = solve(problem("prefecture"), floor=1.0)
    hall = plan.floor.hall
    assert (plan.floor.maximin, len(hall.villages), hall.usable) == (3543, 114, 113)
    assert plan.price_of_floor == 59_211


def test_one_thread_and_two_give_the_same_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    given = problem("prefecture")
    posts = []
    for threads in (1, 2):
        monkeypatch.setattr("os.cpu_count", lambda threads=threads: threads)
        posts.append(solve(given).post.tolist())
    assert posts[0] == posts[1]


def test_features_and_their_table_give_the_same_plan() -> None:
    random = np.random.default_rng(5)
    A, B = random.integers(-9, 9, (30, 5)), random.integers(-9, 9, (80, 5))
    rules = {"unit": random.integers(0, 9, 80), "most": random.integers(2, 6, 9)}
    by_features = solve(Problem(A, B, **rules))
    by_table = solve(Problem.from_scores(A @ B.T, rules["unit"], rules["most"]))
    assert by_features.post.tolist() == by_table.post.tolist()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda plan: plan.changed(total=plan.total + 1), "total"),
        (lambda plan: plan.changed(bound=plan.bound - 1), "certificate proves"),
        (lambda plan: plan.changed(post=np.roll(plan.post, 1)), "total"),
        (lambda plan: plan.changed(post=np.where(plan.post == plan.post[0], plan.post[1], plan.post)), "posted to 2"),
    ],
)
def test_the_verifier_sees_through_a_forged_plan(change: object, fault: str) -> None:
    given = county(1, 30)
    verdict = verify(given, change(solve(given)))  # type: ignore[operator]
    assert not verdict
    assert any(fault in text.en for text in verdict.faults)


def test_a_worse_plan_cannot_claim_to_be_proved() -> None:
    given = Problem.from_scores([[5, 4], [5, 1]])
    plan = solve(given)
    forged = plan.changed(post=np.array([0, 1]), total=6, bound=9)
    assert "optimal" in verify(given, forged).faults[0].en


def test_the_proof_on_the_page_holds() -> None:
    given = Problem.from_scores([[9, 8, 4], [8, 3, 2]], [0, 0, 1], [1, 1])
    plan = solve(given)
    proof = replace(plan.certificate, candidate=np.zeros(3, dtype=np.int64), quota=np.array([5, 0]))
    assert (plan.post.tolist(), plan.total) == ([2, 0], 12)
    assert verify(given, plan.changed(certificate=proof))


def test_a_plan_survives_its_file() -> None:
    given = county(2, 30)
    plan = solve(given, floor=0.9)
    again = Plan.from_json(plan.dumps())
    assert verify(given, again)
    assert again.to_json() == plan.to_json()


def test_stopped_at_once_it_still_gives_a_plan_and_an_honest_gap() -> None:
    given = problem("county")
    plan = solve(given, time_limit=0)
    assert check(given, plan.post) == []
    assert plan.total <= OPTIMUM["county"] <= plan.bound
    assert verify(given, plan).bound <= plan.bound


class AfterTimes:
    """Says stop from the n-th time it is asked."""

    def __init__(self, times: int) -> None:
        self.left = times

    def __call__(self) -> bool:
        self.left -= 1
        return self.left < 0


@pytest.mark.parametrize("times", range(12))
def test_stopped_anywhere_the_plan_is_allowed_and_says_which_layer_is_missing(times: int) -> None:
    given = county(3, 24)
    whole = solve(given, leximin=6)
    plan = solve(given, leximin=6, stop=AfterTimes(times))
    assert check(given, plan.post) == []
    assert plan.unfinished in ("", "sum", "floor", "worst")
    assert plan.proved == (plan.unfinished == "")
    assert verify(given, plan), verify(given, plan).faults
    assert plan.unfinished or plan.post.tolist() == whole.post.tolist()
    assert Plan.from_json(plan.dumps()).unfinished == plan.unfinished


def test_progress_names_the_layers_in_their_order() -> None:
    seen: list[str] = []
    solve(county(3, 24), leximin=3, progress=lambda found: seen.append(found.layer))
    assert list(dict.fromkeys(seen)) == ["sum", "floor", "worst"]


def test_the_shipped_instances_are_those_everybody_measures() -> None:
    shared = Path(__file__).parents[3].parent / "shared" / "design" / "posting_instances.py"
    if not shared.exists():
        pytest.skip("the shared instance file is not here")
    namespace: dict[str, object] = {}
    exec(compile(shared.read_text(), str(shared), "exec"), namespace)
    theirs, ours = namespace["instance"]("prefecture"), problem("prefecture")  # type: ignore[operator]
    assert np.array_equal(theirs["A"], ours.A)
    assert np.array_equal(theirs["B"], ours.B)
    assert np.array_equal(theirs["quota"], ours.most)
