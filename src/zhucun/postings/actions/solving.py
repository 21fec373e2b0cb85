"""Making and solving plans: the posts become the proven optimum of the plan's rules, or the plan says which clash."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import Plan as Optimum
from zhucun.engine.posting import Problem
from zhucun.postings import rules
from zhucun.postings.actions.life import locked_plan, record_plan
from zhucun.postings.actions.schemes import county_scheme
from zhucun.postings.bridge.county import County, facts_stamp
from zhucun.postings.bridge.desk import Desk, new_desk, seal, solve_with
from zhucun.postings.bridge.results import refusal, result_of
from zhucun.postings.models import Plan, Post, Proof, Scheme
from zhucun.postings.statuses import Scope

# A term is two years with no rotation in between (the notice of 2015), so nobody who serves is moved for a better fit
# alone: 2,000 points are a fifth of the scale, and in the made-up county a higher bonus keeps nobody more (200 kept one
# in forty). Whoever wants to move people chooses a lower bonus on the page "Moves against fit", which says what each
# bonus costs and how many it moves. Whoever fits below the floor still leaves; the plan says how many.
DEFAULT_KEEP = 2000
DEFAULT_SETTINGS: dict[str, Any] = {"floor": 0.9, "keep": DEFAULT_KEEP, "leximin": 0, "seed": 1}
# Whose term is not over stays where they are, whatever the points say; a plan takes in all villages unless told less.
DEFAULT_SETTINGS |= {"hold": True, "scope": str(Scope.ALL.value)}


@transaction.atomic
def make_plan(
    *,
    county: str,
    name: str,
    on: date,
    by: User,
    at: datetime,
    scheme: Scheme | None = None,
    settings: Mapping[str, Any] | None = None,
    based_on: Plan | None = None,
    reason: str = "",
    at_once: bool = True,
) -> Plan:
    """Make a plan for a county and solve it; where the rules clash the plan is kept and says which.

    Not `at_once`, it stays empty until `ask_to_solve` has it solved in the background.
    """
    check_may(by, Permission.PLAN_EDIT, county)
    chosen = {**DEFAULT_SETTINGS, **(settings or {})}
    rules.check_settings(chosen)
    weights = scheme or county_scheme(county=county, by=by, at=at)
    rules.check_scheme_of(weights, county)
    if not name.strip():
        raise Refused("plan.no_name", _("Give the plan a name, for example the year and what it is for."))
    plan = Plan.objects.create(
        county=county, name=name.strip(), on=on, scheme=weights, settings=chosen, made_by=by, made_at=at,
        based_on=based_on,
    )  # fmt: skip
    desk = _solve(plan, keep_hand=False) if at_once else new_desk(plan)
    if any(v.made_up for v in desk.county.villages):
        plan.made_up = True
    plan.save()
    changes: dict[str, object] = {"total": [None, plan.result.get("total")], "settings": [None, chosen]}
    record_plan("posting_plan.made", plan, by=by, at=at, reason=reason, changes=changes)
    return plan


@transaction.atomic
def solve_plan(
    *,
    plan: Plan,
    by: User,
    at: datetime,
    version: int | None = None,
    settings: Mapping[str, Any] | None = None,
    keep_hand: bool = True,
) -> Plan:
    """Solve a draft again: facts, settings or rules changed. Hand moves stay as if locked unless told otherwise."""
    row = locked_plan(plan, version)
    rules.check_may_edit_plan(by, row)
    old, before = Plan.objects.get(pk=row.pk), posts_now(row)
    row.settings = chosen_settings(row, settings)
    _solve(row, keep_hand=keep_hand)
    record_solved(row, old, before, by=by, at=at)
    return row


def chosen_settings(plan: Plan, settings: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the plan's settings with others in their place; refuses what means nothing."""
    chosen = {**plan.settings, **(settings or {})}
    rules.check_settings(chosen)
    return chosen


def record_solved(row: Plan, old: Plan, before: Mapping[str, int], *, by: User, at: datetime) -> None:
    """Save what solving changed as a new version, with its event."""
    changes: dict[str, object] = {
        name: [old.settings.get(name), value] for name, value in row.settings.items() if old.settings.get(name) != value
    }
    changes |= {
        "total": [old.result.get("total"), row.result.get("total")],
        "moved": [None, moved(before, posts_now(row))],
    }
    save_solved(row)
    record_plan("posting_plan.solved", row, by=by, at=at, changes=changes)


def save_solved(row: Plan) -> None:
    """Save what solving changed, as a new version."""
    row.version += 1
    row.save(update_fields=["settings", "result", "version", "made_up"])


def posts_now(plan: Plan) -> dict[str, int]:
    """Return who is posted where: village code to candidate's primary key."""
    return dict(plan.posts.values_list("village_id", "candidate_id"))


def moved(before: Mapping[str, int], after: Mapping[str, int]) -> int:
    """Return in how many villages the person changes."""
    return sum(before.get(code) != after.get(code) for code in {*before, *after})


def solve_again(plan: Plan) -> Desk:
    """Solve inside another action on a locked draft, with hand moves kept; raises Refused where the rules clash."""
    return _solve(plan, keep_hand=True, or_refuse=True)


def _solve(plan: Plan, *, keep_hand: bool, or_refuse: bool = False) -> Desk:
    desk = new_desk(plan)
    hand = sorted(desk.by_hand) if keep_hand else []
    try:
        optimum = solve_with(problem_around(desk, hand), plan.settings, stay=desk.post)
    except NoPlan as error:
        if or_refuse:
            raise refusal_for_page(error, desk.county) from error
        return keep_refusal(plan, desk, error)
    return keep_optimum(plan, desk, optimum, hand)


def keep_refusal(plan: Plan, desk: Desk, error: NoPlan) -> Desk:
    """Keep with the plan why there is none; its posts stay as they were."""
    plan.result = {"refused": refusal(error, desk.county), **_kept(plan, desk)}
    return desk


def keep_optimum(plan: Plan, desk: Desk, optimum: Optimum, hand: list[int]) -> Desk:
    """Write the posts of an optimum, with its figures and its sealed proof."""
    _write_posts(plan, desk.county, optimum, hand)
    solved = replace(desk, post=optimum.post.astype(np.int64), by_hand=frozenset(hand))
    plan.result = {**result_of(solved, optimum), **_kept(plan, desk)}
    Proof.objects.update_or_create(plan=plan, defaults={"sealed": seal(solved, optimum)})
    return solved


def _kept(plan: Plan, desk: Desk) -> dict[str, Any]:
    scope = desk.county.scope
    return {"stamp": list(facts_stamp(plan.county)), "scope": scope.stored() if scope else None}


def refusal_for_page(error: NoPlan, county: County) -> Refused:
    """Return the engine's refusal with the names of the rules to relax."""
    found = refusal(error, county)
    refused = Refused.from_engine(error)
    refused.details = found
    return refused


def problem_around(desk: Desk, hand: list[int]) -> Problem:
    """Return the plan's problem with some hand moves held as if locked."""
    problem = desk.problem
    locked = set(problem.locked) | {(v, int(desk.post[v])) for v in hand}
    return problem.changed(locked=tuple(sorted(locked))) if hand else problem


def _write_posts(plan: Plan, county: County, optimum: Optimum, hand: list[int]) -> None:
    """Replace the plan's posts by the optimum's."""
    plan.posts.all().delete()
    rows = [
        Post(
            plan=plan,
            village=county.villages[v],
            candidate=county.candidates[int(c)],
            points=county.instance.problem.score(v, int(c)),
            by_hand=v in hand,
        )
        for v, c in enumerate(optimum.post)
        if c >= 0
    ]
    Post.objects.bulk_create(rows, batch_size=500)
