"""Measures `zhucun post` of a whole county as a cold process: imports, reading, solving, proof, workbook.

    python -m benchmarks.command        157 villages, 600 people, two csv files in, one workbook out

The kernels are compiled and the byte code is written once before, as an installation does. CPU seconds of the child.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from zhucun.engine.facts import Subject
from zhucun.engine.intake import write_facts
from zhucun.engine.posting.prepare import prepare
from zhucun.engine.sample_world import county

RUNS = 7


def main() -> None:
    """Print the median, the least and the most of the runs."""
    prepare()
    with tempfile.TemporaryDirectory() as folder:
        world, paths = (
            county("610426", people=600),
            [Path(folder) / name for name in ("villages.csv", "candidates.csv")],
        )
        write_facts(Subject.VILLAGES, world.villages, paths[0])
        write_facts(Subject.CANDIDATES, world.candidates, paths[1])
        words = [
            sys.executable,
            "-m",
            "zhucun.cli",
            "post",
            *paths,
            "-o",
            Path(folder) / "plan.xlsx",
            "--on",
            "2026-03-01",
        ]
        spent = sorted([_seconds(words, folder) for _ in range(RUNS + 1)][1:])
    print(f"zhucun post, {len(world.villages)} x {len(world.candidates)}, cold: median {statistics.median(spent):.2f} "
          f"CPU s ({spent[0]:.2f} to {spent[-1]:.2f}, {RUNS} runs)")  # fmt: skip


def _seconds(words: list[object], folder: str) -> float:
    """Return the CPU seconds of one run; its byte code is kept in the folder, whatever the caller's settings."""
    around = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": folder}
    before = _children()
    done = subprocess.run([str(word) for word in words], env=around, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(done.stderr.decode())
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    main()
