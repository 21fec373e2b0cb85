"""The scans that pass over most tiles of people, compiled; `outline` tells the bound and why it holds.

Every tile is TILE people wide, the last one filled up with nobodies, so that the machine code of a tile has no loose
ends. float32 is exact here, and whole numbers are compared as such because those compare faster.
"""

from typing import Any, NamedTuple

import numpy as np

from zhucun.engine.posting.compiled import compiled_fast, inlined
from zhucun.engine.posting.scan import LOW, Best, Rules, not_zero, sink_below, take

TILE = 64  # people
AT_ONCE = 12  # features multiplied in one pass: few villages have more that are not zero
NOBODY = 2.0**30  # the toll of a nobody: below every bar, and still a 32-bit number
LEAST = -(2**31) + 1
NOWHERE = -1  # no tile


class Pool(NamedTuple):
    """The people of a nation, in small tiles of like beside like, and what they cost; see `outline`."""

    listed: Any  # [people] candidates
    features: Any  # [tiles, features, TILE]
    least: Any  # [tiles, features] the least value of each feature in each tile ...
    greatest: Any  # ... and the greatest
    toll: Any  # [tiles, TILE] what each costs, less what they are worth to all villages alike
    charge: Any  # [tiles, TILE] what each costs


@inlined
def _highest(tiles: Any, t: int, cost: Any, index: Any, value: Any, r: int) -> int:
    """Return the highest worth of village r with tile t, of at most twelve features that are not zero."""
    x0, x1, x2, x3, x4, x5 = value[r, 0], value[r, 1], value[r, 2], value[r, 3], value[r, 4], value[r, 5]
    y0, y1, y2, y3, y4, y5 = value[r, 6], value[r, 7], value[r, 8], value[r, 9], value[r, 10], value[r, 11]
    b0, b1, b2 = tiles[t, index[r, 0]], tiles[t, index[r, 1]], tiles[t, index[r, 2]]
    b3, b4, b5 = tiles[t, index[r, 3]], tiles[t, index[r, 4]], tiles[t, index[r, 5]]
    c0, c1, c2 = tiles[t, index[r, 6]], tiles[t, index[r, 7]], tiles[t, index[r, 8]]
    c3, c4, c5 = tiles[t, index[r, 9]], tiles[t, index[r, 10]], tiles[t, index[r, 11]]
    high = np.int32(LEAST)
    for i in range(TILE):
        worth = (
            x0 * b0[i] + x1 * b1[i] + x2 * b2[i] + x3 * b3[i] + x4 * b4[i] + x5 * b5[i]
            + y0 * c0[i] + y1 * c1[i] + y2 * c2[i] + y3 * c3[i] + y4 * c4[i] + y5 * c5[i] - cost[i]
        )  # fmt: skip
        high = max(high, np.int32(worth))
    return int(high)


@compiled_fast
def _write(line: Any, tiles: Any, t: int, cost: Any, index: Any, value: Any, r: int) -> None:
    """Fill `line` with what `_highest` compares."""
    x0, x1, x2, x3, x4, x5 = value[r, 0], value[r, 1], value[r, 2], value[r, 3], value[r, 4], value[r, 5]
    y0, y1, y2, y3, y4, y5 = value[r, 6], value[r, 7], value[r, 8], value[r, 9], value[r, 10], value[r, 11]
    b0, b1, b2 = tiles[t, index[r, 0]], tiles[t, index[r, 1]], tiles[t, index[r, 2]]
    b3, b4, b5 = tiles[t, index[r, 3]], tiles[t, index[r, 4]], tiles[t, index[r, 5]]
    c0, c1, c2 = tiles[t, index[r, 6]], tiles[t, index[r, 7]], tiles[t, index[r, 8]]
    c3, c4, c5 = tiles[t, index[r, 9]], tiles[t, index[r, 10]], tiles[t, index[r, 11]]
    for i in range(TILE):
        line[i] = (
            x0 * b0[i] + x1 * b1[i] + x2 * b2[i] + x3 * b3[i] + x4 * b4[i] + x5 * b5[i]
            + y0 * c0[i] + y1 * c1[i] + y2 * c2[i] + y3 * c3[i] + y4 * c4[i] + y5 * c5[i] - cost[i]
        )  # fmt: skip


@inlined
def _charge(cost: Any, toll: Any, t: int) -> None:
    """Fill `cost` with the tolls of a tile."""
    for i in range(TILE):
        cost[i] = toll[t, i]


@compiled_fast
def _subtract(cost: Any, tiles: Any, t: int, index: Any, value: Any, r: int, count: int) -> None:
    """Take the worths of the features beyond those multiplied at once off the cost."""
    for k in range(AT_ONCE, count, 4):
        x0, x1, x2, x3 = value[r, k], value[r, k + 1], value[r, k + 2], value[r, k + 3]
        b0, b1 = tiles[t, index[r, k]], tiles[t, index[r, k + 1]]
        b2, b3 = tiles[t, index[r, k + 2]], tiles[t, index[r, k + 3]]
        for i in range(TILE):
            cost[i] -= x0 * b0[i] + x1 * b1[i] + x2 * b2[i] + x3 * b3[i]


@compiled_fast
def _stretch(bound: Any, away: Any, least: float, greatest: float) -> None:
    """Raise the bounds of villages by as much as one feature can bring them beyond their strip's middle."""
    for r in range(len(bound)):
        bound[r] += away[r] * (greatest if away[r] > 0 else least)


@compiled_fast
def bound_tiles(away: Any, middle: Any, strip: int, pool: Pool, bound: Any) -> None:
    """Bound what each village can have of each tile: what its strip's middle can, and what it lies `away` from that."""
    wide = middle.shape[1]
    index, value, count = not_zero(middle, np.arange(len(middle)))
    tiles, cost = pool.features, np.empty(TILE, middle.dtype)
    charged = NOWHERE  # whose tolls `cost` holds
    differs = [k for k in range(wide) if np.any(away[k] != 0)]
    for t in range(len(bound)):
        for m in range(len(middle)):
            if charged != t:
                _charge(cost, pool.toll, t)
                charged = t
            if count[m] > AT_ONCE:
                _subtract(cost, tiles, t, index, value, m, count[m])
                charged = NOWHERE
            bound[t, m * strip : (m + 1) * strip] = _highest(tiles, t, cost, index, value, m)
        for k in differs:
            _stretch(bound[t], away[k], pool.least[t, k], pool.greatest[t, k])


@compiled_fast
def scan_outlined(A: Any, pool: Pool, rows: Any, bar: Any, bound: Any, begin: Any, best: Best, rules: Rules) -> None:
    """Keep for each village its best pairs above `bar`, its tiles of `begin` first.

    A village passes over a tile whose bound for it is no higher than its bar; what has been seen is bounded no more.
    """
    index, value, count = not_zero(A, np.arange(len(A)))
    tiles, line, cost = pool.features, np.empty(TILE, A.dtype), np.empty(TILE, A.dtype)
    charged = NOWHERE
    for turn in range(len(begin) + len(bound)):
        for r in range(len(rows)):
            t = begin[turn, r] if turn < len(begin) else turn - len(begin)
            if bound[t, r] <= bar[r]:
                continue
            bound[t, r] = LOW
            if charged != t:
                _charge(cost, pool.toll, t)
                charged = t
            if count[r] > AT_ONCE:
                _subtract(cost, tiles, t, index, value, r, count[r])
                charged = NOWHERE
            if _highest(tiles, t, cost, index, value, r) > bar[r]:
                _write(line, tiles, t, cost, index, value, r)
                if len(rules.floor) > 0:
                    sink_below(line, pool.charge[t], A.dtype.type(rules.floor[rows[r]]))
                people = min(TILE, len(pool.listed) - t * TILE)
                take(line[:people], t * TILE, r, rows[r], bar, pool.listed, best, rules)


@compiled_fast
def bid_outlined(A: Any, pool: Pool, bid: Any, bound: Any, best: Any) -> None:
    """Raise `best` of each person, tile by tile, to the most that any village gets from them above its `bid`."""
    index, value, count = not_zero(A, np.arange(len(A)))
    tiles, line, cost = pool.features, np.empty(TILE, A.dtype), np.empty(TILE, A.dtype)
    charged = NOWHERE
    for t in range(len(tiles)):
        lowest = best[t].min()
        for r in range(len(A)):
            if bound[t, r] - bid[r] <= lowest:
                continue
            if charged != t:
                _charge(cost, pool.toll, t)
                charged = t
            if count[r] > AT_ONCE:
                _subtract(cost, tiles, t, index, value, r, count[r])
                charged = NOWHERE
            if _highest(tiles, t, cost, index, value, r) - bid[r] > lowest:
                _write(line, tiles, t, cost, index, value, r)
                for i in range(TILE):
                    best[t, i] = max(best[t, i], line[i] - bid[r])
                lowest = best[t].min()
