"""What a person's first page shows: where the county stands and what waits for them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from zhucun.core.event_names import EVENT_NAMES
from zhucun.core.models import SendingUnit, User
from zhucun.core.queries import news_for
from zhucun.core.statuses import Permission as May
from zhucun.core.statuses import Role
from zhucun.engine.words import VillageKind
from zhucun.intake.models import Import
from zhucun.postings.models import Candidate, Plan, Term
from zhucun.postings.queries.serving import NOTICE_DAYS, vacant_count
from zhucun.postings.statuses import PlanStatus
from zhucun.registry.models import Village


@dataclass(frozen=True)
class FigureCard:
    """One big number with where it comes from."""

    label: str | Promise
    value: int
    of: int | None
    address: str


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for this person, and where to do it."""

    text: str
    address: str
    urgent: bool = False


@dataclass(frozen=True)
class Step:
    """One step on the county's way to a published plan."""

    label: str | Promise
    done: bool
    address: str
    state: str = ""  # done, now or not yet


def figures(user: User) -> list[FigureCard]:
    """Return the county's big numbers in four queries."""
    villages = Village.objects.visible_to(user).aggregate(
        all=Count("pk"),
        poor=Count("pk", filter=Q(kinds__contains=f",{VillageKind.POOR},")),
        weak=Count("pk", filter=Q(kinds__contains=f",{VillageKind.WEAK},")),
    )
    serving = Term.objects.visible_to(user).running().count()
    villages_page, serving_page = reverse("registry:villages"), reverse("postings:serving")
    own = user.role == Role.SENDING_UNIT
    cards = [
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
    if user.may(May.CANDIDATE_SEE):
        people = Candidate.objects.visible_to(user).filter(withdrawn_at__isnull=True).count()
        cards.append(FigureCard(_("Candidates"), people, None, reverse("postings:candidates")))
    if user.may(May.UNIT_SEE):
        units = SendingUnit.objects.visible_to(user).count()
        cards.append(FigureCard(_("Sending units"), units, None, reverse("postings:units")))
    return cards


def waiting(user: User, *, on: date) -> Iterator[Waiting]:
    """Yield what waits for this person, most urgent first."""
    if user.may(May.PLAN_DECIDE):
        for plan in Plan.objects.visible_to(user).filter(status=PlanStatus.PROPOSED).exclude(proposed_by=user)[:5]:
            text = _("“%(plan)s” waits for your decision") % {"plan": plan.name}
            yield Waiting(text, reverse("postings:plan", args=[plan.pk]), urgent=True)
    if user.may(May.PLAN_EDIT):
        for plan in Plan.objects.visible_to(user).filter(status=PlanStatus.RETURNED, proposed_by=user)[:5]:
            text = _("“%(plan)s” came back: %(note)s") % {"plan": plan.name, "note": plan.decision_note}
            yield Waiting(text, reverse("postings:plan", args=[plan.pk]), urgent=True)
        for plan in Plan.objects.visible_to(user).filter(status=PlanStatus.APPROVED)[:5]:
            text = _("“%(plan)s” is approved and can be published") % {"plan": plan.name}
            yield Waiting(text, reverse("postings:plan", args=[plan.pk]))
    if user.may(May.IMPORT):
        for file in Import.objects.visible_to(user).unfinished()[:5]:
            text = _("The import of “%(file)s” is not finished") % {"file": file.filename}
            yield Waiting(text, reverse("intake:import", args=[file.pk]))
    if user.may(May.PLAN_EDIT):
        for plan in Plan.objects.visible_to(user).filter(status=PlanStatus.DRAFT, made_by=user)[:3]:
            text = _("Your draft “%(plan)s” is not proposed yet") % {"plan": plan.name}
            yield Waiting(text, reverse("postings:plan", args=[plan.pk]))
        yield from _terms(user, on)


def _terms(user: User, on: date) -> Iterator[Waiting]:
    page = reverse("postings:serving")
    if count := Term.objects.visible_to(user).running().filter(until__lte=on + timedelta(days=NOTICE_DAYS)).count():
        text = ngettext(
            "%(count)d term ends within 90 days: name the next person in time",
            "%(count)d terms end within 90 days: name the next persons in time",
            count,
        ) % {"count": count}
        yield Waiting(text, page + "?state=ending")
    if count := vacant_count(user):
        text = ngettext(
            "%(count)d village is due a First Secretary and has none",
            "%(count)d villages are due a First Secretary and have none",
            count,
        ) % {"count": count}
        yield Waiting(text, page + "?state=vacant")


def steps(user: User) -> list[Step]:
    """Return the way from an empty county to a published plan, each step done or not."""
    county = user.scope[:6]
    plans = Plan.objects.filter(county=county).exclude(status=PlanStatus.DROPPED)
    reached = set(plans.values_list("status", flat=True))
    past = {
        PlanStatus.PROPOSED: {PlanStatus.PROPOSED, PlanStatus.APPROVED, PlanStatus.PUBLISHED},
        PlanStatus.APPROVED: {PlanStatus.APPROVED, PlanStatus.PUBLISHED},
        PlanStatus.PUBLISHED: {PlanStatus.PUBLISHED},
    }
    newest = plans.aggregate(newest=Max("pk"))["newest"]
    plan_page = reverse("postings:plan", args=[newest]) if newest else reverse("postings:plans")
    imports = reverse("intake:imports")
    way = [
        Step(_("Import the villages"), Village.objects.visible_to(user).exists(), imports),
        Step(_("Import the sending units"), SendingUnit.objects.filter(county=county).exists(), imports),
        Step(_("Import the candidates"), Candidate.objects.filter(county=county).exists(), imports),
        Step(_("Make a posting plan"), bool(newest), reverse("postings:plans")),
        Step(_("Propose it"), bool(reached & past[PlanStatus.PROPOSED]), plan_page),
        Step(_("Another person approves it"), bool(reached & past[PlanStatus.APPROVED]), plan_page),
        Step(_("Publish and print"), bool(reached & past[PlanStatus.PUBLISHED]), plan_page),
    ]
    now = next((step for step in way if not step.done), None)
    return [replace(step, state="done" if step.done else "now" if step is now else "") for step in way]


def own_village(user: User) -> Village | None:
    """Return the village of a person whose place is one village."""
    return Village.objects.visible_to(user).filter(pk=user.scope).first()


def own_term(user: User) -> Term | None:
    """Return the running term in the village of a person whose place is one village."""
    found = Term.objects.visible_to(user).running().filter(village_id=user.scope)
    return found.select_related("candidate", "candidate__unit").first()


def home(user: User, *, on: date) -> dict[str, Any]:
    """Return all that the first page shows."""
    planner = user.may(May.PLAN_EDIT)
    return {
        "figures": figures(user),
        "waiting": list(waiting(user, on=on)),
        "news": [{"what": EVENT_NAMES.get(n.event.name, n.event.name), "notice": n} for n in news_for(user)[:10]],
        "steps": steps(user) if planner else [],
        "own_village": own_village(user) if len(user.scope) == 12 else None,
        "own_term": own_term(user) if len(user.scope) == 12 else None,
        "plans": list(Plan.objects.visible_to(user).select_related("scheme").order_by("-id")[:5]),
    }
