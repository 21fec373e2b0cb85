"""The board: what waits for whom, the two flows in counts, deadlines, and the list of cases."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import User, within
from zhucun.core.person import person
from zhucun.core.queries import place_names
from zhucun.core.refusals import engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.words_household import Cause
from zhucun.identification import queries, queries_villages
from zhucun.identification.statuses import FINISHED, FLOWS, NEXT, Kind, Status
from zhucun.identification.views.words import colour_pill, name_for, status_pill, today
from zhucun.registry.statuses import Colour, colour_of, statuses_of

SHOWN = 12
LISTED = (
    "kind", "status", "since", "until", "visit_due", "village__name", "household__head_name", "household__code",
    "household__status",
)  # fmt: skip
WAITS = [("me", _("me")), ("open", _("anybody")), ("visit", _("a tracking visit")), ("over", _("nobody: finished"))]
AHEAD = 14  # days before a tracking visit is due from which it is reminded of


@require_GET
def board(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """What waits for me, where all cases stand, which days run out, and every case."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    return case_list(request, user).answer("identification/board.html", _around(request, user))


def case_list(request: HttpRequest, user: User) -> Listing:
    """Return the list of cases of a person's place."""
    on = today()
    page = reverse("identification:case", args=[0])  # made once: a link a row
    return Listing(
        request,
        queries.cases(user),
        name="cases",
        columns=(
            Column("household", _("Household"), lambda c: name_for(user, c.household.head_name) or c.household.code,
                   link=lambda c: page.replace("/0/", f"/{c.pk}/"), sort="household__head_name"),
            Column("code", _("Number"), lambda c: c.household.code, minor=True, sort="household_id"),
            Column("village", _("Village"), lambda c: c.village.name, sort=("village_id", "household_id")),
            Column("kind", _("Flow"), lambda c: Kind(c.kind).label, minor=True),
            Column("status", _("Stands at"), lambda c: Status(c.status).label, cell=status_pill, sort="status"),
            Column("colour", _("Household is"), lambda c: colour_of(c.household.status).label,
                   cell=lambda c: colour_pill(c.household.status), minor=True),
            Column("since", pgettext_lazy("case", "Since"), lambda c: c.since, sort="since"),
            Column("until", _("Runs until"), lambda c: c.until, sort="until"),
            Column("visit", _("Next visit by"), lambda c: c.visit_due, sort="visit_due", minor=True),
        ),
        filters=_filters(user, on),
        search=("household__code", "village__name", "household__head_name")
        if user.may(Permission.HOUSEHOLD_EDIT)
        else ("household__code", "village__name"),
        order="-since",
        only=LISTED,
        empty=_("No case yet. Take an application, or propose that a household leave."),
    )  # fmt: skip


def _filters(user: User, on: Any) -> tuple[Filter, ...]:
    towns = sorted(
        {code[:9] for code in queries.cases(user).order_by().values_list("village_id", flat=True).distinct()}
    )
    names = place_names(towns)
    found = [
        Filter("waits", _("Waits for"), WAITS,
               lambda q, v: _waits(q, v, user, on)),
        Filter("kind", _("Flow"), Kind.choices, lambda q, v: q.filter(kind=v)),
        Filter("status", _("Stands at"), Status.choices, lambda q, v: q.filter(status=v)),
        Filter("colour", _("Household is"), Colour.choices,
               lambda q, v: q.filter(household__status__in=statuses_of(v))),
    ]  # fmt: skip
    if len(towns) > 1:
        chosen = [(code, names[code]) for code in towns]
        found.append(Filter("town", _("Township"), chosen, lambda q, v: q.filter(within(v, "village_id"))))
    return tuple(found)


def _waits(rows: Any, value: str, user: User, on: Any) -> Any:
    if value == "me":
        return queries.waiting_for(rows, user, on)
    if value == "visit":
        return rows.filter(status=Status.TRACKED, visit_due__lte=on + timedelta(days=AHEAD))
    return rows.filter(status__in=FINISHED) if value == "over" else rows.exclude(status__in=FINISHED)


def _around(request: HttpRequest, user: User) -> dict[str, Any]:
    on = today()
    objections = list(queries.open_objections(user)[:SHOWN])
    return {
        "today": on,
        "may_open": user.may(Permission.HOUSEHOLD_EDIT) and user.role in NEXT[Status.APPLIED].roles,
        "waiting": [_group(row) for row in queries.waiting_groups(user, on)[:SHOWN]],
        "flows": _flows(queries.counts(user)),
        "notices": queries.running_notices(user, on)[:SHOWN],
        "objections": [{"row": o, "late": o.due < on} for o in objections],
        "visits": [
            {"row": c, "name": name_for(user, c.household.head_name), "late": c.visit_due < on}
            for c in queries.visits_due(user, on + timedelta(days=AHEAD))[:SHOWN]
            if c.visit_due
        ],
        "village_visits": [
            {"row": c, "late": c.visit_due < on}
            for c in queries_villages.village_visits_due(user, on + timedelta(days=AHEAD))[:SHOWN]
            if c.visit_due
        ],
        "villages": queries_villages.waiting_villages(user, on),
        "own_village": user.scope if len(user.scope) == 12 else "",
        "returns": [(Cause(c).say(engine_language()), n) for c, n in queries.causes_of_return(user) if c],
        "kinds": Kind,
    }


def _group(row: dict[str, Any]) -> dict[str, Any]:
    move = NEXT[Status(row["status"])]
    village = row["village_id"]
    if move.by_meeting:
        address = reverse("identification:meeting", args=[village, move.kind.value])
    elif move.bulk:
        address = reverse("identification:together", args=[village, move.name])
    else:
        address = f"{reverse('identification:board')}?waits=me&status={row['status']}&q={row['village__name']}#listing"
    return {"village": row["village__name"], "count": row["n"], "step": move.label, "address": address}


def _flows(counted: dict[str, int]) -> list[dict[str, Any]]:
    found = []
    for kind, flow in FLOWS.items():
        steps = [
            {
                "label": status.label,
                "count": counted.get(status.value, 0),
                "address": f"{reverse('identification:board')}?kind={kind}&status={status.value}#listing",
            }
            for status in flow
        ]
        found.append({"label": Kind(kind).label, "steps": steps})
    return found
