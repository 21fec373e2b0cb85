"""Papers of a plan: the page that offers them, each for print or as PDF, the workbook with its proof."""

from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zhucun.core.actions import note_export
from zhucun.core.models import User
from zhucun.core.refusals import Refused, allowed
from zhucun.core.statuses import Permission
from zhucun.postings import rules
from zhucun.postings.bridge.desk import Desk, desk_of
from zhucun.postings.models import Plan, Post
from zhucun.postings.papers import letters
from zhucun.postings.papers.notice import notice
from zhucun.postings.papers.paper import Paper
from zhucun.postings.papers.pdf import chinese_face, pdf
from zhucun.postings.papers.workbook import workbook
from zhucun.postings.queries import candidates as people
from zhucun.postings.queries import plans as queries
from zhucun.postings.queries.announced import announced
from zhucun.postings.statuses import PlanStatus
from zhucun.postings.views.plans import TONES, plan_or_404

LANGUAGES = {"zh": "zh-hans", "en": "en"}
KINDS = ("notice", "secretaries", "villages")


@require_GET
def plan_papers(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be printed of a plan: the notice, the letters that concern the reader, the workbook."""
    user, row = plan_or_404(request, pk)
    check_may_print(user, row)
    letters_there = allowed(rules.check_may_read_letters, user, row)
    posts = list(queries.letters_for(row, user)) if letters_there else []
    names = [(post, people.shown_name(post.candidate, user, public=_public(row))) for post in posts]
    context = {
        "plan": row,
        "posts": names,
        "may_workbook": allowed(rules.check_may_take_workbook, user),
        "tone": TONES[PlanStatus(row.status)],
        "has_face": chinese_face() is not None,
    }
    return render(request, "postings/papers.html", context)


def check_may_print(user: User, row: Plan) -> None:
    """Refuse papers with names to who may not see names yet: before publication only those who work with them."""
    if not _public(row) and not people.may_see_names(user):
        raise Refused(
            "paper.not_yet",
            _("Papers name people, so before the plan is published only county organisers print them."),
        )


def _public(row: Plan) -> bool:
    return row.status == PlanStatus.PUBLISHED


@require_GET
def plan_paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The notice, or one or all letters that the reader may read; `as=pdf` gives a PDF, `language` is zh or en."""
    user, row = plan_or_404(request, pk)
    check_may_print(user, row)
    if kind not in KINDS:
        raise Http404
    if kind != "notice":
        rules.check_may_read_letters(user, row)
    language = request.GET.get("language", "zh")
    if language not in LANGUAGES:
        raise Http404
    with translation.override(LANGUAGES[language]):
        found = _notice(row) if kind == "notice" else _letters(row, user, kind, request.GET.get("village", ""))
        note_export(user=user, listing=f"papers: {kind}", count=len(found), of=row.name, at=timezone.now())
        if request.GET.get("as") == "pdf":
            response = HttpResponse(pdf(found), content_type="application/pdf")
            name = quote(f"{row.name}-{found[0].title}")
            response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}.pdf"
            return response
        return render(request, "postings/paper.html", {"papers": found, "plan": row, "language": language})


def _notice(row: Plan) -> list[Paper]:
    _check_somebody(row)
    return [notice(row, announced(row))]


def _check_somebody(row: Plan) -> None:
    if not row.posts.exists():
        raise Refused("paper.nobody", _("This plan posts nobody, so there is nothing to print."))


def _letters(row: Plan, user: User, kind: str, village: str) -> list[Paper]:
    _check_somebody(row)
    when = announced(row)
    chosen = [p for p in queries.letters_for(row, user) if not village or p.village_id == village]
    if not chosen:
        raise Http404
    desk = desk_of(row)
    make = _secretary if kind == "secretaries" else _reception
    return [make(row, desk, post, handover=when.day, years=when.years) for post in chosen]


def _profile(desk: Desk, post: Post) -> Any:
    return desk.county.instance.fit.sides.profiles[desk.county.village_at[post.village_id]]


def _reception(row: Plan, desk: Desk, post: Post, **when: Any) -> Paper:
    return letters.reception_letter(row, post, profile=_profile(desk, post), **when)


def _secretary(row: Plan, desk: Desk, post: Post, **when: Any) -> Paper:
    v, c = desk.county.village_at[post.village_id], desk.county.candidate_at.get(post.candidate_id)
    # Who was withdrawn since has no fit any more; the letter then says less, but is not lost.
    parts = [] if c is None else desk.county.instance.fit.breakdown(v, c)
    return letters.secretary_letter(row, post, profile=_profile(desk, post), contributions=parts, **when)


@require_GET
def plan_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as a workbook: posts, reasons, statistics, and hidden the proof that `zhucun verify` checks."""
    user, row = plan_or_404(request, pk)
    rules.check_may_take_workbook(user)
    masked = not user.may(Permission.PERSONAL_UNMASK)
    desk = desk_of(row)
    note_export(user=user, listing="plan workbook", count=row.posts.count(), of=row.name, at=timezone.now())
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(workbook(desk, made_up=row.made_up, masked=masked), content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}.xlsx"
    return response
