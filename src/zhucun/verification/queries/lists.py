"""Reads of departments' lists, red lines and comparisons."""

from collections.abc import Callable, Collection, Sequence
from functools import cache
from typing import Any

from django.db.models import Count, Max, QuerySet

from zhucun.core.models import User
from zhucun.engine.words_household import HERE
from zhucun.policy.models import OwnRuleSet
from zhucun.policy.queries import stamp_of as figures_stamp
from zhucun.registry.models import Household, Member
from zhucun.registry.queries import Persons, persons_of
from zhucun.registry.queries.taking import look_up, runs
from zhucun.verification.models import Comparison, RegisterList, RegisterRecord
from zhucun.verification.statuses import HELD_AGAINST, UNDER_WAY, ListState


def lists(user: User) -> QuerySet[RegisterList]:
    """Return the lists of a person's county, the newest first, without their files."""
    rows: QuerySet[RegisterList] = RegisterList.objects.visible_to(user)
    return rows.defer("content").select_related("by")


def one_list(pk: int, user: User) -> RegisterList | None:
    """Return a list if it is there for this person."""
    return lists(user).filter(pk=pk).first()


def current_lists(county: str) -> list[RegisterList]:
    """Return the latest list of each department that is taken in: an older one of the same kind no longer counts."""
    newest: dict[str, RegisterList] = {}
    for row in (
        RegisterList.objects.filter(county=county, state=ListState.TAKEN).defer("content").order_by("as_of", "pk")
    ):
        newest[row.source] = row
    return sorted(newest.values(), key=lambda row: row.source)


def matched_records(lists_there: Sequence[RegisterList]) -> list[RegisterRecord]:
    """Return the records of lists whose person was found in the county."""
    rows = RegisterRecord.objects.filter(list__in=[row.pk for row in lists_there], household__isnull=False)
    return list(rows.order_by("pk"))


def records_of(row: RegisterList) -> QuerySet[RegisterRecord]:
    """Return the records of a list in the order of its rows, with whom they mean."""
    return row.records.select_related("household__village", "member").order_by("row")


def people_of_county(county: str) -> Callable[[], Persons]:
    """Return what reads everybody a county's households list, once, and only where it is asked for."""
    return cache(lambda: persons_of(county))


def homes_held(keys: Collection[str]) -> dict[str, Household]:
    """Return which of these households are held against the lists."""
    statuses = [s.value for s in HELD_AGAINST]
    return {
        row.key: row
        for run in runs(sorted(keys))
        for row in Household.objects.filter(key__in=run, status__in=statuses).only(
            "key", "village_id", "relocated", "made_up", "status"
        )
    }


def present_among(keys: Sequence[str]) -> set[str]:
    """Return which of these members are members now."""
    return {key for key, state in look_up(Member, ("pk", "state"), "pk", sorted(keys)) if state in HERE}


def comparisons(user: User) -> QuerySet[Comparison]:
    """Return the comparisons of a person's county, the newest first."""
    rows: QuerySet[Comparison] = Comparison.objects.visible_to(user)
    return rows.select_related("by")


def one_comparison(pk: int, user: User) -> Comparison | None:
    """Return a comparison if it is there for this person."""
    return comparisons(user).filter(pk=pk).first()


def under_way(county: str) -> Comparison | None:
    """Return the comparison that waits or is being worked out."""
    return Comparison.objects.filter(county=county, state__in=UNDER_WAY).first()


def counties_with_lists() -> list[str]:
    """Return the counties that have taken departments' lists in."""
    rows = RegisterList.objects.filter(state=ListState.TAKEN).order_by("county").values_list("county", flat=True)
    return list(rows.distinct())


def stamp_of(county: str) -> tuple[Any, ...]:
    """Return what changes whenever a list, a red line or a figure of the county does."""
    lists_now = tuple((row.pk, row.version) for row in current_lists(county))
    rules = OwnRuleSet.objects.holding_for(county).aggregate(last=Max("pk"), gone=Count("withdrawn_at"))
    return lists_now, rules["last"], rules["gone"], figures_stamp(county)
