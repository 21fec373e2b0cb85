"""The long work of visits: fits of the means test and the monthly lists, set off by an event or by the calendar."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.registry.queries import counties_with_households
from zhucun.visits import actions

log = logging.getLogger(__name__)
PATIENCE = timedelta(minutes=30)


def start_fit(event: Event, at: datetime) -> None:
    """Begin a fit once its event is handled."""
    transaction.on_commit(lambda: fit(int(event.subject_id)))


def start_lists(event: Event, at: datetime) -> None:
    """Begin the lists once their event is handled."""
    transaction.on_commit(lambda: make_lists(int(event.subject_id)))


@db_task()  # type: ignore[untyped-decorator]
def fit(pk: int) -> None:
    """Work out one fit."""
    actions.work_out_fit(pk=pk, at=timezone.now())


@db_task()  # type: ignore[untyped-decorator]
def make_lists(pk: int) -> None:
    """Make one month's lists."""
    actions.work_out_lists(pk=pk, at=timezone.now())


@db_periodic_task(crontab(day="1", hour="3", minute="10"))  # type: ignore[untyped-decorator]
def every_month() -> None:
    """Ask for the lists of every county that has households, on the first night of the month."""
    every_month_once(at=timezone.now())


def every_month_once(*, at: datetime) -> int:
    """Ask for the month's lists everywhere; a county that is at it already is left. Returns how many were asked for."""
    asked = 0
    for county in counties_with_households():
        try:
            actions.ask_for_lists(county=county, by=None, at=at)
        except Refused as refused:
            log.warning("lists of %s: %s", county, refused.code)
        else:
            asked += 1
    return asked


@db_periodic_task(crontab(minute="*/10"))  # type: ignore[untyped-decorator]
def let_go() -> None:
    """Let go of work that a killed process left, so that it can be asked for again."""
    let_go_once(at=timezone.now())


def let_go_once(*, at: datetime) -> int:
    """Mark work that has run for too long as failed; returns how much there was."""
    return actions.let_go(before=at - PATIENCE)


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def count_what_changed() -> None:
    """Count anew who waits for a visit where something has changed, and everywhere on a new day."""
    actions.count_what_changed(today=timezone.localdate(), at=timezone.now())
