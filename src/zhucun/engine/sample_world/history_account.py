"""The income account of a made-up county line by line: who received how much of what, over which months, on what proof.

Wages, posts, pensions and allowances stand under the person; harvests and the rest under the whole household. The sums
of a household's lines are exactly its reported income of the year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from zhucun.engine.facts.income import INCOME_ITEMS, IncomeLine
from zhucun.engine.households.columns import Mask
from zhucun.engine.sample_world.draw import Integers
from zhucun.engine.sample_world.history_income import ITEMS, NUMBERS
from zhucun.engine.sample_world.history_record import Lived
from zhucun.engine.sample_world.population_persons import at_work, in_public_job, school_of
from zhucun.engine.words_household import Proof, number_of, word_of

n = number_of
HARVEST = ("b11", "b2", "b3", "e11", "e2", "e3")
BY_DEPARTMENT = ("d2", "d3", "d41", "d51", "d602", "d604", "d606", "a4")
BY_CONTRACT = ("c1", "c2")


@dataclass(frozen=True, eq=False)
class Account:
    """Lines as columns; `person` is -1 where the whole household earned it, `month` counts months since 1970."""

    year: int
    household: Integers
    person: Integers
    item: Integers  # number of the item, as in the columns of incomes
    month: Integers
    months: Integers
    yuan: Integers
    proof: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.yuan)


def account(lived: Lived, year: int) -> Account:
    """Return the lines of one year's account; wages whose earner has stopped since stand under the household."""
    found = next(y for y in lived.years if y.year == year)
    whose = _whose(lived, year)
    first = (year - 1 - 1970) * 12 + 9
    random = np.random.default_rng([lived.start.seed, int(lived.start.county), 7, year])
    parts: list[tuple[Integers, Integers, Integers, Integers, Integers, Integers]] = []
    for row, code in enumerate(ITEMS):
        total = found.items[row].astype(np.int64)
        homes, people, amounts = _shared(lived, total, whose.get(code))
        count = len(homes)
        months = np.full(count, 3 if code in HARVEST else 12)
        if code == "a1":
            months = np.where(people >= 0, lived.persons.months[np.maximum(people, 0)], 12)
        start = np.full(count, first + 9 if code in HARVEST else first)
        parts.append((homes, people, np.full(count, NUMBERS[row]), start, months, amounts))
    columns = [np.concatenate([part[i] for part in parts]).astype(np.int64) for i in range(6)]
    order = np.lexsort((columns[2], columns[0]))
    household, person, item, month, months, yuan = (column[order] for column in columns)
    return Account(year, household, person, item, month, months, yuan, _proofs(random, item))


def _whose(lived: Lived, year: int) -> dict[str, Mask]:
    """Return for each personal item who may have received it."""
    persons = lived.persons
    day = date(year, 12, 31)
    here, age = persons.present(day), persons.ages(day)
    school = school_of(age, persons.luck)
    return {
        "a1": here & at_work(persons, age, school),
        "a4": here & in_public_job(persons, age, school, year),
        "d2": here & persons.dibao,
        "d41": here & (age >= 60),
        "d604": here & (age >= 80),
        "d606": here & (persons.grade > 0) & (persons.grade <= 2),
    }


def _shared(lived: Lived, total: Integers, whose: Mask | None) -> tuple[Integers, Integers, Integers]:
    """Share each household's total among those who received it, the odd yuan to the first; else to the household."""
    paid = total > 0
    if whose is None:
        homes = np.flatnonzero(paid)
        return homes, np.full(len(homes), -1), total[homes]
    people = np.flatnonzero(whose & paid[lived.persons.home])
    people = people[np.argsort(lived.persons.home[people], kind="stable")]
    homes = lived.persons.home[people]
    many = np.bincount(homes, minlength=len(total))
    first = np.r_[True, homes[1:] != homes[:-1]] if len(homes) else np.zeros(0, dtype=np.bool_)
    amounts = total[homes] // many[homes] + np.where(first, total[homes] % many[homes], 0)
    given = amounts > 0
    alone = np.flatnonzero(paid & (many == 0))
    return (
        np.concatenate([homes[given], alone]),
        np.concatenate([people[given], np.full(len(alone), -1)]),
        np.concatenate([amounts[given], total[alone]]),
    )


def _proofs(random: np.random.Generator, item: Integers) -> npt.NDArray[np.uint8]:
    """Name what each line rests on: records of departments, contracts, wage slips, counts, and much that is stated."""
    codes = np.array([i.code for i in INCOME_ITEMS])[item]
    chance = random.random(len(item))
    found = np.where(chance < 0.5, n(Proof.STATED), n(Proof.COUNT))
    found = np.where(
        codes == "a1",
        np.select([chance < 0.35, chance < 0.6], [n(Proof.BANK), n(Proof.PAYSLIP)], n(Proof.STATED)),
        found,
    )
    found = np.where(np.isin(codes, BY_CONTRACT), n(Proof.CONTRACT), found)
    found = np.where(np.char.startswith(codes, "e"), n(Proof.ESTIMATE), found)
    return np.where(np.isin(codes, BY_DEPARTMENT), n(Proof.DEPARTMENT), found).astype(np.uint8)


def records(lived: Lived, lines: Account, homes: Sequence[int]) -> list[IncomeLine]:
    """Return the lines of some households (rows) as the account's values."""
    rows = np.flatnonzero(np.isin(lines.household, np.asarray(homes, dtype=np.int64)))
    households, people = lived.household_codes, lived.person_codes
    found = []
    for row in rows.tolist():
        person, month = int(lines.person[row]), int(lines.month[row])
        found.append(
            IncomeLine(
                code=f"{lines.year}-{row + 1}",
                household=households[lines.household[row]].decode(),
                person=people[person].decode() if person >= 0 else None,
                item=INCOME_ITEMS[lines.item[row]].code,
                month=date(1970 + month // 12, month % 12 + 1, 1),
                months=int(lines.months[row]),
                amount_yuan=Decimal(int(lines.yuan[row])),
                proof=word_of(Proof, int(lines.proof[row])),
            )
        )
    return found
