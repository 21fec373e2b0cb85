"""Correcting a row on the page, and the workbook of faulty rows to correct in Excel."""

import io
from typing import Any
from uuid import UUID

import xlsxwriter
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhucun.core.actions import note_export, note_unmasking
from zhucun.core.models import User
from zhucun.core.typed import numbered
from zhucun.engine.intake import Severity, read
from zhucun.engine.intake.header import text_of
from zhucun.intake import actions, bridge
from zhucun.intake.actions.checking import mended
from zhucun.intake.models import Import, ImportFault
from zhucun.intake.statuses import WAITING
from zhucun.intake.views import shown
from zhucun.intake.views.files import XLSX, import_or_404


def sheet_of(row: Import) -> Any:
    """Return the sheet that was imported, with what was corrected on the page."""
    book = mended(read(bridge.content_of(row), row.filename), row.mended, row.found.get("sheet"))
    return next((s for s in book.sheets if s.name == row.found["sheet"]), book.sheets[0])


@require_http_methods(["GET", "POST"])
def mend(request: HttpRequest, key: UUID, number: int) -> HttpResponse:
    """One row of the file with its faults; what is corrected here holds for this import, the file stays as it is."""
    user, row = import_or_404(request, key)
    if row.state not in WAITING or not row.file:
        return redirect("intake:problems", key=row.pk)
    if request.method == "POST":
        cells = numbered(request.POST, "cell-")
        actions.mend_row(key=row.pk, number=number, cells=cells, by=user, at=timezone.now())
        return redirect("intake:problems", key=row.pk)
    sheet = sheet_of(row)
    if not row.found["header_rows"][1] < number <= len(sheet.rows):
        raise Http404
    _note_seen(user, row, _("Correcting row %(number)s of the file") % {"number": number})
    faults = list(ImportFault.objects.filter(source=row, row=number))
    wrong: dict[str, list[str]] = {}
    for fault in faults:
        wrong.setdefault(fault.key, []).append(f"{shown.fault_message(fault)} {shown.fault_remedy(fault)}")
    shown_cells = [
        {
            "index": c["index"], "title": c["title"] or c["letter"], "letter": c["letter"],
            "value": text_of(sheet.rows[number - 1][c["index"]]), "faults": wrong.get(c["key"] or "", []),
        }
        for c in row.found["columns"] if c["key"]
    ]  # fmt: skip
    placed = {c["key"] for c in row.found["columns"] if c["key"]}
    context = {
        **shown.frame(row, "problems"), "number": number,
        "wrong": [c for c in shown_cells if c["faults"]], "right": [c for c in shown_cells if not c["faults"]],
        "others": [text for fault_key, texts in wrong.items() if fault_key not in placed for text in texts],
    }  # fmt: skip
    return render(request, "intake/mend.html", context)


def _note_seen(user: User, row: Import, purpose: str) -> None:
    """Log that rows of the file, with people's numbers in full, were shown; correcting them is the purpose."""
    note_unmasking(subject=row, area=row.county, label=row.filename, purpose=purpose, by=user, at=timezone.now())


@require_GET
def faulty(request: HttpRequest, key: UUID) -> HttpResponse:
    """The faulty rows as a workbook under the file's own headings, with what is wrong and what to do."""
    user, row = import_or_404(request, key)
    if not row.file:
        raise Http404
    sheet = sheet_of(row)
    faults: dict[int, list[ImportFault]] = {}
    for fault in ImportFault.objects.filter(source=row, row__gt=0, severity=Severity.ERROR.value):
        faults.setdefault(fault.row, []).append(fault)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        write_faulty(book, row, sheet, faults)
    note_export(user=user, listing=f"faults-{row.filename}"[:100], count=len(faults), at=timezone.now())
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="faulty-rows.xlsx"'
    return response


def write_faulty(book: Any, row: Import, sheet: Any, faults: dict[int, list[ImportFault]]) -> None:
    """Write one row for each faulty one, wrong cells marked, what is wrong and what to do at the end."""
    head = book.add_format({"bold": True, "bg_color": "#E7EEF7", "border": 1, "text_wrap": True})
    wrong, plain = book.add_format({"bg_color": "#FBE5D6", "num_format": "@"}), book.add_format({"num_format": "@"})
    page = book.add_worksheet()
    columns = row.found["columns"]
    titles = [c["title"] or c["letter"] for c in columns]
    for at, title in enumerate([*titles, _("Row in the file"), _("What is wrong"), _("What to do")]):
        page.write_string(0, at, title, head)
    for line, (number, found) in enumerate(sorted(faults.items()), start=1):
        keys = {fault.key for fault in found}
        for at, column in enumerate(columns):
            mark = wrong if column["key"] in keys else plain
            page.write_string(line, at, text_of(sheet.rows[number - 1][column["index"]]), mark)
        page.write_number(line, len(columns), number)
        page.write_string(line, len(columns) + 1, " ".join(shown.fault_message(f) for f in found))
        page.write_string(line, len(columns) + 2, " ".join(dict.fromkeys(shown.fault_remedy(f) for f in found)))
    page.freeze_panes(1, 0)
