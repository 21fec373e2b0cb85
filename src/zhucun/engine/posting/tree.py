"""Quotas as a tree: units send people, groups of units are nested, each with the least and the most it may send."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from zhucun.engine.errors import BadProblem
from zhucun.engine.texts import Text

Integers = npt.NDArray[np.int64]

CROSSING = Text(
    "名额分组“{first}”与“{second}”互相交叉：分组之间只能包含或互不相干。交叉的名额请用 crossing 求解。",
    "Groups '{first}' and '{second}' cross: groups must be nested or apart. Solve crossing quotas with `crossing`.",
)
UNKNOWN_UNIT = (
    "unknown_unit",
    Text("名额分组“{name}”含有不存在的单位 {member}。", "Group '{name}' names unit {member}, which does not exist."),
)


@dataclass(frozen=True, slots=True)
class Group:
    """A set of units that together send at least `least` and at most `most` people (None: no limit)."""

    name: str
    units: tuple[int, ...]
    most: int | None = None
    least: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """Units first, then groups; `parent` is the node above, -1 for the top."""

    parent: Integers
    least: Integers
    most: Integers

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.parent)

    @classmethod
    def build(cls, most: Integers, least: Integers, groups: Sequence[Group]) -> "Tree":
        """Nest the groups above the units, or refuse groups that cross."""
        units = len(most)
        names, members = [group.name for group in groups], [set(group.units) for group in groups]
        innermost, outer = nested(units, names, members, UNKNOWN_UNIT, CROSSING)
        above = np.concatenate([innermost, outer])
        parent = np.where(above < 0, -1, above + units)
        limit = 2**31
        group_most = np.array([limit if g.most is None else g.most for g in groups], dtype=np.int64)
        group_least = np.array([g.least for g in groups], dtype=np.int64)
        return cls(parent, np.concatenate([least, group_least]), np.concatenate([most, group_most]))

    def path(self, node: int) -> list[int]:
        """Return a node and all above it."""
        nodes = []
        while node >= 0:
            nodes.append(node)
            node = int(self.parent[node])
        return nodes

    def sent(self, unit_of_posted: Integers) -> Integers:
        """Count what each node sends, from the units of those posted (-1 counts nowhere)."""
        count = np.bincount(unit_of_posted[unit_of_posted >= 0], minlength=self.size)[: self.size].astype(np.int64)
        for node in self.bottom_up():
            if self.parent[node] >= 0:
                count[self.parent[node]] += count[node]
        return count

    def summed(self, prices: Integers) -> Integers:
        """Return for each node its price and those of all nodes above together."""
        total = prices.copy()
        for node in reversed(self.bottom_up()):
            if self.parent[node] >= 0:
                total[node] += total[self.parent[node]]
        return total

    def bottom_up(self) -> list[int]:
        """Return the nodes so that each comes before the one above it."""
        depth = np.zeros(self.size, dtype=np.int64)
        for node in range(self.size):
            depth[node] = len(self.path(node))
        return [int(node) for node in np.argsort(-depth, kind="stable")]


def narrowed(tree: Tree, prices: Integers) -> Tree:
    """Return the tree with the limits of all plans that are optimal at these prices: what has a price is used up."""
    least, most = np.where(prices > 0, tree.most, tree.least), np.where(prices < 0, tree.least, tree.most)
    return replace(tree, least=least, most=most)


def paid(prices: Integers, limits: Tree) -> int:
    """Return the most that quotas can take in at these prices: up to `most` where positive, at least `least` else."""
    return int((np.maximum(prices, 0) * limits.most - np.maximum(-prices, 0) * limits.least).sum())


def nested(
    count: int, names: Sequence[str], sets: Sequence[set[int]], unknown: tuple[str, Text], crossing: Text
) -> tuple[Integers, Integers]:
    """Return the smallest set around each of `count` members and around each set (-1: none); refuse sets that cross."""
    innermost = np.full(count, -1, dtype=np.int64)
    widest = np.full(count, -1, dtype=np.int64)  # found so far
    outer = np.full(len(sets), -1, dtype=np.int64)
    for s in sorted(range(len(sets)), key=lambda s: len(sets[s])):
        for member in sets[s]:
            if not 0 <= member < count:
                raise BadProblem(unknown[0], unknown[1], name=names[s], member=member)
        members = np.fromiter(sets[s], dtype=np.int64)
        for inner in np.unique(widest[members]).tolist():
            if inner >= 0:
                if not sets[inner] <= sets[s]:
                    raise BadProblem("crossing_groups", crossing, first=names[inner], second=names[s])
                outer[inner] = s
        innermost[members] = np.where(innermost[members] < 0, s, innermost[members])
        widest[members] = s
    return innermost, outer
