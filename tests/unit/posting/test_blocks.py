"""A plan made in blocks, by workers side by side, is the very plan of one process, whatever the blocks share."""

import numpy as np
import pytest
from benchmarks.blocks import shared_out
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.posting.problems import FILTERING, problems
from zhucun.engine.errors import BadProblem, NoPlan
from zhucun.engine.posting import Plan, Problem, solve, verify
from zhucun.engine.posting.blocks import OnDask, solve_in_blocks


@settings(FILTERING, max_examples=150)
@given(problems(most_villages=8), st.integers(0, 2**16), st.sampled_from([0, 5]))
def test_in_blocks_the_plan_is_the_same(problem: Problem, seed: int, keep: int) -> None:
    block = np.random.default_rng(seed).integers(0, 3, problem.villages)
    plan: Plan | None = None
    try:
        plan = solve(problem, keep=keep)
    except NoPlan:
        with pytest.raises(NoPlan):
            solve_in_blocks(problem, block, keep=keep)
        return
    joined = solve_in_blocks(problem, block, keep=keep)
    assert joined.post.tolist() == plan.post.tolist()
    assert joined.proved
    assert verify(problem, joined)


def test_two_dask_workers_find_the_optimum_of_one_process_to_the_unit() -> None:
    distributed = pytest.importorskip("distributed", reason="the optional engine (zhucun[nation]) is not installed")
    problem, block = shared_out("prefecture")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        workers = OnDask(client)
        joined = solve_in_blocks(problem, block, workers)
        assert len({actor._address for actor in workers.blocks}) == 2
    plan = solve(problem)
    assert (joined.total, joined.gap, joined.post.tolist()) == (plan.total, 0, plan.post.tolist())
    assert verify(problem, joined)


def test_blocks_that_do_not_fit_are_refused_by_name() -> None:
    with pytest.raises(BadProblem) as caught:
        solve_in_blocks(Problem.from_scores([[1, 2]]), np.zeros(3, dtype=int))
    assert caught.value.code == "wrong_blocks"
