"""Reads of villages' exits: cases with what their steps ask, villages that could apply."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from zhucun.core.models import User
from zhucun.core.statuses import Permission
from zhucun.engine.words import VillageKind
from zhucun.identification.models import Objection, VillageCase, VillageStep
from zhucun.identification.statuses import VILLAGE_FINISHED, VILLAGE_NEXT, VillageStatus
from zhucun.registry.models import Village


@dataclass(frozen=True)
class VillageStanding:
    """What the steps of one village's case ask about it."""

    applied_by: int | None = None
    open_objections: int = 0
    upheld_objections: int = 0
    visits: int = 0


def village_cases(user: User) -> QuerySet[VillageCase]:
    """Return the villages' cases of a person's place."""
    return VillageCase.objects.visible_to(user).select_related("village", "publicity")


def one_village_case(pk: int, user: User) -> VillageCase | None:
    """Return a village's case if it is there for this person."""
    return village_cases(user).filter(pk=pk).first()


def running_case(village: Village) -> VillageCase | None:
    """Return the case of a village that is not finished."""
    return VillageCase.objects.filter(village=village).exclude(status__in=VILLAGE_FINISHED).first()


def village_steps(case: VillageCase) -> list[VillageStep]:
    """Return the steps of a case in order."""
    return list(case.steps.select_related("by"))


def village_standings(rows: Iterable[VillageCase]) -> dict[int, VillageStanding]:
    """Return what the steps of many cases ask, in two queries."""
    listed = list(rows)
    found = {case.pk: VillageStanding() for case in listed}
    steps = VillageStep.objects.filter(case__in=listed).order_by("id").values_list("case_id", "move", "by_id")
    for case_id, move, by in steps:
        if move in ("apply", "apply_again"):
            found[case_id] = replace(found[case_id], applied_by=by)
        if move == "track_village":
            found[case_id] = replace(found[case_id], visits=found[case_id].visits + 1)
    notice = {case.pk: case.publicity_id for case in listed}
    asked = Objection.objects.filter(village_case__in=listed).values_list("village_case_id", "publicity_id", "upheld")
    for case_id, publicity, upheld in asked:
        if case_id is None or publicity != notice[case_id]:
            continue
        was = found[case_id]
        if upheld is None:
            found[case_id] = replace(was, open_objections=was.open_objections + 1)
        elif upheld:
            found[case_id] = replace(was, upheld_objections=was.upheld_objections + 1)
    return found


def may_apply(user: User) -> QuerySet[Village]:
    """Return the poor villages of a person's place that have no case running and have not left."""
    busy = VillageCase.objects.exclude(status__in=[VillageStatus.FELL_BACK, VillageStatus.WITHDRAWN])
    rows = Village.objects.visible_to(user).filter(kinds__contains=f",{VillageKind.POOR.value},")
    return rows.exclude(pk__in=busy.values("village_id"))


def village_counts(user: User) -> dict[str, int]:
    """Return how many villages stand at each step."""
    if not user.may(Permission.HOUSEHOLD_SEE):
        return {}
    rows = VillageCase.objects.visible_to(user).order_by().values_list("status").annotate(n=Count("pk"))
    return dict(rows)


def waiting_villages(user: User, on: date) -> list[dict[str, Any]]:
    """Return the villages whose next step is this person's and whose days have run."""
    if not user.may(Permission.HOUSEHOLD_EDIT):
        return []
    mine = [status for status, move in VILLAGE_NEXT.items() if user.role in move.roles]
    rows = _named(user, "status").filter(status__in=mine).filter(Q(until__isnull=True) | Q(until__lt=on))
    return [{"case": case, "move": VILLAGE_NEXT[VillageStatus(case.status)]} for case in rows.order_by("since")[:20]]


def village_visits_due(user: User, until: date) -> QuerySet[VillageCase]:
    """Return the villages that left and are to be visited by a day, the longest waiting first."""
    rows = _named(user, "visit_due").filter(status=VillageStatus.TRACKED, visit_due__lte=until)
    return rows.order_by("visit_due", "pk")


def _named(user: User, *columns: str) -> QuerySet[VillageCase]:
    """Return villages' cases with the village's name and what a line says: a village has a hundred columns."""
    return VillageCase.objects.visible_to(user).select_related("village").only(*columns, "village__name")
