"""Changing the facts of a household or of a member."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhucun.core.person import person
from zhucun.core.refusals import Refused
from zhucun.registry import actions, queries, rules
from zhucun.registry.forms.households import FactsForm, HouseholdForm, MemberForm
from zhucun.registry.models import Household, Member
from zhucun.registry.views import words
from zhucun.registry.views.household import happened, household_or_404


@require_http_methods(["GET", "POST"])
def edit_household(request: HttpRequest, key: str) -> HttpResponse:
    """Change the typed facts of a household, with a reason."""
    user, row = household_or_404(request, key)
    rules.check_may_edit_household(user, row.village_id)
    form = HouseholdForm(request.POST) if request.method == "POST" else HouseholdForm.of(row)
    refused: Refused | None = None
    theirs: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.change_household(
                key=row.key, values=form.values(), by=user, at=timezone.now(), **why(form.cleaned_data)
            )
        except Refused as said:
            refused = said
            form, theirs = met(form, row, said)
        else:
            messages.success(request, _("Nothing was changed.") if saved.version == row.version else _("Saved."))
            return redirect("registry:household", key=row.key)
    context = {
        "form": form,
        "household": row,
        "refused": refused,
        "theirs": theirs,
        "name": words.shown_name(row.head_name, user),
    }
    return render(request, "registry/household_form.html", context, status=422 if form.errors else 200)


def met(form: FactsForm, row: Household | Member, refused: Refused) -> tuple[FactsForm, list[dict[str, Any]]]:
    """Return the form with what somebody else saved meanwhile taken in, and their changes in words."""
    if refused.code != "version.stale":
        return form, []
    row.refresh_from_db()
    theirs = queries.changed_since(row, form.cleaned_data["version"])
    return form.beside(row, theirs), [happened(event) for event in theirs]


def why(cleaned: dict[str, Any]) -> dict[str, Any]:
    """Return version, reason and document as an action takes them."""
    return {key: cleaned[key] for key in ("version", "reason", "document")}


@require_http_methods(["GET", "POST"])
def edit_member(request: HttpRequest, key: str) -> HttpResponse:
    """Change the facts of a member, with a reason."""
    user = person(request)
    row = queries.one_member(key, user)
    if row is None:
        raise Http404
    rules.check_may_edit_household(user, row.household.village_id)
    form = MemberForm(request.POST) if request.method == "POST" else MemberForm.of(row)
    refused: Refused | None = None
    theirs: list[dict[str, Any]] = []
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.change_member(
                key=row.key, values=form.values(), by=user, at=timezone.now(), **why(form.cleaned_data)
            )
        except Refused as said:
            refused = said
            form, theirs = met(form, row, said)
        else:
            messages.success(request, _("Nothing was changed.") if saved.version == row.version else _("Saved."))
            return redirect("registry:household", key=row.household_id)
    context = {
        "form": form,
        "member": row,
        "household": row.household,
        "refused": refused,
        "theirs": theirs,
        "name": row.name,
    }
    return render(request, "registry/member_form.html", context, status=422 if form.errors else 200)
