"""Pages on weights: the list, one scheme with its evidence, a new version."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.policy.figures import referred
from zhucun.engine.posting.scheme import Scheme as Weights
from zhucun.engine.posting.scheme import TermName, default_scheme
from zhucun.postings import actions
from zhucun.postings.bridge.schemes import scheme_of
from zhucun.postings.forms.schemes import SchemeForm
from zhucun.postings.models import Scheme
from zhucun.postings.queries import plans as queries


def county_of(user: User) -> str:
    """Return the county whose plans and weights a page is about; a province looks through its own counties' pages."""
    if len(user.scope) < 6:
        raise Http404
    return user.county


@require_GET
def schemes(request: HttpRequest) -> HttpResponse:
    """The county's weights, each version with what it changed; the shipped ones where there are none yet."""
    user = person(request)
    check_may(user, Permission.CANDIDATE_SEE)
    rows = list(queries.schemes_visible_to(user))
    context = {
        "rows": [
            {"scheme": r, "name": scheme_of(r).name.say(engine_language()), "plans": getattr(r, "plan_count", 0)}
            for r in rows
        ],
        "shipped": weight_lines(default_scheme()) if not rows else None,
        "may_edit": user.may(Permission.SCHEME_EDIT) and len(user.scope) >= 6,
    }
    return render(request, "postings/schemes.html", context)


@require_GET
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: weights with their evidence, slogans, rules, and the plans made with it."""
    user, row = scheme_or_404(request, pk)
    weights = scheme_of(row)
    context = {
        "scheme": row,
        "name": weights.name.say(engine_language()),
        "lines": weight_lines(weights),
        "scale": weights.scale,
        "slogans": slogan_lines(weights),
        "home": weights.rules.home.say(engine_language()),
        "unconfirmed": weights.rules.unconfirmed.say(engine_language()),
        "plans": queries.plans_of_scheme(row, user),
        "may_edit": user.may_at(Permission.SCHEME_EDIT, row.county),
    }
    return render(request, "postings/scheme.html", context)


@require_http_methods(["GET", "POST"])
def scheme_new(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Save a new version: from an older one, or from the shipped weights."""
    user = person(request)
    county = county_of(user)
    check_may(user, Permission.SCHEME_EDIT, county)
    row = scheme_or_404(request, pk)[1] if pk else None
    weights = scheme_of(row) if row else default_scheme()
    initial = {"name": row.name if row else weights.name.zh}
    form = SchemeForm(request.POST or None, scheme=weights, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = actions.save_scheme(
            county=county,
            name=form.cleaned_data["name"],
            content=form.content(),
            note=form.cleaned_data["note"],
            by=user,
            at=timezone.now(),
        )
        messages.success(
            request, _("Saved as version %(number)s. Plans made before keep theirs.") % {"number": made.number}
        )
        return redirect("postings:scheme", made.pk)
    return render(request, "postings/scheme_form.html", {"form": form, "scheme": row})


def scheme_or_404(request: HttpRequest, pk: int) -> tuple[User, Scheme]:
    """Return who asks and the weights, which must be there for them."""
    user = person(request)
    check_may(user, Permission.CANDIDATE_SEE)
    found = queries.schemes_visible_to(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return user, found


def weight_lines(weights: Weights) -> list[dict[str, Any]]:
    """Return the terms with points, share and evidence, as the pages show them."""
    language = engine_language()
    lines = []
    for term in TermName:
        told = weights.evidence.get(term)
        lines.append(
            {
                "term": term.value,
                "label": term.say(language),
                "points": weights.weights[term],
                "share": weights.weights[term] / weights.scale,
                "why": told.why.say(language) if told else "",
                "source": referred(told.source).say(language) if told else "",
            }
        )
    return lines


def slogan_lines(weights: Weights) -> list[str]:
    """Return the slogans as sentences."""
    language = engine_language()
    return [f"{who.say(language)} → {where.say(language)}" for who, where in weights.slogans]
