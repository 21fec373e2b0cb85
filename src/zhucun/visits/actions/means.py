"""Fitting a county's means test in the background, keeping every fit, and retiring one."""

from datetime import datetime

import numpy as np
from django.db import transaction

from zhucun.core import events
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.rules import check_none_running, check_reason
from zhucun.engine.errors import EngineError
from zhucun.engine.targeting import UNKNOWN, LineKind, income_line, line_fen
from zhucun.engine.targeting.visits import cut_chance
from zhucun.policy.queries import figures_of
from zhucun.registry import queries as registry
from zhucun.visits import bridge, queries, rules
from zhucun.visits.models import Fit
from zhucun.visits.statuses import RunState


@transaction.atomic
def ask_for_fit(*, county: str, by: User, at: datetime) -> Fit:
    """Ask for a fit; a job works it out."""
    rules.check_may_weigh(by, county)
    check_none_running(queries.fit_running(county))
    fit = Fit.objects.create(county=county, on=registry.as_of(county, day_of(at)), by=by, at=at)
    events.record("means_test.asked", fit, by=by, at=at, area=county, label=fit.on.isoformat())
    return fit


def work_out_fit(*, pk: int, at: datetime, made_up: bool = False, homes: registry.Homes | None = None) -> Fit | None:
    """Work out a fit that was asked for; whoever comes second finds nothing to do. `homes` were read already."""
    with transaction.atomic():
        fit = Fit.objects.select_for_update().filter(pk=pk, state=RunState.ASKED).first()
        if fit is None:
            return None
        fit.state, fit.begun_at = RunState.RUNNING, at
        fit.save(update_fields=["state", "begun_at"])
    try:
        _fill(fit, at, homes or registry.homes_of(fit.county, on=fit.on))
    except EngineError as error:
        fit.state, fit.failure = RunState.FAILED, [error.say("zh"), error.say("en")]
    except Exception:
        fit.state = RunState.FAILED
        fit.failure = [
            "计算中途出错，未产生结果。请再试一次。",
            "Something went wrong on the way; there is no result. Try again.",
        ]
        fit.save()
        raise
    fit.made_up = made_up
    with transaction.atomic():
        fit.save()
        if fit.state == RunState.DONE:
            events.record(
                "means_test.fitted", fit, by=fit.by, at=at, area=fit.county, label=fit.on.isoformat(),
                changes={"households": [None, fit.households], "rule": [None, fit.rule_version]},
            )  # fmt: skip
    return fit


def _fill(fit: Fit, at: datetime, homes: registry.Homes) -> None:
    """Fit on the households whose survey is recent, and keep weights, errors and the chance at the end of the list."""
    surveyed_keys = queries.surveyed_now(fit.county, day_of(at))
    surveyed = np.array([key in surveyed_keys for key in homes.keys], dtype=np.bool_)
    test = bridge.fitted(homes, surveyed)
    line = income_line(
        LineKind.NATIONAL, year=homes.income_year or fit.on.year, area=fit.county, local=figures_of(fit.county)
    )
    fit.line_name, fit.line_year, fit.line_fen = line.name, homes.income_year or fit.on.year, line_fen(line)
    fit.weights = bridge.kept_weights(test)
    fit.page = bridge.kept_page(test, homes, line_fen=fit.line_fen)
    fit.page["of"] = len(homes)
    fit.page["without_income"] = int((surveyed & (homes.per_head_fen == UNKNOWN)).sum())
    chance = bridge.chances(test, homes, surveyed, line_fen=fit.line_fen)
    fit.cut_chance = cut_chance(chance)
    fit.households, fit.left_out, fit.rule_version = test.households, test.left_out, test.basis.version
    fit.state, fit.done_at = RunState.DONE, at


@transaction.atomic
def retire_fit(*, fit: Fit, reason: str, by: User, at: datetime) -> Fit:
    """Take a fit out of use with a reason; the one before it is used again, if there is one."""
    fit = Fit.objects.select_for_update().get(pk=fit.pk)
    rules.check_may_retire(fit, by)
    check_reason(reason)
    fit.retired_by, fit.retired_at, fit.retired_reason = by, at, reason.strip()
    fit.save(update_fields=["retired_by", "retired_at", "retired_reason"])
    events.record(
        "means_test.retired", fit, by=by, at=at, area=fit.county, label=fit.on.isoformat(), reason=fit.retired_reason
    )
    return fit
