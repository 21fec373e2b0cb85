"""The steps of the wizard after the upload: columns, problems with doubtful names, changes, result."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.refusals import Refused
from zhucun.core.typed import version_seen
from zhucun.engine.facts import FACTS, Subject
from zhucun.intake import actions, queries
from zhucun.intake.forms import columns_from, decisions_from
from zhucun.intake.models import Import, ImportFault, ImportRow
from zhucun.intake.statuses import WAITING, Answer, ImportState, Mode, RowOutcome
from zhucun.intake.subjects import KINDS
from zhucun.intake.views import shown
from zhucun.intake.views.files import import_or_404


@require_http_methods(["GET", "POST"])
def columns(request: HttpRequest, key: UUID) -> HttpResponse:
    """Each column with what it is taken for; confirming checks every row."""
    user, row = import_or_404(request, key)
    if request.method == "POST":
        kind = request.POST.get("as", "")
        if kind in list(Subject):
            seen = version_seen(request, row.version)
            row = actions.begin_as(key=row.pk, subject=Subject(kind), version=seen, by=user, at=timezone.now())
            return redirect("intake:columns", key=row.pk)
        sheet = request.POST.get("sheet", "")
        other = sheet if sheet and sheet != row.found.get("sheet") else None
        chosen = None if other else columns_from(request.POST)
        row = actions.check(
            key=row.pk,
            by=user,
            at=timezone.now(),
            version=version_seen(request, row.version),
            columns=chosen,
            sheet=other,
        )
        if row.state == ImportState.CHECKED:
            return redirect("intake:import", key=row.pk)
        return redirect("intake:columns", key=row.pk)
    if row.state not in WAITING:
        return redirect("intake:result", key=row.pk)
    facts = {f.key: f for f in FACTS[row.subject_kind]}
    return render(
        request,
        "intake/columns.html",
        {
            **shown.frame(row, "columns"),
            "columns": shown.columns(row),
            "facts": shown.fact_choices(row.subject_kind),
            "likelier": KINDS.get(Subject(row.found["likelier"])) if row.found.get("likelier") else None,
            "missing": [shown.fact_label(facts[k]) for k in row.found.get("missing", ())],
        },
    )


@require_GET
def problems(request: HttpRequest, key: UUID) -> HttpResponse | StreamingHttpResponse:
    """Everything wrong with the file, with place and remedy; the names a person must decide come first."""
    _user, row = import_or_404(request, key)
    if row.state in (ImportState.UPLOADED, ImportState.MAPPED):
        return redirect("intake:columns", key=row.pk)
    broken = queries.fault_rules(row)
    listing = Listing(
        request,
        ImportFault.objects.filter(source=row),
        name=f"faults-{row.filename.rsplit('.', 1)[0]}",
        columns=(
            Column(
                "row",
                gettext_lazy("Row"),
                lambda f: f.row or None,
                sort=("row", "id"),
                number=True,
                link=lambda f: mend_address(row, f),
            ),
            Column("column", gettext_lazy("Column"), lambda f: f.column),
            Column("value", gettext_lazy("Value"), lambda f: f.value),
            Column("message", gettext_lazy("What is wrong"), shown.fault_message),
            Column("remedy", gettext_lazy("What to do"), shown.fault_remedy),
            Column("severity", gettext_lazy("Effect"), shown.severity_words, cell=shown.severity_pill),
            Column("sheet", gettext_lazy("Sheet"), lambda f: f.sheet, minor=True),
        ),
        filters=(
            Filter("rule", gettext_lazy("Rule"), shown.rule_options(broken, row), lambda q, v: q.filter(rule=v)),
            Filter("severity", gettext_lazy("Effect"), shown.SEVERITIES, lambda q, v: q.filter(severity=v)),
        ),
        search=("column", "value", "message_zh", "message_en"),
        order="row",
        empty=gettext_lazy("Nothing is wrong with this file."),
    )
    doubtful = row.pairs.filter(answer=Answer.OPEN).count()
    context = {**shown.frame(row, "problems"), **shown.findings(row), "doubtful_pairs": doubtful}
    every = request.GET.get("names") == "all"
    if row.state == ImportState.CHECKED and (every or row.found.get("questions")):
        context["every"] = every
        context["questions"] = shown.questions(row, every=every)
        context["pool"] = shown.name_pool(row)
    return listing.answer("intake/problems.html", context)


def mend_address(row: Import, fault: ImportFault) -> str:
    """Return where a fault's row can be corrected; none for the sheet as a whole, or once the file is gone."""
    return reverse("intake:mend", args=[row.pk, fault.row]) if fault.row and row.file and row.state in WAITING else ""


@require_POST
def names(request: HttpRequest, key: UUID) -> HttpResponse:
    """Remember what a person decided of doubtful names, and check the file again with it."""
    user, row = import_or_404(request, key)
    decided = decisions_from(request.POST, shown.asked(row, every=bool(request.POST.get("every"))))
    if not decided:
        messages.warning(request, _("No name was decided: choose an answer for at least one."))
        return redirect("intake:problems", key=row.pk)
    row = actions.decide_names(
        key=row.pk, decisions=decided, by=user, at=timezone.now(), version=version_seen(request, row.version)
    )
    messages.success(request, _("Remembered: these names will not be asked again in this county."))
    return redirect("intake:problems", key=row.pk)


@require_GET
def changes(request: HttpRequest, key: UUID) -> HttpResponse | StreamingHttpResponse:
    """What applying would do, row by row, before it is done."""
    user, row = import_or_404(request, key)
    if row.state in (ImportState.UPLOADED, ImportState.MAPPED):
        return redirect("intake:columns", key=row.pk)
    counts = dict(ImportRow.objects.filter(source=row).values_list("outcome").annotate(rows=Count("pk")))
    options = [(o.value, f"{o.label} ({counts.get(o.value, 0)})") for o in RowOutcome]
    told = shown.Changes(row, user)
    listing = Listing(
        request,
        ImportRow.objects.filter(source=row),
        name=f"changes-{row.filename.rsplit('.', 1)[0]}",
        columns=(
            Column("number", gettext_lazy("Row"), lambda r: r.number, sort="number", number=True),
            Column("label", gettext_lazy("Of what"), told.label, cell=told.label_cell, sort="label"),
            Column("outcome", gettext_lazy("Outcome"), lambda r: r.get_outcome_display(), cell=shown.outcome_pill),
            Column("what", gettext_lazy("What changes"), told.said, cell=told.cell),
        ),
        filters=(Filter("outcome", gettext_lazy("Outcome"), options, lambda q, v: q.filter(outcome=v)),),
        search=("label",),
        order="number",
        prepare=told.prepare,
        empty=gettext_lazy("The file has no rows."),
    )
    return listing.answer(
        "intake/changes.html",
        {**shown.frame(row, "changes"), "modes": Mode.choices, "touches": row.rows_new + row.rows_changed},
    )


@require_POST
def confirm(request: HttpRequest, key: UUID) -> HttpResponse:
    """Apply the import; the work goes on in the background and the result page follows it."""
    user, row = import_or_404(request, key)
    try:
        actions.confirm(
            key=row.pk,
            mode=request.POST.get("mode", ""),
            version=version_seen(request, row.version),
            by=user,
            at=timezone.now(),
        )
    except Refused as refused:
        # The second of two clicks finds the import under way: that is no fault of the person's.
        row.refresh_from_db()
        if row.state in WAITING:
            messages.error(request, refused.message)
            return redirect("intake:changes", key=row.pk)
    return redirect("intake:result", key=row.pk)


@require_GET
def result(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far applying is, and in the end what it did; htmx asks for the middle alone."""
    _user, row = import_or_404(request, key)
    if row.state in (ImportState.UPLOADED, ImportState.MAPPED):
        return redirect("intake:columns", key=row.pk)
    if row.state == ImportState.CHECKED and not row.halted_because:
        return redirect("intake:changes", key=row.pk)
    context = {
        **shown.frame(row, "result"), "applied": ImportRow.objects.filter(source=row, applied=True).count(),
        "can_undo": queries.may_undo(row, timezone.now()), "undo_days": settings.IMPORT_UNDO_DAYS,
    }  # fmt: skip
    partial = request.headers.get("HX-Target") == "result"
    return render(request, "intake/result_state.html" if partial else "intake/result.html", context)


@require_POST
def carry_on(request: HttpRequest, key: UUID) -> HttpResponse:
    """Go on with an import that stopped in the middle, here and now."""
    _user, row = import_or_404(request, key)
    actions.apply(key=row.pk, at=timezone.now())
    actions.undo(key=row.pk, at=timezone.now())
    return redirect("intake:result", key=row.pk)


@require_POST
def drop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Drop an import."""
    user, row = import_or_404(request, key)
    actions.drop(key=row.pk, version=version_seen(request, row.version), by=user, at=timezone.now())
    messages.success(request, _("Dropped. Nothing of this file was taken, and it was deleted."))
    return redirect("intake:imports")
