"""The scan over all pairs, compiled: worth after prices, tile by tile, keeping each village's best new pairs.

This loop is where a province spends its time (a nation: `outlined`), so it is written for the machine. A tile of
candidates' features stays in the cache while all villages pass over it; only a village's features that are not zero
are multiplied; eight, then four at a time, so that the sums stay in registers. Sums are exact in any order: all
numbers are whole and below 2**24 in 32-bit floats, or else in 64-bit ones.
"""

from typing import Any, NamedTuple

import numpy as np

from zhucun.engine.posting.compiled import compiled, compiled_fast

TILE = 512
CHUNK = 32
LOW = np.float32(-(2.0**53))  # below all that counts


class Best(NamedTuple):
    """The best new pairs of each village looked at, the worst of them first once the list is full."""

    worth: Any  # [villages, most_new]
    candidate: Any  # [villages, most_new]
    count: Any  # [villages]


class Rules(NamedTuple):
    """What rules a pair out though its worth is high; empty arrays where there is no such rule."""

    first_of_village: Any  # the pairs in the network already, in chains as in `kernels.Net`
    next_of_village: Any
    arc_candidate: Any
    first_special: Any  # [villages + 1] into `special`
    special: Any  # candidates whose pair with the village is dealt with elsewhere
    floor: Any  # [villages] the least score that counts
    allowed: Any  # [villages, candidates]
    closed: Any  # [candidates]


@compiled
def _counts(rules: Rules, v: int, c: int) -> bool:
    """Say whether a pair may be offered: allowed, and not in the network already."""
    if rules.closed[c]:
        return False
    if len(rules.allowed) > 0 and not rules.allowed[v, c]:
        return False
    for i in range(rules.first_special[v], rules.first_special[v + 1]):
        if rules.special[i] == c:
            return False
    arc = rules.first_of_village[v]
    while arc >= 0:
        if rules.arc_candidate[arc] == c:
            return False
        arc = rules.next_of_village[arc]
    return True


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
def take(line: Any, start: int, r: int, v: int, bar: Any, columns: Any, best: Best, rules: Rules) -> None:
    """Take from one village's worths with one tile those above its bar, raising the bar as its list fills."""
    for begin in range(0, len(line), CHUNK):
        stop = min(begin + CHUNK, len(line))
        high = False
        for i in range(begin, stop):
            high |= line[i] > bar[r]
        if not high:
            continue
        for i in range(begin, stop):
            if line[i] > bar[r] and _counts(rules, v, columns[start + i]):
                best.count[r] = _keep(best.worth[r], best.candidate[r], best.count[r], line[i], columns[start + i])
                if best.count[r] == best.worth.shape[1]:
                    bar[r] = max(bar[r], best.worth[r, 0])


@compiled_fast
def _is_high(line: Any, bar: Any) -> bool:
    high = False
    for i in range(len(line)):
        high |= line[i] > bar
    return high


@compiled_fast
def sink_below(line: Any, charge: Any, floor: Any) -> None:
    """Lower pairs below the floor out of sight."""
    for i in range(len(line)):
        line[i] = line[i] if line[i] + charge[i] >= floor else LOW


@compiled_fast
def _multiply(line: Any, B: Any, start: int, charge: Any, index: Any, value: Any, count: int) -> None:
    """Fill `line` with one village's worths with a tile: sum of value times feature, minus the charge."""
    stop = start + len(line)
    x0, x1, x2, x3 = value[0], value[1], value[2], value[3]
    x4, x5, x6, x7 = value[4], value[5], value[6], value[7]
    b0, b1, b2, b3 = B[index[0], start:stop], B[index[1], start:stop], B[index[2], start:stop], B[index[3], start:stop]
    b4, b5, b6, b7 = B[index[4], start:stop], B[index[5], start:stop], B[index[6], start:stop], B[index[7], start:stop]
    for i in range(len(line)):
        line[i] = (
            x0 * b0[i] + x1 * b1[i] + x2 * b2[i] + x3 * b3[i]
            + x4 * b4[i] + x5 * b5[i] + x6 * b6[i] + x7 * b7[i] - charge[i]
        )  # fmt: skip
    k = 8
    while k < count:
        x0, x1, x2, x3 = value[k], value[k + 1], value[k + 2], value[k + 3]
        b0, b1 = B[index[k], start:stop], B[index[k + 1], start:stop]
        b2, b3 = B[index[k + 2], start:stop], B[index[k + 3], start:stop]
        for i in range(len(line)):
            line[i] += x0 * b0[i] + x1 * b1[i] + x2 * b2[i] + x3 * b3[i]
        k += 4


@compiled
def not_zero(A: Any, rows: Any) -> Any:
    """Return which features of each village are not zero, their values, and how many; room for padding behind."""
    features = A.shape[1]
    index = np.zeros((len(rows), features + 12), np.int64)
    value = np.zeros((len(rows), features + 12), A.dtype)
    count = np.zeros(len(rows), np.int64)
    for r in range(len(rows)):
        for k in range(features):
            if A[rows[r], k] != 0:
                index[r, count[r]], value[r, count[r]] = k, A[rows[r], k]
                count[r] += 1
    return index, value, count


@compiled
def scan_features(A: Any, B: Any, charge: Any, columns: Any, rows: Any, bar: Any, best: Best, rules: Rules) -> None:
    """Keep for each village its best pairs above `bar`; B holds one feature a row, a column for each of `columns`."""
    index, value, count = not_zero(A, rows)
    width = B.shape[1]
    tile = np.empty(TILE, A.dtype)
    for start in range(0, width, TILE):
        line = tile[: min(TILE, width - start)]
        toll = charge[start : start + len(line)]
        for r in range(len(rows)):
            _multiply(line, B, start, toll, index[r], value[r], count[r])
            if len(rules.floor) > 0:
                sink_below(line, toll, A.dtype.type(rules.floor[rows[r]]))
            if _is_high(line, bar[r]):
                take(line, start, r, rows[r], bar, columns, best, rules)


@compiled
def scan_table(table: Any, charge: Any, columns: Any, rows: Any, bar: Any, best: Best, rules: Rules) -> None:
    """Keep for each village its best pairs above `bar`, from a plain table of scores."""
    line = np.empty(len(columns), charge.dtype)
    for r in range(len(rows)):
        for i in range(len(columns)):
            line[i] = table[rows[r], columns[i]] - charge[i]
        if len(rules.floor) > 0:
            sink_below(line, charge, rules.floor[rows[r]])
        if _is_high(line, bar[r]):
            take(line, 0, r, rows[r], bar, columns, best, rules)


@compiled
def bid_features(A: Any, B: Any, bid: Any, best: Any) -> None:
    """Raise `best` of each candidate to the most that any village gets from them above its `bid`."""
    index, value, count = not_zero(A, np.arange(len(A)))
    width = B.shape[1]
    tile, free = np.empty(TILE, A.dtype), np.zeros(TILE, A.dtype)
    for start in range(0, width, TILE):
        line = tile[: min(TILE, width - start)]
        for r in range(len(A)):
            _multiply(line, B, start, free[: len(line)], index[r], value[r], count[r])
            for i in range(len(line)):
                best[start + i] = max(best[start + i], line[i] - bid[r])
