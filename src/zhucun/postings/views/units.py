"""Pages on sending units: the list with capacity used, one unit, its form."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import SendingUnit, User
from zhucun.core.person import person
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.facts import UNIT
from zhucun.engine.words import Need, UnitKind, UnitLevel
from zhucun.postings import actions
from zhucun.postings.forms.facts import word_choices
from zhucun.postings.forms.people import UnitForm
from zhucun.postings.queries import candidates as people_queries
from zhucun.postings.queries import units as queries
from zhucun.postings.views import cells
from zhucun.postings.views.history import lines
from zhucun.postings.views.person_page import shown_fact


@require_GET
def units(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The sending units: whom they have, how many they may send and how many serve now."""
    user = person(request)
    check_may(user, Permission.UNIT_SEE)
    listing = Listing(
        request,
        queries.units_with_counts(user),
        name="units",
        columns=(
            Column("name", gettext_lazy("Unit"), lambda u: u.name, sort="name", link=_page),
            Column("level", gettext_lazy("Level"), lambda u: cells.word(UnitLevel, u.level), sort="level", minor=True),
            Column(
                "kind", gettext_lazy("Kind of unit"), lambda u: cells.word(UnitKind, u.kind), sort="kind", minor=True
            ),
            Column("pool", gettext_lazy("In the pool"), lambda u: u.pool, sort="pool", number=True),
            Column("serving", gettext_lazy("Serving"), lambda u: u.serving, sort="serving", number=True),
            Column("most", gettext_lazy("At most"), lambda u: u.most, sort="most", number=True),
            Column("least", gettext_lazy("At least"), lambda u: u.least, sort="least", number=True, minor=True),
            Column("strengths", gettext_lazy("Resources"), lambda u: cells.labels(Need, u.strengths), minor=True),
            Column(
                "funds",
                gettext_lazy("Support a year, yuan"),
                lambda u: u.funds_yuan,
                sort="funds_yuan",
                number=True,
                minor=True,
            ),
            Column(
                "attention", gettext_lazy("Attention"), lambda u: u.attention, sort="attention", number=True, minor=True
            ),
        ),
        filters=(
            Filter(
                "level", gettext_lazy("Level"), word_choices(UnitLevel, empty=False), lambda r, v: r.filter(level=v)
            ),
            Filter(
                "kind", gettext_lazy("Kind of unit"), word_choices(UnitKind, empty=False), lambda r, v: r.filter(kind=v)
            ),
            Filter(
                "strength",
                gettext_lazy("Resources"),
                word_choices(Need, empty=False),
                lambda r, v: r.filter(strengths__contains=f",{v},"),
            ),
        ),
        search=("name", "short_names", "code"),
        order="name",
        empty=gettext_lazy("No sending units yet. Import a list of units, or of candidates: their units come along."),
    )
    return listing.answer("postings/units.html")


def _page(row: SendingUnit) -> str:
    return reverse("postings:unit", args=[row.pk])


def unit_or_404(request: HttpRequest, pk: int) -> tuple[User, SendingUnit]:
    """Return who asks and the unit, which must be there for them."""
    user = person(request)
    found = queries.one_unit(pk, user)
    if found is None:
        raise Http404
    return user, found


@require_GET
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: capacity used, people, attention, resources, where its people serve."""
    user, row = unit_or_404(request, pk)
    on = timezone.localdate()
    people = list(queries.people_of(row, user)[:200])
    judged = people_queries.judged_for(people, on=on)
    terms = people_queries.running_terms(people)
    context = {
        "unit": row,
        "facts": [shown_fact(fact, row) for fact in UNIT],
        "people": [
            {
                "candidate": c,
                "name": people_queries.shown_name(c, user),
                "pill": cells.eligible_pill(judged.get(c.pk), c),
                "specialities": cells.labels(Need, c.specialities),
                "term": terms.get(c.pk),
            }
            for c in people
        ],
        "terms": [(t, people_queries.shown_name(t.candidate, user)) for t in queries.terms_of_unit(row, user)[:50]],
        "history": lines(queries.history_of_unit(row)[:20]),
        "may_edit": user.may_at(Permission.UNIT_EDIT, row.county),
    }
    return render(request, "postings/unit.html", context)


@require_http_methods(["GET", "POST"])
def unit_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a unit."""
    user, row = unit_or_404(request, pk)
    check_may(user, Permission.UNIT_EDIT, row.county)
    form = UnitForm(request.POST or None, unit=row)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        actions.change_unit(unit=row, values=form.values(), by=user, at=timezone.now(), version=version)
        messages.success(request, _("Saved."))
        return redirect("postings:unit", row.pk)
    return render(request, "postings/unit_form.html", {"form": form, "unit": row})
