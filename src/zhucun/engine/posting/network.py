"""The sparse posting network: few arcs per village, prices for everything, kept optimal through every change."""

from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.posting.tree import Tree

Array = npt.NDArray[Any]
Integers = npt.NDArray[np.int64]

FIRST_ROOM = 16  # arcs per village made room for at first


class Network:
    """Owns the arrays of `kernels.Net`; whole numbers throughout, so that optimal means optimal."""

    def __init__(self, outside: Integers, unit: Integers, tree: Tree, borrow_cost: int = 2**60) -> None:
        self.villages, self.candidates, self.tree = len(outside), len(unit), tree
        villages, candidates, groups = self.villages, self.candidates, tree.size
        self.first_group = villages + candidates
        self.root = self.first_group + groups
        nodes = self.root + 1
        above = np.concatenate([np.where(unit < 0, groups, unit), np.where(tree.parent < 0, groups, tree.parent)])
        self.up = np.array(tree.bottom_up(), dtype=np.int64)
        first_member, members = _by_parent(above[:candidates], groups, villages)
        first_child, children = _by_parent(above[candidates:], groups, self.first_group)
        room = max(FIRST_ROOM * villages, 16)
        self.arcs = 0
        whole = lambda size, value=0: np.full(size, value, dtype=np.int64)  # noqa: E731
        self.parts: dict[str, Array] = {
            "outside": outside.astype(np.int64),
            "first_of_village": whole(villages, -1),
            "first_of_candidate": whole(candidates, -1),
            "next_of_village": np.empty(room, np.int32),
            "next_of_candidate": np.empty(room, np.int32),
            "arc_village": np.empty(room, np.int32),
            "arc_candidate": np.empty(room, np.int32),
            "arc_score": np.empty(room, np.int64),
            "post": whole(villages, -1),
            "holder": whole(candidates, -1),
            "sent": whole(candidates),
            "parent": np.append(above + self.first_group, -1),
            "first_member": first_member,
            "members": members,
            "first_child": first_child,
            "children": children,
            "least": tree.least.copy(),
            "most": tree.most.copy(),
            "flow": whole(groups),
            "borrow_cost": np.where(tree.least > 0, borrow_cost, 2**62),
            "borrowed": whole(groups),
            "price": whole(nodes),
            "need": whole(nodes),
            "distance": whole(nodes, 2**62),
            "via": whole(nodes, -1),
            "heap": whole(nodes),
            "place": whole(nodes, -1),
            "touched": whole(nodes),
        }
        self._tie()

    def _tie(self) -> None:
        from zhucun.engine.posting.kernels import Net  # numba is slow to import, so only when first needed

        self.net = Net(**self.parts)

    def __getattr__(self, name: str) -> Array:
        """Let `network.price` read the array of that name."""
        parts = self.__dict__.get("parts", {})
        if name in parts:
            return parts[name]  # type: ignore[no-any-return]
        raise AttributeError(name)

    def start(self, worth: Integers) -> None:
        """Begin with guessed candidate prices (zeros: from nothing) and nobody posted."""
        from zhucun.engine.posting import kernels

        spare = np.empty(self.candidates + int(self.least.sum()) + 1, np.int64)
        order = np.argsort(-worth, kind="stable")
        order = order[worth[order] > 0]
        count = kernels.adopt(self.net, worth, order, self.up, spare)
        self._spare = spare[:count].copy()
        self.price[: self.villages] = self.outside

    def add(self, village: Array, candidate: Array, score: Array) -> None:
        """Add arcs; `improve` then takes them into account."""
        from zhucun.engine.posting import kernels

        fresh = len(village)
        if self.arcs + fresh > len(self.arc_village):
            room = max(2 * len(self.arc_village), self.arcs + fresh)
            room = min(room, self.arcs + fresh + 4_000_000)
            for name in ("next_of_village", "next_of_candidate", "arc_village", "arc_candidate", "arc_score"):
                wider = np.empty(room, self.parts[name].dtype)
                wider[: self.arcs] = self.parts[name][: self.arcs]
                self.parts[name] = wider
            self._tie()
        part = slice(self.arcs, self.arcs + fresh)
        self.arc_village[part], self.arc_candidate[part], self.arc_score[part] = village, candidate, score
        kernels.chain(self.net, self.arcs, self.arcs + fresh)
        self.arcs += fresh

    def improve(self, changed: Integers) -> None:
        """Settle everything after villages' arcs changed."""
        from zhucun.engine.posting import kernels

        waiting = np.empty(self.villages, np.int64)
        count = kernels.refresh(self.net, changed, waiting)
        kernels.settle(self.net, waiting[:count], self._spare, np.flatnonzero(self.need))
        self._spare = self._spare[:0]
        kernels.lift(self.net, self.up[::-1])

    def charged(self) -> Integers:
        """Return what it costs to send each candidate, unit and group prices included."""
        return self.price[self.villages : self.first_group]

    def group_prices(self) -> Integers:
        """Return the price of each unit's and each group's own quota."""
        prices = self.price[self.first_group :]
        return prices[:-1] - prices[np.where(self.tree.parent < 0, self.tree.size, self.tree.parent)]

    def own_prices(self) -> Integers:
        """Return the price of each candidate beyond the prices of the quotas above."""
        return np.maximum(self.charged() - self.price[self.parent[: self.candidates]], 0)


def _by_parent(above: Integers, groups: int, offset: int) -> tuple[Integers, Integers]:
    """List nodes by the node above: where each list starts, and the lists end to end; the root's is left out."""
    order = np.argsort(above, kind="stable")
    first = np.searchsorted(above[order], np.arange(groups + 1)).astype(np.int64)
    return first, order.astype(np.int64) + offset
