"""Parts that registry's pages load: what was done at a household, and whom nobody has visited in a village."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhucun.core.person import person
from zhucun.core.statuses import Permission
from zhucun.registry.models import Village
from zhucun.registry.views.household import household_or_404
from zhucun.visits import queries
from zhucun.visits.models import PlannedVisit
from zhucun.visits.views.visits import visit_row
from zhucun.visits.views.words import name_for, today, waited

SHOWN = 8


@require_GET
def household_visits(request: HttpRequest, key: str) -> HttpResponse:
    """What was done at a household: the last visits, the next wished, and the button for a new one."""
    user, home = household_or_404(request, key)
    rows = queries.of_household(home)
    met = [row for row in rows if row.outcome == "met_at_home"]
    days = (today() - met[0].on).days if met else None
    planned = PlannedVisit.objects.filter(household=home, week=queries.week_of(today())).first()
    context = {
        "household": home,
        "rows": [visit_row(user, row) for row in rows[:SHOWN]],
        "more": max(len(rows) - SHOWN, 0),
        "waited": days,
        "since": waited(days),
        "limit": queries.limit("longest_days", today(), home.village_id),
        "wished": met[0].next_wished if met else None,
        "planned": planned,
        "may_visit": user.may_at(Permission.HOUSEHOLD_EDIT, home.village_id),
    }
    return render(request, "visits/parts/household_visits.html", context)


@require_GET
def village_unvisited(request: HttpRequest, code: str) -> HttpResponse:
    """Whom nobody has visited in a village: counts for everybody, names for those who see its households."""
    user = person(request)
    village = Village.objects.visible_to(user).filter(pk=code).first()
    if village is None:
        raise Http404
    may_see = user.may(Permission.HOUSEHOLD_SEE)
    rows = queries.unvisited(village, today(), SHOWN) if may_see else []
    context = {
        "village": village,
        "counts": queries.counts_by_village([code], today())[code],
        "limit": queries.limit("longest_days", today(), code),
        "rows": [{"home": home, "name": name_for(user, home), "last": last} for home, last in rows],
        "may_see": may_see,
    }
    return render(request, "visits/parts/village_unvisited.html", context)
