"""Who may open an account: nobody by themselves; a county makes accounts with `zhucun user`."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in only, no sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No: an account gives sight of people's facts."""
        return False
