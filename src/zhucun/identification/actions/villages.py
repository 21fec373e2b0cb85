"""A village's exit: the application with its self-check, each further step with its own, and what was published."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhucun.core import events
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.refusals import check_version
from zhucun.engine.targeting.village_rules import VillageTests
from zhucun.engine.words import VillageKind
from zhucun.identification import bridge_villages, queries_villages, rules, rules_villages
from zhucun.identification.actions.cases import NOTHING
from zhucun.identification.models import Publicity, VillageCase, VillageStep
from zhucun.identification.papers import village_row
from zhucun.identification.rules import Figures, Given
from zhucun.identification.statuses import VILLAGE_MOVE, VillageMove, VillageStatus, Wants
from zhucun.policy.queries import figures_of
from zhucun.registry import actions as registry
from zhucun.registry.models import Village

Told = Mapping[str, bool | None]


@transaction.atomic
def apply_village_exit(*, village: Village, told: Told, note: str, by: User, at: datetime) -> VillageCase:
    """Take a village's application with its self-check; refused while a test that decides is not met."""
    village = Village.objects.select_for_update().get(pk=village.pk)
    rules_villages.check_may_apply(village, by, queries_villages.running_case(village))
    on = day_of(at)
    found = bridge_villages.tests_of(village, told, on=on)
    rules_villages.check_passes(found)
    status = VillageStatus.APPLIED
    case = VillageCase.objects.create(
        village=village, status=status, opened=on, since=on, made_up=village.made_up
    )  # fmt: skip
    _step(case, "apply", told, found, Given(note=note), by, at)
    events.record(
        "village_case.opened", case, by=by, at=at, area=village.pk, label=village.name, reason=note.strip(),
        changes={"status": [None, status.value]},
    )  # fmt: skip
    return case


@transaction.atomic
def move_village_case(
    *, case: VillageCase, move: str, by: User, at: datetime, given: Given = NOTHING, told: Told | None = None,
    version: int | None = None,
) -> VillageCase:  # fmt: skip
    """Take one step with a village's case; a check records every test anew and is refused while one is not met."""
    case = VillageCase.objects.select_for_update().select_related("village").get(pk=case.pk)
    check_version(version, case.version)
    step, on = VILLAGE_MOVE[move], day_of(at)
    standing = queries_villages.village_standings([case])[case.pk]
    for refused in [
        *rules_villages.village_obstacles(case, step, standing, user=by, on=on),
        *rules_villages.village_lacking(step, given),
    ]:
        raise refused
    found = bridge_villages.tests_of(case.village, told or {}, on=on) if Wants.TESTS in step.wants else None
    if found:
        rules_villages.check_passes(found)
    before, case.status = case.status, step.after
    case.version += 1
    _follow(case, step, given, by, at, figures_of(case.village_id))
    case.save(update_fields=["status", "since", "until", "visit_due", "publicity", "cause", "version"])
    _change_kind(case, by, at)
    _step(case, move, told or {}, found, given, by, at)
    events.record(
        "village_case.moved", case, by=by, at=at, area=case.village_id, label=case.village.name,
        reason=given.note.strip(), changes={"status": [before, step.after.value]},
    )  # fmt: skip
    return case


def _follow(case: VillageCase, step: VillageMove, given: Given, by: User, at: datetime, own: Figures) -> None:
    """Set the days that follow from a step, and put up its notice."""
    on = day_of(at)
    case.visit_due = rules.visit_due(on, case.village_id, own) if step.after == VillageStatus.TRACKED else None
    if step.name == "track_village":
        return
    case.since, case.until = on, None
    if step.after == VillageStatus.TRACKED:
        case.until = rules.tracked_until(on, case.village_id, own)
    if step.notice:
        case.publicity = _notice(case, step.notice, on, by, at, own)
        if step.after == VillageStatus.PUBLICITY:
            case.until = case.publicity.until
    elif step.after in (VillageStatus.SENT_BACK, VillageStatus.APPLIED):
        case.publicity = None
    if Wants.CAUSE in step.wants:
        case.cause = given.cause


def _change_kind(case: VillageCase, by: User, at: datetime) -> None:
    """Let the registry say what the village is: lifted from the day of its announcement, poor when taken back."""
    turns = {
        VillageStatus.TRACKED: (VillageKind.POOR, VillageKind.LIFTED),
        VillageStatus.FELL_BACK: (VillageKind.LIFTED, VillageKind.POOR),
    }
    if turn := turns.get(VillageStatus(case.status)):
        reason = f"{case.get_status_display()} {day_of(at).isoformat()}"
        registry.change_kind(code=case.village_id, out=turn[0], into=turn[1], by=by, at=at, reason=reason)


def _notice(case: VillageCase, stage: str, on: date, by: User, at: datetime, own: Figures) -> Publicity:
    last = case.steps.exclude(findings=[]).order_by("-id").first()
    return Publicity.objects.create(
        village_id=case.village_id, stage=stage, since=on, until=rules.last_day(stage, on, case.village_id, own),
        rows=[village_row(case, last.findings if last else [])], by=by, at=at, made_up=case.made_up,
        days_reference=rules.days_of(stage, on, case.village_id, own).reference[:120],
    )  # fmt: skip


def _step(
    case: VillageCase, move: str, told: Told, found: VillageTests | None, given: Given, by: User, at: datetime
) -> VillageStep:
    tested: dict[str, Any] = {}
    if found:
        tested = {
            "findings": bridge_villages.kept_findings(found),
            "rules": bridge_villages.kept_rules(found),
            "passes": found.passes,
        }
    return VillageStep.objects.create(
        case=case, move=move, after=case.status, on=day_of(at), note=given.note.strip(),
        people="、".join(given.people), told=dict(told), by=by, at=at, **tested,
    )  # fmt: skip
