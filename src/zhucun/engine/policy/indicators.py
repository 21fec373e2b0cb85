"""The measures that needs and hardship are computed from: each a fact over a fact, with the level that its value means.

A measure's thresholds and its share in a need are dated figures (`parameters/needs.yaml`); what is divided by what
stands here as a table. Levels run from 0 (as good as it should be) to 1000 (as bad as the scale goes).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from zhucun.engine.facts import VILLAGE, VillageFacts
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.texts import Text
from zhucun.engine.words import Need

LABELS = {fact.key: fact for fact in VILLAGE}


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measure: `top` over `bottom` times `per`, or `top` alone; a yes/no fact counts 1 where it says no."""

    key: str
    need: Need | None
    top: str
    bottom: str | None = None
    per: int = 1
    label: Text | None = None
    fine: Text | None = None  # how a yes/no fact reads where all is well
    less: str | None = None  # a fact to take off the top, for example those away from those able to work

    def read(self, village: VillageFacts) -> Decimal | None:
        """Return the measure in this village, or None where a fact is missing or a denominator is zero."""
        top: Decimal | int | bool | None = getattr(village, self.top)
        if top is None:
            return None
        if isinstance(top, bool):
            return Decimal(0 if top else 1)
        counted = Decimal(top)
        if self.less is not None:
            off: Decimal | int | None = getattr(village, self.less)
            if off is None:
                return None
            counted = max(Decimal(0), counted - off)
        if self.bottom is None:
            return counted
        bottom: Decimal | int | None = getattr(village, self.bottom)
        return None if not bottom else counted * self.per / Decimal(bottom)

    def count(self, village: VillageFacts) -> Decimal | None:
        """Return the bare count of a measure whose base nobody reported, or None where there is no count either."""
        top: Decimal | int | None = getattr(village, self.top)
        if self.bottom is None or self.less is not None or top is None or getattr(village, self.bottom) is not None:
            return None
        return Decimal(top)

    @property
    def name(self) -> Text:
        """Return what is measured, in words."""
        return self.label or LABELS[self.top].text


def _table(*rows: Indicator) -> tuple[Indicator, ...]:
    return rows


HIDDEN = Text("村务财务未公开", "Accounts not published")
AT_HOME, UNPAVED = Text("在家劳动力", "Labour at home"), Text("未通硬化路小组", "Groups without a paved road")
OPEN, SCHOOL = Text("村务财务已公开", "Accounts published"), Text("有小学或教学点", "Has a primary school")
I, T = Indicator, Text  # noqa: E741 the table below reads as one
NEEDS = _table(
    I("secretary_vacant", Need.ORGANISATION, "secretary_vacant_months"),
    I("vacant_posts", Need.ORGANISATION, "vacant_posts"),
    I("party_members", Need.ORGANISATION, "party_members", "persons", 100, T("党员", "Party members")),
    I("accounts_hidden", Need.ORGANISATION, "accounts_published", label=HIDDEN, fine=OPEN),
    I("poor_persons", Need.INDUSTRY, "poor_persons", "persons", 100, T("贫困人口", "Poor persons")),
    I("income", Need.INDUSTRY, "income_per_head_yuan"),
    I("collective_income", Need.INDUSTRY, "collective_income_yuan"),
    I("cooperatives", Need.INDUSTRY, "cooperatives", "households", 100, T("合作社", "Cooperatives")),
    I("working_away", Need.INDUSTRY, "away_persons", "labour_persons", 100, T("外出务工", "Working away")),
    I("without_skills", Need.FARMING, "skill_poor_households", "poor_households", 100),
    I("arable", Need.FARMING, "arable_mu", "persons"),
    I(
        "labour_at_home",
        Need.FARMING,
        "labour_persons",
        "persons",
        100,
        AT_HOME,
        less="away_persons",
    ),
    I("ecommerce", Need.MARKETING, "ecommerce_points"),
    I("far_from_county", Need.MARKETING, "county_km"),
    I("no_broadband_market", Need.MARKETING, "broadband_households", "households", 100),
    I("produce_to_sell", Need.MARKETING, "arable_mu", "households", 1, T("耕地", "Arable land")),
    I("poor_through_illness", Need.HEALTH, "ill_poor_households", "poor_households", 100),
    I("no_clinic", Need.HEALTH, "clinic", label=T("无卫生室", "No clinic"), fine=T("有卫生室", "Has a clinic")),
    I("doctors", Need.HEALTH, "doctors", "persons", 1000),
    I("insured", Need.HEALTH, "insured_persons", "persons", 100),
    I("hospital", Need.HEALTH, "hospital_km"),
    I("dropouts", Need.EDUCATION, "dropouts"),
    I("poor_through_schooling", Need.EDUCATION, "school_poor_households", "poor_households", 100),
    I("children_left", Need.EDUCATION, "left_behind_children", "persons", 100),
    I("no_school", Need.EDUCATION, "school", label=T("无小学或教学点", "No primary school"), fine=SCHOOL),
    I("unsafe_houses", Need.WORKS, "unsafe_houses", "households", 100, T("危房", "Unsafe houses")),
    I("unsafe_water", Need.WORKS, "unsafe_water_households", "households", 100, T("饮水不安全", "Unsafe water")),
    I(
        "unpaved_groups",
        Need.WORKS,
        "unpaved_groups",
        "groups",
        100,
        UNPAVED,
    ),
    I("no_broadband", Need.WORKS, "broadband_households", "households", 100),
    I("far_from_town", Need.WORKS, "town_km"),
    I("petitions", Need.ORDER, "petitions", "persons", 1000, T("信访", "Petitions")),
    I("disputes", Need.ORDER, "disputes", "persons", 1000, T("矛盾纠纷", "Disputes")),
    I("security_cases", Need.ORDER, "security_cases", "persons", 1000, T("治安案件", "Public-order cases")),
    I("dibao", Need.CARE, "dibao_persons", "persons", 100),
    I("wubao", Need.CARE, "wubao_persons", "persons", 100),
    I("disabled", Need.CARE, "disabled_persons", "persons", 100),
    I("old", Need.CARE, "old_persons", "persons", 100),
    I("children_alone", Need.CARE, "left_behind_children", "persons", 100),
    I("accounts_secret", Need.FINANCE_LAW, "accounts_published", label=HIDDEN, fine=OPEN),
    I("debt", Need.FINANCE_LAW, "debt_yuan", "households"),
    I("funds_to_handle", Need.FINANCE_LAW, "planned_funds_yuan", "persons"),
    I("disputes_at_law", Need.FINANCE_LAW, "disputes", "persons", 1000, T("矛盾纠纷", "Disputes")),
)
HARDSHIP = _table(
    I("hard_town", None, "town_km"),
    I("hard_county", None, "county_km"),
    I("hard_hospital", None, "hospital_km"),
    I("hard_elevation", None, "elevation_m"),
    I("hard_area", None, "area_km2"),
)
del I, T


@dataclass(frozen=True, slots=True)
class Measure:
    """An indicator with the figure that holds: its share in thousandths, the good and the severe value."""

    indicator: Indicator
    figure: Figure
    share: int
    good: Decimal
    severe: Decimal

    def absolute(self, value: Decimal) -> int:
        """Return the level 0..1000 of a value between good and severe, whichever of the two is higher."""
        part = (value - self.good) * 1000 / (self.severe - self.good)
        return int(min(max(part, Decimal(0)), Decimal(1000)).to_integral_value(ROUND_HALF_EVEN))


def measures(
    indicators: Iterable[Indicator], prefix: str, *, on: date, area: str | None, local: Iterable[Figure]
) -> dict[str, Measure]:
    """Return the indicators with their figures of this day and area, by key."""
    local = tuple(local)
    found = {}
    for indicator in indicators:
        held = figure(f"{prefix}.{indicator.key}", on=on, area=area, local=local)
        row: Mapping[str, Any] = held.value
        found[indicator.key] = Measure(
            indicator, held, int(row["share"]), Decimal(str(row["good"])), Decimal(str(row["severe"]))
        )
    return found


ALONE = Text("{what}{top}{unit}{beside}", "{what} {top} {unit}{beside}")
SHARE = Text("{what}{top}{unit}，占{bottom}{rate}%{beside}", "{what} {top} {unit}, {rate} % of {bottom}{beside}")
PER_THOUSAND = Text("{what}{top}{unit}，每千人{rate}{beside}", "{what} {top} {unit}, {rate} per 1,000 persons{beside}")
AVERAGE = Text("{what}{top}{unit}，按{bottom}平均{rate}{beside}", "{what} {top} {unit}, {rate} by {bottom}{beside}")
BY_COUNT = Text(
    "{what}{top}{unit}（{base}未填，只与全县比数量，县中位数{m}{unit}）",
    "{what} {top} {unit} ({base} not reported: compared by number only, county median {m})",
)
NO_BASE = Text("{what}：分母为零，按中性值{n}计", "{what}: the denominator is zero, counted as the neutral {n}")


def said(value: Decimal) -> str:
    """Return a number as people write it: at most one decimal, two below one, no trailing zeros."""
    places = Decimal("0.01") if abs(value) < 1 else Decimal("0.1")
    text = format(value.quantize(places, ROUND_HALF_EVEN), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def told(indicator: Indicator, village: VillageFacts, value: Decimal, median: Decimal | None) -> Text:
    """Return one measure as a sentence: 危房12户，占总户数8%（县中位数3%）."""
    top, unit = getattr(village, indicator.top), LABELS[indicator.top].unit or Text("", "")
    if isinstance(top, bool):
        return indicator.name if value else indicator.fine or Text("否", "no")
    counted = Decimal(top) - Decimal(getattr(village, indicator.less)) if indicator.less else Decimal(top)
    beside = Text("", "") if median is None else _beside(indicator, median)
    if indicator.bottom is None:
        sentence = ALONE
    elif indicator.per == 100:
        sentence = Text(
            "{what}{top}{unit}，占{bottom}{rate}%{beside}", "{what} {top} {unit}, {rate} % of {bottom}{beside}"
        )
    elif indicator.per == 1000:
        sentence = Text(
            "{what}{top}{unit}，每千人{rate}{beside}", "{what} {top} {unit}, {rate} per 1,000 persons{beside}"
        )
    else:
        sentence = Text(
            "{what}{top}{unit}，按{bottom}平均{rate}{beside}", "{what} {top} {unit}, {rate} per {bottom}{beside}"
        )
    bottom = LABELS[indicator.bottom].text if indicator.bottom else Text("", "")
    return sentence.filled(
        what=indicator.name, top=said(counted), unit=unit, bottom=Text(bottom.zh, bottom.en.lower()), rate=said(value),
        beside=beside,
    )  # fmt: skip


def _beside(indicator: Indicator, median: Decimal) -> Text:
    mark = Text("%", " %") if indicator.bottom and indicator.per == 100 else Text("", "")
    return Text("（县中位数{m}{mark}）", " (county median {m}{mark})").filled(m=said(median), mark=mark)


def told_by_count(indicator: Indicator, count: Decimal, median: Decimal | None) -> Text:
    """Return a count without its base as a sentence: 危房12户（总户数未填，只与全县比数量，县中位数4户）."""
    unit = LABELS[indicator.top].unit or Text("", "")
    base = LABELS[indicator.bottom or indicator.top].text
    return BY_COUNT.filled(
        what=indicator.name, top=said(count), unit=unit, base=base, m="?" if median is None else said(median)
    )


def unreported(indicator: Indicator, village: VillageFacts, neutral: int) -> Text:
    """Return the sentence for a missing fact, so that it is never read as a zero."""
    parts = (indicator.top, indicator.bottom, indicator.less)
    missing = [LABELS[p].text for p in parts if p and getattr(village, p) is None]
    if not missing:
        text = Text(
            "{what}：分母为零，无法计算，按中性值{n}计", "{what}: denominator is zero, counted as the neutral {n}"
        )
        return text.filled(what=indicator.name, n=neutral / 1000)
    names = Text("、".join(m.zh for m in missing), ", ".join(m.en for m in missing))
    text = Text("{names}未填，按中性值{n}计", "{names} not reported, counted as the neutral {n}")
    return text.filled(names=names, n=neutral / 1000)
