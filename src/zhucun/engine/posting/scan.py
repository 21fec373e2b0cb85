"""The scan of a block of worths, compiled: keep each village's best pairs that are not in the network yet."""

from typing import Any, NamedTuple

import numpy as np

from zhucun.engine.posting.compiled import compiled
from zhucun.engine.posting.kernels import Net

CHUNK = 32


class Best(NamedTuple):
    """The best new pairs of each village of a strip, the worst of them first once the list is full."""

    worth: Any  # [villages, most_new]
    candidate: Any  # [villages, most_new]
    count: Any  # [villages]


@compiled
def _is_known(net: Net, v: int, c: int, first_special: Any, special: Any) -> bool:
    """Say whether a pair is in the network already or must not be offered."""
    for i in range(first_special[v], first_special[v + 1]):
        if special[i] == c:
            return True
    arc = net.first_of_village[v]
    while arc >= 0:
        if net.arc_candidate[arc] == c:
            return True
        arc = net.next_of_village[arc]
    return False


@compiled
def _keep(worth: Any, candidate: Any, count: int, value: float, c: int) -> int:
    """Put a pair into a village's list, a heap with the worst at its head; return the new length."""
    size = len(worth)
    if count < size:
        i = count
        while i > 0 and worth[(i - 1) >> 1] > value:
            worth[i], candidate[i] = worth[(i - 1) >> 1], candidate[(i - 1) >> 1]
            i = (i - 1) >> 1
        worth[i], candidate[i] = value, c
        return count + 1
    i = 0
    while True:
        below = 2 * i + 1
        if below >= size:
            break
        if below + 1 < size and worth[below + 1] < worth[below]:
            below += 1
        if worth[below] >= value:
            break
        worth[i], candidate[i] = worth[below], candidate[below]
        i = below
    worth[i], candidate[i] = value, c
    return count


@compiled
def collect(
    values: Any, columns: Any, rows: Any, limit: Any, best: Best, net: Net, first_special: Any, special: Any
) -> None:
    """Keep for each village its best pairs above `limit`, skipping those already known."""
    width = values.shape[1]
    bars = np.empty(1, values.dtype)  # compares in the kind of the block, so that the loop stays wide
    for r in range(len(rows)):
        v = rows[r]
        line = values[r]
        full = best.count[r] == best.worth.shape[1]
        bars[0] = max(limit[r], best.worth[r, 0]) if full else limit[r]
        bar = bars[0]
        for start in range(0, width, CHUNK):
            stop = min(start + CHUNK, width)
            high = False
            for i in range(start, stop):
                high |= line[i] > bar
            if not high:
                continue
            for i in range(start, stop):
                if line[i] > bar and not _is_known(net, v, columns[i], first_special, special):
                    best.count[r] = _keep(best.worth[r], best.candidate[r], best.count[r], line[i], columns[i])
                    if best.count[r] == best.worth.shape[1]:
                        bars[0] = max(limit[r], best.worth[r, 0])
                        bar = bars[0]
