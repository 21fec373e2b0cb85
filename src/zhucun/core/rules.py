"""Checks of core."""

from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.statuses import Permission


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
