"""The cases of one household, for its page in the registry: where they stand, and what could be opened."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhucun.core.refusals import allowed
from zhucun.identification import queries, rules
from zhucun.identification.statuses import FINISHED, Kind
from zhucun.identification.views.words import status_pill
from zhucun.registry.views.household import household_or_404


@require_GET
def household_cases(request: HttpRequest, key: str) -> HttpResponse:
    """Every case of a household, and the button for the one that could be opened now."""
    user, home = household_or_404(request, key)
    rows = list(queries.cases(user).filter(household=home))
    running = next((row for row in rows if row.status not in FINISHED), None)
    context = {
        "household": home,
        "rows": [{"case": row, "status": status_pill(row)} for row in rows],
        "offered": [kind for kind in Kind if allowed(rules.check_may_open, home, kind, user, running)],
    }
    return render(request, "identification/parts/household_cases.html", context)
