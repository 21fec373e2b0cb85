"""The monthly lists: rates with their intervals, month by month and place by place; entries to work on or explain."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import User, within
from zhucun.core.person import person
from zhucun.core.queries import place_names
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.identification.statuses import NEXT, OPENING, Kind
from zhucun.registry import queries as registry
from zhucun.visits import actions, queries
from zhucun.visits.forms import ExplainForm
from zhucun.visits.models import EntryExplanation, ListEntry, ListRun
from zhucun.visits.statuses import LIST_TONES, STAGES, ListKind, RunState
from zhucun.visits.views.drawing import trend_picture
from zhucun.visits.views.rates import by_place, rates_of, row_of_month
from zhucun.visits.views.words import county_of, name_for, pill, say, with_tabs

MONTHS = 12


@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    """The newest month with its rates, the months before, and each township and village."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    county = county_of(user)
    months = queries.newest_of_months(county, MONTHS)
    counts = queries.counts_of_runs([r.pk for r in months], user)
    rows = [row_of_month(r, counts.get(r.pk, (0, 0, 0, 0, 0))) for r in months]
    last, running = queries.last_run(county), queries.run_running(county)
    context = {
        "months": rows,
        "newest": rows[0] if rows else None,
        # A month does not change any more: its places are drawn once.
        "places": lambda: by_place(months[0], queries.areas_of(months[0], user)),
        "places_key": (months[0].pk, user.scope) if months else None,
        "explained": queries.explained_counts(months[0], user) if months else {},
        "pictures": _pictures(rows),
        "running": running,
        **(stage_words(running) if running else {}),
        "failed": say(last.failure) if last and last.state == RunState.FAILED else "",
        "may_make": user.may_at(Permission.LISTS_MAKE, county),
        "kinds": ListKind,
    }
    return render(request, "visits/lists.html", with_tabs(user, "lists", context))


def _pictures(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the two trends, oldest month first."""
    if len(rows) < 2:
        return []
    found = []
    for key, title in (("missed", _("Missed: eligible but not listed")), ("wrong", _("Listed but not eligible"))):
        points = [{"label": f"{r['run'].month:%Y-%m}", **r[key]} for r in reversed(rows)]
        found.append({"title": title, "picture": trend_picture(points, points[-1]["limit"]), "points": points})
    return found


@require_POST
def make_lists(request: HttpRequest) -> HttpResponse:
    """Make this month's lists now; an earlier making of the month stays."""
    user = person(request)
    check_may(user, Permission.LISTS_MAKE)
    actions.ask_for_lists(county=county_of(user), by=user, at=timezone.now())
    return redirect("visits:lists")


@require_GET
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the making of lists is."""
    user = person(request)
    run = queries.one_run(pk, user)
    if run is None:
        raise Http404
    response = render(request, "visits/parts/progress.html", {"running": run, **stage_words(run)})
    if run.state in (RunState.DONE, RunState.FAILED):
        response["HX-Refresh"] = "true"  # the page shows the lists, or why there are none
    return response


def stage_words(run: ListRun) -> dict[str, Any]:
    """Return the stage of a run in words."""
    return {"stage": STAGES[run.stage], "most": len(STAGES) - 1}


@require_GET
def entries(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """The households of one month's lists within the reader's place."""
    user = person(request)
    run = queries.one_run(pk, user)
    if run is None or run.state != RunState.DONE:
        raise Http404
    counts = queries.plain_counts(run, user)
    told = rates_of(run, tuple(counts[n] for n in ("missed", "unlisted", "wrong", "listed")))
    context = {"run": run, "told": told, "rules": {k: say(v) for k, v in run.rules.items() if k != "left_out"},
               "left_out": [say(pair) for pair in run.rules.get("left_out", [])]}  # fmt: skip
    return entry_list(request, user, run).answer("visits/entries.html", with_tabs(user, "lists", context))


def entry_list(request: HttpRequest, user: User, run: ListRun) -> Listing:
    """Return the entries of a run, each with its reasons, what was said of it and the case that runs."""

    def prepare(rows: list[Any]) -> None:
        keys = [row.household_id for row in rows]
        explained, cases = queries.explanations(keys), queries.cases_of(keys)
        for row in rows:
            row.explanation = explained.get((row.household_id, row.kind))
            row.case = cases.get(row.household_id)

    names = registry.may_see_names(user)
    return Listing(
        request,
        queries.entries(run, user),
        name="list entries",
        columns=(
            Column("household", gettext_lazy("Household"), lambda e: name_for(user, e.household),
                   link=lambda e: reverse("registry:household", args=[e.household_id])),
            Column("code", gettext_lazy("Number"), lambda e: e.household.code, sort="household_id", minor=True),
            Column("village", gettext_lazy("Village"), lambda e: e.village.name, sort=("village_id", "id")),
            Column("kind", gettext_lazy("List"), lambda e: e.get_kind_display(),
                   cell=lambda e: pill(e.get_kind_display(), LIST_TONES[e.kind]), sort="kind"),
            Column("reasons", gettext_lazy("Reasons"), _reasons, cell=_reasons),
            Column("done", gettext_lazy("What is done about it"), _done_words, cell=lambda e: _done(user, e)),
        ),
        filters=_filters(user),
        search=("household__code", "village__name", *(("household__head_name",) if names else ())),
        order="village",
        empty=gettext_lazy("Nobody stands on this list."),
        prepare=prepare,
    )  # fmt: skip


def _reasons(entry: ListEntry) -> str:
    return "；".join(say(pair) for pair in entry.reasons)


def _done_words(entry: Any) -> str:
    parts = []
    if entry.case:
        parts.append(_("case: %(where)s") % {"where": entry.case.get_status_display()})
    if entry.explanation:
        parts.append(_("explained: %(why)s") % {"why": entry.explanation.reason})
    return "；".join(parts)


def _done(user: User, entry: Any) -> SafeString:
    """Return what is done about an entry, and what this person can do."""
    parts = []
    if entry.case:
        address = reverse("identification:case", args=[entry.case.pk])
        parts.append(format_html('<a href="{}">{}</a>', address, entry.case.get_status_display()))
    elif entry.kind in OPENS and user.role in NEXT[OPENING[OPENS[entry.kind]]].roles:
        address = reverse("identification:open", args=[OPENS[entry.kind], entry.household_id])
        parts.append(format_html('<a href="{}">{}</a>', address, STARTS[entry.kind]))
    if entry.explanation:
        parts.append(format_html("<span>{}</span>", _("Explained: %(why)s") % {"why": entry.explanation.reason}))
    if user.may_at(Permission.HOUSEHOLD_EDIT, entry.village_id):
        address = reverse("visits:explain", args=[entry.pk])
        parts.append(
            format_html('<a href="{}">{}</a>', address, _("Explain") if not entry.explanation else _("Change"))
        )
    return SafeString(" · ".join(parts))


OPENS = {ListKind.MISSING.value: Kind.ENTRY.value, ListKind.INELIGIBLE.value: Kind.EXIT.value}
STARTS = {
    ListKind.MISSING.value: gettext_lazy("Take an application"),
    ListKind.INELIGIBLE.value: gettext_lazy("Propose an exit"),
}


def _filters(user: User) -> tuple[Filter, ...]:
    said = [("open", gettext_lazy("not explained")), ("explained", pgettext_lazy("entry", "explained"))]
    found = [
        Filter("kind", gettext_lazy("List"), ListKind.choices, lambda q, v: q.filter(kind=v)),
        Filter("said", gettext_lazy("Explanation"), said, lambda q, v: _said(q, v)),
    ]
    if len(user.scope) < 9:
        codes = queries.towns(user)
        names = place_names(codes)
        found.append(Filter("town", gettext_lazy("Township"), [(c, names[c]) for c in codes],
                            lambda q, v: q.filter(within(v, "village_id"))))  # fmt: skip
    return tuple(found)


def _said(rows: Any, value: str) -> Any:
    explained = EntryExplanation.objects.filter(
        household=OuterRef("household"), kind=OuterRef("kind"), withdrawn_at__isnull=True
    )
    return rows.filter(Exists(explained)) if value == "explained" else rows.exclude(Exists(explained))


@require_http_methods(["GET", "POST"])
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Say why a household stands on a list; the reasons stand beside the form."""
    user = person(request)
    entry = queries.one_entry(pk, user)
    if entry is None:
        raise Http404
    check_may(user, Permission.HOUSEHOLD_EDIT, entry.village_id)
    standing = queries.explanations([entry.household_id]).get((entry.household_id, entry.kind))
    form = ExplainForm(request.POST or None, initial={"reason": standing.reason if standing else ""})
    if request.method == "POST" and form.is_valid():
        actions.explain_entry(entry=entry, reason=form.cleaned_data["reason"], by=user, at=timezone.now())
        messages.success(request, _("Explained: it holds for later months until somebody withdraws it."))
        return redirect("visits:entries", pk=entry.run_id)
    context = {
        "entry": entry,
        "name": name_for(user, entry.household),
        "reasons": [say(pair) for pair in entry.reasons],
        "months": queries.entry_history(entry.household, entry.kind),
        "standing": standing,
        "form": form,
    }
    return render(request, "visits/explain.html", context, status=422 if form.errors else 200)


@require_POST
def speak_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an explanation."""
    user = person(request)
    row = get_object_or_404(queries.explained_keys(user), pk=pk)
    actions.withdraw_entry_explanation(explanation=row, by=user, at=timezone.now())
    messages.success(request, _("The explanation is withdrawn."))
    return redirect("visits:lists")
