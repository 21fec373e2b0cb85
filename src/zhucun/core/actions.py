"""Every write of core: places and accounts."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import Event, Notice, Place, SendingUnit, User, within
from zhucun.core.refusals import Refused
from zhucun.core.statuses import Role
from zhucun.engine import places

CHUNK = 500


def load_places(*, prefix: str, by: User | None, at: datetime) -> int:
    """Load a place and all below it from the shipped list; loading twice changes nothing. Returns how many were new.

    Chunked, so that a whole province does not hold the write lock of the embedded database.
    """
    leading_to_it = Q(pk__in=[prefix[:digits] for digits in (2, 4, 6, 9)])
    known = set(Place.objects.filter(within(prefix) | leading_to_it).values_list("code", flat=True))
    divisions = [d for d in (*places.above(prefix), *places.below(prefix)) if d.code not in known]
    for start in range(0, len(divisions), CHUNK):
        rows = [Place(code=d.code, name=d.name, kind=d.kind) for d in divisions[start : start + CHUNK]]
        Place.objects.bulk_create(rows, ignore_conflicts=True)
    if divisions:
        with transaction.atomic():
            top = Place.objects.filter(pk=prefix).first() or Place(code=prefix)
            changes = {"count": [len(known), len(known) + len(divisions)]}
            events.record("places.loaded", top, by=by, at=at, area=prefix, label=top.name, changes=changes)
    return len(divisions)


@transaction.atomic
def make_account(
    *,
    username: str,
    password: str | None,
    name: str,
    role: Role,
    scope: str,
    by: User | None,
    at: datetime,
    unit: SendingUnit | None = None,
    made_up: bool = False,
) -> User:
    """Make an account; refuses a name that is taken, an unknown place, and a sending unit's account without a unit."""
    if User.objects.filter(username=username).exists():
        raise Refused(
            "account.taken", _("There is already an account “%(username)s”. Choose another name."), username=username
        )
    if not scope.isdigit() or not places.above(scope):
        raise Refused(
            "account.no_place",
            _("“%(scope)s” is not a place code. Give 2 to 12 digits, for example 610426."),
            scope=scope,
        )
    if role == Role.SENDING_UNIT and unit is None:
        raise Refused("account.no_unit", _("An account of a sending unit needs its unit. Name the unit with --unit."))
    user = User(username=username, name=name, role=role, scope=scope, unit=unit, made_up=made_up)
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    changes = {"role": [None, role], "scope": [None, scope]}
    events.record("account.made", user, by=by, at=at, area=scope, label=username, changes=changes)
    return user


@transaction.atomic
def close_account(*, user: User, by: User | None, at: datetime, reason: str) -> User:
    """Close an account; the person's events stay."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    events.record("account.closed", user, by=by, at=at, area=user.scope, label=user.username, reason=reason)
    return user


@transaction.atomic
def reset_access(*, user: User, password: str, by: User | None, at: datetime, reason: str) -> User:
    """Set a new password and forget the second factor of somebody who lost theirs; they set up a new one at sign-in."""
    user.set_password(password)
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    changes = {"password": None, "second_factor": None}
    events.record(
        "account.changed", user, by=by, at=at, area=user.scope, label=user.username, reason=reason, changes=changes
    )
    return user


def note_unmasking(*, subject: Model, area: str, label: str, purpose: str, by: User, at: datetime) -> None:
    """Log that a person saw another's personal facts in full, with the purpose they gave."""
    if len(purpose.strip()) < 2:
        raise Refused("personal.no_purpose", _("Say what you need the full facts for; it is kept in the log."))
    events.record("personal.seen", subject, by=by, at=at, area=area, label=label, reason=purpose.strip())


def note_export(*, user: User, listing: str, count: int, at: datetime, of: str = "") -> None:
    """Log that a list left the system as a file; `of` names what it belongs to, a plan for example."""
    changes: dict[str, Any] = {"rows": [None, count]}
    if of:
        changes["of"] = [None, of]
    events.record("export.taken", user, by=user, at=at, area=user.scope, label=listing, changes=changes)


def tell(*, users: Iterable[User], event: Event, address: str) -> int:
    """Give people news of an event, except the one who did it; telling twice changes nothing."""
    rows = [Notice(user=user, event=event, address=address) for user in users if user.pk != event.by_id]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def see_notices(*, user: User, at: datetime) -> int:
    """Mark a person's news as seen."""
    return Notice.objects.filter(user=user, seen_at__isnull=True).update(seen_at=at)
