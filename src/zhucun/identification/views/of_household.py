"""The cases of one household, for its page in the registry: where they stand, and what could be opened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhucun.core.person import person
from zhucun.core.refusals import allowed
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.identification import queries, rules
from zhucun.identification.statuses import FINISHED, Kind
from zhucun.identification.views.words import status_pill
from zhucun.registry.models import Household


@require_GET
def household_cases(request: HttpRequest, key: str) -> HttpResponse:
    """Every case of a household, and the button for the one that could be opened now."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    home = Household.objects.visible_to(user).filter(pk=key).first()
    if home is None:
        raise Http404
    rows = list(queries.cases(user).filter(household=home))
    running = next((row for row in rows if row.status not in FINISHED), None)
    context = {
        "household": home,
        "rows": [{"case": row, "status": status_pill(row)} for row in rows],
        "offered": [kind for kind in Kind if allowed(rules.check_may_open, home, kind, user, running)],
    }
    return render(request, "identification/parts/household_cases.html", context)
