"""A village at once: the checks that wait for a visit, given to somebody, and the sheet to take along."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.registry.models import Village
from zhucun.verification import actions, rules
from zhucun.verification.forms import AssignForm
from zhucun.verification.models import Check
from zhucun.verification.queries import checks as queries
from zhucun.verification.statuses import WHAT_TO_CHECK, Outcome, Source
from zhucun.verification.views.check import check_or_404
from zhucun.verification.views.words import name_for, say, today


def village_or_404(request: HttpRequest, code: str) -> tuple[User, Village]:
    """Return who asks and the village, if it is within their place."""
    user = person(request)
    check_may(user, Permission.CHECK_SEE)
    village = queries.one_village(code, user)
    if village is None:
        raise Http404
    return user, village


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, code: str) -> HttpResponse:
    """Give all checks of a village that are not closed to somebody by a day."""
    user, village = village_or_404(request, code)
    rules.check_may_assign(user, village.code, None)
    people = queries.owners_for(village.code)
    waiting = queries.to_visit(village, user)
    initial = {"deadline": max([c.deadline for c in waiting], default=rules.deadline(today(), village.code))}
    form = AssignForm(request.POST or None, people=people, initial=initial)
    form.fields["owner"].required = True
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        count = actions.assign_village(
            village=village, owner=given["owner"], deadline=given["deadline"], by=user, at=timezone.now()
        )
        messages.success(
            request, _("%(count)s check(s) given to %(name)s.") % {"count": count, "name": given["owner"].name}
        )
        return redirect("verification:checks")
    context = {"village": village, "form": form, "count": len(waiting)}
    return render(request, "verification/give.html", context, status=422 if form.errors else 200)


@require_GET
def sheets(request: HttpRequest, code: str) -> HttpResponse:
    """The sheets of a village to take along, one for each household."""
    user, village = village_or_404(request, code)
    check_may(user, Permission.CHECK_VERIFY, village.code)
    return render(request, "verification/sheets.html", _sheets(user, queries.to_visit(village, user), village.name))


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of one check."""
    user, row = check_or_404(request, pk)
    check_may(user, Permission.CHECK_VERIFY, row.village_id)
    return render(request, "verification/sheets.html", {**_sheets(user, [row], row.village.name), "check": row})


def _sheets(user: User, rows: list[Check], place: str) -> dict[str, Any]:
    """Return one sheet a household: who, what to look at, where to write and sign. No score, no weight, no limit."""
    homes = []
    for _key, of_home in groupby(rows, key=lambda c: c.household_id):
        listed = list(of_home)
        home = listed[0].household
        homes.append(
            {
                "home": home,
                "name": name_for(user, home.head_name),
                "village": listed[0].village.name,
                "deadline": min(c.deadline for c in listed),
                "checks": [_on_paper(user, c) for c in listed],
            }
        )
    return {"homes": homes, "place": place, "outcomes": Outcome.choices, "today": today()}


def _on_paper(user: User, row: Check) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "source": row.get_source_display(),
        "audit": row.source == Source.AUDIT,
        "who": name_for(user, row.member.name) if row.member else "",
        "evidence": say(row.evidence_zh, row.evidence_en),
        "question": WHAT_TO_CHECK.get(row.source, ""),
    }
