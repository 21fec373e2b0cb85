"""From facts to a posting problem: who is eligible, who may not go where and why, what each unit may send.

Everything that the rules decided stays with the instance, so that every page can say why somebody is not in a plan.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from zhucun.engine.errors import BadProblem
from zhucun.engine.facts import CandidateFacts, PostFacts, UnitFacts, VillageFacts
from zhucun.engine.policy import BarRules, Eligibility, Figure, Reason, eligibility
from zhucun.engine.policy.bars import avoidance_bar, health_bars, home_bar, lodging_bars
from zhucun.engine.posting.fit import Adjustments, Fit, fit, profiles_of, village_key
from zhucun.engine.posting.problem import Booleans, Integers, Pair, Problem
from zhucun.engine.posting.scheme import HomeRule, Scheme, Unconfirmed, default_scheme
from zhucun.engine.texts import Text
from zhucun.engine.words import Health, Sex

Bars = Mapping[Pair, tuple[Reason, ...]]
Named = tuple[str, str]  # a village's key and a person's number


@dataclass(frozen=True, eq=False)
class Instance:
    """A posting problem with the facts and verdicts it was made from."""

    problem: Problem
    fit: Fit
    eligibility: tuple[Eligibility, ...]
    bars: Bars
    villages: tuple[VillageFacts, ...]
    candidates: tuple[CandidateFacts, ...]
    units: tuple[UnitFacts, ...]
    notes: tuple[Text, ...]
    on: date

    @property
    def scheme(self) -> Scheme:
        """Return the scheme of weights."""
        return self.fit.sides.scheme

    @cached_property
    def village_at(self) -> dict[str, int]:
        """Return each village's place by its key (code, else township and name)."""
        return {village_key(v): i for i, v in enumerate(self.villages)}

    @cached_property
    def candidate_at(self) -> dict[str, int]:
        """Return each person's place by number."""
        return {c.code: i for i, c in enumerate(self.candidates)}

    def why_not(self, v: int, c: int) -> tuple[Reason, ...]:
        """Return every rule that keeps this person from this village: the written ones and the bars of the pair."""
        return (*self.eligibility[c].broken, *self.bars.get((v, c), ()))


def build(
    villages: Sequence[VillageFacts],
    candidates: Sequence[CandidateFacts],
    units: Sequence[UnitFacts] = (),
    *,
    on: date,
    scheme: Scheme | None = None,
    area: str | None = None,
    local: Iterable[Figure] = (),
    needs_overrides: Adjustments | None = None,
    locked: Iterable[Named] = (),
    forbidden: Iterable[Named] = (),
    incumbent: Mapping[str, str] | Iterable[PostFacts] | None = None,
) -> Instance:
    """Return the posting problem of a county on one day.

    `locked`, `forbidden` and `incumbent` name villages by key (code, else township and name) and people by number.
    Raises BadProblem where a key is unknown or two villages or people share one.
    """
    scheme, local = scheme or default_scheme(), tuple(local)
    places = _index([village_key(v) for v in villages], Text("村", "villages"))
    people = _index([c.code for c in candidates], Text("人选", "candidates"))
    profiles = profiles_of(villages, on=on, area=area, local=local, adjustments=needs_overrides)
    made = fit(villages, candidates, units, scheme, on=on, area=area, local=local, profiles=profiles)
    verdicts = tuple(eligibility(c, on=on, area=area, local=local) for c in candidates)
    bars = pair_bars_of(made, BarRules.of(on=on, area=area, local=local))
    described, unit = made.sides.units, made.sides.unit
    allowed = _eligible(verdicts, scheme)
    most, least, notes = _quotas(described, unit, allowed)
    problem = Problem(
        made.A,
        made.B,
        unit=unit,
        most=most,
        least=least,
        eligible=allowed,
        mask=_mask(bars, len(villages), len(candidates)),
        locked=[_pair(p, places, people) for p in locked],
        forbidden=[_pair(p, places, people) for p in forbidden],
        incumbent=_incumbents(incumbent, places, people, len(villages)),
        village_names=[v.name for v in villages],
        candidate_names=[c.name for c in candidates],
        unit_names=[u.name for u in described],
    )
    notes += _notes(verdicts, villages, len(described) - len(units))
    return Instance(problem, made, verdicts, bars, tuple(villages), tuple(candidates), described, tuple(notes), on)


def pair_bars_of(made: Fit, rules: BarRules) -> dict[Pair, tuple[Reason, ...]]:
    """Return every barred pair with its reasons; each village's texts are made once and shared."""
    sides, found = made.sides, dict[Pair, tuple[Reason, ...]]()

    def bar(v: int, c: int, reasons: Sequence[Reason]) -> None:
        found[v, c] = (*found.get((v, c), ()), *reasons)

    avoided = [avoidance_bar(v) for v in sides.villages]
    lodging = {v: r for v, village in enumerate(sides.villages) if (r := lodging_bars(village, rules))}
    harsh = {
        v: r
        for v, (village, hard) in enumerate(zip(sides.villages, sides.hardships, strict=True))
        if (r := health_bars(village, hard, rules))
    }
    for c, person in enumerate(sides.candidates):
        for v in {v for place in person.avoid for v in sides.places.find(place)[0]}:
            bar(v, c, (avoided[v],))
        if sides.scheme.rules.home is HomeRule.BAR and person.home:
            at_home, wide = sides.places.find(person.home)
            for v in () if wide else at_home:
                bar(v, c, (home_bar(sides.villages[v]),))
        for v, reasons in lodging.items() if person.sex is Sex.FEMALE else ():
            bar(v, c, reasons)
        for v, reasons in harsh.items() if person.health is Health.LIMITED else ():
            bar(v, c, reasons)
    return found


def _index(keys: Sequence[str], what: Text) -> dict[str, int]:
    found = {key: i for i, key in enumerate(keys)}
    if len(found) == len(keys):
        return found
    twice = next(key for key, count in Counter(keys).items() if count > 1)
    raise BadProblem(
        "instance.twice",
        Text(
            "{what}名单中“{key}”出现了两次。请合并，或为其中一个填写不同的代码。",
            "“{key}” stands twice in the list of {what}. Merge the two, or give one of them another code.",
        ),
        what=what,
        key=twice,
    )


def _pair(named: Named, places: Mapping[str, int], people: Mapping[str, int]) -> Pair:
    village, person = named
    if village in places and person in people:
        return places[village], people[person]
    unknown = Text("村“{n}”", "village “{n}”").filled(n=village)
    if village in places:
        unknown = Text("人选“{n}”", "candidate “{n}”").filled(n=person)
    raise BadProblem(
        "instance.unknown_pair",
        Text(
            "锁定或禁止名单中的{unknown}不在本次名单内。请核对代码。",
            "The list of locked or forbidden posts names {unknown}, which is not in this posting. Check the code.",
        ),
        unknown=unknown,
    )


def _incumbents(
    incumbent: Mapping[str, str] | Iterable[PostFacts] | None,
    places: Mapping[str, int],
    people: Mapping[str, int],
    villages: int,
) -> Integers:
    """Return who serves where now; people and villages outside this posting are no incumbents in it."""
    found = np.full(villages, -1, dtype=np.int64)
    if isinstance(incumbent, Mapping):
        pairs = list(incumbent.items())
    else:
        pairs = [(p.village_code or f"{p.town or ''}{p.village}", p.candidate_code or "") for p in incumbent or ()]
    for village, person in pairs:
        if village in places and person in people:
            found[places[village]] = people[person]
    return found


def _eligible(verdicts: Sequence[Eligibility], scheme: Scheme) -> Booleans:
    strict = scheme.rules.unconfirmed is Unconfirmed.BAR
    return np.array([v.eligible and not (strict and v.unconfirmed) for v in verdicts], dtype=np.bool_)


def _mask(bars: Bars, villages: int, people: int) -> Booleans | None:
    if not bars:
        return None
    mask = np.ones((villages, people), dtype=np.bool_)
    rows, columns = zip(*bars, strict=True)
    mask[list(rows), list(columns)] = False
    return mask


def _quotas(units: Sequence[UnitFacts], unit: Integers, allowed: Booleans) -> tuple[Integers, Integers, list[Text]]:
    """Return the most and least that each unit sends; where nobody set a most, all of its people may go.

    One unit that named too few eligible people must not make the whole county impossible: it is said instead.
    """
    members = np.bincount(unit[allowed], minlength=len(units))
    most = np.array([members[i] if u.most is None else u.most for i, u in enumerate(units)], dtype=np.int64)
    least = np.array([u.least or 0 for u in units], dtype=np.int64)
    text = Text(
        "{unit}须至少选派{least}人，而符合条件的人选只有{members}人：已按{members}人计。请补报人选或改下限。",
        "{unit} must send at least {least} but only {members} of its people are eligible: counted as {members}. "
        "Name more people or change the least.",
    )
    notes = [
        text.filled(unit=u.name, least=int(least[i]), members=int(members[i]))
        for i, u in enumerate(units)
        if least[i] > members[i]
    ]
    return most, np.minimum(least, members), notes


def _notes(verdicts: Sequence[Eligibility], villages: Sequence[VillageFacts], unlisted: int) -> list[Text]:
    barred = sum(not v.eligible for v in verdicts)
    open_rules = sum(v.eligible and bool(v.unconfirmed) for v in verdicts)
    lodging = sum(v.safe_lodging is None for v in villages)
    said = (
        (barred, Text("{n}人不符合选派条件", "{n} people are not eligible")),
        (open_rules, Text("{n}人有条件待核实", "{n} people have a rule that waits for a fact")),
        (unlisted, Text("{n}个派出单位不在单位名单中，名额不限", "{n} sending units are not described: no quota")),
        (lodging, Text("{n}个村未填有无安全住宿", "{n} villages have not said whether they have safe lodging")),
    )  # fmt: skip
    return [text.filled(n=n) for n, text in said if n]
