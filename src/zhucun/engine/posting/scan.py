"""The scan over all pairs, compiled: worth after prices, tile by tile, keeping each village's best new pairs.

This loop is where a nation spends its time, so it is written for the machine. A tile of candidates' features stays in
the cache while all villages pass over it; only a village's features that are not zero are multiplied; eight, then four
at a time, so that the sums stay in registers. float32 is exact here: all numbers are whole and below 2**24.
"""

from typing import Any, NamedTuple

import numpy as np

from zhucun.engine.posting.compiled import compiled, compiled_fast

TILE = 512
CHUNK = 32
AT_ONCE = 12  # features multiplied in one pass where most tiles are passed over
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
def _take(line: Any, start: int, r: int, v: int, bar: Any, columns: Any, best: Best, rules: Rules) -> None:
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
def _sink_below(line: Any, charge: Any, floor: Any) -> None:
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
def _not_zero(A: Any, rows: Any) -> Any:
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
    index, value, count = _not_zero(A, rows)
    width = B.shape[1]
    tile = np.empty(TILE, A.dtype)
    for start in range(0, width, TILE):
        line = tile[: min(TILE, width - start)]
        toll = charge[start : start + len(line)]
        for r in range(len(rows)):
            _multiply(line, B, start, toll, index[r], value[r], count[r])
            if len(rules.floor) > 0:
                _sink_below(line, toll, A.dtype.type(rules.floor[rows[r]]))
            if _is_high(line, bar[r]):
                _take(line, start, r, rows[r], bar, columns, best, rules)


@compiled
def scan_table(table: Any, charge: Any, columns: Any, rows: Any, bar: Any, best: Best, rules: Rules) -> None:
    """Keep for each village its best pairs above `bar`, from a plain table of scores."""
    line = np.empty(len(columns), charge.dtype)
    for r in range(len(rows)):
        for i in range(len(columns)):
            line[i] = table[rows[r], columns[i]] - charge[i]
        if len(rules.floor) > 0:
            _sink_below(line, charge, rules.floor[rows[r]])
        if _is_high(line, bar[r]):
            _take(line, 0, r, rows[r], bar, columns, best, rules)


@compiled
def bid_features(A: Any, B: Any, bid: Any, best: Any) -> None:
    """Raise `best` of each candidate to the most that any village gets from them above its `bid`."""
    index, value, count = _not_zero(A, np.arange(len(A)))
    width = B.shape[1]
    tile, free = np.empty(TILE, A.dtype), np.zeros(TILE, A.dtype)
    for start in range(0, width, TILE):
        line = tile[: min(TILE, width - start)]
        for r in range(len(A)):
            _multiply(line, B, start, free[: len(line)], index[r], value[r], count[r])
            for i in range(len(line)):
                best[start + i] = max(best[start + i], line[i] - bid[r])


class Pool(NamedTuple):
    """The people of a nation, in small tiles of like beside like, and what they cost; see `outline`."""

    listed: Any  # [people] candidates
    first: Any  # [tiles + 1] into `listed`
    features: Any  # end to end, each tile with one feature a row
    least: Any  # [features, tiles] the least value of each feature in each tile ...
    greatest: Any  # ... and the greatest
    toll: Any  # [people]


@compiled_fast
def _highest(tile: Any, toll: Any, index: Any, value: Any, least: Any) -> int:
    """Return the highest worth of one village with a tile, of at most twelve features that are not zero."""
    x0, x1, x2, x3, x4, x5 = value[0], value[1], value[2], value[3], value[4], value[5]
    y0, y1, y2, y3, y4, y5 = value[6], value[7], value[8], value[9], value[10], value[11]
    b0, b1, b2, b3 = tile[index[0]], tile[index[1]], tile[index[2]], tile[index[3]]
    b4, b5, c0, c1 = tile[index[4]], tile[index[5]], tile[index[6]], tile[index[7]]
    c2, c3, c4, c5 = tile[index[8]], tile[index[9]], tile[index[10]], tile[index[11]]
    high = least[0]
    for i in range(len(toll)):
        worth = (
            x0 * b0[i] + x1 * b1[i] + x2 * b2[i] + x3 * b3[i] + x4 * b4[i] + x5 * b5[i]
            + y0 * c0[i] + y1 * c1[i] + y2 * c2[i] + y3 * c3[i] + y4 * c4[i] + y5 * c5[i] - toll[i]
        )  # fmt: skip
        high = max(high, least.dtype.type(worth))  # a whole number in any case, and these compare faster
    return int(high)


@compiled_fast
def _write(line: Any, tile: Any, toll: Any, index: Any, value: Any) -> None:
    """Fill `line` with what `_highest` compares."""
    x0, x1, x2, x3, x4, x5 = value[0], value[1], value[2], value[3], value[4], value[5]
    y0, y1, y2, y3, y4, y5 = value[6], value[7], value[8], value[9], value[10], value[11]
    b0, b1, b2, b3 = tile[index[0]], tile[index[1]], tile[index[2]], tile[index[3]]
    b4, b5, c0, c1 = tile[index[4]], tile[index[5]], tile[index[6]], tile[index[7]]
    c2, c3, c4, c5 = tile[index[8]], tile[index[9]], tile[index[10]], tile[index[11]]
    for i in range(len(line)):
        line[i] = (
            x0 * b0[i] + x1 * b1[i] + x2 * b2[i] + x3 * b3[i] + x4 * b4[i] + x5 * b5[i]
            + y0 * c0[i] + y1 * c1[i] + y2 * c2[i] + y3 * c3[i] + y4 * c4[i] + y5 * c5[i] - toll[i]
        )  # fmt: skip


@compiled_fast
def _subtract(line: Any, tile: Any, toll: Any, index: Any, value: Any, begin: int, stop: int) -> None:
    """Fill `line` with the toll less one village's worths, as far as its features from `begin` on make them."""
    for k in range(begin, stop, 4):
        x0, x1, x2, x3 = value[k], value[k + 1], value[k + 2], value[k + 3]
        b0, b1, b2, b3 = tile[index[k]], tile[index[k + 1]], tile[index[k + 2]], tile[index[k + 3]]
        for i in range(len(line)):
            line[i] = toll[i] - x0 * b0[i] - x1 * b1[i] - x2 * b2[i] - x3 * b3[i]
        toll = line


@compiled
def _top(line: Any, tile: Any, toll: Any, index: Any, value: Any, count: int, least: Any) -> int:
    """Return the highest worth of one village with a tile."""
    if count > AT_ONCE:
        _subtract(line, tile, toll, index, value, AT_ONCE, count)
        toll = line
    return int(_highest(tile, toll, index, value, least))


@compiled
def bound_tiles(A: Any, middle: Any, pool: Pool, least: Any, bound: Any) -> None:
    """Bound what each village can have of each tile: what its strip's middle can, and what the village lies away."""
    strip = -(-len(A) // len(middle))
    index, value, count = _not_zero(middle, np.arange(len(middle)))
    line, wide = np.empty(np.max(np.diff(pool.first)), A.dtype), len(pool.least)
    for t in range(len(pool.first) - 1):
        start, stop = pool.first[t], pool.first[t + 1]
        tile = pool.features[start * wide : stop * wide].reshape(wide, stop - start)
        for m in range(len(middle)):
            top = _top(line[: stop - start], tile, pool.toll[start:stop], index[m], value[m], count[m], least)
            bound[m * strip : (m + 1) * strip, t] = top
    for r in range(len(A)):
        for k in range(wide):
            away = A[r, k] - middle[r // strip, k]
            if away != 0:
                _reach(bound[r], away, pool.greatest[k] if away > 0 else pool.least[k])


@compiled_fast
def _reach(bound: Any, away: Any, extreme: Any) -> None:
    for t in range(len(bound)):
        bound[t] += away * extreme[t]


@compiled
def scan_outlined(
    A: Any, pool: Pool, rows: Any, bar: Any, bound: Any, begin: Any, best: Best, rules: Rules, least: Any
) -> int:
    """Keep for each village its best pairs above `bar`, its tiles of `begin` first; return how many pairs were seen.

    A village passes over a tile whose bound for it is no higher than its bar.
    """
    index, value, count = _not_zero(A, rows)
    tiles, wide = len(pool.first) - 1, len(pool.least)
    line, seen, pairs = np.empty(np.max(np.diff(pool.first)), A.dtype), np.zeros((len(rows), tiles), np.bool_), 0
    here, start, stop = 0, pool.first[0], pool.first[1]
    tile = pool.features[: stop * wide].reshape(wide, stop)
    toll, cost = pool.toll[:stop], line[:stop]
    for turn in range(begin.shape[1] + tiles):
        for r in range(len(rows)):
            t = begin[r, turn] if turn < begin.shape[1] else turn - begin.shape[1]
            if bound[r, t] <= bar[r] or seen[r, t]:
                continue
            seen[r, t] = True
            if t != here:
                here, start, stop = t, pool.first[t], pool.first[t + 1]
                tile = pool.features[start * wide : stop * wide].reshape(wide, stop - start)
                toll, cost = pool.toll[start:stop], line[: stop - start]
            pairs += stop - start
            if _top(cost, tile, toll, index[r], value[r], count[r], least) > bar[r]:
                _write(cost, tile, cost if count[r] > AT_ONCE else toll, index[r], value[r])
                if len(rules.floor) > 0:
                    _sink_below(cost, toll, A.dtype.type(rules.floor[rows[r]]))
                _take(cost, start, r, rows[r], bar, pool.listed, best, rules)
    return pairs
