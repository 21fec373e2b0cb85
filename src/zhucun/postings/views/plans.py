"""Pages on plans: the list, a new plan, the steps of a plan's life."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.core.typed import checked
from zhucun.postings import actions
from zhucun.postings.bridge.desk import takes_long
from zhucun.postings.bridge.scope import usual_scope
from zhucun.postings.forms.plans import NoteForm, PlanForm, PublishForm
from zhucun.postings.models import Plan
from zhucun.postings.queries import plans as queries
from zhucun.postings.statuses import PlanStatus
from zhucun.postings.views import cells
from zhucun.postings.views.schemes import county_of

TONES = {
    PlanStatus.DRAFT: "neutral",
    PlanStatus.PROPOSED: "info",
    PlanStatus.RETURNED: "warning",
    PlanStatus.APPROVED: "accent",
    PlanStatus.PUBLISHED: "good",
    PlanStatus.DROPPED: "neutral",
}

# What each step of a plan's life needs.
STEPS = {
    "propose": Permission.PLAN_EDIT,
    "approve": Permission.PLAN_DECIDE,
    "return": Permission.PLAN_DECIDE,
    "drop": Permission.PLAN_EDIT,
}


@require_GET
def plans(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The county's plans, newest first."""
    user = person(request)
    check_may(user, Permission.PLAN_SEE)
    listing = Listing(
        request,
        queries.plans_visible_to(user),
        name="plans",
        columns=(
            Column("name", gettext_lazy("Plan"), lambda p: p.name, sort="name", link=plan_address),
            Column("on", gettext_lazy("Day"), lambda p: p.on, sort="on"),
            Column(
                "status",
                gettext_lazy("Status"),
                lambda p: p.get_status_display(),
                cell=lambda p: cells.pill(p.get_status_display(), TONES[p.status]),
                sort="status",
            ),
            Column("posts", gettext_lazy("Posts"), lambda p: p.post_count, number=True),
            Column(
                "unfilled", gettext_lazy("Empty villages"), lambda p: len(p.result.get("unfilled", ())), number=True
            ),
            Column("total", gettext_lazy("Total"), lambda p: p.result.get("total"), number=True, minor=True),
            Column("worst", gettext_lazy("Worst village"), lambda p: p.result.get("worst"), number=True, minor=True),
            Column("scheme", gettext_lazy("Weights"), lambda p: str(p.scheme), minor=True),
            Column("made_by", gettext_lazy("Made by"), lambda p: p.made_by.name, minor=True),
            Column(
                "decided_by",
                gettext_lazy("Decided by"),
                lambda p: p.decided_by.name if p.decided_by else "",
                minor=True,
            ),
        ),
        filters=(Filter("status", gettext_lazy("Status"), PlanStatus.choices, lambda q, v: q.filter(status=v)),),
        search=("name",),
        empty=gettext_lazy(
            "No plans yet. When villages and candidates are in, make the first plan: it is solved at once."
        ),
    )
    may_make = user.may(Permission.PLAN_EDIT) and len(user.scope) >= 6
    found = queries.plans_with_posts(user)[:2] if may_make else ()
    return listing.answer("postings/plans.html", {"may_make": may_make, "may_compare": len(found) == 2})


def plan_address(row: Plan) -> str:
    """Return where a plan's workbench is."""
    return reverse("postings:plan", args=[row.pk])


def plan_or_404(request: HttpRequest, pk: int) -> tuple[User, Plan]:
    """Return who asks and the plan, which must be there for them."""
    user = person(request)
    found = queries.one_plan(pk, user)
    if found is None:
        raise Http404
    return user, found


@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Make a plan: day, weights, floor, bonus for staying; solved at once, or before one's eyes."""
    user = person(request)
    county = county_of(user)
    check_may(user, Permission.PLAN_EDIT, county)
    day = timezone.localdate()
    initial = {
        "name": _("Posting plan %(year)s") % {"year": day.year},
        "on": day,
        "floor": 90,
        "keep": actions.DEFAULT_KEEP,
        "leximin": 0,
        "scope": usual_scope(county),
        "hold": True,
        "based_on": request.GET.get("based_on"),
    }
    form = PlanForm(request.POST or None, county=county, initial=initial)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        chosen = {name: typed[name] for name in ("name", "on", "scheme", "based_on")}
        try:
            settings = {**form.settings(), **form.choice()}
            long = takes_long(queries.pairs_of(county), settings)
            make = actions.make_plan_later if long else actions.make_plan
            made = make(county=county, settings=settings, by=user, at=timezone.now(), **chosen)
            return redirect("postings:plan", made.pk)
        except Refused as refused:
            if refused.code != "plan.none_in_scope":
                raise
            form.add_error("scope", refused.message)
    return render(request, "postings/plan_new.html", {"form": form})


@require_POST
def plan_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take one step of a plan's life: propose, approve, return, drop."""
    user, row = plan_or_404(request, pk)
    check_may(user, STEPS.get(step, Permission.PLAN_EDIT), row.county)
    typed = checked(NoteForm(request.POST))
    said: dict[str, Any] = {"plan": row, "by": user, "at": timezone.now(), "version": typed["version"]}
    note = typed["note"]
    if step == "propose":
        actions.propose(note=note, **said)
        messages.success(request, _("Proposed. Another county organiser decides now."))
    elif step == "approve":
        actions.approve(note=note, **said)
        messages.success(request, _("Approved. Publish it when the handover day is set."))
    elif step == "return":
        actions.return_plan(note=note, **said)
        messages.success(request, _("Returned with your note."))
    elif step == "drop":
        actions.drop(reason=note, **said)
        messages.success(request, _("Dropped. It stays in the list."))
    else:
        raise Http404
    return redirect("postings:plan", pk)


@require_POST
def plan_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish: terms begin and end on the handover day."""
    user, row = plan_or_404(request, pk)
    check_may(user, Permission.PLAN_DECIDE, row.county)
    typed = checked(PublishForm(request.POST))
    done = actions.publish(
        plan=row,
        handover=typed["handover"],
        years=typed["years"],
        by=user,
        at=timezone.now(),
        version=typed["version"],
    )
    said = _("Published: %(begun)s terms begin, %(kept)s go on, %(ended)s end on the handover day.")
    messages.success(request, said % {"begun": done.begun, "kept": done.kept, "ended": done.ended})
    return redirect("postings:plan", pk)
