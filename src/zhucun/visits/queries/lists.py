"""Reads of the monthly lists: the run of each month, rates by place, entries with what people said of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Sum

from zhucun.core.models import User, within
from zhucun.engine.targeting import Severity
from zhucun.identification.models import Case
from zhucun.identification.statuses import FINISHED
from zhucun.registry.models import Household, Village
from zhucun.verification.models import Check
from zhucun.verification.statuses import Outcome, State
from zhucun.visits.models import AreaRate, EntryExplanation, ListEntry, ListRun
from zhucun.visits.statuses import RunState

Counts = tuple[int, int, int, int, int]  # missed, unlisted, wrong, listed, untold
NAMES = ("missed", "unlisted", "wrong", "listed", "untold")


def runs(user: User) -> QuerySet[ListRun]:
    """Return the runs of a person's county, the newest month first."""
    return ListRun.objects.visible_to(user).select_related("by")


def one_run(pk: int, user: User) -> ListRun | None:
    """Return a run if it is there for this person."""
    return runs(user).filter(pk=pk).first()


def newest_of_months(county: str, most: int = 24) -> list[ListRun]:
    """Return the run that stands for each month of a county, the newest month first."""
    done = ListRun.objects.filter(county=county, state=RunState.DONE).order_by()
    newest = done.values("month").annotate(newest=Max("pk")).order_by("-month").values_list("newest", flat=True)[:most]
    return list(ListRun.objects.filter(pk__in=list(newest)).select_related("by").order_by("-month"))


def run_running(county: str) -> ListRun | None:
    """Return the run that is being worked out."""
    return ListRun.objects.filter(county=county, state__in=(RunState.ASKED, RunState.RUNNING)).order_by("-id").first()


def last_run(county: str) -> ListRun | None:
    """Return the newest run of a county whatever became of it."""
    return ListRun.objects.filter(county=county).order_by("-id").first()


def counts_of_runs(keys: Sequence[int], user: User) -> dict[int, Counts]:
    """Return the counts of runs within a person's place, in one query."""
    rows = AreaRate.objects.visible_to(user).filter(run__in=list(keys)).order_by().values("run_id")
    summed = rows.annotate(**{f"n_{name}": Sum(name) for name in NAMES})
    return {row["run_id"]: tuple(row[f"n_{name}"] for name in NAMES) for row in summed}


def areas_of(run: ListRun, user: User) -> list[AreaRate]:
    """Return what each village within a person's place adds to a run."""
    return list(AreaRate.objects.visible_to(user).filter(run=run).select_related("village"))


def entries(run: ListRun, user: User) -> QuerySet[ListEntry]:
    """Return the entries of a run within a person's place."""
    return ListEntry.objects.visible_to(user).filter(run=run).select_related("household", "village")


def one_entry(pk: int, user: User) -> ListEntry | None:
    """Return an entry if it is there for this person."""
    return ListEntry.objects.visible_to(user).select_related("household", "village", "run").filter(pk=pk).first()


def explanations(keys: Sequence[str]) -> dict[tuple[str, str], EntryExplanation]:
    """Return the explanations that hold for households, by household and list."""
    rows = EntryExplanation.objects.filter(household__in=list(keys), withdrawn_at__isnull=True).select_related("by")
    return {(row.household_id, row.kind): row for row in rows}


def explained_keys(user: User) -> QuerySet[EntryExplanation]:
    """Return the explanations that hold within a person's place."""
    return EntryExplanation.objects.visible_to(user).filter(withdrawn_at__isnull=True)


def explained_counts(run: ListRun, user: User) -> dict[str, int]:
    """Return how many entries of each list are explained."""
    on_the_list = ListEntry.objects.filter(run=run, household=OuterRef("household"), kind=OuterRef("kind"))
    rows = explained_keys(user).filter(Exists(on_the_list)).order_by().values_list("kind")
    return dict(rows.annotate(n=Count("pk")))


def cases_of(keys: Sequence[str]) -> dict[str, Case]:
    """Return the case that runs for each of some households."""
    rows = Case.objects.exclude(status__in=FINISHED).filter(household__in=list(keys))
    return {case.household_id: case for case in rows}


def excluded_homes(county: str) -> set[str]:
    """Return the households for whom a red line that excludes was confirmed at home, by two people."""
    rows = Check.objects.filter(
        within(county, "household_id"), state=State.CLOSED, outcome=Outcome.CONFIRMED, severity=Severity.EXCLUDE
    )
    return set(rows.order_by().values_list("household_id", flat=True))


def towns(user: User) -> list[str]:
    """Return the codes of the townships within a person's place that have households."""
    there = Exists(Household.objects.filter(village=OuterRef("pk")))
    rows = Village.objects.filter(there, within(user.scope)).order_by().values_list("code", flat=True)
    return sorted({code[:9] for code in rows})


def entry_history(household: Household, kind: str) -> list[date]:
    """Return the months in which a household stood on a list, the newest first."""
    rows = ListEntry.objects.filter(household=household, kind=kind).order_by("-run__month").values_list("run__month")
    return [row[0] for row in rows.distinct()]


def plain_counts(run: ListRun, user: User) -> dict[str, Any]:
    """Return the counts of one run within a person's place by name, noughts where nothing was counted."""
    found = counts_of_runs([run.pk], user).get(run.pk, (0, 0, 0, 0, 0))
    return dict(zip(NAMES, found, strict=True))
