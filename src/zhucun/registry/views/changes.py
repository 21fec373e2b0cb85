"""Natural changes of a household: the choice of what happened, who left or came back, who joined, taking back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.engine.households.changes import Change, ChangeKind
from zhucun.engine.words_household import HERE, MemberState, Relation
from zhucun.registry import actions, queries, rules
from zhucun.registry.forms.changes import JoinedForm, LeftForm, UndoForm
from zhucun.registry.models import Household, Member
from zhucun.registry.views import words
from zhucun.registry.views.household import change_row, household_or_404


def household_to_change(request: HttpRequest, key: str) -> tuple[User, Household]:
    """Return who asks and a household that this person may change."""
    user, row = household_or_404(request, key)
    rules.check_may_edit_household(user, row.village_id)
    return user, row


def shown(
    request: HttpRequest, template: str, row: Household, user: User, *, refused: Refused | None = None, **more: Any
) -> HttpResponse:
    """Return a page of a natural change; 422 where it could not be noted."""
    form = more.get("form")
    wrong = refused is not None or bool(form is not None and form.errors)
    context = {"household": row, "refused": refused, "name": words.shown_name(row.head_name, user), **more}
    return render(request, template, context, status=422 if wrong else 200)


def tried(act: Callable[[], Any]) -> Refused | None:
    """Do one thing; return why it was refused, None when it was done."""
    try:
        act()
    except Refused as said:
        return said
    return None


def described(member: Member) -> str:
    """Return a member as a choice: name, relation, and where somebody is who left."""
    said = f"{member.name} · {words.word(Relation, member.relation)}"
    if member.state not in HERE:
        said += f" · {words.word(MemberState, member.state)}"
    return said


def after(row: Household) -> HttpResponse:
    """Return to the household; to the choice of a new head where the head has left and others stay."""
    here = queries.here_of(row)
    if here and not any(m.relation == Relation.HEAD for m in here):
        return redirect("registry:household_head", key=row.key)
    return redirect("registry:household", key=row.key)


@require_GET
def choices(request: HttpRequest, key: str) -> HttpResponse:
    """Choose what happened to the family."""
    user, row = household_to_change(request, key)
    here = queries.here_of(row)
    last = queries.last_change(row)
    undo = last if last is not None and actions.may_undo(last, user) else None
    return shown(
        request, "registry/changes.html", row, user, several=len(here) > 1, anybody=bool(here),
        undo=undo, undo_row=change_row(undo, user) if undo else None,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def left(request: HttpRequest, key: str) -> HttpResponse:
    """Note that members died, left, or came back."""
    user, row = household_to_change(request, key)
    members = queries.members_of(row)
    people = [(m.code, described(m)) for m in members]
    form = LeftForm(request.POST or None, people=people, initial={"version": row.version})
    refused = None
    if form.is_valid():
        given = form.cleaned_data
        kind = ChangeKind(given["kind"])
        relations = {m.code: Relation(m.relation) if kind is ChangeKind.CAME_BACK else None for m in members}
        people_named = tuple((code, relations[code]) for code in given["people"])
        change = change_of(row, kind, given, people_named)
        refused = tried(
            lambda: actions.note_change(
                household=row, change=change, by=user, at=timezone.now(), version=given["version"]
            )
        )
        if refused is None:
            messages.success(request, _("Noted. The members follow from it."))
            return after(row)
    return shown(
        request, "registry/change_form.html", row, user, form=form, refused=refused, title=_("Who left or came back")
    )


def change_of(row: Household, kind: ChangeKind, given: dict[str, Any], people: Any) -> Change:
    """Return a change as the form gave it."""
    return Change(
        code=_("new"), kind=kind, on=given["on"], household=row.code, reason=given["reason"], people=people,
        document=given["document"] or None,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def joined(request: HttpRequest, key: str) -> HttpResponse:
    """Note that somebody was born, married in, was adopted or moved in."""
    user, row = household_to_change(request, key)
    here = queries.here_of(row)
    first = {
        "version": row.version, "code": queries.next_member_code(row), "kind": ChangeKind.BIRTH.value,
        "nation": here[0].nation if here else "",
    }  # fmt: skip
    form = JoinedForm(request.POST or None, initial=first)
    refused = None
    if form.is_valid():
        given = form.cleaned_data
        people = ((given["code"].strip(), Relation(given["relation"])),)
        change = change_of(row, ChangeKind(given["kind"]), given, people)
        refused = tried(
            lambda: actions.note_joining(
                household=row, change=change, values=form.values(), by=user, at=timezone.now(),
                version=given["version"],
            )
        )  # fmt: skip
        if refused is None:
            messages.success(request, _("Noted. The members follow from it."))
            return after(row)
    return shown(request, "registry/change_form.html", row, user, form=form, refused=refused, title=_("Who joined"))


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take back the change that was noted last, with a reason."""
    user, row = household_to_change(request, key)
    change = next((c for c in queries.changes_of(row) if c.pk == pk), None)
    if change is None:
        raise Http404
    form = UndoForm(request.POST or None, initial={"version": change.household.version})
    refused = None
    if form.is_valid():
        given = form.cleaned_data
        refused = tried(
            lambda: actions.undo_change(
                change=change, by=user, at=timezone.now(), reason=given["reason"], version=given["version"]
            )
        )
        if refused is None:
            messages.success(request, _("Taken back. The members are as before; the history keeps both."))
            return redirect("registry:household", key=change.household_id)
    return shown(
        request, "registry/change_undo.html", row, user, form=form, refused=refused, change=change_row(change, user)
    )
