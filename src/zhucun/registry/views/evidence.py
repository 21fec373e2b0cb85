"""Files that prove an income line: attached, opened for a purpose, removed with a reason."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from zhucun.core.models import User
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.core.typed import checked
from zhucun.registry import actions, rules
from zhucun.registry.forms.households import PurposeForm
from zhucun.registry.forms.income import FileForm, WithdrawForm
from zhucun.registry.models import Evidence, KeptFile
from zhucun.registry.views.changes import shown, tried
from zhucun.registry.views.household import household_or_404
from zhucun.registry.views.income import line_to_change


def given(content: bytes, file: KeptFile, name: str) -> HttpResponse:
    """Return a sealed file's content for keeping on the reader's machine, and nowhere on the way."""
    answer = HttpResponse(content, content_type=file.kind)
    answer["Content-Disposition"] = f"attachment; filename={name}-{file.pk}.{rules.EVIDENCE_ENDINGS[file.kind]}"
    answer["X-Content-Type-Options"], answer["Cache-Control"] = "nosniff", "no-store"
    return answer


def evidence_or_404(request: HttpRequest, key: str, pk: int) -> tuple[User, Evidence]:
    """Return who asks and a file of a household that this person may see in full."""
    user, row = household_or_404(request, key)
    check_may(user, Permission.HOUSEHOLD_UNMASK, row.village_id)
    found = Evidence.objects.filter(household=row, pk=pk).select_related("household", "by").first()
    if found is None:
        raise Http404
    return user, found


@require_POST
def attach(request: HttpRequest, key: str) -> HttpResponse:
    """Attach a file to a line."""
    user, line = line_to_change(request, key)
    typed = checked(FileForm(request.POST, request.FILES))
    file = typed["file"]
    actions.attach_evidence(
        line=line, content=file.read(), filename=file.name, title=typed["title"], by=user, at=timezone.now()
    )
    messages.success(request, _("The file is kept, sealed."))
    return redirect("registry:income_line", key=line.key)


@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Say what the file is needed for; then it is given, and the log keeps the look."""
    user, found = evidence_or_404(request, key, pk)
    form, refused = PurposeForm(request.POST or None), None
    if form.is_valid():
        content: list[bytes] = []
        refused = tried(
            lambda: content.append(
                actions.open_evidence(
                    evidence=found, purpose=form.cleaned_data["purpose"], by=user, at=timezone.now()
                )
            )
        )  # fmt: skip
        if content:
            return given(content[0], found, "evidence")
    return shown(
        request, "registry/evidence.html", found.household, user, form=form, refused=refused, evidence=found,
        remove=WithdrawForm(prefix="remove"),
    )  # fmt: skip


@require_POST
def remove(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Remove a file that was attached by mistake."""
    user, found = evidence_or_404(request, key, pk)
    rules.check_may_edit_household(user, found.household.village_id)
    reason = request.POST.get("remove-reason", "")
    actions.remove_evidence(evidence=found, reason=reason, by=user, at=timezone.now())
    messages.success(request, _("Removed. The history keeps that it was there."))
    return redirect("registry:income", key=found.household_id)
