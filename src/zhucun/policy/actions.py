"""Every write of policy: a figure or a rule set of a place is added, ended or, before its day, withdrawn."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhucun.core import events
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.policy import bridge, rules
from zhucun.policy.models import OwnFigure, OwnRuleSet


@transaction.atomic
def add_figure(
    *, area: str, name: str, value: Any, since: date, reference: str, reason: str, by: User, at: datetime
) -> OwnFigure:
    """Keep a place's own value from a day; None ends it, so that the wider place's holds again."""
    rules.check_may_edit(by, area)
    rules.check_value(name, value)
    rules.check_said(reference, reason)
    row = OwnFigure.objects.create(
        area=area, name=name, value=bridge.kept(value), since=since, reference=reference.strip(),
        reason=reason.strip(), by=by, at=at,
    )  # fmt: skip
    changes = {"value": [None, row.value], "since": [None, since.isoformat()], "reference": [None, row.reference]}
    events.record("figure.added", row, by=by, at=at, area=area, label=name, reason=row.reason, changes=changes)
    return row


@transaction.atomic
def withdraw_figure(*, figure: OwnFigure, reason: str, by: User, at: datetime) -> OwnFigure:
    """Take back a value that does not hold yet; the row stays and says so."""
    row: OwnFigure = OwnFigure.objects.select_for_update().get(pk=figure.pk)
    rules.check_may_withdraw(row, by, day_of(at))
    rules.check_said(row.reference, reason)
    row.withdrawn_by, row.withdrawn_at, row.withdrawn_reason = by, at, reason.strip()
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    changes = {"since": [row.since.isoformat(), None]}
    events.record("figure.withdrawn", row, by=by, at=at, area=row.area, label=row.name, reason=reason, changes=changes)
    return row


@transaction.atomic
def add_rule_set(
    *, area: str, kind: str, name: str, content: Any, since: date, reference: str, reason: str, by: User, at: datetime,
    based_on: str = "",
) -> OwnRuleSet:  # fmt: skip
    """Keep a place's own rules of a kind from a day; without content the wider place's rules hold again."""
    rules.check_may_edit(by, area)
    rules.check_said(reference, reason)
    row = OwnRuleSet(
        area=area, kind=kind, name=name.strip() or kind, content=bridge.kept(content), since=since, based_on=based_on,
        reference=reference.strip(), reason=reason.strip(), by=by, at=at,
    )  # fmt: skip
    rules.check_rules(row, day_of(at))
    row.save()
    changes = {"since": [None, since.isoformat()], "reference": [None, row.reference]}
    events.record("rule_set.added", row, by=by, at=at, area=area, label=row.name, reason=row.reason, changes=changes)
    return row


@transaction.atomic
def withdraw_rule_set(*, rule_set: OwnRuleSet, reason: str, by: User, at: datetime) -> OwnRuleSet:
    """Take back rules that do not hold yet; the row stays and says so."""
    row: OwnRuleSet = OwnRuleSet.objects.select_for_update().get(pk=rule_set.pk)
    rules.check_may_withdraw(row, by, day_of(at))
    rules.check_said(row.reference, reason)
    row.withdrawn_by, row.withdrawn_at, row.withdrawn_reason = by, at, reason.strip()
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    changes = {"since": [row.since.isoformat(), None]}
    events.record(
        "rule_set.withdrawn", row, by=by, at=at, area=row.area, label=row.name, reason=reason, changes=changes
    )
    return row
