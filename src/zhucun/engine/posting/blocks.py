"""Solves a problem in blocks, each in a worker of its own: provinces side by side, joined and proved as one.

Provinces share only central bodies, whose people and quotas several may want. Each worker solves its block as if the
others wanted nobody; the joined prices and pairs are the start of the whole. Then only the sparse network, some forty
pairs a village, is settled in one place, shared quotas and all; every look over all pairs, which is nearly all there
is to do, goes out to the workers as prices and comes back as a few new pairs. It is the method of `optimum` with other
hands: the same inequalities, the same proof, so the same optimum to the unit.

A worker is a process that can keep an object and call its methods: `Here` keeps them in this one, `OnDask` on a Dask
cluster. The same two calls fit Ray's actors.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from zhucun.engine.errors import BadProblem
from zhucun.engine.posting.frame import Frame
from zhucun.engine.posting.infeasible import check_locks, check_quotas, refuse_if_broken
from zhucun.engine.posting.optimum import Listener, Optimum, settled
from zhucun.engine.posting.plan import Plan
from zhucun.engine.posting.pricing import Pricing
from zhucun.engine.posting.problem import Array, Booleans, Integers, Jurisdiction, Pair, Problem
from zhucun.engine.posting.sample import guess_prices
from zhucun.engine.posting.solve import plan_of
from zhucun.engine.texts import Text

WRONG_BLOCKS = Text(
    "每个村须属于一个分块：应给出 {wanted} 个编号，实有 {found} 个。",
    "Every village belongs to one block: {wanted} block numbers are needed, {found} were given.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One block: its villages, everybody who may serve any of them, and the problem of these alone."""

    villages: Integers
    people: Integers
    problem: Problem
    keep: int


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a worker brings: new pairs with their scores, and for each village a bound on what it has not brought."""

    village: Integers
    candidate: Integers
    score: Integers
    left: Array
    pairs: int


class Block:
    """One block in its worker: solved alone once; then it looks for pairs that the whole's prices do not explain."""

    def __init__(self, part: Part) -> None:
        self.frame = Frame(part.problem, keep=part.keep)
        self.optimum = Optimum(self.frame, guess_prices(self.frame, settled))
        self.optimum.pricing.threads = 1  # the other core is another worker's
        self.brought = self.optimum.network.arcs  # the special pairs, which the whole has of its own

    def alone(self) -> tuple[Found, Integers]:
        """Solve the block as if it were all there is; return its pairs and what its people then cost."""
        self.optimum.prove_soft()
        return self._new(), self.optimum.charged().copy()

    def look(self, charge: Integers, price: Integers, most_new: int, hungry: Booleans | None, within: int) -> Found:
        """Look at all pairs of the block with the whole's prices."""
        network = self.optimum.network
        network.price[: network.villages], network.charged()[:] = price, charge
        self.optimum.pricing.find(most_new, hungry, within)
        return self._new()

    def _new(self) -> Found:
        network, pricing = self.optimum.network, self.optimum.pricing
        new = slice(self.brought, network.arcs)
        self.brought = network.arcs
        village, candidate, score = network.arc_village[new], network.arc_candidate[new], network.arc_score[new]
        return Found(village.copy(), candidate.copy(), score.copy(), pricing.left.copy(), pricing.pairs)


class Workers(Protocol):
    """Whoever keeps the blocks and calls them side by side."""

    def place(self, parts: Sequence[Part]) -> None:
        """Make a block of each part, somewhere."""

    def each(self, method: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Call a method of every block, each with its own arguments; return the answers in order."""


class Here:
    """All blocks in this process, one after the other: to try things, and to compare with."""

    def place(self, parts: Sequence[Part]) -> None:
        """Make the blocks."""
        self.blocks = [Block(part) for part in parts]

    def each(self, method: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Call every block in turn."""
        return [getattr(block, method)(*given) for block, given in zip(self.blocks, arguments, strict=True)]


class OnDask:
    """The blocks as actors on the workers of a Dask client (`distributed.Client`), dealt out in turn."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def place(self, parts: Sequence[Part]) -> None:
        """Send each part to a worker, which keeps it from then on; large ones first, so that the load is even."""
        workers = sorted(self.client.scheduler_info()["workers"])
        load = dict.fromkeys(workers, 0)
        homes = {}
        for i in sorted(range(len(parts)), key=lambda i: -len(parts[i].villages) * len(parts[i].people)):
            homes[i] = min(workers, key=lambda worker: load[worker])
            load[homes[i]] += len(parts[i].villages) * len(parts[i].people)
        waiting = [
            self.client.submit(Block, part, actor=True, workers=[homes[i]], allow_other_workers=False, pure=False)
            for i, part in enumerate(parts)
        ]
        self.blocks = [future.result() for future in waiting]

    def each(self, method: str, arguments: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Call every block at once and wait for all."""
        waiting = [getattr(block, method)(*given) for block, given in zip(self.blocks, arguments, strict=True)]
        return [future.result() for future in waiting]


class Joint(Pricing):
    """Looks for pairs as `Pricing` does, by asking the blocks."""

    def __init__(self, optimum: Optimum, parts: Sequence[Part], workers: Workers) -> None:
        super().__init__(optimum.frame, optimum.network)
        self.parts, self.workers = parts, workers

    def find(self, most_new: int, hungry: Booleans | None = None, within: int = -1) -> Integers:
        """Add pairs that exceed their village's price, as the blocks find them; return the villages that got some."""
        charge, price = self.network.charged(), self.network.price
        arguments = [
            (
                charge[part.people],
                price[part.villages],
                most_new,
                None if hungry is None else hungry[part.villages],
                within,
            )
            for part in self.parts
        ]
        return self.take(self.workers.each("look", arguments))

    def take(self, answers: Sequence[Found]) -> Integers:
        """Take what the blocks brought into the network; return the villages that got some."""
        changed = [np.empty(0, np.int64)]
        for part, found in zip(self.parts, answers, strict=True):
            villages = part.villages[found.village]
            self.network.add(villages, part.people[found.candidate], found.score)
            self.left[part.villages] = found.left
            changed.append(villages)
        self.pairs = sum(found.pairs for found in answers)
        return np.unique(np.concatenate(changed))

    def shed(self, fixed: int) -> None:
        """Keep every pair: a block brings none twice."""

    def best_scores(self) -> Integers:
        """Floors are not asked for in blocks."""
        raise NotImplementedError


def solve_in_blocks(
    problem: Problem,
    block: Integers,
    workers: Workers | None = None,
    *,
    keep: int = 0,
    seed: int = 0,
    progress: Listener | None = None,
    stop: Callable[[], bool] | None = None,
) -> Plan:
    """Return the best plan and its proof, village v being looked after by block `block[v]`; floors are not offered."""
    if np.shape(block) != (problem.villages,):
        raise BadProblem("wrong_blocks", WRONG_BLOCKS, wanted=problem.villages, found=np.size(block))
    check_quotas(problem)
    check_locks(problem)
    workers = workers or Here()
    parts = [part_of(problem, np.flatnonzero(block == b), keep) for b in np.unique(block)]
    workers.place(parts)
    answers = workers.each("alone", [()] * len(parts))
    guess = np.zeros(problem.candidates, np.int64)
    for part, (_, charged) in zip(parts, answers, strict=True):
        guess[part.people] = np.maximum(guess[part.people], charged)
    optimum = Optimum(Frame(problem, keep=keep), guess, stop)
    joint = Joint(optimum, parts, workers)
    optimum.pricing = joint
    joint.take([found for found, _ in answers])
    optimum.prove_soft(progress)
    optimum.prove_hard(progress)
    refuse_if_broken(optimum)
    return plan_of(optimum, seed, stay=problem.incumbent)


def part_of(problem: Problem, villages: Integers, keep: int) -> Part:
    """Return a block: its villages and everybody who may serve there; what must be sent is left to the whole."""
    people = _people_of(problem, villages)
    place_v, place_c = _places(villages, problem.villages), _places(people, problem.candidates)

    def inside(pairs: Sequence[Pair]) -> list[Pair]:
        numbered = [(int(place_v[v]), int(place_c[c])) for v, c in pairs]
        return [(v, c) for v, c in numbered if v >= 0 and c >= 0]

    mask = problem.mask
    if isinstance(mask, Jurisdiction):
        mask = Jurisdiction(mask.village_class[villages], mask.candidate_class[people], mask.allowed)
    elif mask is not None:
        mask = mask[np.ix_(villages, people)]
    part = Problem(
        problem.A[villages],
        problem.B[people],
        unit=problem.unit[people],
        most=problem.most,
        groups=[replace(group, least=0) for group in problem.groups],
        eligible=problem.eligible[people],
        forbidden=inside(problem.forbidden),
        mask=mask,
        locked=inside(problem.locked),
        extra=[
            (int(place_v[v]), int(place_c[c]), points)
            for v, c, points in problem.extra
            if place_v[v] >= 0 and place_c[c] >= 0
        ],
        incumbent=np.append(place_c, -1)[problem.incumbent[villages]],
        table=None if problem.table is None else problem.table[np.ix_(villages, people)],
    )
    return Part(villages, people, part, keep)


def _people_of(problem: Problem, villages: Integers) -> Integers:
    """Return everybody who may serve in any of some villages, locks included."""
    allowed = problem.eligible.copy()
    if isinstance(problem.mask, Jurisdiction):
        mask = problem.mask
        kinds: Booleans = np.logical_or.reduce(mask.allowed[np.unique(mask.village_class[villages])], axis=0)
        allowed &= kinds[mask.candidate_class]
    elif problem.mask is not None:
        allowed &= problem.mask[villages].any(axis=0)
    inside = set(villages.tolist()) if problem.locked else set()
    allowed[[c for v, c in problem.locked if v in inside]] = True
    return np.flatnonzero(allowed)


def _places(members: Integers, count: int) -> Integers:
    """Return where each of `count` stands among `members`, -1 if it does not."""
    places = np.full(count, -1, dtype=np.int64)
    places[members] = np.arange(len(members))
    return places
