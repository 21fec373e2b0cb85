"""Measures a plan solved in blocks, province by province, by one worker process and by two, beside one process alone.

    python -m benchmarks.blocks                 a province of 65 counties in four blocks
    python -m benchmarks.blocks nation          minutes
    python -m benchmarks.blocks --here county   without Dask, all blocks in this process

People of county units stay in their county, those of the next level in their block; central bodies serve counties they
are paired with in every block, so that their people and quotas are shared. All made up. Each worker has one thread, and
so has the process alone. `longest` is the CPU time of the joint and of the busiest worker together: what the wall clock
would show if each had a core of its own, whatever else this machine does.
"""

import argparse
import json
import os
import time
from typing import Any

import numpy as np

from benchmarks.instances import SIZES, arrays
from benchmarks.measuring import measured
from zhucun.engine.posting import Jurisdiction, Plan, Problem, solve, verify
from zhucun.engine.posting.blocks import Here, OnDask, solve_in_blocks

CENTRAL = 40  # kinds of central bodies ...
PAIRED = 0.05  # ... and the share of counties each is paired with
BLOCKS = {"county": 1, "prefecture": 2, "province": 4, "nation": 19}


def shared_out(size: str) -> tuple[Problem, Any]:
    """Return the named instance under jurisdiction with central bodies, and the block of each village."""
    parts = arrays(size)
    counties, blocks = SIZES[size][3], BLOCKS[size]
    block_of = np.arange(counties) * blocks // counties
    level, home = parts["level"][parts["unit"]], parts["unit_county"][parts["unit"]]
    body = counties + blocks + parts["unit"] % CENTRAL
    kind = np.where(level == 1, home, np.where(level == 2, counties + block_of[home], body))
    allowed = np.zeros((counties, counties + blocks + CENTRAL), dtype=bool)
    allowed[np.arange(counties), np.arange(counties)] = True
    allowed[np.arange(counties), counties + block_of] = True
    allowed[:, counties + blocks :] = np.random.default_rng(4).random((counties, CENTRAL)) < PAIRED
    mask = Jurisdiction(parts["village_county"], kind, allowed)
    problem = Problem(parts["A"], parts["B"], unit=parts["unit"], most=parts["quota"], mask=mask)
    return problem, block_of[parts["village_county"]]


def told(plan: Plan, spent: dict[str, Any]) -> dict[str, Any]:
    """Return what a plan and its making come to."""
    found = {"total": plan.total, "proved": plan.proved, "gap": plan.gap, "unfilled": len(plan.unfilled)}
    return found | {"rounds": plan.effort["rounds"], "pairs": plan.effort["pairs"]} | spent


def alone(problem: Problem) -> tuple[Plan, dict[str, Any]]:
    """One process, one thread, no blocks."""
    os.cpu_count = lambda: 1  # type: ignore[method-assign]
    return measured(lambda: solve(problem))


def with_workers(problem: Problem, block: Any, count: int) -> tuple[Plan, dict[str, Any]]:
    """Blocks as Dask actors on so many worker processes, their start not counted; CPU seconds are the joint's own."""
    from distributed import Client, LocalCluster

    options = {"n_workers": count, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with LocalCluster(**options) as cluster, Client(cluster) as client:
        small, its_blocks = shared_out("county")
        for _ in range(count):  # compiled code is loaded in every worker
            solve_in_blocks(small, its_blocks, OnDask(client))
        before = client.run(time.process_time)
        plan, spent = measured(lambda: solve_in_blocks(problem, block, OnDask(client)))
        used = [seconds - before[worker] for worker, seconds in client.run(time.process_time).items()]
    longest = round(spent["cpu"] + max(used), 2)
    return plan, spent | {"workers_cpu": [round(seconds, 2) for seconds in used], "longest": longest}


def main() -> None:
    """Solve the named instance in every way and compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", nargs="?", default="province", choices=list(SIZES))
    parser.add_argument("--here", action="store_true", help="only without Dask")
    asked = parser.parse_args()
    problem, block = shared_out(asked.size)
    solve(shared_out("county")[0])
    runs = {"one process": lambda: alone(problem)}
    runs["blocks here"] = lambda: measured(lambda: solve_in_blocks(problem, block, Here()))
    if not asked.here:
        del runs["blocks here"]
        runs |= {f"{n} worker{'s' * (n > 1)}": lambda n=n: with_workers(problem, block, n) for n in (1, 2)}
    totals = set()
    for name, run in runs.items():
        plan, spent = run()
        totals.add((plan.total, len(plan.unfilled), tuple(plan.post.tolist())))
        print(f"{name:<12}", json.dumps(told(plan, spent)), flush=True)
    print("verified:", bool(verify(problem, plan)), "- the same plan in all:", len(totals) == 1)


if __name__ == "__main__":
    main()
