"""Chooses among equally good plans, always the same one: as few changes as can be, then by a seeded draw.

Every optimal plan uses only pairs whose worth equals their village's price, sends everybody who has a price and fills
every quota that has one. Those plans are again a posting problem, a small one, solved by the same network with other
scores: first one point for each village that keeps whom it had, then, among what is left, a number drawn for each pair
from the seed and the two names. The draw does not depend on numbering, so renumbering people changes nothing.
"""

from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from zhucun.engine.posting.network import Network
from zhucun.engine.posting.optimum import Optimum
from zhucun.engine.posting.problem import Booleans, Integers, Problem
from zhucun.engine.posting.tree import Tree, narrowed

TIES_AT_A_TIME = 64  # equal pairs of a village looked up at once ...
TIMES = 8  # ... and how often; what is tied beyond that is left as found
DRAW_BITS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """All plans that are optimal for a network: its tight pairs and what they must respect."""

    village: Integers
    candidate: Integers
    may_stay_empty: Booleans
    must: Integers
    unit: Integers
    tree: Tree

    @classmethod
    def of(cls, network: Network, unit: Integers, tree: Tree) -> "Face":
        """Read the face from a solved network."""
        price, tight = network.price[: network.villages], [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
        for village, candidate, worth in network.worths():
            equal = worth == price[village]
            tight.append((village[equal].astype(np.int64), candidate[equal].astype(np.int64)))
        must = np.maximum(network.must, network.own_prices() > 0)
        empty = price == network.outside
        villages, people = (np.concatenate(side) for side in zip(*tight, strict=True))
        return cls(villages, people, empty, must, unit, narrowed(tree, network.group_prices()))

    def best(self, points: Integers) -> Network:
        """Return the network of the plan of this face with the most points, one number for each pair."""
        cost = 4 * (2 * int(points.max(initial=0)) + 1) * (len(self.may_stay_empty) + 1)
        outside = np.where(self.may_stay_empty, 0, -cost)
        network = Network(outside, self.unit, self.tree, 4 * cost, self.must, room=len(points))
        network.start(np.zeros(len(self.unit), np.int64))
        network.add(self.village, self.candidate, points)
        network.improve(np.arange(len(outside)))
        return network


def choose(optimum: Optimum, seed: int, stay: Integers | None = None) -> Integers:
    """Return the chosen one of all equally good posts; `stay[v]` is whom village v keeps if it costs nothing."""
    problem, network = optimum.frame.problem, optimum.network
    for _ in range(TIMES):
        if not len(optimum.pricing.find(TIES_AT_A_TIME, within=0)):
            break
    face = Face.of(network, problem.senders.unit, replace_limits(optimum))
    if len(face.village) == int((network.post >= 0).sum()) and not face.may_stay_empty.any():
        return optimum.post.copy()
    if stay is not None and (stay >= 0).any():
        kept = face.best((stay[face.village] == face.candidate).astype(np.int64))
        face = Face.of(kept, face.unit, face.tree)
    people = face.candidate < problem.candidates  # nobodies draw nothing
    points = np.zeros(len(people), np.int64)
    points[people] = draw(problem, face.village[people], face.candidate[people], seed)
    post = face.best(points).post
    return np.where(post < problem.candidates, post, -1)


def replace_limits(optimum: Optimum) -> Tree:
    """Return the quota tree with the limits the network works with now."""
    return replace(optimum.network.tree, least=optimum.network.least.copy(), most=optimum.network.most.copy())


def draw(problem: Problem, village: Integers, candidate: Integers, seed: int) -> Integers:
    """Return a number below 2**40 for each pair, from the seed and the names of both."""
    villages, people = np.unique(village), np.unique(candidate)
    of_village = np.zeros(problem.villages, np.uint64)
    of_village[villages] = [_digest(f"{seed}/{problem.village_name(int(v))}") for v in villages]
    of_candidate = np.zeros(problem.candidates, np.uint64)
    of_candidate[people] = [_digest(problem.candidate_name(int(c))) for c in people]
    return (_mix(of_village[village] ^ _mix(of_candidate[candidate])) >> np.uint64(64 - DRAW_BITS)).astype(np.int64)


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _mix(x: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Scramble 64 bits (splitmix64, Steele, Lea and Flood 2014)."""
    x = x + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
