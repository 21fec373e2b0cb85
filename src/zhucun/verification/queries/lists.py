"""Reads of departments' lists, red lines and comparisons."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum

from zhucun.core.models import User, within
from zhucun.registry.models import Household, Member
from zhucun.registry.queries.taking import look_up, runs
from zhucun.verification.models import Comparison, RegisterList, RegisterRecord
from zhucun.verification.statuses import HELD_AGAINST, ListState


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


def people_of_county(county: str) -> list[tuple[Any, ...]]:
    """Return everybody a county's households list as (key, household, name, born)."""
    rows = Member.objects.filter(within(county, "key")).order_by()
    return list(rows.values_list("key", "household_id", "name", "born"))


def homes_held(keys: Sequence[str]) -> dict[str, Household]:
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
    return {key for key, state in look_up(Member, ("pk", "state"), "pk", sorted(keys)) if state in ("", "present")}


def comparisons(user: User) -> QuerySet[Comparison]:
    """Return the comparisons of a person's county, the newest first."""
    rows: QuerySet[Comparison] = Comparison.objects.visible_to(user)
    return rows.select_related("by")


def stamp_of(county: str, on: date) -> tuple[Any, ...]:
    """Return what changes whenever a household, a member or a list of the county does."""
    found: list[Any] = [county, on]
    for model in (Household, Member):
        counted = model._default_manager.filter(within(county, "key")).aggregate(n=Count("pk"), v=Sum("version"))
        found += [counted["n"], counted["v"] or 0]
    counted = RegisterList.objects.filter(county=county).aggregate(n=Count("pk"), v=Sum("version"))
    return (*found, counted["n"], counted["v"] or 0)
