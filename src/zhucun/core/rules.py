"""Checks of core: what a role may do at a place, and whom one may give an account."""

from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.statuses import PLACE_DIGITS, Permission, Role

LEAST_REASON = 2  # characters; one alone explains nothing
LONGEST_REASON = 1_000  # characters; more than any box takes


def check_may(user: User, permission: Permission, code: str | None = None) -> None:
    """Refuse when the role does not allow it, or not at this place."""
    if not user.may(permission):
        raise Refused(
            "not_your_role",
            _("As “%(role)s” you may not do this. Ask your county organiser."),
            role=user.get_role_display(),
        )
    if code is not None and not code.startswith(user.scope):
        raise Refused("not_your_place", _("This lies outside your area, so you may look but not change."))


def check_reason(reason: str, sentence: str = "") -> str:
    """Return a reason without blanks around it; refuse one that is none, with a sentence that says who will read it.

    One that is a whole letter is refused too: nobody finds what matters in it, and nothing is cut.
    """
    reason = reason.strip()
    if len(reason) < LEAST_REASON:
        raise Refused("no_reason", sentence or _("Say why in a few words; it is kept with the change."))
    if len(reason) > LONGEST_REASON:
        raise Refused(
            "reason_too_long",
            _("The reason has %(given)s characters; at most %(most)s are kept. Shorten it to what matters."),
            given=len(reason), most=LONGEST_REASON,
        )  # fmt: skip
    return reason


def check_purpose(purpose: str) -> None:
    """Refuse to show somebody's personal facts in full to whoever does not say what for."""
    if len(purpose.strip()) < LEAST_REASON:
        raise Refused("personal.no_purpose", _("Say what you need the full facts for; it is kept in the log."))


def check_none_running(running: object | None) -> None:
    """Refuse a second piece of the same work while the first is under way."""
    if running is not None:
        raise Refused("work.running", _("This is being worked out already. Wait for it to finish."))


def check_may_give(user: User, role: Role | str, scope: str) -> None:
    """Refuse giving an account outside one's own area, of a wider role, or with a place that does not fit the role."""
    check_may(user, Permission.ACCOUNT_EDIT, scope)
    if len(scope) not in PLACE_DIGITS[role]:
        raise Refused(
            "account.place_does_not_fit",
            _("“%(role)s” needs a place of %(digits)s digits; %(scope)s has %(count)s. Choose a fitting place."),
            role=Role(role).label,
            digits="/".join(map(str, PLACE_DIGITS[role])),
            scope=scope,
            count=len(scope),
        )
    if role == Role.PROVINCE:
        raise Refused("account.wider", _("Accounts of the province are made by the province."))


def check_may_manage(user: User, account: User) -> None:
    """Refuse changing an account outside one's own area, or one's own: somebody else does that."""
    check_may(user, Permission.ACCOUNT_EDIT, account.scope)
    if account.pk == user.pk:
        raise Refused("account.own", _("This is your own account. Ask another organiser to change it."))
