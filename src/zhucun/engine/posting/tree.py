"""Quotas as a tree: units send people, groups of units are nested, each with the least and the most it may send."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhucun.engine.errors import BadProblem
from zhucun.engine.texts import Text

Integers = npt.NDArray[np.int64]

CROSSING = Text(
    "名额分组“{first}”与“{second}”互相交叉：分组之间只能包含或互不相干。交叉的名额请用 crossing 求解。",
    "Groups '{first}' and '{second}' cross: groups must be nested or apart. Solve crossing quotas with `crossing`.",
)
UNKNOWN_UNIT = Text(
    "名额分组“{name}”含有不存在的单位 {unit}。", "Group '{name}' names unit {unit}, which does not exist."
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
        parent = np.full(units + len(groups), -1, dtype=np.int64)
        above = [-1] * units  # the widest group found so far that holds this unit
        order = sorted(range(len(groups)), key=lambda g: len(set(groups[g].units)))
        for g in order:
            members = set(groups[g].units)
            for unit in members:
                if not 0 <= unit < units:
                    raise BadProblem("unknown_unit", UNKNOWN_UNIT, name=groups[g].name, unit=unit)
            for unit in members:
                inner = above[unit]
                if inner >= 0 and not set(groups[inner].units) <= members:
                    raise BadProblem("crossing_groups", CROSSING, first=groups[inner].name, second=groups[g].name)
                below = unit if inner < 0 else units + inner
                parent[below] = units + g
                above[unit] = g
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

    def bottom_up(self) -> list[int]:
        """Return the nodes so that each comes before the one above it."""
        depth = np.zeros(self.size, dtype=np.int64)
        for node in range(self.size):
            depth[node] = len(self.path(node))
        return [int(node) for node in np.argsort(-depth, kind="stable")]
