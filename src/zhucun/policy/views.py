"""Pages of policy: figures by group, one figure with its history, rule sets by kind, one rule set and its editor."""

import csv
import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core.actions import note_export
from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.queries import place_name
from zhucun.core.refusals import Refused, allowed, engine_language
from zhucun.engine.policy.figures import Figure, level_of, referred, shipped
from zhucun.engine.targeting.rule_sets import rule_set
from zhucun.policy import actions, bridge, queries, rules
from zhucun.policy.forms import FigureForm, RuleSetForm, WithdrawForm
from zhucun.policy.models import OwnRuleSet
from zhucun.policy.papers import value_words
from zhucun.policy.queries import Line
from zhucun.policy.statuses import RuleKind


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of a group: the national one beside what holds here, and what begins later."""
    user = person(request)
    rules.check_may_see(user)
    groups = queries.groups_for(user)
    group = next((g for g in groups if g.key == request.GET.get("group")), groups[0])
    area, on = queries.area_of(user), timezone.localdate()
    found = queries.lines(group, area=area, on=on)
    wanted = request.GET.get("q", "").strip()
    if wanted:
        found = [line for g in groups for line in queries.lines(g, area=area, on=on) if _said_in(line, wanted)]
    if request.GET.get("own"):
        found = [line for line in found if line.own or line.later]
    shown = [_shown(line) for line in found if line.national or line.here or line.later or wanted]
    if request.GET.get("export") == "csv":
        return _csv(user, shown)
    context = {"groups": groups, "group": group, "rows": shown, "place": place_name(area), "q": wanted,
               "own": bool(request.GET.get("own")), "on": on,
               "may_edit": allowed(rules.check_may_edit, user, area)}  # fmt: skip
    return render(request, "policy/figures.html", context)


def _said_in(line: Line, wanted: str) -> bool:
    text = bridge.text_of(line.name)
    return any(wanted.lower() in said.lower() for said in (line.name, text.zh, text.en))


def _shown(line: Line) -> dict[str, Any]:
    language = engine_language()
    return {
        "name": line.name,
        "text": bridge.text_of(line.name).say(language),
        "national": value_words(line.name, line.national.value) if line.national else "",
        "national_from": line.national.told().say(language) if line.national else "",
        "here": value_words(line.name, line.here.value) if line.here and line.own else "",
        "here_from": line.here.told().say(language) if line.here and line.own else "",
        "later": value_words(line.name, line.later.value) if line.later else "",
        "later_since": line.later.since if line.later else None,
    }


def _csv(user: User, rows: list[dict[str, Any]]) -> HttpResponse:
    note_export(user=user, listing="figures", count=len(rows), at=timezone.now())
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(
        [pgettext("policy", "Name"), _("Figure"), _("National"), _("Where from"), _("Here"), _("Where from")]
    )
    keys = ("name", "text", "national", "national_from", "here", "here_from")
    writer.writerows([row[key] for key in keys] for row in rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = "attachment; filename=figures.csv"
    return response


@require_http_methods(["GET", "POST"])
def figure(request: HttpRequest, name: str) -> HttpResponse:
    """One figure: what holds, all its rows, and the form to set the place's own from a day."""
    user = person(request)
    if name not in bridge.known_names():
        raise Http404
    group = queries.group_of(name)
    rules.check_may_see(user, group=group.key)
    area, on = queries.area_of(user), timezone.localdate()
    line = queries.one_line(name, area=area, on=on)
    now = line.here or line.national
    form = FigureForm(request.POST or None, name=name, now=now.value if now else None, initial={"since": on})
    if request.method == "POST":
        rules.check_may_edit(user, area)
        if form.is_valid():
            typed = form.cleaned_data
            try:
                actions.add_figure(
                    area=area, name=name, value=form.value(), since=typed["since"], reference=typed["reference"],
                    reason=typed["reason"], by=user, at=timezone.now(),
                )  # fmt: skip
            except Refused as refused:
                form.add_error(None, refused.message)
            else:
                messages.success(request, _("Kept. It holds from %(day)s.") % {"day": typed["since"].isoformat()})
                return redirect("policy:figure", name)
    context = {
        "name": name, "text": bridge.text_of(name).say(engine_language()), "group": group, "line": _shown(line),
        "form": form, "rows": [_row(user, row, on) for row in queries.rows_of(name, area)], "place": place_name(area),
        "national": [_national(name, f) for f in _shipped_here(name, area)], "withdraw": WithdrawForm(),
        "may_edit": bridge.may_be_set(name) and allowed(rules.check_may_edit, user, area),
    }  # fmt: skip
    return render(request, "policy/figure.html", context, status=422 if form.errors else 200)


def _shipped_here(name: str, area: str) -> list[Figure]:
    rows = [f for f in shipped().get(name, ()) if area.startswith(f.area)]
    return sorted(rows, key=lambda f: f.since, reverse=True)


def _national(name: str, held: Figure) -> dict[str, Any]:
    language = engine_language()
    return {"value": value_words(name, held.value), "since": held.since, "level": held.level.say(language),
            "reference": referred(held.reference).say(language), "quality": held.quality.say(language)}  # fmt: skip


def _row(user: User, row: Any, on: Any) -> dict[str, Any]:
    return {
        "row": row,
        "value": value_words(row.name, bridge.value_of(row.name, row.value)),
        "level": level_of(row.area).say(engine_language()),
        "may_withdraw": allowed(rules.check_may_withdraw, row, user, on),
    }


@require_POST
def figure_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a value before its day."""
    user = person(request)
    row = queries.one_figure(pk, user)
    if row is None:
        raise Http404
    actions.withdraw_figure(figure=row, reason=request.POST.get("reason", ""), by=user, at=timezone.now())
    messages.success(request, _("Withdrawn. It never held."))
    return redirect("policy:figure", row.name)


@require_GET
def rule_sets(request: HttpRequest) -> HttpResponse:
    """The rule sets by kind: which holds here, which others there are, what the place made itself."""
    user = person(request)
    rules.check_may_see(user)
    area, on, language = queries.area_of(user), timezone.localdate(), engine_language()
    own = queries.own_of(area)
    kinds = []
    for kind in queries.kinds_for(user):
        held = rule_set(kind, on=on, area=area, local=own.rule_sets(kind, on=on), figures=own.figures)
        others = [
            {"code": p["code"], "name": p["text"][language], "area": p.get("area", "")} for p in bridge.papers_of(kind)
        ]
        kinds.append({
            "kind": kind, "name": held.text.say(language), "basis": held.basis.told().say(language),
            "own": held.code.startswith(area), "others": others, "rows": queries.rule_rows(kind, area),
        })  # fmt: skip
    context = {"kinds": kinds, "place": place_name(area), "may_edit": allowed(rules.check_may_edit, user, area)}
    return render(request, "policy/rule_sets.html", context)


@require_http_methods(["GET", "POST"])
def rule_set_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Make the place's own rules from a set that exists."""
    user = person(request)
    area, on = queries.area_of(user), timezone.localdate()
    if kind not in RuleKind.values:
        raise Http404
    rules.check_may_see(user, kind=kind)
    rules.check_may_edit(user, area)
    chosen = request.GET.get("base", "")
    base, name = _base(kind, chosen, user)
    if base is None:
        raise Http404
    may_add = "tests" in base and kind != RuleKind.DEPRIVATION
    initial = {"name": name, "since": on}
    form = RuleSetForm(request.POST or None, base=base, may_add=may_add, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            made = actions.add_rule_set(
                area=area, kind=kind, name=typed["name"], content=form.content(), since=typed["since"],
                reference=typed["reference"], reason=typed["reason"], by=user, at=timezone.now(), based_on=chosen,
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Kept. It holds from %(day)s.") % {"day": made.since.isoformat()})
            return redirect("policy:rule_set", made.pk)
    context = {"form": form, "kind": RuleKind(kind), "place": place_name(area), "base": name}
    return render(request, "policy/rule_set_form.html", context, status=422 if form.errors else 200)


def _base(kind: str, chosen: str, user: User) -> tuple[dict[str, Any] | None, str]:
    """Return the set that a new one is made from, with its name: a shipped one by code, or an own one by number."""
    if chosen.isdecimal():
        row = queries.one_rule_set(int(chosen), user)
        return (bridge.plain_rules(row), row.name) if row and row.content else (None, "")
    papers = bridge.papers_of(kind)
    found = next((p for p in papers if p["code"] == chosen), papers[0] if not chosen else None)
    return (found, found["text"][engine_language()]) if found else (None, "")


@require_http_methods(["GET", "POST"])
def rule_set_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One own rule set: its tests, paper and reason; withdrawn here before its day, ended from a later one."""
    user = person(request)
    row = queries.one_rule_set(pk, user)
    if row is None:
        raise Http404
    rules.check_may_see(user, kind=row.kind)
    if request.method == "POST":
        actions.withdraw_rule_set(rule_set=row, reason=request.POST.get("reason", ""), by=user, at=timezone.now())
        messages.success(request, _("Withdrawn. It never held."))
        return redirect("policy:rule_set", row.pk)
    context = {
        "row": row, "tests": _tests(row), "level": level_of(row.area).say(engine_language()),
        "place": place_name(row.area), "withdraw": WithdrawForm(),
        "may_withdraw": allowed(rules.check_may_withdraw, row, user, timezone.localdate()),
        "may_edit": allowed(rules.check_may_edit, user, row.area),
    }  # fmt: skip
    return render(request, "policy/rule_set.html", context)


def _tests(row: OwnRuleSet) -> list[dict[str, Any]]:
    if row.content is None:
        return []
    form = RuleSetForm(base=bridge.plain_rules(row), may_add=False)
    found = [{"text": said, "parts": parts} for _at, said, parts in form.tests]
    return [*found, *({"text": part.label, "parts": [part]} for part in form.settings)]
