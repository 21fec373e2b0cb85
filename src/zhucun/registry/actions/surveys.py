"""Home surveys: answers become the facts of a household, with day and surveyor; a mistaken one is withdrawn."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import check_version
from zhucun.core.rules import check_reason
from zhucun.registry import queries, rules
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import HomeSurvey, Household


@transaction.atomic
def take_survey(
    *,
    household: Household,
    on: date,
    surveyor: str,
    answers: Mapping[str, Any],
    by: User,
    at: datetime,
    note: str = "",
    version: int | None = None,
) -> HomeSurvey:
    """Keep a survey; its answers become the facts of the household unless a later survey answered the same question."""
    row = Household.objects.select_for_update().get(pk=household.pk)
    rules.check_may_edit_household(by, row.village_id)
    check_version(version, row.version)
    rules.check_past(on, at)
    rules.check_survey(surveyor, answers)
    later = {key for survey in queries.surveys_of(row) if survey.on > on for key in survey.answers}
    newest = row.surveyed_on is None or row.surveyed_on <= on
    values = {key: value for key, value in answers.items() if key not in later}
    if newest:
        values |= {"surveyed_on": on, "surveyor": surveyor.strip()}
    changed = _set(row, values)
    made = HomeSurvey.objects.create(
        household=row, on=on, surveyor=surveyor.strip(), answers={k: bridge.plain(v) for k, v in answers.items()},
        before={key: old for key, (old, _new) in changed.items()}, note=note.strip(), by=by, at=at,
    )  # fmt: skip
    told = {key: None if bridge.HOUSEHOLD_FACT[key].personal else pair for key, pair in changed.items()}
    events.record(
        "survey.taken", row, by=by, at=at, area=row.village_id, label=row.code, reason=made.note, changes=told
    )
    return made


def _set(row: Household, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set what differs; returns old and new as events keep them."""
    changed = {}
    for key, new in values.items():
        old = getattr(row, key)
        if old != new:
            changed[key] = [bridge.plain(old), bridge.plain(new)]
            setattr(row, key, new)
    if changed:
        row.version += 1
        row.save(update_fields=[*changed, "version"])
    return changed


@transaction.atomic
def withdraw_survey(*, survey: HomeSurvey, by: User, at: datetime, reason: str) -> HomeSurvey:
    """Withdraw a mistaken survey: facts that still are as it left them go back to what was before."""
    row = HomeSurvey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
    home = Household.objects.select_for_update().get(pk=row.household_id)
    rules.check_may_edit_household(by, home.village_id)
    check_reason(reason)
    if row.withdrawn_at is not None:
        return row
    left = {**row.answers, "surveyed_on": row.on.isoformat(), "surveyor": row.surveyor}
    back = {k: old for k, old in row.before.items() if bridge.plain(getattr(home, k)) == left.get(k)}
    changed = _set(home, {key: bridge.from_plain(key, old) for key, old in back.items()})
    row.withdrawn_at, row.withdrawn_because = at, reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_because"])
    told = {key: None if bridge.HOUSEHOLD_FACT[key].personal else pair for key, pair in changed.items()}
    events.record(
        "survey.withdrawn", home, by=by, at=at, area=home.village_id, label=home.code, reason=row.withdrawn_because,
        changes=told,
    )  # fmt: skip
    return row
