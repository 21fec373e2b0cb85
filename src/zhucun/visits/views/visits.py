"""Visits: the list, entering one in three taps, its page, correcting, withdrawing, restoring."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core.event_names import EVENT_NAMES
from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import User, within
from zhucun.core.person import person
from zhucun.core.queries import place_names
from zhucun.core.refusals import Refused, allowed
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.registry import queries as registry
from zhucun.registry.models import Household
from zhucun.registry.views.household import household_or_404
from zhucun.visits import actions, queries, rules
from zhucun.visits.forms import CorrectForm, PurposeForm, ReasonForm, VisitForm
from zhucun.visits.models import Visit
from zhucun.visits.statuses import Outcome, VisitKind
from zhucun.visits.views.words import name_for, pill, today, with_tabs

TONES = {Outcome.MET.value: "good", Outcome.ABSENT.value: "warning"}


def visit_or_404(request: HttpRequest, pk: int) -> tuple[User, Visit]:
    """Return who asks and the visit, if it is there for them."""
    user = person(request)
    row = queries.one_visit(pk, user)
    if row is None:
        raise Http404
    return user, row


def outcome_pill(row: Visit) -> Any:
    """Return whether the household was met, or that the visit was withdrawn."""
    if row.withdrawn_at:
        return pill(pgettext("visit", "Withdrawn"), "neutral")
    return pill(row.get_outcome_display(), TONES[row.outcome])


def _outcome_words(row: Visit) -> str:
    return pgettext("visit", "Withdrawn") if row.withdrawn_at else row.get_outcome_display()


@require_GET
def visits(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Every visit within the reader's place."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    names = registry.may_see_names(user)
    by_day = request.GET.get("sort", "-on").lstrip("-") == "on" and not request.GET.get("town")
    listing = Listing(
        request,
        queries.visits_by_day(user) if by_day else queries.visits(user),
        name="visits",
        columns=(
            Column("on", pgettext_lazy("visit", "Day"), lambda v: v.on, sort=("on", "id"),
                   link=lambda v: reverse("visits:visit", args=[v.pk])),
            Column("household", gettext_lazy("Household"), lambda v: name_for(user, v.household),
                   link=lambda v: reverse("registry:household", args=[v.household_id])),
            Column("code", gettext_lazy("Number"), lambda v: v.household.code, minor=True),
            Column("village", gettext_lazy("Village"), lambda v: v.village.name, sort=("village_id", "-on")),
            Column("kind", gettext_lazy("What for"), lambda v: v.get_kind_display()),
            Column("outcome", gettext_lazy("Met"), _outcome_words, cell=outcome_pill),
            Column("people", gettext_lazy("Who visited"), lambda v: v.people, minor=True),
            Column("next", gettext_lazy("Next wished by"), lambda v: v.next_wished, minor=True),
        ),
        filters=_filters(user),
        search=("household__code", "village__name", *(("household__head_name", "people") if names else ())),
        order="-on",
        empty=gettext_lazy("No visit is entered yet. Open a household or the week, and enter the first."),
    )  # fmt: skip
    return listing.answer("visits/visits.html", with_tabs(user, "visits"))


def _filters(user: User) -> tuple[Filter, ...]:
    standing = [("stands", gettext_lazy("stands")), ("withdrawn", gettext_lazy("withdrawn"))]
    found = [
        Filter("kind", gettext_lazy("What for"), VisitKind.choices, lambda q, v: q.filter(kind=v)),
        Filter("outcome", gettext_lazy("Met"), Outcome.choices, lambda q, v: q.filter(outcome=v)),
        Filter("state", gettext_lazy("The record"), standing,
               lambda q, v: q.filter(withdrawn_at__isnull=v == "stands")),
    ]  # fmt: skip
    if len(user.scope) < 9:
        codes = queries.towns(user)
        names = place_names(codes)
        found.append(Filter("town", gettext_lazy("Township"), [(c, names[c]) for c in codes],
                            lambda q, v: q.filter(within(v, "village_id"))))  # fmt: skip
    return tuple(found)


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, key: str) -> HttpResponse:
    """Enter a visit to a household: what for and whether it was met are a tap each, the rest is filled in already."""
    user, home = household_or_404(request, key)
    rules.check_may_visit(user, home.village_id)
    # Whoever enters for others says who it was; a secretary enters the own visits.
    own = user.name if len(user.scope) == 12 else ""
    form = VisitForm(request.POST or None, initial={"on": today(), "people": own})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.record_visit(household=home, seen=form.seen(), by=user, at=timezone.now())
        except Refused as refused:  # what was typed stays in the form
            form.add_error(None, refused.message)
        else:
            return _recorded(request, made)
    context = {"household": home, "name": name_for(user, home), "form": form, "last": _last(user, home)}
    return render(request, "visits/record.html", context, status=422 if form.errors else 200)


def _recorded(request: HttpRequest, made: Visit) -> HttpResponse:
    if made.kind == VisitKind.SURVEY and made.outcome == Outcome.MET:
        messages.success(request, _("The visit is entered. Now put down what you saw in the survey."))
        return redirect("registry:household_survey", key=made.household_id)
    messages.success(request, _("The visit is entered."))
    return redirect("visits:village_queue", code=made.village_id)


def _last(user: User, home: Household) -> dict[str, Any] | None:
    rows = queries.of_household(home)
    return visit_row(user, rows[0]) if rows else None


def visit_row(user: User, row: Visit) -> dict[str, Any]:
    """Return a visit as a line: the note in full to those who work in the village."""
    reads = rules.may_read_notes(user, row.village_id)
    return {
        "visit": row,
        "kind": row.get_kind_display(),
        "outcome": outcome_pill(row),
        "note": row.note.open() if reads else "",
        "sealed": bool(row.note) and not reads,
    }


@require_GET
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit with everything that happened to its record."""
    user, row = visit_or_404(request, pk)
    return render(request, "visits/visit.html", _page(user, row))


def _page(user: User, row: Visit, told: str = "") -> dict[str, Any]:
    may = user.may_at(Permission.HOUSEHOLD_EDIT, row.village_id)
    facts = [
        {"label": pgettext("visit", "Day"), "value": row.on},
        {"label": _("What for"), "value": row.get_kind_display()},
        {"label": _("Met"), "value": outcome_pill(row)},
        {"label": _("Who visited"), "value": row.people},
        {"label": _("Next wished by"), "value": row.next_wished},
        {"label": _("Entered by"), "value": row.by.name, "note": timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M")},
    ]
    line = visit_row(user, row)
    return {
        "visit": row,
        "name": name_for(user, row.household),
        "facts": facts,
        "note": told or line["note"],
        "may_unmask": line["sealed"] and not told and user.may_at(Permission.HOUSEHOLD_UNMASK, row.village_id),
        "sealed": line["sealed"] and not told,
        "may_change": may and allowed(rules.check_may_change, row, user),
        "may_restore": may and allowed(rules.check_may_restore, row, user),
        "reason": ReasonForm(),
        "purpose": PurposeForm(),
        "history": [
            {"at": e.at, "who": e.by.name if e.by else "", "what": EVENT_NAMES.get(e.name, e.name), "why": e.reason}
            for e in registry.history_of([row])
        ],
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a visit, with the reason."""
    user, row = visit_or_404(request, pk)
    rules.check_may_change(row, user)
    initial = {
        "kind": row.kind, "outcome": row.outcome, "on": row.on, "people": row.people, "next_wished": row.next_wished,
        "note": row.note.open() if rules.may_read_notes(user, row.village_id) else "", "version": row.version,
    }  # fmt: skip
    form = CorrectForm(request.POST or None, initial=initial)
    if not rules.may_read_notes(user, row.village_id):
        del form.fields["note"]  # who may not read it does not write over it
    if request.method == "POST" and form.is_valid():
        form.cleaned_data.setdefault("note", row.note.open())
        try:
            actions.correct_visit(
                visit=row, seen=form.seen(), reason=form.cleaned_data["reason"], by=user, at=timezone.now(),
                version=form.cleaned_data["version"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Corrected; what stood before stays in the log."))
            return redirect("visits:visit", pk=row.pk)
    context = {"visit": row, "name": name_for(user, row.household), "form": form}
    return render(request, "visits/correct.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a visit that was entered in error."""
    user, row = visit_or_404(request, pk)
    actions.withdraw_visit(visit=row, reason=request.POST.get("reason", ""), by=user, at=timezone.now())
    messages.success(request, _("Withdrawn. It can be restored from its page."))
    return redirect("visits:visit", pk=row.pk)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a withdrawn visit stand again."""
    user, row = visit_or_404(request, pk)
    actions.restore_visit(visit=row, by=user, at=timezone.now())
    messages.success(request, _("The visit stands again."))
    return redirect("visits:visit", pk=row.pk)


@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a visit's note to somebody of the county; the purpose is kept in the log."""
    user, row = visit_or_404(request, pk)
    told = actions.see_note(visit=row, purpose=request.POST.get("purpose", ""), by=user, at=timezone.now())
    return render(request, "visits/visit.html", _page(user, row, told))
