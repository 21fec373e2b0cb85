"""What made-up persons are on a day: at school, schooled, ill, able to work; drawn once, then a matter of their age."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from zhucun.engine.households.columns import Mask, ages
from zhucun.engine.households.identity_columns import check_characters
from zhucun.engine.sample_world.draw import Floats, Integers, flags
from zhucun.engine.sample_world.people import MEN, SURNAMES, WOMEN
from zhucun.engine.words_household import (
    Cause,
    Disability,
    DisabilityGrade,
    HealthState,
    Labour,
    Level,
    Relation,
    School,
    WorkPlace,
    bits_of,
    number_of,
)

Words = npt.NDArray[np.uint8]
n = number_of
ILLNESSES = (
    "高血压Ⅲ级",
    "脑梗死后遗症",
    "糖尿病并发症",
    "冠心病",
    "慢性阻塞性肺疾病",
    "尿毒症",
    "恶性肿瘤",
    "类风湿关节炎",
)
LATE_BORN = np.datetime64("1980-01-01")
SCHOOLING = (  # born before, shares of illiterate, primary, junior, senior, college, bachelor
    (np.datetime64("1950-01-01"), (0.44, 0.41, 0.14, 0.01, 0, 0)),
    (np.datetime64("1965-01-01"), (0.16, 0.43, 0.34, 0.07, 0, 0)),
    (LATE_BORN, (0.05, 0.31, 0.54, 0.10, 0, 0)),
    (np.datetime64("2100-01-01"), (0.0, 0.12, 0.65, 0.16, 0.05, 0.02)),
)


@dataclass(eq=False)
class Persons:
    """Everybody who ever belonged to a household, as columns; who has not joined yet joins on `joined`."""

    home: Integers
    relation: Words
    sex: Words
    born: npt.NDArray[np.datetime64]
    joined: npt.NDArray[np.datetime64]
    left: npt.NDArray[np.datetime64]  # NaT while a member
    state: Words  # MemberState on the last day
    luck: Floats  # a person's own draw between 0 and 1, for school, work and chance
    health: npt.NDArray[np.uint32]
    disability: Words
    grade: Words
    labour: Words
    works: Words  # WorkPlace if able
    months: Words
    public_job: Mask
    dibao: Mask

    def __len__(self) -> int:
        return len(self.home)

    def present(self, on: date) -> Mask:
        """Mark who is a member at the end of a day."""
        day = np.datetime64(on, "D")
        found: Mask = (self.joined <= day) & (np.isnat(self.left) | (self.left > day))
        return found

    def ages(self, on: date) -> Floats:
        """Return full years of age on a day; negative for those not born yet."""
        return ages(self.born, on)


def school_of(age: Floats, luck: Floats) -> Words:
    """Return the stage of school of each person: everybody of compulsory age learns, later it depends on luck."""
    found = np.full(len(age), n(School.NOT), dtype=np.uint8)
    found[(age >= 3) & (age < 6) & (luck < 0.8)] = n(School.KINDERGARTEN)
    found[(age >= 6) & (age < 12)] = n(School.PRIMARY)
    found[(age >= 12) & (age < 16)] = n(School.JUNIOR)
    upper = (age >= 16) & (age < 19)
    found[upper & (luck < 0.55)] = n(School.SENIOR)
    found[upper & (luck >= 0.55) & (luck < 0.8)] = n(School.VOCATIONAL)
    young = (age >= 19) & (age < 22)
    found[young & (luck < 0.25)] = n(School.BACHELOR)
    found[young & (luck >= 0.3) & (luck < 0.5)] = n(School.VOCATIONAL_COLLEGE)
    return found


def at_work(persons: Persons, age: Floats, school: Words) -> Mask:
    """Mark who works for wages: able, 18 to 65, not at school, and having found a place."""
    found: Mask = (
        (persons.labour <= n(Labour.SKILLED)) & (persons.labour > 0) & (age >= 18) & (age <= 65)
        & (school < n(School.PRIMARY)) & (persons.works > n(WorkPlace.NOT))
    )  # fmt: skip
    return found


def in_public_job(persons: Persons, age: Floats, school: Words, year: int) -> Mask:
    """Mark who holds a public-welfare post; there were such posts from 2016."""
    able = (persons.labour <= n(Labour.WEAK)) & (persons.labour > 0) & (age >= 25) & (age <= 65)
    idle = (school < n(School.PRIMARY)) & (persons.works <= n(WorkPlace.NOT))
    found: Mask = able & idle & persons.public_job & (year >= 2016)
    return found


def level_of(age: Floats, born: npt.NDArray[np.datetime64], school: Words, luck: Floats) -> Words:
    """Return the highest schooling of each person: by the year of birth, for the young by what they went through."""
    found = np.zeros(len(age), dtype=np.uint8)
    for before, shares in reversed(SCHOOLING):
        cohort = born < before
        steps = np.searchsorted(np.cumsum(shares), luck[cohort], side="right") + n(Level.ILLITERATE)
        found[cohort] = np.minimum(steps, n(Level.BACHELOR))
    young = age < 30
    found[young] = n(Level.JUNIOR)
    found[young & (luck < 0.8) & (age >= 19)] = n(Level.SENIOR)
    found[young & (luck >= 0.3) & (luck < 0.5) & (age >= 22)] = n(Level.COLLEGE)
    found[young & (luck < 0.25) & (age >= 22)] = n(Level.BACHELOR)
    found[age < 16] = n(Level.PRIMARY)
    found[age < 7] = n(Level.PRESCHOOL)
    found[(school == n(School.PRIMARY)) & (age >= 7)] = n(Level.PRIMARY)
    found[(age < 7) & (school == n(School.PRIMARY))] = n(Level.PRESCHOOL)
    return found


def draw_health(
    random: np.random.Generator, home: Integers, age: Floats, causes: Words, healthy_share: float
) -> tuple[npt.NDArray[np.uint32], Words, Words]:
    """Return health as bits, kind and grade of disability: what the cause says first, then old people's illnesses."""
    count = len(home)
    chronic, serious, disabled = (
        1 << (n(h) - 1) for h in (HealthState.CHRONIC, HealthState.SERIOUS, HealthState.DISABLED)
    )
    health = np.zeros(count, dtype=np.uint32)
    chance = random.random(count) * np.where(age < 16, 0.1, np.where(age < 40, 0.45, 1.0))
    chosen = _one_of_each(home, chance)
    mine = causes[home]
    ill, maimed = chosen & (mine == n(Cause.ILLNESS)), chosen & (mine == n(Cause.DISABILITY))
    health[ill] = np.where(random.random(int(ill.sum())) < 0.4, serious, chronic)
    health[maimed] = disabled
    left = round((1 - healthy_share) * count) - int((health > 0).sum())
    if left > 0:
        weight = np.where((health == 0) & (age >= 50), np.exp((age - 60) / 9), 0.0)
        more = flags(random, min(left, int((weight > 0).sum() * 0.8)), count, weight + 1e-12) & (weight > 0)
        drawn = random.random(int(more.sum()))
        health[more] = np.where(drawn < 0.82, chronic, np.where(drawn < 0.92, disabled, serious))
    both = (health == chronic) & (age >= 60) & (random.random(count) < 0.06)
    health[both] |= disabled
    health[health == 0] = bits_of((HealthState.HEALTHY,))
    lame = (health & disabled) != 0
    kind = np.where(lame, random.choice(len(Disability), count, p=[0.13, 0.15, 0.03, 0.45, 0.1, 0.1, 0.04]) + 1, 0)
    grade = np.where(lame, random.choice(len(DisabilityGrade), count, p=[0.13, 0.3, 0.32, 0.25]) + 1, 0)
    return health, kind.astype(np.uint8), grade.astype(np.uint8)


def _one_of_each(home: Integers, chance: Floats) -> Mask:
    """Mark the member with the greatest chance in each household; `home` is in order."""
    best = np.zeros(int(home.max()) + 1 if len(home) else 0)
    np.maximum.at(best, home, chance)
    found: Mask = chance == best[home]
    return found


def draw_labour(
    random: np.random.Generator, age: Floats, school: Words, health: npt.NDArray[np.uint32], grade: Words,
    helpless: Mask, shares: dict[str, float],
) -> Words:  # fmt: skip
    """Return the ability to work so that the published shares come out: children and pupils first have none, then age.

    `helpless` marks members of households that are poor for lack of labour: their old cannot work.
    """
    count = len(age)
    wanted = {word: round(shares[word] / 100 * count) for word in shares}
    pupil = school >= n(School.PRIMARY)
    ill = health != bits_of((HealthState.HEALTHY,))
    noise = random.random(count)
    none = np.where(
        age < 16, 2000.0, np.where(pupil, 1000.0, np.where(age > 60, age + 12 * noise + 60 * helpless, 0.0))
    )
    none += np.where((grade > 0) & (grade <= 2) & (none < 1000), 90.0, 0.0)
    found = np.full(count, n(Labour.ORDINARY), dtype=np.uint8)
    order = np.argsort(-none, kind="stable")
    out = order[: max(wanted["none"], int((none >= 1000).sum()))]
    found[out] = n(Labour.NONE)
    lost = np.where(
        found == n(Labour.ORDINARY),
        np.where(ill, 40 + age / 2, np.where(age > 60, age / 2 + 60 * helpless, -1.0)),
        -9.0,
    )
    order = np.argsort(-(lost + noise * 25 * (lost >= 0)), kind="stable")
    found[order[: min(wanted["lost"], int((lost >= 0).sum()))]] = n(Labour.LOST)
    able = np.flatnonzero((found == n(Labour.ORDINARY)) & (age >= 18))
    middle = able[(age[able] < 50) & ~ill[able]]
    found[random.choice(middle, min(wanted["skilled"], len(middle)), replace=False)] = n(Labour.SKILLED)
    weak = able[(found[able] == n(Labour.ORDINARY)) & (age[able] >= 55)]
    found[random.choice(weak, min(max(1, wanted["weak"]), len(weak)), replace=False)] = n(Labour.WEAK)
    return found


def of_homes(persons: Persons, marked: Mask, count: int) -> Integers:
    """Return how many marked persons each household has."""
    return np.bincount(persons.home[marked], minlength=count).astype(np.int64)


def men_of(random: np.random.Generator, count: int) -> npt.NDArray[np.str_]:
    """Return so many made-up names of men."""
    family, given = random.integers(0, len(SURNAMES), count), random.integers(0, len(MEN), count)
    return np.char.add(np.array(list(SURNAMES))[family], np.array(MEN)[given])


def names_of(
    random: np.random.Generator, home: Integers, relation: Words, sex: Words, households: int
) -> npt.NDArray[np.str_]:
    """Return a made-up name for each person; children bear the surname of the household."""
    surnames, men, women = np.array(list(SURNAMES)), np.array(MEN), np.array(WOMEN)
    family = random.integers(0, len(surnames), households)
    stranger = np.isin(relation, [n(r) for r in (Relation.SPOUSE, Relation.SONS_WIFE, Relation.MOTHER)])
    own = np.where(stranger, random.integers(0, len(surnames), len(home)), family[home])
    second = random.integers(0, len(men), len(home)), random.integers(0, len(women), len(home))
    given = np.where(sex == 1, men[second[0]], women[second[1]])
    return np.char.add(surnames[own], given)


def identities_of(born: npt.NDArray[np.datetime64], sex: Words, county: str) -> npt.NDArray[np.bytes_]:
    """Return structurally right identity numbers that can never be a living person's: their areas begin with 99.

    No province has the number 99. The area is 99 and the last four digits of the county; where more than 500 people
    of one sex were born on one day, further areas from 99 follow. Numbers are unique.
    """
    count = len(born)
    days = born.astype("datetime64[D]").astype(np.int64)
    key = days * 2 + (sex == 1)
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    first = np.r_[True, ranked[1:] != ranked[:-1]]
    start = np.maximum.accumulate(np.where(first, np.arange(count), 0))
    rank = np.empty(count, dtype=np.int64)
    rank[order] = np.arange(count) - start
    area = 990_000 + (int(county[2:6]) + 37 * (rank // 500)) % 10_000
    sequence = 2 * (rank % 500) + (sex == 1)
    months = born.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(np.int64) + 1970
    month = months.astype(np.int64) % 12 + 1
    day = (born.astype("datetime64[D]") - months.astype("datetime64[D]")).astype(np.int64) + 1
    number = ((area * 10_000 + year) * 100 + month) * 100 + day
    digits = np.empty((count, 18), dtype=np.uint8)
    for place, part in ((14, number), (17, sequence)):
        width = 14 if place == 14 else 3
        rest = part.copy()
        for at in range(place - 1, place - 1 - width, -1):
            digits[:, at] = rest % 10
            rest //= 10
    digits[:, 17] = check_characters(digits[:, :17])
    digits[:, :17] += ord("0")
    return np.ascontiguousarray(digits).view("S18").reshape(-1)
