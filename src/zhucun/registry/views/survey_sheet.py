"""The sheet of home surveys of a whole village: a line for each household, filled in from the keyboard."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import engine_language
from zhucun.registry import actions, queries, rules
from zhucun.registry.bridge.households import HOUSEHOLD_FACT
from zhucun.registry.forms.surveys import SheetRow, SurveyHead
from zhucun.registry.models import Village
from zhucun.registry.statuses import SHEET_KEYS
from zhucun.registry.views import words
from zhucun.registry.views.changes import tried

ROWS = 25


@require_http_methods(["GET", "POST"])
def survey_sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the surveys of many households of a village; each line is a survey of its own, good ones are kept."""
    user, village = _village_to_survey(request, code)
    everybody = bool(request.GET.get("all"))
    today = timezone.localdate()
    head = SurveyHead(request.POST or None, initial={"on": today, "surveyor": user.name})
    waiting = queries.to_survey(village, today.replace(month=1, day=1), everybody=everybody)
    if request.method == "POST":
        asked = request.POST.getlist("home")[: 2 * ROWS]
        homes = queries.to_survey(village, today, everybody=True).filter(pk__in=asked)
        rows = [SheetRow(request.POST, household=home) for home in homes]
        if head.is_valid():
            kept = sum(_keep(row, head.cleaned_data, user) for row in rows if row.said_anything())
            if kept:
                messages.success(request, _("Kept: surveys of %(count)s household(s).") % {"count": kept})
            rows = [row for row in rows if row.said_anything() and row.errors]
            if kept and not rows:
                return redirect(request.get_full_path())
            if not kept and not rows:
                messages.error(request, _("No question is answered. Answer at least one."))
                return redirect(request.get_full_path())
        page = None
    else:
        page = Paginator(waiting, ROWS).get_page(request.GET.get("page"))
        rows = [SheetRow(household=home) for home in page]
    context: dict[str, Any] = {
        "village": village, "head": head, "page": page, "everybody": everybody, "left": waiting.count(),
        "heads": [HOUSEHOLD_FACT[key].text.say(engine_language()) for key in SHEET_KEYS],
        "rows": [{"form": row, "name": words.shown_name(row.household.head_name, user)} for row in rows],
    }  # fmt: skip
    wrong = request.method == "POST"
    return render(request, "registry/survey_sheet.html", context, status=422 if wrong else 200)


def _village_to_survey(request: HttpRequest, code: str) -> tuple[User, Village]:
    user = person(request)
    village = Village.objects.visible_to(user).filter(pk=code).first()
    if village is None:
        raise Http404
    rules.check_may_edit_household(user, village.pk)
    return user, village


def _keep(row: SheetRow, head: dict[str, Any], user: User) -> bool:
    """Keep one line as a survey; what is refused stands at the line."""
    if not row.is_valid():
        return False
    refused = tried(
        lambda: actions.take_survey(
            household=row.household, on=head["on"], surveyor=head["surveyor"], answers=row.answers(), by=user,
            at=timezone.now(), version=row.cleaned_data["version"],
        )
    )  # fmt: skip
    if refused:
        row.add_error(None, refused.message)
    return refused is None
