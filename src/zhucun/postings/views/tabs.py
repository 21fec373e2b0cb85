"""The tabs of the workbench: each returns what its template shows, from the plan at work in the process."""

from collections import defaultdict
from datetime import date
from typing import Any

import numpy as np
from django.http import HttpRequest
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import engine_language
from zhucun.engine.words import Need
from zhucun.postings.bridge import answers
from zhucun.postings.bridge.desk import Desk
from zhucun.postings.forms.plans import ChoiceForm, SettingsForm
from zhucun.postings.models import Candidate, Plan
from zhucun.postings.queries import candidates as people
from zhucun.postings.queries import plans as queries
from zhucun.postings.statuses import PairRuleKind, Scope
from zhucun.postings.views import cells

TONE_STEPS = 7


def name_of(candidate: Candidate, plan: Plan, user: User) -> str:
    """Return a person's name as this reader may see it in this plan; a published plan names those it posts."""
    return people.shown_name(candidate, user, public=candidate.pk in queries.people_named_by(plan))


def pair_kinds(plan: Plan) -> dict[tuple[str, int], str]:
    """Return the locks and bans of a plan by village code and candidate key."""
    return {(r.village_id, r.candidate_id): r.kind for r in plan.pair_rules.all()}


def map_tab(plan: Plan, desk: Desk, user: User, request: HttpRequest) -> dict[str, Any]:
    """Return the tile map: villages by township, coloured by the fit of their person."""
    posted = desk.points[desk.post >= 0]
    low, high = (int(posted.min()), int(posted.max())) if len(posted) else (0, 1)
    step = max(1, -(-(high - low + 1) // TONE_STEPS))
    locks = {code for (code, _pk), kind in pair_kinds(plan).items() if kind == PairRuleKind.LOCK}
    groups: dict[str, dict[str, Any]] = {}
    for v, village in enumerate(desk.county.villages):
        group = groups.setdefault(village.town_code, {"name": village.town or village.town_code, "tiles": []})
        c, points = int(desk.post[v]), int(desk.points[v])
        tone = 0 if c < 0 else min(TONE_STEPS, (points - low) // step + 1)
        who = _("nobody") if c < 0 else name_of(desk.county.candidates[c], plan, user)
        mark = "mark" if v in desk.by_hand else "mark-bar" if village.code in locks else ""
        value = who if c < 0 else f"{who} {points}"
        tile = {"code": village.code, "label": village.name, "value": value, "tone": tone, "mark": mark}
        group["tiles"].append(tile)
    legend = [
        {"tone": t, "text": f"{low + (t - 1) * step}–{min(high, low + t * step - 1)}"} for t in range(1, TONE_STEPS + 1)
    ]
    if (desk.post < 0).any():
        legend.append({"tone": 0, "text": _("nobody")})
    return {"groups": list(groups.values()), "legend": legend, "caption": _("Points of fit")}


def table_tab(plan: Plan, desk: Desk, user: User, request: HttpRequest) -> dict[str, Any]:
    """Return the posts as a table with need, person, unit, points, and how firmly each stands."""
    kinds = pair_kinds(plan)
    language = engine_language()
    wanted, towns = request.GET.get("town", ""), {}
    scale = desk.county.instance.fit.scale
    rows = []
    for v, village in enumerate(desk.county.villages):
        towns[village.town_code] = village.town or village.town_code
        if wanted and village.town_code != wanted:
            continue
        c = int(desk.post[v])
        person = desk.county.candidates[c] if c >= 0 else None
        needs = desk.county.instance.fit.sides.profiles[v].ranked[:2]
        without = desk.margins.get(v)
        rows.append(
            {
                "village": village,
                "needs": "、".join(n.need.say(language) for n in needs),
                "person": person,
                "name": name_of(person, plan, user) if person else "",
                "unit": person.unit.name if person else "",
                "specialities": cells.labels(Need, person.specialities[:1]) if person else "",
                "points": int(desk.points[v]) if person else None,
                "margin": without.loss if without else None,
                "near_tie": without is not None and answers.near_tie(without.weighed, scale),
                "serves": person is not None and desk.county.serving.get(village.code) == person.pk,
                "locked": person is not None and kinds.get((village.code, person.pk)) == PairRuleKind.LOCK,
                "by_hand": v in desk.by_hand,
            }
        )
    order = request.GET.get("sort", "village")
    if order == "margin":
        rows.sort(key=lambda r: (r["margin"] is None, r["margin"] or 0))
    if order == "points":
        rows.sort(key=lambda r: (r["points"] is not None, r["points"] or 0))
    return {"rows": rows, "towns": list(towns.items()), "town": wanted, "sort": order}


def unassigned_tab(plan: Plan, desk: Desk, user: User, request: HttpRequest) -> dict[str, Any]:
    """Return the people whom the plan sends nowhere, those who could be worth most first."""
    instance, language = desk.county.instance, engine_language()
    found = answers.unassigned(desk)
    free = [x for x in found if instance.problem.eligible[x[0]]]
    barred = [x for x in found if not instance.problem.eligible[x[0]]]
    rows = []
    for c, v, points in sorted(free, key=lambda x: -x[2])[:200]:
        person = desk.county.candidates[c]
        rows.append(
            {
                "person": person,
                "name": name_of(person, plan, user),
                "specialities": cells.labels(Need, person.specialities),
                "village": desk.county.villages[v] if v >= 0 else None,
                "points": points,
            }
        )
    out = [
        {
            "person": desk.county.candidates[c],
            "name": name_of(desk.county.candidates[c], plan, user),
            "why": "；".join(r.text.say(language) for r in instance.eligibility[c].broken),
        }
        for c, _v, _points in barred
    ]
    units: dict[str, int] = defaultdict(int)
    for c, _v, _points in free:
        units[desk.county.candidates[c].unit.name] += 1
    return {"rows": rows, "barred": out, "free": len(free)}


def floor_tab(plan: Plan, desk: Desk, user: User, request: HttpRequest) -> dict[str, Any]:
    """Return the worst-served villages, why they cannot do better, and the form that moves the floor."""
    order = sorted((int(v) for v in np.flatnonzero(desk.post >= 0)), key=lambda v: int(desk.points[v]))[:12]
    hall = plan.result.get("hall") or {}
    stuck = set(hall.get("villages", ()))
    rows = []
    for v in order:
        village, person = desk.county.villages[v], desk.county.candidates[int(desk.post[v])]
        scores, may = desk.problem.scores_of(v), desk.problem.may_serve(v)
        best = int(scores[may].max()) if may.any() else None
        rows.append(
            {
                "village": village,
                "name": name_of(person, plan, user),
                "points": int(desk.points[v]),
                "share": int(desk.points[v]) / desk.county.instance.fit.scale,
                "best": best,
                "people": int(may.sum()),
                "stuck": village.code in stuck,
            }
        )
    chosen = plan.settings
    form = SettingsForm(
        initial={
            "floor": round(100 * chosen.get("floor", 0)),
            "keep": chosen.get("keep", 0),
            "leximin": chosen.get("leximin", 0),
        }
    )
    return {"rows": rows, "hall": hall, "form": form}


def until_of(desk: Desk, v: int) -> date | None:
    """Return when the term that runs in a village ends, None where none runs or no end is known."""
    scope = desk.county.scope
    served = scope.serving.get(desk.county.villages[v].code) if scope else None
    return served.until if served else None


def rules_tab(plan: Plan, desk: Desk, user: User, request: HttpRequest) -> dict[str, Any]:
    """Return the plan's locks and bans with their reasons, and how the other rules bear on it."""
    rows = plan.pair_rules.select_related("village", "candidate", "candidate__unit", "by")
    problem = desk.problem
    sent = np.bincount(problem.unit[desk.post[desk.post >= 0]], minlength=len(problem.most))
    units = [
        {
            "name": problem.unit_names[u],
            "sent": int(sent[u]),
            "most": int(problem.most[u]),
            "least": int(problem.least[u]),
        }
        for u in np.argsort(-sent, kind="stable")
        if sent[u] or problem.least[u]
    ]
    for unit in units:
        unit["full"] = unit["sent"] >= unit["most"]
    held = [
        {"village": desk.county.villages[v], "name": name_of(desk.county.candidates[c], plan, user),
         "unit": desk.county.candidates[c].unit.name, "until": until_of(desk, v)}
        for v, c in sorted(desk.county.held)
    ]  # fmt: skip
    chosen = {"scope": plan.settings.get("scope", Scope.ALL), "hold": plan.settings.get("hold", False)}
    choice = ChoiceForm(initial=chosen)
    pairs = [{"rule": r, "name": name_of(r.candidate, plan, user), "lock": r.kind == PairRuleKind.LOCK} for r in rows]
    said = {"held": held, "choice_form": choice, "holds": chosen["hold"]}
    return {**said, "pairs": pairs, "units": units, "barred_pairs": len(desk.county.instance.bars)}
