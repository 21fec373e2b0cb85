"""What everybody may see without signing in: the notices that are up, the form to object, and the answer."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhucun.core.refusals import Refused
from zhucun.identification import actions, papers, queries, rules
from zhucun.identification.forms import ObjectionForm, ReferenceForm
from zhucun.identification.statuses import ANNOUNCEMENTS
from zhucun.identification.views.notices import case_meant, village_rows
from zhucun.identification.views.words import today
from zhucun.policy.queries import figures_of
from zhucun.registry.models import Village

# Enough for a family that writes together, too few for a program.
OBJECTIONS_AN_HOUR = 5
LOOKS_AN_HOUR = 30
HOUR = 3600


def address_of(request: HttpRequest) -> str:
    """Return where a request comes from; behind our own proxy that is what the proxy added last."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.SECURE_PROXY_SSL_HEADER and forwarded:
        return str(forwarded.split(",")[-1].strip())
    return str(request.META.get("REMOTE_ADDR", ""))


def check_rate(request: HttpRequest, what: str, most: int) -> None:
    """Refuse an address that asks too often; only its print is kept, and for an hour."""
    hashed = hashlib.sha256(f"{settings.SECRET_KEY}{address_of(request)}".encode()).hexdigest()[:32]
    key = f"identification-{what}-{hashed}"
    cache.add(key, 0, HOUR)
    if cache.incr(key) > most:
        raise Refused(
            "public.too_often",
            _("Too many requests came from your address. Try again in an hour, or go to the township office."),
        )


def _answer(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = render(request, template, context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"  # names of families belong on the village board, not in search
    response["Cache-Control"] = "no-store"
    return response


@require_GET
@login_not_required
def public(request: HttpRequest, code: str) -> HttpResponse:
    """The notices of a village that are up today."""
    village = Village.objects.filter(pk=code).first()
    if village is None:
        raise Http404
    own, on = figures_of(code), today()
    notices = [
        {"row": n, "rows": papers.rows_of(n), "villages": village_rows(n),
         "takes_objections": n.stage not in ANNOUNCEMENTS, "answer_days": rules.answer_days(on, code, own)}
        for n in queries.notices_of(code, on)
    ]  # fmt: skip
    return _answer(request, "identification/public.html", {"village": village, "notices": notices})


@require_http_methods(["GET", "POST"])
@login_not_required
def public_objection(request: HttpRequest, pk: int) -> HttpResponse:
    """The form to object to a notice, and the number that one gets."""
    notice = queries.open_notice(pk, today())
    if notice is None or notice.stage in ANNOUNCEMENTS:
        raise Http404
    form = ObjectionForm(request.POST or None, notice=notice)
    if request.method != "POST":
        return _answer(request, "identification/public_objection.html", {"notice": notice, "form": form})
    check_rate(request, "objection", OBJECTIONS_AN_HOUR)
    if not form.is_valid():
        return _answer(request, "identification/public_objection.html", {"notice": notice, "form": form}, 422)
    if form.by_a_program():
        return _answer(request, "identification/public_taken.html", {"village": notice.village, "objection": None})
    made = actions.file_objection(
        publicity=notice, case=case_meant(notice, form), text=form.cleaned_data["text"],
        contact=form.cleaned_data["contact"], by=None, at=timezone.now(),
    )  # fmt: skip
    return _answer(request, "identification/public_taken.html", {"village": notice.village, "objection": made})


@require_http_methods(["GET", "POST"])
@login_not_required
def public_answer(request: HttpRequest) -> HttpResponse:
    """Look up the answer to an objection by its number; posted, so that the number stays out of logs."""
    form = ReferenceForm(request.POST or None)
    found, asked = None, request.method == "POST" and form.is_valid()
    if asked:
        check_rate(request, "answer", LOOKS_AN_HOUR)
        found = queries.objection_by_reference(form.cleaned_data["reference"])
    return _answer(request, "identification/public_answer.html", {"form": form, "objection": found, "asked": asked})


@require_GET
@login_not_required
def public_picture(request: HttpRequest, code: str) -> HttpResponse:
    """The QR code that leads to a village's notices."""
    address = request.build_absolute_uri(reverse("identification:public", args=[code]))
    return HttpResponse(papers.picture_of(address), content_type="image/svg+xml")
