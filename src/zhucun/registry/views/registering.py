"""Registering a family that is in no list, and withdrawing a registration that was a mistake."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhucun.core.person import person
from zhucun.core.refusals import Refused
from zhucun.registry import actions, queries, rules
from zhucun.registry.forms.registering import RegisterForm, WithdrawForm
from zhucun.registry.views.changes import household_to_change, shown, tried


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a family; whoever is there already is shown where."""
    user = person(request)
    rules.check_may_edit_household(user, user.scope)
    first = {"code": queries.next_household_code(user.county), "village": request.GET.get("village", user.scope)}
    form = RegisterForm(request.POST or None, user=user, initial=first)
    refused = known = None
    if form.is_valid():
        try:
            made = actions.register_household(
                new=form.household(), by=user, at=timezone.now(), reason=form.cleaned_data["reason"],
                document=form.cleaned_data["document"],
            )  # fmt: skip
        except Refused as said:
            refused, known = said, queries.one_household(str(said.details.get("key", "")), user)
        else:
            messages.success(request, _("Registered. Now add who else lives there."))
            return redirect("registry:household", key=made.key)
    context = {"form": form, "refused": refused, "known": known}
    return render(request, "registry/register.html", context, status=422 if refused or form.errors else 200)


@require_http_methods(["GET", "POST"])
def withdraw_household(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw a registration by hand that was a mistake, with a reason."""
    user, row = household_to_change(request, key)
    form = WithdrawForm(request.POST or None, initial={"version": row.version})
    refused = tried(lambda: rules.check_registered_by_hand(row))
    if refused is None and form.is_valid():
        given = form.cleaned_data
        refused = tried(
            lambda: actions.withdraw_household(
                key=row.key, by=user, at=timezone.now(), reason=given["reason"], version=given["version"]
            )
        )
        if refused is None:
            messages.success(
                request,
                _("The registration of household %(code)s is withdrawn. The log keeps both.") % {"code": row.code},
            )
            return redirect("registry:households")
    return shown(request, "registry/register_withdraw.html", row, user, form=form, refused=refused)
