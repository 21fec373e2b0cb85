"""Why there is no plan: the rules that clash, and a smallest set to relax."""

from collections import Counter

from zhucun.engine.errors import NoPlan
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


def least_not_met(problem: Problem, node: int) -> NoPlan:
    """Return the refusal for a unit or group that cannot send as many as it must."""
    error = NoPlan("least_not_met", TOO_FEW.filled(name=problem.node_name(node), least=int(problem.tree.least[node])))
    error.details = {"relax": [{"rule": "least", "node": node}]}
    return error
