"""A plan as a workbook: sheets that people read and, hidden, the problem and proof that `zhucun verify` checks."""

from dataclasses import replace
from io import BytesIO

from zhucun.core.refusals import engine_language
from zhucun.engine.households.identity import mask_name
from zhucun.engine.posting.workbook import write_plan
from zhucun.engine.texts import Text
from zhucun.postings.bridge.desk import Desk
from zhucun.postings.bridge.proofs import provable

MADE_UP = Text("演示数据：人员与数字均为虚构", "Demonstration: people and figures are made up")


def workbook(desk: Desk, *, made_up: bool, masked: bool) -> bytes:
    """Return the workbook of a plan as it stands; `masked` keeps only the first character of names."""
    instance, plan = provable(desk)
    if masked:
        people = tuple(replace(c, name=mask_name(c.name), phone=None) for c in instance.candidates)
        problem = instance.problem.changed(candidate_names=tuple(c.name for c in people))
        instance = replace(instance, candidates=people, problem=problem)
    target = BytesIO()
    write_plan(target, instance, plan, language=engine_language(), notice=MADE_UP if made_up else None)
    return target.getvalue()
