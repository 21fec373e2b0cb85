"""The home survey: asked on a phone as one stands in the house; earlier ones can be withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhucun.core.models import User
from zhucun.core.refusals import engine_language
from zhucun.registry import actions, queries
from zhucun.registry.bridge.households import HOUSEHOLD_FACT, from_plain
from zhucun.registry.forms.surveys import SurveyForm
from zhucun.registry.models import HomeSurvey, Household
from zhucun.registry.statuses import SURVEY_KEYS
from zhucun.registry.views import words
from zhucun.registry.views.changes import household_to_change, shown, tried


@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, key: str) -> HttpResponse:
    """Enter a home survey; the earlier ones stand below."""
    user, row = household_to_change(request, key)
    last = {k: said(row, k, user) for k in SURVEY_KEYS}
    first = {"version": row.version, "on": timezone.localdate(), "surveyor": user.name}
    form = SurveyForm(request.POST or None, last=last, initial=first)
    refused = None
    if form.is_valid():
        given = form.cleaned_data
        refused = tried(
            lambda: actions.take_survey(
                household=row, on=given["on"], surveyor=given["surveyor"], answers=form.answers(), note=given["note"],
                by=user, at=timezone.now(), version=given["version"],
            )
        )  # fmt: skip
        if refused is None:
            messages.success(request, _("The survey is kept; its answers are the household's facts now."))
            return redirect("registry:household", key=row.key)
    return shown(
        request, "registry/survey.html", row, user, form=form, refused=refused,
        surveys=[survey_row(s) for s in queries.surveys_of(row)],
    )  # fmt: skip


def said(row: Household, key: str, user: User) -> str:
    """Return a fact as the form repeats it, with its unit; '' where nobody said."""
    fact, value = HOUSEHOLD_FACT[key], getattr(row, key)
    return told(key, words.shown(fact, value, user=user)) if value not in (None, "", ()) else ""


def told(key: str, value: Any) -> str:
    """Return a value in words, with its unit."""
    fact = HOUSEHOLD_FACT[key]
    unit = fact.unit.say(engine_language()) if fact.unit else ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return f"{value} {unit}".strip()


def survey_row(row: HomeSurvey) -> dict[str, Any]:
    """Return one survey with its answers in words, in the form's order: PostgreSQL keeps none of its own."""
    answers = []
    order = {key: place for place, key in enumerate(SURVEY_KEYS)}
    for key, value in sorted(row.answers.items(), key=lambda answer: order.get(answer[0], len(order))):
        fact, kept = HOUSEHOLD_FACT[key], from_plain(key, value)
        word = words.word(fact.words, kept) if fact.words else kept
        answers.append({"label": fact.text.say(engine_language()), "value": told(key, word)})
    return {"survey": row, "answers": answers}


@require_POST
def withdraw(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Withdraw a survey that was entered by mistake."""
    user, row = household_to_change(request, key)
    found = next((s for s in queries.surveys_of(row) if s.pk == pk), None)
    if found is None:
        raise Http404
    reason = request.POST.get("reason", "")
    refused = tried(lambda: actions.withdraw_survey(survey=found, by=user, at=timezone.now(), reason=reason))
    if refused is not None:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Withdrawn. Facts that it had changed are as before."))
    return redirect("registry:household_survey", key=row.key)
