"""One home check: what is to be looked at, who saw what, and the next step."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.models import User
from zhucun.core.person import person
from zhucun.core.refusals import Refused, allowed
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.households.identity import mask_identity, mask_name
from zhucun.identification.statuses import MAY_LEAVE, VILLAGE
from zhucun.verification import actions, rules
from zhucun.verification.forms import AssignForm, CloseForm, PurposeForm, SecondForm, SeenForm
from zhucun.verification.models import Check, Seen
from zhucun.verification.queries import checks as queries
from zhucun.verification.statuses import CLOSES, CONSEQUENCES, OUTCOME_TONES, WHAT_TO_CHECK, Outcome, Source, State
from zhucun.verification.views.words import name_for, outcome_pill, overdue, pill, say, state_pill, today


def check_or_404(request: HttpRequest, pk: int) -> tuple[User, Check]:
    """Return who asks and the check, if it is there for them."""
    user = person(request)
    row = queries.one_check(pk, user)
    if row is None:
        raise Http404
    return user, row


@require_GET
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """A check with its evidence, the person it is about, what was seen, and what can be done next."""
    user, row = check_or_404(request, pk)
    return render(request, "verification/check.html", page_of(user, row))


@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what the first official saw."""
    user, row = check_or_404(request, pk)
    rules.check_may_verify(row, user)
    form = SeenForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.see_home(check=row, by=user, at=timezone.now(), **given)
        except Refused as refused:  # what was typed stays in the form
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Recorded. The other person who was there must confirm it."))
            return redirect("verification:check", pk=row.pk)
    return _again(request, user, row, seen=form)


@require_POST
def second(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm as the second official, or say what was otherwise."""
    user, row = check_or_404(request, pk)
    rules.check_may_verify(row, user)
    form = SecondForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        agrees = given["agrees"] == "yes"
        try:
            actions.answer_seen(
                check=row, agrees=agrees, note=given["note"], version=given["version"], by=user, at=timezone.now()
            )
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            told = (
                _("Two people have verified it; it can be closed.") if agrees else _("The household is visited again.")
            )
            messages.success(request, told)
            return redirect("verification:check", pk=row.pk)
    return _again(request, user, row, second=form)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a verified check."""
    user, row = check_or_404(request, pk)
    rules.check_may_verify(row, user)
    if user.role not in CLOSES:
        rules.check_may_close(row, user)
    form = CloseForm(request.POST)
    if form.is_valid():
        try:
            actions.close(check=row, by=user, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Closed. The household stays what it is until people decide otherwise."))
            return redirect("verification:check", pk=row.pk)
    return _again(request, user, row, close=form)


@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one check to somebody by a day."""
    user, row = check_or_404(request, pk)
    rules.check_may_assign(user, row.village_id, None)
    form = AssignForm(request.POST, people=queries.owners_for(row.village_id))
    if not form.is_valid():
        return _again(request, user, row, assign=form)
    given = form.cleaned_data
    actions.assign(check=row, owner=given["owner"], deadline=given["deadline"], by=user, at=timezone.now())
    messages.success(request, _("Given out."))
    return redirect("verification:check", pk=row.pk)


@require_POST
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the department's record in full, for a purpose that is kept."""
    user, row = check_or_404(request, pk)
    check_may(user, Permission.HOUSEHOLD_UNMASK, row.village_id)
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _again(request, user, row, purpose=form)
    shown = actions.show_record(check=row, purpose=form.cleaned_data["purpose"], by=user, at=timezone.now())
    return render(request, "verification/check.html", page_of(user, row, full=shown))


def _again(request: HttpRequest, user: User, row: Check, **typed: Any) -> HttpResponse:
    return render(request, "verification/check.html", page_of(user, row, **typed), status=422)


def page_of(user: User, row: Check, *, full: tuple[str, str, str] | None = None, **typed: Any) -> dict[str, Any]:
    """Return what the page of a check shows to this person."""
    waiting, measures = queries.waiting_seen(row), user.may(Permission.CHECK_MEASURE)
    visits = queries.seen_of(row)
    case = queries.running_case(row.household_id) if row.outcome == Outcome.CONFIRMED else None
    return {
        "check": row,
        "audit": row.source == Source.AUDIT,
        "name": name_for(user, row.household.head_name),
        "state": state_pill(row),
        "outcome": outcome_pill(row),
        "late": overdue(row, today()),
        "steps": _steps(row),
        "question": WHAT_TO_CHECK.get(row.source, ""),
        "evidence": say(row.evidence_zh, row.evidence_en),
        # Whoever surveys verifies what is there; the limit is not for them.
        "rule": say(row.rule_zh, row.rule_en) if user.may(Permission.CHECK_MEASURE) else "",
        "sides": _sides(user, row, full),
        "may_unmask": bool(row.record_id) and full is None and user.may(Permission.HOUSEHOLD_UNMASK),
        "purpose": typed.get("purpose") or PurposeForm(),
        "ground": say(row.ground_zh, row.ground_en) if measures else "",
        "measures": measures,
        "facts": _facts(row),
        "others": queries.others_of(row, user),
        "entries": [_entry(s) for s in visits],
        "waiting": waiting,
        "waiting_finding": pill(waiting.get_finding_display(), OUTCOME_TONES[waiting.finding]) if waiting else "",
        "consequence": CONSEQUENCES.get(row.outcome, ""),
        "case": case,
        "may_visit": user.may_at(Permission.CHECK_VERIFY, row.village_id),
        "may_propose": _may_propose(user, row) and case is None,
        **_forms(user, row, waiting, visits, typed),
    }


def _forms(user: User, row: Check, waiting: Seen | None, visits: list[Seen], typed: dict[str, Any]) -> dict[str, Any]:
    """Return the forms that this person can use now, and in words what stands in the way of the next step."""
    may_see = allowed(rules.check_may_see_home, row, user)
    may_second = allowed(rules.check_may_confirm, row, waiting, user)
    may_close = allowed(rules.check_may_close, row, user)
    may_assign = row.state != State.CLOSED and allowed(rules.check_may_assign, user, row.village_id, None)
    last = visits[0].finding if visits else ""
    return {
        "seen_form": (typed.get("seen") or SeenForm(initial={"on": today(), "version": row.version}))
        if may_see
        else None,
        "second_form": (typed.get("second") or SecondForm(initial={"version": row.version})) if may_second else None,
        "close_form": (typed.get("close") or CloseForm(initial={"outcome": last, "version": row.version}))
        if may_close
        else None,
        "assign_form": _assign_form(row, typed) if may_assign else None,
        "obstacle": "" if may_see or may_second or may_close else _obstacle(row, waiting, user),
    }


def _assign_form(row: Check, typed: dict[str, Any]) -> AssignForm:
    given: AssignForm | None = typed.get("assign")
    initial = {"owner": row.owner_id, "deadline": row.deadline}
    return given or AssignForm(people=queries.owners_for(row.village_id), initial=initial)


def _obstacle(row: Check, waiting: Seen | None, user: User) -> str:
    tests: dict[str, Any] = {
        State.OPEN: lambda: rules.check_may_see_home(row, user),
        State.SEEN: lambda: rules.check_may_confirm(row, waiting, user),
        State.AGREED: lambda: rules.check_may_close(row, user),
    }
    try:
        tests.get(row.state, lambda: None)()
    except Refused as refused:
        return refused.message
    return ""


def _may_propose(user: User, row: Check) -> bool:
    leaves = row.household.status in [s.value for s in MAY_LEAVE]
    return row.outcome == Outcome.CONFIRMED and leaves and user.role in VILLAGE


def _steps(row: Check) -> list[dict[str, Any]]:
    order = [State.OPEN, State.SEEN, State.AGREED, State.CLOSED]
    labels = [
        _("First person at home"),
        _("Second person confirms"),
        _("Closing with a reason"),
        pgettext("check", "Closed"),
    ]
    here = order.index(State(row.state))
    over = len(order) if row.state == State.CLOSED else here
    return [
        {"label": label, "state": "done" if at < over else "now" if at == here else ""}
        for at, label in enumerate(labels)
    ]


def _sides(user: User, row: Check, full: tuple[str, str, str] | None) -> list[dict[str, Any]]:
    """Return the department's record beside the registered person, line by line; numbers and names masked."""
    if row.record is None:
        return []
    listed, member = row.record, row.member
    name = listed.name.open()
    number, shown_name, reference = full or (
        mask_identity(listed.identity.open()), mask_name(name), mask_identity(listed.reference.open()),
    )  # fmt: skip
    if member and name == member.name:
        shown_name = name_for(user, name) if full is None else name
    found = [
        (_("Name"), shown_name, name_for(user, member.name) if member else ""),
        (_("Identity number"), number, mask_identity(member.identity.open()) if member else ""),
        (pgettext("record", "What it is"), listed.detail, ""),
        (_("Register number"), reference, ""),
        (_("Value (yuan)"), listed.value_yuan, ""),
        (_("Day"), listed.since, ""),
        (_("Relation to the head"), "", member.get_relation_display() if member else ""),
        (_("List"), f"{listed.list.get_source_display()} {listed.list.as_of.isoformat()} · {listed.row}", ""),
    ]
    return [{"label": a, "listed": b, "registered": c} for a, b, c in found if b not in ("", None) or c]


def _facts(row: Check) -> list[dict[str, Any]]:
    home = row.household
    return [
        {"label": _("Number"), "value": home.code},
        {"label": _("Village"), "value": row.village.name, "note": home.group},
        {"label": _("Household is"), "value": home.get_status_display()},
        {"label": _("Persons"), "value": home.persons},
        {"label": _("Attribute"), "value": home.get_attribute_display()},
        {"label": _("Resettled"), "value": home.relocated},
        {"label": _("Asked of"), "value": row.owner.name if row.owner else _("whoever works in the village")},
    ]


def _entry(one: Seen) -> dict[str, Any]:
    said = [one.note]
    if one.spoken_to:
        said.append(_("Spoken to: %(who)s") % {"who": one.spoken_to})
    if one.second:
        told = _("%(who)s confirmed it") if one.agrees else _("%(who)s saw it otherwise")
        said.append(told % {"who": one.second.name} + (f": {one.second_note}" if one.second_note else ""))
    return {
        "what": f"{one.on.isoformat()} · {one.get_finding_display()}", "who": one.first.name, "at": one.first_at,
        "why": " · ".join(said), "tone": {True: "good", False: "danger"}.get(one.agrees, ""),  # type: ignore[arg-type]
    }  # fmt: skip
