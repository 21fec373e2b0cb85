"""Signed papers of cases and meetings: attached from the phone's camera or a scan, opened for a purpose, removed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.core.typed import checked
from zhucun.identification import actions
from zhucun.identification.forms import PaperForm, PurposeForm
from zhucun.identification.models import Case, Meeting, SignedPaper, VillageCase
from zhucun.registry.views.evidence import given

ABOUT: dict[str, Any] = {"case": Case, "village": VillageCase, "meeting": Meeting}


def signed_card(user: User, of: str, row: Any) -> dict[str, Any]:
    """Return what the card of signed papers shows: those there are, and the form to attach one."""
    papers = list(row.signed.filter(removed_at__isnull=True).select_related("by"))
    if of == "case":
        meetings = Meeting.objects.filter(votes__case=row)
        papers += SignedPaper.objects.filter(meeting__in=meetings, removed_at__isnull=True).select_related("by")
    return {
        "papers": papers,
        "may_open": user.may_at(Permission.HOUSEHOLD_UNMASK, row.village_id),
        "form": PaperForm() if user.may_at(Permission.HOUSEHOLD_EDIT, row.village_id) else None,
        "action": reverse("identification:attach_paper", args=[of, row.pk]),
    }


@require_POST
def attach_paper(request: HttpRequest, of: str, pk: int) -> HttpResponse:
    """Attach a signed paper."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    row = ABOUT[of].objects.visible_to(user).filter(pk=pk).first() if of in ABOUT else None
    if row is None:
        raise Http404
    check_may(user, Permission.HOUSEHOLD_EDIT, row.village_id)
    given_with = checked(PaperForm(request.POST, request.FILES))
    keep_paper(row, given_with["file"], given_with["title"], user)
    messages.success(request, _("The signed paper is kept, sealed."))
    return redirect(_home_of(row))


def keep_paper(about: Any, file: Any, title: str, user: User) -> None:
    """Keep the file that a form brought, if it brought one."""
    if file:
        actions.attach_paper(
            about=about, content=file.read(), filename=file.name, title=title, by=user, at=timezone.now()
        )  # fmt: skip


def _home_of(row: Any) -> str:
    """Return the page on which a paper's card stands."""
    if isinstance(row, Meeting):
        return reverse("identification:board")
    name = "identification:village_case" if isinstance(row, VillageCase) else "identification:case"
    return reverse(name, args=[row.pk])


@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what the paper is needed for; then it is given, and the log keeps the look."""
    user, row = _paper_or_404(request, pk)
    form = PurposeForm(request.POST or None)
    if form.is_valid():
        try:
            content = actions.open_paper(
                paper=row, purpose=form.cleaned_data["purpose"], by=user, at=timezone.now()
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return given(content, row, "paper")
    context = {
        "paper": row, "form": form, "home": _home_of(row.about),
        "may_remove": user.may_at(Permission.HOUSEHOLD_EDIT, row.village_id),
    }  # fmt: skip
    return render(request, "identification/paper.html", context, status=422 if form.errors else 200)


@require_POST
def remove_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a paper that was attached by mistake."""
    user, row = _paper_or_404(request, pk)
    actions.remove_paper(paper=row, reason=request.POST.get("reason", ""), by=user, at=timezone.now())
    messages.success(request, _("Removed. The history keeps that it was there."))
    return redirect(_home_of(row.about))


def _paper_or_404(request: HttpRequest, pk: int) -> tuple[User, SignedPaper]:
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    row = SignedPaper.objects.visible_to(user).select_related("case", "village_case", "meeting", "by", "village")
    found = row.filter(pk=pk).first()
    if found is None:
        raise Http404
    check_may(user, Permission.HOUSEHOLD_UNMASK, found.village_id)
    return user, found
