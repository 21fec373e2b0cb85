"""A made-up population as facts, income lines and natural changes, ready to be taken in."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from zhucun.engine.facts.household_values import HouseholdFacts, MemberFacts
from zhucun.engine.facts.income import INCOME_ITEMS
from zhucun.engine.facts.income import IncomeLine as Line
from zhucun.engine.households.columns import Table
from zhucun.engine.sample_world.history import Population
from zhucun.engine.words_household import Proof

PROOFS = {"a": Proof.PAYSLIP, "b": Proof.STATED, "c": Proof.CONTRACT, "d": Proof.DEPARTMENT, "e": Proof.STATED}


def facts_of_population(made: Population) -> tuple[list[HouseholdFacts], list[MemberFacts]]:
    """Return the households and members of a population's last day."""
    return (
        [HouseholdFacts(**row) for row in rows_of(made.book.households)],
        [MemberFacts(**row) for row in rows_of(made.book.members)],
    )


def rows_of(table: Table) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table as plain values by key."""
    keys = [fact.key for fact in table.facts if fact.key in table.columns]
    for cells in zip(*(table.values(key) for key in keys), strict=True):
        yield dict(zip(keys, cells, strict=True))


def income_of_population(made: Population, year: int) -> list[Line]:
    """Return the lines of the income account of one year."""
    lines = made.income_lines(year)
    codes = [code.decode() for code in made.household_codes.tolist()]
    items = [item.code for item in INCOME_ITEMS]
    order = np.argsort(lines.household, kind="stable")
    found = []
    for at in order.tolist():
        home, item, month = codes[lines.household[at]], items[lines.item[at]], int(lines.month[at])
        found.append(
            Line(
                code=f"{home}-{year}-{item}",
                household=home,
                item=item,
                month=date(1970 + month // 12, month % 12 + 1, 1),
                months=int(lines.months[at]),
                amount_yuan=Decimal(int(lines.fen[at])) / 100,
                proof=PROOFS[item[0]],
            )
        )
    return found
