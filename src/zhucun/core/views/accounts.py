"""Pages of accounts: who may sign in, as what, where; passwords are shown once, to be handed over."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core import actions, queries
from zhucun.core.change_names import change_words
from zhucun.core.forms import AccountForm
from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.slips import slips
from zhucun.core.statuses import Permission, Role
from zhucun.core.views.pages import sentence

STATES = (("open", pgettext_lazy("account", "Open")), ("closed", pgettext_lazy("account", "Closed")))


def manager(request: HttpRequest) -> User:
    """Return who asks; only who may give accounts comes further."""
    user = person(request)
    check_may(user, Permission.ACCOUNT_EDIT)
    return user


@require_GET
def accounts(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Everybody who may sign in within one's area."""
    user = manager(request)
    names: dict[str, str] = {}

    def prepare(rows: list[User]) -> None:
        names.update(queries.place_names(row.scope for row in rows))

    listing = Listing(
        request,
        queries.accounts_visible_to(user),
        name="accounts",
        columns=(
            Column("name", gettext_lazy("Name"), lambda u: u.name, sort="name", link=_page),
            Column("username", gettext_lazy("User name"), lambda u: u.username, sort="username"),
            Column("role", pgettext_lazy("account", "Role"), lambda u: u.get_role_display(), sort="role"),
            Column("scope", pgettext_lazy("account", "Place"), lambda u: names.get(u.scope, u.scope), sort="scope"),
            Column("unit", gettext_lazy("Sending unit"), lambda u: u.unit.name if u.unit else "", minor=True),
            Column("seen", gettext_lazy("Last signed in"), lambda u: u.last_login, sort="last_login", minor=True),
            Column("state", gettext_lazy("State"), state_of),
        ),
        filters=(
            Filter("role", pgettext_lazy("account", "Role"), Role.choices, lambda q, v: q.filter(role=v)),
            Filter("state", gettext_lazy("State"), STATES, lambda q, v: q.filter(is_active=v == "open")),
        ),
        search=("name", "username"),
        order="scope",
        prepare=prepare,
        empty=gettext_lazy("No account here yet."),
    )
    return listing.answer("core/accounts.html")


def state_of(account: User) -> Any:
    """Return what stands in the way of signing in, in words."""
    if not account.is_active:
        return pgettext_lazy("account", "Closed")
    if account.new_password_due:
        return gettext_lazy("First sign-in awaited")
    return pgettext_lazy("account", "Open")


def _page(account: User) -> str:
    return reverse("core:account", args=[account.pk])


def account_or_404(request: HttpRequest, pk: int) -> tuple[User, User]:
    """Return who asks and the account, which must lie within their area."""
    user = manager(request)
    found = queries.accounts_visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return user, found


@never_cache
@require_http_methods(["GET", "POST"])
def account_new(request: HttpRequest) -> HttpResponse:
    """Make an account; the answer shows its password once."""
    user = manager(request)
    form = AccountForm(request.POST or None, by=user)
    if request.method == "POST" and form.is_valid():
        try:
            given = actions.add_account(by=user, at=timezone.now(), **form.values())
            return slips(request, [given])
        except Refused as refused:
            form.add_error(_field_of(refused), refused.message)
    return render(request, "core/account_form.html", {"form": form})


def _field_of(refused: Refused) -> str | None:
    fields = {"account.taken": "username", "account.no_unit": "unit", "account.place_does_not_fit": "scope"}
    return fields.get(refused.code)


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: what it may do and where, to change, close or give a new password."""
    user, row = account_or_404(request, pk)
    form = AccountForm(request.POST or None, by=user, account=row)
    if request.method == "POST" and form.is_valid():
        typed = {key: value for key, value in form.values().items() if key != "username"}
        try:
            actions.change_account(user=row, by=user, at=timezone.now(), **typed)
            messages.success(request, _("Saved."))
            return redirect("core:accounts")
        except Refused as refused:
            form.add_error(_field_of(refused), refused.message)
    context = {"form": form, "account": row, "own": row.pk == user.pk, "entries": _entries(row)}
    return render(request, "core/account.html", context)


def _entries(account: User) -> list[dict[str, Any]]:
    return [
        {
            "at": event.at,
            "who": event.by.name if event.by else "",
            "what": f"{sentence(event)}　{change_words(event.changes)}".strip(),
            "why": event.reason,
        }
        for event in queries.events_of_account(account)
    ]


@never_cache
@require_POST
def account_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a new password for one sign-in and forget the second factor; the answer shows it once."""
    user, row = account_or_404(request, pk)
    given = actions.give_new_password(user=row, by=user, at=timezone.now(), reason=request.POST.get("reason", ""))
    return slips(request, [given])


@require_POST
def account_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, with the reason."""
    user, row = account_or_404(request, pk)
    actions.close_account(user=row, by=user, at=timezone.now(), reason=request.POST.get("reason", ""))
    messages.success(request, _("Closed. What this person did stays in the log."))
    return redirect("core:account", pk)


@require_POST
def account_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again, with the reason."""
    user, row = account_or_404(request, pk)
    actions.reopen_account(user=row, by=user, at=timezone.now(), reason=request.POST.get("reason", ""))
    messages.success(request, _("Open again."))
    return redirect("core:account", pk)


@never_cache
@require_http_methods(["GET", "POST"])
def account_townships(request: HttpRequest) -> HttpResponse:
    """Make an account for every township that has none; the answer shows the passwords once, to print."""
    user = manager(request)
    waiting = queries.townships_without_account(user)
    if request.method == "POST":
        return slips(request, actions.add_township_accounts(townships=waiting, by=user, at=timezone.now()))
    return render(request, "core/account_townships.html", {"townships": waiting})
