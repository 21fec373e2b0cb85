"""Planning a village's week from the queue, putting a household in, leaving one out with a reason; capacities."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_reason
from zhucun.registry.models import Household, Village
from zhucun.visits import queries, rules
from zhucun.visits.models import Capacity, PlannedVisit
from zhucun.visits.queries import Waiting
from zhucun.visits.statuses import PlanState, Why


@transaction.atomic
def plan_week(*, village: Village, by: User, at: datetime, next_week: bool = False) -> list[PlannedVisit]:
    """Fill a village's week up to what its people can do: first what was not reached, then the queue.

    Planning twice changes nothing; what people put in or left out stays as they said.
    """
    rules.check_may_visit(by, village.code)
    village = Village.objects.select_for_update().get(pk=village.pk)
    today = day_of(at)
    week = queries.week_of(today) + timedelta(days=7 if next_week else 0)
    standing = queries.week_rows(village, week)
    free = queries.capacity(village, week) - sum(row.state != PlanState.SKIPPED for row in standing)
    here = {row.household_id for row in standing}
    late = [] if next_week else queries.unreached(village, week)
    carried = _carry(late, here, free, today)
    left = free - len(carried)
    leaving_out = [*here, *(w.key for w in carried)]
    found = queries.queue_of(village, today=today, most=left, leaving_out=leaving_out).waiting if left > 0 else []
    made = _put(village, week, [*carried, *found], len(standing), by, at)
    if late:
        PlannedVisit.objects.filter(pk__in=[row.pk for row in late]).update(state=PlanState.CARRIED)
    if made or late:
        changes = {"count": [len(standing), len(standing) + len(made)], "week": [None, week.isoformat()]}
        events.record("week.planned", village, by=by, at=at, area=village.code, label=village.name, changes=changes)
    return made


def _carry(late: list[PlannedVisit], here: set[str], free: int, today: date) -> list[Waiting]:
    """Return what earlier weeks did not reach, as far as there is room; a household once."""
    found: dict[str, Waiting] = {}
    for row in late:
        if row.household_id not in here and len(found) < free:
            days = None if row.waited_days is None else row.waited_days + (today - row.week).days
            found.setdefault(row.household_id, Waiting(row.household_id, Why.CARRIED, days))
    return list(found.values())


def _put(village: Village, week: date, chosen: list[Waiting], after: int, by: User, at: datetime) -> list[PlannedVisit]:
    return PlannedVisit.objects.bulk_create(
        PlannedVisit(
            village=village, household_id=one.key, week=week, place=after + place, why=one.why,
            waited_days=one.waited_days, by=by, at=at, made_up=village.made_up,
        )
        for place, one in enumerate(chosen, 1)
    )  # fmt: skip


@transaction.atomic
def put_in(*, household: Household, by: User, at: datetime) -> PlannedVisit:
    """Put a household into this week by hand, capacity or not: people know what the queue does not."""
    rules.check_may_visit(by, household.village_id)
    village = Village.objects.select_for_update().get(pk=household.village_id)
    today = day_of(at)
    week = queries.week_of(today)
    rows = queries.week_rows(village, week)
    if any(row.household_id == household.pk for row in rows):
        raise Refused("week.there_already", _("The household is in this week already."))
    last = queries.last_visits(village.code).get(household.pk)
    waited = None if last is None else (today - last).days
    row = PlannedVisit.objects.create(
        village=village, household=household, week=week, place=max((r.place for r in rows), default=0) + 1,
        why=Why.CHOSEN, waited_days=waited, by=by, at=at, made_up=household.made_up,
    )  # fmt: skip
    events.record(
        "week.changed", row, by=by, at=at, area=village.code, label=household.code,
        changes={"week": [None, week.isoformat()]},
    )  # fmt: skip
    return row


@transaction.atomic
def leave_out(*, planned: PlannedVisit, reason: str, by: User, at: datetime) -> PlannedVisit:
    """Leave a planned visit out of the week, with the reason."""
    row: PlannedVisit = PlannedVisit.objects.select_for_update().select_related("household").get(pk=planned.pk)
    rules.check_planned(row, by, PlanState.PLANNED)
    check_reason(reason)
    row.state, row.reason, row.version = PlanState.SKIPPED, reason.strip(), row.version + 1
    row.save(update_fields=["state", "reason", "version"])
    events.record(
        "week.skipped", row, by=by, at=at, area=row.village_id, label=row.household.code, reason=row.reason,
        changes={"week": [row.week.isoformat(), None]},
    )  # fmt: skip
    return row


@transaction.atomic
def take_up(*, planned: PlannedVisit, by: User, at: datetime) -> PlannedVisit:
    """Take a visit that was left out into the week again."""
    row: PlannedVisit = PlannedVisit.objects.select_for_update().select_related("household").get(pk=planned.pk)
    rules.check_planned(row, by, PlanState.SKIPPED)
    row.state, row.reason, row.version = PlanState.PLANNED, "", row.version + 1
    row.save(update_fields=["state", "reason", "version"])
    events.record(
        "week.taken_up", row, by=by, at=at, area=row.village_id, label=row.household.code,
        changes={"week": [None, row.week.isoformat()]},
    )  # fmt: skip
    return row


@transaction.atomic
def set_capacity(*, person: User, per_week: int, since: date, reason: str, by: User, at: datetime) -> Capacity:
    """Say how many households a person can visit in a week from a day on; what held before stays."""
    rules.check_capacity(by, person, per_week)
    before = queries.capacities([person], since).get(person.pk)
    row = Capacity.objects.create(user=person, since=since, per_week=per_week, reason=reason.strip(), by=by, at=at)
    events.record(
        "visit_capacity.set", person, by=by, at=at, area=person.scope, label=person.name, reason=row.reason,
        changes={"per_week": [before.per_week if before else None, per_week], "since": [None, since.isoformat()]},
    )  # fmt: skip
    return row
