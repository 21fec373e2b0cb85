"""Changing one household or member by hand: with a reason, on the version that was seen, one event with old and new."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import Refused, check_version
from zhucun.core.rules import check_reason
from zhucun.core.sealing import fingerprint
from zhucun.registry import queries, rules
from zhucun.registry.actions.taking_members import count_members
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import Household, Member


def source_of(reason: str, document: str) -> str:
    """Return reason and source document as the history keeps them."""
    return f"{reason.strip()} [{document.strip()}]" if document.strip() else reason.strip()


@transaction.atomic
def change_household(
    *, key: str, values: Mapping[str, Any], version: int | None, by: User, at: datetime, reason: str, document: str = ""
) -> Household:
    """Set typed facts of a household; computed ones are refused, they follow from members and account."""
    row = Household.objects.select_for_update().get(pk=key)
    rules.check_may_edit_household(by, row.village_id)
    check_version(version, row.version)
    check_reason(reason)
    rules.check_typed(values)
    changes = _set(row, values, bridge.HOUSEHOLD_FACT)
    if changes:
        row.save(update_fields=[*changes, "version"])
        events.record(
            "household.changed", row, by=by, at=at, area=row.village_id, label=row.code,
            reason=source_of(reason, document), changes=changes,
        )  # fmt: skip
    return row


@transaction.atomic
def change_member(
    *, key: str, values: Mapping[str, Any], version: int | None, by: User, at: datetime, reason: str, document: str = ""
) -> Member:
    """Set facts of a member; an identity number that another person of the county has is refused."""
    row = Member.objects.select_for_update(of=("self",)).select_related("household").get(pk=key)
    home = row.household
    rules.check_may_edit_household(by, home.village_id)
    check_version(version, row.version)
    check_reason(reason)
    changes = _set(row, values, bridge.MEMBER_FACT)
    if "identity" in changes:
        row.fingerprint = fingerprint(str(values["identity"]))
        _check_nobody_else(row)
    if changes:
        row.save(update_fields=[*changes, "fingerprint", "version"])
        count_members([home.key])
        events.record(
            "member.changed", row, by=by, at=at, area=home.village_id, label=row.code,
            reason=source_of(reason, document), changes=changes,
        )  # fmt: skip
    return row


def _check_nobody_else(row: Member) -> None:
    other = queries.same_person(row)
    if other is not None:
        raise Refused(
            "member.known_identity",
            _("This identity number belongs to member %(member)s of household %(household)s. Compare both cards."),
            member=other.code,
            household=other.household.code,
        )


def _set(row: Household | Member, values: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Set what differs and count the version up; returns old and new by key, personal facts named only."""
    changes: dict[str, Any] = {}
    for key, new in values.items():
        old = bridge.opened(getattr(row, key))
        if old == new or (old in (None, "", ()) and new in (None, "", ())):
            continue
        setattr(row, key, new)
        changes[key] = None if facts[key].personal else [bridge.plain(old), bridge.plain(new)]
    row.version += bool(changes)
    return changes
