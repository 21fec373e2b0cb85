"""How a made-up county lives through its years: people first, then the programme, then what everybody lives on."""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.households.columns import Mask
from zhucun.engine.sample_world.draw import Floats, Integers
from zhucun.engine.sample_world.history_changes import Happenings, a_year, days
from zhucun.engine.sample_world.history_earning import SPREAD_EXITED, Earning
from zhucun.engine.sample_world.history_income import net_of
from zhucun.engine.sample_world.history_prospects import SEEN, seen
from zhucun.engine.sample_world.history_record import Lived, Steps, Truth, Year
from zhucun.engine.sample_world.history_status import (
    GONE,
    LEFT,
    LOOK_BACK,
    NEW,
    ORDINARY,
    POOR,
    RETURNED,
    STRUCK,
    cause_shares,
    reexamine,
    stock_at,
    who_stays,
)
from zhucun.engine.sample_world.population import START, Beginning, what_fits
from zhucun.engine.sample_world.population_persons import at_work, of_homes, school_of
from zhucun.engine.words_household import (
    Attribute,
    Cause,
    HealthState,
    Labour,
    Monitored,
    Risk,
    School,
    bits_of,
    number_of,
)

n = number_of
Days, Words = npt.NDArray[np.datetime64], npt.NDArray[np.uint8]
HEALTHY = bits_of((HealthState.HEALTHY,))
WATCHED_FROM = 2020
LAST_YEAR = 2025


class Living(Earning):
    """The county while its years are lived through."""

    def __init__(self, start: Beginning) -> None:
        self.start, self.figures, self.seed = start, start.figures, start.seed
        self.random = np.random.default_rng([start.seed, int(start.county), 3])
        self.persons, self.standing, self.attribute = start.persons, start.standing, start.attribute
        self.count = len(start.village)
        self.events = Happenings()
        self.steps: list[
            tuple[int, npt.NDArray[np.datetime64], Integers, npt.NDArray[np.uint8], npt.NDArray[np.uint8]]
        ] = []
        self.years: list[Year] = []
        self.hidden: list[npt.NDArray[np.int64]] = []
        self.mood = self.random.normal(size=self.count)
        self.seen, self.wealth = start.seen, start.wealth
        self.earned = np.zeros(self.count)
        self.watched: dict[str, npt.NDArray[Any]] = {
            "monitored": np.zeros(self.count, dtype=np.uint8),
            "risks": np.zeros(self.count, dtype=np.uint32),
            "risk_found": np.full(self.count, np.datetime64("NaT"), dtype="datetime64[D]"),
            "risk_removed": np.full(self.count, -1, dtype=np.int8),
            "risk_removed_on": np.full(self.count, np.datetime64("NaT"), dtype="datetime64[D]"),
        }
        self._deceive()

    def until(self, last_year: int) -> Lived:
        """Live through the years and put the result together."""
        for year in range(START, last_year + 1):
            if year > START:
                self._live(year)
            self._earn(year)
            if year >= WATCHED_FROM:
                self._watch(year)
        steps = Steps(*(self._column(i) for i in range(5)))
        true = net_of(self.years[-1].items) + self.hidden[-1]
        head = true / np.maximum(self.years[-1].members, 1)
        noise = self.random.normal(size=(2, self.count))
        truth = Truth(
            self.wrong, self.conceals, self.missed, np.stack(self.hidden),
            np.round(3.1 * np.maximum(head, 300) ** 0.72 * np.exp(0.18 * noise[0])),
            np.round(2.2 * np.maximum(true, 500) ** 0.6 * np.exp(0.35 * noise[1])),
            _ranked(self.start.village, np.log(np.maximum(head, 300)) + 0.35 * self.random.normal(size=self.count)),
        )  # fmt: skip
        return Lived(
            self.start, tuple(self.years), self.persons, self.standing, self.attribute, self.watched, self.events,
            steps, truth,
        )  # fmt: skip

    def _column(self, place: int) -> npt.NDArray[Any]:
        kinds: tuple[Any, ...] = (np.int64, "datetime64[D]", np.int64, np.uint8, np.uint8)
        parts = [np.full(len(s[2]), s[0]) if place == 0 else s[place] for s in self.steps]
        return np.concatenate(parts).astype(kinds[place]) if parts else np.zeros(0, dtype=kinds[place])

    def _deceive(self) -> None:
        """Decide who was wrongly listed, who was missed and who hides income."""
        registered = np.arange(self.count) < self.start.registered
        able = of_homes(self.persons, self.persons.labour <= n(Labour.WEAK), self.count)
        favoured = self.wealth + 0.4 * able + self.random.normal(size=self.count)
        general = registered & (self.attribute == n(Attribute.GENERAL)) & (able > 0)
        wrong = round(float(self.figures["wrongly_listed_share"]["value"]) / 100 * self.start.registered)
        self.wrong = _top(np.where(general, favoured, -np.inf), min(wrong, int(general.sum())))
        missed = round(float(self.figures["missed_share"]["value"]) / 100 * self.start.registered)
        self.missed = _top(np.where(~registered, -favoured, -np.inf), min(missed, int((~registered).sum()) // 2))
        share = float(self.figures["concealing_share"]["value"]) / 100
        self.conceals = self.wrong | (registered & (able > 0) & (self.random.random(self.count) < share))
        # What is hidden is missing in the account, not in the house: the same part of the income year after year.
        part = 0.6 * self.random.uniform(0.2, 0.9, self.count)
        self.hides = np.where(self.conceals, np.log1p(part), 0.0)

    def _live(self, year: int) -> None:
        """Live through one year: natural changes, ageing, then what the programme does."""
        exists = self.standing.status != GONE
        self.persons, happened = a_year(self.random, self.persons, year, exists)
        self.events = self.events.with_more(happened)
        here = self.persons.present(date(year, 12, 31))
        members = of_homes(self.persons, here, self.count)
        self._grow_up(year, here)
        self.mood = 0.8 * self.mood + 0.6 * self.random.normal(size=self.count)
        self._fare(year, here)
        standing = self.standing
        standing.status[standing.status == NEW] = POOR
        gone = np.flatnonzero(exists & (members == 0))
        standing.status[gone] = GONE
        self._step(year, days(self.random, len(gone), year, 12), gone)
        bound = np.zeros(self.count, dtype=np.bool_)
        if year == LOOK_BACK:
            self._strike_off(year)
        bound |= self._take_in(year, here, members)
        bound |= self._fall_back(year)
        self._leave(year, here, members, bound)

    def _grow_up(self, year: int, here: Mask) -> None:
        """Let those who left school work and the old rest."""
        persons, age = self.persons, self.persons.ages(date(year, 12, 31))
        school = school_of(age, persons.luck)
        able = here & (persons.labour == n(Labour.NONE)) & (age >= 16) & (age < 60) & (persons.health == HEALTHY)
        persons.labour[able & (school < n(School.PRIMARY))] = n(Labour.ORDINARY)
        resting = here & (persons.labour <= n(Labour.WEAK)) & (age >= 76)
        persons.labour[resting] = n(Labour.NONE)

    def _fare(self, year: int, here: Mask) -> None:
        """Let a family's standing follow its people: who grew up earns, who is gone is missed."""
        day = date(year, 12, 31)
        now = self.start.scale.of(seen(self.persons, here, day, self.start.homes, self.start.distance, self.count))
        self.wealth = self.wealth + SEEN * (now - self.seen)
        self.earned = self.earned * np.exp(SPREAD_EXITED * 0.7 * SEEN * (now - self.seen))
        self.seen = now

    def _step(self, year: int, on: npt.NDArray[np.datetime64], homes: Integers, cause: Any = None) -> None:
        causes = np.zeros(len(homes), dtype=np.uint8) if cause is None else cause
        self.steps.append((year, on, homes, self.standing.status[homes].copy(), causes.astype(np.uint8)))

    def _strike_off(self, year: int) -> None:
        """Strike some of the wrongly listed off, as the national look-back did."""
        number = round(float(self.figures["struck_share"]["value"]) / 100 * self.start.registered)
        chosen = self.random.permutation(np.flatnonzero(self.wrong & self.standing.poor))[:number]
        self.standing.status[chosen] = STRUCK
        self._step(year, days(self.random, len(chosen), year, 8), chosen)

    def _take_in(self, year: int, here: Mask, members: Integers) -> Mask:
        """Register missed households, with the causes that new ones had."""
        new = self.figures["new_identified"]["value"]
        share = self.start.registered / int(self.figures["households"]["value"])
        wanted = round(new[year] * share) if year in new and year > START else 0
        waiting = np.flatnonzero(self.missed & (self.standing.status == ORDINARY) & (members > 0))
        chosen = self.random.permutation(waiting)[:wanted]
        found = np.zeros(self.count, dtype=np.bool_)
        if not len(chosen):
            return found
        found[chosen] = True
        age = self.persons.ages(date(year, 12, 31))
        fits = what_fits(self.persons, here, age, school_of(age, self.persons.luck), self.count)
        shares = self.figures["new_causes"]["value"]
        weights = np.array([float(shares.get(c.value, 0)) for c in Cause])[:, None] * (fits[:, chosen] > 0)
        weights[number_of(Cause.ILLNESS) - 1] *= self._some(here & (self.persons.health & 6 > 0))[chosen]
        weights[number_of(Cause.DISABILITY) - 1] *= self._some(here & (self.persons.health & 8 > 0))[chosen]
        weights += 1e-6 * (np.arange(len(Cause)) == number_of(Cause.LABOUR) - 1)[:, None]
        draws = np.log(self.random.random(weights.shape)) / np.maximum(weights, 1e-12)
        self.standing.cause[chosen] = draws.argmax(axis=0) + 1
        self.standing.status[chosen] = NEW
        self.standing.listed[chosen] = days(self.random, len(chosen), year, 11)
        weak = self.wealth[chosen] < np.median(self.wealth[chosen])
        self.attribute[chosen] = np.where(weak, n(Attribute.DIBAO), n(Attribute.GENERAL))
        self.persons.dibao[found[self.persons.home]] = (self.attribute == n(Attribute.DIBAO))[self.persons.home][
            found[self.persons.home]
        ]
        self._step(year, self.standing.listed[chosen], chosen, self.standing.cause[chosen])
        return found

    def _some(self, mask: Mask) -> Mask:
        found: Mask = of_homes(self.persons, mask, self.count) > 0
        return found

    def _fall_back(self, year: int) -> Mask:
        """Let a few of those who left fall back, the weaker rather."""
        found = np.zeros(self.count, dtype=np.bool_)
        out = np.flatnonzero(self.standing.status == LEFT)
        number = 0 if year > 2019 else round(float(self.figures["return_share"]["value"]) / 100 * len(out))
        if not number:
            return found
        weight = np.exp(-0.8 * self.wealth[out] - 0.5 * self.mood[out])
        chosen = self.random.choice(out, number, replace=False, p=weight / weight.sum())
        found[chosen] = True
        causes = [Cause.ILLNESS, Cause.ILLNESS, Cause.DISASTER, Cause.DISABILITY, Cause.LABOUR]
        self.standing.status[chosen] = RETURNED
        self.standing.returned[chosen] = days(self.random, len(chosen), year, 11)
        self.standing.return_cause[chosen] = self.random.choice([n(c) for c in causes], len(chosen))
        self._step(year, self.standing.returned[chosen], chosen, self.standing.return_cause[chosen])
        return found

    def _leave(self, year: int, here: Mask, members: Integers, bound: Mask) -> None:
        """Let the stronger leave poverty so that the year's end is as published."""
        standing = self.standing
        total = stock_at(year, self.start.registered, self.figures)
        age = self.persons.ages(date(year, 12, 31))
        fits = what_fits(self.persons, here, age, school_of(age, self.persons.luck), self.count) > 0
        fits[number_of(Cause.ILLNESS) - 1] = self._some(here & (self.persons.health & 6 > 0))
        fits[number_of(Cause.DISABILITY) - 1] = self._some(here & (self.persons.health & 8 > 0))
        wanted = total * np.array(cause_shares(year, self.figures)) / 100
        changed = reexamine(self.random, standing, wanted, fits)
        self._step(year, days(self.random, len(changed), year, 9), changed, standing.cause[changed])
        strength = self.wealth + 0.5 * self.mood
        stays = who_stays(self.random, standing, members, strength, bound, total, year, self.figures)
        chosen = np.flatnonzero(standing.poor & ~stays)
        standing.status[chosen] = LEFT
        later = self.random.integers(0, 45, len(chosen)).astype("timedelta64[D]")
        standing.left[chosen] = np.datetime64(f"{year}-11-10") + later
        standing.returned[chosen] = np.datetime64("NaT")
        standing.return_cause[chosen] = 0
        self._step(year, standing.left[chosen], chosen)

    def _watch(self, year: int) -> None:
        """Remove risks found the year before and find new ones among those who left poverty and ordinary households."""
        day, w, random = date(year, 12, 31), self.watched, self.random
        open_risk = (w["monitored"] > 0) & (w["risk_removed"] == 0)
        done = np.flatnonzero(open_risk & (random.random(self.count) < 0.6))
        w["risk_removed"][done] = 1
        w["risk_removed_on"][done] = days(random, len(done), year, 11)
        here = self.persons.present(day)
        age = self.persons.ages(day)
        school = school_of(age, self.persons.luck)
        works = self._some(here & at_work(self.persons, age, school))
        ill = self._some(here & (self.persons.health & 6 > 0))
        lame = self._some(here & (self.persons.health & 8 > 0))
        idle = (w["risks"] == bits_of((Risk.WORK,))) & ~works
        w["risks"][idle] = bits_of((Risk.OTHER,))
        per_head = self.years[-1].per_head_yuan
        free = (w["monitored"] == 0) & (self.years[-1].members > 0)
        for status, kind, share in ((LEFT, Monitored.UNSTABLE, 0.006), (ORDINARY, Monitored.EDGE, 0.004)):
            rows = np.flatnonzero(free & (self.standing.status == status) & (works | ill | lame))
            order = np.argsort(per_head[rows] * np.exp(0.3 * random.normal(size=len(rows))))
            weakest = rows[order][: round(share * len(rows))]
            w["monitored"][weakest] = n(kind)
            other = np.where(lame[weakest], bits_of((Risk.DISABILITY,)), bits_of((Risk.WORK,)))
            w["risks"][weakest] = np.where(ill[weakest], bits_of((Risk.ILLNESS,)), other)
            w["risk_found"][weakest] = days(random, len(weakest), year, 11)
            w["risk_removed"][weakest] = 0
            w["risk_removed_on"][weakest] = np.datetime64("NaT")


def _ranked(village: Integers, standing: Floats) -> Integers:
    """Return the place of each household in its village by what others think of it, the lowest first."""
    order = np.lexsort((standing, village))
    inside = village[order]
    first = np.r_[True, inside[1:] != inside[:-1]]
    start = np.maximum.accumulate(np.where(first, np.arange(len(order)), 0))
    found = np.empty(len(order), dtype=np.int64)
    found[order] = np.arange(len(order)) - start + 1
    return found


def _top(score: Floats, number: int) -> Mask:
    """Mark the highest scores."""
    found = np.zeros(len(score), dtype=np.bool_)
    if number:
        found[np.argpartition(-score, number - 1)[:number]] = True
    return found
