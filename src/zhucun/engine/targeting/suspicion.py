"""Signs put together into one order for respectful visits, and how well that order finds what audits found.

Before anything is learnt each sign weighs what it weighed on a real survey. From 300 random audits on the county's own
finds move the weights (logistic regression drawn towards the starting weights, so that few finds move them little). The
score orders visits; it never closes a case and is never shown to surveyors.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhucun.engine.errors import BadProblem
from zhucun.engine.targeting.counted import Basis
from zhucun.engine.targeting.features import Floats
from zhucun.engine.targeting.means_test import folds
from zhucun.engine.targeting.ranking import area_under_curve
from zhucun.engine.targeting.signs import Sign
from zhucun.engine.targeting.states import NO, UNSAID, YES, Flags, Integers, States
from zhucun.engine.texts import Text

ENOUGH_AUDITS, ENOUGH_FOUND = 300, 5
DRAW = 4.0  # a weight is thought to lie within about half a step of where it starts
LONGEST_STEP = 2.0  # Newton's method may overshoot where almost all answers are one
CLIP = 4.0  # a sign stronger than this counts as this, so that one typing mistake does not lead the list


@dataclass(frozen=True, slots=True, eq=False)
class Suspicion:
    """The order in which households are visited, with the weights of the signs and how they were found."""

    signs: tuple[Sign, ...]
    weights: tuple[float, ...]
    scores: Floats
    learnt: bool
    audits: int
    curve: float | None  # area under the curve on audits the fit did not see
    basis: Basis
    parts: Floats  # households x signs: weight times strength

    def order(self) -> Integers:
        """Return rows from the most to the least suspicious; ties keep the order of the list."""
        return np.argsort(-self.scores, kind="stable")

    @property
    def spoken(self) -> Flags:
        """Households of whom some sign says something."""
        strengths = np.stack([sign.strength for sign in self.signs], axis=1)
        return np.asarray(((self.parts > 0) & (np.nan_to_num(strengths, nan=0.0) > 0)).any(axis=1))

    def reasons(self, row: int) -> tuple[Text, ...]:
        """Return the signs that speak for a visit to one household, the heaviest first."""
        heavy = [j for j in np.argsort(-self.parts[row], kind="stable") if self.parts[row, j] > 0]
        return tuple(self.signs[int(j)].tell(row) for j in heavy if self.signs[int(j)].strength[row] > 0)

    def told(self) -> Text:
        """Return how the order was made."""
        if not self.learnt:
            return Text(
                f"按研究所得权重：随机核查{self.audits}户，不足{ENOUGH_AUDITS}户或查实不足{ENOUGH_FOUND}户，本县权重尚不能学习",
                f"Weights as found in research: {self.audits} random audits are fewer than {ENOUGH_AUDITS}, or "
                f"fewer than {ENOUGH_FOUND} found anything, so the county's own cannot be learnt yet",
            )
        curve = "—" if self.curve is None else f"{self.curve:.2f}"
        return Text(
            f"权重由{self.audits}户随机核查学得，未参与拟合者的AUC为{curve}",
            f"Weights learnt from {self.audits} random audits; area under the curve on audits not used: {curve}",
        )


def suspicion(signs: Sequence[Sign], *, audited: States | None = None, seed: int = 1) -> Suspicion:
    """Put signs together. `audited` says of randomly audited households whether income was concealed, else not said."""
    if not signs:
        raise _no_signs()
    strengths = np.stack([_bounded(sign.strength) for sign in signs], axis=1)
    prior = np.array([sign.weight for sign in signs])
    found = np.full(len(strengths), UNSAID, dtype=np.int8) if audited is None else audited
    seen = np.flatnonzero(found != UNSAID)
    learnt = len(seen) >= ENOUGH_AUDITS and ENOUGH_FOUND <= int((found == YES).sum()) <= len(seen) - ENOUGH_FOUND
    if learnt:
        truth = found[seen] == YES
        weights, start = _logit(strengths[seen], truth, prior)
        curve = area_under_curve(_outside(strengths[seen], truth, prior, seed), truth)
    else:
        weights, start, curve = prior, 0.0, None
    parts = strengths * weights
    scores = 1 / (1 + np.exp(-(start + parts.sum(axis=1)))) if learnt else parts.sum(axis=1)
    basis = Basis(
        rule=Text("隐瞒收入线索排序（仅定核查次序）", "Order of signs of hidden income (orders visits only)"),
        version=f"signs-1/{'+'.join(s.code for s in signs)}/audits={len(seen)}/seed={seed}",
    )
    return Suspicion(tuple(signs), tuple(float(w) for w in weights), scores, learnt, len(seen), curve, basis, parts)


def _bounded(strength: Floats) -> Floats:
    """Return strengths within +-CLIP, with 0 (says nothing) where a sign cannot be told."""
    return np.clip(np.nan_to_num(strength, nan=0.0), -CLIP, CLIP)


def _outside(strengths: Floats, truth: Flags, prior: Floats, seed: int) -> Floats:
    """Return scores of audits by fits that did not see them."""
    fold = folds([str(i) for i in range(len(truth))], seed)
    scores = np.zeros(len(truth))
    for one in np.unique(fold):
        inside = fold != one
        weights, start = _logit(strengths[inside], truth[inside], prior)
        scores[~inside] = start + strengths[~inside] @ weights
    return scores


def _logit(values: Floats, truth: Flags, prior: Floats) -> tuple[Floats, float]:
    """Return weights and start of a logistic regression drawn towards the prior weights (Newton's method)."""
    design = np.column_stack([np.ones(len(values)), values])
    penalty, centre = np.diag([1e-9, *[DRAW] * values.shape[1]]), np.concatenate([[0.0], prior])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (truth - chance) - penalty @ (weights - centre)
        step = np.linalg.solve((design * (chance * (1 - chance))[:, None]).T @ design + penalty, slope)
        weights = weights + step * min(1.0, LONGEST_STEP / max(float(np.abs(step).max()), 1e-12))
        if float(np.abs(step).max()) < 1e-9:
            break
    return weights[1:], float(weights[0])


def _no_signs() -> BadProblem:
    return BadProblem(
        "suspicion.no_signs",
        Text(
            "没有任何信号可用，不能排序。请先导入部门比对、支出或上年收入。",
            "There is no sign to order by. First take in other registers, spending or last year's income.",
        ),
    )


def audited_states(concealed: Sequence[bool | None]) -> States:
    """Return audit results as states."""
    return np.array([UNSAID if c is None else YES if c else NO for c in concealed], dtype=np.int8)
