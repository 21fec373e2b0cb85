"""Why this person here: rank, margin, equals, the best alternatives and their exact cost, and what binds.

Every figure is re-solved with proof. Alternatives are found best first: a price gives a lower bound of the loss, so
candidates are tried in the order of their bounds until the next bound is no better than what has been found.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from zhucun.engine.posting.live import Live, Move, Outcome
from zhucun.engine.posting.plan import Plan
from zhucun.engine.posting.problem import Integers, Pair, Problem
from zhucun.engine.texts import Text

ALTERNATIVES = 3
MOST_EQUALS = 12  # equally good people looked for
MOST_TRIALS = 60  # alternatives re-solved at most, should the bounds be of no help

QUOTA = Text(
    "{name}已派满 {limit} 人；若可多派 1 人，全县总分可增加 {gain}。",
    "{name} has sent all {limit} it may; one more would raise the county's total by {gain}.",
)
LEAST = Text(
    "{name}必须派出至少 {limit} 人；若可少派 1 人，全县总分可增加 {gain}。",
    "{name} must send at least {limit}; one fewer would raise the county's total by {gain}.",
)
AREA_MOST = Text(
    "{name}最多派驻 {limit} 个村；若可多派驻 1 个村，全县总分可增加 {gain}。",
    "{name} may have {limit} filled villages; one more would raise the county's total by {gain}.",
)
AREA_LEAST = Text(
    "{name}至少派驻 {limit} 个村；若可少派驻 1 个村，全县总分可增加 {gain}。",
    "{name} must have {limit} filled villages; one fewer would raise the county's total by {gain}.",
)
LOCK = Text(
    "这一配对是固定的（锁定，或任期未满留任）；若放开，全县总分可增加 {gain}。",
    "This pair is fixed (a lock, or an unexpired term); freed, the total would rise by {gain}.",
)
FLOOR = Text(
    "该村处在底线 {limit} 分附近，底线限制了可派人选。", "This village is held up by the floor of {limit} points."
)

NOT_ELIGIBLE = Text("{person}不符合选派条件。", "{person} is not eligible.")
OUTSIDE = Text(
    "{person}不在可派往{village}的范围内。", "{person} may not serve in {village}: outside the allowed range."
)
FORBIDDEN = Text("{person}与{village}已被列为不得配对。", "{person} and {village} are a forbidden pair.")
CLASH = Text(
    "派{person}到{village}会使锁定或名额下限无法满足。", "With {person} in {village}, a lock or least quota fails."
)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another pairing: its score, the total fit that the county would lose with it, and who would move.

    `leaving` and `weighed` are as in `live.Outcome`.
    """

    village: int
    candidate: int
    score: int
    loss: int
    emptied: int
    moves: tuple[Move, ...]
    leaving: int = 0
    weighed: int = 0


@dataclass(frozen=True, slots=True)
class Binding:
    """A rule that holds this post in place, with what relaxing it by one would bring; re-solved.

    `node` is the unit or group, or, for a rule about an area, the area.
    """

    rule: str
    node: int | None
    gain: int
    text: Text


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything there is to say about one village's post.

    `rank` of `eligible` people by score for this village; `without` is what holds if this pair were forbidden, and
    `margin` the county's loss then (None: no plan would fill as many villages, or nobody serves here); `equals` could
    serve here at no loss at all. A lock on the pair is set aside for all of these and told in `bindings`.
    """

    village: int
    candidate: int
    score: int | None
    rank: int | None
    eligible: int
    margin: int | None
    without: Outcome | None
    equals: tuple[int, ...]
    for_village: tuple[Alternative, ...]
    for_candidate: tuple[Alternative, ...]
    bindings: tuple[Binding, ...]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """What it would cost to send this person to this village; or, if impossible, the rules against it."""

    village: int
    candidate: int
    possible: bool
    reasons: tuple[Text, ...]
    score: int
    loss: int | None
    emptied: int
    moves: tuple[Move, ...]


def explain(problem: Problem, plan: Plan, v: int, live: Live | None = None) -> Explanation:
    """Explain one village's post; pass `live` (Live(problem, plan)) when explaining many.

    A `live` with posts of its own explains those. What binds is told only where they are the optimum.
    """
    live = live or Live(problem, plan)
    c = int(live.post[v])
    scores, allowed = problem.scores_of(v), problem.may_serve(v)
    bindings = _bindings(live, v, c) if c >= 0 and np.array_equal(live.post, plan.post) else ()
    with live.released(_lock(live, v)):
        for_village = _best_first(live, _others(live, v))
        elsewhere = [(int(w), c) for w in range(problem.villages) if w != v and c >= 0 and problem.may(w, c)]
        for_candidate = _best_first(live, elsewhere)
        without = live.trial(forbid=[(v, c)]) if c >= 0 else None
    return Explanation(
        village=v,
        candidate=c,
        score=int(scores[c]) if c >= 0 else None,
        rank=1 + int((scores[allowed] > scores[c]).sum()) if c >= 0 else None,
        eligible=int(allowed.sum()),
        margin=without.loss if without is not None and without.possible and without.emptied <= 0 else None,
        without=without,
        equals=tuple(a.candidate for a in for_village if a.weighed <= 0 and a.emptied <= 0) if c >= 0 else (),
        for_village=for_village[:ALTERNATIVES],
        for_candidate=for_candidate[:ALTERNATIVES],
        bindings=bindings,
    )


def others_for(live: Live, v: int, most: int = ALTERNATIVES) -> tuple[Alternative, ...]:
    """Return the other people for a village who cost the county least, cheapest first: a part of `explain`."""
    with live.released(_lock(live, v)):
        return _best_first(live, _others(live, v), most)[:most]


def margin_of(live: Live, v: int) -> Outcome:
    """Return what holds if whoever serves in a village might not: a part of `explain`."""
    with live.released(_lock(live, v)):
        return live.trial(forbid=[(v, int(live.post[v]))], moves=live.plan.keep > 0)


def _lock(live: Live, v: int) -> list[Pair]:
    """Return the lock on a village's post, if any: what else could be is asked without it."""
    return [(v, int(live.post[v]))] if (v, int(live.post[v])) in live.problem.locked else []


def _others(live: Live, v: int) -> list[Pair]:
    return [(v, int(c)) for c in np.flatnonzero(live.problem.may_serve(v)) if c != live.post[v]]


def why_not(problem: Problem, plan: Plan, v: int, c: int, live: Live | None = None) -> WhyNot:
    """Say what sending c to v would cost the county and who would move, or which rules forbid it."""
    reasons = tuple(_reasons(problem, v, c))
    score = problem.score(v, c)
    if reasons:
        return WhyNot(v, c, False, reasons, score, None, 0, ())
    outcome = (live or Live(problem, plan)).trial(force=[(v, c)])
    if not outcome.possible:
        names = {"person": problem.candidate_name(c), "village": problem.village_name(v)}
        return WhyNot(v, c, False, (CLASH.filled(**names),), score, None, 0, ())
    return WhyNot(v, c, True, (), score, outcome.loss, outcome.emptied, outcome.moves)


def _reasons(problem: Problem, v: int, c: int) -> list[Text]:
    names = {"person": problem.candidate_name(c), "village": problem.village_name(v)}
    rules = (
        (not problem.eligible[c], NOT_ELIGIBLE),
        (not problem.in_jurisdiction(v, c), OUTSIDE),
        ((v, c) in problem.forbidden_pairs, FORBIDDEN),
    )
    return [text.filled(**names) for broken, text in rules if broken]


def _best_first(live: Live, pairs: list[Pair], most: int = ALTERNATIVES) -> tuple[Alternative, ...]:
    """Return the cheapest pairs to force, all that cost nothing (up to a limit) and at least `most` if there are."""
    if not pairs:
        return ()
    emptied, behind = live.behind()
    bounds = _bounds(live, pairs) + behind
    found: list[Alternative] = []
    for tried, i in enumerate(np.argsort(bounds, kind="stable").tolist()):
        costs = sorted((a.emptied, a.weighed) for a in found)
        enough = len(found) >= most and (emptied, int(bounds[i])) >= costs[most - 1]
        if (enough and (bounds[i] > 0 or len(found) >= MOST_EQUALS)) or tried >= MOST_TRIALS:
            break
        outcome = live.trial(force=[pairs[i]], moves=False)
        if outcome.possible:
            found.append(_alternative(live, pairs[i], outcome))
    found.sort(key=lambda a: (a.emptied, a.weighed, -a.score, a.village, a.candidate))
    nearest = [(a.village, a.candidate) for a in found[:most]]
    return (*(_alternative(live, pair, live.trial(force=[pair])) for pair in nearest), *found[most:])


def _alternative(live: Live, pair: Pair, found: Outcome) -> Alternative:
    score = live.problem.score(*pair)
    return Alternative(*pair, score, found.loss, found.emptied, found.moves, found.leaving, found.weighed)


def _bounds(live: Live, pairs: list[Pair]) -> Integers:
    """Return lower bounds, from the prices, of what forcing each pair costs beside the best plan."""
    villages, candidates = np.array(pairs, dtype=np.int64).T
    network = live.optimum.network
    worth = live.problem.scores_at(villages, candidates) - network.charged()[candidates]
    worth += live.plan.keep * (live.problem.incumbent[villages] == candidates)
    bounds: Integers = np.maximum(network.price[villages] - worth, 0)
    return bounds


def _bindings(live: Live, v: int, c: int) -> tuple[Binding, ...]:
    """Return what holds this post: lock, floor, and the quotas of the person's unit and groups, each re-solved."""
    problem, optimum = live.problem, live.optimum
    found = []
    if (v, c) in problem.locked:
        with live.released([(v, c)]):
            gain = -live.trial().loss
        found.append(Binding("locked", None, gain, LOCK.filled(gain=gain)))
    floor = live.plan.floor.value
    if floor is not None and _is_held_by_floor(live, v, floor):
        found.append(Binding("floor", None, 0, FLOOR.filled(limit=floor)))
    prices = optimum.network.group_prices()
    for node in problem.tree.path(int(problem.unit[c])):
        if prices[node]:
            least, most = int(problem.tree.least[node]), int(problem.tree.most[node])
            full = prices[node] > 0
            quota = (least, most + 1) if full else (least - 1, most)
            gain = -live.trial(quotas={node: quota}, moves=live.plan.keep > 0).loss
            text = (QUOTA if full else LEAST).filled(
                name=problem.node_name(node), limit=most if full else least, gain=gain
            )
            found.append(Binding("most" if full else "least", node, gain, text))
    return (*found, *_areas_around(live, v))


def _areas_around(live: Live, v: int) -> Iterator[Binding]:
    """Yield the areas around a village whose quota has a price, each re-solved with one village more or fewer."""
    problem, prices = live.problem, live.optimum.area_prices()
    areas, first = problem.by_area, problem.tree.size
    for a in areas.tree.path(int(areas.of[v])):
        if prices[a]:
            full, empty = prices[a] > 0, int(areas.villages[a])
            least, most = int(areas.tree.least[a]), int(areas.tree.most[a])
            change = (max(0, empty - most - 1), empty - least) if full else (max(0, empty - most), empty - least + 1)
            gain = -live.trial(quotas={first + a: change}, moves=live.plan.keep > 0).loss
            text = (AREA_MOST if full else AREA_LEAST).filled(
                name=problem.areas[a].name, limit=most if full else least, gain=gain
            )
            yield Binding("area_most" if full else "area_least", a, gain, text)


def _is_held_by_floor(live: Live, v: int, floor: int) -> bool:
    """Say whether a cheaper pair of this village is ruled out only by the floor."""
    problem, network = live.problem, live.optimum.network
    scores, allowed = problem.scores_of(v), problem.may_serve(v)
    worth = scores - live.optimum.charged()
    return bool((allowed & (scores < floor) & (worth > network.price[v])).any())
