"""Why there is no plan: the rules that clash, and a smallest set to relax; never just "infeasible".

The solver never meets a wall: a lock gives way, a least quota borrows imaginary people, a village stays empty, each at
a cost that no sum of scores can reach. So the best it finds breaks as few of these as can be (they are what to relax),
and the prices, which only such costs can lift so high, name the rules that clash with them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from zhucun.engine.errors import NoPlan
from zhucun.engine.posting.fairness import hall_set
from zhucun.engine.posting.optimum import Optimum
from zhucun.engine.posting.problem import Integers, Pair, Problem
from zhucun.engine.posting.tree import Tree
from zhucun.engine.texts import Text

CLASH = Text("没有满足全部规则的方案。互相冲突的规则：{rules}。最少需要放宽：{relax}。", "No plan obeys all rules. These clash: {rules}. The least to relax: {relax}.")  # noqa: E501  # fmt: skip
LOCKED = Text("{person}锁定派往{village}", "the lock of {person} to {village}")
LOCKED_TWICE = Text("{person}或{village}被锁定了不止一次", "{person} or {village} is locked more than once")
NOT_ELIGIBLE = Text("{person}不符合选派条件", "{person} is not eligible")
FORBIDDEN = Text("{person}与{village}已被列为不得配对", "{person} and {village} are a forbidden pair")
OUTSIDE = Text("{person}不在可派往{village}的范围内", "{person} may not serve in {village}")
MOST = Text("{name}最多派 {limit} 人", "{name} may send at most {limit}")
LEAST = Text("{name}至少派 {limit} 人", "{name} must send at least {limit}")
LEAST_INSIDE = Text("{name}内各单位下限合计 {limit} 人", "the least quotas inside {name} add up to {limit}")
FEWER = Text("{name}的下限降低 {by} 人", "lower what {name} must send by {by}")
MORE = Text("{name}的上限提高 {by} 人", "raise what {name} may send by {by}")
RELEASE = Text("解除{person}→{village}的锁定", "release the lock of {person} to {village}")
COVER = Text(
    "{count} 个村（{villages}）只有 {usable} 名可用人选",
    "{count} villages ({villages}) have only {usable} usable people",
)
LEAVE = Text(
    "允许 {count} 个村暂缺，或为其增加 {count} 名可派人选",
    "let {count} village(s) wait, or add {count} people for them",
)
OUT_OF_TIME = Text(
    "时间用完时还没有找到满足全部规则的方案，也没有证明不存在。请延长时限再试。",
    "Time ended before a plan that obeys all rules was found, or shown not to exist. Allow more time.",
)
FILL_MOST = Text("{name}最多派驻 {limit} 个村", "{name} may have {limit} filled villages")
FILL_LEAST = Text("{name}至少派驻 {limit} 个村", "{name} must have {limit} filled villages")
FILL_INSIDE = Text("{name}内各区域下限合计 {limit} 个村", "the least quotas of areas inside {name} add up to {limit}")
CAN_SEND = Text("{name}最多只有 {limit} 名可派人选", "{name} has only {limit} people that may be sent")
CAN_FILL = Text("{name}最多只有 {limit} 个村可派驻", "{name} has only {limit} villages that may be filled")
FILL_FEWER = Text("{name}的派驻村数下限降低 {by} 个", "lower how many villages {name} must have filled by {by}")
FILL_MORE = Text("{name}的派驻村数上限提高 {by} 个", "raise how many villages {name} may have filled by {by}")
MOST_NAMED = 6  # villages named in one sentence


@dataclass(frozen=True, slots=True)
class QuotaTexts:
    """How one kind of nested quota is spoken of: the rules and their key in data, and the sentences."""

    rule: str
    rule_least: str
    key: str
    inside: Text
    most: Text
    more: Text
    least: Text
    can: Text
    fewer: Text


UNIT_TEXTS = QuotaTexts("most", "least", "node", LEAST_INSIDE, MOST, MORE, LEAST, CAN_SEND, FEWER)
AREA_TEXTS = QuotaTexts(
    "area_most", "area_least", "area", FILL_INSIDE, FILL_MOST, FILL_MORE, FILL_LEAST, CAN_FILL, FILL_FEWER
)


def check_quotas(problem: Problem) -> None:
    """Refuse groups and areas whose members must together send, or fill, more than the whole may; and too few villages.

    A unit or area that must send or fill more than it has, or than those inside let it, is refused here, too.
    """
    _check_nested(problem.tree, [problem.node_name(node) for node in range(problem.tree.size)], UNIT_TEXTS)
    areas = problem.by_area
    _check_nested(areas.tree, [area.name for area in problem.areas], AREA_TEXTS)
    _check_enough(areas.tree, areas.own, [area.name for area in problem.areas], AREA_TEXTS)
    locked = np.zeros(problem.candidates, np.bool_)
    locked[[c for _, c in problem.locked]] = True
    units = problem.unit[(problem.eligible | locked) & (problem.unit >= 0)]
    people = np.bincount(units, minlength=problem.tree.size)
    _check_enough(problem.tree, people, [problem.node_name(node) for node in range(problem.tree.size)], UNIT_TEXTS)


def _check_enough(tree: Tree, own: Integers, names: Sequence[str], texts: QuotaTexts) -> None:
    """Refuse a least quota above what the whole has, or above what the quotas inside let it have."""
    can = own.copy()
    for node in tree.bottom_up():
        can[node] = min(can[node], tree.most[node])
        if can[node] < tree.least[node]:
            name, limit, by = names[node], int(tree.least[node]), int(tree.least[node] - can[node])
            rules = [texts.least.filled(name=name, limit=limit), texts.can.filled(name=name, limit=int(can[node]))]
            relax = [{"rule": texts.rule_least, texts.key: node, "by": by}]
            raise _clash("quota_clash", rules, [texts.fewer.filled(name=name, by=by)], relax)
        if tree.parent[node] >= 0:
            can[tree.parent[node]] += can[node]


def _check_nested(tree: Tree, names: Sequence[str], texts: QuotaTexts) -> None:
    """Refuse a quota of a whole below the least quotas inside it."""
    must = tree.least.copy()
    inside = np.zeros_like(must)
    for node in tree.bottom_up():
        must[node] = max(must[node], inside[node])
        if must[node] > tree.most[node]:
            name, limit, by = names[node], int(tree.most[node]), int(must[node] - tree.most[node])
            rules = [texts.inside.filled(name=name, limit=int(must[node])), texts.most.filled(name=name, limit=limit)]
            relax = [{"rule": texts.rule, texts.key: node, "by": by}]
            raise _clash("quota_clash", rules, [texts.more.filled(name=name, by=by)], relax)
        if tree.parent[node] >= 0:
            inside[tree.parent[node]] += must[node]


def check_locks(problem: Problem) -> None:
    """Refuse locks that contradict a rule or each other, all of them at once, before anything is solved."""
    villages = Counter(v for v, _ in problem.locked)
    people = Counter(c for _, c in problem.locked)
    rules, relax = [], []
    for v, c in problem.locked:
        broken = (
            (villages[v] > 1 or people[c] > 1, LOCKED_TWICE),
            (not problem.eligible[c], NOT_ELIGIBLE),
            ((v, c) in problem.forbidden_pairs, FORBIDDEN),
            (not problem.in_jurisdiction(v, c), OUTSIDE),
        )
        against = [text.filled(**_names(problem, (v, c))) for wrong, text in broken if wrong]
        if against:
            rules += [LOCKED.filled(**_names(problem, (v, c))), *against]
            relax.append((v, c))
    if relax:
        keep_first = _first_of_each(relax) if all(problem.may(v, c) for v, c in relax) else set()
        release = [pair for pair in relax if pair not in keep_first]
        raise _clash("lock_clash", rules, *_released(problem, release))


def refuse_if_broken(optimum: Optimum) -> None:
    """Raise NoPlan if even the best search had to break a lock or borrow imaginary people for a least quota."""
    if not optimum.broken:
        return
    if not optimum.proved:
        raise NoPlan("out_of_time", OUT_OF_TIME)
    problem, network = optimum.frame.problem, optimum.network
    broken = [(v, c) for v, c in problem.locked if optimum.post[v] != c]
    said, relax = _released(problem, broken)
    rules = [LOCKED.filled(**_names(problem, pair)) for pair in broken] + _tight_quotas(optimum)
    real = problem.tree.sent(problem.unit[optimum.post[optimum.post >= 0]])
    lacking = np.maximum(network.least[: len(real)] - real, 0)
    for node in np.flatnonzero(lacking).tolist():
        name, limit, by = problem.node_name(node), int(network.least[node]), int(lacking[node])
        rules.append(LEAST.filled(name=name, limit=limit))
        said.append(FEWER.filled(name=name, by=by))
        relax.append({"rule": "least", "node": node, "by": by})
    filled, areas = problem.by_area.filled(optimum.post), problem.by_area.tree
    for a in np.flatnonzero((filled < areas.least) | (filled > areas.most)).tolist():
        few = bool(filled[a] < areas.least[a])
        limit, by = (
            int((areas.least if few else areas.most)[a]),
            int(max(areas.least[a] - filled[a], filled[a] - areas.most[a])),
        )
        rules.append((FILL_LEAST if few else FILL_MOST).filled(name=problem.areas[a].name, limit=limit))
        said.append((FILL_FEWER if few else FILL_MORE).filled(name=problem.areas[a].name, by=by))
        relax.append({"rule": "area_least" if few else "area_most", "area": a, "by": by})
    raise _clash("no_plan", rules, said, relax)


def refuse_if_empty(optimum: Optimum) -> None:
    """Raise NoPlan if a village stays empty, naming the villages that compete for too few people."""
    empty = np.flatnonzero(optimum.post < 0).tolist()
    if not empty:
        return
    problem, hall = optimum.frame.problem, hall_set(optimum, 0)
    names = [problem.village_name(v) for v in hall.villages[:MOST_NAMED]]
    more = ("…",) if len(hall.villages) > MOST_NAMED else ()
    values = {"count": len(hall.villages), "usable": hall.usable}
    listed = Text("、".join((*names, *more)), ", ".join((*names, *more)))
    rule = Text(COVER.say("zh", villages=listed, **values), COVER.say("en", villages=listed, **values))
    relax = [{"rule": "cover", "village": v} for v in empty]
    raise _clash("not_enough_people", [rule, *_tight_quotas(optimum)], [LEAVE.filled(count=len(empty))], relax)


def _tight_quotas(optimum: Optimum) -> list[Text]:
    """Return the quotas whose price only a broken rule can explain."""
    problem, network, half = optimum.frame.problem, optimum.network, optimum.frame.unfilled_cost // 2
    prices, areas = optimum.unit_prices(), optimum.area_prices()
    rules = []
    for node in np.flatnonzero(np.abs(prices) > half).tolist():
        text, limit = (MOST, network.most) if prices[node] > 0 else (LEAST, network.least)
        rules.append(text.filled(name=problem.node_name(node), limit=int(limit[node])))
    tree = problem.by_area.tree
    for a in np.flatnonzero(np.abs(areas) > half).tolist():
        text, limit = (FILL_MOST, tree.most) if areas[a] > 0 else (FILL_LEAST, tree.least)
        rules.append(text.filled(name=problem.areas[a].name, limit=int(limit[a])))
    return rules


def _released(problem: Problem, pairs: Iterable[Pair]) -> tuple[list[Text], list[dict[str, Any]]]:
    listed = list(pairs)
    said = [RELEASE.filled(**_names(problem, pair)) for pair in listed]
    return said, [{"rule": "locked", "village": v, "candidate": c} for v, c in listed]


def _first_of_each(pairs: list[Pair]) -> set[Pair]:
    """Return the locks that can stay when others of the same person or village go."""
    villages: set[int] = set()
    people: set[int] = set()
    kept = set()
    for v, c in pairs:
        if v not in villages and c not in people:
            kept.add((v, c))
            villages.add(v)
            people.add(c)
    return kept


def _names(problem: Problem, pair: Pair) -> dict[str, str]:
    return {"village": problem.village_name(pair[0]), "person": problem.candidate_name(pair[1])}


def _clash(code: str, rules: list[Text], said: list[Text], relax: list[dict[str, Any]]) -> NoPlan:
    """Return the refusal with its rules and what to relax, in words and as data."""
    lists = {"rules": Text(*_joined(rules)), "relax": Text(*_joined(said))}
    error = NoPlan(code, Text(CLASH.say("zh", **lists), CLASH.say("en", **lists)))
    error.details = {"rules": list(dict.fromkeys(rules)), "relax": relax}
    return error


def _joined(texts: list[Text]) -> tuple[str, str]:
    listed = dict.fromkeys(texts)
    return "；".join(text.zh for text in listed), "; ".join(text.en for text in listed)
