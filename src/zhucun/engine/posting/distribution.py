"""How the pool and the plan are spread by age, sex, schooling, unit level and group, so that a bias is seen.

None of these is a condition or earns points; the table is there to show what the other rules led to.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from zhucun.engine.facts import CandidateFacts
from zhucun.engine.policy import full_years, group
from zhucun.engine.posting.instance import Instance
from zhucun.engine.posting.plan import Plan
from zhucun.engine.texts import Text
from zhucun.engine.words import Group, Schooling, Sex, UnitLevel

UNKNOWN = Text("未填", "Not given")
AGES = ((0, 35), (36, 45), (46, 54), (55, 200))


@dataclass(frozen=True, slots=True)
class Part:
    """One class: how many of all candidates, of the eligible ones (the pool) and of those posted belong to it."""

    text: Text
    listed: int
    pool: int
    plan: int
    pool_share: int  # per cent of the pool
    plan_share: int  # per cent of those posted

    @property
    def difference(self) -> int:
        """Return by how many points of per cent the plan holds more (or less) of them than the pool."""
        return self.plan_share - self.pool_share


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way of dividing the people."""

    key: str
    text: Text
    parts: tuple[Part, ...]


def distribution(instance: Instance, plan: Plan) -> tuple[Dimension, ...]:
    """Return pool and plan side by side by age, sex, schooling, unit level and group."""
    posted = {int(c) for c in plan.post if c >= 0}
    people = instance.candidates
    places = {id(p): i for i, p in enumerate(people)}

    def level(person: CandidateFacts) -> Text:
        found = instance.fit.sides.unit_of(places[id(person)]).level
        return UNKNOWN if found is None else found.text

    ways: tuple[tuple[str, Text, list[Text], Callable[[CandidateFacts], Text]], ...] = (
        ("age", Text("年龄", "Age"), [_band(b) for b in AGES], lambda p: _age(p, instance)),
        ("sex", Text("性别", "Sex"), [s.text for s in Sex], lambda p: p.sex.text),
        ("schooling", Text("学历", "Schooling"), [*(s.text for s in Schooling), UNKNOWN], _schooling),
        ("level", Text("单位层级", "Unit level"), [*(u.text for u in UnitLevel), UNKNOWN], level),
        ("group", Text("类别", "Group"), [g.text for g in Group], lambda p: group(p, on=instance.on).group.text),
    )
    return tuple(_dimension(instance, posted, key, text, classes, of) for key, text, classes, of in ways)


def _dimension(
    instance: Instance,
    posted: set[int],
    key: str,
    text: Text,
    classes: list[Text],
    of: Callable[[CandidateFacts], Text],
) -> Dimension:
    listed, pool, plan = Counter[Text](), Counter[Text](), Counter[Text]()
    for c, person in enumerate(instance.candidates):
        where = of(person)
        listed[where] += 1
        pool[where] += bool(instance.problem.eligible[c])
        plan[where] += c in posted
    in_pool, in_plan = max(1, pool.total()), max(1, plan.total())
    parts = tuple(
        Part(t, listed[t], pool[t], plan[t], round(100 * pool[t] / in_pool), round(100 * plan[t] / in_plan))
        for t in classes
        if t is not UNKNOWN or listed[t]
    )
    return Dimension(key, text, parts)


def _band(band: tuple[int, int]) -> Text:
    first, last = band
    if first == 0:
        return Text(f"{last}岁及以下", f"{last} or less")
    if last >= 200:
        return Text(f"{first}岁及以上", f"{first} or more")
    return Text(f"{first}至{last}岁", f"{first} to {last}")


def _age(person: CandidateFacts, instance: Instance) -> Text:
    age = full_years(person.born, instance.on)
    return next(_band(b) for b in AGES if b[0] <= max(0, age) <= b[1])


def _schooling(person: CandidateFacts) -> Text:
    return UNKNOWN if person.schooling is None else person.schooling.text
