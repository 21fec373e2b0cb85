"""Pages on the county as a whole: pool and plan side by side, and which posts hang on which weight."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import engine_language
from zhucun.engine.posting.distribution import Dimension
from zhucun.postings.bridge import wide
from zhucun.postings.models import Candidate
from zhucun.postings.queries import candidates as people
from zhucun.postings.queries import plans as queries
from zhucun.postings.rules import check_may_deliberate
from zhucun.postings.views.schemes import county_of, scheme_or_404


@require_GET
def distribution(request: HttpRequest) -> HttpResponse:
    """How the pool and a plan are spread by age, sex, schooling, unit level and group, so that a bias is seen."""
    user = person(request)
    check_may_deliberate(user)
    county_of(user)
    plans = list(queries.plans_with_posts(user)[:30])
    asked = request.GET.get("plan", "")
    plan = next((p for p in plans if str(p.pk) == asked), plans[0] if plans else None)
    dimensions = wide.distribution_of(plan) if plan else ()
    context = {"plans": plans, "plan": plan, "dimensions": [_shown(d) for d in dimensions]}
    return render(request, "postings/distribution.html", context)


def _shown(dimension: Dimension) -> dict[str, Any]:
    language = engine_language()
    rows = [{"label": p.text.say(language), "first": p.pool, "second": p.plan} for p in dimension.parts]
    return {"label": dimension.text.say(language), "rows": rows}


@require_GET
def sensitivity(request: HttpRequest, pk: int) -> HttpResponse:
    """Which posts change when each weight moves by a fifth; the posts that nothing moves stand on firm ground."""
    user, row = scheme_or_404(request, pk)
    check_may_deliberate(user)
    county_of(user)
    swings, steady, count = wide.sensitivity_of(row, on=timezone.localdate())
    most = max((len(s.moves) for s in swings), default=0)
    lines = [_swing(s, most, user) for s in swings]
    context = {
        "scheme": row,
        "lines": lines,
        "steady": steady,
        "count": count,
        "most": {"label": lines[0]["label"], "moves": len(lines[0]["moves"])} if lines else None,
    }
    return render(request, "postings/sensitivity.html", context)


def _swing(swing: wide.Swing, most: int, user: User) -> dict[str, Any]:
    def named(candidate: Candidate | None) -> str:
        return people.shown_name(candidate, user) if candidate else _("nobody")

    return {
        "label": swing.term.say(engine_language()),
        "percent": f"{swing.percent:+d}%",
        "weight": swing.weight,
        "share": len(swing.moves) / most if most else 0,
        "moves": [{"village": v.name, "before": named(b), "after": named(a)} for v, b, a in swing.moves],
    }
