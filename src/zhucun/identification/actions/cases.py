"""Opening a case and taking one step; the registry follows where a step changes what the household is."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhucun.core import events
from zhucun.core.days import day_of
from zhucun.core.models import Event, User
from zhucun.core.refusals import check_version
from zhucun.engine.words_household import ExitStatus
from zhucun.identification import papers, queries, rules
from zhucun.identification.models import Case, Publicity, Step
from zhucun.identification.rules import Figures, Given
from zhucun.identification.statuses import ANNOUNCEMENTS, MOVE, OPENING, Kind, Move, Status, Wants
from zhucun.policy.queries import figures_of
from zhucun.registry.models import Household

NOTHING = Given()
SAVED = ("status", "since", "until", "visit_due", "publicity", "cause", "ground", "version")


@transaction.atomic
def open_case(*, household: Household, kind: str, by: User, at: datetime, note: str = "") -> Case:
    """Take a written application, or a village's proposal that a household leave."""
    household = Household.objects.select_for_update().get(pk=household.pk)
    rules.check_may_open(household, kind, by, queries.running_case(household))
    on, status = day_of(at), OPENING[kind]
    case = Case.objects.create(
        household=household, village_id=household.village_id, kind=kind, status=status, opened=on, since=on,
        made_up=household.made_up,
    )  # fmt: skip
    Step.objects.create(case=case, move="open", after=status, on=on, note=note.strip(), by=by, at=at)
    events.record(
        "case.opened", case, by=by, at=at, area=case.village_id, label=household.code, reason=note.strip(),
        changes={"status": [None, status.value]},
    )  # fmt: skip
    return case


@transaction.atomic
def move_case(
    *, case: Case, move: str, by: User, at: datetime, given: Given = NOTHING, version: int | None = None
) -> Case:
    """Take one step with one case; refuses in words whatever is missing."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    check_version(version, case.version)
    step, on = MOVE[move], day_of(at)
    standing = queries.standings([case])[case.pk]
    rules.check_move(case, step, standing, given, by=by, on=on)
    happened = take([case], step, given=given, by=by, at=at)
    events.record_many(happened)
    return case


def take(locked: Sequence[Case], move: Move, *, given: Given, by: User, at: datetime) -> list[Event]:
    """Write a step of cases that were locked and checked; returns the events, not yet written."""
    on, own = day_of(at), figures_of(locked[0].village_id) if locked else ()
    notice = _notice(locked, move, by, at, own) if move.notice else None
    happened = []
    for case in locked:
        before = case.status
        case.status = move.after
        case.version += 1
        _set_days(case, move, notice, on, own)
        if Wants.CAUSE in move.wants:
            case.cause = given.cause
        if ground := ground_of(move, given):
            case.ground = ground
        case.save(update_fields=SAVED)
        happened.append(_event(case, before, move, given, by, at))
        if move.household:
            happened.append(_follow(case, move.household, on, by, at))
    Step.objects.bulk_create(
        Step(
            case=case, move=move.name, before=move.before[0] if len(move.before) == 1 else "", after=move.after, on=on,
            note=given.note.strip(), people="、".join(given.people), village_signature=given.village_signature.strip(),
            household_signature=given.household_signature.strip(), ground=ground_of(move, given), by=by, at=at,
            **_signed(move, given, on),
        )
        for case in locked
    )  # fmt: skip
    return happened


def ground_of(move: Move, given: Given) -> str:
    """Return the ground that was given with a step that asks for one."""
    return given.ground.strip() if Wants.GROUND in move.wants else ""


def _signed(move: Move, given: Given, on: date) -> dict[str, Any]:
    """Return when and how both signed, and where the paper is kept."""
    if Wants.SIGNATURES not in move.wants:
        return {}
    return {"signed_on": given.signed_on or on, "signed_how": given.signed_how, "paper": given.paper.strip()}


def _set_days(case: Case, move: Move, notice: Publicity | None, on: date, own: Figures) -> None:
    tracked = move.after == Status.TRACKED
    case.visit_due = rules.visit_due(on, case.village_id, own) if tracked else None
    if move.name == "track":
        return
    case.since = on
    if tracked:
        case.until = rules.tracked_until(on, case.village_id, own)
    else:
        case.until = notice.until if notice and notice.stage not in ANNOUNCEMENTS else None
    if notice:
        case.publicity = notice
    elif move.after in (Status.SURVEYED, Status.PROPOSED):
        case.publicity = None


def _notice(locked: Sequence[Case], move: Move, by: User, at: datetime, own: Figures) -> Publicity:
    on, village = day_of(at), locked[0].village_id
    homes = Household.objects.in_bulk([case.household_id for case in locked])
    return Publicity.objects.create(
        village_id=village,
        stage=move.notice or "",
        since=on,
        until=rules.last_day(move.notice or "", on, village, own),
        rows=[papers.row_of(case, homes[case.household_id]) for case in locked],
        days_reference=rules.days_of(move.notice or "", on, village, own).reference[:120],
        by=by,
        at=at,
        made_up=locked[0].made_up,
    )


def _event(case: Case, before: str, move: Move, given: Given, by: User, at: datetime) -> Event:
    return events.build(
        "case.moved", case, by=by, at=at, area=case.village_id, label=case.household_id.split("-", 1)[1],
        reason=given.note.strip(), changes={"status": [before, move.after.value]},
    )  # fmt: skip


def _follow(case: Case, status: ExitStatus, on: date, by: User, at: datetime) -> Event:
    """Let the household in the registry become what was decided; its history says so."""
    home = Household.objects.select_for_update().get(pk=case.household_id)
    old, values = home.status, _values(case, home, status, on)
    for name, value in values.items():
        setattr(home, name, value)
    home.version += 1
    home.save(update_fields=[*values, "version"])
    return events.build(
        "household.changed", home, by=by, at=at, area=home.village_id, label=home.code,
        changes={"status": [old, home.status]},
    )  # fmt: skip


def _values(case: Case, home: Household, status: ExitStatus, on: date) -> dict[str, Any]:
    if case.kind == Kind.ENTRY:
        # Who left before and is identified again has fallen back; the first day of listing stays.
        again = home.status == ExitStatus.LEFT
        values: dict[str, Any] = {"status": (ExitStatus.RETURNED if again else status).value}
        return values | ({"returned": on} if again else {"listed": on})
    if status is ExitStatus.LEFT:
        return {"status": status.value, "left": on}
    return {"status": status.value, "returned": on, "return_cause": case.cause}
