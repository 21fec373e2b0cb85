"""A plan at work: its problem, its posts as the engine counts them, and the optimum beside which they stand."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from threading import RLock
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import Listener, Live, Outcome, Problem, margin_of, solve
from zhucun.engine.posting import Plan as Optimum
from zhucun.engine.posting.fit import village_key
from zhucun.engine.posting.seal import sealed, unsealed
from zhucun.postings.bridge.county import County, Stamp, county_of_plan, facts_stamp
from zhucun.postings.models import Plan

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Desk:
    """A plan's problem with its posts; `post[v]` is a candidate's place, -1 for nobody.

    `gone` are the posts whose person or village is no longer there: withdrawn since, or deleted. `proof` is the sealed
    proof that was made when the plan was last solved.
    """

    county: County
    settings: Mapping[str, Any]
    post: Integers
    by_hand: frozenset[int]
    gone: tuple[tuple[str, int], ...]
    proof: str = ""
    lock: RLock = field(default_factory=RLock)

    @property
    def problem(self) -> Problem:
        """The posting problem with the plan's locks and bans."""
        return self.county.instance.problem

    @cached_property
    def standing(self) -> Problem:
        """The problem with the plan's hand moves held as if locked, as every answer takes it."""
        if not self.by_hand:
            return self.problem
        locked = set(self.problem.locked) | {(v, int(self.post[v])) for v in self.by_hand}
        return self.problem.changed(locked=tuple(sorted(locked)))

    @cached_property
    def optimum(self) -> Optimum | None:
        """The best plan around the hand moves, as near to the posts as they stand as can be; None: the rules clash.

        What took long, or was stopped, is not solved anew to show a page: it is read from its proof, if that is of
        this very problem.
        """
        if self.proof and takes_long(self.problem.villages * self.problem.candidates, self.settings):
            kept = unsealed(self.proof).plan
            if seal(self, kept) == self.proof:
                return kept
        try:
            return solve_with(self.standing, self.settings, stay=self.post)
        except NoPlan:
            return None

    @contextmanager
    def asking(self) -> Iterator[Live | None]:
        """Lend the optimum kept open for questions to one thread at a time; None where there is no optimum."""
        with self.lock:
            yield self.live

    @cached_property
    def live(self) -> Live | None:
        """The optimum kept open beside the posts as they stand; ask it through `asking`: a question changes it and
        puts it back."""
        return None if self.optimum is None else Live(self.standing, self.optimum, self.post)

    @cached_property
    def margins(self) -> dict[int, Outcome]:
        """What would hold without each post, by village; those that cannot be told are not there."""
        if not self.is_optimal:
            return {}
        with self.asking() as live:
            if live is None:
                return {}
            found = {v: margin_of(live, v) for v, c in enumerate(self.post) if c >= 0}
        return {v: outcome for v, outcome in found.items() if outcome.possible and not outcome.emptied}

    @cached_property
    def points(self) -> Integers:
        """The fit of each village's person, 0 where there is nobody."""
        return np.array(
            [self.problem.score(v, int(c)) if c >= 0 else 0 for v, c in enumerate(self.post)], dtype=np.int64
        )

    @cached_property
    def best_mean(self) -> int | None:
        """The mean of what each filled village's own best eligible person would be worth: no plan's mean is higher."""
        best = []
        for v in np.flatnonzero(self.post >= 0):
            may = self.problem.may_serve(int(v))
            if may.any():
                best.append(int(self.problem.scores_of(int(v))[may].max()))
        return round(sum(best) / len(best)) if best else None

    @property
    def total(self) -> int:
        """The sum of the fit of all posts as they stand."""
        return int(self.points.sum())

    @property
    def is_optimal(self) -> bool:
        """Whether the posts as they stand are the proven optimum of the rules as they stand."""
        return self.optimum is not None and bool((self.optimum.post == self.post).all())


AT_ONCE_PAIRS = 400_000  # a quarter of a second; the worst few take ten times as long
AT_ONCE_PAIRS_LEVELS = 30_000


def takes_long(pairs: int, settings: Mapping[str, Any]) -> bool:
    """Say whether solving takes longer than a page may: then it is done in the background."""
    return pairs > (AT_ONCE_PAIRS_LEVELS if settings.get("leximin") else AT_ONCE_PAIRS)


def seal(desk: Desk, optimum: Optimum) -> str:
    """Return the problem and the plan as one text that outlives every later change of facts."""
    instance = desk.county.instance
    people = [c.code for c in instance.candidates]
    return sealed(desk.standing, optimum, [village_key(v) for v in instance.villages], people)


def solve_with(
    problem: Problem,
    settings: Mapping[str, Any],
    *,
    stay: Integers | None = None,
    guess: Integers | None = None,
    progress: Listener | None = None,
    stop: Callable[[], bool] | None = None,
) -> Optimum:
    """Solve under a plan's settings, near the posts of `stay` where that costs nothing; raises NoPlan on a clash.

    `guess` are prices to start from; they only save time.
    """
    return solve(
        problem,
        stay=stay,
        guess=guess,
        progress=progress,
        stop=stop,
        floor=float(settings.get("floor", 0)),
        keep=int(settings.get("keep", 0)),
        leximin=int(settings.get("leximin", 0)),
        seed=int(settings.get("seed", 0)),
    )


def desk_of(plan: Plan) -> Desk:
    """Return the plan at work; kept in the process while neither the plan nor a fact behind it changes."""
    return _desk(plan.pk, plan.version, facts_stamp(plan.county))


@lru_cache(maxsize=24)
def _desk(pk: int, version: int, stamp: Stamp) -> Desk:
    plan = Plan.objects.select_related("scheme", "based_on", "proof").get(pk=pk)
    proof = getattr(plan, "proof", None)
    return new_desk(plan, proof=proof.sealed if proof else "")


def new_desk(plan: Plan, *, proof: str = "") -> Desk:
    """Return the plan at work, not kept: for the middle of an action, when rows are changing."""
    county = county_of_plan(plan)
    post = np.full(len(county.villages), -1, dtype=np.int64)
    by_hand, gone = set(), []
    for row in plan.posts.all():
        v, c = county.village_at.get(row.village_id), county.candidate_at.get(row.candidate_id)
        if v is None or c is None:
            gone.append((row.village_id, row.candidate_id))
            continue
        post[v] = c
        if row.by_hand:
            by_hand.add(v)
    return Desk(county, dict(plan.settings), post, frozenset(by_hand), tuple(gone), proof)
