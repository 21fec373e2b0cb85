"""Lists that leave as files: chosen, told what another system cannot express, streamed row by row without a cut."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhucun.core.actions import note_export, note_unmasking
from zhucun.core.models import Place, User
from zhucun.core.person import person
from zhucun.core.queries import place_name
from zhucun.core.refusals import engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.households.written import Loss, Writing
from zhucun.registry.bridge.households import HOUSEHOLD_FACT, MEMBER_FACT
from zhucun.registry.forms.export import ExportForm
from zhucun.registry.papers import TABLES, Sheet, csv_of, table_rows, workbook_of
from zhucun.registry.papers.tables import Asked
from zhucun.registry.views.households import household_listing

LOGGED = {"changes": "natural changes"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Choose a list of the households that the filters leave; then it is sent."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    listing = household_listing(request, user)
    form = ExportForm(request.POST or None, may_unmask=user.may(Permission.HOUSEHOLD_UNMASK))
    if form.is_valid():
        return sent(user, listing.narrowed.order_by(), form.cleaned_data)
    system, table = request.GET.get("system", ""), request.GET.get("table", "roster")
    context = {
        "form": form,
        "count": listing.page.paginator.count,
        "filtered": listing.narrowed_by_person,
        "losses": expected(system, table),
        "system": system,
        "back": listing.address(system=None, table=None),
    }
    return render(request, "registry/export.html", context, status=422 if form.errors else 200)


def expected(system: str, table: str) -> list[dict[str, Any]]:
    """Return what a system cannot express of a list, before it is written."""
    if not system or table not in TABLES:
        return []
    return [told(loss) for loss in Writing(system).expected(TABLES[table].facts)]


def told(loss: Loss, count: int = 0) -> dict[str, Any]:
    """Return a loss in words."""
    language = engine_language()
    fact = MEMBER_FACT.get(loss.attribute) or HOUSEHOLD_FACT[loss.attribute]
    return {
        "fact": fact.text.say(language), "word": loss.word.say(language), "written": loss.written, "count": count,
    }  # fmt: skip


def sent(user: User, homes: Any, given: dict[str, Any]) -> StreamingHttpResponse:
    """Send the list; that it left, and in full for which purpose, stands in the log before the first row does."""
    table, now = TABLES[given["table"]], timezone.now()
    whole = bool(given.get("whole"))
    if whole:
        place = Place(code=user.scope, name=place_name(user.scope))
        note_unmasking(subject=place, area=user.scope, label=table.key, purpose=given["purpose"], by=user, at=now)
    note_export(user=user, listing=LOGGED.get(table.key, table.key), count=homes.count(), at=now)
    asked = Asked(user, Writing(given["system"]), whole, timezone.localdate())
    rows = table_rows(table, homes, asked)
    if given["kind"] == "csv":
        answer = StreamingHttpResponse(csv_of(table.heads, rows), content_type="text/csv; charset=utf-8")
    else:
        answer = StreamingHttpResponse(workbook_of(sheets(table.key, table.heads, rows, asked)), content_type=XLSX)
    name = quote(f"{table.key}-{given['system']}.{given['kind']}")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


def sheets(key: str, heads: tuple[str, ...], rows: Iterator[list[Any]], asked: Asked) -> Iterator[Sheet]:
    """Yield the list, then what could not be expressed: known only once every row is written."""
    yield Sheet(key, heads, rows)
    lost = [told(loss, n) for loss, n in sorted(asked.writing.losses.items(), key=lambda pair: -pair[1])]
    if lost:
        titles = [_("Fact"), _("Our word"), _("Written as"), _("Rows")]
        yield Sheet(_("Not expressed"), titles, [[r["fact"], r["word"], r["written"], r["count"]] for r in lost])
