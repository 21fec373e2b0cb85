"""Accounts for the First Secretaries in post, many at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zhucun.core.person import person
from zhucun.core.rules import check_may
from zhucun.core.slips import slips
from zhucun.core.statuses import Permission
from zhucun.core.typed import whole
from zhucun.postings import actions
from zhucun.postings.queries import serving as queries


@never_cache
@require_http_methods(["GET", "POST"])
def secretary_accounts(request: HttpRequest) -> HttpResponse:
    """Make an account for whoever serves and has none; the answer shows the passwords once, to print."""
    user = person(request)
    check_may(user, Permission.ACCOUNT_EDIT)
    waiting = queries.terms_without_account(user)
    if request.method == "POST":
        chosen = waiting.filter(pk__in=[whole(key, 0) for key in request.POST.getlist("term")])
        return slips(request, actions.add_secretary_accounts(terms=chosen, by=user, at=timezone.now()))
    return render(request, "postings/secretary_accounts.html", {"terms": waiting})
