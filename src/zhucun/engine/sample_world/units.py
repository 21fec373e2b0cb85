"""Made-up sending units with the generic names that such units bear: no real unit's figures stand behind them.

How many people each class of unit sends follows Shanxi 2015: ministries 15, province 506, prefecture 1,475, county
6,483, firms and institutions 916 of 9,395.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from zhucun.engine import places
from zhucun.engine.facts import UnitFacts
from zhucun.engine.sample_world.calibration import Calibration
from zhucun.engine.sample_world.draw import apportion
from zhucun.engine.words import Need, UnitKind, UnitLevel

N, K = Need, UnitKind


class Kind(NamedTuple):
    """A unit as there is one in most counties, prefectures or provinces: its name after the place's name."""

    name: str
    kind: UnitKind
    strengths: tuple[Need, ...]


COUNTY = (
    Kind("教育局", K.GOVERNMENT, (N.EDUCATION, N.CARE)),
    Kind("财政局", K.GOVERNMENT, (N.FINANCE_LAW, N.INDUSTRY)),
    Kind("农业农村局", K.GOVERNMENT, (N.FARMING, N.INDUSTRY)),
    Kind("公安局", K.JUSTICE, (N.ORDER, N.FINANCE_LAW)),
    Kind("人民医院", K.INSTITUTION, (N.HEALTH,)),
    Kind("委组织部", K.PARTY, (N.ORGANISATION,)),
    Kind("住房和城乡建设局", K.GOVERNMENT, (N.WORKS,)),
    Kind("交通运输局", K.GOVERNMENT, (N.WORKS, N.MARKETING)),
    Kind("水利局", K.GOVERNMENT, (N.WORKS, N.FARMING)),
    Kind("民政局", K.GOVERNMENT, (N.CARE, N.ORDER)),
    Kind("卫生健康局", K.GOVERNMENT, (N.HEALTH, N.CARE)),
    Kind("人民法院", K.JUSTICE, (N.FINANCE_LAW, N.ORDER)),
    Kind("人民检察院", K.JUSTICE, (N.FINANCE_LAW, N.ORDER)),
    Kind("司法局", K.JUSTICE, (N.ORDER, N.FINANCE_LAW)),
    Kind("林业局", K.GOVERNMENT, (N.FARMING, N.WORKS)),
    Kind("人力资源和社会保障局", K.GOVERNMENT, (N.INDUSTRY, N.CARE)),
    Kind("发展和改革局", K.GOVERNMENT, (N.INDUSTRY, N.WORKS)),
    Kind("委宣传部", K.PARTY, (N.ORGANISATION, N.EDUCATION)),
    Kind("委统战部", K.PARTY, (N.ORGANISATION, N.ORDER)),
    Kind("委政法委", K.PARTY, (N.ORDER, N.ORGANISATION)),
    Kind("纪委监委", K.PARTY, (N.ORGANISATION, N.FINANCE_LAW)),
    Kind("委党校", K.INSTITUTION, (N.ORGANISATION, N.EDUCATION)),
    Kind("妇女联合会", K.PARTY, (N.CARE, N.EDUCATION)),
    Kind("总工会", K.PARTY, (N.CARE, N.ORGANISATION)),
    Kind("残疾人联合会", K.PARTY, (N.CARE, N.HEALTH)),
    Kind("审计局", K.GOVERNMENT, (N.FINANCE_LAW,)),
    Kind("市场监督管理局", K.GOVERNMENT, (N.MARKETING, N.FINANCE_LAW)),
    Kind("文化和旅游局", K.GOVERNMENT, (N.MARKETING, N.EDUCATION)),
    Kind("经济贸易局", K.GOVERNMENT, (N.MARKETING, N.INDUSTRY)),
    Kind("自然资源局", K.GOVERNMENT, (N.WORKS, N.FARMING)),
    Kind("应急管理局", K.GOVERNMENT, (N.ORDER, N.WORKS)),
    Kind("信访局", K.GOVERNMENT, (N.ORDER, N.CARE)),
    Kind("统计局", K.GOVERNMENT, (N.FINANCE_LAW,)),
    Kind("税务局", K.GOVERNMENT, (N.FINANCE_LAW, N.INDUSTRY)),
)
PREFECTURE = (
    Kind("人民医院", K.INSTITUTION, (N.HEALTH, N.CARE)),
    Kind("财政局", K.GOVERNMENT, (N.FINANCE_LAW, N.INDUSTRY)),
    Kind("农业农村局", K.GOVERNMENT, (N.FARMING, N.INDUSTRY)),
    Kind("教育局", K.GOVERNMENT, (N.EDUCATION,)),
    Kind("中级人民法院", K.JUSTICE, (N.FINANCE_LAW, N.ORDER)),
    Kind("公安局", K.JUSTICE, (N.ORDER,)),
    Kind("委组织部", K.PARTY, (N.ORGANISATION,)),
    Kind("住房和城乡建设局", K.GOVERNMENT, (N.WORKS,)),
    Kind("商务局", K.GOVERNMENT, (N.MARKETING, N.INDUSTRY)),
    Kind("交通运输局", K.GOVERNMENT, (N.WORKS,)),
    Kind("科学技术局", K.GOVERNMENT, (N.FARMING, N.INDUSTRY)),
    Kind("直属机关工作委员会", K.PARTY, (N.ORGANISATION,)),
)
PROVINCE = (
    Kind("农业科学院", K.INSTITUTION, (N.FARMING, N.INDUSTRY)),
    Kind("财政厅", K.GOVERNMENT, (N.FINANCE_LAW, N.INDUSTRY)),
    Kind("农业农村厅", K.GOVERNMENT, (N.FARMING, N.INDUSTRY)),
    Kind("委党校", K.INSTITUTION, (N.ORGANISATION,)),
    Kind("交通运输厅", K.GOVERNMENT, (N.WORKS,)),
)
CENTRAL = (Kind("中央某部机关", K.GOVERNMENT, (N.INDUSTRY, N.MARKETING)),)
FIRMS = (
    Kind("供电公司", K.ENTERPRISE, (N.WORKS, N.INDUSTRY)),
    Kind("农村信用合作联社", K.ENTERPRISE, (N.FINANCE_LAW, N.INDUSTRY)),
    Kind("职业技术学院", K.UNIVERSITY, (N.EDUCATION, N.FARMING)),
    Kind("邮政分公司", K.ENTERPRISE, (N.MARKETING,)),
    Kind("电信分公司", K.ENTERPRISE, (N.MARKETING, N.WORKS)),
    Kind("城市投资公司", K.ENTERPRISE, (N.WORKS, N.INDUSTRY)),
    Kind("粮食储备公司", K.ENTERPRISE, (N.MARKETING, N.FARMING)),
    Kind("农业技术推广中心", K.INSTITUTION, (N.FARMING,)),
)


class DrawnUnit(NamedTuple):
    """A unit with the number of its people among the candidates."""

    facts: UnitFacts
    people: int


def draw_units(
    random: np.random.Generator, county: places.County, posts: int, people: int, figures: Calibration
) -> list[DrawnUnit]:
    """Return the county's sending units, their candidates split as published, allowed about 1.4 times the posts."""
    classes = _classes(county)
    shares = [figures[f"secretaries_{c}"] for c in classes]
    sizes = apportion(people, shares)
    drawn: list[tuple[UnitLevel, str, Kind, int]] = []
    for (level, named), size in zip(classes.values(), sizes, strict=True):
        named = named[: max(1, int(size))] if size else []
        weights = random.gamma(3.0, 1.0, len(named)) + 0.3
        drawn += [(level, name, kind, int(n)) for (name, kind), n in zip(named, apportion(size, weights), strict=True)]
    members = np.array([n for *_, n in drawn])
    most = np.maximum(1, apportion(round(1.4 * posts), members, members))
    return [
        DrawnUnit(_unit(random, i, level, name, kind, int(top), figures), n)
        for i, ((level, name, kind, n), top) in enumerate(zip(drawn, most, strict=True), 1)
    ]


def _classes(county: places.County) -> dict[str, tuple[UnitLevel, list[tuple[str, Kind]]]]:
    city = county.city if county.city not in ("市辖区", "县") and "直辖" not in county.city else county.province
    places_of = {"county": county.name, "prefecture": city, "province": county.province}
    return {
        "central": (UnitLevel.CENTRAL, _named("", CENTRAL)),
        "province": (UnitLevel.PROVINCE, _named(places_of["province"], PROVINCE)),
        "prefecture": (UnitLevel.PREFECTURE, _named(places_of["prefecture"], PREFECTURE)),
        "county": (UnitLevel.COUNTY, _named(places_of["county"], COUNTY)),
        "firms": (UnitLevel.COUNTY, _named(county.name, FIRMS)),
    }


def _named(place: str, kinds: Sequence[Kind]) -> list[tuple[str, Kind]]:
    return [(place + kind.name, kind) for kind in kinds]


def _unit(
    random: np.random.Generator, number: int, level: UnitLevel, name: str, kind: Kind, most: int, figures: Calibration
) -> UnitFacts:
    richness = {UnitLevel.CENTRAL: 2.2, UnitLevel.PROVINCE: 1.5, UnitLevel.PREFECTURE: 1.2}.get(level, 0.85)
    funds = figures["unit_funds_yuan"] * richness * random.lognormal(-0.1, 0.45)
    attention = int(np.clip(random.normal(66, 14), 20, 98))
    return UnitFacts(
        code=f"D{number:03d}",
        name=name,
        short_names=(name.removeprefix("中央"),) if level is UnitLevel.CENTRAL else (),
        level=level,
        kind=kind.kind,
        most=most,
        least=1 if most and level in (UnitLevel.CENTRAL, UnitLevel.PROVINCE) else 0,
        strengths=kind.strengths,
        funds_yuan=Decimal(int(round(funds, -3))),
        attention=None if random.random() < 0.03 else attention,
    )
