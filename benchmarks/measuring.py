"""Seconds and memory of a call."""

import resource
import time
from collections.abc import Callable
from typing import Any


def measured(run: Callable[[], Any]) -> tuple[Any, dict[str, Any]]:
    """Return what a call returns, and its CPU and wall seconds and the process's largest memory in MB."""
    cpu, wall = time.process_time(), time.perf_counter()
    result = run()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return result, {"cpu": round(cpu, 3), "wall": round(wall, 3), "mb": memory}


def seconds(run: Callable[[], Any]) -> float:
    """Return the CPU seconds of a call."""
    start = time.process_time()
    run()
    return time.process_time() - start
