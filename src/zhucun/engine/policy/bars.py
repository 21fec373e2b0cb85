"""Whether one person may serve in one village: avoidance, home, health, safety; each bar with its reason.

A fact that nobody has given bars nobody: silence about lodging or distance is left to the people who decide.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from zhucun.engine.facts import CandidateFacts, VillageFacts
from zhucun.engine.policy.eligibility import Reason
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.policy.hardship import Hardship, hardship
from zhucun.engine.policy.placenames import names_village
from zhucun.engine.texts import Text
from zhucun.engine.words import Health, Sex


@dataclass(frozen=True, slots=True)
class BarRules:
    """The limits for one person in one village on one day, read once for a whole county."""

    lodging: Figure
    hardship: Figure
    hospital_km: Figure
    elevation_m: Figure

    @classmethod
    def of(cls, *, on: date, area: str | None = None, local: Iterable[Figure] = ()) -> "BarRules":
        """Read the limits that hold on this day in this area."""
        local = tuple(local)

        def read(name: str) -> Figure:
            return figure(f"bar.{name}", on=on, area=area, local=local)

        return cls(
            lodging=read("woman_needs_lodging"),
            hardship=read("limited_health_hardship"),
            hospital_km=read("limited_health_hospital_km"),
            elevation_m=read("limited_health_elevation_m"),
        )


def pair_bars(
    candidate: CandidateFacts,
    village: VillageFacts,
    *,
    on: date,
    area: str | None = None,
    local: Iterable[Figure] = (),
    home: str = "neutral",
) -> tuple[Reason, ...]:
    """Return why this person may not serve in this village, empty when they may; `home` is bar, prefer or neutral."""
    local = tuple(local)
    rules = BarRules.of(on=on, area=area or village.code, local=local)
    found = [avoidance_bar(village)] if any(names_village(p, village) for p in candidate.avoid) else []
    if home == "bar" and candidate.home and names_village(candidate.home, village) == "village":
        found.append(home_bar(village))
    if candidate.sex is Sex.FEMALE:
        found += lodging_bars(village, rules)
    if candidate.health is Health.LIMITED:
        found += health_bars(village, hardship(village, on=on, area=area, local=local), rules)
    return tuple(found)


def avoidance_bar(village: VillageFacts) -> Reason:
    """Return the bar of close kin or interest in this place."""
    text = Text(
        "{village}在本人回避地之内（近亲属或利益关系）",
        "{village} is a place this person must avoid (kin or interest)",
    )
    return Reason("avoidance", text.filled(village=village.name), None, False)


def home_bar(village: VillageFacts) -> Reason:
    """Return the bar of the home village, where the county's scheme says so."""
    text = Text("{village}是本人家乡村，本县规定回避", "{village} is this person's home village, barred in this county")
    return Reason("home", text.filled(village=village.name), None, False)


def lodging_bars(village: VillageFacts, rules: BarRules) -> list[Reason]:
    """Return the bar on a woman alone where the village says that it has no safe lodging."""
    if village.safe_lodging is not False or not rules.lodging.value:
        return []
    text = Text("{village}无安全住宿，不派女同志单独驻村", "{village} has no safe lodging for a woman alone")
    return [Reason("lodging", text.filled(village=village.name), rules.lodging, False)]


def health_bars(village: VillageFacts, hard: Hardship, rules: BarRules) -> list[Reason]:
    """Return the bars on a person of limited health: hard places, far from a hospital, high up."""
    text = Text(
        "健康受限，{village}{what}{value}{unit}，达到限度{limit}{unit}",
        "Limited health: {village}, {what} {value} {unit}, limit {limit}",
    )
    points, distance, height = (
        Text("艰苦程度", "hardship"),
        Text("距医院", "distance to a hospital"),
        Text("海拔", "elevation"),
    )
    measured: tuple[tuple[str, Figure, Decimal | int | None, Text, Text], ...] = (
        ("health_hardship", rules.hardship, hard.points, points, Text("分", "points")),
        ("health_hospital", rules.hospital_km, village.hospital_km, distance, Text("公里", "km")),
        ("health_elevation", rules.elevation_m, village.elevation_m, height, Text("米", "m")),
    )
    return [
        Reason(rule, text.filled(village=village.name, what=what, value=value, unit=unit, limit=top.value), top, False)
        for rule, top, value, what, unit in measured
        if value is not None and value >= top.value
    ]
