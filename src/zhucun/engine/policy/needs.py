"""What a village needs, as ten weights from 0 to 1 (integer thousandths), each with the reasons that add up to it.

A need is the sum of its measures: share x level. A level is 70 % where the value stands between good and severe, 30 %
where the village stands in its county. A fact that nobody reported counts as the neutral level, lowers the confidence
and is said; a count without its base (unsafe houses, but not of how many households) is ranked in the county by number.
The kind of village sets a least weight; what the village itself asks for adds to it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property, partial

from zhucun.engine.errors import BadProblem
from zhucun.engine.facts import VillageFacts
from zhucun.engine.policy import indicators
from zhucun.engine.policy.figures import Figure
from zhucun.engine.policy.yardstick import CountyYardstick
from zhucun.engine.texts import Text
from zhucun.engine.words import Need, VillageKind


@dataclass(frozen=True, slots=True)
class NeedReason:
    """One part of a need: `contribution` thousandths, how it came about, and whether the fact is known."""

    rule: str
    value: Decimal | None
    median: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    figure: Figure
    share: int
    level: int
    contribution: int
    known: bool
    by_count: bool  # the base is missing, so that the bare count was ranked: worth half the confidence
    tell: Callable[[], Text] = field(repr=False, compare=False)  # thousands of reasons are made, few are read

    @property
    def text(self) -> Text:
        """Return the reason as a sentence with its figures."""
        return self.tell()


@dataclass(frozen=True, slots=True)
class NeedWeight:
    """The weight of one need; `computed` is the sum of the reasons, `weight` what holds after a person's word."""

    need: Need
    weight: int
    computed: int
    confidence: int
    reasons: tuple[NeedReason, ...]
    adjusted_because: str | None = None


@dataclass(frozen=True)
class NeedProfile:
    """The ten needs of one village on one day."""

    village: VillageFacts
    on: date
    needs: Mapping[Need, NeedWeight]
    own: tuple[Figure, ...] = ()  # what the place set for itself, for what is told beside the needs

    def weight(self, need: Need) -> int:
        """Return the weight of a need in thousandths."""
        return self.needs[need].weight

    @cached_property
    def ranked(self) -> tuple[NeedWeight, ...]:
        """Return the needs, greatest first; equal ones in the order of the list of needs."""
        return tuple(sorted(self.needs.values(), key=lambda n: -n.weight))

    @cached_property
    def confidence(self) -> int:
        """Return how much of the profile stands on reported facts, in thousandths."""
        return sum(n.confidence for n in self.needs.values()) // len(self.needs)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """Return the facts that nobody has reported and that the profile would use, as keys of the dictionary."""
        asked = (k for i in indicators.NEEDS for k in (i.top, i.bottom, i.less) if k)
        return tuple(dict.fromkeys(k for k in asked if getattr(self.village, k) is None))

    def adjusted(self, need: Need, weight: int, because: str) -> "NeedProfile":
        """Return the profile with one need set by a person, who gives a reason; the computed weight stays visible."""
        if not 0 <= weight <= 1000 or not because.strip():
            raise BadProblem(
                "needs.bad_adjustment",
                Text(
                    "{village}的“{need}”调整为{weight}不能接受：须为0到1000的整数，并写明理由。",
                    "{village}: “{need}” cannot be set to {weight}: give a whole number from 0 to 1000 and a reason.",
                ),
                village=self.village.name,
                need=need.text,
                weight=weight,
            )
        changed = replace(self.needs[need], weight=weight, adjusted_because=because.strip())
        return replace(self, needs={**self.needs, need: changed})


def need_profile(village: VillageFacts, county: CountyYardstick, *, on: date) -> NeedProfile:
    """Return the need profile of a village beside its county, by the figures of the yardstick's day."""
    if on != county.on:
        raise BadProblem(
            "needs.another_day",
            Text(
                "全县标尺的日期是{there}，需求画像要的是{here}。请按同一天计算标尺。",
                "The county's yardstick is of {there}, the profile is of {here}: make the yardstick for that day.",
            ),
            there=county.on.isoformat(),
            here=on.isoformat(),
        )
    parts: dict[Need, list[NeedReason]] = {need: [] for need in Need}
    for measure in county.measures.values():
        need = measure.indicator.need
        if need is not None:
            parts[need].append(_part(measure, village, county))
    return NeedProfile(village, on, {need: _weighed(need, parts[need], village, county) for need in Need})


def _part(measure: indicators.Measure, village: VillageFacts, county: CountyYardstick) -> NeedReason:
    indicator, key = measure.indicator, measure.indicator.key
    value, median = indicator.read(village), county.median(key)
    count = indicator.count(village) if value is None and measure.severe > measure.good else None
    if count is not None:
        level = county.rank_count(key, count) if count else 0
        tell = partial(indicators.told_by_count, indicator, count, county.median_count(key))
    elif value is None:
        level, tell = county.neutral, partial(indicators.unreported, indicator, village, county.neutral)
    else:
        level, tell = _level(measure, value, county), partial(indicators.told, indicator, village, value, median)
    top, bottom = getattr(village, indicator.top), getattr(village, indicator.bottom) if indicator.bottom else None
    return NeedReason(
        rule=key,
        value=value,
        median=median,
        numerator=None if top is None else Decimal(top),
        denominator=None if bottom is None else Decimal(bottom),
        figure=measure.figure,
        share=measure.share,
        level=level,
        contribution=(measure.share * level + 500) // 1000,
        known=value is not None or count is not None,
        by_count=count is not None,
        tell=tell,
    )


def _level(measure: indicators.Measure, value: Decimal, county: CountyYardstick) -> int:
    absolute = measure.absolute(value)
    if absolute == 0 or (measure.severe - measure.good in (1, -1) and value in (0, 1)):
        return absolute  # good enough is no need whatever the neighbours have; yes or no has no rank
    relative = county.relative_share
    return ((1000 - relative) * absolute + relative * county.rank(measure.indicator.key, value)) // 1000


def _weighed(need: Need, parts: list[NeedReason], village: VillageFacts, county: CountyYardstick) -> NeedWeight:
    reasons = list(parts)
    total = min(1000, sum(p.contribution for p in parts))
    for kind in village.kinds:
        least = _least(county.kinds.get(kind), need)
        if least > total:
            text = Text("{kind}：该项需求不低于{least}", "{kind}: this need is at least {least}")
            filled = text.filled(kind=kind.text, least=least / 1000)
            reasons.append(_added(f"kind_{kind.value}", filled, county.kinds[kind], least - total))
            total = least
    bonus = min(int(county.wanted.value), 1000 - total)
    if need in village.wanted and bonus:
        text = Text("村里点名需要{need}", "The village itself asks for: {need}").filled(need=need.text)
        reasons.append(_added("wanted", text, county.wanted, bonus))
        total += bonus
    confidence = min(1000, sum(p.share // 2 if p.by_count else p.share for p in parts if p.known))
    return NeedWeight(need, total, total, confidence, tuple(reasons))


def _least(rule: Figure | None, need: Need) -> int:
    return 0 if rule is None else int(rule.value.get(need.value, 0))


def _added(rule: str, text: Text, because: Figure, points: int) -> NeedReason:
    return NeedReason(rule, None, None, None, None, because, 0, 1000, points, True, False, lambda: text)


def kinds_first(kinds: tuple[VillageKind, ...]) -> VillageKind:
    """Return the kind that comes first on a list of villages: weak, poor, relocated, key, lifted, other."""
    order = (VillageKind.WEAK, VillageKind.POOR, VillageKind.RELOCATED, VillageKind.KEY, VillageKind.LIFTED)
    return next((k for k in order if k in kinds), VillageKind.OTHER)
