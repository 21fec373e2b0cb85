"""The hard rules of a posting, each a generator of named breaches; written before the solver and independent of it.

The same list guards the solver's answers, plans edited by hand and plans read from spreadsheets.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from zhucun.engine.posting.problem import Integers, Problem
from zhucun.engine.texts import Text


@dataclass(frozen=True, slots=True)
class Breach:
    """One broken rule: which, at which village and candidate (None where it concerns no single one), in words."""

    rule: str
    village: int | None
    candidate: int | None
    text: Text


Rule = Callable[[Problem, Integers], Iterator[Breach]]


def everybody_is_known(problem: Problem, post: Integers) -> Iterator[Breach]:
    """Every entry is a candidate of the problem, or -1 for nobody."""
    text = Text(
        "{village}填写的人选编号 {number} 不存在。", "{village} is given candidate number {number}, who does not exist."
    )
    for v in np.flatnonzero((post < -1) | (post >= problem.candidates)):
        said = text.filled(village=problem.village_name(int(v)), number=int(post[v]))
        yield Breach("everybody_is_known", int(v), None, said)


def one_village_per_person(problem: Problem, post: Integers) -> Iterator[Breach]:
    """Nobody serves in two villages."""
    text = Text("{person}同时派往 {count} 个村：{villages}。", "{person} is posted to {count} villages: {villages}.")
    people, counts = np.unique(post[post >= 0], return_counts=True)
    for c in people[counts > 1]:
        villages = np.flatnonzero(post == c)
        names = [problem.village_name(int(v)) for v in villages]
        values = {"person": problem.candidate_name(int(c)), "count": len(names)}
        said = Text(
            text.say("zh", villages="、".join(names), **values), text.say("en", villages=", ".join(names), **values)
        )
        yield Breach("one_village_per_person", int(villages[1]), int(c), said)


def only_the_eligible_go(problem: Problem, post: Integers) -> Iterator[Breach]:
    """Everybody posted is eligible."""
    text = Text(
        "{person}不符合选派条件，不能派往{village}。", "{person} is not eligible and cannot be posted to {village}."
    )
    for v in np.flatnonzero(post >= 0):
        if not problem.eligible[post[v]]:
            yield _pair_breach(problem, "only_the_eligible_go", int(v), int(post[v]), text)


def within_jurisdiction(problem: Problem, post: Integers) -> Iterator[Breach]:
    """Everybody serves where people like them may serve."""
    text = Text(
        "{person}不在可派往{village}的范围内。", "{person} may not serve in {village}: outside the allowed range."
    )
    for v in np.flatnonzero(post >= 0):
        if not problem.in_jurisdiction(int(v), int(post[v])):
            yield _pair_breach(problem, "within_jurisdiction", int(v), int(post[v]), text)


def no_forbidden_pair(problem: Problem, post: Integers) -> Iterator[Breach]:
    """Nobody serves where they were ruled out (home village, avoidance, a decision)."""
    text = Text("{person}与{village}已被列为不得配对（回避或禁止）。", "{person} and {village} are a forbidden pair.")
    for v, c in problem.forbidden:
        if post[v] == c:
            yield _pair_breach(problem, "no_forbidden_pair", v, c, text)


def locked_pairs_hold(problem: Problem, post: Integers) -> Iterator[Breach]:
    """Every locked pair is in the plan."""
    text = Text(
        "{person}已锁定派往{village}，方案中却不是。", "{person} is locked to {village}, but the plan says otherwise."
    )
    for v, c in problem.locked:
        if post[v] != c:
            yield _pair_breach(problem, "locked_pairs_hold", v, c, text)


def units_send_at_most(problem: Problem, post: Integers) -> Iterator[Breach]:
    """No unit or group sends more than it may."""
    text = Text(
        "{name}派出 {sent} 人，超过上限 {limit} 人。", "{name} sends {sent} people; it may send at most {limit}."
    )
    sent = _sent(problem, post)
    for node in np.flatnonzero(sent > problem.tree.most):
        values = {"name": problem.node_name(int(node)), "sent": int(sent[node]), "limit": int(problem.tree.most[node])}
        yield Breach("units_send_at_most", None, None, text.filled(**values))


def units_send_at_least(problem: Problem, post: Integers) -> Iterator[Breach]:
    """No unit or group sends fewer than it must."""
    text = Text(
        "{name}派出 {sent} 人，低于下限 {limit} 人。", "{name} sends {sent} people; it must send at least {limit}."
    )
    sent = _sent(problem, post)
    for node in np.flatnonzero(sent < problem.tree.least):
        values = {"name": problem.node_name(int(node)), "sent": int(sent[node]), "limit": int(problem.tree.least[node])}
        yield Breach("units_send_at_least", None, None, text.filled(**values))


def areas_fill_at_most(problem: Problem, post: Integers) -> Iterator[Breach]:
    """No township, county or other area has more filled villages than it may."""
    text = Text(
        "{name}派驻 {filled} 个村，超过上限 {limit} 个。", "{name} has {filled} filled villages; it may have {limit}."
    )
    filled, limit = problem.by_area.filled(post), problem.by_area.tree.most
    for a in np.flatnonzero(filled > limit):
        values = {"name": problem.areas[a].name, "filled": int(filled[a]), "limit": int(limit[a])}
        yield Breach("areas_fill_at_most", None, None, text.filled(**values))


def areas_fill_at_least(problem: Problem, post: Integers) -> Iterator[Breach]:
    """Every township, county or other area has as many filled villages as it must."""
    text = Text(
        "{name}派驻 {filled} 个村，低于下限 {limit} 个。", "{name} has {filled} filled villages; it must have {limit}."
    )
    filled, limit = problem.by_area.filled(post), problem.by_area.tree.least
    for a in np.flatnonzero(filled < limit):
        values = {"name": problem.areas[a].name, "filled": int(filled[a]), "limit": int(limit[a])}
        yield Breach("areas_fill_at_least", None, None, text.filled(**values))


HARD_RULES: tuple[Rule, ...] = (
    one_village_per_person,
    only_the_eligible_go,
    within_jurisdiction,
    no_forbidden_pair,
    locked_pairs_hold,
    units_send_at_most,
    units_send_at_least,
    areas_fill_at_most,
    areas_fill_at_least,
)


def check(problem: Problem, post: npt.ArrayLike) -> list[Breach]:
    """Return every breach of a hard rule in a posting, [] if it is sound; an unfilled village (-1) is no breach."""
    posted = np.asarray(post, dtype=np.int64)
    if posted.shape != (problem.villages,):
        text = Text(
            "方案应有 {wanted} 个村，实有 {found} 个。", "The plan should have {wanted} villages but has {found}."
        )
        return [Breach("every_village_listed", None, None, text.filled(wanted=problem.villages, found=posted.size))]
    unknown = list(everybody_is_known(problem, posted))
    return unknown or [breach for rule in HARD_RULES for breach in rule(problem, posted)]


def _sent(problem: Problem, post: Integers) -> Integers:
    return problem.tree.sent(problem.unit[post[post >= 0]])


def _pair_breach(problem: Problem, rule: str, v: int, c: int, text: Text) -> Breach:
    return Breach(rule, v, c, text.filled(village=problem.village_name(v), person=problem.candidate_name(c)))
