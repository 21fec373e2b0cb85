"""The big numbers of a person's first page: where their county, their township or their village stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhucun.core.models import SendingUnit, User
from zhucun.core.statuses import Permission as May
from zhucun.core.statuses import Role
from zhucun.engine.words import VillageKind
from zhucun.engine.words_household import ExitStatus
from zhucun.postings.models import Candidate, Term
from zhucun.registry.models import Household, Village
from zhucun.registry.statuses import NOT_YET, STILL_POOR, Colour, statuses_of
from zhucun.visits.queries import counts_by_village


@dataclass(frozen=True)
class FigureCard:
    """One big number with where it comes from."""

    label: str | Promise
    value: int
    of: int | None
    address: str


def figures(user: User, *, on: date) -> list[FigureCard]:
    """Return the big numbers of a person's place; where it is one village, those of its households."""
    if len(user.scope) == 12 and user.may(May.HOUSEHOLD_SEE):
        return _of_a_village(user, on)
    cards = _of_villages(user)
    if user.may(May.CANDIDATE_SEE):
        people = Candidate.objects.visible_to(user).filter(withdrawn_at__isnull=True).count()
        cards.append(FigureCard(_("Candidates"), people, None, reverse("postings:candidates")))
    if user.may(May.UNIT_SEE):
        units = SendingUnit.objects.visible_to(user).count()
        cards.append(FigureCard(_("Sending units"), units, None, reverse("postings:units")))
    return cards


def _of_villages(user: User) -> list[FigureCard]:
    villages = Village.objects.visible_to(user).aggregate(
        all=Count("pk"),
        poor=Count("pk", filter=Q(kinds__contains=f",{VillageKind.POOR},")),
        weak=Count("pk", filter=Q(kinds__contains=f",{VillageKind.WEAK},")),
    )
    serving = Term.objects.visible_to(user).running().count()
    villages_page, serving_page = reverse("registry:villages"), reverse("postings:serving")
    own = user.role == Role.SENDING_UNIT
    return [
        FigureCard(_("Villages"), villages["all"], None, villages_page),
        FigureCard(_("Poor villages"), villages["poor"], villages["all"], villages_page + "?kind=poor"),
        FigureCard(_("Weak-organisation villages"), villages["weak"], villages["all"], villages_page + "?kind=weak"),
        FigureCard(
            _("Served by your unit") if own else _("Villages with a First Secretary"),
            serving,
            None if own else villages["all"],
            serving_page + "?state=serving",
        ),
    ]


def _of_a_village(user: User, on: date) -> list[FigureCard]:
    homes = Household.objects.visible_to(user).exclude(status=ExitStatus.GONE).order_by()
    counted = homes.aggregate(
        all=Count("pk"),
        poor=Count("pk", filter=Q(status__in=STILL_POOR)),
        left=Count("pk", filter=Q(status__in=statuses_of(Colour.GREEN))),
    )
    households, queue = reverse("registry:households"), reverse("visits:village_queue", args=[user.scope])
    overdue = counts_by_village([user.scope], on)[user.scope]["overdue"]
    return [
        FigureCard(_("Households"), counted["all"], None, households),
        FigureCard(_("In poverty"), counted["poor"], counted["all"], f"{households}?colour={NOT_YET}"),
        FigureCard(_("Have left poverty"), counted["left"], counted["all"], f"{households}?colour={Colour.GREEN}"),
        FigureCard(_("Too long unvisited"), overdue, counted["all"], queue),
    ]
