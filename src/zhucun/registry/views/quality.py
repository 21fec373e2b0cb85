"""Data quality: findings by village with owner and state, and one village's findings to mend or to explain."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import allowed, engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.households.quality import RULE, About, Weight
from zhucun.engine.policy.figures import referred
from zhucun.registry import actions, queries, rules
from zhucun.registry.forms.households import ExplainForm, OwnerForm
from zhucun.registry.models import FindingExplanation, KeptFinding, RulesAsked, Village, key_of
from zhucun.registry.views.village import village_or_404

TOP_RULES = 12
OPEN_A_PAGE = 50


@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    """The findings of a county's registry by village, the worst first."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    county = county_of(request, user)
    on = queries.as_of(county, timezone.localdate())
    asked, stale = actions.ask_if_small(county=county, on=on, at=timezone.now())
    explained = queries.explanations(county)
    context = {
        "on": on,
        "asked": asked,
        "stale": stale,
        "rules_asked": asked.rules if asked else len(RULE),
        # The findings of a run never change; what people said of them and who mends them is in the key.
        "key": (user.scope, county, asked.run, asked.at, _said(explained), queries.owners_stamp(user))
        if asked
        else None,
        "found": SimpleLazyObject(lambda: county_findings(user, asked, explained)),
    }
    return render(request, "registry/quality.html", context)


def county_findings(
    user: User, asked: RulesAsked | None, explained: Mapping[str, FindingExplanation]
) -> dict[str, Any]:
    """Return the villages with their findings, and what is found most."""
    rows = queries.by_village(user, asked, explained)
    language = engine_language()
    counts: Counter[str] = Counter()
    for row in rows:
        counts.update(row.rules)
    return {
        "rows": rows,
        "open": sum(row.open for row in rows),
        "errors": sum(row.errors for row in rows),
        "explained": sum(row.explained for row in rows),
        "bars": [
            {"label": RULE[rule].wrong.say(language), "value": n}
            for rule, n in counts.most_common(TOP_RULES)
            if rule in RULE
        ],
    }


def _said(explained: Mapping[str, FindingExplanation]) -> tuple[int, ...]:
    """Return what tells whether other explanations hold than before."""
    return tuple(sorted(row.pk for row in explained.values()))


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
    return render(request, "registry/village_quality.html", village_page(user, village, request.GET.get("page", "1")))


def village_page(user: User, village: Village, number: str = "1") -> dict[str, Any]:
    """Return what the page of one village's findings shows."""
    on = queries.as_of(village.county, timezone.localdate())
    asked, stale = actions.ask_if_small(county=village.county, on=on, at=timezone.now())
    listed = queries.of_village(asked, village.code)
    explained = queries.explanations(village.county)
    may_edit = allowed(rules.check_may_edit_household, user, village.code)
    owner = queries.owner_of(village)
    opened = Paginator([f for f in listed if f.mark not in explained], OPEN_A_PAGE).get_page(number)
    said = [f for f in listed if f.mark in explained]
    return {
        "village": village,
        "on": on,
        "asked": asked,
        "stale": stale,
        "page": opened,
        "key": (village.code, asked.run, asked.at, opened.number, may_edit, _said(explained)) if asked else None,
        "open": SimpleLazyObject(lambda: [finding_row(f, village, may_edit) for f in opened]),
        "explained": SimpleLazyObject(lambda: [(finding_row(f, village, False), explained[f.mark]) for f in said]),
        "owner": owner,
        "owner_form": OwnerForm(people=queries.owners_for(village.code)) if may_edit else None,
        "may_edit": may_edit,
    }


def finding_row(found: KeptFinding, village: Village, may_edit: bool) -> dict[str, Any]:
    """Return one finding in words with the page where it is mended."""
    language, rule = engine_language(), RULE[found.rule]
    address = ""
    if rule.about is About.HOUSEHOLDS:
        address = reverse("registry:household", args=[key_of(village.county, found.code)])
    elif rule.about is About.MEMBERS:
        address = reverse("registry:member_edit", args=[key_of(village.county, found.code)])
    elif rule.about is About.VILLAGES:
        address = reverse("registry:village", args=[village.code])
    initial = {"rule": found.rule, "code": found.code, "village": village.code, "mark": found.mark}
    chosen = 0 if language == "zh" else 1
    return {
        "grave": rule.weight is Weight.ERROR,
        "weight": rule.weight.say(language),
        "wrong": rule.wrong.say(language),
        "remedy": rule.remedy.say(language),
        "code": found.code,
        "about": rule.about.say(language),
        "values": [(pair[chosen], pair[chosen + 2]) for pair in found.values],
        "reference": referred(rule.reference).say(language),
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
