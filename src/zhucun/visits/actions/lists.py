"""Making the monthly lists as a dated snapshot, and explaining entries."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from zhucun.core import events, writing
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.rules import check_none_running
from zhucun.engine.errors import EngineError
from zhucun.engine.texts import Text
from zhucun.policy.queries import own_of
from zhucun.registry import queries as registry
from zhucun.visits import bridge, queries, rules
from zhucun.visits.models import AreaRate, EntryExplanation, Fit, ListEntry, ListRun
from zhucun.visits.statuses import STAGES, RunState

CHUNK = 5_000


@transaction.atomic
def ask_for_lists(*, county: str, by: User | None, at: datetime, month: date | None = None) -> ListRun:
    """Ask for a month's lists, by default this month's; `by` is None where the calendar asks."""
    if by is not None:
        rules.check_may_make_lists(by, county)
    check_none_running(queries.run_running(county))
    today = day_of(at)
    run = ListRun.objects.create(
        county=county, month=(month or today).replace(day=1), on=registry.as_of(county, today), by=by, at=at
    )
    events.record("lists.asked", run, by=by, at=at, area=county, label=f"{run.month:%Y-%m}")
    return run


def work_out_lists(
    *,
    pk: int,
    at: datetime,
    as_listed: Mapping[str, bool] | None = None,
    made_up: bool = False,
    asked: bridge.Asked | None = None,
) -> ListRun | None:
    """Work out the lists that were asked for; `as_listed` is who was listed then, where a past month is made.

    Several months of one day rest on the same answers: whoever makes them has the rules `asked` once.
    """
    with transaction.atomic():
        run = ListRun.objects.select_for_update().filter(pk=pk, state=RunState.ASKED).first()
        if run is None:
            return None
        run.state, run.begun_at, run.stage, run.made_up = RunState.RUNNING, at, 1, made_up
        run.save(update_fields=["state", "begun_at", "stage", "made_up"])
    try:
        _fill(run, at, asked or _asked(run), as_listed)
    except EngineError as error:
        _fail(run, Text(error.say("zh"), error.say("en")))
    except Exception:
        _fail(
            run,
            Text(
                "计算中途出错，名单未生成。请再试一次。",
                "Something went wrong on the way; there are no lists. Try again.",
            ),
        )
        raise
    return run


def _fail(run: ListRun, text: Text) -> None:
    run.state, run.failure = RunState.FAILED, [text.zh, text.en]
    run.save(update_fields=["state", "failure"])
    ListEntry.objects.filter(run=run).delete()


def asked_rules(*, county: str, on: date, homes: registry.Homes | None = None) -> bridge.Asked:
    """Ask the rules of all households of a county as of a day; `homes` were read already."""
    homes = homes or registry.homes_of(county, on=on)
    return bridge.asked(
        homes, year=homes.income_year or on.year, on=on, area=county, own=own_of(county),
        excluded=queries.excluded_homes(county),
    )  # fmt: skip


def _asked(run: ListRun) -> bridge.Asked:
    found = asked_rules(county=run.county, on=run.on)
    _stage(run, 2)
    return found


def _fill(run: ListRun, at: datetime, asked: bridge.Asked, as_listed: Mapping[str, bool] | None) -> None:
    made = asked.lists(as_listed)
    _stage(run, 3)
    for start in range(0, len(made.entries), CHUNK):
        cells = [(run.pk, *entry[:3], json.dumps(entry[3])) for entry in made.entries[start : start + CHUNK]]
        writing.insert(ListEntry, ("run", "household", "village", "kind", "reasons"), cells)
    own = asked.eligibility
    run.line_name, run.line_yuan, run.rules = asked.line.name, asked.line.value, asked.rules
    run.line_year = asked.homes.income_year or run.on.year
    run.missed_percent, run.wrong_percent = own.missed_limit.value, own.wrong_limit.value
    run.state, run.stage, run.done_at = RunState.DONE, len(STAGES) - 1, at
    names = ("missed", "unlisted", "wrong", "listed", "untold")
    with transaction.atomic():
        AreaRate.objects.bulk_create(
            (
                AreaRate(run=run, village_id=village, **dict(zip(names, counts, strict=True)))
                for village, counts in made.areas.items()
            ),
            batch_size=500,
        )
        run.save()
        changes = {"missed": [None, made.missed.ratio.numerator], "wrong": [None, made.wrong.ratio.numerator]}
        events.record("lists.made", run, by=run.by, at=at, area=run.county, label=f"{run.month:%Y-%m}", changes=changes)


def _stage(run: ListRun, stage: int) -> None:
    run.stage = stage
    run.save(update_fields=["stage"])


@transaction.atomic
def explain_entry(*, entry: ListEntry, reason: str, by: User, at: datetime) -> EntryExplanation:
    """Say why a household stands on a list; a later explanation takes the place of an earlier one."""
    rules.check_explanation(by, entry.village_id, entry.kind, reason)
    standing = EntryExplanation.objects.select_for_update().filter(
        household_id=entry.household_id, kind=entry.kind, withdrawn_at__isnull=True
    )
    standing.update(withdrawn_by=by, withdrawn_at=at)
    row = EntryExplanation.objects.create(
        household_id=entry.household_id,
        village_id=entry.village_id,
        kind=entry.kind,
        reason=reason.strip(),
        by=by,
        at=at,
    )
    events.record(
        "list_entry.explained", row, by=by, at=at, area=entry.village_id, label=entry.household.code,
        reason=row.reason, changes={"list": [None, entry.kind]},
    )  # fmt: skip
    return row


@transaction.atomic
def withdraw_entry_explanation(*, explanation: EntryExplanation, by: User, at: datetime) -> EntryExplanation:
    """Withdraw an explanation: the entry asks for work again."""
    row: EntryExplanation = (
        EntryExplanation.objects.select_for_update().select_related("household").get(pk=explanation.pk)
    )
    rules.check_may_withdraw_explanation(row, by)
    row.withdrawn_by, row.withdrawn_at = by, at
    row.save(update_fields=["withdrawn_by", "withdrawn_at"])
    events.record(
        "list_entry.explanation_withdrawn", row, by=by, at=at, area=row.village_id, label=row.household.code,
        changes={"list": [row.kind, None]},
    )  # fmt: skip
    return row


def let_go(*, before: datetime) -> int:
    """Mark fits and lists that a killed process left as failed, so that they can be asked for again."""
    text = Text("计算被中断，未产生结果。请再试一次。", "The work was interrupted; there is no result. Try again.")
    left = 0
    for model in (Fit, ListRun):
        rows = model.objects.filter(state__in=(RunState.ASKED, RunState.RUNNING), at__lt=before)
        left += rows.update(state=RunState.FAILED, failure=[text.zh, text.en])
    return left
