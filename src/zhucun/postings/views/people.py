"""Finding another person for a village of a plan: everybody can be found, and who may not serve there says why."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhucun.core.models import User
from zhucun.core.refusals import engine_language
from zhucun.postings import rules
from zhucun.postings.bridge.desk import Desk, desk_of
from zhucun.postings.models import Candidate, Plan
from zhucun.postings.views.drawer import village_or_404
from zhucun.postings.views.plans import plan_or_404
from zhucun.postings.views.tabs import name_of
from zhucun.registry.models import Village

SHOWN = 20


@require_GET
def plan_people(request: HttpRequest, pk: int) -> HttpResponse:
    """The people whose name, number or unit holds what was typed, best for the village first; loaded by the drawer."""
    user, row = plan_or_404(request, pk)
    rules.check_may_deliberate(user)
    desk = desk_of(row)
    v = village_or_404(desk, request.GET.get("village", ""))
    found = _found(row, desk, v, user, request.GET.get("q", "").strip().lower())
    context = {"plan": row, "village": desk.county.villages[v], "people": found[:SHOWN], "count": len(found)}
    return render(request, "postings/drawer/people.html", {**context, "more": max(0, len(found) - SHOWN)})


def _found(row: Plan, desk: Desk, v: int, user: User, typed: str) -> list[dict[str, Any]]:
    scores, may = desk.problem.scores_of(v), desk.problem.may_serve(v)
    at = {int(c): int(w) for w, c in enumerate(desk.post) if c >= 0}
    everybody = Candidate.objects.filter(county=row.county).select_related("unit").order_by("code")
    found = []
    for person in everybody:
        name = name_of(person, row, user)
        if typed and not any(typed in words.lower() for words in (name, person.code, person.unit.name)):
            continue
        c = desk.county.candidate_at.get(person.pk, -1)
        if c >= 0 and c == int(desk.post[v]):
            continue
        allowed = c >= 0 and bool(may[c])
        found.append(
            {
                "person": person,
                "name": name,
                "points": int(scores[c]) if allowed else None,
                "serves": desk.county.villages[at[c]].name if c in at else "",
                "why": "" if allowed else _why_not(desk, v, c, person),
            }
        )
    return sorted(found, key=lambda line: (line["points"] is None, -(line["points"] or 0)))


def _why_not(desk: Desk, v: int, c: int, person: Candidate) -> str:
    if person.withdrawn_at:
        return _("Withdrawn: %(reason)s") % {"reason": person.withdrawn_reason}
    if c < 0:
        scope = desk.county.scope
        codes = [code for code, s in scope.serving.items() if s.candidate == person.pk] if scope else []
        village = Village.objects.filter(pk__in=codes).first()
        return _("Serves in %(village)s, which is not in this plan") % {"village": village.name if village else "—"}
    if (v, c) in desk.problem.forbidden_pairs:
        return _("Kept apart from this village in this plan")
    language = engine_language()
    return "；".join(reason.text.say(language) for reason in desk.county.instance.why_not(v, c))
