"""What other departments know of a made-up county: vehicles, houses in town, businesses, payroll, machinery, deaths.

The lists are as such lists are: a few numbers mistyped, names written with another character of the same sound, old
entries, and many strangers. Which of the county's people each entry really is stands in `truth`, kept apart.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.households.columns import Mask
from zhucun.engine.sample_world.draw import Floats, Integers
from zhucun.engine.sample_world.history import Population
from zhucun.engine.sample_world.history_income import net_of
from zhucun.engine.sample_world.population_persons import identities_of, men_of
from zhucun.engine.texts import Text
from zhucun.engine.words import Word
from zhucun.engine.words_household import MemberState, Relation, number_of

n = number_of
STRANGERS = 1.5  # entries of people of other places for each of the county's own
MISTYPED, OTHER_CHARACTER = 0.03, 0.02
HIDES_MUCH = 0.3  # hidden above so much of what is told
SAME_SOUND = {
    "娟": "鹃", "霞": "侠", "英": "瑛", "丽": "莉", "强": "墙", "军": "君", "伟": "炜", "明": "鸣", "红": "洪",
    "平": "萍",
}  # fmt: skip


class Source(Word):
    """Whose list it is."""

    VEHICLES = "vehicles", "公安车管：机动车登记", "Vehicle registration"
    TOWN_HOUSES = "town_houses", "住建：城镇房产", "Houses in town"
    BUSINESSES = "businesses", "市场监管：工商登记", "Business registration"
    PAYROLL = "payroll", "财政：财政供养人员", "Public payroll"
    MACHINERY = "machinery", "农机：大型农机具", "Large farm machinery"
    DEATHS = "deaths", "公安户籍：死亡注销", "Registered deaths"
    PRISON = "prison", "司法：服刑人员", "People in prison"


@dataclass(frozen=True, eq=False)
class Register:
    """One department's list as it would be imported, and beside it the row of the person each entry really is."""

    source: Source
    identity: npt.NDArray[np.bytes_]
    name: npt.NDArray[np.str_]
    value_yuan: Floats  # NaN where the list has no value
    since: npt.NDArray[np.datetime64]
    detail: npt.NDArray[np.str_]
    truth: Integers  # row in the population's persons, -1 for strangers

    def __len__(self) -> int:
        return len(self.truth)


CHANCES = {  # of a household that is well off in truth, and of any other
    Source.VEHICLES: (0.30, 0.02),
    Source.TOWN_HOUSES: (0.17, 0.006),
    Source.BUSINESSES: (0.12, 0.008),
    Source.PAYROLL: (0.07, 0.001),
    Source.MACHINERY: (0.06, 0.006),
}
VALUES = {Source.VEHICLES: (10.9, 0.6), Source.TOWN_HOUSES: (12.4, 0.4), Source.MACHINERY: (10.6, 0.5)}
DETAILS = {
    Source.VEHICLES: ("小型轿车", "面包车", "皮卡", "三轮摩托车"),
    Source.TOWN_HOUSES: ("县城商品房", "市区商品房", "镇区门面房"),
    Source.BUSINESSES: ("个体工商户", "农民专业合作社", "有限责任公司"),
    Source.PAYROLL: ("教师", "乡镇事业编制", "县直机关"),
    Source.MACHINERY: ("拖拉机", "联合收割机", "挖掘机"),
    Source.DEATHS: ("死亡注销",),
    Source.PRISON: ("服刑",),
}
LESSER = ("面包车", "三轮摩托车", "个体工商户", "拖拉机")  # what a poor family may well own


def registers(population: Population) -> dict[Source, Register]:
    """Return every department's list on the population's last day; the same population gives the same lists."""
    random = np.random.default_rng([population.start.seed, int(population.start.county), 6])
    persons = population.persons
    here = persons.present(population.on)
    age = persons.ages(population.on)
    grown = (
        here
        & (age >= 20)
        & (age <= 66)
        & np.isin(persons.relation, [n(Relation.HEAD), n(Relation.SPOUSE), n(Relation.SON)])
    )
    rich_homes = well_off(population)
    found: dict[Source, Register] = {}
    for source, (rich, other) in CHANCES.items():
        owns = random.random(len(rich_homes)) < np.where(rich_homes, rich, other)
        rows = _one_of_each(random, np.flatnonzero(grown & owns[persons.home]), persons.home)
        found[source] = _register(random, population, source, rows, rich_homes[persons.home[rows]])
    dead = np.flatnonzero(persons.state == n(MemberState.DEAD))
    found[Source.DEATHS] = _register(random, population, Source.DEATHS, dead, None, persons.left[dead])
    prison = random.choice(np.flatnonzero(grown), max(1, int(grown.sum()) // 4000), replace=False)
    found[Source.PRISON] = _register(random, population, Source.PRISON, np.sort(prison), None)
    return found


def well_off(population: Population) -> Mask:
    """Mark who owns more than the account speaks for: wrongly listed, or hiding much."""
    found: Mask = population.truth.wrongly_listed | hides_much(population)
    return found


def hides_much(population: Population) -> Mask:
    """Mark who hides much of the last year's income, measured by what is told."""
    told = net_of(population.years[-1].items)
    found: Mask = population.truth.hidden_yuan[-1] > HIDES_MUCH * np.maximum(told, 1)
    return found


def _one_of_each(random: np.random.Generator, rows: Integers, home: Integers) -> Integers:
    mixed = random.permutation(rows)
    return np.sort(mixed[np.unique(home[mixed], return_index=True)[1]])


def _register(
    random: np.random.Generator, population: Population, source: Source, rows: Integers, rich: Mask | None,
    since: npt.NDArray[np.datetime64] | None = None,
) -> Register:  # fmt: skip
    """Put a list together: the county's own people, strangers among them, slips in a few entries."""
    count = len(rows)
    strangers = round(STRANGERS * count)
    born = np.datetime64("1950-01-01") + random.integers(0, 18_000, strangers).astype("timedelta64[D]")
    sex = random.integers(1, 3, strangers).astype(np.uint8)
    other = identities_of(born, sex, "619999")
    names = men_of(random, strangers)
    order = random.permutation(count + strangers)
    days = np.datetime64(population.on, "D") - random.integers(30, 3000, count + strangers).astype("timedelta64[D]")
    if since is not None:
        days[:count] = since
    truth = np.concatenate([rows, np.full(strangers, -1)])[order]
    poor = np.concatenate([~rich if rich is not None else np.zeros(count, np.bool_), np.zeros(strangers, np.bool_)])
    return Register(
        source,
        _mistyped(random, np.concatenate([population.identities[rows], other])[order]),
        _misheard(random, np.concatenate([population.names[rows], names])[order]),
        _values(random, source, poor)[order],
        days[order],
        _details(random, source, poor)[order],
        truth,
    )


def _values(random: np.random.Generator, source: Source, poor: Mask) -> Floats:
    if source not in VALUES:
        return np.full(len(poor), np.nan)
    middle, spread = VALUES[source]
    drawn = middle - 1.3 * poor.astype(np.float64) + spread * random.normal(size=len(poor))
    hundreds: Floats = np.round(np.exp(drawn) / 100)
    return hundreds * 100


def _details(random: np.random.Generator, source: Source, poor: Mask) -> npt.NDArray[Any]:
    """Name what it is; what a poor family owns is mostly of the lesser kind."""
    kinds = np.array(DETAILS[source])
    lesser = np.array([k for k in DETAILS[source] if k in LESSER] or DETAILS[source])
    chosen = kinds[random.integers(0, len(kinds), len(poor))]
    return np.where(poor & (random.random(len(poor)) < 0.8), lesser[random.integers(0, len(lesser), len(poor))], chosen)


def _mistyped(random: np.random.Generator, identities: npt.NDArray[np.bytes_]) -> npt.NDArray[np.bytes_]:
    """Let two neighbouring digits change places in a few numbers."""
    letters = identities.astype("S18").view(np.uint8).reshape(len(identities), 18).copy()
    rows = np.flatnonzero(random.random(len(identities)) < MISTYPED)
    at = random.integers(6, 16, len(rows))
    letters[rows, at], letters[rows, at + 1] = letters[rows, at + 1].copy(), letters[rows, at].copy()
    return np.ascontiguousarray(letters).view("S18").reshape(-1)


def _misheard(random: np.random.Generator, names: npt.NDArray[np.str_]) -> npt.NDArray[np.str_]:
    """Let a few names be written with another character of the same sound."""
    found = names.copy()
    for row in np.flatnonzero(random.random(len(names)) < OTHER_CHARACTER):
        last = str(found[row])[-1]
        found[row] = str(found[row])[:-1] + SAME_SOUND.get(last, last)
    return found


NOTE = Text("部门名单为虚构，供演示比对使用。", "The departments' lists are made up, for demonstrating comparisons.")
