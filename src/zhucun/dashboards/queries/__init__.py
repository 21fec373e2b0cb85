"""What a person's first page shows: what waits for them, where their place stands, the way to a published plan."""

from datetime import date
from typing import Any

from zhucun.core.change_names import subject_words
from zhucun.core.event_names import EVENT_NAMES
from zhucun.core.models import User
from zhucun.core.queries import news_for
from zhucun.core.statuses import Permission as May
from zhucun.dashboards.queries.figures import figures
from zhucun.dashboards.queries.steps import steps
from zhucun.dashboards.queries.waiting import waiting
from zhucun.postings.models import Plan, Term
from zhucun.registry.models import Village


def own_village(user: User) -> Village | None:
    """Return the village of a person whose place is one village."""
    return Village.objects.visible_to(user).filter(pk=user.scope).first()


def own_term(user: User) -> Term | None:
    """Return the running term in the village of a person whose place is one village."""
    found = Term.objects.visible_to(user).running().filter(village_id=user.scope)
    return found.select_related("candidate", "candidate__unit").first()


def home(user: User, *, on: date) -> dict[str, Any]:
    """Return all that the first page shows."""
    planner, in_a_village = user.may(May.PLAN_EDIT), len(user.scope) == 12
    return {
        "figures": figures(user, on=on),
        "waiting": sorted(waiting(user, on=on), key=lambda thing: not thing.urgent),
        "news": [
            {"what": EVENT_NAMES.get(n.event.name, n.event.name), "of": subject_words(n.event), "notice": n}
            for n in news_for(user)[:10]
        ],
        "steps": steps(user) if planner else [],
        "own_village": own_village(user) if in_a_village else None,
        "own_term": own_term(user) if in_a_village else None,
        "plans": list(Plan.objects.visible_to(user).select_related("scheme").order_by("-id")[:5]),
    }
