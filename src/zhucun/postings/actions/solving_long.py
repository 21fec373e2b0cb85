"""Solving in the background: asked for, followed, stopped with the best plan in hand, never half written."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import Plan as Optimum
from zhucun.engine.posting import Progress
from zhucun.postings import rules
from zhucun.postings.actions.life import locked_plan, record_plan
from zhucun.postings.actions.solving import (
    chosen_settings,
    keep_optimum,
    keep_refusal,
    make_plan,
    posts_now,
    problem_around,
    record_solved,
)
from zhucun.postings.bridge.county import facts_stamp
from zhucun.postings.bridge.desk import Desk, new_desk, solve_with
from zhucun.postings.models import Plan, Solving
from zhucun.postings.statuses import UNDER_WAY, SolvingState

Clock = Callable[[], datetime]

BEATS = 0.5  # seconds between two looks at the row
SILENT = timedelta(minutes=2)  # whoever has not written for so long was killed
MOST_STEPS = 200  # of a trace


@transaction.atomic
def make_plan_later(*, by: User, at: datetime, **chosen: Any) -> Plan:
    """Make a plan that is solved in the background."""
    plan = make_plan(by=by, at=at, at_once=False, **chosen)
    ask_to_solve(plan=plan, by=by, at=at, keep_hand=False)
    return plan


@transaction.atomic
def ask_to_solve(
    *,
    plan: Plan,
    by: User,
    at: datetime,
    version: int | None = None,
    settings: Mapping[str, Any] | None = None,
    keep_hand: bool = True,
) -> Solving:
    """Ask for a plan to be solved in the background; a second click finds it under way."""
    row = locked_plan(plan, version)
    rules.check_may_edit_plan(by, row)
    found = Solving.objects.filter(plan=row).first()
    if found and found.under_way:
        return found
    asked = Solving(
        plan=row, settings=chosen_settings(row, settings), keep_hand=keep_hand, version=row.version, asked_by=by,
        asked_at=at,
    )  # fmt: skip
    asked.save(force_insert=found is None, force_update=found is not None)
    record_plan("posting_plan.solving_asked", row, by=by, at=at)
    return asked


@transaction.atomic
def stop_solving(*, plan: Plan, by: User, at: datetime) -> None:
    """Ask a solving to stop with the best plan in hand; one that has ended already is left alone."""
    rules.check_may_edit_plan(by, plan)
    if Solving.objects.filter(plan=plan, state__in=UNDER_WAY, stop_asked=False).update(stop_asked=True):
        record_plan("posting_plan.solving_stopped", plan, by=by, at=at)


def run_solving(*, key: int, clock: Clock) -> None:
    """Solve what was asked for, outside any transaction; what was found is written at the end, whole or not at all."""
    work = _begin(key, clock())
    if work is None:
        return
    plan = Plan.objects.select_related("scheme", "based_on").get(pk=key)
    stamp, follower = facts_stamp(plan.county), _Follower(work, clock)
    plan.settings = work.settings
    found: Optimum | NoPlan
    try:
        desk = new_desk(plan)
        hand = sorted(desk.by_hand) if work.keep_hand else []
        around = problem_around(desk, hand)
        try:
            found = solve_with(around, work.settings, stay=desk.post, progress=follower.step, stop=follower.stop)
        except NoPlan as error:
            found = error
    except Refused:
        _end(work, SolvingState.OVERTAKEN, clock())
        return
    _write(work, desk, hand, found, stamp, clock())


def waiting(*, at: datetime) -> list[int]:
    """Return the plans whose solving waits, or was left by a killed process."""
    asked = Solving.objects.filter(state=SolvingState.ASKED)
    left = Solving.objects.filter(state=SolvingState.RUNNING, beat_at__lt=at - SILENT)
    return [*asked.values_list("pk", flat=True), *left.values_list("pk", flat=True)]


@transaction.atomic
def _begin(key: int, at: datetime) -> Solving | None:
    """Take the work, unless another process has it."""
    work = Solving.objects.select_for_update().get(pk=key)
    silent = work.state == SolvingState.RUNNING and work.beat_at is not None and work.beat_at < at - SILENT
    if work.state != SolvingState.ASKED and not silent:
        return None
    work.state, work.begun_at, work.beat_at, work.trace = SolvingState.RUNNING, at, at, []
    work.save(update_fields=["state", "begun_at", "beat_at", "trace"])
    return work


class _Follower:
    """Writes the steps of a solving to its row now and then, and looks there whether to stop."""

    def __init__(self, work: Solving, clock: Clock) -> None:
        self.work, self.clock = work, clock
        self.began = self.written = self.looked = time.monotonic()
        self.stopping = work.stop_asked

    def step(self, found: Progress) -> None:
        """Note a step."""
        now = time.monotonic()
        steps = self.work.trace
        steps.append([round(now - self.began, 2), found.layer, found.worth, found.bound, found.unfilled])
        del steps[MOST_STEPS // 2 : -MOST_STEPS // 2]
        if now - self.written >= BEATS or len(steps) == 1:
            self.written = now
            Solving.objects.filter(pk=self.work.pk).update(trace=steps, beat_at=self.clock())

    def stop(self) -> bool:
        """Say whether somebody wants it stopped; looks every half second, and says so that it is alive."""
        now = time.monotonic()
        if not self.stopping and now - self.looked >= BEATS:
            self.looked = now
            mine = Solving.objects.filter(pk=self.work.pk)
            mine.update(beat_at=self.clock())
            self.stopping = mine.filter(stop_asked=True).exists()
        return self.stopping


@transaction.atomic
def _write(
    work: Solving, desk: Desk, hand: list[int], found: Optimum | NoPlan, stamp: tuple[int, ...], at: datetime
) -> None:
    """Write what was found, unless the plan or a fact changed meanwhile: then nothing, and the page says so."""
    row = locked_plan(work.plan)
    if row.version != work.version or facts_stamp(row.county) != stamp:
        _end(work, SolvingState.OVERTAKEN, at)
        return
    old, before = Plan.objects.get(pk=row.pk), posts_now(row)
    row.settings = work.settings
    if isinstance(found, NoPlan):
        keep_refusal(row, desk, found)
        state = SolvingState.REFUSED
    else:
        keep_optimum(row, desk, found, hand)
        state = SolvingState.STOPPED if found.unfinished else SolvingState.DONE
    record_solved(row, old, before, by=work.asked_by, at=at)
    _end(work, state, at)


def _end(work: Solving, state: SolvingState, at: datetime) -> None:
    Solving.objects.filter(pk=work.pk).update(state=state, ended_at=at, trace=work.trace)
