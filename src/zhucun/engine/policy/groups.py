"""The two groups the programme draws on, and everyone between: a description for reports, never a condition.

The founding study names young graduates and cadres near the end of their careers. The ages are dated figures.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhucun.engine.facts import CandidateFacts
from zhucun.engine.policy.eligibility import full_years
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.texts import Text
from zhucun.engine.words import Group


@dataclass(frozen=True, slots=True)
class Grouping:
    """The group of one person and why."""

    group: Group
    text: Text
    figure: Figure | None


def group(candidate: CandidateFacts, *, on: date, area: str | None = None, local: Iterable[Figure] = ()) -> Grouping:
    """Return the group on this day: stepped back or old enough is senior, young by the figure, else experienced."""
    local = tuple(local)
    if candidate.stepped_back:
        return Grouping(Group.SENIOR, Text("已退出领导岗位", "Stepped back from a leading post"), None)
    age = full_years(candidate.born, on)
    young = figure("group.young_age", on=on, area=area, local=local)
    senior = figure("group.senior_age", on=on, area=area, local=local)
    if age >= senior.value:
        return Grouping(Group.SENIOR, _aged(age, senior, Text("及以上", "or more")), senior)
    if age <= young.value:
        return Grouping(Group.YOUNG, _aged(age, young, Text("及以下", "or less")), young)
    text = Text("{age}岁（{young}岁以上、{senior}岁以下）", "Aged {age} (over {young}, under {senior})")
    return Grouping(Group.EXPERIENCED, text.filled(age=age, young=young.value, senior=senior.value), None)


def _aged(age: int, limit: Figure, side: Text) -> Text:
    return Text("{age}岁（{limit}岁{side}）", "Aged {age} ({limit} {side})").filled(
        age=age, limit=limit.value, side=side
    )
