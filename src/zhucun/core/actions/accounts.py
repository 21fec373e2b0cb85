"""Accounts: made, changed, closed, opened again; a password that somebody else gives holds for one sign-in."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events, rules
from zhucun.core.models import Place, SendingUnit, User
from zhucun.core.refusals import Refused
from zhucun.core.statuses import Role
from zhucun.engine import places

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without i, l, o, 0, 1


class Given(NamedTuple):
    """An account with the password that is handed over once."""

    user: User
    password: str


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
    given: bool = False,
) -> User:
    """Make an account; refuses a name that is taken, an unknown place, and a sending unit's account without a unit.

    A password `given` by somebody else must be changed at the first sign-in.
    """
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
    user = User(
        username=username, name=name, role=role, scope=scope, unit=unit, made_up=made_up, new_password_due=given
    )
    if password:
        user.set_password(password)
    else:
        user.set_unusable_password()
    user.save()
    changes = {"role": [None, role], "scope": [None, scope]}
    events.record("account.made", user, by=by, at=at, area=scope, label=username, changes=changes)
    return user


@transaction.atomic
def add_account(
    *, username: str, name: str, role: Role, scope: str, unit: SendingUnit | None, by: User, at: datetime
) -> Given:
    """Make an account for somebody of one's own area; returns it with the password to hand over, shown once."""
    rules.check_may_give(by, role, scope)
    password = one_time_password()
    user = make_account(
        username=username.strip(), password=password, name=name.strip(), role=role, scope=scope, by=by, at=at,
        unit=unit if role == Role.SENDING_UNIT else None, made_up=by.made_up, given=True,
    )  # fmt: skip
    return Given(user, password)


@transaction.atomic
def add_township_accounts(*, townships: Iterable[Place], by: User, at: datetime) -> list[Given]:
    """Make an account for each township that has none, named after it."""
    served = set(User.objects.filter(role=Role.TOWNSHIP, is_active=True).values_list("scope", flat=True))
    return [
        add_account(username=f"t{place.code}", name=place.name, role=Role.TOWNSHIP, scope=place.code, unit=None, by=by,
                    at=at)
        for place in townships
        if place.code not in served
    ]  # fmt: skip


@transaction.atomic
def change_account(
    *,
    user: User,
    seen: str,
    name: str,
    role: Role,
    scope: str,
    unit: SendingUnit | None,
    by: User,
    at: datetime,
    reason: str,
) -> User:
    """Change an account's name, role, place or unit, with the reason; nobody changes their own."""
    row = _locked(user)
    rules.check_may_manage(by, row)
    rules.check_may_give(by, role, scope)
    if row.seen != seen:
        raise Refused(
            "account.changed_meanwhile",
            _("Somebody changed this account while you had it open. Open it again; nothing was saved."),
        )
    if role == Role.SENDING_UNIT and unit is None:
        raise Refused("account.no_unit", _("An account of a sending unit needs its unit. Choose the unit."))
    unit_id = unit.pk if unit and role == Role.SENDING_UNIT else None
    wanted = {"name": name.strip(), "role": role, "scope": scope, "unit_id": unit_id}
    changes = {key: [getattr(row, key), value] for key, value in wanted.items() if getattr(row, key) != value}
    if not changes:
        return row
    for key, value in wanted.items():
        setattr(row, key, value)
    row.save(update_fields=list(wanted))
    _record("account.changed", row, by=by, at=at, reason=rules.check_reason(reason), changes=changes)
    return row


@transaction.atomic
def close_account(*, user: User, by: User | None, at: datetime, reason: str) -> User:
    """Close an account; the person's events stay."""
    row = _locked(user)
    if by is not None:
        rules.check_may_manage(by, row)
        reason = rules.check_reason(reason)
    row.is_active = user.is_active = False
    row.save(update_fields=["is_active"])
    _record("account.closed", row, by=by, at=at, reason=reason)
    return row


@transaction.atomic
def reopen_account(*, user: User, by: User, at: datetime, reason: str) -> User:
    """Open a closed account again; its password and second factor are those of before."""
    row = _locked(user)
    rules.check_may_manage(by, row)
    row.is_active = True
    row.save(update_fields=["is_active"])
    _record("account.reopened", row, by=by, at=at, reason=rules.check_reason(reason))
    return row


@transaction.atomic
def give_new_password(*, user: User, by: User, at: datetime, reason: str) -> Given:
    """Give somebody who lost theirs a password for one sign-in; the second factor is set up anew."""
    row = _locked(user)
    rules.check_may_manage(by, row)
    password = one_time_password()
    reset_access(user=row, password=password, by=by, at=at, reason=rules.check_reason(reason))
    row.new_password_due = True
    row.save(update_fields=["new_password_due"])
    return Given(row, password)


@transaction.atomic
def reset_access(*, user: User, password: str, by: User | None, at: datetime, reason: str) -> User:
    """Set a new password and forget the second factor of somebody who lost theirs; they set up a new one at sign-in."""
    user.set_password(password)
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    _record("account.changed", user, by=by, at=at, reason=reason, changes={"password": None, "second_factor": None})
    return user


@transaction.atomic
def move_account(*, user: User, scope: str, at: datetime, reason: str) -> None:
    """Follow a person to another place, as an earlier decision of people wants it."""
    changes: dict[str, Any] = {"scope": [user.scope, scope]}
    user.scope = scope
    user.save(update_fields=["scope"])
    _record("account.changed", user, by=None, at=at, reason=reason, changes=changes)


def own_password_set(user: User) -> None:
    """Note that a person has set a password of their own."""
    User.objects.filter(pk=user.pk).update(new_password_due=False)


def one_time_password() -> str:
    """Return a password that can be read out and typed on a phone: three groups of four, no look-alikes."""
    return "-".join("".join(secrets.choice(LETTERS) for _one in range(4)) for _group in range(3))


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def _record(
    name: str, user: User, *, by: User | None, at: datetime, reason: str = "", changes: dict[str, Any] | None = None
) -> None:
    events.record(name, user, by=by, at=at, area=user.scope, label=user.username, reason=reason, changes=changes)
