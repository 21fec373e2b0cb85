"""The list of imports, the upload, the empty forms to download."""

import io
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import Refused, engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.errors import EngineError
from zhucun.engine.facts import Subject
from zhucun.engine.intake import write_template
from zhucun.intake import actions, queries, rules
from zhucun.intake.forms import UploadForm
from zhucun.intake.models import Import
from zhucun.intake.statuses import ImportState
from zhucun.intake.subjects import KINDS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def import_or_404(request: HttpRequest, key: UUID) -> tuple[User, Import]:
    """Return who asks and the import; another county's is not there."""
    user = person(request)
    check_may(user, Permission.IMPORT)
    row = queries.import_of(key, user)
    if row is None:
        raise Http404
    return user, row


@require_GET
def imports(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The county's imports, unfinished ones first to hand."""
    user = person(request)
    check_may(user, Permission.IMPORT)
    subjects = [(s.value, kind.label) for s, kind in KINDS.items()]
    listing = Listing(
        request,
        Import.objects.visible_to(user).select_related("by"),
        name="imports",
        columns=(
            Column(
                "file",
                gettext_lazy("File"),
                lambda r: r.filename,
                sort="filename",
                link=lambda r: reverse("intake:import", args=[r.pk]),
            ),
            Column("subject", gettext_lazy("Subject"), lambda r: KINDS[r.subject_kind].label),
            Column("state", gettext_lazy("State"), lambda r: r.get_state_display(), sort="state"),
            Column("rows", gettext_lazy("Rows"), lambda r: r.rows_total, number=True),
            Column("new", gettext_lazy("New"), lambda r: r.rows_new, number=True, minor=True),
            Column("changed", gettext_lazy("Changed"), lambda r: r.rows_changed, number=True, minor=True),
            Column("faulty", gettext_lazy("Faulty"), lambda r: r.rows_faulty, number=True, minor=True),
            Column("by", gettext_lazy("Imported by"), lambda r: r.by.name if r.by else "", minor=True),
            Column("at", gettext_lazy("When"), lambda r: r.at, sort="at"),
        ),
        filters=(
            Filter("subject", gettext_lazy("Subject"), subjects, lambda q, v: q.filter(subject=v)),
            Filter("state", gettext_lazy("State"), ImportState.choices, lambda q, v: q.filter(state=v)),
        ),
        search=("filename",),
        order="-at",
        empty=gettext_lazy("Nothing has been imported yet. Start with the villages, then the units, then the people."),
    )
    return listing.answer("intake/imports.html", {"templates": templates()})


def templates() -> list[dict[str, Any]]:
    """Return the empty forms that can be downloaded."""
    return [{"subject": s.value, "label": kind.label, "note": kind.note} for s, kind in KINDS.items()]


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file; what is wrong with it as a whole is said here and the choices stay."""
    user = person(request)
    rules.check_may_import(user, user.county)
    if request.method == "GET":
        form = UploadForm(initial={"subject": request.GET.get("kind", "")})
        return render(request, "intake/upload.html", {"form": form, "templates": templates()})
    form = UploadForm(request.POST, request.FILES)
    context: dict[str, Any] = {"form": form, "templates": templates()}
    if not form.is_valid():
        return render(request, "intake/upload.html", context, status=422)
    file = form.cleaned_data["file"]
    try:
        if file.size > settings.UPLOAD_MAX_BYTES:
            rules.check_size(file.read(settings.UPLOAD_MAX_BYTES + 1), settings.UPLOAD_MAX_BYTES)
        row = actions.begin(
            content=file.read(),
            filename=file.name,
            subject=Subject(form.cleaned_data["subject"]),
            county=user.county,
            by=user,
            at=timezone.now(),
            again=form.cleaned_data["again"],
        )
    except (Refused, EngineError) as error:
        context["refused"] = Refused.from_engine(error) if isinstance(error, EngineError) else error
        return render(request, "intake/upload.html", context, status=422)
    if row.by_id != user.pk or row.state != ImportState.UPLOADED:
        messages.info(request, _("This file is already on its way; here is where it stands."))
    return redirect("intake:import", key=row.pk)


@require_GET
def template(request: HttpRequest, subject: str) -> HttpResponse:
    """An empty form to fill in."""
    check_may(person(request), Permission.IMPORT)
    if subject not in list(Subject):
        raise Http404
    buffer = io.BytesIO()
    write_template(Subject(subject), buffer, engine_language())
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{subject}.xlsx"'
    return response


@require_GET
def go_on(request: HttpRequest, key: UUID) -> HttpResponse:
    """Go to the step at which an import stands."""
    _user, row = import_or_404(request, key)
    step = {ImportState.UPLOADED: "columns", ImportState.MAPPED: "columns"}.get(ImportState(row.state), "result")
    if row.state == ImportState.CHECKED:
        step = "problems" if row.rows_faulty or row.faults.exists() else "changes"
    return redirect(f"intake:{step}", key=row.pk)
