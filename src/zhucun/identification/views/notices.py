"""Notices and objections as officials work with them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import allowed
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.identification import actions, bridge_villages, papers, queries, rules
from zhucun.identification.forms import AnswerForm, ObjectionForm, PurposeForm
from zhucun.identification.models import Case, Objection, Publicity
from zhucun.identification.statuses import ANNOUNCEMENTS, INTRODUCTIONS, OF_VILLAGES
from zhucun.identification.views.words import name_for, today
from zhucun.policy.queries import figures_of


def notice_or_404(request: HttpRequest, pk: int) -> tuple[User, Publicity]:
    """Return who asks and the notice, if it is there for them."""
    user = person(request)
    found = queries.one_notice(pk, user)
    if found is None:
        raise Http404
    return user, found


def objection_or_404(request: HttpRequest, pk: int) -> tuple[User, Objection]:
    """Return who asks and the objection, if it is there for them."""
    user = person(request)
    found = queries.one_objection(pk, user)
    if found is None:
        raise Http404
    return user, found


def village_rows(row: Publicity) -> list[dict[str, object]]:
    """Return the villages of a notice with each test as it stood that day."""
    return [
        {"name": v["name"], "town": v["town"], "tests": [bridge_villages.shown(f) for f in v["findings"]]}
        for v in (row.rows if row.stage in OF_VILLAGES else [])
    ]


@require_GET
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A notice as it is put up in the village."""
    user, row = notice_or_404(request, pk)
    address = request.build_absolute_uri(reverse("identification:public", args=[row.village_id]))
    context = {"notice": row, "rows": papers.rows_of(row), "of_village": row.stage in OF_VILLAGES,
               "villages": village_rows(row), "address": address, "announced": row.stage in ANNOUNCEMENTS,
               "introduction": INTRODUCTIONS[row.stage], "issuer": queries.issuer_of(row),
               "takes_objections": _takes_objections(user, row),
               "answer_days": rules.answer_days(row.since, row.village_id, figures_of(row.village_id))}  # fmt: skip
    return render(request, "identification/notice.html", context)


def _takes_objections(user: User, row: Publicity) -> bool:
    """Say whether the reader may enter an objection to the notice now."""
    up = row.stage not in ANNOUNCEMENTS and row.since <= today() <= row.until
    return up and user.may_at(Permission.HOUSEHOLD_EDIT, row.village_id)


@require_http_methods(["GET", "POST"])
def enter_objection(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an objection that somebody made in person or by phone."""
    user, row = notice_or_404(request, pk)
    check_may(user, Permission.HOUSEHOLD_EDIT, row.village_id)
    form = ObjectionForm(request.POST or None, notice=row)
    if request.method == "POST" and form.is_valid():
        made = actions.file_objection(
            publicity=row, case=case_meant(row, form), text=form.cleaned_data["text"],
            contact=form.cleaned_data["contact"], by=user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("Entered. Tell the person this number: %(number)s.") % {"number": made.reference})
        return redirect("identification:objection", pk=made.pk)
    return render(request, "identification/objection_new.html", {"notice": row, "form": form})


def case_meant(notice: Publicity, form: ObjectionForm) -> Case | None:
    """Return the case of the notice that the form names."""
    about = form.cleaned_data.get("about")
    return Case.objects.filter(pk=int(about)).first() if about else None


@require_GET
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """An objection: what is said, by when it must be answered, and the answer."""
    user, row = objection_or_404(request, pk)
    return render(request, "identification/objection.html", _objection_page(user, row))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer an objection."""
    user, row = objection_or_404(request, pk)
    rules.check_may_answer(row, user)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return render(request, "identification/objection.html", _objection_page(user, row, form), status=422)
    actions.answer_objection(
        objection=row, upheld=form.cleaned_data["upheld"] == "yes", answer=form.cleaned_data["answer"], by=user,
        at=timezone.now(),
    )  # fmt: skip
    messages.success(request, _("Answered. The person finds the answer with the number."))
    return redirect("identification:objection", pk=row.pk)


@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how to reach the person who objected; the purpose is kept in the log."""
    user, row = objection_or_404(request, pk)
    told = actions.see_contact(objection=row, purpose=request.POST.get("purpose", ""), by=user, at=timezone.now())
    return render(request, "identification/objection.html", {**_objection_page(user, row), "contact": told})


def _objection_page(user: User, row: Objection, form: AnswerForm | None = None) -> dict[str, object]:
    may = allowed(rules.check_may_answer, row, user)
    # The village that is objected to does not read the words: people must dare to speak.
    return {
        "objection": row,
        "may_answer": may and not row.answered_at,
        "text": row.text.open() if may else "",
        "name": name_for(user, row.case.household.head_name) if row.case else "",
        "form": form or AnswerForm(),
        "purpose": PurposeForm(),
        "has_contact": may and bool(row.contact),
        "late": row.answered_at is None and row.due < today(),
    }
