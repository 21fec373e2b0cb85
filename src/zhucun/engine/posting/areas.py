"""Quotas of areas: of a township's, a county's villages, at least and at most so many are filled.

To the solver an empty village of such an area is served by its own nobody, sent by the area as people are by units: an
area that fills at most 3 of its 5 villages sends at least 2 nobodies. So quotas on both sides are one network, whole
and proved by prices. In the proof each area has a price of its own, paid by every filled village inside: what its
nobodies pay, negative. The problem itself, its checks and its certificate know of no nobodies.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhucun.engine.posting.tree import Tree, nested
from zhucun.engine.texts import Text

Integers = npt.NDArray[np.int64]

CROSSING = Text(
    "区域名额“{first}”与“{second}”互相交叉：区域之间只能包含或互不相干。交叉的名额请用 crossing 求解。",
    "Areas '{first}' and '{second}' cross: areas must be nested or apart. Solve crossing quotas with `crossing`.",
)
UNKNOWN_VILLAGE = (
    "unknown_village",
    Text("区域“{name}”含有不存在的村 {member}。", "Area '{name}' names village {member}, which does not exist."),
)


@dataclass(frozen=True, slots=True)
class Area:
    """A set of villages of which at least `least` and at most `most` are filled (None: all may be)."""

    name: str
    villages: tuple[int, ...]
    most: int | None = None
    least: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Areas:
    """The areas of a problem: `of[v]` is the smallest around village v (-1: none), `tree` their limits and nesting.

    `own[a]` counts the villages right in area a, `villages[a]` all of them.
    """

    of: Integers
    tree: Tree
    own: Integers
    villages: Integers

    @classmethod
    def build(cls, count: int, areas: Sequence[Area]) -> "Areas":
        """Nest the areas over `count` villages, or refuse areas that cross."""
        names, members = [area.name for area in areas], [set(area.villages) for area in areas]
        of, parent = nested(count, names, members, UNKNOWN_VILLAGE, CROSSING)
        size = np.array([len(inside) for inside in members], dtype=np.int64)
        most = np.array([count if area.most is None else area.most for area in areas], dtype=np.int64)
        least = np.array([area.least for area in areas], dtype=np.int64)
        own = np.bincount(of[of >= 0], minlength=len(areas)).astype(np.int64)
        return cls(of, Tree(parent, least, most), own, size)

    def filled(self, post: Integers) -> Integers:
        """Count the filled villages of each area."""
        return self.tree.sent(self.of[post >= 0])

    def toll(self, prices: Integers) -> Integers:
        """Return what each village pays for being filled: the prices of all areas around it."""
        return np.append(self.tree.summed(prices), 0)[self.of]


@dataclass(frozen=True, slots=True, eq=False)
class Senders:
    """People and nobodies with the quotas over both, as the network takes them.

    People come first, then one nobody for each of `villages`; units and groups first, then areas.
    """

    unit: Integers
    tree: Tree
    villages: Integers

    @classmethod
    def of(cls, unit: Integers, tree: Tree, areas: Areas) -> "Senders":
        """Join the quotas of units and of areas."""
        if not areas.tree.size:
            return cls(unit, tree, np.zeros(0, np.int64))
        villages, above = np.flatnonzero(areas.of >= 0), areas.tree.parent
        parent = np.concatenate([tree.parent, np.where(above < 0, -1, above + tree.size)])
        least = np.concatenate([tree.least, np.maximum(areas.villages - areas.tree.most, 0)])
        most = np.concatenate([tree.most, areas.villages - areas.tree.least])
        return cls(np.concatenate([unit, areas.of[villages] + tree.size]), Tree(parent, least, most), villages)
