"""What undoing an import would do, before it is done; rows touched since are named with who touched them."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhucun.core.event_names import EVENT_NAMES
from zhucun.core.typed import version_seen
from zhucun.intake import actions, queries, rules
from zhucun.intake.models import Import
from zhucun.intake.queries.undoing import Held, Undoing, changed_by, names_of
from zhucun.intake.statuses import ImportState
from zhucun.intake.views import shown
from zhucun.intake.views.files import import_or_404

MOST = 200


@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """What would go, what would be put back, what stays and why; confirming undoes what can be."""
    user, row = import_or_404(request, key)
    if row.state != ImportState.APPLIED:
        return redirect("intake:result", key=row.pk)
    if request.method == "POST":
        actions.confirm_undo(key=row.pk, version=version_seen(request, row.version), by=user, at=timezone.now())
        return redirect("intake:result", key=row.pk)
    rules.check_can_undo(row, timezone.now())
    plan = queries.undoing_of(row)
    held = list(plan.held.values())
    context = {
        **shown.frame(row, "result"), "to_remove": plan.to_remove, "to_restore": plan.to_restore, "gone": plan.gone,
        "held": len(held), "lists": lists(plan), "rows": held_rows(row, held[:MOST]), "more": max(0, len(held) - MOST),
    }  # fmt: skip
    return render(request, "intake/undo.html", context)


def lists(plan: Undoing) -> list[dict[str, Any]]:
    """Return what would happen list by list."""
    found: dict[str, dict[str, Any]] = {}
    for entry in plan.entries:
        one = found.setdefault(entry.label, {"name": list_name(entry.label), "remove": 0, "restore": 0, "held": 0})
        what = "held" if not plan.free(entry) else "remove" if entry.old is None else "restore"
        one[what] += 1
    return list(found.values())


def list_name(label: str) -> str:
    """Return how people call a list of the database."""
    names = {
        "registry.household": _("Households"), "registry.member": _("Members of households"),
        "registry.incomeline": _("Income lines"), "registry.naturalchange": _("Natural changes"),
        "registry.changedperson": _("People of natural changes"), "registry.village": _("Villages"),
        "postings.candidate": _("Candidates"), "core.sendingunit": _("Sending units"),
        "postings.term": _("Existing posts"),
        "identification.case": _("Cases of identification or exit"), "postings.post": _("Posts of a plan"),
        "core.user": _("Accounts"),
    }  # fmt: skip
    return names.get(label) or str(apps.get_model(label)._meta.verbose_name)


def held_rows(row: Import, held: list[Held]) -> list[dict[str, Any]]:
    """Return the rows that stay, each with the reason in words."""
    names = names_of(held)
    events = changed_by(held, row.applied_at or row.at)
    return [
        {"list": list_name(h.label), "name": names[h.label, h.key], "why": reason(h, events.get((h.label, str(h.key))))}
        for h in held
    ]


def reason(held: Held, event: Any) -> str:
    """Return why a row stays."""
    if held.why == "hangs":
        return _("something hangs on it: %(what)s") % {"what": list_name(held.what)}
    if held.why == "home":
        return _("its household %(household)s stays") % {"household": held.what}
    if held.why == "gone":
        return _("it is no longer there")
    if event is None:
        return _("changed since")
    who = event.by.name if event.by else _("the system")
    when = timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M")
    what = EVENT_NAMES.get(event.name, event.name)
    return _("changed on %(when)s by %(who)s: %(what)s") % {"when": when, "who": who, "what": what}
