"""The plan workbench: figures, map, table, unassigned people, the floor, rules, history."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.models import User
from zhucun.core.refusals import allowed, engine_language
from zhucun.core.statuses import Permission
from zhucun.core.typed import checked, version_seen, way_back, whole
from zhucun.postings import actions, rules
from zhucun.postings.bridge.county import facts_stamp
from zhucun.postings.bridge.desk import Desk, desk_of, takes_long
from zhucun.postings.forms.plans import ChoiceForm, PublishForm, SettingsForm
from zhucun.postings.models import Plan, Solving
from zhucun.postings.queries import candidates as people
from zhucun.postings.queries import plans as queries
from zhucun.postings.rules import term_years
from zhucun.postings.statuses import PlanStatus
from zhucun.postings.views.area_quotas import quotas_of
from zhucun.postings.views.history import plan_lines
from zhucun.postings.views.leaving import consequences, leaving_tab, scope_figures
from zhucun.postings.views.plans import TONES, plan_or_404
from zhucun.postings.views.solving import solving_of, solving_page
from zhucun.postings.views.tabs import floor_tab, map_tab, rules_tab, table_tab, unassigned_tab

Tab = Callable[[Plan, Desk, User, HttpRequest], dict[str, Any]]


def history_tab(plan: Plan, _desk: Desk, user: User, _request: HttpRequest) -> dict[str, Any]:
    """Return what happened to the plan."""
    return {"history": plan_lines(plan, queries.history_of_plan(plan)[:100], user)}


def all_rules_tab(plan: Plan, desk: Desk, user: User, request: HttpRequest) -> dict[str, Any]:
    """Return what people decided on pairs and places, and how the other rules bear on the plan."""
    return {**rules_tab(plan, desk, user, request), **quotas_of(plan, desk)}


TABS: dict[str, tuple[Any, Tab]] = {
    "map": (gettext_lazy("Map view"), map_tab),
    "table": (gettext_lazy("Table view"), table_tab),
    "unassigned": (gettext_lazy("Unassigned"), unassigned_tab),
    "leaving": (pgettext_lazy("plan", "Leaving"), leaving_tab),
    "floor": (gettext_lazy("Worst served"), floor_tab),
    "rules": (gettext_lazy("Locks, bans, quotas"), all_rules_tab),
    "history": (gettext_lazy("History"), history_tab),
}


@require_GET
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan at work: its figures, one tab of it, and beside it the explanation of whichever post is chosen."""
    user, row = plan_or_404(request, pk)
    work = solving_of(row)
    if work and work.under_way:
        return solving_page(request, row, user, work)
    desk = desk_of(row)
    open_tabs = TABS if allowed(rules.check_may_deliberate, user) else {"table": TABS["table"]}
    chosen = request.GET.get("tab", "")
    chosen = chosen if chosen in open_tabs else next(iter(open_tabs))
    context = {
        **frame(row, desk, user, work),
        "tabs": _tabs(row, open_tabs, chosen),
        "tab": chosen,
        "tab_template": f"postings/tabs/{chosen}.html",
        **open_tabs[chosen][1](row, desk, user, request),
        "open_village": code if (code := request.GET.get("village", "")) in desk.county.village_at else "",
    }
    partial = request.headers.get("HX-Target") == "tab"
    return render(request, "postings/tabs/tab.html" if partial else "postings/plan.html", context)


def frame(row: Plan, desk: Desk, user: User, work: Solving | None) -> dict[str, Any]:
    """Return what every part of the workbench needs: the plan, its figures, what may be done with it."""
    result, may = row.result, _may(row, user)
    editable = allowed(rules.check_may_edit_plan, user, row)
    stale = editable and not desk.is_optimal and result.get("stamp") != list(facts_stamp(row.county))
    return {
        "plan": row,
        "result": result,
        "old": stale or bool(desk.gone),
        "best_mean": desk.best_mean,
        "scope": scope_figures(desk),
        "consequences": consequences(row, user) if may["approve"] or may["publish"] else None,
        "tone": TONES[PlanStatus(row.status)],
        "editable": editable,
        "stale": stale,
        "gain": gain(desk) if editable else 0,
        "worst_name": _village_name(desk, result.get("worst_village")),
        "worst_share": (result.get("worst") or 0) / (result.get("scale") or 1),
        "mean": round(result.get("total", 0) / result["filled"]) if result.get("filled") else None,
        "may": may,
        "publish_form": _publish_form(row),
        "refused": _refused(result.get("refused")),
        "deliberate": allowed(rules.check_may_deliberate, user),
        "gone": len(desk.gone),
        "notes": [note[engine_language()] for note in result.get("notes", ())],
        "solving": work,
    }


def gain(desk: Desk) -> int:
    """Return how much solving again would gain in points, with hand moves left alone."""
    return 0 if desk.optimum is None else desk.optimum.total - desk.total


def _village_name(desk: Desk, code: str | None) -> str:
    at = desk.county.village_at.get(code or "")
    return "" if at is None else desk.county.villages[at].name


def _tabs(row: Plan, open_tabs: dict[str, tuple[Any, Tab]], chosen: str) -> list[dict[str, Any]]:
    address = reverse("postings:plan", args=[row.pk])
    return [
        {"label": label, "address": f"{address}?tab={key}", "here": key == chosen}
        for key, (label, _tab) in open_tabs.items()
    ]


def _may(row: Plan, user: User) -> dict[str, bool]:
    return {
        "propose": allowed(rules.check_may_propose, user, row),
        "approve": allowed(rules.check_may_decide, user, row, PlanStatus.APPROVED),
        "return": allowed(rules.check_may_decide, user, row, PlanStatus.RETURNED),
        "publish": allowed(rules.check_may_publish, user, row),
        "drop": allowed(rules.check_may_drop, user, row),
        "make": user.may_at(Permission.PLAN_EDIT, row.county),
        "names": people.may_see_names(user),
    }


def _publish_form(row: Plan) -> PublishForm:
    years = term_years("least_years", row.on, row.county)
    return PublishForm(initial={"handover": row.on, "years": years, "version": row.version})


def _refused(found: dict[str, Any] | None) -> dict[str, Any] | None:
    return None if found is None else {"text": found[engine_language()], "relax": found["relax"]}


def _settings_sent(request: HttpRequest) -> dict[str, Any] | None:
    """Return the settings that a form sent, None where it sent none."""
    if "floor" in request.POST:
        form = SettingsForm(request.POST)
        checked(form)
        return form.settings()
    if "scope" in request.POST:
        choice = ChoiceForm(request.POST)
        checked(choice)
        return choice.choice()
    return {"keep": whole(request.POST["keep"], 0)} if "keep" in request.POST else None


@require_POST
def plan_solve(request: HttpRequest, pk: int) -> HttpResponse:
    """Solve a draft again, with other settings if some were given; in the background if it takes long."""
    user, row = plan_or_404(request, pk)
    version, settings = version_seen(request, row.version), _settings_sent(request)
    keep_hand = request.POST.get("drop_hand") != "1"
    asked: dict[str, Any] = {"version": version, "settings": settings, "keep_hand": keep_hand}
    if takes_long(queries.pairs_of(row.county), {**row.settings, **(settings or {})}):
        actions.ask_to_solve(plan=row, by=user, at=timezone.now(), **asked)
        return redirect("postings:plan", pk)
    actions.solve_plan(plan=row, by=user, at=timezone.now(), **asked)
    messages.success(request, _("Solved again."))
    return redirect(way_back(request, reverse("postings:plan", args=[pk])))
