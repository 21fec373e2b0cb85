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
    return result, {"cpu": round(cpu, 3), "wall": round(wall, 3), "mb": memory_mb()}


def memory_mb() -> int:
    """Return the largest memory this process has had, in MB of 2^20 bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def timed(run: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return what a call returns, and its wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = run()
    return result, time.perf_counter() - wall, time.process_time() - cpu


def seconds(run: Callable[[], Any]) -> float:
    """Return the CPU seconds of a call."""
    start = time.process_time()
    run()
    return time.process_time() - start
