"""Pages on candidates: the list, one person, the form, withdrawal, personal facts in full."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core.actions import note_unmasking
from zhucun.core.listing import Column, Filter, Listing
from zhucun.core.models import SendingUnit, User
from zhucun.core.person import person
from zhucun.core.refusals import allowed
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.policy.eligibility import full_years
from zhucun.engine.words import Group, Need, Schooling, Sex
from zhucun.postings import actions
from zhucun.postings.forms.facts import word_choices
from zhucun.postings.forms.people import CandidateForm, PurposeForm, ReasonForm
from zhucun.postings.models import Candidate, Term
from zhucun.postings.queries import candidates as queries
from zhucun.postings.queries.candidates import Judged
from zhucun.postings.rules import check_may_deliberate
from zhucun.postings.views import cells
from zhucun.postings.views.person_page import best_villages, person_page

WAITING, SERVING, GONE = "waiting", "serving", "withdrawn"


@require_GET
def candidates(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The pool: who may be posted, of which group, from where; names masked for those who only look."""
    user, on = person(request), timezone.localdate()
    check_may(user, Permission.CANDIDATE_SEE)
    may_count = len(user.scope) >= 6 and allowed(check_may_deliberate, user)
    return candidate_listing(request, user, on).answer(
        "postings/candidates.html", {"may_add": may_edit(user), "may_count": may_count}
    )


def candidate_listing(request: HttpRequest, user: User, on: date) -> Listing:
    """Return the list page of candidates as this person may see it."""
    verdicts: dict[int, Judged] = {}
    terms: dict[int, Term] = {}

    def prepare(rows: list[Candidate]) -> None:
        verdicts.update(queries.judged_for(rows, on=on))
        terms.update(queries.running_terms(rows))

    def group(row: Candidate) -> str:
        return cells.word(Group, verdicts[row.pk].group)

    def serves(row: Candidate) -> str:
        return terms[row.pk].village.name if row.pk in terms else ""

    return Listing(
        request,
        Candidate.objects.visible_to(user).select_related("unit"),
        name="candidates",
        columns=(
            Column("code", gettext_lazy("Staff number"), lambda c: c.code, sort="code", link=_page),
            Column("name", gettext_lazy("Name"), lambda c: queries.shown_name(c, user), link=_page),
            Column("sex", gettext_lazy("Sex"), lambda c: cells.word(Sex, c.sex), sort="sex", minor=True),
            Column("age", gettext_lazy("Age"), lambda c: full_years(c.born, on), sort="-born", number=True, minor=True),
            Column("unit", gettext_lazy("Sending unit"), lambda c: c.unit.name, sort="unit__name"),
            Column("group", gettext_lazy("Group"), group, minor=True),
            Column("specialities", gettext_lazy("Specialities"), lambda c: cells.labels(Need, c.specialities)),
            Column(
                "mass_work", gettext_lazy("Mass work"), lambda c: c.mass_work, sort="mass_work", number=True, minor=True
            ),
            Column(
                "communication",
                gettext_lazy("Communication"),
                lambda c: c.communication,
                sort="communication",
                number=True,
                minor=True,
            ),
            Column(
                "eligible",
                gettext_lazy("Eligibility"),
                lambda c: cells.eligible_words(verdicts[c.pk], c)[0],
                cell=lambda c: cells.eligible_pill(verdicts[c.pk], c),
            ),
            Column("serves", gettext_lazy("Serves in"), serves, minor=True),
        ),
        filters=_filters(user, on),
        search=("code", "name", "unit__name", "title") if queries.may_see_names(user) else ("code", "unit__name"),
        order="code",
        prepare=prepare,
        empty=gettext_lazy("No candidates yet. Import a list of candidates, or add one."),
    )


def may_edit(user: User) -> bool:
    """Tell whether the buttons that change candidates are shown."""
    return user.may(Permission.CANDIDATE_EDIT) and len(user.scope) >= 6


def _page(row: Candidate) -> str:
    return reverse("postings:candidate", args=[row.pk])


def _filters(user: User, on: date) -> tuple[Filter, ...]:
    visible = Candidate.objects.visible_to(user)

    def keys(wanted: Any) -> list[int]:
        counties = visible.order_by().values_list("county", flat=True).distinct()
        return [pk for county in counties for pk, j in queries.judged(county, on=on).items() if wanted(j)]

    def eligible(rows: QuerySet[Candidate], value: str) -> QuerySet[Candidate]:
        here = rows.filter(withdrawn_at__isnull=True)
        if value == "confirm":
            return here.filter(pk__in=keys(lambda j: j.eligible and j.to_confirm))
        return here.filter(pk__in=keys(lambda j: j.eligible == (value == "yes")))

    def state(rows: QuerySet[Candidate], value: str) -> QuerySet[Candidate]:
        serving = Q(terms__isnull=False, terms__ended_on__isnull=True)
        if value == GONE:
            return rows.filter(withdrawn_at__isnull=False)
        if value == SERVING:
            return rows.filter(serving).distinct()
        return rows.filter(withdrawn_at__isnull=True).exclude(pk__in=Term.objects.running().values("candidate_id"))

    units = SendingUnit.objects.visible_to(user).order_by("name").values_list("pk", "name")
    return (
        Filter(
            "eligible",
            gettext_lazy("Eligibility"),
            [("yes", _("Eligible")), ("confirm", _("To be confirmed")), ("no", _("Not eligible"))],
            eligible,
        ),
        Filter(
            "group",
            gettext_lazy("Group"),
            word_choices(Group, empty=False),
            lambda rows, v: rows.filter(pk__in=keys(lambda j: j.group == v)),
        ),
        Filter(
            "unit", gettext_lazy("Sending unit"), [(str(pk), name) for pk, name in units], lambda r, v: r.filter(unit=v)
        ),
        Filter("sex", gettext_lazy("Sex"), word_choices(Sex, empty=False), lambda r, v: r.filter(sex=v)),
        Filter(
            "speciality",
            gettext_lazy("Speciality"),
            word_choices(Need, empty=False),
            lambda r, v: r.filter(specialities__contains=f",{v},"),
        ),
        Filter(
            "schooling",
            gettext_lazy("Schooling"),
            word_choices(Schooling, empty=False),
            lambda r, v: r.filter(schooling=v),
        ),
        Filter(
            "state",
            gettext_lazy("Now"),
            [(WAITING, _("In the pool")), (SERVING, _("Serves in a village")), (GONE, _("Withdrawn"))],
            state,
        ),
    )


def candidate_or_404(request: HttpRequest, pk: int) -> tuple[User, Candidate]:
    """Return who asks and the candidate, who must be there for them."""
    user = person(request)
    found = queries.one_candidate(pk, user)
    if found is None:
        raise Http404
    return user, found


@require_http_methods(["GET", "POST"])
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: facts, the rules one by one, fit, wishes, terms; POST shows personal facts in full, and is logged."""
    user, row = candidate_or_404(request, pk)
    on, whole = timezone.localdate(), False
    if request.method == "POST":
        check_may(user, Permission.PERSONAL_UNMASK, row.county)
        form = PurposeForm(request.POST)
        if form.is_valid():
            purpose = form.cleaned_data["purpose"]
            note_unmasking(subject=row, area=row.county, label=row.code, purpose=purpose, by=user, at=timezone.now())
            whole = True
    return render(request, "postings/candidate.html", person_page(row, user, on=on, whole=whole))


@require_http_methods(["GET", "POST"])
def candidate_new(request: HttpRequest) -> HttpResponse:
    """Add one candidate by hand."""
    user = person(request)
    check_may(user, Permission.CANDIDATE_EDIT)
    form = CandidateForm(request.POST or None, county=user.county)
    if request.method == "POST" and form.is_valid():
        made = actions.add_candidate(values=form.values(), county=user.county, by=user, at=timezone.now())
        messages.success(request, _("Candidate added."))
        return redirect("postings:candidate", made.pk)
    return render(request, "postings/candidate_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
def candidate_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one candidate; a save on an older version is refused."""
    user, row = candidate_or_404(request, pk)
    check_may(user, Permission.CANDIDATE_EDIT, row.county)
    form = CandidateForm(request.POST or None, county=row.county, candidate=row)
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        actions.change_candidate(candidate=row, values=form.values(), by=user, at=timezone.now(), version=version)
        messages.success(request, _("Saved."))
        return redirect("postings:candidate", row.pk)
    return render(request, "postings/candidate_form.html", {"form": form, "candidate": row})


@require_http_methods(["GET", "POST"])
def candidate_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a person out of the pool, with the reason."""
    user, row = candidate_or_404(request, pk)
    check_may(user, Permission.CANDIDATE_EDIT, row.county)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        actions.withdraw_candidate(candidate=row, reason=reason, by=user, at=timezone.now())
        messages.success(request, _("Withdrawn. The record stays."))
        return redirect("postings:candidate", row.pk)
    return render(request, "postings/candidate_withdraw.html", {"form": form, "candidate": row})


@require_POST
def candidate_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring a withdrawn person back."""
    user, row = candidate_or_404(request, pk)
    actions.restore(candidate=row, by=user, at=timezone.now())
    messages.success(request, _("Back in the pool."))
    return redirect("postings:candidate", row.pk)


@require_GET
def candidate_fit(request: HttpRequest, pk: int) -> HttpResponse:
    """Where one person fits best, loaded after the page because it weighs the whole county."""
    _user, row = candidate_or_404(request, pk)
    return render(request, "postings/parts/candidate_fit.html", best_villages(row, on=timezone.localdate()))
