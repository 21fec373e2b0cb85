"""What made-up households live on in a year, and what of it their accounts do not show."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.households.columns import Mask
from zhucun.engine.policy.figures import figure
from zhucun.engine.sample_world.draw import Floats, Integers
from zhucun.engine.sample_world.history_income import Means, around, below_line, floors, taken_apart
from zhucun.engine.sample_world.history_record import Year
from zhucun.engine.sample_world.history_status import LEFT, NEW, ORDINARY, POOR, RETURNED, STRUCK, Standing
from zhucun.engine.sample_world.population import Beginning
from zhucun.engine.sample_world.population_persons import Persons, at_work, in_public_job, n, of_homes, school_of
from zhucun.engine.words_household import Attribute

SPREAD_POOR, SPREAD_EXITED, SPREAD_ORDINARY = 0.25, 0.45, 0.45  # of log income a head, by a spread of standing


class Earning:
    """The part of a county that earns; who lives in it and where each stands is kept by who lives it through."""

    start: Beginning
    figures: Mapping[str, Any]
    random: np.random.Generator
    persons: Persons
    standing: Standing
    attribute: npt.NDArray[np.uint8]
    count: int
    years: list[Year]
    hidden: list[npt.NDArray[np.int64]]
    mood: Floats
    wealth: Floats
    earned: Floats
    wrong: Mask
    missed: Mask
    conceals: Mask
    hides: Floats

    def _earn(self, year: int) -> None:
        """Draw what each household lived on and what it hid."""
        here = self.persons.present(date(year, 12, 31))
        means = self._means(year, here)
        members = means.persons
        status, random = self.standing.status, self.random
        line = float(figure("income_line.exit", on=date(year, 12, 31)).value)
        floor = floors(means, year)
        latent = self.wealth + 0.3 * self.mood
        head = (
            self.earned * (1.09 + 0.02 * random.normal(size=self.count)) * np.exp(0.06 * random.normal(size=self.count))
        )
        exists = members > 0
        poor = exists & np.isin(status, (POOR, NEW, RETURNED))
        mean = self._mean_poor(year)
        if mean < line:
            head[poor] = below_line(latent[poor], members[poor], mean, line - 5, floor[poor])
        else:
            told = latent - self.hides / SPREAD_POOR
            head[poor] = around(told[poor], members[poor], mean, SPREAD_POOR, floor[poor])
        fresh = exists & (status == LEFT) & (self.standing.left >= np.datetime64(f"{year}-01-01"))
        least = np.maximum(floor, 1.06 * line)
        told = latent - self.hides / SPREAD_EXITED
        head[fresh] = around(told[fresh], members[fresh], self._mean_exited(year), SPREAD_EXITED, least[fresh])
        out = exists & np.isin(status, (LEFT, STRUCK)) & ~fresh
        head[out] = np.maximum(head[out], least[out])
        missed = exists & (status == ORDINARY) & self.missed
        head[missed] = below_line(latent[missed], members[missed], 0.8 * line, line - 5, floor[missed])
        rest = exists & (status == ORDINARY) & ~self.missed
        usual = float(self.figures["ordinary_income"]["value"]) * 1.09 ** (year - 2015)
        head[rest] = around(latent[rest], members[rest], usual, SPREAD_ORDINARY, np.maximum(floor, 1.1 * line)[rest])
        head = np.where(exists, np.maximum(head, floor), 0)
        self.earned = head
        mix = np.clip(0.5 + 0.28 * self.wealth + 0.2 * self.mood, 0, 1)
        items = taken_apart(means, head, mix, year)
        items[:, ~exists] = 0
        self.years.append(Year(year, status.copy(), self.standing.cause.copy(), members, items))
        self._hide(line, head, members, exists)

    def _means(self, year: int, here: Mask) -> Means:
        persons, day = self.persons, date(year, 12, 31)
        age = persons.ages(day)
        school = school_of(age, persons.luck)
        count = self.count
        works = here & at_work(persons, age, school)
        supported_by_assets = np.isin(self.standing.status, (POOR, NEW, RETURNED, LEFT))
        return Means(
            persons=of_homes(persons, here, count),
            old=of_homes(persons, here & (age >= 60), count),
            very_old=of_homes(persons, here & (age >= 80), count),
            severe=of_homes(persons, here & (persons.grade > 0) & (persons.grade <= 2), count),
            workers=of_homes(persons, works, count),
            public_jobs=of_homes(persons, here & in_public_job(persons, age, school, year), count),
            dibao=of_homes(persons, here & persons.dibao, count),
            supported=self.attribute == n(Attribute.SUPPORTED),
            arable=self.start.homes["arable_mu"],
            fruit=self.start.homes["fruit_mu"],
            return_forest=self.start.homes["return_forest_mu"],
            dividend=(self.start.homes["cooperative"] == 1) & supported_by_assets & (year >= 2016),
        )  # fmt: skip

    def _mean_poor(self, year: int) -> float:
        known = self.figures["income_not_exited"]["value"]
        return float(known[year]) if year in known else float(known[2018]) * 1.12 ** (year - 2018)

    def _mean_exited(self, year: int) -> float:
        return float(self.figures["income_exited_2018"]["value"]) * 1.13 ** (year - 2018)

    def _hide(self, line: float, head: Floats, members: Integers, exists: Mask) -> None:
        """Draw the income that is not in the account: enough for the wrongly listed to be above the line."""
        random = self.random
        means = np.clip(0.25 + 0.2 * self.wealth, 0, 1)
        times = 1.2 + 2 * (0.6 * means + 0.4 * random.random(self.count))
        share = random.uniform(0.2, 0.9, self.count)
        below = head + share * np.maximum(line - head - 10, 0)  # the poor who hide a little stay poor
        true = np.where(self.wrong | (head >= line), head * np.exp(self.hides), below)
        true = np.where(self.wrong, np.maximum(line * times, true), true)
        hidden = np.where(exists & self.conceals, (true - head) * members, 0)
        self.hidden.append(np.maximum(np.round(hidden), 0).astype(np.int64))
