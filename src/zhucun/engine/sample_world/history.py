"""Years of a made-up county: who is born and dies, who leaves poverty and falls back, what everybody lives on.

`population(...)` starts with the registered households of 2014 and lives through the years; five of them are drawn to
the published year ends of 2014 to 2018 (households not out of poverty, their causes and sizes, incomes), later ones
go on by invention: nobody is poor from the end of 2020, and some are watched against falling back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

from zhucun.engine.errors import BadProblem
from zhucun.engine.facts import VillageFacts
from zhucun.engine.households.columns import Book
from zhucun.engine.sample_world.history_book import book_of
from zhucun.engine.sample_world.history_living import Living
from zhucun.engine.sample_world.history_record import Lived, Steps, Truth, Year
from zhucun.engine.sample_world.population import NOTICE, START, beginning
from zhucun.engine.texts import Text

LAST_YEAR = 2025


@dataclass(frozen=True, eq=False)
class Population(Lived):
    """A made-up county with its history; `book` holds the facts of the last day."""

    @cached_property
    def book(self) -> Book:
        """Return households and members of the last day, without a mistake."""
        return book_of(self)

    @property
    def notice(self) -> Text:
        """Return the sentence that must stand wherever these people are shown."""
        return NOTICE


def population(
    county: str = "610426", seed: int = 2026, households: int | None = None, *, last_year: int = 2018,
    villages: Sequence[VillageFacts] | None = None,
) -> Population:  # fmt: skip
    """Return a made-up county of this many registered households (13,053 unless said), lived through to a year's end.

    Raises BadProblem for a year before 2014 or after 2025.
    """
    if not START <= last_year <= LAST_YEAR:
        raise BadProblem(
            "sample_world.no_year",
            Text(
                "演示人口只能生成到2014至2025年的年底，不能到{year}年。",
                "Made-up households are lived through to the end of a year from 2014 to 2025, not of {year}.",
            ),
            year=last_year,
        )
    start = beginning(county, seed, households, villages)
    lived = Living(start).until(last_year)
    return Population(**{f.name: getattr(lived, f.name) for f in fields(lived)})


__all__ = ["Population", "Steps", "Truth", "Year", "population"]
