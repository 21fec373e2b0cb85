"""Villages on their way off the list: the list, the self-check, one case with every check, its form to print."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import Refused, allowed, engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.texts import Text
from zhucun.identification import actions, bridge_villages, queries, queries_villages, rules_villages
from zhucun.identification.forms_villages import VillageForm
from zhucun.identification.models import VillageCase, VillageStep
from zhucun.identification.statuses import (
    VILLAGE,
    VILLAGE_FINISHED,
    VILLAGE_FLOW,
    VILLAGE_MOVE,
    VillageMove,
    VillageStatus,
    village_moves_from,
)
from zhucun.identification.views.offers import offer, split
from zhucun.identification.views.signed import signed_card
from zhucun.identification.views.words import pill, today
from zhucun.registry.models import Village

CHECKS = {"apply": gettext_lazy("Village itself"), "apply_again": gettext_lazy("Village itself"),
          "check_village": gettext_lazy("Township"), "verify_village": gettext_lazy("County")}  # fmt: skip
TONES = {VillageStatus.TRACKED: "good", VillageStatus.CLOSED: "good", VillageStatus.FELL_BACK: "warning",
         VillageStatus.SENT_BACK: "warning"}  # fmt: skip


def village_pill(case: VillageCase) -> Any:
    """Return where a village stands."""
    plain = "neutral" if case.status in VILLAGE_FINISHED else "info"
    return pill(case.get_status_display(), TONES.get(VillageStatus(case.status), plain))


@require_GET
def villages(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The villages' cases of a person's place, and the poor villages that could apply."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    listing = Listing(
        request,
        queries_villages.village_cases(user),
        name="village exits",
        columns=(
            Column("village", gettext_lazy("Village"), lambda c: c.village.name, sort=("village_id",),
                   link=lambda c: reverse("identification:village_case", args=[c.pk])),
            Column("town", gettext_lazy("Township"), lambda c: c.village.town, minor=True),
            Column("status", gettext_lazy("Stands at"), lambda c: c.get_status_display(), cell=village_pill,
                   sort="status"),
            Column("since", pgettext_lazy("case", "Since"), lambda c: c.since, sort="since"),
            Column("until", gettext_lazy("Runs until"), lambda c: c.until, sort="until"),
            Column("visit", gettext_lazy("Next visit by"), lambda c: c.visit_due, sort="visit_due", minor=True),
        ),
        filters=(Filter("status", gettext_lazy("Stands at"), VillageStatus.choices, lambda q, v: q.filter(status=v)),),
        search=("village__name", "village__town"),
        order="-since",
        empty=gettext_lazy("No village has applied to leave the list of poor villages yet."),
    )  # fmt: skip
    poor = list(queries_villages.may_apply(user).order_by("code")[:200])
    return listing.answer("identification/villages.html", {"poor": poor, "may_apply": _may_apply_anywhere(user)})


def _may_apply_anywhere(user: User) -> bool:
    return user.may(Permission.HOUSEHOLD_EDIT) and user.role in VILLAGE


@require_http_methods(["GET", "POST"])
def village_exit(request: HttpRequest, code: str) -> HttpResponse:
    """The self-check of a village by the tests of its place, and the application where all that decides is met."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    village = Village.objects.visible_to(user).filter(pk=code).first()
    if village is None:
        raise Http404
    found = bridge_villages.tests_of(village, {}, on=today())
    asked = [bridge_villages.shown(row) for row in bridge_villages.kept_findings(found)]
    form = VillageForm(request.POST or None, move=None, asked=asked)
    if request.method == "POST" and form.is_valid():
        told = form.told()
        try:
            case = actions.apply_village_exit(
                village=village, told=told, note=form.given().note, by=user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.message)
            asked = [bridge_villages.shown(row) for row in bridge_villages.kept_findings(
                bridge_villages.tests_of(village, told, on=today()))]  # fmt: skip
        else:
            messages.success(request, _("The application is in. The township checks it next."))
            return redirect("identification:village_case", case.pk)
    running = queries_villages.running_case(village)
    context = {
        "village": village, "tests": asked, "form": form, "rules": found.basis.told().say(engine_language()),
        "poor": bridge_villages.poor_persons(village), "running": running, "passes": found.passes,
        "may_apply": allowed(rules_villages.check_may_apply, village, user, running),
    }  # fmt: skip
    return render(request, "identification/village_exit.html", context, status=422 if form.errors else 200)


def village_case_or_404(request: HttpRequest, pk: int) -> tuple[User, VillageCase]:
    """Return who asks and the village's case, if it is there for them."""
    user = person(request)
    case = queries_villages.one_village_case(pk, user)
    if case is None:
        raise Http404
    return user, case


@require_GET
def village_case(request: HttpRequest, pk: int) -> HttpResponse:
    """A village's case: the tests as each level answered them, what was done, what can be done next."""
    user, row = village_case_or_404(request, pk)
    return render(request, "identification/village_case.html", _page(user, row))


@require_GET
def village_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of application, check and verification to print and sign."""
    user, row = village_case_or_404(request, pk)
    return render(request, "identification/village_form.html", _page(user, row))


@require_POST
def village_step(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Take one step with a village's case."""
    user, row = village_case_or_404(request, pk)
    if move not in VILLAGE_MOVE:
        raise Http404
    step = VILLAGE_MOVE[move]
    rules_villages.check_village_role(step, user, row.village_id)
    form = VillageForm(request.POST, move=step, asked=_asked(row))
    if form.is_valid():
        try:
            row = actions.move_village_case(
                case=row, move=move, by=user, at=timezone.now(), given=form.given(), told=form.told(),
                version=form.cleaned_data["version"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            said = _("Done: the case stands at “%(where)s”.") % {"where": row.get_status_display()}
            messages.success(request, said)
            return redirect("identification:village_case", pk=row.pk)
    return render(request, "identification/village_case.html", _page(user, row, form, move), status=422)


def _asked(row: VillageCase) -> list[bridge_villages.Shown]:
    found = bridge_villages.tests_of(row.village, {}, on=today())
    return [bridge_villages.shown(kept) for kept in bridge_villages.kept_findings(found)]


def _page(user: User, row: VillageCase, typed: VillageForm | None = None, typed_for: str = "") -> dict[str, Any]:
    standing = queries_villages.village_standings([row])[row.pk]
    steps, asked = queries_villages.village_steps(row), _asked(row)
    offered = [_offer(row, move, standing, user, asked, typed if move.name == typed_for else None)
               for move in village_moves_from(row.status)]  # fmt: skip
    checks = [step for step in steps if step.findings]
    return {
        "case": row,
        "village": row.village,
        "status": village_pill(row),
        "flow": _flow(row),
        "checks": checks,
        "table": _table(checks),
        "levels": [{"label": CHECKS[s.move], "step": s} for s in checks],
        "rules": _told(checks[-1]) if checks else "",
        "poor": bridge_villages.poor_persons(row.village),
        "entries": [_entry(step) for step in reversed(steps)],
        "objections": list(row.objections.select_related("publicity").order_by("-id")),
        **split(offered),
        "signed": signed_card(user, "village", row),
        "issuer": queries.issuer_of(row.publicity) if row.publicity else "",
    }


def _offer(
    row: VillageCase, move: VillageMove, standing: Any, user: User, asked: Any, typed: VillageForm | None
) -> Any:
    obstacles = rules_villages.village_obstacles(row, move, standing, user=user, on=today())
    form = typed or VillageForm(move=move, asked=asked, initial={"version": row.version})
    return offer(move, obstacles, form, reverse("identification:village_step", args=[row.pk, move.name]))


def _flow(row: VillageCase) -> list[dict[str, Any]]:
    here = next((at for at, status in enumerate(VILLAGE_FLOW) if status == row.status), None)
    found = []
    for at, status in enumerate(VILLAGE_FLOW):
        over = here is not None and (at < here or (at == here and status in VILLAGE_FINISHED))
        found.append({"label": status.label, "state": "done" if over else "now" if at == here else ""})
    if here is None:
        found.append({"label": row.get_status_display(), "state": "failed"})
    return found


def _table(checks: list[VillageStep]) -> list[dict[str, Any]]:
    """Return each test with what every level found, the levels in order."""
    rows: dict[str, dict[str, Any]] = {}
    for at, step in enumerate(checks):
        for kept in step.findings:
            one = bridge_villages.shown(kept)
            row = rows.setdefault(one.code, {"test": one, "cells": [None] * len(checks)})
            row["cells"][at] = one
            row["test"] = one
    return list(rows.values())


def _told(step: VillageStep) -> str:
    told = step.rules.get("told")
    return Text(*told).say(engine_language()) if told else ""


def _entry(step: VillageStep) -> dict[str, Any]:
    what = VILLAGE_MOVE[step.move].label if step.move in VILLAGE_MOVE else _("Village applied")
    said = [step.note, _("There: %(people)s") % {"people": step.people} if step.people else ""]
    after = step.get_after_display()
    return {"what": what if what == after else f"{what} → {after}", "who": step.by.name, "at": step.at,
            "why": " · ".join(s for s in said if s)}  # fmt: skip
