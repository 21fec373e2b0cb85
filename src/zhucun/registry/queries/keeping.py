"""What is worked out of a whole county in the background and kept for its pages: does it still hold, may it be redone.

Quality rules, statistics, counts of visits and signs are all kept this way: a row of the county says as of when and
after which event they were worked out, and their pages never wait for a great county.
"""

from datetime import date, datetime, timedelta
from typing import Protocol

from django.db.models import Q

from zhucun.core.models import Event, within
from zhucun.registry.models import Household

AT_ONCE = 3_000
"""Up to so many households work is done while somebody waits for the page: less than a second."""
A_SECOND = 1_000
"""For so many households work rests a second before it is done again, so that it never fills a processor."""


class Kept(Protocol):
    """When something of a county was worked out last, after which event, and how much there was to look at."""

    @property
    def at(self) -> datetime:
        """The instant."""

    @property
    def event(self) -> int:
        """The last event before it."""

    @property
    def households(self) -> int:
        """How many households were looked at."""


class KeptOfDay(Kept, Protocol):
    """The same of what also depends on the day."""

    @property
    def on(self) -> date:
        """As of which day."""


def facts_of(county: str) -> Q:
    """Return the condition of events that may have changed a county's households."""
    told = Q(subject__startswith="registry.") | Q(name__endswith=".taken") | Q(name__startswith="import.")
    return within(county, "area") & told & ~Q(name__startswith="finding.")


def is_outdated(county: str, kept: Kept | None, *, more: Q | None = None) -> bool:
    """Tell whether households of the county, or what `more` says, may have changed since."""
    asked = facts_of(county) if more is None else facts_of(county) | more
    return kept is None or Event.objects.filter(asked, pk__gt=kept.event).exists()


def is_stale(county: str, kept: KeptOfDay | None, *, on: date, more: Q | None = None) -> bool:
    """Tell the same of what is measured with figures of the county and the places around it, as of a day."""
    of_figures = Q(subject__startswith="policy.", area__in=[county[:digits] for digits in (2, 4, 6)])
    more = of_figures if more is None else of_figures | more
    return kept is None or kept.on != on or is_outdated(county, kept, more=more)


def is_rested(kept: Kept | None, *, at: datetime) -> bool:
    """Tell whether it was long enough ago, by how much there is to look at."""
    return kept is None or kept.at + timedelta(seconds=kept.households / A_SECOND) <= at


def is_small(county: str) -> bool:
    """Tell whether a county has so few households that it can be looked at while somebody waits."""
    return not Household.objects.filter(county_code=county).order_by().values("pk")[AT_ONCE : AT_ONCE + 1]


def counties_with_households() -> list[str]:
    """Return the counties that keep households, each found by one step through the index."""
    found: list[str] = []
    while True:
        rows = Household.objects.filter(county_code__gt=found[-1] if found else "").order_by("county_code")
        following = rows.values_list("county_code", flat=True).first()
        if following is None:
            return found
        found.append(following)
