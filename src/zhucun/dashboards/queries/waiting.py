"""What waits for a person on a day, subject by subject, each with the page where it is done.

An app's own page says more; here each subject is one line, so that nobody has to look through ten pages to learn that
nine of them want nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from zhucun.core.models import User
from zhucun.core.statuses import Permission as May
from zhucun.identification import queries as identification
from zhucun.identification import queries_villages
from zhucun.identification.models import Case
from zhucun.identification.statuses import ANSWERS, VILLAGE
from zhucun.intake.models import Import
from zhucun.postings.models import Plan, Term
from zhucun.postings.queries.serving import NOTICE_DAYS, vacant_count
from zhucun.postings.statuses import PlanStatus
from zhucun.verification.models import Check, Seen
from zhucun.verification.statuses import CLOSES, STATES_LEFT, VERIFIES, State
from zhucun.visits import queries as visits
from zhucun.visits.models import PlannedVisit
from zhucun.visits.statuses import PlanState

SOON = timedelta(days=2)  # an answer or a check due within it is today's work
TRACKING = timedelta(days=14)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for this person, and where to do it."""

    text: str
    address: str
    urgent: bool = False
    icon: str = "plan"


def waiting(user: User, *, on: date) -> Iterator[Waiting]:
    """Yield what waits for this person: in the village, in the flows, at the desk."""
    if user.may(May.HOUSEHOLD_EDIT):
        yield from _visits(user, on)
        yield from _checks(user, on)
        yield from _objections(user, on)
        yield from _cases(user, on)
    yield from _plans(user)
    if user.may(May.IMPORT):
        for file in Import.objects.visible_to(user).unfinished()[:5]:
            text = _("The import of “%(file)s” is not finished") % {"file": file.filename}
            yield Waiting(text, reverse("intake:import", args=[file.pk]), icon="import")
    if user.may(May.PLAN_EDIT):
        yield from _terms(user, on)


def _visits(user: User, on: date) -> Iterator[Waiting]:
    """Yield this week's visits of somebody who walks one village."""
    if len(user.scope) != 12:
        return
    page = reverse("visits:village_queue", args=[user.scope])
    week = PlannedVisit.objects.visible_to(user).filter(village=user.scope, week=visits.week_of(on))
    counted = week.aggregate(all=Count("pk"), left=Count("pk", filter=Q(state=PlanState.PLANNED)))
    if count := counted["left"]:
        text = ngettext(
            "%(count)d household is still to be visited this week",
            "%(count)d households are still to be visited this week",
            count,
        ) % {"count": count}
        yield Waiting(text, page, icon="calendar")
    elif not counted["all"]:
        yield Waiting(_("This week's visits are not planned"), page, icon="calendar")


def _checks(user: User, on: date) -> Iterator[Waiting]:
    """Yield checks at home: overdue, to be seen, to be confirmed by a second person, to be closed."""
    page = reverse("verification:checks")
    late = Q(state__in=STATES_LEFT, deadline__lt=on)
    by_me = Seen.objects.filter(second__isnull=True, first=user).values("check_at_home")
    counted = (
        Check.objects.visible_to(user)
        .order_by()
        .aggregate(
            late=Count("pk", filter=late),
            mine=Count("pk", filter=Q(state=State.OPEN, owner=user)),
            seen=Count("pk", filter=Q(state=State.SEEN) & ~Q(pk__in=by_me)),
            agreed=Count("pk", filter=Q(state=State.AGREED)),
        )
    )
    if count := counted["late"]:
        text = ngettext("%(count)d check at home is overdue", "%(count)d checks at home are overdue", count)
        yield Waiting(text % {"count": count}, page + "?days=over#listing", urgent=True, icon="compare")
    if count := counted["mine"]:
        text = ngettext("%(count)d check at home was given to you", "%(count)d checks at home were given to you", count)
        yield Waiting(text % {"count": count}, page + f"?mine=me&state={State.OPEN}#listing", icon="compare")
    if user.role in VERIFIES and (count := counted["seen"]):
        text = ngettext(
            "%(count)d check at home wants a second person", "%(count)d checks at home want a second person", count
        ) % {"count": count}
        yield Waiting(text, page + f"?state={State.SEEN}#listing", icon="compare")
    if user.role in CLOSES and (count := counted["agreed"]):
        text = ngettext(
            "%(count)d check at home is verified and to be closed",
            "%(count)d checks at home are verified and to be closed",
            count,
        ) % {"count": count}
        yield Waiting(text, page + f"?state={State.AGREED}#listing", icon="compare")


def _objections(user: User, on: date) -> Iterator[Waiting]:
    """Yield villagers' objections that wait for an answer, with the day the first is due."""
    if user.role not in ANSWERS:
        return
    due = list(identification.open_objections(user).values_list("due", flat=True))
    if due:
        text = ngettext(
            "%(count)d objection waits for an answer, by %(day)s",
            "%(count)d objections wait for an answer, the first by %(day)s",
            len(due),
        ) % {"count": len(due), "day": date_format(due[0], "SHORT_DATE_FORMAT")}
        yield Waiting(text, reverse("identification:board"), urgent=due[0] <= on + SOON, icon="letter")


def _cases(user: User, on: date) -> Iterator[Waiting]:
    """Yield the steps of identification and exit that are this person's, and the tracking visits that are due."""
    page = reverse("identification:board")
    if count := identification.waiting_for(Case.objects.visible_to(user), user, on).count():
        text = ngettext(
            "%(count)d case of identification or exit waits for your step",
            "%(count)d cases of identification or exit wait for your step",
            count,
        ) % {"count": count}
        yield Waiting(text, page + "?waits=me#listing", icon="scale")
    if count := len(queries_villages.waiting_villages(user, on)):
        text = ngettext(
            "The exit of %(count)d village waits for your step", "The exit of %(count)d villages waits for your step",
            count,
        ) % {"count": count}  # fmt: skip
        yield Waiting(text, reverse("identification:villages"), icon="scale")
    if user.role not in VILLAGE:
        return
    if due := [case.visit_due for case in identification.visits_due(user, on + TRACKING)[:100] if case.visit_due]:
        text = ngettext(
            "%(count)d household that left poverty is to be visited, by %(day)s",
            "%(count)d households that left poverty are to be visited, the first by %(day)s",
            len(due),
        ) % {"count": len(due), "day": date_format(due[0], "SHORT_DATE_FORMAT")}
        yield Waiting(text, page + "?waits=visit#listing", urgent=due[0] < on, icon="household")


def _plans(user: User) -> Iterator[Waiting]:
    """Yield the plans that wait for this person: to decide, to go on with, to publish, to propose."""
    waits = Q()
    if user.may(May.PLAN_DECIDE):
        waits |= Q(status=PlanStatus.PROPOSED) & ~Q(proposed_by=user)
    if user.may(May.PLAN_EDIT):
        waits |= Q(status=PlanStatus.RETURNED, proposed_by=user) | Q(status=PlanStatus.APPROVED)
        waits |= Q(status=PlanStatus.DRAFT, made_by=user)
    if not waits:
        return
    found = list(Plan.objects.visible_to(user).filter(waits).only("name", "status", "decision_note")[:MOST_PLANS])
    for status, (sentence, urgent, most) in PLANS.items():
        for plan in [plan for plan in found if plan.status == status][:most]:
            text = _(sentence) % {"plan": plan.name, "note": plan.decision_note}
            yield Waiting(text, reverse("postings:plan", args=[plan.pk]), urgent=urgent)


MOST_PLANS = 50  # that are read, so that a long history of drafts costs nothing
# What is said of a plan at each status, whether it is urgent, and of how many at most.
PLANS: dict[PlanStatus, tuple[str, bool, int]] = {
    PlanStatus.PROPOSED: (gettext_noop("“%(plan)s” waits for your decision"), True, 5),
    PlanStatus.RETURNED: (gettext_noop("“%(plan)s” came back: %(note)s"), True, 5),
    PlanStatus.APPROVED: (gettext_noop("“%(plan)s” is approved and can be published"), False, 5),
    PlanStatus.DRAFT: (gettext_noop("Your draft “%(plan)s” is not proposed yet"), False, 3),
}


def _terms(user: User, on: date) -> Iterator[Waiting]:
    page = reverse("postings:serving")
    if count := Term.objects.visible_to(user).running().filter(until__lte=on + timedelta(days=NOTICE_DAYS)).count():
        text = ngettext(
            "%(count)d term ends within 90 days: name the next person in time",
            "%(count)d terms end within 90 days: name the next persons in time",
            count,
        ) % {"count": count}
        yield Waiting(text, page + "?state=ending", icon="people")
    if count := vacant_count(user):
        text = ngettext(
            "%(count)d village is due a First Secretary and has none",
            "%(count)d villages are due a First Secretary and have none",
            count,
        ) % {"count": count}
        yield Waiting(text, page + "?state=vacant", icon="people")
