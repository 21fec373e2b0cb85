"""The sparse posting network: few arcs per village, prices for everything, kept optimal through every change."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.posting.tree import Tree

Array = npt.NDArray[Any]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

FIRST_ROOM = 16  # arcs per village made room for at first
MOST_ROOM = 1_000_000  # arcs made room for at a time
AT_A_TIME = 500_000  # arcs
NEVER = 2**62

ARCS = ("next_of_village", "next_of_candidate", "arc_village", "arc_candidate", "arc_score")
STATE = (
    "first_of_village", "first_of_candidate", "post", "holder", "sent", "least", "most", "flow", "borrow_cost",
    "borrowed", "price", "need",
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """A state to come back to."""

    arcs: int
    state: dict[str, Array]


class Network:
    """Owns the arrays of `kernels.Net`; whole numbers throughout, so that optimal means optimal."""

    outside: Array
    first_of_village: Array
    first_of_candidate: Array
    next_of_village: Array
    next_of_candidate: Array
    arc_village: Array
    arc_candidate: Array
    arc_score: Array
    post: Array
    holder: Array
    sent: Array
    must: Array
    parent: Array
    least: Array
    most: Array
    flow: Array
    borrow_cost: Array
    borrowed: Array
    price: Array
    need: Array

    def __init__(
        self,
        outside: Integers,
        unit: Integers,
        tree: Tree,
        borrow_cost: int,
        must: Integers | None = None,
        room: int | None = None,
    ) -> None:
        self.villages, self.candidates, self.tree = len(outside), len(unit), tree
        villages, candidates, groups = self.villages, self.candidates, tree.size
        self.first_group = villages + candidates
        nodes = self.first_group + groups + 1
        above = np.concatenate([np.where(unit < 0, groups, unit), np.where(tree.parent < 0, groups, tree.parent)])
        self.up = np.array(tree.bottom_up(), dtype=np.int64)
        self.fill_cost = borrow_cost
        self.arcs = 0
        self._spare = np.empty(0, np.int64)
        first_member, members = _by_parent(above[:candidates], groups, villages)
        first_child, children = _by_parent(above[candidates:], groups, self.first_group)
        obliged = _whole(candidates) if must is None else must.astype(np.int64)
        room = max(FIRST_ROOM * villages if room is None else room, 16)
        self._parts: dict[str, Array] = {
            "outside": outside.astype(np.int64),
            "first_of_village": _whole(villages, -1),
            "first_of_candidate": _whole(candidates, -1),
            **{name: np.empty(room, np.int32) for name in ARCS[:-1]},
            "arc_score": np.empty(room, np.int64),
            "post": _whole(villages, -1),
            "holder": _whole(candidates, -1),
            "sent": _whole(candidates),
            "must": obliged,
            "parent": np.append(above + self.first_group, -1),
            "first_member": first_member,
            "members": members,
            "first_child": first_child,
            "children": children,
            "least": tree.least.copy(),
            "most": tree.most.copy(),
            "flow": _whole(groups),
            "borrow_cost": np.where(np.append(obliged, tree.least) > 0, borrow_cost, NEVER),
            "borrowed": _whole(candidates + groups),
            "price": _whole(nodes),
            "need": _whole(nodes),
        }
        self._scratch = _whole(nodes, NEVER), _whole(nodes, -1), _whole(nodes), _whole(nodes, -1), _whole(nodes)
        self._tie()

    def _tie(self) -> None:
        """Hand the arrays to the compiled loops; `self.price` and the others are the same arrays."""
        from zhucun.engine.posting.kernels import Net, Search  # numba is slow to import, so only when first needed

        self.net, self.search = Net(**self._parts), Search(*self._scratch, _whole(2))
        self.__dict__.update(self._parts)

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
            self._make_room(self.arcs + fresh)
        part = slice(self.arcs, self.arcs + fresh)
        self.arc_village[part], self.arc_candidate[part], self.arc_score[part] = village, candidate, score
        kernels.chain(self.net, self.arcs, self.arcs + fresh)
        self.arcs += fresh

    def _make_room(self, wanted: int) -> None:
        room = min(max(2 * len(self.arc_village), wanted), wanted + MOST_ROOM)
        for name in ARCS:
            wider = np.empty(room, self._parts[name].dtype)
            wider[: self.arcs] = self._parts[name][: self.arcs]
            self._parts[name] = wider
        self._tie()

    def retain(self, kept: Booleans) -> None:
        """Drop all arcs but some, and close the ranks."""
        from zhucun.engine.posting import kernels

        count = int(kept.sum())
        for arcs in (self.arc_village, self.arc_candidate, self.arc_score):
            arcs[:count] = arcs[: self.arcs][kept]
        self.first_of_village[:] = self.first_of_candidate[:] = -1
        self.arcs = count
        kernels.chain(self.net, 0, count)

    def find(self, v: int, c: int) -> int:
        """Return the arc of a pair, -1 if there is none."""
        from zhucun.engine.posting import kernels

        return int(kernels.find_arc(self.net, v, c))

    def arcs_of(self, c: int) -> Iterator[int]:
        """Yield the arcs of a candidate."""
        arc = int(self.first_of_candidate[c])
        while arc >= 0:
            yield arc
            arc = int(self.next_of_candidate[arc])

    def set_score(self, v: int, c: int, score: int) -> None:
        """Give a pair another score, adding its arc if need be; `improve` village v then."""
        arc = self.find(v, c)
        if arc < 0:
            self.add(np.array([v]), np.array([c]), np.array([score]))
        else:
            self.arc_score[arc] = score

    def set_quota(self, node: int, least: int, most: int) -> None:
        """Give a unit or group other limits; call `rebalance` when all are set."""
        self.least[node], self.most[node] = least, most
        self.borrow_cost[self.candidates + node] = self.fill_cost if least > 0 else NEVER

    def rebalance(self) -> None:
        """Set all flows to what prices and quotas demand; `improve` settles what is then missing or spare."""
        from zhucun.engine.posting import kernels

        spare = np.empty(self.candidates + int(self.least.sum() + self.borrowed.sum()) + 1, np.int64)
        count = kernels.balance(self.net, self.up, spare)
        self._spare = spare[:count].copy()

    def improve(self, changed: Integers) -> None:
        """Settle everything after villages' arcs changed."""
        from zhucun.engine.posting import kernels

        waiting = np.empty(len(changed), np.int64)
        count = kernels.refresh(self.net, changed, waiting)
        kernels.settle(self.net, self.search, waiting[:count], self._spare, np.flatnonzero(self.need))
        self._spare = self._spare[:0]
        if self.need.any():
            raise RuntimeError(f"nobody, not even imagined, for nodes {np.flatnonzero(self.need).tolist()}")
        kernels.lift(self.net, self.up[::-1])

    def put(self, post: Integers) -> None:
        """Take another plan that is optimal at the present prices; its pairs must be in the network."""
        filled = np.flatnonzero(post >= 0)
        self.post[:] = post
        self.holder[:] = -1
        self.holder[post[filled]] = filled
        self.sent[:] = self.holder >= 0
        self.flow[:] = 0
        for above in self.parent[post[filled]].tolist():
            while above != len(self.price) - 1:
                self.flow[above - self.first_group] += 1
                above = int(self.parent[above - self.villages])

    def mark(self) -> Mark:
        """Remember this state; scores changed later with `set_score` are the caller's to restore."""
        return Mark(self.arcs, {name: self._parts[name].copy() for name in STATE})

    def undo(self, mark: Mark) -> None:
        """Go back to a marked state, dropping arcs added since."""
        self.arcs = mark.arcs
        for name, values in mark.state.items():
            np.copyto(self._parts[name], values)

    def worths(self) -> Iterator[tuple[Array, Array, Integers]]:
        """Yield all arcs, some at a time so that no copy of a nation's is made: villages, candidates, worths."""
        charge = self.charged()
        for start in range(0, self.arcs, AT_A_TIME):
            part = slice(start, min(start + AT_A_TIME, self.arcs))
            village, candidate = self.arc_village[part], self.arc_candidate[part]
            yield village, candidate, self.arc_score[part] - charge[candidate]

    def charged(self) -> Integers:
        """Return what it costs to send each candidate, unit and group prices included."""
        return self.price[self.villages : self.first_group]

    def group_prices(self) -> Integers:
        """Return the price of each unit's and each group's own quota."""
        prices = self.price[self.first_group :]
        return prices[:-1] - prices[np.where(self.tree.parent < 0, self.tree.size, self.tree.parent)]

    def own_prices(self) -> Integers:
        """Return the price of each candidate beyond the prices of the quotas above."""
        return self.charged() - self.price[self.parent[: self.candidates]]


def _whole(size: int, value: int = 0) -> Integers:
    return np.full(size, value, dtype=np.int64)


def _by_parent(above: Integers, groups: int, offset: int) -> tuple[Integers, Integers]:
    """List nodes by the node above: where each list starts, and the lists end to end; the root's is left out."""
    order = np.argsort(above, kind="stable")
    first = np.searchsorted(above[order], np.arange(groups + 1)).astype(np.int64)
    return first, order.astype(np.int64) + offset
