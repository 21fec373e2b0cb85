"""Data quality: findings by village with owner and state, and one village's findings to mend or to explain."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import allowed, engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.households.quality import About, Finding
from zhucun.registry import actions, queries, rules
from zhucun.registry.forms.households import ExplainForm, OwnerForm
from zhucun.registry.models import FindingExplanation, Village, key_of
from zhucun.registry.views.village import village_or_404

TOP_RULES = 12


@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    """The findings of a county's registry by village, the worst first."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    county = county_of(request, user)
    on = queries.as_of(county, timezone.localdate())
    found = queries.findings(county, on=on)
    explained = queries.explanations(county)
    rows = queries.by_village(user, found, explained)
    language = engine_language()
    codes = {row.code.encode() for row in rows}
    places = found.villages.tolist()
    counts: dict[int, int] = {}
    for rule, place in zip(found.rule.tolist(), places, strict=True):
        if place in codes:
            counts[rule] = counts.get(rule, 0) + 1
    top = sorted(counts.items(), key=lambda pair: -pair[1])[:TOP_RULES]
    return render(
        request,
        "registry/quality.html",
        {
            "rows": rows,
            "on": on,
            "open": sum(row.open for row in rows),
            "errors": sum(row.errors for row in rows),
            "explained": sum(row.explained for row in rows),
            "rules_asked": len(found.rules),
            "bars": [{"label": found.rules[rule].wrong.say(language), "value": n} for rule, n in top],
        },
    )


def county_of(request: HttpRequest, user: User) -> str:
    """Return the county to look at: the person's own, or the chosen one of a wider place."""
    if len(user.scope) >= 6:
        return user.county
    areas = dict(queries.areas(user))
    chosen = request.GET.get("area", "")
    return chosen if chosen in areas else next(iter(areas), user.scope)


@require_GET
def village_quality(request: HttpRequest, code: str) -> HttpResponse:
    """The findings of one village, each with what is wrong, where, and what to do."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    _user, village = village_or_404(request, code)
    return render(request, "registry/village_quality.html", village_page(user, village))


def village_page(user: User, village: Village) -> dict[str, Any]:
    """Return what the page of one village's findings shows."""
    on = queries.as_of(village.county, timezone.localdate())
    listed = queries.of_village(queries.findings(village.county, on=on), village.code)
    explained = queries.explanations(village.county)
    may_edit = allowed(rules.check_may_edit_household, user, village.code)
    owner = queries.owner_of(village)
    return {
        "village": village,
        "on": on,
        "open": [finding_row(f, village, may_edit) for f in listed if f.mark not in explained],
        "explained": [(finding_row(f, village, False), explained[f.mark]) for f in listed if f.mark in explained],
        "owner": owner,
        "owner_form": OwnerForm(people=queries.owners_for(village.code)) if may_edit else None,
        "may_edit": may_edit,
    }


def finding_row(found: Finding, village: Village, may_edit: bool) -> dict[str, Any]:
    """Return one finding in words with the page where it is mended."""
    language = engine_language()
    address = ""
    if found.rule.about is About.HOUSEHOLDS:
        address = reverse("registry:household", args=[key_of(village.county, found.code)])
    elif found.rule.about is About.MEMBERS:
        address = reverse("registry:member_edit", args=[key_of(village.county, found.code)])
    elif found.rule.about is About.VILLAGES:
        address = reverse("registry:village", args=[village.code])
    initial = {"rule": found.rule.code, "code": found.code, "village": village.code, "mark": found.mark}
    return {
        "grave": found.rule.weight.value == "error",
        "weight": found.rule.weight.say(language),
        "wrong": found.rule.wrong.say(language),
        "remedy": found.rule.remedy.say(language),
        "code": found.code,
        "about": found.rule.about.say(language),
        "values": [(label.say(language), value.say(language)) for label, value in found.values],
        "reference": found.rule.reference,
        "address": address,
        "form": ExplainForm(initial=initial, auto_id=f"{found.mark[:8]}_%s") if may_edit else None,
    }


@require_POST
def explain(request: HttpRequest, code: str) -> HttpResponse:
    """Say why a finding is right as it stands."""
    user, village = village_or_404(request, code)
    check_may(user, Permission.HOUSEHOLD_EDIT, village.code)
    form = ExplainForm(request.POST)
    if not form.is_valid():
        return render(request, "registry/village_quality.html", village_page(user, village), status=422)
    given = {key: form.cleaned_data[key] for key in ("rule", "code", "mark", "reason")}
    actions.explain_finding(village=village, by=user, at=timezone.now(), **given)
    messages.success(request, _("Explained: it stays quiet until these facts change."))
    return redirect("registry:village_quality", code=village.code)


@require_POST
def speak_again(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Withdraw an explanation."""
    user, village = village_or_404(request, code)
    check_may(user, Permission.HOUSEHOLD_EDIT, village.code)
    row = get_object_or_404(FindingExplanation, pk=pk, village=village)
    actions.withdraw_explanation(explanation=row, by=user, at=timezone.now())
    messages.success(request, _("The finding speaks again."))
    return redirect("registry:village_quality", code=village.code)


@require_POST
def assign(request: HttpRequest, code: str) -> HttpResponse:
    """Ask somebody to mend the findings of a village by a day."""
    user, village = village_or_404(request, code)
    check_may(user, Permission.HOUSEHOLD_EDIT, village.code)
    form = OwnerForm(request.POST, people=queries.owners_for(village.code))
    if not form.is_valid():
        return render(request, "registry/village_quality.html", village_page(user, village), status=422)
    given = form.cleaned_data
    actions.assign_findings(village=village, owner=given["owner"], until=given["until"], by=user, at=timezone.now())
    messages.success(request, _("Assigned."))
    return redirect("registry:village_quality", code=village.code)
