"""Recording, correcting, withdrawing and restoring visits; a visit closes the household's place in the week."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhucun.core import events
from zhucun.core.actions import note_unmasking
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.refusals import check_version
from zhucun.core.rules import check_may, check_reason
from zhucun.core.statuses import Permission
from zhucun.registry.models import Household
from zhucun.visits import rules
from zhucun.visits.actions.counts import count_village
from zhucun.visits.models import PlannedVisit, Visit
from zhucun.visits.queries import week_of
from zhucun.visits.statuses import Outcome, PlanState, VisitKind


@dataclass(frozen=True)
class Seen:
    """What a person enters of a visit."""

    on: date
    people: str
    kind: str = VisitKind.ROUTINE
    outcome: str = Outcome.MET
    note: str = ""
    next_wished: date | None = None


@transaction.atomic
def record_visit(*, household: Household, seen: Seen, by: User, at: datetime) -> Visit:
    """Enter a visit that was made, by the one who made it or on behalf of them."""
    household = Household.objects.select_for_update().get(pk=household.pk)
    rules.check_may_visit(by, household.village_id)
    _check(seen, at)
    rules.check_not_twice(household, kind=seen.kind, on=seen.on)
    visit = Visit.objects.create(
        household=household, village_id=household.village_id, on=seen.on, kind=seen.kind, outcome=seen.outcome,
        people=_people(seen), note=_note(seen), next_wished=seen.next_wished, by=by, at=at,
        made_up=household.made_up,
    )  # fmt: skip
    _close_planned(visit)
    _count_anew(visit, at)
    changes = {"on": [None, seen.on.isoformat()], "kind": [None, str(seen.kind)], "outcome": [None, str(seen.outcome)]}
    events.record("visit.recorded", visit, by=by, at=at, area=visit.village_id, label=household.code, changes=changes)
    return visit


@transaction.atomic
def correct_visit(
    *, visit: Visit, seen: Seen, reason: str, by: User, at: datetime, version: int | None = None
) -> Visit:
    """Correct a visit; what stood before stays in the log, the note as changed only."""
    visit = Visit.objects.select_for_update().select_related("household").get(pk=visit.pk)
    rules.check_may_change(visit, by)
    check_version(version, visit.version)
    check_reason(reason)
    _check(seen, at)
    rules.check_not_twice(visit.household, kind=seen.kind, on=seen.on, but=visit.pk)
    changes: dict[str, Any] = {}
    values = {"on": seen.on, "kind": str(seen.kind), "outcome": str(seen.outcome), "next_wished": seen.next_wished}
    for name, new in values.items():
        old = getattr(visit, name)
        if old != new:
            changes[name] = [_plain(old), _plain(new)]
            setattr(visit, name, new)
    if visit.people != _people(seen):
        visit.people, changes["people"] = _people(seen), None
    if visit.note.open() != _note(seen):
        visit.note, changes["note"] = _note(seen), None
    visit.version += 1
    visit.save(update_fields=[*values, "people", "note", "version"])
    _free_planned(visit)
    _close_planned(visit)
    _count_anew(visit, at)
    events.record(
        "visit.corrected", visit, by=by, at=at, area=visit.village_id, label=visit.household.code,
        reason=reason.strip(), changes=changes,
    )  # fmt: skip
    return visit


@transaction.atomic
def withdraw_visit(*, visit: Visit, reason: str, by: User, at: datetime) -> Visit:
    """Withdraw a visit that was entered in error; the record stays with who, when and why."""
    visit = Visit.objects.select_for_update().select_related("household").get(pk=visit.pk)
    rules.check_may_change(visit, by)
    check_reason(reason)
    visit.withdrawn_by, visit.withdrawn_at, visit.withdrawn_reason = by, at, reason.strip()
    visit.version += 1
    visit.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason", "version"])
    _free_planned(visit)
    _count_anew(visit, at)
    _record("visit.withdrawn", visit, by, at, reason)
    return visit


@transaction.atomic
def restore_visit(*, visit: Visit, by: User, at: datetime) -> Visit:
    """Let a withdrawn visit stand again."""
    visit = Visit.objects.select_for_update().select_related("household").get(pk=visit.pk)
    rules.check_may_restore(visit, by)
    visit.withdrawn_by, visit.withdrawn_at, visit.withdrawn_reason = None, None, ""
    visit.version += 1
    visit.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason", "version"])
    _close_planned(visit)
    _count_anew(visit, at)
    _record("visit.restored", visit, by, at, "")
    return visit


@transaction.atomic
def see_note(*, visit: Visit, purpose: str, by: User, at: datetime) -> str:
    """Return the note of a visit to somebody who does not work in the village; the purpose is kept in the log."""
    check_may(by, Permission.HOUSEHOLD_UNMASK, visit.village_id)
    note_unmasking(subject=visit, area=visit.village_id, label=visit.household.code, purpose=purpose, by=by, at=at)
    return str(visit.note.open())


def _check(seen: Seen, at: datetime) -> None:
    rules.check_visit(
        kind=seen.kind, outcome=seen.outcome, on=seen.on, people=seen.people, next_wished=seen.next_wished,
        today=day_of(at),
    )  # fmt: skip


def _people(seen: Seen) -> str:
    return "、".join(rules.names_in(seen.people))[:120]


def _note(seen: Seen) -> str:
    return seen.note.strip()[: rules.LONGEST_NOTE]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _count_anew(visit: Visit, at: datetime) -> None:
    """The pages read kept counts: whoever enters a visit sees the village's change at once."""
    count_village(code=visit.village_id, on=day_of(at))


def _close_planned(visit: Visit) -> None:
    """A household that was met is done in the week of the visit; a closed door leaves it planned."""
    if visit.outcome == Outcome.MET:
        open_or_left = (PlanState.PLANNED, PlanState.SKIPPED)
        PlannedVisit.objects.filter(
            household_id=visit.household_id, week=week_of(visit.on), state__in=open_or_left
        ).update(state=PlanState.DONE, visit=visit)


def _free_planned(visit: Visit) -> None:
    PlannedVisit.objects.filter(visit=visit).update(state=PlanState.PLANNED, visit=None, reason="")


def _record(name: str, visit: Visit, by: User, at: datetime, reason: str) -> None:
    if name == "visit.withdrawn":
        events.record(
            "visit.withdrawn", visit, by=by, at=at, area=visit.village_id, label=visit.household.code,
            reason=reason.strip(), changes={"withdrawn": [False, True]},
        )  # fmt: skip
    else:
        events.record(
            "visit.restored", visit, by=by, at=at, area=visit.village_id, label=visit.household.code,
            changes={"withdrawn": [True, False]},
        )  # fmt: skip
