"""How people sign in: accounts are given, never opened by oneself; a password from somebody else holds once."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest
from django.urls import reverse

from zhucun.core.actions import own_password_set
from zhucun.core.models import User

# For so long after signing in nobody is asked for their password again to set up their first second factor.
JUST_NOW_SECONDS = 300


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in only, no sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: an account gives sight of people's facts."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead to the home page: whoever set a password of their own wants to begin."""
        return reverse("dashboards:home")

    def is_reauthentication_required(self, *, app: str | None = None) -> bool:
        """Yes, but for an official who signed in a moment ago and is led to set up the second factor."""
        user = self.request.user
        if app == "allauth.mfa" and user.is_authenticated and not is_mfa_enabled(user):
            records = get_authentication_records(self.request, user)
            if records and time.time() - records[-1]["at"] < JUST_NOW_SECONDS:
                return False
        return bool(super().is_reauthentication_required(app=app))


def note_own_password(user: User, **_said: Any) -> None:
    """Note that somebody set a password of their own."""
    own_password_set(user)
