"""What a county's households are like, in counts: kept village by village, so that any place is a sum."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Case, Count, Value, When

from zhucun.registry.models import CountedCounty, Household
from zhucun.registry.statuses import INCOME_FROM, Colour, colour_of

KINDS = ("colour", "cause", "size", "attribute", "watched", "income")
MOST_PERSONS = 6
Counts = dict[str, dict[str, int]]
# The attribute first: with a column that has an index the database would read every wide row in its order.
ROW = ("attribute", "status", "main_cause", "monitored", "risk_removed", "persons", "village_id")


def count_villages(county: str) -> dict[str, Counts]:
    """Return how many households of each kind each village has, in one query that the database adds up."""
    bands = [When(net_per_head_yuan__lt=above, then=Value(start)) for start, above in pairwise(INCOME_FROM)]
    band = Case(When(net_per_head_yuan=None, then=None), *bands, default=Value(INCOME_FROM[-1]))
    rows = Household.objects.filter(county_code=county).order_by().annotate(band=band)
    found: dict[str, Counts] = {}
    for attribute, status, cause, monitored, removed, persons, village, start, n in rows.values_list(
        *ROW, "band"
    ).annotate(n=Count("pk")):
        counts = found.setdefault(village, {kind: {} for kind in (*KINDS, "sums")})
        _add(counts, status, cause, attribute, monitored, removed, persons, start, n)
    return found


def _add(
    counts: Counts, status: str, cause: str, attribute: str, monitored: str, removed: bool | None,
    persons: int | None, band: int | None, n: int,
) -> None:  # fmt: skip
    colour = colour_of(status)
    said = [("colour", colour.value)]
    if monitored and removed is not True:
        said.append(("watched", monitored))
    if colour is not Colour.NONE:
        size = "" if persons is None else str(min(persons, MOST_PERSONS))
        said += [
            ("cause", cause),
            ("attribute", attribute),
            ("size", size),
            ("income", "" if band is None else str(band)),
        ]
        counts["sums"]["persons"] = counts["sums"].get("persons", 0) + (persons or 0) * n
    for kind, value in said:
        counts[kind][value] = counts[kind].get(value, 0) + n


@dataclass(frozen=True)
class Statistics:
    """The counts of one place."""

    counts: Mapping[str, Mapping[str, int]]

    @property
    def registered(self) -> int:
        """How many households are registered, of any colour."""
        return sum(n for colour, n in self.counts["colour"].items() if colour != Colour.NONE)

    @property
    def poor(self) -> int:
        """How many of them are poor: not yet out of poverty, or fallen back."""
        return self.of("colour", Colour.RED) + self.of("colour", Colour.YELLOW)

    @property
    def persons(self) -> int:
        """How many people the registered households have."""
        return self.of("sums", "persons")

    @property
    def watched(self) -> int:
        """How many households are watched against a fall into poverty, registered or not."""
        return sum(self.counts["watched"].values())

    def of(self, kind: str, value: str) -> int:
        """Return how many households are of a kind."""
        return self.counts[kind].get(value, 0)


def statistics(counted: CountedCounty, place: str) -> Statistics:
    """Return the counts of a place, summed over its villages."""
    return _sum(counts for village, counts in counted.villages.items() if village.startswith(place))


def by_place(counted: CountedCounty, place: str, digits: int) -> dict[str, Statistics]:
    """Return the counts of each place below one, by the first digits of the villages' codes."""
    parts: dict[str, list[Counts]] = {}
    for village, counts in sorted(counted.villages.items()):
        if village.startswith(place):
            parts.setdefault(village[:digits], []).append(counts)
    return {code: _sum(counts) for code, counts in parts.items()}


def _sum(parts: Iterable[Counts]) -> Statistics:
    whole: dict[str, Counter[str]] = {kind: Counter() for kind in (*KINDS, "sums")}
    for counts in parts:
        for kind, values in counts.items():
            whole[kind].update(values)
    return Statistics(whole)


def counted_of(county: str) -> CountedCounty | None:
    """Return the counts of a county as they were kept last."""
    # Most readers see what was drawn from the counts before, and need not read them.
    return CountedCounty.objects.filter(pk=county).defer("villages").first()
