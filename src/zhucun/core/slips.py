"""Passwords to hand over: shown once, printed as slips; any page that gives accounts answers with this."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhucun.core.actions import Given
from zhucun.core.queries import place_names


def slips(request: HttpRequest, given: Sequence[Given]) -> HttpResponse:
    """Show user names and passwords once, one slip each, to print, cut and hand over."""
    names = place_names(g.user.scope for g in given)
    rows = [{"given": g, "place": names[g.user.scope]} for g in given]
    return render(request, "core/account_slips.html", {"rows": rows, "site": request.build_absolute_uri("/")})
