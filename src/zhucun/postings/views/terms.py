"""Pages on terms: what a village's page shows of them, ending one, recalling a secretary."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import allowed
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.postings import actions
from zhucun.postings.actions.recalls import KEEP_AFTER_RECALL, Recalled
from zhucun.postings.forms.plans import EndForm, RecallForm
from zhucun.postings.models import Term
from zhucun.postings.queries import candidates as people
from zhucun.postings.queries import plans as queries
from zhucun.postings.rules import check_may_deliberate
from zhucun.registry.models import Village


@require_GET
def village_posts(request: HttpRequest, code: str) -> HttpResponse:
    """What a village's page shows: who serves, who served, and what the plans say."""
    user = person(request)
    village = Village.objects.visible_to(user).filter(pk=code).first()
    if village is None:
        raise Http404
    terms = list(queries.terms_of_village(village, user)[:20])
    posts = queries.posts_for_villages([village], user)[:10]
    public = {(t.candidate_id) for t in terms}
    context = {
        "village": village,
        "running": [t for t in terms if t.ended_on is None],
        "past": [t for t in terms if t.ended_on is not None],
        "posts": [
            {
                "post": p,
                "name": people.shown_name(
                    p.candidate, user, public=p.candidate_id in public or p.plan.status == "published"
                ),
            }
            for p in posts
        ],
        "deliberate": allowed(check_may_deliberate, user),
        "may_recall": user.may_at(Permission.PLAN_EDIT, village.county),
    }
    return render(request, "postings/parts/village_posts.html", context)


def term_or_404(request: HttpRequest, pk: int) -> tuple[User, Term]:
    """Return who asks and the term, which must be there for them."""
    user = person(request)
    found = Term.objects.visible_to(user).select_related("village", "candidate", "candidate__unit", "plan")
    term = found.filter(pk=pk).first()
    if term is None:
        raise Http404
    return user, term


@require_http_methods(["GET", "POST"])
def term_recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Recall a First Secretary: the term ends with its reason, and a plan fills the gap with the fewest moves."""
    user, term = term_or_404(request, pk)
    check_may(user, Permission.PLAN_EDIT, term.village.county)
    form = RecallForm(request.POST or None, initial={"on": timezone.localdate(), "keep": KEEP_AFTER_RECALL})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        done = actions.recall(
            term=term, reason=typed["reason"], on=typed["on"], keep=typed["keep"], by=user, at=timezone.now()
        )
        messages.success(request, _("Recalled. This draft fills the gap; choose how many may move, then propose it."))
        if isinstance(done, Recalled):
            return redirect("postings:plan_reposting", done.plan.pk)
        return redirect("registry:village", term.village_id)
    return render(request, "postings/term_recall.html", {"form": form, "term": term})


@require_http_methods(["GET", "POST"])
def term_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a term that was served; the person stays in the pool."""
    user, term = term_or_404(request, pk)
    check_may(user, Permission.PLAN_EDIT, term.village.county)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        actions.end_term(term=term, reason=typed["reason"], on=typed["on"], by=user, at=timezone.now())
        messages.success(request, _("The term has ended."))
        return redirect("registry:village", term.village_id)
    return render(request, "postings/term_end.html", {"form": form, "term": term})
