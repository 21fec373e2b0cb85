"""Natural changes of made-up households over a year: deaths, births, marriages, moves; heads follow one another.

Everything happens before the last day of September, so that those registered at the end of the income period are
those of the year's end.
"""

from dataclasses import dataclass, field, fields, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from zhucun.engine.households.changes import Change, ChangeKind
from zhucun.engine.households.columns import Mask
from zhucun.engine.sample_world.draw import Floats, Integers
from zhucun.engine.sample_world.population_persons import Persons, n
from zhucun.engine.words_household import HealthState, Labour, MemberState, Relation, bits_of, word_of

R = Relation
HEAD, SPOUSE = n(R.HEAD), n(R.SPOUSE)
DEATHS = ((1, 0.004), (40, 0.0008), (55, 0.003), (65, 0.009), (75, 0.025), (85, 0.07), (200, 0.16))
AFTER_HEAD = np.arange(len(R) + 1, dtype=np.uint8)
"""The relation of each member to the widow who follows a dead head."""
for _was, _is in (
    (R.SPOUSE, R.HEAD), (R.FATHER, R.HUSBANDS_FATHER), (R.MOTHER, R.HUSBANDS_MOTHER), (R.YOUNGER_BROTHER, R.OTHER),
    (R.ELDER_BROTHER, R.OTHER),
):  # fmt: skip
    AFTER_HEAD[n(_was)] = n(_is)
AFTER_WIFE = AFTER_HEAD.copy()
"""The same where the dead head was a woman and her husband follows."""
AFTER_WIFE[n(R.FATHER)], AFTER_WIFE[n(R.MOTHER)] = n(R.WIFES_FATHER), n(R.WIFES_MOTHER)


@dataclass(frozen=True, eq=False)
class Happenings:
    """Events as columns, one row a person: kind as a number (ChangeKind), day, household, person, relation after it."""

    kind: npt.NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, dtype=np.uint8))
    on: npt.NDArray[np.datetime64] = field(default_factory=lambda: np.zeros(0, dtype="datetime64[D]"))
    home: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    person: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    relation: npt.NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, dtype=np.uint8))

    def __len__(self) -> int:
        return len(self.kind)

    def with_more(self, other: "Happenings") -> "Happenings":
        """Return these events and others after them."""
        joined = {f.name: np.concatenate([getattr(self, f.name), getattr(other, f.name)]) for f in fields(self)}
        return Happenings(**joined)


def happened(
    kind: ChangeKind, on: npt.NDArray[np.datetime64], home: Integers, person: Integers,
    relation: npt.NDArray[np.uint8] | None = None,
) -> Happenings:  # fmt: skip
    """Return events of one kind."""
    count = len(person)
    relations = np.zeros(count, dtype=np.uint8) if relation is None else relation
    return Happenings(np.full(count, n(kind), dtype=np.uint8), on, home, person, relations)


def a_year(random: np.random.Generator, persons: Persons, year: int, alive: Mask) -> tuple[Persons, Happenings]:
    """Return everybody after one year and what happened; `alive` marks the households that still exist."""
    start = date(year - 1, 12, 31)
    here = persons.present(start) & alive[persons.home]
    age = persons.ages(start)
    events, dead = _deaths(random, persons, year, here, age)
    here &= ~dead
    calm = np.ones(len(alive), dtype=np.bool_)
    calm[events.home[events.kind == n(ChangeKind.NEW_HEAD)]] = False  # one great change a year is enough
    settled = here & calm[persons.home]
    for kind, state, choose in (
        (ChangeKind.MARRIED_OUT, MemberState.MARRIED_OUT, _brides),
        (ChangeKind.MOVED_OUT, MemberState.MOVED_OUT, _movers),
    ):
        chosen = choose(random, persons, settled, age)  # whoever has married away does not move away besides
        here[chosen] = settled[chosen] = False
        events = events.with_more(_leave(random, persons, chosen, kind, state, year))
    persons, wives = _wives(random, persons, here, age, year)
    persons, babies = _babies(random, persons, here, age, year)
    return persons, events.with_more(wives).with_more(babies)


def days(random: np.random.Generator, count: int, year: int, last_month: int = 9) -> npt.NDArray[np.datetime64]:
    """Return days of a year before the last day of a month."""
    span = (date(year, last_month, 28) - date(year, 1, 3)).days
    return np.datetime64(f"{year}-01-03") + random.integers(0, span, count).astype("timedelta64[D]")


def _leave(
    random: np.random.Generator, persons: Persons, chosen: Integers, kind: ChangeKind, state: MemberState, year: int
) -> Happenings:
    on = days(random, len(chosen), year)
    persons.left[chosen] = on
    persons.state[chosen] = n(state)
    return happened(kind, on, persons.home[chosen], chosen)


def _deaths(
    random: np.random.Generator, persons: Persons, year: int, here: Mask, age: Floats
) -> tuple[Happenings, Mask]:
    """Let people die by age; a head dies only where a spouse follows, or as the last of the household."""
    rate = np.select([age < limit for limit, _ in DEATHS], [chance for _, chance in DEATHS], 0.3)
    dies = here & (random.random(len(persons)) < rate)
    homes = int(persons.home.max()) + 1 if len(persons) else 0
    many = np.bincount(persons.home[here], minlength=homes)
    one_dies = np.bincount(persons.home[dies], minlength=homes) == 1  # at most one a household and year
    wedded = np.bincount(persons.home[here & (persons.relation == SPOUSE)], minlength=homes) == 1
    head = persons.relation == HEAD
    dies &= one_dies[persons.home] & (~head | wedded[persons.home] | (many[persons.home] == 1))
    chosen = np.flatnonzero(dies)
    events = _leave(random, persons, chosen, ChangeKind.DEATH, MemberState.DEAD, year)
    followed = chosen[head[chosen] & (many[persons.home[chosen]] > 1)]
    return events.with_more(_new_heads(persons, followed, here & ~dies)), dies


def _new_heads(persons: Persons, dead: Integers, stay: Mask) -> Happenings:
    """Make the spouse the head where the head died; relations of those who stay follow."""
    homes = int(persons.home.max()) + 1 if len(persons) else 0
    day = np.full(homes, np.datetime64("NaT"), dtype="datetime64[D]")
    day[persons.home[dead]] = persons.left[dead] + np.timedelta64(1, "D")
    was_woman = np.zeros(homes, dtype=np.bool_)
    was_woman[persons.home[dead]] = persons.sex[dead] == 2
    chosen = np.flatnonzero(stay & ~np.isnat(day[persons.home]))
    after = np.where(
        was_woman[persons.home[chosen]], AFTER_WIFE[persons.relation[chosen]], AFTER_HEAD[persons.relation[chosen]]
    )
    persons.relation[chosen] = after
    return happened(ChangeKind.NEW_HEAD, day[persons.home[chosen]], persons.home[chosen], chosen, after)


def _brides(random: np.random.Generator, persons: Persons, here: Mask, age: Floats) -> Integers:
    bride = here & (persons.relation == n(R.DAUGHTER)) & (age >= 21) & (age <= 32)
    return np.flatnonzero(bride & (random.random(len(persons)) < 0.16))


def _movers(random: np.random.Generator, persons: Persons, here: Mask, age: Floats) -> Integers:
    grown = here & np.isin(persons.relation, [n(R.SON), n(R.DAUGHTER)]) & (age >= 24) & (age <= 45)
    return np.flatnonzero(grown & (random.random(len(persons)) < 0.006))


def _wives(
    random: np.random.Generator, persons: Persons, here: Mask, age: Floats, year: int
) -> tuple[Persons, Happenings]:
    """Let sons bring a wife home, at most one a household."""
    homes = int(persons.home.max()) + 1 if len(persons) else 0
    has_wife = np.bincount(persons.home[persons.relation == n(R.SONS_WIFE)], minlength=homes) > 0
    groom = here & (persons.relation == n(R.SON)) & (age >= 22) & (age <= 34) & ~has_wife[persons.home]
    chosen = np.flatnonzero(groom & (random.random(len(persons)) < 0.10))
    chosen = chosen[np.unique(persons.home[chosen], return_index=True)[1]]
    on = days(random, len(chosen), year)
    born = np.minimum(
        persons.born[chosen] + random.integers(-400, 1200, len(chosen)).astype("timedelta64[D]"),
        np.datetime64(f"{year - 22}-12-31"),
    )
    more = _newcomers(random, persons.home[chosen], n(R.SONS_WIFE), 2, born, on)
    more = replace(more, labour=np.full(len(chosen), n(Labour.ORDINARY), dtype=np.uint8))
    return _joined(persons, more, ChangeKind.MARRIED_IN)


def _babies(
    random: np.random.Generator, persons: Persons, here: Mask, age: Floats, year: int
) -> tuple[Persons, Happenings]:
    """Let young wives bear children."""
    here = np.r_[here, np.zeros(len(persons) - len(here), dtype=np.bool_)]
    age = np.r_[age, np.zeros(len(persons) - len(age))]
    homes = int(persons.home.max()) + 1 if len(persons) else 0
    wedded = np.bincount(persons.home[here & (persons.relation == SPOUSE)], minlength=homes) == 1
    mother = np.isin(persons.relation, [SPOUSE, n(R.SONS_WIFE)]) | ((persons.relation == HEAD) & wedded[persons.home])
    fertile = here & mother & (persons.sex == 2) & (age >= 21) & (age <= 39)
    chance = np.where(persons.relation == n(R.SONS_WIFE), 0.24, 0.13)
    chosen = np.flatnonzero(fertile & (random.random(len(persons)) < chance))
    grandchild = persons.relation[chosen] == n(R.SONS_WIFE)
    boy = random.random(len(chosen)) < 0.52
    relation = np.where(
        grandchild, np.where(boy, n(R.GRANDSON), n(R.GRANDDAUGHTER)), np.where(boy, n(R.SON), n(R.DAUGHTER))
    )
    on = days(random, len(chosen), year)
    more = _newcomers(random, persons.home[chosen], relation, np.where(boy, 1, 2), on, on)
    return _joined(persons, more, ChangeKind.BIRTH)


def _newcomers(
    random: np.random.Generator, home: Integers, relation: npt.ArrayLike, sex: npt.ArrayLike,
    born: npt.NDArray[np.datetime64], on: npt.NDArray[np.datetime64],
) -> Persons:  # fmt: skip
    count = len(home)
    small = np.zeros(count, dtype=np.uint8)
    return Persons(
        home=home,
        relation=np.broadcast_to(np.asarray(relation, dtype=np.uint8), (count,)).copy(),
        sex=np.broadcast_to(np.asarray(sex, dtype=np.uint8), (count,)).copy(),
        born=born,
        joined=on,
        left=np.full(count, np.datetime64("NaT"), dtype="datetime64[D]"),
        state=np.full(count, n(MemberState.PRESENT), dtype=np.uint8),
        luck=random.random(count),
        health=np.full(count, bits_of((HealthState.HEALTHY,)), dtype=np.uint32),
        disability=small.copy(),
        grade=small.copy(),
        labour=np.full(count, n(Labour.NONE), dtype=np.uint8),
        works=small.copy(),
        months=small.copy(),
        public_job=np.zeros(count, dtype=np.bool_),
        dibao=np.zeros(count, dtype=np.bool_),
    )


def _joined(persons: Persons, more: Persons, kind: ChangeKind) -> tuple[Persons, Happenings]:
    rows = np.arange(len(persons), len(persons) + len(more))
    both = Persons(
        **{f.name: np.concatenate([getattr(persons, f.name), getattr(more, f.name)]) for f in fields(persons)}
    )
    return both, happened(kind, more.joined, more.home, rows, more.relation)


def as_changes(
    events: Happenings, first: Happenings, household_codes: list[str], person_codes: list[str], homes: Integers
) -> list[Change]:
    """Return the events of some households as the engine's changes; `first` are the relations at registration."""
    found: list[Change] = []
    number = 0
    for source in (first, events):
        rows = np.flatnonzero(np.isin(source.home, homes))
        keys = list(zip(source.home[rows].tolist(), source.kind[rows].tolist(), source.on[rows].tolist(), strict=True))
        groups: dict[tuple[int, int, date], list[int]] = {}
        for key, row in zip(keys, rows.tolist(), strict=True):
            groups.setdefault(key, []).append(row)
        for (home, kind, on), members in groups.items():
            number += 1
            people = tuple(
                (person_codes[source.person[row]], word_of(Relation, int(source.relation[row]))) for row in members
            )
            word = word_of(ChangeKind, kind)
            if word is not None:
                found.append(
                    Change(code=f"{number:06d}", kind=word, on=on, household=household_codes[home], people=people)
                )
    return found
