"""A person's word on a place: how many of its villages are filled at least and at most; solved again at once."""

from datetime import datetime

from django.db import transaction

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.queries import place_name
from zhucun.core.rules import check_reason
from zhucun.postings import rules
from zhucun.postings.actions.life import locked_plan
from zhucun.postings.actions.solving import moved, posts_now, save_solved, solve_again
from zhucun.postings.models import AreaQuota, Plan


@transaction.atomic
def set_area_quota(
    *,
    plan: Plan,
    area: str,
    least: int,
    most: int | None,
    reason: str,
    by: User,
    at: datetime,
    version: int | None = None,
) -> Plan:
    """Limit how many villages of a township, or of the whole county, are filled; one quota a place, the last one holds.

    Where no plan can keep it beside the other rules nothing is changed, and the refusal names the rules that clash.
    """
    row = locked_plan(plan, version)
    rules.check_may_edit_plan(by, row)
    rules.check_area_quota(row, area, least, most)
    reason = check_reason(reason)
    before = row.area_quotas.filter(area=area).first()
    AreaQuota.objects.update_or_create(
        plan=row, area=area, defaults={"least": least, "most": most, "reason": reason, "by": by, "at": at}
    )
    _solve_and_record(row, "area_quota.set", before, area, (least, most), reason, by, at)
    return row


@transaction.atomic
def lift_area_quota(*, quota: AreaQuota, by: User, at: datetime, version: int | None = None) -> Plan:
    """Lift a quota and solve again."""
    row = locked_plan(quota.plan, version)
    rules.check_may_edit_plan(by, row)
    AreaQuota.objects.filter(pk=quota.pk).delete()
    _solve_and_record(row, "area_quota.lifted", quota, quota.area, None, quota.reason, by, at)
    return row


def _solve_and_record(
    row: Plan,
    event: str,
    before: AreaQuota | None,
    area: str,
    after: tuple[int, int | None] | None,
    reason: str,
    by: User,
    at: datetime,
) -> None:
    posts, total = posts_now(row), row.result.get("total")
    solve_again(row)
    save_solved(row)
    changes = {
        "area": [None, place_name(area)],
        "least": [before.least if before else None, after[0] if after else None],
        "most": [before.most if before else None, after[1] if after else None],
        "total": [total, row.result.get("total")],
        "moved": [None, moved(posts, posts_now(row))],
    }
    events.record(event, row, by=by, at=at, area=area, label=row.name, reason=reason, changes=changes)
