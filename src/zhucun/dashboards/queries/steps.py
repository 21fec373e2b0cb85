"""The way from an empty county to a published plan."""

from dataclasses import dataclass, replace

from django.db.models import Max
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhucun.core.models import SendingUnit, User
from zhucun.postings.models import Candidate, Plan
from zhucun.postings.statuses import PlanStatus
from zhucun.registry.models import Village


@dataclass(frozen=True)
class Step:
    """One step on the county's way to a published plan."""

    label: str | Promise
    done: bool
    address: str
    state: str = ""  # done, now or not yet


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
