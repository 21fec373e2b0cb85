"""How many households of each village wait for a visit: counted set-based, kept, and read by the pages."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from zhucun.engine.words_household import ExitStatus
from zhucun.registry.models import Household, Village
from zhucun.visits.models import CountAsked, Visit
from zhucun.visits.queries.visits import days


def counted(homes: QuerySet[Household], on: date, area: str) -> QuerySet[Any]:
    """Return households counted by village: all, those met ever, those met within the longest time."""
    since = on - timedelta(days=days("longest_days", on, area))
    met = Visit.objects.met().filter(household=OuterRef("pk"))
    ever = Q(surveyed_on__isnull=False) | Q(Exists(met))  # a survey in the registry was a visit too
    lately = Q(surveyed_on__gte=since) | Q(Exists(met.filter(on__gte=since)))
    return (
        homes.exclude(status=ExitStatus.GONE)
        .order_by()
        .values("village_id")
        .annotate(n_homes=Count("pk"), n_met=Count("pk", filter=ever), n_lately=Count("pk", filter=lately))
    )


def counts_of(rows: QuerySet[Any]) -> Iterable[tuple[str, int, int, int]]:
    """Yield village, households, never met and not met for too long of counted households."""
    for code, homes, met, lately in rows.values_list("village_id", "n_homes", "n_met", "n_lately"):
        yield code, homes, homes - met, homes - lately


def counts_by_village(codes: Sequence[str], on: date) -> dict[str, dict[str, int]]:
    """Return how many households villages have, how many nobody ever met, and how many not for too long, as of now."""
    found = {code: {"households": 0, "never": 0, "overdue": 0} for code in codes}
    if codes:
        rows = counted(Household.objects.filter(village__in=codes), on, codes[0])
        found |= {c: {"households": n, "never": never, "overdue": late} for c, n, never, late in counts_of(rows)}
    return found


def with_waiting(rows: QuerySet[Village]) -> QuerySet[Village]:
    """Return the villages that have households, with what was last counted of each."""
    names = ("households", "never", "overdue")
    kept = rows.filter(visit_count__households__gt=0)
    return kept.annotate(**{f"n_{name}": F(f"visit_count__{name}") for name in names})


def count_of(county: str) -> CountAsked | None:
    """Return when a county was last counted."""
    return CountAsked.objects.filter(pk=county).first()
