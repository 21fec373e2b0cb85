"""Measures the posting engine beside SciPy, OR-Tools and HiGHS on the same seeded instances.

    python -m benchmarks.posting                      county and prefecture
    python -m benchmarks.posting province nation      larger ones, by name (nation: minutes)
    python -m benchmarks.posting --changes province   recalls, counterfactuals and floors, re-proved
    python -m benchmarks.posting --stress prefecture  no slack, strong common quality, many ties, hardly enough people

Every line is a process of its own; the second solve in it is reported, so that loading compiled code is not counted.
Compare CPU seconds: they do not depend on what else the machine does as wall seconds do.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.instances import OPTIMUM, SIZES, arrays, problem, with_jurisdiction
from zhucun.engine.posting import Live, Problem, solve, verify

DENSE = 10_000_000  # pairs; peers that need a table are not asked for more


def engine(size: str) -> dict[str, Any]:
    """The engine: priced column generation, proof over all pairs."""
    return _engine(problem(size))


def jurisdiction(size: str) -> dict[str, Any]:
    """The engine where people may serve only in their own area."""
    return _engine(with_jurisdiction(size))


def _engine(given: Problem) -> dict[str, Any]:
    if given.villages * given.candidates < 1e9:
        solve(given)
    plan, spent = measured(lambda: solve(given))
    return (
        {"total": plan.total, "proved": plan.proved, "gap": plan.gap, "unfilled": len(plan.unfilled)}
        | spent
        | {
            "arcs": round(plan.effort["arcs"] / max(given.villages, 1), 1),
            "pairs": plan.effort["pairs"],
        }
    )


def scipy_dummy_rows(size: str) -> dict[str, Any]:
    """SciPy's linear_sum_assignment; a unit with n people and quota u gets n - u dummy villages for them alone."""
    from scipy.optimize import linear_sum_assignment

    parts = arrays(size)
    villages = len(parts["A"])
    members = np.bincount(parts["unit"], minlength=len(parts["quota"]))
    dummies = np.repeat(np.arange(len(members)), np.maximum(members - parts["quota"], 0))

    def run() -> int:
        scores = np.full((villages + len(dummies), len(parts["B"])), -1e9)
        scores[:villages] = parts["A"] @ parts["B"].T
        scores[villages:][dummies[:, None] == parts["unit"][None, :]] = 0
        rows, columns = linear_sum_assignment(scores, maximize=True)
        return int(scores[rows, columns].sum())

    run()
    total, spent = measured(run)
    return {"total": total, "proved": True, "gap": 0} | spent


def ortools_flow(size: str) -> dict[str, Any]:
    """OR-Tools' min-cost flow with an arc for every pair."""
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    parts = arrays(size)
    scores = (parts["A"] @ parts["B"].T).astype(np.int64)
    villages, people, units = *scores.shape, len(parts["quota"])

    def run() -> int:
        flow = SimpleMinCostFlow()
        v, c = np.divmod(np.arange(scores.size), people)
        flow.add_arcs_with_capacity_and_unit_cost(v, villages + c, np.ones_like(v), -scores.ravel())
        each = np.arange(people)
        flow.add_arcs_with_capacity_and_unit_cost(
            villages + each, villages + people + parts["unit"], np.ones_like(each), np.zeros_like(each)
        )
        unit = np.arange(units)
        sink = np.full(units, villages + people + units)
        flow.add_arcs_with_capacity_and_unit_cost(villages + people + unit, sink, parts["quota"], np.zeros_like(unit))
        flow.set_nodes_supplies(np.arange(villages), np.ones(villages, dtype=np.int64))
        flow.set_node_supply(int(sink[0]), -villages)
        flow.solve()
        return -int(flow.optimal_cost())

    total, spent = measured(run)
    return {"total": total, "proved": True, "gap": 0} | spent


def highs(size: str) -> dict[str, Any]:
    """HiGHS' simplex on the linear programme of all pairs, which is integral."""
    from scipy.optimize import linprog
    from scipy.sparse import coo_array, vstack

    parts = arrays(size)
    scores = (parts["A"] @ parts["B"].T).astype(np.float64)
    villages, people = scores.shape
    v, c = np.divmod(np.arange(scores.size), people)
    ones, pair = np.ones(scores.size), np.arange(scores.size)
    by_village = coo_array((ones, (v, pair)))
    by_person, by_unit = coo_array((ones, (c, pair))), coo_array((ones, (parts["unit"][c], pair)))
    limits = np.concatenate([np.ones(people), parts["quota"][: by_unit.shape[0]]])

    def run() -> int:
        result = linprog(
            -scores.ravel(),
            A_ub=vstack([by_person, by_unit]).tocsc(),
            b_ub=limits,
            A_eq=by_village.tocsc(),
            b_eq=np.ones(villages),
            method="highs-ds",
        )
        return round(-result.fun)

    total, spent = measured(run)
    return {"total": total, "proved": True, "gap": 0} | spent


def changes(size: str) -> dict[str, Any]:
    """Recalls, forbidden and forced pairs, re-proved from where the plan stands; and the best floor."""
    given = problem(size)
    plan = solve(given)
    live = Live(given, plan)
    random = np.random.default_rng(2)
    villages = random.permutation(given.villages)[:60]
    others = random.integers(0, given.candidates, 60)
    live.trial(forbid=[(0, int(plan.post[0]))])
    spans: dict[str, list[float]] = {"forbid": [], "force": [], "recall": []}
    for v, c in zip(villages.tolist(), others.tolist(), strict=True):
        spans["forbid"].append(_seconds(lambda v=v: live.trial(forbid=[(v, int(plan.post[v]))], moves=False)))
        spans["force"].append(_seconds(lambda v=v, c=c: live.trial(force=[(v, c)], moves=False)))
    for v in villages.tolist():
        spans["recall"].append(_seconds(lambda v=v: live.recall(int(plan.post[v]), moves=False)))
    found = {
        f"{name}_{q}": round(float(np.quantile(times, p)), 4) for name, times in spans.items() for q, p in QUANTILES
    }
    fair, spent = measured(lambda: solve(given, floor=1.0))
    return found | {"floor_cpu": spent["cpu"], "maximin": fair.floor.maximin, "price": fair.price_of_floor}


QUANTILES = (("p50", 0.5), ("p90", 0.9))


def stress(size: str) -> dict[str, Any]:
    """The kinds of instance that are hard for a solver by prices."""
    parts = arrays(size)
    random = np.random.default_rng(3)
    villages, people = len(parts["A"]), len(parts["B"])
    tight = np.minimum(parts["quota"], np.bincount(parts["unit"], minlength=len(parts["quota"])))
    while tight.sum() > villages:
        tight[random.choice(np.flatnonzero(tight > 0), int(tight.sum() - villages) // 8 + 1, replace=False)] -= 1
    few = np.sort(random.permutation(people)[: int(villages * 1.1)])
    common = parts["B"].copy()
    common[:, 23] += random.integers(0, 8000, people)
    coarse = parts["A"][:, :11] // 10, np.minimum(parts["B"][:, :11] // 40, 6)
    kinds = {
        "no_slack": Problem(parts["A"], parts["B"], unit=parts["unit"], most=tight),
        "common_quality": Problem(parts["A"], common, unit=parts["unit"], most=parts["quota"]),
        "many_ties": Problem(*coarse, unit=parts["unit"], most=parts["quota"]),
        "few_people": Problem(parts["A"], parts["B"][few]),
    }
    found: dict[str, Any] = {}
    for name, given in kinds.items():
        plan, spent = measured(lambda given=given: solve(given))
        found[name] = spent["cpu"]
        found[f"{name}_proved"] = plan.proved and bool(verify(given, plan))
    return found


def measured(run: Callable[[], Any]) -> tuple[Any, dict[str, Any]]:
    """Return what a call returns, and its CPU and wall seconds and the process's largest memory in MB."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = run()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return result, {"cpu": round(cpu, 3), "wall": round(wall, 3), "mb": memory}


def _seconds(run: Callable[[], Any]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


RUNS: dict[str, Callable[[str], dict[str, Any]]] = {
    "engine": engine,
    "jurisdiction": jurisdiction,
    "scipy": scipy_dummy_rows,
    "ortools": ortools_flow,
    "highs": highs,
    "changes": changes,
    "stress": stress,
}


def peers(size: str) -> list[str]:
    """Return who is asked at this size: a table of all pairs must fit, and HiGHS must end in a minute."""
    villages, people = SIZES[size][:2]
    if villages * people > DENSE:
        return ["engine"]
    return ["engine", "scipy", "ortools", "highs"] if size == "county" else ["engine", "scipy", "ortools"]


def main() -> None:
    """Run what the command line asks for and print it as it comes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", metavar="SIZE", help=", ".join(SIZES))
    for name in ("changes", "stress", "jurisdiction"):
        parser.add_argument(f"--{name}", action="store_true", help=RUNS[name].__doc__)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    sizes = asked.sizes or ["county", "prefecture"]
    if unknown := set(sizes) - set(SIZES):
        parser.error(f"unknown size {', '.join(unknown)}: choose from {', '.join(SIZES)}")
    if asked.one:
        print(json.dumps(RUNS[asked.one](sizes[0])))
        return
    extra = [name for name in ("changes", "stress", "jurisdiction") if getattr(asked, name)]
    for size in sizes:
        villages, people, units, _ = SIZES[size]
        print(f"\n{size}: {villages:,} villages x {people:,} people, {units:,} units; proven optimum {OPTIMUM[size]:,}")
        for name in extra or peers(size):
            command = [sys.executable, "-m", "benchmarks.posting", "--one", name, size]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            print(f"  {name:<13}", done.stdout.strip() or done.stderr.strip().splitlines()[-1], flush=True)


if __name__ == "__main__":
    main()
