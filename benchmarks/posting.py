"""Measures the posting engine beside SciPy, OR-Tools and HiGHS on the same seeded instances.

    python -m benchmarks.posting                      county and prefecture
    python -m benchmarks.posting province nation      larger ones, by name (nation: minutes)
    python -m benchmarks.posting --changes province   recalls, counterfactuals and floors, re-proved
    python -m benchmarks.posting --recalls nation     one solve and then recalls, in one process
    python -m benchmarks.posting --crossing prefecture   in each county more women, more young, fewer near retirement
    python -m benchmarks.posting --areas prefecture   quotas of townships and counties, people few and many
    python -m benchmarks.posting --stress prefecture  no slack, strong common quality, many ties, hardly enough people

Every line is a process of its own; up to a thousand million pairs the second solve in it is reported, so that loading
compiled code is not counted.
Compare CPU seconds: they do not depend on what else the machine does as wall seconds do.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks import peers
from benchmarks.instances import OPTIMUM, SIZES, arrays, problem, with_jurisdiction
from benchmarks.measuring import measured, memory_mb, seconds
from zhucun.engine.posting import Area, Live, Plan, Problem, solve, verify
from zhucun.engine.posting.frame import Frame
from zhucun.engine.posting.optimum import Optimum, optimise
from zhucun.engine.posting.solve import plan_of
from zhucun.engine.posting.tree import paid

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
    return _told(given, plan, spent)


def _told(given: Problem, plan: Plan, spent: dict[str, Any]) -> dict[str, Any]:
    """Return what a plan and its making come to."""
    found = {"total": plan.total, "proved": plan.proved, "gap": plan.gap, "unfilled": len(plan.unfilled)}
    arcs, pairs = round(plan.effort["arcs"] / max(given.villages, 1), 1), plan.effort["pairs"]
    return found | spent | {"arcs": arcs, "pairs": pairs, "rounds": plan.effort["rounds"]}


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
        spans["forbid"].append(seconds(lambda v=v: live.trial(forbid=[(v, int(plan.post[v]))], moves=False)))
        spans["force"].append(seconds(lambda v=v, c=c: live.trial(force=[(v, c)], moves=False)))
    for v in villages.tolist():
        spans["recall"].append(seconds(lambda v=v: live.recall(int(plan.post[v]), moves=False)))
    found = {
        f"{name}_{q}": round(float(np.quantile(times, p)), 4) for name, times in spans.items() for q, p in QUANTILES
    }
    fair, spent = measured(lambda: solve(given, floor=1.0))
    return found | {"floor_cpu": spent["cpu"], "maximin": fair.floor.maximin, "price": fair.price_of_floor}


def recalls(size: str) -> dict[str, Any]:
    """The engine, and recalls on the network that made the plan: a nation need not be solved twice to be asked."""
    given = problem(size)

    def run() -> tuple[Optimum, Plan]:
        optimum = optimise(Frame(given))
        return optimum, plan_of(optimum)

    if given.villages * given.candidates < 1e9:
        run()
    (optimum, plan), spent = measured(run)
    live = Live(given, plan, optimum=optimum)
    people = np.random.default_rng(2).permutation(plan.post[plan.post >= 0])[:60].tolist()
    live.recall(people.pop(), moves=False)  # features are laid out at the first
    spans = [seconds(lambda c=c: live.recall(c, moves=False)) for c in people]
    found = {f"recall_{q}": round(float(np.quantile(spans, p)), 4) for q, p in (*QUANTILES, ("max", 1.0))}
    said = plan.bound - plan.certificate.unfilled_cost * len(plan.unfilled)
    checked = {
        "mb_after": memory_mb(),
        "still_proved": live.optimum.proved,
        "checked": bound_by_blas(given, plan) == said,
    }
    return _told(given, plan, spent) | found | checked


def bound_by_blas(given: Problem, plan: Plan) -> int:
    """Return what no plan can exceed at the plan's prices, every pair multiplied by BLAS, none of the solver used.

    `verify` says the same, and for any rules; at a nation's size it would take an hour. Exact: all is below 2**24.
    """
    proof = plan.certificate
    charge = proof.candidate + np.append(given.tree.summed(proof.quota), 0)[given.unit]
    toll = charge.astype(np.float32)
    best = np.full(given.villages, -float(proof.unfilled_cost))
    for first in range(0, given.villages, 1024):
        rows = slice(first, first + 1024)
        for start in range(0, given.candidates, 4096):
            worth = given.A[rows] @ given.B[start : start + 4096].T
            worth -= toll[start : start + 4096]
            best[rows] = np.maximum(best[rows], worth.max(axis=1))
    return int(best.sum()) + int(proof.candidate.sum()) + paid(proof.quota, given.tree)


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


def crossing(size: str) -> dict[str, Any]:
    """Three rules for each county that cross the units: against the plan without, and proved over all pairs."""
    from zhucun.engine.posting.crossing import Crossing, solve_crossing  # SciPy, which no other run shall hold

    given, parts = problem(size), arrays(size)
    plan, rules = solve(given), []
    for county in range(SIZES[size][3]):
        villages = np.flatnonzero(parts["village_county"] == county)
        for name, counted in (("women", parts["woman"] == 1), ("young", parts["group"] == 0)):
            more = int(counted[plan.post[villages]].sum() * 1.15) + 1
            rules.append(Crossing(f"{name} {county}", tuple(villages), tuple(np.flatnonzero(counted)), least=more))
        late = parts["group"] == 2
        fewer = int(late[plan.post[villages]].sum() * 0.8)
        rules.append(Crossing(f"late {county}", tuple(villages), tuple(np.flatnonzero(late)), most=fewer))
    found, spent = measured(lambda: solve_crossing(given, rules))
    told = {"rules": len(rules), "total": found.total, "proved": found.proved, "by_prices_alone": found.gap}
    return told | {"price_of_rules": found.price_of_rules, "pairs": found.pairs} | spent


TOWNSHIPS = 12  # of each county


def areas(size: str) -> dict[str, Any]:
    """The engine without and with quotas of townships and counties, from fewer people than villages to four times."""
    parts, quotas = arrays(size), []
    for county in range(SIZES[size][3]):
        inside = np.flatnonzero(parts["village_county"] == county)
        quotas.append(Area(f"county {county}", tuple(inside), most=int(0.85 * len(inside))))
        for town in np.array_split(inside, TOWNSHIPS):
            quotas.append(Area(f"town {town[0]}", tuple(town), most=len(town) - 1, least=len(town) // 2))
    solve(problem(size))  # so that loading compiled code is not counted
    villages, found = len(parts["A"]), {"quotas": len(quotas)}
    mixed = np.random.default_rng(5).permutation(len(parts["B"]))
    for people in (int(villages * share) for share in (0.8, 1.1, 4.0)):
        some = np.sort(mixed[:people])
        for name, limits in (("without", []), ("with", quotas)):
            given = Problem(parts["A"], parts["B"][some], unit=parts["unit"][some], most=parts["quota"], areas=limits)
            plan, spent = measured(lambda given=given: solve(given))
            assert plan.proved
            found |= {f"{people}_{name}": spent["cpu"], f"{people}_{name}_empty": len(plan.unfilled)}
    return found


RUNS: dict[str, Callable[[str], dict[str, Any]]] = {
    "engine": engine,
    "jurisdiction": jurisdiction,
    "scipy": peers.scipy_dummy_rows,
    "ortools": peers.ortools_flow,
    "highs": peers.highs,
    "changes": changes,
    "stress": stress,
    "recalls": recalls,
    "crossing": crossing,
    "areas": areas,
}


EXTRA = ("changes", "recalls", "stress", "jurisdiction", "crossing", "areas")  # asked for by name only


def asked_of(size: str) -> list[str]:
    """Return who is asked at this size: a table of all pairs must fit, and HiGHS must end in a minute."""
    villages, people = SIZES[size][:2]
    if villages * people > DENSE:
        return ["engine"]
    return ["engine", "scipy", "ortools", "highs"] if size == "county" else ["engine", "scipy", "ortools"]


def main() -> None:
    """Run what the command line asks for and print it as it comes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", metavar="SIZE", help=", ".join(SIZES))
    for name in EXTRA:
        parser.add_argument(f"--{name}", action="store_true", help=RUNS[name].__doc__)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    sizes = asked.sizes or ["county", "prefecture"]
    if unknown := set(sizes) - set(SIZES):
        parser.error(f"unknown size {', '.join(unknown)}: choose from {', '.join(SIZES)}")
    if asked.one:
        print(json.dumps(RUNS[asked.one](sizes[0])))
        return
    extra = [name for name in EXTRA if getattr(asked, name)]
    for size in sizes:
        villages, people, units, _ = SIZES[size]
        print(f"\n{size}: {villages:,} villages x {people:,} people, {units:,} units; proven optimum {OPTIMUM[size]:,}")
        for name in extra or asked_of(size):
            command = [sys.executable, "-m", "benchmarks.posting", "--one", name, size]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            print(f"  {name:<13}", done.stdout.strip() or done.stderr.strip().splitlines()[-1], flush=True)


if __name__ == "__main__":
    main()
