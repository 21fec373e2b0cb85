"""Writes on one sending unit."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import SendingUnit, User
from zhucun.core.refusals import Refused, check_version
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.postings.actions.changing import changes_of


@transaction.atomic
def change_unit(
    *, unit: SendingUnit, values: Mapping[str, Any], by: User, at: datetime, version: int | None = None
) -> SendingUnit:
    """Change what is known of a sending unit: capacity, resources, attention. No change, no event."""
    check_may(by, Permission.UNIT_EDIT, unit.county)
    row = SendingUnit.objects.select_for_update().get(pk=unit.pk)
    check_version(version, row.version)
    most, least = values.get("most", row.most), values.get("least", row.least)
    if most is not None and least is not None and least > most:
        raise Refused(
            "unit.least_above_most",
            _(
                "“%(unit)s” cannot be asked for at least %(least)s and at most %(most)s people. "
                "Lower the one or raise the other."
            ),
            unit=row.name,
            least=least,
            most=most,
        )
    changes = changes_of(row, values)
    if not changes:
        return row
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    events.record("unit.changed", row, by=by, at=at, area=row.county, label=row.name, changes=changes)
    return row
