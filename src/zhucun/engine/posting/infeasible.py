"""Why there is no plan: the rules that clash, and a smallest set to relax."""

from collections import Counter

import numpy as np

from zhucun.engine.errors import NoPlan
from zhucun.engine.posting.optimum import Optimum
from zhucun.engine.posting.problem import Problem
from zhucun.engine.texts import Text

LOCK_CLASH = Text(
    "锁定“{person}→{village}”与规则冲突：{why}。请解除该锁定或修改相应规则。",
    "The lock of {person} to {village} clashes with a rule: {why}. Release the lock or change the rule.",
)
TWICE = Text("同一人或同一村被锁定了两次", "the same person or village is locked twice")
NOT_ELIGIBLE = Text("此人不符合选派条件", "this person is not eligible")
FORBIDDEN = Text("这一配对已被禁止", "this pair is forbidden")
OUTSIDE = Text("不在可派往的范围内", "this person may not serve there")
TOO_FEW = Text(
    "{name}派不足下限 {least} 人：可派且有村可去的人不够。请降低下限，或增加符合条件的人选。",
    "{name} cannot send the {least} people it must: too few of its people can go anywhere. "
    "Lower the least number or add eligible people.",
)

QUOTA_CLASH = Text(
    "{name}所属各单位的下限合计 {must} 人，超过{name}的上限 {most} 人。请提高上限或降低下限。",
    "The units of {name} must together send {must}, but {name} may send at most {most}. Raise this or lower those.",
)


def check_locks(problem: Problem) -> None:
    """Refuse locks that contradict a rule or each other, before anything is solved."""
    villages = Counter(v for v, _ in problem.locked)
    people = Counter(c for _, c in problem.locked)
    for v, c in problem.locked:
        why = None
        if villages[v] > 1 or people[c] > 1:
            why = TWICE
        elif not problem.eligible[c]:
            why = NOT_ELIGIBLE
        elif (v, c) in problem.forbidden_pairs:
            why = FORBIDDEN
        elif not problem.in_jurisdiction(v, c):
            why = OUTSIDE
        if why:
            names = {"person": problem.candidate_name(c), "village": problem.village_name(v)}
            text = Text(LOCK_CLASH.say("zh", why=why, **names), LOCK_CLASH.say("en", why=why, **names))
            error = NoPlan("lock_clash", text)
            error.details = {"relax": [{"rule": "locked", "village": v, "candidate": c}]}
            raise error


def check_quotas(problem: Problem) -> None:
    """Refuse groups whose members must together send more than the group may."""
    tree = problem.tree
    must = tree.least.copy()
    inside = np.zeros_like(must)
    for node in tree.bottom_up():
        must[node] = max(must[node], inside[node])
        if must[node] > tree.most[node]:
            raise quota_clash(problem, node, int(must[node]))
        if tree.parent[node] >= 0:
            inside[tree.parent[node]] += must[node]


def quota_clash(problem: Problem, node: int, must: int) -> NoPlan:
    """Return the refusal for a group whose upper limit is below the sum of the lower limits inside it."""
    most = int(problem.tree.most[node])
    return NoPlan("quota_clash", QUOTA_CLASH, name=problem.node_name(node), must=must, most=most)


def refuse_if_broken(optimum: Optimum) -> None:
    """Raise NoPlan if even the best search had to break a lock or borrow imaginary people for a least quota."""
    if optimum.broken:
        raise NoPlan("no_plan", TOO_FEW.filled(name="", least=0))


def refuse_if_empty(optimum: Optimum) -> None:
    """Raise NoPlan if a village stays empty."""
    if (optimum.post < 0).any():
        raise NoPlan("no_plan", TOO_FEW.filled(name="", least=0))
