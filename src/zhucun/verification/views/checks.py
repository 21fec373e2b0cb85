"""The list of home checks, with what waits, by village and by source."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from zhucun.core.counting import until_event
from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import User, within
from zhucun.core.person import person
from zhucun.core.queries import place_names
from zhucun.core.refusals import engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.targeting import Severity
from zhucun.verification.models import Check
from zhucun.verification.queries import checks as queries
from zhucun.verification.statuses import CLOSES, STATES_LEFT, Outcome, Source, State
from zhucun.verification.views.words import (
    deadline_cell,
    may_manage,
    name_for,
    outcome_pill,
    say,
    state_pill,
    tabs,
    today,
)

MOST_VILLAGES = 12


@require_GET
def checks(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """What is to be verified at home: counts, villages, and every check."""
    user = person(request)
    check_may(user, Permission.CHECK_SEE)
    return listing_of(request, user).answer("verification/checks.html", _around(request, user))


def listing_of(request: HttpRequest, user: User) -> Listing:
    """Return the list of checks of a person's place."""
    on = today()
    columns = [
        Column("household", _("Household"), lambda c: name_for(user, c.household.head_name) or c.household.code,
               link=lambda c: reverse("verification:check", args=[c.pk]), sort="household__head_name"),
        Column("code", _("Number"), lambda c: c.household.code, minor=True, sort="household_id"),
        Column("village", _("Village"), lambda c: c.village.name, sort=("village_id", "household_id")),
        Column("source", pgettext_lazy("check", "Whence"), lambda c: c.get_source_display(), sort="source"),
        Column("evidence", pgettext_lazy("check", "What is told"), lambda c: say(c.evidence_zh, c.evidence_en),
               cell=_short, minor=True),
        Column("state", _("Stands at"), lambda c: c.get_state_display(), cell=state_pill,
               sort=("done", "deadline")),
        Column("deadline", _("To be done by"), lambda c: c.deadline, cell=lambda c: deadline_cell(c, on),
               sort="deadline"),
        Column("owner", _("Asked of"), lambda c: c.owner.name if c.owner else "", minor=True, sort="owner__name"),
        Column("outcome", _("What was found"), lambda c: c.get_outcome_display(), cell=outcome_pill, sort="outcome"),
    ]  # fmt: skip
    may_search = ("household__code", "village__name")
    return Listing(
        request,
        queries.checks(user),
        name="checks",
        columns=columns,
        filters=_filters(user, on),
        search=(*may_search, "household__head_name") if user.may(Permission.HOUSEHOLD_EDIT) else may_search,
        order="state",
        empty=_("Nothing is to be verified. Checks come from comparing lists, from signs and from the lot."),
    )  # fmt: skip


def _short(row: Check) -> str:
    """Return the beginning of what is told; the whole of it stands on the page of the check and in the export."""
    return say(row.evidence_zh.split("，")[0], row.evidence_en.split(", ")[0])


def _filters(user: User, on: date) -> tuple[Filter, ...]:
    found = [
        Filter("kind", pgettext_lazy("check", "Kind"), [("suspect", _("suspects")), ("audit", _("random audits"))],
               lambda q, v: q.filter(source=Source.AUDIT) if v == "audit" else q.exclude(source=Source.AUDIT)),
        Filter("source", pgettext_lazy("check", "Whence"), Source.choices, lambda q, v: q.filter(source=v)),
        Filter("state", _("Stands at"), [("left", _("not closed")), *State.choices], _at_state),
        Filter("days", _("Days"), [("over", _("overdue")), ("week", _("within a week"))],
               lambda q, v: _by_days(q, v, on)),
        Filter("mine", _("Asked of"), [("me", _("me")), ("nobody", _("nobody yet"))],
               lambda q, v: q.filter(owner=user) if v == "me" else q.filter(owner__isnull=True)),
        Filter("outcome", _("What was found"), Outcome.choices, lambda q, v: q.filter(outcome=v)),
    ]  # fmt: skip
    if user.may(Permission.CHECK_MEASURE):
        severities = [(s.value, s.say(engine_language())) for s in Severity]
        found.append(Filter("severity", _("If confirmed"), severities, lambda q, v: q.filter(severity=v)))
    towns, villages = until_event(
        ("places of checks", user.role, user.scope),
        lambda: (queries.towns_of(user), queries.villages_of(user)),
    )
    if len(towns) > 1:
        names = place_names(towns)
        chosen = [(code, names[code]) for code in towns]
        found.append(Filter("town", _("Township"), chosen, lambda q, v: q.filter(within(v, "village_id"))))
    if len(villages) > 1:
        found.append(Filter("village", _("Village"), villages, lambda q, v: q.filter(village=v)))
    return tuple(found)


def _at_state(rows: QuerySet[Check], value: str) -> QuerySet[Check]:
    return rows.filter(state__in=STATES_LEFT) if value == "left" else rows.filter(state=value)


def _by_days(rows: QuerySet[Check], value: str, on: date) -> QuerySet[Check]:
    left = rows.filter(state__in=STATES_LEFT)
    if value == "over":
        return left.filter(deadline__lt=on)
    return left.filter(deadline__gte=on, deadline__lte=on + timedelta(days=7))


def _around(request: HttpRequest, user: User) -> dict[str, Any]:
    on, here = today(), reverse("verification:checks")
    counted = until_event(("checks of", user.pk, user.role, user.scope, on), lambda: queries.counts(user, on))
    villages, sources = until_event(
        ("checks", user.role, user.scope, on), lambda: (queries.by_village(user, on), queries.by_source(user))
    )
    figures = [
        (_("to be verified at home"), counted[State.OPEN], f"{here}?state={State.OPEN.value}#listing"),
        (_("wait for the second person"), counted[State.SEEN], f"{here}?state={State.SEEN.value}#listing"),
        (_("verified, to be closed"), counted[State.AGREED], f"{here}?state={State.AGREED.value}#listing"),
        (_("overdue"), counted["overdue"], f"{here}?days=over#listing"),
        (_("asked of me"), counted["mine"], f"{here}?mine=me&state=left#listing"),
        (pgettext_lazy("check", "closed"), counted[State.CLOSED], f"{here}?state={State.CLOSED.value}#listing"),
    ]
    return {
        "tabs": tabs(request, user),
        "figures": [{"label": label, "count": count, "address": address} for label, count, address in figures],
        "villages": villages[:MOST_VILLAGES],
        "more_villages": max(0, len(villages) - MOST_VILLAGES),
        "sources": sources,
        "may_visit": user.may(Permission.CHECK_VERIFY),
        "may_assign": user.role in CLOSES and user.may(Permission.CHECK_VERIFY),
        "may_manage": may_manage(user),
    }
