"""The steps of a home check: given to somebody, seen by one, confirmed by another, closed; never a removal."""

from datetime import date, datetime

from django.db import transaction

from zhucun.core import events
from zhucun.core.actions import note_unmasking
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.refusals import check_version
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.registry.models import Village
from zhucun.verification import rules
from zhucun.verification.models import Check, Seen
from zhucun.verification.queries import checks as checks_there
from zhucun.verification.statuses import STATES_LEFT, Outcome, State, label_of_source


@transaction.atomic
def assign(*, check: Check, owner: User | None, deadline: date, by: User, at: datetime) -> Check:
    """Give one check to somebody of the village, the township or the county, to be done by a day."""
    check = Check.objects.select_for_update().get(pk=check.pk)
    rules.check_may_assign(by, check.village_id, owner)
    before = check.owner.name if check.owner else None
    changes = {
        "owner": [before, owner.name if owner else None],
        "deadline": [check.deadline.isoformat(), deadline.isoformat()],
    }
    check.owner, check.deadline = owner, deadline
    check.version += 1
    check.save(update_fields=["owner", "deadline", "version"])
    events.record("check.assigned", check, by=by, at=at, area=check.village_id, label=label_of(check), changes=changes)
    return check


@transaction.atomic
def assign_village(*, village: Village, owner: User, deadline: date | None, by: User, at: datetime) -> int:
    """Give all checks of a village that wait for a visit to somebody; returns how many."""
    rules.check_may_assign(by, village.code, owner)
    rows = Check.objects.filter(village=village, state__in=STATES_LEFT)
    changes: dict[str, list[object]] = {"owner": [None, owner.name]}
    count = rows.update(owner=owner)
    if deadline:
        rows.update(deadline=deadline)
        changes["deadline"] = [None, deadline.isoformat()]
    if count:
        events.record(
            "check.assigned", village, by=by, at=at, area=village.code, label=village.name,
            changes={"count": [None, count], **changes},
        )  # fmt: skip
    return count


@transaction.atomic
def see_home(
    *,
    check: Check,
    finding: str,
    note: str,
    spoken_to: str,
    on: date,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Seen:
    """Record what the first official saw at home; it counts once a second one who was there has confirmed it."""
    check = Check.objects.select_for_update().get(pk=check.pk)
    check_version(version, check.version)
    rules.check_may_see_home(check, by)
    rules.check_seen(check, finding, note, on, on=day_of(at))
    seen = Seen.objects.create(
        check_at_home=check, on=on, finding=finding, note=note.strip(), spoken_to=spoken_to.strip(), first=by,
        first_at=at,
    )  # fmt: skip
    _move(check, State.SEEN)
    events.record(
        "check.seen", check, by=by, at=at, area=check.village_id, label=label_of(check),
        changes={"state": [State.OPEN.value, State.SEEN.value], "outcome": [None, finding]},
    )  # fmt: skip
    return seen


@transaction.atomic
def answer_seen(*, check: Check, agrees: bool, note: str, by: User, at: datetime, version: int | None = None) -> Check:
    """Confirm as the second official what the first one saw, or say what was seen otherwise: then it is done again."""
    check = Check.objects.select_for_update().get(pk=check.pk)
    check_version(version, check.version)
    seen = checks_there.waiting_seen(check)
    rules.check_may_confirm(check, seen, by)
    rules.check_second(agrees, note)
    assert seen is not None  # noqa: S101  (checked above)
    seen.second, seen.second_at, seen.agrees, seen.second_note = by, at, agrees, note.strip()
    seen.save(update_fields=["second", "second_at", "agrees", "second_note"])
    after = State.AGREED if agrees else State.OPEN
    _move(check, after)
    events.record(
        "check.confirmed" if agrees else "check.doubted", check, by=by, at=at, area=check.village_id,
        label=label_of(check), changes={"state": [State.SEEN.value, after.value]},
    )  # fmt: skip
    return check


@transaction.atomic
def close(*, check: Check, outcome: str, reason: str, by: User, at: datetime, version: int | None = None) -> Check:
    """Close a check that two people verified. The household stays what it is: whatever follows, people begin it."""
    check = Check.objects.select_for_update().get(pk=check.pk)
    check_version(version, check.version)
    rules.check_may_close(check, by)
    rules.check_outcome(outcome, reason)
    check.outcome, check.reason = Outcome(outcome), reason.strip()
    check.closed_by, check.closed_at = by, at
    check.state = State.CLOSED
    check.version += 1
    check.save(update_fields=["outcome", "reason", "closed_by", "closed_at", "state", "version"])
    events.record(
        "check.closed", check, by=by, at=at, area=check.village_id, label=label_of(check), reason=check.reason,
        changes={"state": [State.AGREED.value, State.CLOSED.value], "outcome": [None, outcome]},
    )  # fmt: skip
    return check


@transaction.atomic
def show_record(*, check: Check, purpose: str, by: User, at: datetime) -> tuple[str, str, str]:
    """Return number, name and register number of the department's record in full; who looked and why is kept."""
    check_may(by, Permission.HOUSEHOLD_UNMASK, check.village_id)
    note_unmasking(subject=check, area=check.village_id, label=label_of(check), purpose=purpose, by=by, at=at)
    record = check.record
    return (record.identity.open(), record.name.open(), record.reference.open()) if record else ("", "", "")


def _move(check: Check, after: State) -> None:
    check.state = after
    check.version += 1
    check.save(update_fields=["state", "version"])


def label_of(check: Check) -> str:
    """Return by what a check is named in the log: the household's number and whence it comes."""
    return f"{check.household_id.split('-', 1)[1]} {label_of_source(check.source)}"
