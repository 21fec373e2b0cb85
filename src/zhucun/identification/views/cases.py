"""One case: opening it, its page with aids and timeline, and the steps that can be taken."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core.listing import Column, Listing
from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import Refused, wants_json
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.words_household import HERE
from zhucun.identification import actions, bridge, queries, rules
from zhucun.identification.forms import OpenForm, StepForm
from zhucun.identification.models import Case, Step
from zhucun.identification.statuses import MOVE, NEXT, OPENING, Kind, Move, moves_from
from zhucun.identification.views.offers import offer, split
from zhucun.identification.views.signed import keep_paper, signed_card
from zhucun.identification.views.words import colour_pill, flow_of, name_for, pill, status_pill, today
from zhucun.registry.models import Household
from zhucun.registry.statuses import TONES, colour_of

LEADS: dict[str, Any] = {
    Kind.ENTRY: gettext_lazy("Not registered as poor now (those that left poverty included), with no case running."),
    Kind.EXIT: gettext_lazy("Registered households that have no case running."),
}
EMPTY: dict[str, Any] = {
    Kind.ENTRY: gettext_lazy("No household of the registry could apply. Register a family that is in no list first."),
    Kind.EXIT: gettext_lazy("No household is left for whom this could be opened."),
}


def case_or_404(request: HttpRequest, pk: int) -> tuple[User, Case]:
    """Return who asks and the case, if it is there for them."""
    user = person(request)
    case = queries.one_case(pk, user)
    if case is None:
        raise Http404
    return user, case


@require_GET
def choose(request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse:
    """Choose the household for whom a case is opened."""
    user = person(request)
    _check_may_choose(user, kind)
    listing = Listing(
        request,
        queries.candidates_for(kind, user),
        name="households",
        columns=(
            Column("head", gettext_lazy("Household"), lambda h: name_for(user, h.head_name) or h.code,
                   link=lambda h: reverse("identification:open", args=[kind, h.key]), sort="head_name"),
            Column("code", gettext_lazy("Number"), lambda h: h.code, sort="key"),
            Column("village", gettext_lazy("Village"), lambda h: h.village.name, sort=("village_id", "key")),
            Column("group", pgettext_lazy("household", "Group"), lambda h: h.group, minor=True),
            Column("status", gettext_lazy("Household is"), lambda h: h.get_status_display(),
                   cell=lambda h: pill(h.get_status_display(), TONES[colour_of(h.status)])),
            Column("income", gettext_lazy("Net income per head (yuan)"), lambda h: h.net_per_head_yuan, number=True,
                   sort="net_per_head_yuan"),
        ),
        search=("code", "head_name", "village__name"),
        order="income",
        empty=EMPTY[kind],
    )  # fmt: skip
    return listing.answer("identification/choose.html", {"kind": Kind(kind), "lead": LEADS[kind]})


def _check_may_choose(user: User, kind: str) -> None:
    if kind not in Kind.values:
        raise Http404
    rules.check_role(NEXT[OPENING[kind]], user, user.scope)


@require_http_methods(["GET", "POST"])
def open_one(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Open a case for one household."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    home = Household.objects.visible_to(user).select_related("village").filter(pk=key).first()
    if home is None or kind not in Kind.values:
        raise Http404
    rules.check_may_open(home, kind, user, queries.running_case(home))
    form = OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        note = form.cleaned_data["note"]
        case = actions.open_case(household=home, kind=kind, by=user, at=timezone.now(), note=note)
        messages.success(request, _("The case is open. The next step stands on this page."))
        return redirect("identification:case", pk=case.pk)
    context = {"form": form, "home": home, "kind": Kind(kind), "name": name_for(user, home.head_name)}
    return render(request, "identification/open.html", context)


@require_GET
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """A case: who, where it stands, what was done, what the rules say beside it, and what can be done next."""
    user, row = case_or_404(request, pk)
    return render(request, "identification/case.html", _page(user, row))


@require_POST
def step(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Take one step."""
    user, row = case_or_404(request, pk)
    if move not in MOVE or MOVE[move].by_meeting:
        raise Http404
    rules.check_role(MOVE[move], user, row.village_id)
    standing = queries.standings([row])[row.pk]
    form = StepForm(request.POST, request.FILES, move=MOVE[move], above=_above(MOVE[move], standing))
    if not form.is_valid():
        return render(request, "identification/case.html", _page(user, row, form, move), status=422)
    given, version = form.given(), form.cleaned_data["version"]
    try:
        with transaction.atomic():  # the step and the paper that was signed for it, or neither
            row = actions.move_case(case=row, move=move, by=user, at=timezone.now(), given=given, version=version)
            keep_paper(row, form.cleaned_data.get("file"), str(MOVE[move].label), user)
    except Refused as refused:
        if wants_json(request):
            raise
        form.add_error(None, refused.message)
        return render(request, "identification/case.html", _page(user, row, form, move), status=409)
    messages.success(request, _("Done: the case stands at “%(where)s”.") % {"where": row.get_status_display()})
    return redirect("identification:case", pk=row.pk)


def _page(user: User, row: Case, typed: StepForm | None = None, typed_for: str = "") -> dict[str, Any]:
    standing = queries.standings([row])[row.pk]
    members = [m for m in row.household.members.all() if m.state in HERE]
    offered = [_offer(row, move, standing, user, typed if move.name == typed_for else None)
               for move in moves_from(row.kind, row.status)]  # fmt: skip
    return {
        "case": row,
        "name": name_for(user, row.household.head_name),
        "status": status_pill(row),
        "flow": flow_of(row),
        "facts": _facts(row, user),
        "standing": standing,
        "aids": bridge.aids_of(row, members, today(), whole=user.may(Permission.FORMULA_SEE)),
        "may_see_formula": user.may(Permission.FORMULA_SEE),
        "entries": [_entry(user, s) for s in reversed(queries.steps_of(row))],
        "votes": queries.votes_of(row),
        "objections": queries.objections_of(row),
        **split(offered),
        "signed": signed_card(user, "case", row),
        "today": today(),
    }


def _offer(row: Case, move: Move, standing: rules.Standing, user: User, typed: StepForm | None) -> dict[str, Any]:
    obstacles = rules.obstacles(row, move, standing, user=user, on=today())
    meeting = ""
    if move.by_meeting:
        obstacles = [o for o in obstacles if o.code != "case.no_majority"]
        meeting = reverse("identification:meeting", args=[row.village_id, row.kind])
    first = {"version": row.version, "signed_on": today(), "ground": row.ground}
    form = typed or StepForm(move=move, above=_above(move, standing), initial=first)
    return offer(move, obstacles, form, reverse("identification:step", args=[row.pk, move.name]), meeting=meeting)


def _above(move: Move, standing: rules.Standing) -> Refused | None:
    """Return the sentence with the two figures, where a step wants a ground whether or not there is one already."""
    return next(iter(rules.ungrounded(move, replace(standing, ground=""))), None)


def _facts(row: Case, user: User) -> list[dict[str, Any]]:
    home = row.household
    return [
        {"label": _("Household is"), "value": colour_pill(home.status), "note": home.get_status_display()},
        {"label": _("Number"), "value": home.code},
        {"label": _("Village"), "value": row.village.name, "note": home.group},
        {"label": _("Persons"), "value": home.persons},
        {"label": _("Of working strength"), "value": home.labour_persons},
        {"label": _("Attribute"), "value": home.get_attribute_display()},
        {"label": _("Main cause"), "value": home.get_main_cause_display()},
        *_ground(row, user),
        {"label": _("Net income per head (yuan)"), "value": home.net_per_head_yuan, "note": home.income_year},
    ]


def _ground(row: Case, user: User) -> list[dict[str, Any]]:
    """Return why the household is proposed in spite of its income: in full to who works with households only."""
    told = row.ground if user.may(Permission.HOUSEHOLD_EDIT) else _("a ground is recorded")
    return [{"label": _("Why it is proposed in spite of its income"), "value": told}] if row.ground else []


def _entry(user: User, step: Step) -> dict[str, Any]:
    what = MOVE[step.move].label if step.move in MOVE else _("Case opened")
    said = [step.note]
    if user.may(Permission.HOUSEHOLD_EDIT):
        signed = [s for s in (step.village_signature, step.household_signature) if s]
        said += [step.ground]
        said += [_("There: %(people)s") % {"people": step.people}] if step.people else []
        said += [_("Signed: %(people)s") % {"people": "、".join(signed)}] if signed else []
        if step.signed_on:
            said += [f"{step.signed_on.isoformat()} {step.get_signed_how_display()}", step.paper]
    why = " · ".join(s for s in said if s)
    return {"what": f"{what} → {step.get_after_display()}", "who": step.by.name, "at": step.at, "why": why}
