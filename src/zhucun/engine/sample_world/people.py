"""Made-up persons: common surnames and given names put together at random, nobody's real record behind them.

Women are 1,275 and those aged 35 or less 2,966 of 9,395, as among the First Secretaries of Shanxi in 2015; the shares
come out exactly. A few persons fail a written rule, so that eligibility has something to say.
"""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from zhucun.engine import places
from zhucun.engine.facts import CandidateFacts, VillageFacts
from zhucun.engine.sample_world.calibration import Calibration
from zhucun.engine.sample_world.draw import flags, quota
from zhucun.engine.sample_world.units import DrawnUnit
from zhucun.engine.words import Dialect, Health, Need, PartyStatus, Schooling, Sex, UnitLevel

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤"
    "尹黎易常武乔贺赖龚文"
)
MEN = [
    "伟",
    "强",
    "磊",
    "军",
    "勇",
    "杰",
    "涛",
    "明",
    "超",
    "刚",
    "平",
    "辉",
    "鹏",
    "斌",
    "波",
    "建国",
    "建军",
    "志强",
    "志明",
    "文博",
    "宏伟",
    "晓东",
    "海涛",
    "国栋",
    "永强",
    "小龙",
    "浩然",
    "子涵",
    "宇航",
    "俊杰",
    "建平",
    "卫东",
    "新民",
    "振华",
    "世杰",
    "立新",
    "长安",
    "少华",
    "嘉豪",
    "思远",
]
WOMEN = [
    "芳",
    "娜",
    "敏",
    "静",
    "丽",
    "艳",
    "娟",
    "霞",
    "秀英",
    "玉兰",
    "桂英",
    "婷婷",
    "雪梅",
    "晓燕",
    "红梅",
    "春燕",
    "海燕",
    "文静",
    "雅琴",
    "思雨",
    "佳怡",
    "欣怡",
    "梦瑶",
    "雨桐",
    "慧敏",
    "亚男",
    "小红",
    "丽华",
    "淑珍",
    "玉梅",
]
TITLES = {
    UnitLevel.CENTRAL: ("主任科员", "副处长", "处长"),
    UnitLevel.PROVINCE: ("一级主任科员", "副处长", "二级调研员"),
    UnitLevel.PREFECTURE: ("四级主任科员", "副科长", "科长", "四级调研员"),
    UnitLevel.COUNTY: ("科员", "股长", "副主任", "副局长", "四级主任科员"),
}


def draw_people(
    random: np.random.Generator,
    county: places.County,
    units: list[DrawnUnit],
    villages: list[VillageFacts],
    figures: Calibration,
    on: date,
) -> list[CandidateFacts]:
    """Return the candidates of all units, in order of unit."""
    total = sum(u.people for u in units)
    women = flags(random, quota(figures["secretaries_women"] / figures["secretaries"], total), total)
    young = flags(random, quota(figures["secretaries_young"] / figures["secretaries"], total), total)
    senior = flags(random, quota(0.14, total - int(young.sum())), total, np.where(young, 0, 1.0))
    neighbours = [
        c.name for c in places.counties().values() if c.city_code == county.city_code and c.code != county.code
    ]
    maker = _Maker(random, villages, on, neighbours or [county.name])
    found: list[CandidateFacts] = []
    for unit in units:
        for _ in range(unit.people):
            i = len(found)
            found.append(maker.person(i, unit, bool(women[i]), bool(young[i]), bool(senior[i] and not young[i])))
    return found


class _Maker:
    """Draws one person after another from one stream of random numbers."""

    def __init__(
        self, random: np.random.Generator, villages: list[VillageFacts], on: date, neighbours: list[str]
    ) -> None:
        self.random, self.villages, self.on, self.neighbours = random, villages, on, neighbours
        self.towns = sorted({v.town for v in villages if v.town})
        spoken = [v.dialect for v in villages if v.dialect]
        self.dialect = max(set(spoken), key=spoken.count) if spoken else Dialect.MANDARIN

    def person(self, number: int, unit: DrawnUnit, woman: bool, young: bool, senior: bool) -> CandidateFacts:
        """Draw one person of this unit, sex and age group."""
        random, facts = self.random, unit.facts
        age = self.age(young, senior)
        started = max(age - int(random.integers(21, 26)), 1) if random.random() > 0.02 else 1
        party, joined = self.party(age)
        rural = self.rural_years(started)
        home = self.home(facts.level)
        mass = int(np.clip(random.normal(60 + 2.2 * min(float(rural), 8) + 4 * senior, 12), 15, 100))
        level = facts.level or UnitLevel.COUNTY
        rank = min(len(TITLES[level]) - 1, int(random.integers(0, 1 + max(1, started // 6))))
        return CandidateFacts(
            code=f"Y{number + 1:04d}",
            name=self.name(woman),
            sex=Sex.FEMALE if woman else Sex.MALE,
            born=self.years_ago(age),
            unit=facts.name,
            title=TITLES[level][rank],
            party=party,
            party_joined=joined,
            work_started=self.years_ago(started),
            schooling=self.schooling(age),
            stepped_back=bool(senior and random.random() < 0.55),
            health=self.health(senior),
            specialities=self.specialities(facts.strengths),
            rural_years=rural,
            party_work_years=Decimal(int(max(0, random.normal(1.5, 3)))) if rural or random.random() < 0.7 else None,
            mass_work=None if random.random() < 0.03 else mass,
            communication=None if random.random() < 0.03 else int(np.clip(random.normal(68, 12), 15, 100)),
            dialects=self.dialects(home),
            home=home,
            wishes=self.wishes(home),
            avoid=(self.place(),) if random.random() < 0.05 else (),
            under_discipline=bool(random.random() < 0.01),
        )

    def age(self, young: bool, senior: bool) -> int:
        """Draw an age in full years."""
        if young:
            return int(self.random.integers(25, 36))
        return int(self.random.integers(55, 60)) if senior else int(self.random.integers(36, 55))

    def years_ago(self, years: int) -> date:
        """Return a day some full years and part of another one before the world's day."""
        return self.on - timedelta(days=round(365.25 * years) + 2 + int(self.random.integers(0, 360)))

    def name(self, woman: bool) -> str:
        """Put a surname and a given name together."""
        given = WOMEN if woman else MEN
        return (
            SURNAMES[int(self.random.integers(len(SURNAMES)) ** 2 // len(SURNAMES))]
            + given[int(self.random.integers(len(given)))]
        )

    def party(self, age: int) -> tuple[PartyStatus, date | None]:
        """Draw the political status: nearly all are full members, a few recent ones, some not."""
        chance = self.random.random()
        if chance < 0.93:
            years = int(self.random.integers(3, max(4, age - 20)))
            return PartyStatus.FULL, None if self.random.random() < 0.01 else self.years_ago(years)
        if chance < 0.95:
            return PartyStatus.FULL, self.on - timedelta(days=int(self.random.integers(400, 700)))
        if chance < 0.975:
            return PartyStatus.PROBATIONARY, self.on - timedelta(days=int(self.random.integers(30, 360)))
        return (PartyStatus.LEAGUE if age < 29 else PartyStatus.NONE), None

    def rural_years(self, worked: int) -> Decimal:
        """Draw years of rural work in halves, none for nearly half of the people."""
        if self.random.random() < 0.45:
            return Decimal(0)
        return Decimal(min(2 * worked, int(self.random.gamma(2.0, 4.0)))) / 2

    def schooling(self, age: int) -> Schooling:
        """Draw the highest schooling; younger people were longer at school."""
        shares = (0.01, 0.08, 0.72, 0.19) if age < 40 else (0.06, 0.30, 0.57, 0.07)
        return list(Schooling)[int(self.random.choice(4, p=shares))]

    def health(self, senior: bool) -> Health | None:
        """Draw the health: good for nearly all."""
        limited = 0.14 if senior else 0.04
        chance = self.random.random()
        if chance < limited:
            return Health.LIMITED
        return Health.UNFIT if chance < limited + 0.01 else None if chance > 0.99 else Health.GOOD

    def specialities(self, strengths: tuple[Need, ...]) -> tuple[Need, ...]:
        """Draw one to three specialities, the first often the unit's own trade."""
        own = [strengths[0]] if strengths and self.random.random() < 0.6 else []
        more = [list(Need)[int(k)] for k in self.random.choice(len(Need), size=3, replace=False)]
        count = int(self.random.choice([1, 2, 3], p=[0.45, 0.4, 0.15]))
        return tuple(dict.fromkeys([*own, *more]))[:count]

    def home(self, level: UnitLevel | None) -> str:
        """Draw a home place: county people mostly from here, others mostly from elsewhere."""
        here = 0.72 if level is UnitLevel.COUNTY else 0.15
        if self.random.random() > here:
            return self.neighbours[int(self.random.integers(len(self.neighbours)))]
        village = self.villages[int(self.random.integers(len(self.villages)))]
        return f"{village.town or ''}{village.name}"

    def dialects(self, home: str) -> tuple[Dialect, ...]:
        """Draw the dialects: the county's own for all from here and most others."""
        chance = self.random.random()
        local = any(town in home for town in self.towns) or chance < 0.85
        spoken = (self.dialect,) if local else (Dialect.MANDARIN,)
        return (*spoken, Dialect.OTHER) if chance < 0.03 and Dialect.OTHER not in spoken else spoken

    def wishes(self, home: str) -> tuple[str, ...]:
        """Draw up to three places wished for, the home township rather first."""
        if self.random.random() < 0.55:
            return ()
        near = [town for town in self.towns if town in home and self.random.random() < 0.5]
        return tuple(dict.fromkeys([*near, *(self.place() for _ in range(int(self.random.integers(1, 3))))]))[:3]

    def place(self) -> str:
        """Draw a township or a village of the county by name."""
        if self.towns and self.random.random() < 0.4:
            return self.towns[int(self.random.integers(len(self.towns)))]
        return self.villages[int(self.random.integers(len(self.villages)))].name
