"""What people say of findings: explained once they stay explained; somebody mends those of a village by a day."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_reason
from zhucun.engine.households.quality import RULE
from zhucun.registry import rules
from zhucun.registry.models import FindingExplanation, FindingOwner, Village


@transaction.atomic
def explain_finding(
    *, village: Village, rule: str, code: str, mark: str, reason: str, by: User, at: datetime
) -> FindingExplanation:
    """Say why a finding is right as it stands; it is silent until the facts it looked at change."""
    rules.check_may_edit_household(by, village.code)
    check_reason(reason)
    if rule not in RULE:
        raise Refused("finding.no_rule", _("There is no rule “%(rule)s”. Reload the page."), rule=rule)
    standing = FindingExplanation.objects.filter(village=village, mark=mark, withdrawn_at__isnull=True).first()
    if standing is not None:
        return standing
    made = FindingExplanation.objects.create(
        village=village, rule=rule, code=code, mark=mark, reason=reason.strip(), by=by, at=at
    )
    events.record(
        "finding.explained", made, by=by, at=at, area=village.code, label=code, reason=made.reason,
        changes={"rule": [None, rule]},
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw_explanation(*, explanation: FindingExplanation, by: User, at: datetime) -> None:
    """Let a finding speak again."""
    row = FindingExplanation.objects.select_for_update().get(pk=explanation.pk)
    rules.check_may_edit_household(by, row.village_id)
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        events.record(
            "finding.explanation_withdrawn", row, by=by, at=at, area=row.village_id, label=row.code,
            changes={"rule": [row.rule, None]},
        )  # fmt: skip


@transaction.atomic
def assign_findings(*, village: Village, owner: User, until: date, by: User, at: datetime) -> FindingOwner:
    """Ask somebody to mend the findings of a village by a day."""
    rules.check_may_edit_household(by, village.code)
    made, _new = FindingOwner.objects.update_or_create(
        village=village, defaults={"owner": owner, "until": until, "by": by, "at": at}
    )
    events.record(
        "finding.assigned", made, by=by, at=at, area=village.code, label=village.name,
        changes={"owner": [None, owner.name], "until": [None, until.isoformat()]},
    )  # fmt: skip
    return made
