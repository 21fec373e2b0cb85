"""Two plans side by side, and the choice between moving people and fitting them."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.postings.bridge import answers
from zhucun.postings.bridge.desk import Desk, desk_of
from zhucun.postings.models import Plan
from zhucun.postings.queries import plans as queries
from zhucun.postings.rules import check_may_deliberate
from zhucun.postings.views.plans import plan_or_404
from zhucun.postings.views.solving import solving_of
from zhucun.postings.views.tabs import name_of
from zhucun.postings.views.workbench import frame


@require_GET
def plan_compare(request: HttpRequest) -> HttpResponse:
    """Two plans: their figures beside each other, and the villages where the person differs."""
    user = person(request)
    check_may(user, Permission.PLAN_SEE)
    check_may_deliberate(user)
    plans = list(queries.plans_with_posts(user)[:50])
    first, second = _asked(plans, request.GET.get("a"), 1), _asked(plans, request.GET.get("b"), 0)
    context: dict[str, Any] = {"plans": plans, "first": first, "second": second}
    if first and second:
        if first.county != second.county:
            raise Http404
        context |= side_by_side(first, second, user, request)
    return render(request, "postings/compare.html", context)


def _asked(plans: list[Plan], pk: str | None, otherwise: int) -> Plan | None:
    found = next((p for p in plans if str(p.pk) == pk), None)
    return found or (plans[otherwise] if len(plans) > otherwise else None)


def side_by_side(first: Plan, second: Plan, user: User, request: HttpRequest) -> dict[str, Any]:
    """Return both plans' figures and the villages, those that differ or all."""
    left = {p.village_id: p for p in queries.posts_of(first)}
    right = {p.village_id: p for p in queries.posts_of(second)}
    towns: dict[str, str] = {}
    wanted, everything = request.GET.get("town", ""), request.GET.get("all") == "1"
    rows, different = [], 0
    for code in sorted({*left, *right}):
        a, b = left.get(code), right.get(code)
        village = (a or right[code]).village
        towns[village.town_code] = village.town
        same = a is not None and b is not None and a.candidate_id == b.candidate_id
        different += not same
        if (same and not everything) or (wanted and village.town_code != wanted):
            continue
        rows.append(
            {
                "village": village,
                "a": a,
                "b": b,
                "a_name": name_of(a.candidate, first, user) if a else "",
                "b_name": name_of(b.candidate, second, user) if b else "",
                "difference": (b.points if b else 0) - (a.points if a else 0),
                "same": same,
            }
        )
    return {
        "rows": rows,
        "different": different,
        "count": len({*left, *right}),
        "towns": list(towns.items()),
        "town": wanted,
        "all": everything,
        "figures": [_figures(first), _figures(second)],
        "same_weights": first.scheme_id == second.scheme_id,
    }


def _figures(plan: Plan) -> dict[str, Any]:
    result = plan.result
    return {
        "plan": plan,
        "total": result.get("total"),
        "worst": result.get("worst"),
        "filled": result.get("filled"),
        "unfilled": len(result.get("unfilled", ())),
        "proved": result.get("proved"),
        "kept": result.get("kept"),
        "incumbents": result.get("incumbents"),
        "price": result.get("price_of_floor"),
    }


@require_GET
def plan_reposting(request: HttpRequest, pk: int) -> HttpResponse:
    """Moving against fitting: for several bonuses for staying, how many move and what the county loses."""
    user, row = plan_or_404(request, pk)
    check_may_deliberate(user)
    desk = desk_of(row)
    return render(
        request, "postings/reposting.html", {**frame(row, desk, user, solving_of(row)), **frontier_rows(row, desk)}
    )


def frontier_rows(row: Plan, desk: Desk) -> dict[str, Any]:
    """Return the trade-off between movement and fit as rows and as points of a curve."""
    found = answers.frontier(desk)
    if not found:
        return {"rows": [], "curve": []}
    best = max(answer.total or 0 for _bonus, answer, _moves in found)
    chosen = int(row.settings.get("keep", 0))
    rows = [
        {
            "bonus": bonus,
            "moves": moves,
            "loss": best - (answer.total or 0),
            "share": (best - (answer.total or 0)) / best if best else 0,
            "worst": answer.optimum.worst if answer.optimum else None,
            "changes": len(answer.shifts),
            "here": bonus == chosen,
        }
        for bonus, answer, moves in found
    ]
    by_moves = {row["moves"]: row for row in reversed(rows)}
    curve = [{"x": r["moves"], "y": r["loss"], "here": r["here"], "label": ""} for r in by_moves.values()]
    return {"rows": rows, "curve": curve, "serving": int((desk.problem.incumbent >= 0).sum())}


@require_GET
def plan_floors(request: HttpRequest, pk: int) -> HttpResponse:
    """The floor's price: for several floors, the worst village's fit and what the county loses; loaded by the tab."""
    user, row = plan_or_404(request, pk)
    check_may_deliberate(user)
    desk = desk_of(row)
    found = [(share, a) for share, a in answers.floors(desk) if a.optimum is not None]
    best = max((a.total or 0 for _s, a in found), default=0)
    rows = [
        {
            "share": share,
            "worst": a.optimum.worst if a.optimum else None,
            "loss": best - (a.total or 0),
            "loss_share": (best - (a.total or 0)) / best if best else 0,
            "changes": len(a.shifts),
            "here": abs(share - float(row.settings.get("floor", 0))) < 0.001,
        }
        for share, a in found
    ]
    curve = [{"x": r["worst"], "y": r["loss"], "here": r["here"], "label": ""} for r in rows if r["worst"] is not None]
    points = {p["x"]: p for p in curve}
    context = {"plan": row, "rows": rows, "curve": list(points.values()) if len(points) > 1 else []}
    return render(request, "postings/parts/floors.html", context)
