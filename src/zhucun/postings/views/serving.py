"""The page of who serves where now: terms that end soon, villages without a secretary."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.person import person
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.words import VillageKind
from zhucun.postings.models import Term
from zhucun.postings.queries import serving as queries
from zhucun.postings.views import cells
from zhucun.registry.queries import areas

STATES = (
    ("serving", _("Served now")),
    ("ending", _("Term ends within 90 days")),
    ("vacant", _("Due a First Secretary, has none")),
)


@require_GET
def serving(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Every village with who serves there, since when and until when; a running posting is public."""
    user = person(request)
    check_may(user, Permission.PLAN_SEE)
    today = timezone.localdate()
    terms: dict[int, Term] = {}

    def prepare(rows: list[Any]) -> None:
        terms.update(queries.terms_by_pk(row.term for row in rows))

    def name(row: Any) -> str:
        return terms[row.term].candidate.name if row.term in terms else "—"

    def unit(row: Any) -> str:
        return terms[row.term].candidate.unit.name if row.term in terms else ""

    may_act = user.may(Permission.PLAN_EDIT)

    def act(row: Any) -> Any:
        if not may_act or row.term not in terms:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("postings:term_recall", args=[row.term]), _("Recall"))

    listing = Listing(
        request,
        queries.villages_with_terms(user),
        name="serving",
        columns=(
            Column("village", _("Village"), lambda v: v.name, sort="code", link=_page),
            Column("town", _("Township"), lambda v: v.town, sort=("town", "code")),
            Column("kinds", _("Kind of village"), lambda v: cells.labels(VillageKind, v.kinds), minor=True),
            Column("name", _("First Secretary"), name),
            Column("unit", _("Sending unit"), unit, minor=True),
            Column("since", _("Since"), lambda v: v.since, sort="since"),
            Column("until", _("Until"), lambda v: v.until, sort="until"),
            Column("left", _("Months left"), lambda v: months_left(v.until, today), number=True),
            Column("act", pgettext_lazy("column", "To do"), lambda _v: "", cell=act, minor=True),
        ),
        filters=(
            Filter("state", _("State"), STATES, lambda q, v: queries.in_state(q, v, on=today)),
            Filter("town", _("Township"), areas(user), lambda q, v: q.filter(code__startswith=v)),
        ),
        search=("name", "town", "code", "terms__candidate__name"),
        order="until",
        prepare=prepare,
        empty=_("No village yet. Import the villages first."),
    )
    return listing.answer("postings/serving.html", {"may_give": user.may(Permission.ACCOUNT_EDIT)})


def months_left(until: date | None, today: date) -> int | str:
    """Return whole months to the end of a term, 0 when it is past, nothing when no end is set."""
    if until is None:
        return ""
    months = (until.year - today.year) * 12 + until.month - today.month - (until.day < today.day)
    return max(months, 0)


def _page(village: Any) -> str:
    return reverse("registry:village", args=[village.code])
