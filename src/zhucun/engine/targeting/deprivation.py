"""Multidimensional poverty by counting, after Alkire and Foster, with whole-number weights.

Alkire, Foster (2011), Journal of Public Economics 95, 476-487. A household is poor when the weights of what it lacks
reach the cut-off. Weights are whole numbers because 2/6 stored as 0.333333 falls under a cut-off of 1/3 on some
engines: one such case lost 13 % of the poor.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from zhucun.engine.errors import BadProblem
from zhucun.engine.targeting.counted import Basis, Ratio
from zhucun.engine.targeting.county import County
from zhucun.engine.targeting.rule_sets import RuleSet
from zhucun.engine.targeting.states import UNSAID, YES, Flags, Integers, States
from zhucun.engine.texts import Text

UNREPORTED_H = Text("未填报全部计为剥夺时的H", "H if all that is not reported were lacking")


@dataclass(frozen=True, slots=True)
class Index:
    """The deprivations with whole-number weights and the cut-off that makes a household poor."""

    codes: tuple[str, ...]
    texts: tuple[Text, ...]
    weights: tuple[int, ...]
    cutoff: int
    basis: Basis

    def __post_init__(self) -> None:
        whole = all(isinstance(w, int) and w > 0 for w in self.weights) and isinstance(self.cutoff, int)
        if not whole or not 0 < self.cutoff <= sum(self.weights) or len(self.codes) != len(self.weights):
            raise _bad_index(self)

    @classmethod
    def of(cls, rules: RuleSet) -> "Index":
        """Return the index that a rule set of kind 'deprivation' defines."""
        return cls(
            tuple(t.code for t in rules.tests),
            tuple(t.text for t in rules.tests),
            tuple(t.weight for t in rules.tests),
            int(rules.settings["cutoff"]),
            rules.basis,
        )

    @property
    def whole(self) -> int:
        """The sum of all weights."""
        return sum(self.weights)


@dataclass(frozen=True, slots=True)
class Contribution:
    """One deprivation: how many persons lack it, how many of them are poor, and its part of M0."""

    code: str
    text: Text
    uncensored: Ratio
    censored: Ratio
    part: Ratio


@dataclass(frozen=True, slots=True, eq=False)
class Multidimensional:
    """The index of a county: H, A and M0 exact, each household's score, and how far gaps in the file could move it."""

    index: Index
    deprived: npt.NDArray[np.int8]  # households x deprivations, states
    scores: Integers
    highest_scores: Integers
    persons: Integers
    headcount: Ratio
    intensity: Ratio
    adjusted: Ratio
    highest_headcount: Ratio
    contributions: tuple[Contribution, ...]

    @property
    def poor(self) -> Flags:
        """Households that are poor on what is known."""
        return self.scores >= self.index.cutoff

    @property
    def perhaps_poor(self) -> Flags:
        """Households that what is not said could still make poor: ask them first."""
        return ~self.poor & (self.highest_scores >= self.index.cutoff)

    def lacks(self, row: int, *, weights: bool = True) -> tuple[Text, ...]:
        """Return what one household lacks, in words, and what nobody has said of it.

        The heaviest comes first; without `weights` the order of the rules is kept, so that it tells nothing either.
        """
        order = list(range(len(self.index.codes)))
        if weights:
            order.sort(key=lambda j: -self.index.weights[j])
        whole = self.index.whole
        lacking = [
            Text(
                f"{self.index.texts[j].zh}（{self.index.weights[j]}/{whole}）",
                f"{self.index.texts[j].en} ({self.index.weights[j]}/{whole})",
            )
            if weights
            else self.index.texts[j]
            for j in order
            if self.deprived[row, j] == YES
        ]
        unsaid = [
            Text(f"{self.index.texts[j].zh}：未填报", f"{self.index.texts[j].en}: not reported")
            for j in order
            if self.deprived[row, j] == UNSAID
        ]
        return (*lacking, *unsaid)

    def told(self) -> tuple[Text, ...]:
        """Return H, A and M0 as sentences with their numbers and rule."""
        return self.headcount.told(), self.intensity.told(), self.adjusted.told(), self.highest_headcount.told()


def deprivations(rules: RuleSet, county: County) -> npt.NDArray[np.int8]:
    """Return the states of every household (rows) in every deprivation (columns) of a rule set."""
    columns = [test.condition.states(county) for test in rules.tests]
    return np.stack(columns, axis=1) if columns else np.zeros((len(county), 0), dtype=np.int8)


def measure(index: Index, deprived: npt.ArrayLike, persons: npt.ArrayLike | None = None) -> Multidimensional:
    """Count who is poor: `deprived` is states, households by deprivations; `persons` weighs households by members.

    What is not said counts as not deprived; `highest_headcount` shows H if all of it were deprived.
    """
    states = np.asarray(deprived, dtype=np.int8)
    if states.ndim != 2 or states.shape[1] != len(index.codes):
        raise _bad_index(index)
    people = np.ones(len(states), dtype=np.int64) if persons is None else np.asarray(persons, dtype=np.int64)
    weights = np.array(index.weights, dtype=np.int64)
    scores = (states == YES).astype(np.int64) @ weights
    highest = (states != 0).astype(np.int64) @ weights
    poor = scores >= index.cutoff
    everyone, poor_people = int(people.sum()), int(people[poor].sum())
    weighted = int((scores[poor] * people[poor]).sum())
    whole, basis = index.whole, index.basis
    return Multidimensional(
        index, states, scores, highest, people,
        Ratio(poor_people, everyone, Text("多维贫困发生率H", "Multidimensional headcount H"), basis),
        Ratio(weighted, whole * poor_people, Text("平均剥夺份额A", "Intensity A"), basis),
        Ratio(weighted, whole * everyone, Text("多维贫困指数M0", "Adjusted headcount M0"), basis),
        Ratio(int(people[highest >= index.cutoff].sum()), everyone, UNREPORTED_H, basis),
        _contributions(index, states == YES, poor, people, weighted),
    )  # fmt: skip


def _contributions(
    index: Index, lacking: npt.NDArray[np.bool_], poor: Flags, people: Integers, weighted: int
) -> tuple[Contribution, ...]:
    everyone = int(people.sum())
    found = []
    for j, (code, text, weight) in enumerate(zip(index.codes, index.texts, index.weights, strict=True)):
        raw, censored = int(people[lacking[:, j]].sum()), int(people[lacking[:, j] & poor].sum())
        found.append(
            Contribution(
                code,
                text,
                Ratio(raw, everyone, Text(f"{text.zh}（全部人口）", f"{text.en} (everyone)"), index.basis),
                Ratio(censored, everyone, Text(f"{text.zh}（多维贫困人口）", f"{text.en} (the poor)"), index.basis),
                Ratio(weight * censored, weighted, Text(f"{text.zh}对M0的贡献", f"{text.en}: part of M0"), index.basis),
            )
        )
    return tuple(found)


def adjusted_gaps(index: Index, achievements: Sequence[Sequence[int]], lines: Sequence[int], power: int) -> Fraction:
    """Return M1 (power 1) or M2 (power 2): gaps below the lines in the dimensions the poor lack, exact.

    `achievements` are whole numbers, persons by dimensions. Source: Alkire and Foster 2011, section 5.
    """
    values, limits = np.asarray(achievements, dtype=np.int64), np.asarray(lines, dtype=np.int64)
    short = np.maximum(limits - values, 0)
    poor = (short > 0).astype(np.int64) @ np.array(index.weights, dtype=np.int64) >= index.cutoff
    total = sum(
        (Fraction(int(gap), int(z)) ** power * w)
        for row in short[poor]
        for gap, z, w in zip(row, limits, index.weights, strict=True)
    )
    return Fraction(total) / (index.whole * len(values)) if len(values) else Fraction(0)


def by_group(result: Multidimensional, groups: Sequence[str]) -> dict[str, Multidimensional]:
    """Return the index of every group (village, township): their M0 weighted by persons add up to the whole's."""
    names = np.asarray(groups, dtype=object)
    return {
        str(name): measure(result.index, result.deprived[names == name], result.persons[names == name])
        for name in sorted(set(groups))
    }


def from_lines(achievements: npt.ArrayLike, lines: npt.ArrayLike) -> States:
    """Return the states of being below each dimension's line."""
    return (np.asarray(achievements) < np.asarray(lines)).astype(np.int8)


def _bad_index(index: Index) -> BadProblem:
    return BadProblem(
        "deprivation.bad_index",
        Text(
            "多维指数“{rule}”不成立：权重须为正整数，临界值须在1与权重之和{whole}之间，列数须与指标数相同。",
            "The index “{rule}” does not hold: weights must be positive whole numbers, the cut-off between 1 and their "
            "sum {whole}, and there must be one column for each deprivation.",
        ),
        rule=index.basis.rule,
        whole=sum(index.weights),
    )
