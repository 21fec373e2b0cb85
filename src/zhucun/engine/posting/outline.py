"""Bounds what villages can find among people without looking at every pair: like beside like, seen by their outlines.

Villages that want alike stand beside each other in strips, people who offer alike in tiles. What a village of a strip
can have of anybody in a tile is at most what the strip's middle can have of its people, and as much more as the
village lies away from the middle, times how far the tile's people reach in that direction. Close together, the bound
is close: in a nation's pool it spares most pairs.

A feature loosens the bound only if it varies on both sides at once: within a strip, and within a tile. So people are
put in order first, by what varies most among villages (where they live, above all), and villages then by what still
varies within the tiles so made (what they need).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from zhucun.engine.posting.problem import EXACT_IN_FLOAT32, Array, Integers

WORTHWHILE = 500_000_000  # pairs; of fewer, too many are seen in any case
STRIP = 16  # villages
TOGETHER = 512  # villages that have their bounds at a time
ENOUGH = 1024  # rows looked at to choose where to split


def is_worthwhile(villages: int, candidates: int) -> bool:
    """Say whether there are so many pairs that finding out what to pass over takes less time than it saves."""
    return villages * candidates > WORTHWHILE


def in_order(A: Array, B: Array, tile: int) -> tuple[Integers, Integers]:
    """Return villages in an order for strips, and people in one for tiles of a size."""
    people = side_by_side(B, A[:: len(A) // ENOUGH + 1].std(axis=0), tile)
    least, greatest = outlines(B, people, tile)
    return side_by_side(A, (greatest - least).mean(axis=0), STRIP), people


def side_by_side(features: Array, weight: Array, size: int) -> Integers:
    """Return an order of rows in which like stands beside like, `weight` saying how much each feature matters.

    Rows are split in the middle of what differs most among them, until no more than `size` are left together.
    """
    found, waiting = [], [np.arange(len(features))]
    while waiting:
        part = waiting.pop()
        if len(part) <= size:
            found.append(part)
            continue
        middle = -(-len(part) // (2 * size)) * size
        widest = (features[part[:: len(part) // ENOUGH + 1]].std(axis=0) * weight).argmax()
        part = part[np.argpartition(features[part, widest], middle)]
        waiting += [part[middle:], part[:middle]]
    return np.concatenate(found)


def outlines(features: Array, order: Integers, size: int) -> tuple[Array, Array]:
    """Return the least and the greatest value of each feature in each tile."""
    first = np.arange(0, len(order), size)
    parts = [features[order[start : start + size]] for start in first]
    return np.array([part.min(axis=0) for part in parts]), np.array([part.max(axis=0) for part in parts])


def stays_exact(A: Array, B: Array, toll: Array) -> bool:
    """Say whether the sums below are whole numbers that 32-bit floats hold."""
    if A.dtype != np.float32 or not A.shape[1]:
        return False
    heights = np.abs(A).max(axis=0) * np.abs(B).max(axis=0)
    return bool(3 * heights.sum() + np.abs(toll).max() < EXACT_IN_FLOAT32)


def bounds(A: Array, pool: Any) -> Array:
    """Return for each tile a bound on what each of some villages, in order, can have of it."""
    from zhucun.engine.posting import outlined

    bound, middle = np.empty((len(pool.features), len(A)), A.dtype), middles(A)
    away = np.ascontiguousarray((A - middle.repeat(STRIP, axis=0)[: len(A)]).T)
    outlined.bound_tiles(away, middle, STRIP, pool, bound)
    return bound


def middles(A: Array) -> Array:
    """Return the middle of each strip: of each feature the median, from which its villages lie least away in all."""
    strips = (A[start : start + STRIP] for start in range(0, len(A), STRIP))
    return np.array([np.sort(strip, axis=0)[len(strip) // 2] for strip in strips])


def promising(bound: Array, tiles: int) -> Integers:
    """Return for each village the tiles that promise most to the first village of its strip, a row for each turn."""
    last = bound.shape[0] - min(tiles, bound.shape[0])
    best = np.argpartition(bound[:, ::STRIP], last, axis=0)[last:]
    return best.repeat(STRIP, axis=1)[:, : bound.shape[1]]


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """People in tiles and what villages see of them, without what all have alike: that is counted once.

    A feature all villages share is part of a person's toll; one all people share is the village's `gift`, whomever it
    takes. Both save multiplications, and neither can loosen a bound.
    """

    A: Array
    gift: Array
    pool: Any

    @classmethod
    def of(cls, A: Array, B: Array, listed: Integers, toll: Array) -> "Offer":
        """Set out listed people, in order, at their tolls."""
        shared, common = (A[0] == A).all(axis=0), (B[0] == B).all(axis=0)
        kept = ~(shared | common)
        kept[0] |= not kept.any()
        shared, common = shared & ~kept, common & ~kept & ~shared
        less = toll - B[listed][:, shared] @ A[0, shared]
        pool = pool_of(B[:, kept], listed, less, toll)
        return cls(np.ascontiguousarray(A[:, kept]), A[:, common] @ B[0, common], pool)


def pool_of(B: Array, listed: Integers, toll: Array, charge: Array) -> Any:
    """Return people in order as the scan wants them: each tile's features beside each other in memory."""
    from zhucun.engine.posting import outlined

    size = outlined.TILE
    tiles, wide = -(-len(listed) // size), B.shape[1]
    least, greatest = outlines(B, listed, size)
    features, costs = np.zeros((tiles, wide, size), B.dtype), np.full((2, tiles * size), outlined.NOBODY, B.dtype)
    costs[:, : len(listed)] = toll, charge
    for t in range(tiles):
        tile = B[listed[t * size : (t + 1) * size]]
        features[t, :, : len(tile)] = tile.T
    return outlined.Pool(listed, features, least, greatest, *costs.reshape(2, tiles, size))


def bids(A: Array, B: Array, bid: Integers) -> Array:
    """Return for each person the most that any village gets from them above its bid, at least 0."""
    from zhucun.engine.posting import outlined

    villages, people = in_order(A, B, outlined.TILE)
    offer = Offer.of(A, B, people, np.zeros(len(people)))
    best = np.zeros(offer.pool.toll.shape, A.dtype)
    for start in range(0, len(villages), TOGETHER):
        rows = villages[start : start + TOGETHER]
        bound = bounds(offer.A[rows], offer.pool)
        outlined.bid_outlined(offer.A[rows], offer.pool, (bid[rows] - offer.gift[rows]).astype(A.dtype), bound, best)
    found = np.empty(len(people), A.dtype)
    found[people] = best.ravel()[: len(people)]
    return found
