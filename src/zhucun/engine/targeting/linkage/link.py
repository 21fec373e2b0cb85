"""Links between two registers: every right row with its likeliest left row, a probability, a band and the reason."""

from dataclasses import dataclass

import numpy as np

from zhucun.engine.targeting.counted import Basis
from zhucun.engine.targeting.features import Floats
from zhucun.engine.targeting.linkage.agreement import NOT_COMPARED, THINGS, Levels, agreement
from zhucun.engine.targeting.linkage.blocking import candidates
from zhucun.engine.targeting.linkage.people import People
from zhucun.engine.targeting.linkage.weights import Weights, learn
from zhucun.engine.targeting.states import Flags, Integers
from zhucun.engine.texts import Text
from zhucun.engine.words import Word

CERTAIN, DOUBTFUL = 0.99, 0.5
RIVAL = 0.1  # a second candidate this likely makes the first one doubtful


class Band(Word):
    """How a link may be used."""

    CERTAIN = "certain", "可直接采用", "May be used as it is"
    CLERICAL = "clerical", "须人工辨认", "A person decides"


@dataclass(frozen=True, slots=True)
class Link:
    """Two rows that are probably one person."""

    left: str
    right: str
    probability: int  # thousandths
    band: Band
    reason: Text


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """All links as columns, likeliest pairs first by right row, with what they rest on."""

    left_codes: tuple[str, ...]
    right_codes: tuple[str, ...]
    left: Integers
    right: Integers
    probability: Floats
    certain: Flags
    levels: Levels
    weights: Weights
    pairs: int
    passed_over: tuple[tuple[Text, int], ...]
    basis: Basis

    def __len__(self) -> int:
        return len(self.left)

    def __getitem__(self, place: int) -> Link:
        band = Band.CERTAIN if self.certain[place] else Band.CLERICAL
        return Link(
            self.left_codes[self.left[place]], self.right_codes[self.right[place]],
            int(self.probability[place] * 1000), band, self.reason(place),
        )  # fmt: skip

    def reason(self, place: int) -> Text:
        """Return on what the link rests, thing by thing."""
        said = [
            thing.levels[int(level)]
            for thing, level in zip(THINGS, self.levels[place], strict=True)
            if level != NOT_COMPARED
        ]
        return Text("，".join(t.zh for t in said), ", ".join(t.en for t in said))


def link(
    left: People, right: People, *, one_to_one: bool = False, seed: int = 1, weights: Weights | None = None
) -> Links:
    """Link two registers: each right row to at most one left row, each left row to one right row if `one_to_one`.

    A link is certain from a probability of 0.99 with no rival; from 0.5 a person decides; below there is no link.
    Short lists teach no weights: give them `standard` ones.
    """
    pairs = candidates(left, right)
    levels = agreement(left, right, pairs.left, pairs.right)
    weights = weights or learn(left, right, levels, seed)
    chance = 1 / (1 + np.exp(-np.clip(weights.logarithms(levels), -700, 700)))
    rival = _rivals(pairs.right, chance, len(right))
    chosen = _chosen(pairs.left, pairs.right, chance, one_to_one)
    same_number = levels[:, 0] == 5
    strange = same_number & (levels[:, 1] == 1)  # one number under two quite different names is for a person to judge
    certain = (chance >= CERTAIN) & (rival < RIVAL) & ~strange
    return Links(
        left.codes, right.codes, pairs.left[chosen], pairs.right[chosen], chance[chosen], certain[chosen],
        levels[chosen], weights, len(pairs.left), pairs.passed_over, _basis(seed),
    )  # fmt: skip


def _rivals(right: Integers, chance: Floats, rows: int) -> Floats:
    """Return for each pair the chance of the likeliest other left row for the same right row."""
    order = np.lexsort((-chance, right))
    ordered = right[order]
    first = np.searchsorted(ordered, np.arange(rows), "left")
    best, second = np.zeros(rows), np.zeros(rows)
    count = np.bincount(right, minlength=rows)
    some, two = count > 0, count > 1
    best[some] = chance[order[first[some]]]
    second[two] = chance[order[first[two] + 1]]
    place = np.empty(len(right), dtype=np.int64)
    place[order] = np.arange(len(right))
    is_first = place == first[right]
    return np.where(is_first, second[right], best[right])


def _chosen(left: Integers, right: Integers, chance: Floats, one_to_one: bool) -> Integers:
    """Return the pairs kept: from the likeliest down, a right row once and, if asked, a left row once."""
    likely = np.flatnonzero(chance >= DOUBTFUL)
    order = likely[np.lexsort((right[likely], left[likely], -chance[likely]))]
    if not one_to_one:
        _, first = np.unique(right[order], return_index=True)
        return order[np.sort(first)][np.argsort(right[order[np.sort(first)]], kind="stable")]
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    kept = []
    for pair in order.tolist():
        a, b = int(left[pair]), int(right[pair])
        if a not in taken_left and b not in taken_right:
            taken_left.add(a)
            taken_right.add(b)
            kept.append(pair)
    found = np.array(kept, dtype=np.int64)
    return found[np.argsort(right[found], kind="stable")]


def _basis(seed: int) -> Basis:
    return Basis(
        rule=Text("人员比对（概率匹配）", "Linking of persons (probabilistic)"),
        version=f"fellegi-sunter-1/seed={seed}",
        reference="Fellegi, Sunter 1969",
    )
