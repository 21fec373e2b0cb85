"""A round by wishes: villages rank people by score, people rank villages by wish; its price against the best plan.

Deferred acceptance (Gale and Shapley 1962): each village in turn asks the best person it has not asked yet; the
people's side keeps what it likes best of all that it has been asked and lets the rest go. What it may keep, one village
a person and no quota exceeded, is a laminar matroid, so keeping the best is greedy and the outcome is stable (Hatfield
and Milgrom 2005): no village and person would both rather have each other within the quotas. Between two people of a
full unit, the one whose wish is stronger stays; with equal wishes, the higher score.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhucun.engine.errors import BadProblem
from zhucun.engine.posting.plan import Plan
from zhucun.engine.posting.problem import Integers, Problem
from zhucun.engine.texts import Text

AREAS = Text(
    "按志愿选派时不能同时限定区域的派驻村数：那样可能没有稳定的结果。请先去掉区域名额。",
    "A round by wishes knows no quotas of areas: with them there may be no stable outcome. Take them out first.",
)

Contract = tuple[
    int, int, int, int
]  # (minus the place of the wish, score, village, candidate): the greater, the better


@dataclass(frozen=True, slots=True, eq=False)
class Round:
    """A stable posting by wishes, its price, and how stable the best plan is.

    `price` is what it loses against the best plan in total score, `unfilled` its empty villages; `blocking` counts the
    pairs of the best plan who would both rather have each other, a sign of how many may be unhappy with it.
    """

    post: Integers
    total: int
    unfilled: tuple[int, ...]
    price: int
    blocking: int


def round_by_wishes(problem: Problem, plan: Plan, wishes: Sequence[Sequence[int]]) -> Round:
    """Return the stable posting for `wishes[c]`, villages best first (others are declined), against the best plan."""
    if problem.areas:
        raise BadProblem("areas_and_wishes", AREAS)
    desk = Desk(problem, wishes)
    desk.run()
    filled = np.flatnonzero(desk.post >= 0)
    total = int(problem.scores_at(filled, desk.post[filled]).sum())
    unfilled = tuple(np.flatnonzero(desk.post < 0).tolist())
    return Round(desk.post, total, unfilled, plan.total - total, blocking_pairs(problem, plan.post, wishes))


def blocking_pairs(problem: Problem, post: Integers, wishes: Sequence[Sequence[int]]) -> int:
    """Count the pairs who would both rather have each other, quotas allowing, than what a posting gives them."""
    desk = Desk(problem, wishes)
    for v in np.flatnonzero(post >= 0).tolist():
        desk.hold(desk.contract(v, int(post[v])))
    return sum(desk.would_take(contract) for offers in desk.offers for contract in offers if desk.is_better(contract))


class Desk:
    """The people's side: holds the best contracts asked of it that the quotas allow."""

    def __init__(self, problem: Problem, wishes: Sequence[Sequence[int]]) -> None:
        self.problem = problem
        self.post = np.full(problem.villages, -1, dtype=np.int64)
        self.village_of = np.full(problem.candidates, -1, dtype=np.int64)
        self.sent = np.zeros(problem.tree.size, dtype=np.int64)
        self.held: list[list[Contract]] = [[] for _ in range(problem.tree.size)]  # worst first; some are let go since
        self.place = [{v: place for place, v in enumerate(listed)} for listed in wishes]
        self.offers: list[list[Contract]] = [[] for _ in range(problem.villages)]
        for c, listed in enumerate(wishes):
            for v in listed:
                if problem.may(v, c):
                    self.offers[v].append(self.contract(v, c))
        for offers in self.offers:
            offers.sort(key=lambda contract: (contract[1], contract[0], -contract[3]))  # the last is asked first

    def contract(self, v: int, c: int) -> Contract:
        """Return a pair as the people's side ranks it; a village not wished for ranks last."""
        place = self.place[c].get(v, self.problem.villages)
        return (-place, self.problem.score(v, c), v, c)

    def run(self) -> None:
        """Let every village ask until it is served or has nobody left to ask."""
        offers = [list(listed) for listed in self.offers]
        waiting = list(range(self.problem.villages - 1, -1, -1))
        while waiting:
            v = waiting.pop()
            while offers[v] and self.post[v] < 0:
                let_go = self.ask(offers[v].pop())
                if let_go >= 0 and let_go != v:
                    waiting.append(let_go)

    def ask(self, contract: Contract) -> int:
        """Take a contract if it is better than what it displaces; return the village that loses its person, or -1."""
        worst = self.displaced(contract)
        if worst is None:
            self.hold(contract)
            return -1
        if worst > contract:
            return contract[2]
        self.let_go(worst)
        self.hold(contract)
        return worst[2]

    def displaced(self, contract: Contract) -> Contract | None:
        """Return the worst contract that would have to go for this one, None if there is room."""
        c = contract[3]
        if self.village_of[c] >= 0:
            return self.contract(int(self.village_of[c]), c)
        for node in self._path(c):
            if self.sent[node] >= self.problem.tree.most[node]:
                return self._worst(node) or (1, 0, -1, -1)  # nothing to displace in a unit that may send nobody
        return None

    def would_take(self, contract: Contract) -> bool:
        """Say whether the people's side would take a contract that is not held."""
        worst = self.displaced(contract)
        return worst is None or worst < contract

    def is_better(self, contract: Contract) -> bool:
        """Say whether the village of a contract would rather have its person than the one it has."""
        _, score, v, c = contract
        now = int(self.post[v])
        return now != c and (now < 0 or score > self.problem.score(v, now))

    def hold(self, contract: Contract) -> None:
        """Note a contract as held."""
        _, _, v, c = contract
        self.post[v], self.village_of[c] = c, v
        for node in self._path(c):
            self.sent[node] += 1
            heapq.heappush(self.held[node], contract)

    def let_go(self, contract: Contract) -> None:
        """Give a held contract up."""
        _, _, v, c = contract
        self.post[v] = self.village_of[c] = -1
        for node in self._path(c):
            self.sent[node] -= 1

    def _worst(self, node: int) -> Contract | None:
        heap = self.held[node]
        while heap and self.post[heap[0][2]] != heap[0][3]:
            heapq.heappop(heap)
        return heap[0] if heap else None

    def _path(self, c: int) -> list[int]:
        return self.problem.tree.path(int(self.problem.unit[c]))
