"""A village at once: a meeting with its votes, and one step for all that wait, seen before it is done."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.core.typed import whole
from zhucun.identification import actions, queries, rules
from zhucun.identification.actions.meetings import APPRAISES
from zhucun.identification.forms import MeetingForm
from zhucun.identification.models import Case
from zhucun.identification.statuses import MOVE, Kind, Move
from zhucun.identification.views.signed import keep_paper
from zhucun.identification.views.words import name_for, today
from zhucun.registry.models import Village


def village_or_404(request: HttpRequest, code: str, move: Move) -> tuple[User, Village]:
    """Return who asks and the village; refuses who may not take the step there."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    village = Village.objects.visible_to(user).filter(pk=code).first()
    if village is None:
        raise Http404
    rules.check_role(move, user, code)
    return user, village


@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The record of a meeting: day, place, who came, and the votes on each household that waits."""
    if kind not in Kind.values:
        raise Http404
    move = APPRAISES[Kind(kind)]
    user, village = village_or_404(request, code, move)
    cases = queries.in_village(village, move.before, user)
    form = MeetingForm(request.POST or None, request.FILES or None, cases=cases, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():  # the record and its picture, or neither
                held = actions.record_meeting(
                    village=village, kind=kind, minutes=form.minutes(), votes=form.votes(), by=user, at=timezone.now()
                )
                keep_paper(held, form.cleaned_data["file"], _("Record of a meeting"), user)
        except Refused as refused:  # the numbers stay in the form
            form.add_error(None, refused.message)
        else:
            carried = sum(vote.carried for vote in held.votes.all())
            messages.success(
                request, _("Recorded: more than half were for %(count)s household(s).") % {"count": carried}
            )
            return redirect("identification:board")
    context = {"village": village, "form": form, "kind": Kind(kind), "rows": _named(user, form)}
    return render(request, "identification/meeting.html", context, status=422 if form.errors else 200)


def _named(user: User, form: MeetingForm) -> list[dict[str, Any]]:
    return [{**row, "name": name_for(user, row["case"].household.head_name)} for row in form.rows()]


@require_http_methods(["GET", "POST"])
def together(request: HttpRequest, code: str, move: str) -> HttpResponse:
    """All cases of a village that wait at one step: who can go on, who cannot and why; then the step for the chosen."""
    if move not in MOVE or not MOVE[move].bulk:
        raise Http404
    step = MOVE[move]
    user, village = village_or_404(request, code, step)
    if request.method == "POST":
        chosen = [whole(pk, 0) for pk in request.POST.getlist("chosen")]
        moved = actions.move_village(village=village, move=move, cases=chosen, by=user, at=timezone.now())
        messages.success(request, _("Done for %(count)s household(s).") % {"count": len(moved.done)})
        for case, refused in moved.left:
            messages.warning(request, f"{case.household_id.split('-', 1)[1]}: {refused.message}")
        notice = moved.done[0].publicity if step.notice else None
        return redirect("identification:notice", pk=notice.pk) if notice else redirect("identification:board")
    cases = queries.in_village(village, step.before, user)
    standing = queries.standings(cases)
    found = [
        (case, [*rules.obstacles(case, step, standing[case.pk], user=user, on=today()),
                *rules.ungrounded(step, standing[case.pk])])
        for case in cases
    ]  # fmt: skip
    ready = sum(not obstacles for _case, obstacles in found)
    heads = [pgettext("case", "Since"), _("What is in the way")]
    context = {
        "village": village, "title": step.label, "heads": heads,
        "lead": _("%(ready)s of %(all)s can go on. Nothing is done before you press the button.")
        % {"ready": ready, "all": len(found)},
        "rows": [_row(user, case, heads, obstacles) for case, obstacles in found],
        "may_press": ready > 0, "button": step.label, "empty": _("No household of this village waits for this step."),
    }  # fmt: skip
    return render(request, "identification/many.html", context)


def _row(user: User, case: Case, heads: list[str], obstacles: list[Refused]) -> dict[str, Any]:
    """Return one case with what is in its way."""
    told = " ".join(o.message for o in obstacles) or _("nothing")
    return {
        "value": case.pk, "name": name_for(user, case.household.head_name), "group": case.household.group,
        "address": reverse("identification:case", args=[case.pk]), "checked": True, "disabled": bool(obstacles),
        "cells": list(zip(heads, (case.since.isoformat(), told), strict=True)),
    }  # fmt: skip
