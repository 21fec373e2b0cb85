"""Posts moved by hand: only what the person says changes, and the result passes the same checker as the solver's."""

from dataclasses import replace
from datetime import datetime

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_reason
from zhucun.postings import rules
from zhucun.postings.actions.checking import check_sound
from zhucun.postings.actions.life import locked_plan
from zhucun.postings.actions.solving import save_solved
from zhucun.postings.bridge.desk import Desk, new_desk
from zhucun.postings.models import Candidate, Plan, Post
from zhucun.registry.models import Village


@transaction.atomic
def move_by_hand(
    *,
    plan: Plan,
    village: Village,
    candidate: Candidate | None,
    reason: str,
    by: User,
    at: datetime,
    swap: bool = True,
    version: int | None = None,
) -> Plan:
    """Give a village another person, or nobody (None), and leave the rest as it is.

    If the person serves elsewhere in the plan, that village gets the one who was here (`swap`) or stays empty. The
    whole plan then passes the engine's checker, or nothing changes and the refusal names every broken rule.
    """
    row = locked_plan(plan, version)
    rules.check_may_edit_plan(by, row)
    reason = check_reason(reason)
    if candidate is not None:
        rules.check_in_county(village, candidate, row)
    desk = new_desk(row)
    changed = _moved(desk, village, candidate, swap=swap)
    check_sound(changed)
    touched = np.flatnonzero(changed.post != desk.post)
    _write(row, changed, [int(v) for v in touched])
    old = row.result.get("total")
    row.result = {**row.result, **figures(changed, row.result)}
    save_solved(row)
    changes = {
        "village": [None, village.name],
        "candidate": [_code(desk, village), _code(changed, village)],
        "total": [old, changed.total],
        "moved": [None, len(touched)],
    }
    events.record(
        "posting_plan.edited", row, by=by, at=at, area=village.code, label=row.name, reason=reason, changes=changes
    )
    return row


def figures(desk: Desk, old: dict[str, object]) -> dict[str, object]:
    """Return the figures of a plan edited by hand; the optimum's bound stays beside the lower total."""
    filled = np.flatnonzero(desk.post >= 0)
    worst = int(filled[np.argmin(desk.points[filled])]) if len(filled) else None
    bound = old.get("bound")
    return {
        "total": desk.total,
        "proved": bound == desk.total,
        "filled": len(filled),
        "unfilled": [desk.county.villages[int(v)].code for v in np.flatnonzero(desk.post < 0)],
        "worst": None if worst is None else int(desk.points[worst]),
        "worst_village": None if worst is None else desk.county.villages[worst].code,
        "by_hand": len(desk.by_hand),
    }


def _moved(desk: Desk, village: Village, candidate: Candidate | None, *, swap: bool) -> Desk:
    v = desk.county.village_at.get(village.code)
    c = -1 if candidate is None else desk.county.candidate_at.get(candidate.pk)
    if v is None or c is None:
        raise Refused("plan.not_in_problem", _("This village or person is not in the plan's problem. Reload the page."))
    post, here = desk.post.copy(), int(desk.post[v])
    touched = {v}
    if c >= 0:
        for other in (int(o) for o in np.flatnonzero(post == c) if o != v):
            post[other] = here if swap else -1
            touched.add(other)
    post[v] = c
    hand = {o for o in desk.by_hand | touched if post[o] >= 0}
    return replace(desk, post=post, by_hand=frozenset(hand))


def _write(row: Plan, desk: Desk, touched: list[int]) -> None:
    """Write the touched villages' posts; old ones go first, because nobody may stand twice in between."""
    codes = [desk.county.villages[v].code for v in touched]
    row.posts.filter(village_id__in=codes).delete()
    made = [
        Post(
            plan=row,
            village=desk.county.villages[v],
            candidate=desk.county.candidates[int(desk.post[v])],
            points=int(desk.points[v]),
            by_hand=v in desk.by_hand,
        )
        for v in touched
        if desk.post[v] >= 0
    ]
    Post.objects.bulk_create(made)


def _code(desk: Desk, village: Village) -> str | None:
    c = int(desk.post[desk.county.village_at[village.code]])
    return desk.county.candidates[c].code if c >= 0 else None
