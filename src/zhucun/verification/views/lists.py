"""Departments' lists: uploaded, their columns settled with the faults in sight, taken, compared, withdrawn."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import User
from zhucun.core.refusals import Refused, engine_language
from zhucun.core.typed import numbered
from zhucun.engine.errors import EngineError
from zhucun.engine.households.identity import mask_identity, mask_name
from zhucun.engine.targeting.register_lists import COLUMNS
from zhucun.policy.queries import own_of
from zhucun.verification import actions, rules
from zhucun.verification.bridge import red_lines
from zhucun.verification.forms import ReasonForm, UploadForm
from zhucun.verification.models import RegisterList, RegisterRecord
from zhucun.verification.queries import lists as queries
from zhucun.verification.statuses import UNDER_WAY, ListState, Work
from zhucun.verification.views.comparing import became, work
from zhucun.verification.views.words import manager, may_manage, measurer, pill, say, tabs, today

TONES: dict[str, str] = {
    ListState.WAITING: "warning",
    ListState.TAKING: "info",
    ListState.TAKEN: "good",
    ListState.WITHDRAWN: "neutral",
}
SHOWN_COMPARISONS = 8
SAMPLE = 8


def list_or_404(request: HttpRequest, pk: int, *, manage: bool = False) -> tuple[User, RegisterList]:
    """Return who asks and the list, if it is there for them."""
    user = manager(request) if manage else measurer(request)
    row = queries.one_list(pk, user)
    if row is None:
        raise Http404
    return user, row


@require_GET
def lists(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """All lists of the county, what is in force, and the last comparisons."""
    user = measurer(request)
    listing = Listing(
        request,
        queries.lists(user),
        name="registers",
        columns=(
            Column("source", gettext_lazy("Whose list"), lambda r: r.get_source_display(),
                   link=lambda r: reverse("verification:list", args=[r.pk]), sort=("source", "-as_of")),
            Column("as_of", gettext_lazy("State of the list"), lambda r: r.as_of, sort="as_of"),
            Column("state", gettext_lazy("Stands at"), lambda r: r.get_state_display(),
                   cell=lambda r: pill(r.get_state_display(), TONES[r.state]), sort="state"),
            Column("rows", gettext_lazy("Rows"), lambda r: r.rows, number=True, sort="rows"),
            Column("found", gettext_lazy("Persons found"), lambda r: r.found, number=True, sort="found"),
            Column("doubtful", gettext_lazy("Doubtful who it is"), lambda r: r.doubtful, number=True, minor=True,
                   sort="doubtful"),
            Column("left_out", gettext_lazy("Rows left out"), lambda r: r.left_out, number=True, minor=True),
            Column("by", gettext_lazy("Taken by"), lambda r: r.by.name if r.by else "", minor=True),
        ),
        filters=(Filter("state", gettext_lazy("Stands at"), ListState.choices, lambda q, v: q.filter(state=v)),),
        search=("filename",),
        order="-as_of",
        empty=gettext_lazy("No list yet. Ask departments for their lists and upload the first one."),
    )  # fmt: skip
    return listing.answer("verification/lists.html", _around(request, user))


def _around(request: HttpRequest, user: User) -> dict[str, Any]:
    county = user.scope
    last = list(queries.comparisons(user)[:SHOWN_COMPARISONS])
    try:
        held = red_lines.in_force(own_of(county), on=today()).source
        rules_told = held.basis.told().say(engine_language())
    except EngineError as error:
        rules_told = error.say(engine_language())
    return {
        "tabs": tabs(request, user),
        "may_manage": may_manage(user),
        "current": queries.current_lists(county),
        "rules": rules_told,
        "days": rules.answer_days(today(), county).value,
        "comparisons": [_comparison(row) for row in last if row.state == Work.DONE],
        **work(next((row for row in last if row.state in UNDER_WAY), None)),
        "became": became(last[0]) if last else "",
    }


def _comparison(row: Any) -> dict[str, Any]:
    return {
        "row": row,
        "basis": say(row.basis_zh, row.basis_en),
        "spared": [{"text": say(s["zh"], s["en"]), "count": s["count"]} for s in row.spared],
    }


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Upload a department's list."""
    user = manager(request)
    form = UploadForm(request.POST or None, request.FILES or None, initial={"as_of": today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            row = actions.upload_list(
                county=user.scope, source=given["source"], as_of=given["as_of"], filename=given["file"].name,
                content=given["file"].read(), by=user, at=timezone.now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("verification:list", pk=row.pk)
    context = {"form": form, "columns": [c.text.say(engine_language()) for c in COLUMNS]}
    return render(request, "verification/upload.html", context, status=422 if form.errors else 200)


@require_GET
def one_list(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """A list: its columns and faults while they wait, its records and whom they mean once it is taken in."""
    user, row = list_or_404(request, pk)
    if row.state != ListState.TAKEN:
        return render(request, "verification/list_columns.html", _columns(user, row))
    sure = rules.sure_from(row.as_of, row.county)
    listing = Listing(
        request,
        queries.records_of(row),
        name="records",
        columns=(
            Column("row", gettext_lazy("Row"), lambda r: r.row, number=True, sort="row"),
            Column("name", gettext_lazy("Name"), lambda r: mask_name(r.name.open())),
            Column("identity", gettext_lazy("Identity number"), lambda r: mask_identity(r.identity.open()), minor=True),
            Column("detail", pgettext_lazy("record", "What it is"), lambda r: r.detail),
            Column("value", gettext_lazy("Value (yuan)"), lambda r: r.value_yuan, number=True, sort="value_yuan"),
            Column("since", gettext_lazy("Day"), lambda r: r.since, minor=True, sort="since"),
            Column("household", gettext_lazy("Household"), lambda r: r.household.code if r.household else "",
                   link=_home, sort="household_id"),
            Column("village", gettext_lazy("Village"), lambda r: r.household.village.name if r.household else "",
                   minor=True),
            Column("chance", gettext_lazy("How sure"), lambda r: "" if r.chance is None else f"{r.chance / 10:g}%",
                   cell=lambda r: _chance(r, sure), sort="chance"),
            Column("why", gettext_lazy("Why"), lambda r: say(r.why_zh, r.why_en), minor=True),
            Column("spared", gettext_lazy("No check, because"), lambda r: say(r.spared_zh, r.spared_en), minor=True),
        ),
        filters=(Filter("who", gettext_lazy("Who it is"), WHO, lambda q, v: _who(q, v, row)),),
        search=("detail",),
        order="row",
    )  # fmt: skip
    context = {"row": row, "faults": _faults(row), "may_manage": may_manage(user), "reason": ReasonForm()}
    return listing.answer("verification/list.html", context)


WHO = [
    ("found", gettext_lazy("found in the register")), ("doubtful", gettext_lazy("doubtful")),
    ("stranger", pgettext_lazy("record", "not in the register")),
]  # fmt: skip


def _who(rows: Any, value: str, row: RegisterList) -> Any:
    if value == "stranger":
        return rows.filter(household__isnull=True)
    found = rows.filter(household__isnull=False)
    return found.filter(chance__lt=rules.sure_from(row.as_of, row.county)) if value == "doubtful" else found


def _home(record: RegisterRecord) -> str:
    return reverse("registry:household", args=[record.household_id]) if record.household_id else ""


def _chance(record: RegisterRecord, sure: int) -> Any:
    if record.chance is None:
        return ""
    return pill(f"{record.chance / 10:g}%", "good" if record.chance >= sure else "warning")


def _columns(user: User, row: RegisterList) -> dict[str, Any]:
    options = [("", _("not read"))] + [(c.key, c.text.say(engine_language())) for c in COLUMNS]
    return {
        "row": row,
        "columns": row.columns.get("columns", []),
        "options": options,
        "faults": _faults(row),
        "fault_count": row.columns.get("faults", 0),
        "totals": row.columns.get("totals", 0),
        "waiting": row.state == ListState.WAITING,
        "taking": row.state == ListState.TAKING,
        "may_manage": may_manage(user),
    }


def _faults(row: RegisterList) -> list[dict[str, Any]]:
    return [
        {
            "row": f["row"], "column": f["column"], "text": say(f["zh"], f["en"]),
            "remedy": say(f["do_zh"], f["do_en"]), "error": f["severity"] == "error",
        }
        for f in row.faults[:200]
    ]  # fmt: skip


@require_POST
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Settle the columns: read again as chosen, or take the list in."""
    user, row = list_or_404(request, pk, manage=True)
    row = actions.settle_columns(row=row, chosen=numbered(request.POST, "column-"), by=user, at=timezone.now())
    if "take" not in request.POST:
        messages.success(request, _("Read again with these columns."))
        return redirect("verification:list", pk=row.pk)
    actions.confirm_list(row=row, by=user, at=timezone.now())
    return redirect("verification:list", pk=row.pk)


@require_GET
def taking(request: HttpRequest, pk: int) -> HttpResponse:
    """That a list is being taken in."""
    _user, row = list_or_404(request, pk)
    response = render(request, "verification/parts/taking.html", {"row": row})
    if row.state != ListState.TAKING:
        response["HX-Refresh"] = "true"  # the page shows its rows
    return response


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Drop a list that was not taken in, with its file."""
    user, row = list_or_404(request, pk, manage=True)
    actions.drop_list(row=row, by=user, at=timezone.now())
    messages.success(request, _("Dropped, with its file."))
    return redirect("verification:lists")


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a whole list back."""
    user, row = list_or_404(request, pk, manage=True)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    actions.withdraw_list(row=row, reason=reason, by=user, at=timezone.now())
    messages.success(request, _("The list is taken back with its rows. Checks that were begun stay."))
    return redirect("verification:lists")
