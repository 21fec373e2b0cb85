"""Pages on the county as a whole: pool and plan side by side, and which posts hang on which weight."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from zhucun.core.person import person
from zhucun.core.refusals import engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.posting.distribution import Dimension
from zhucun.postings.bridge import wide
from zhucun.postings.queries import plans as queries
from zhucun.postings.views.schemes import county_of, scheme_or_404


@require_GET
def distribution(request: HttpRequest) -> HttpResponse:
    """How the pool and a plan are spread by age, sex, schooling, unit level and group, so that a bias is seen."""
    user = person(request)
    check_may(user, Permission.CANDIDATE_SEE)
    county_of(user)
    plans = list(queries.plans_with_posts(user)[:30])
    asked = request.GET.get("plan", "")
    plan = next((p for p in plans if str(p.pk) == asked), plans[0] if plans else None)
    dimensions = wide.distribution_of(plan) if plan else ()
    context = {"plans": plans, "plan": plan, "dimensions": [_shown(d) for d in dimensions]}
    return render(request, "postings/distribution.html", context)


def _shown(dimension: Dimension) -> dict[str, Any]:
    language = engine_language()
    parts = [
        {
            "label": part.text.say(language),
            "listed": part.listed,
            "pool": part.pool,
            "plan": part.plan,
            "pool_share": part.pool_share,
            "plan_share": part.plan_share,
            "difference": part.difference,
            "tone": "warning" if abs(part.difference) >= 10 else "",
        }
        for part in dimension.parts
    ]
    return {"label": dimension.text.say(language), "parts": parts}


@require_GET
def sensitivity(request: HttpRequest, pk: int) -> HttpResponse:
    """Which posts change when each weight moves by a fifth; the posts that nothing moves stand on firm ground."""
    user, row = scheme_or_404(request, pk)
    on = timezone.localdate()
    swings, steady = wide.sensitivity_of(row, on=on)
    context = {"scheme": row, "swings": swings, "steady": steady, "user": user}
    return render(request, "postings/sensitivity.html", context)
