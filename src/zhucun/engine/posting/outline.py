"""Bounds what villages can find among people without looking at every pair: like beside like, seen by their outlines.

Villages that want alike stand beside each other in strips, people who offer alike in tiles. What a village of a strip
can have of anybody in a tile is at most what the strip's middle can have of its people, and as much more as the
village lies away from the middle, times how far the tile's people reach in that direction. Close together, the bound
is close: in a nation's pool it spares most pairs.
"""

from itertools import pairwise
from typing import Any

import numpy as np

from zhucun.engine.posting.problem import EXACT_IN_FLOAT32, Array, Integers

STRIP = 16  # villages
TILE = 256  # people; a tile's features fit the nearest cache
ENOUGH = 1024  # rows looked at to choose where to split


def side_by_side(features: Array, other: Array, size: int) -> Integers:
    """Return an order of rows in which like stands beside like, where a feature matters as it varies on the other side.

    Rows are split in the middle of what differs most among them, until no more than `size` are left together.
    """
    weight = other[:: len(other) // ENOUGH + 1].std(axis=0)
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


def stays_exact(A: Array, B: Array, toll: Array) -> bool:
    """Say whether the sums below are whole numbers that 32-bit floats hold."""
    if A.dtype != np.float32 or not A.shape[1]:
        return False
    heights = np.abs(A).max(axis=0) * np.abs(B).max(axis=0)
    return bool(3 * heights.sum() + np.abs(toll).max() < EXACT_IN_FLOAT32)


def middles(A: Array) -> Array:
    """Return the middle of each strip of villages, in whole numbers."""
    first = np.arange(0, len(A), STRIP)
    return np.rint((np.maximum.reduceat(A, first) + np.minimum.reduceat(A, first)) / 2).astype(A.dtype)


def pool_of(B: Array, listed: Integers, toll: Array) -> Any:
    """Return people, like beside like, as the scan wants them: each tile's features beside each other in memory."""
    from zhucun.engine.posting import scan

    first = np.minimum(np.arange(0, len(listed) + TILE, TILE), len(listed))
    features, wide = np.empty(B[:1].size * len(listed), B.dtype), B.shape[1]
    least, greatest = np.empty((wide, len(first) - 1), B.dtype), np.empty((wide, len(first) - 1), B.dtype)
    for t, (start, stop) in enumerate(pairwise(first)):
        tile = B[listed[start:stop]]
        features[start * wide : stop * wide] = tile.T.ravel()
        least[:, t], greatest[:, t] = tile.min(axis=0), tile.max(axis=0)
    return scan.Pool(listed, first, features, least, greatest, toll.astype(B.dtype))
