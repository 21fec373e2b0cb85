"""Who leaves by a plan, and all that publishing it would do, for the tab and for the dialogs before the click."""

from collections import Counter
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.queries import place_name
from zhucun.postings.bridge.desk import Desk
from zhucun.postings.models import Plan
from zhucun.postings.queries.handover import Leaving, hand_reasons, handover_of, who_leaves
from zhucun.postings.statuses import LeftOut, PairRuleKind
from zhucun.postings.views.cells import limits_in_words
from zhucun.postings.views.tabs import name_of


def leaving_tab(plan: Plan, _desk: Desk, user: User, _request: HttpRequest) -> dict[str, Any]:
    """Return who leaves their village by this plan, how long they had left, where they go and who follows."""
    return {"leaving": [_line(line, plan, user) for line in who_leaves(plan, on=plan.on)]}


def _line(line: Leaving, plan: Plan, user: User) -> dict[str, Any]:
    return {
        "term": line.term,
        "name": name_of(line.term.candidate, plan, user),
        "months": line.months_left,
        "to": line.to,
        "next": name_of(line.next_person.candidate, plan, user) if line.next_person else "",
    }


def consequences(plan: Plan, user: User) -> dict[str, Any]:
    """Return what publishing would do to terms, and what people decided by hand, for whoever approves or publishes."""
    found, reasons = handover_of(plan, on=plan.on), hand_reasons(plan)
    by_hand = plan.posts.filter(by_hand=True).select_related("village", "candidate")
    rules = plan.pair_rules.select_related("village", "candidate")
    words = [
        {
            "village": r.village,
            "name": name_of(r.candidate, plan, user),
            "kind": r.get_kind_display(),
            "apart": r.kind == PairRuleKind.FORBID,
            "reason": r.reason,
        }
        for r in rules
    ]
    return {
        "begins": len(found.begins),
        "continues": len(found.continues),
        "ends": len(found.leaving),
        "early": found.early,
        "leaving": [_line(line, plan, user) for line in found.leaving],
        "empty": found.empty,
        "words": words,
        "quotas": [
            {"place": place_name(q.area), "limits": limits_in_words(q.least, q.most), "reason": q.reason}
            for q in plan.area_quotas.all()
        ],
        "by_hand": [
            {"village": p.village, "name": name_of(p.candidate, plan, user), "reason": reasons.get(p.village_id, "")}
            for p in by_hand
        ],
    }


def scope_figures(desk: Desk) -> dict[str, Any] | None:
    """Return how many villages a plan fills and how many are left out, by reason."""
    scope = desk.county.scope
    if scope is None:
        return None
    left = Counter(scope.left_out.values())
    return {
        "inside": len(scope.villages),
        "left": sum(left.values()),
        "why": _("; ").join(
            _("%(why)s: %(count)s") % {"why": LeftOut(why).label, "count": count} for why, count in left.most_common()
        ),
        "held": len(desk.county.held),
        "elsewhere": len(scope.elsewhere),
    }
