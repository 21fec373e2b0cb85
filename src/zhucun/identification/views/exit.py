"""A household's exit: its tests on one sheet, the form to sign, and proposing several of a village at once."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhucun.core.person import person
from zhucun.core.queries import place_name
from zhucun.core.refusals import allowed
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.identification import actions, bridge, bridge_exit, queries, rules
from zhucun.identification.models import Case, Step
from zhucun.identification.statuses import NEXT, OPENING, Kind
from zhucun.identification.views.cases import case_or_404
from zhucun.identification.views.together import village_or_404
from zhucun.identification.views.words import colour_pill, name_for, pill, today
from zhucun.registry import queries as registry
from zhucun.registry.models import Household


@require_GET
def exit_tests(request: HttpRequest, key: str) -> HttpResponse:
    """Whether a household passes each test of exit: figure, source, day, and what to do where something is missing."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    home = Household.objects.visible_to(user).select_related("village").filter(pk=key).first()
    if home is None:
        raise Http404
    members = registry.present_members([home.key]).get(home.key, [])
    context = {
        "home": home, "name": name_for(user, home.head_name), "colour": colour_pill(home.status),
        "sheet": bridge_exit.sheet_of(home, members, on=bridge.day_for(home, today())),
        "case": Case.objects.filter(household=home, kind=Kind.EXIT).order_by("-id").first(),
        "may_open": allowed(rules.check_may_open, home, Kind.EXIT, user, queries.running_case(home)),
        "may_edit": user.may_at(Permission.HOUSEHOLD_EDIT, home.village_id),
    }  # fmt: skip
    return render(request, "identification/exit_tests.html", context)


@require_GET
def case_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of identification or exit to print, sign and keep: what is known stands in it, the rest is left free."""
    user, row = case_or_404(request, pk)
    home = row.household
    members = registry.present_members([home.key]).get(home.key, [])
    steps = queries.steps_of(row)
    context: dict[str, Any] = {
        "case": row, "home": home, "name": name_for(user, home.head_name), "members": [
            {"name": name_for(user, m.name), "relation": m.get_relation_display(), "born": m.born and m.born.year,
             "labour": m.get_labour_display()} for m in members
        ],
        "votes": queries.votes_of(row)[:1], "is_exit": row.kind == Kind.EXIT,
        "sheet": bridge_exit.sheet_of(home, members, on=bridge.day_for(home, today())),
        "county": place_name(home.county), "named": _named(user, steps), "publicity": row.publicity,
        "ground": row.ground if user.may(Permission.HOUSEHOLD_EDIT) else "",
    }  # fmt: skip
    return render(request, "identification/case_form.html", context)


def _named(user: Any, steps: list[Step]) -> dict[str, Step]:
    """Return the last step of each kind whose names stand in the form; who only looks sees none of them."""
    if not user.may(Permission.HOUSEHOLD_EDIT):
        return {}
    return {step.move: step for step in steps}


@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """Households of a village for whom a case could be opened, with what the tests say; opened for the chosen."""
    if kind not in Kind.values:
        raise Http404
    user, village = village_or_404(request, code, NEXT[OPENING[kind]])
    homes = list(queries.candidates_for(kind, user).filter(village=village).order_by("group", "key"))
    if request.method == "POST":
        opened = actions.open_many(
            village=village, kind=kind, keys=request.POST.getlist("chosen"), by=user, at=timezone.now(),
            note=request.POST.get("note", "").strip()[:500],
        )  # fmt: skip
        messages.success(request, _("Opened for %(count)s household(s).") % {"count": len(opened.done)})
        for home, refused in opened.left:
            messages.warning(request, f"{home.code}: {refused.message}")
        return redirect(f"{reverse('identification:board')}?kind={kind}&q={village.name}#listing")
    ready: dict[str, Any] = {}
    if kind == Kind.EXIT and homes:
        members = [m for group in registry.present_members([h.key for h in homes]).values() for m in group]
        ready = bridge_exit.readiness_of(homes, members, on=bridge.day_for(homes[0], today()), area=village.pk)
    heads = [_("Household is"), _("Net income per head (yuan)"), *([_("Tests of exit")] if kind == Kind.EXIT else [])]
    context = {
        "village": village,
        "title": _("Propose several exits") if kind == Kind.EXIT else _("Take several applications"),
        "lead": _("Choose the households. The tests are an aid; nothing is decided by opening a case."),
        "heads": heads, "rows": [_row(user, home, heads, ready.get(home.key)) for home in homes],
        "with_note": True, "may_press": True, "button": _("Open for the chosen"),
        "empty": _("No household is left for whom this could be opened."),
    }  # fmt: skip
    return render(request, "identification/many.html", context)


def _row(user: Any, home: Household, heads: list[str], ready: Any) -> dict[str, Any]:
    """Return one household with what speaks for its case."""
    income = "" if home.net_per_head_yuan is None else f"{home.net_per_head_yuan:,.2f}"
    cells = [colour_pill(home.status), income, pill(ready["word"], ready["tone"]) if ready else ""]
    return {
        "value": home.key, "name": name_for(user, home.head_name), "group": home.group,
        "address": reverse("identification:exit_tests", args=[home.key]), "checked": bool(ready and ready["ready"]),
        "cells": list(zip(heads, cells, strict=False)),
    }  # fmt: skip
