"""The explanation drawer: why this person here, what instead would cost, and what-if with apply or discard."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.models import User
from zhucun.core.refusals import Refused, allowed, engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.core.typed import checked, version_seen, whole
from zhucun.engine.posting import Alternative
from zhucun.engine.words import Need
from zhucun.postings import actions, rules
from zhucun.postings.actions.pairs import check_lock_free
from zhucun.postings.bridge import answers, what_if
from zhucun.postings.bridge.answers import Explanation
from zhucun.postings.bridge.desk import Desk, desk_of
from zhucun.postings.bridge.what_if import Answer
from zhucun.postings.forms.people import NewcomerForm
from zhucun.postings.forms.plans import PairForm
from zhucun.postings.models import Candidate, PairRule, Plan
from zhucun.postings.views import cells, words
from zhucun.postings.views.answered import again, told
from zhucun.postings.views.plans import plan_or_404
from zhucun.postings.views.tabs import name_of, pair_kinds
from zhucun.registry.models import Village


def village_or_404(desk: Desk, code: str) -> int:
    """Return the village's place in the plan."""
    v = desk.county.village_at.get(code)
    if v is None:
        raise Http404
    return v


@require_GET
def plan_village(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Why this person is in this village, in words and figures; alone as a page where there is no script."""
    user, row = plan_or_404(request, pk)
    desk = desk_of(row)
    v = village_or_404(desk, code)
    context = explained(row, desk, v, user)
    partial = getattr(request, "htmx", False)
    return render(request, "postings/drawer/post.html" if partial else "postings/plan_village.html", context)


def explained(row: Plan, desk: Desk, v: int, user: User) -> dict[str, Any]:
    """Return what the drawer shows of one village."""
    village, c = desk.county.villages[v], int(desk.post[v])
    deliberate = allowed(rules.check_may_deliberate, user)
    person = desk.county.candidates[c] if c >= 0 else None
    kinds = pair_kinds(row)
    context: dict[str, Any] = {
        "plan": row,
        "village": village,
        "person": person,
        "name": name_of(person, row, user) if person else "",
        "editable": allowed(rules.check_may_edit_plan, user, row),
        "scale": desk.county.instance.fit.scale,
        "needs": _needs(desk, v),
        "serving": _serving(row, desk, v, user),
        "held": (v, c) in desk.county.held,
        "locked": person is not None and kinds.get((village.code, person.pk)) == "lock",
        "by_hand": v in desk.by_hand,
        "deliberate": deliberate,
        "bonus": int(row.settings.get("keep", 0)) if (desk.problem.incumbent >= 0).any() else 0,
        "specialities": cells.labels(Need, person.specialities) if person else "",
    }
    if not deliberate:
        return context
    found = answers.explain(row, v)
    if found is None:
        alternatives = answers.for_village(desk, v)
        return {**context, "for_village": [_alternative(row, desk, a, user) for a in alternatives]}
    return {**context, **_explanation(row, desk, found, user)}


def _serving(row: Plan, desk: Desk, v: int, user: User) -> dict[str, Any] | None:
    """Return who serves in the village now and until when, None where nobody does."""
    scope, village = desk.county.scope, desk.county.villages[v]
    served = scope.serving.get(village.code) if scope else None
    if served is None:
        return None
    person = Candidate.objects.select_related("unit").get(pk=served.candidate)
    c = int(desk.post[v])
    stays = c >= 0 and desk.county.candidates[c].pk == person.pk
    return {"name": name_of(person, row, user), "since": served.since, "until": served.until, "stays": stays}


def _needs(desk: Desk, v: int) -> list[dict[str, Any]]:
    language = engine_language()
    ranked = desk.county.instance.fit.sides.profiles[v].ranked[:3]
    return [{"label": n.need.say(language), "weight": n.weight / 1000} for n in ranked]


def _explanation(row: Plan, desk: Desk, found: Explanation, user: User) -> dict[str, Any]:
    language, scale = engine_language(), desk.county.instance.fit.scale
    told = found.told
    parts = [
        {
            "label": part.term.say(language),
            "points": part.points,
            "most": part.most,
            "share": part.points / part.most if part.most else 0,
            "text": part.text.say(language),
            "usual": usual,
            "usual_share": usual / part.most,
        }
        for part, usual in zip(found.contributions, found.usual, strict=True)
        if part.most
    ]
    return {
        "points": found.points,
        "share": found.points / scale,
        "parts": parts,
        "rank": found.rank,
        "eligible": found.eligible,
        "near_tie": words.is_near_tie(told, scale),
        "reasons": words.reasons(row, desk, found, user),
        "for_village": [_alternative(row, desk, a, user) for a in told.for_village] if told else [],
        "for_person": [_alternative(row, desk, a, user) for a in told.for_candidate] if told else [],
    }


def _alternative(row: Plan, desk: Desk, found: Alternative, user: User) -> dict[str, Any]:
    person = desk.county.candidates[found.candidate]
    return {
        "village": desk.county.villages[found.village],
        "person": person,
        "name": name_of(person, row, user),
        "points": found.score,
        "cost": found.loss,
        "gain": -found.loss,
        "moves": len(found.moves),
        "leaving": found.leaving,
        "emptied": found.emptied,
        "near_tie": not found.emptied and answers.near_tie(found.weighed, desk.county.instance.fit.scale),
    }


@require_GET
def plan_what_if(request: HttpRequest, pk: int) -> HttpResponse:
    """What if: lock, keep apart, leave out, one more from a unit. The new optimum and every move, nothing written."""
    user, row = plan_or_404(request, pk)
    rules.check_may_deliberate(user)
    desk = desk_of(row)
    do = request.GET.get("do", "lock")
    v = village_or_404(desk, request.GET.get("village", ""))
    c = desk.county.candidate_at.get(whole(request.GET.get("candidate", ""), 0), -1)
    newcomer = _newcomer_form(desk, c, request) if do == "like" else None
    found = what_if.with_newcomer(desk, newcomer.person()) if newcomer else _asked(desk, do, v, c)
    person = desk.county.candidates[c] if c >= 0 else None
    context = {
        "plan": row,
        "do": do,
        "village": desk.county.villages[v],
        "person": person,
        "name": name_of(person, row, user) if person else "",
        "title": words.what_if_title(do),
        "editable": allowed(rules.check_may_edit_plan, user, row) and do in ("lock", "forbid", "assign", "empty"),
        "conflict": _conflict(row, desk.county.villages[v], person) if do == "lock" and person else "",
        "newcomer": newcomer,
        **told(row, desk, found, user),
    }
    return render(request, "postings/drawer/what_if.html", context)


def _check_chosen(c: int) -> None:
    """Refuse a question about a person where none is chosen."""
    if c < 0:
        raise Refused("plan.choose_person", _("Choose a person first."))


def _newcomer_form(desk: Desk, c: int, request: HttpRequest) -> NewcomerForm:
    """Return the form of a person in no list: as typed, at first exactly like the chosen person."""
    _check_chosen(c)
    instance = desk.county.instance
    known: dict[str, Any] = {"like": instance.candidates[c], "units": [unit.name for unit in instance.units]}
    first = NewcomerForm(**known)
    form = NewcomerForm(request.GET if "unit" in request.GET else first.initial, **known)
    checked(form)
    return form


def _conflict(row: Plan, village: Village, person: Candidate) -> str:
    """Return what a lock would undo, in a sentence, '' for nothing."""
    try:
        check_lock_free(row, village, person, change=False)
    except Refused as refused:
        return refused.message
    return ""


def _asked(desk: Desk, do: str, v: int, c: int) -> Answer:
    if do in ("lock", "forbid", "without", "more"):
        _check_chosen(c)
    if do == "lock":
        return what_if.with_lock(desk, v, c)
    if do == "forbid":
        return what_if.with_ban(desk, v, c)
    if do == "without":
        return what_if.without_person(desk, c)
    if do == "more":
        return what_if.with_one_more(desk, int(desk.problem.unit[c]))
    if do in ("assign", "empty"):
        return what_if.by_hand(desk, v, c if do == "assign" else -1)
    raise Http404


@require_POST
def plan_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Apply a lock, a ban or a hand move with its reason; the page then shows the new plan."""
    user, row = plan_or_404(request, pk)
    check_may(user, Permission.PLAN_EDIT, row.county)
    typed = checked(PairForm(request.POST))
    village = Village.objects.visible_to(user).filter(pk=typed["village"]).first()
    person = Candidate.objects.visible_to(user).filter(pk=typed["candidate"] or 0).first()
    if village is None or (person is None and typed["do"] != "empty"):
        raise Http404
    said: dict[str, Any] = {
        "plan": row, "village": village, "reason": typed["reason"], "by": user, "at": timezone.now(),
        "version": typed["version"],
    }  # fmt: skip
    if typed["do"] in ("lock", "forbid") and person is not None:
        if typed["do"] == "lock":
            done = actions.lock_pair(candidate=person, change=typed["change"], **said)
            told = _("%(name)s is locked to %(village)s and the plan solved again: total fit %(total)s.")
        else:
            done = actions.forbid_pair(candidate=person, **said)
            told = _("%(name)s is kept out of %(village)s and the plan solved again: total fit %(total)s.")
    else:
        done = actions.move_by_hand(candidate=person if typed["do"] == "assign" else None, **said)
        told = _("%(village)s is changed by hand: %(name)s. Total fit %(total)s.")
    name = name_of(person, row, user) if person and typed["do"] != "empty" else _("nobody")
    messages.success(request, told % {"name": name, "village": village.name, "total": done.result.get("total")})
    return again(request, row, typed["village"])


@require_POST
def plan_pair_free(request: HttpRequest, pk: int, rule: int) -> HttpResponse:
    """Lift a lock or a ban."""
    user, row = plan_or_404(request, pk)
    check_may(user, Permission.PLAN_EDIT, row.county)
    found = PairRule.objects.filter(plan=row, pk=rule).select_related("plan", "village", "candidate").first()
    if found is None:
        raise Refused("pair.gone", _("This lock or ban has been lifted already. Reload the page."))
    version = version_seen(request, row.version)
    name, village = name_of(found.candidate, row, user), found.village
    done = actions.free_pair(rule=found, by=user, at=timezone.now(), version=version)
    told = _("The lock or ban of %(name)s and %(village)s is lifted and the plan solved again: total fit %(total)s.")
    messages.success(request, told % {"name": name, "village": village.name, "total": done.result.get("total")})
    return again(request, row, found.village_id, tab="rules")
