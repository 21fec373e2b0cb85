"""The red lines that hold, the county's own and the published ones; and a new set of the county's from any of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhucun.core.refusals import Refused, engine_language
from zhucun.engine.errors import EngineError
from zhucun.engine.policy.figures import referred
from zhucun.engine.targeting import RedLines
from zhucun.policy import actions as policy
from zhucun.policy.queries import own_of
from zhucun.policy.queries import rule_rows as own_rows
from zhucun.verification import rules
from zhucun.verification.bridge import red_lines as sets
from zhucun.verification.forms import SetForm, exemption_forms, kept, line_forms
from zhucun.verification.views.words import manager, may_manage, measurer, tabs, today


@require_GET
def red_lines(request: HttpRequest) -> HttpResponse:
    """The set in force, the county's own with their days, and the published ones to start from."""
    user = measurer(request)
    own, on = own_of(user.scope), today()
    known = sets.known(own, on=on)
    try:
        here = sets.in_force(own, on=on).source.code
    except EngineError:
        here = ""
    pages = {
        f"{r.area}-{r.kind}-{r.pk}": reverse("policy:rule_set", args=[r.pk]) for r in own_rows(sets.KIND, own.area)
    }
    shown = [
        {**_shown(one), "here": code == here, "to_come": one.source.since > on, "page": pages.get(code, "")}
        for code, one in known.items()
    ]
    context = {
        "tabs": tabs(request, user),
        "may_manage": may_manage(user),
        "own": [one for one in shown if one["page"]],
        "published": [one for one in shown if not one["page"]],
        "here": here,
    }
    return render(request, "verification/red_lines.html", context)


def _shown(found: RedLines) -> dict[str, Any]:
    language = engine_language()
    comma = "、" if language == "zh" else ", "
    return {
        "code": found.source.code,
        "name": found.source.text.say(language),
        "since": found.source.since,
        "reference": referred(found.source.reference).say(language),
        "lines": [
            {
                "text": rule.text.say(language),
                "register": rule.register.say(language),
                "exclude": rule.severity.value == "exclude",
                "severity": rule.severity.say(language),
                "whose": comma.join(w.say(language) for w in rule.whose),
                "more_than": rule.more_than_yuan,
            }
            for rule in found.rules
        ],
        "exemptions": [
            {"text": e.text.say(language), "registers": comma.join(r.say(language) for r in e.registers)}
            for e in found.exemptions
        ],
    }


@require_http_methods(["GET", "POST"])
def red_line_set(request: HttpRequest, code: str) -> HttpResponse:
    """Make a set of the county's own from another one: its day and paper, lines with severity and limit, exemptions."""
    user = manager(request)
    start = sets.known(own_of(user.scope), on=today()).get(code)
    if start is None:
        raise Http404
    typed = request.POST or None
    name = start.source.text.say(engine_language())
    head = SetForm(typed, initial={"name": name, "since": today()})
    there, spared = sets.lines_of(start)
    lines, exemptions = line_forms(there, typed), exemption_forms(spared, typed)
    if typed and head.is_valid() and lines.is_valid() and exemptions.is_valid():
        try:
            rules.check_lines(kept(lines))
            policy.add_rule_set(
                area=user.scope, kind=sets.KIND, content=sets.content_of(kept(lines), kept(exemptions)),
                based_on=start.source.basis.version[:60], by=user, at=timezone.now(), **head.cleaned_data,
            )  # fmt: skip
        except Refused as refused:
            head.add_error(None, refused.message)
        else:
            messages.success(request, _("Saved. It holds from its day; what was compared before stays as it was."))
            return redirect("verification:red_lines")
    context = {"head": head, "lines": lines, "exemptions": exemptions, "name": name}
    return render(request, "verification/red_line_set.html", context, status=422 if typed else 200)
