"""How many visits a week each First Secretary can make."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from zhucun.core.models import User, within
from zhucun.core.person import person
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission, Role
from zhucun.visits import actions, queries
from zhucun.visits.forms import CapacityForm
from zhucun.visits.views.words import today, with_tabs


@require_GET
def capacity(request: HttpRequest) -> HttpResponse:
    """The First Secretaries of a place with how many visits a week each can make."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_EDIT)
    return render(request, "visits/capacity.html", _page(user))


def _page(user: User, wrong: CapacityForm | None = None, of: int | None = None) -> dict[str, Any]:
    rows = []
    for row in queries.people_with_capacity(user, today()):
        person_row, standing = row["person"], row["set"]
        initial = {"per_week": standing.per_week if standing else row["usual"], "since": today()}
        form = wrong if person_row.pk == of and wrong else CapacityForm(initial=initial, auto_id=f"c{person_row.pk}_%s")
        rows.append({**row, "form": form})
    figure = queries.limit("week_capacity", today(), user.scope)
    return with_tabs(user, "capacity", {"rows": rows, "usual": figure})


@require_POST
def set_capacity(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how many visits a week a person can make from a day on."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_EDIT)
    someone = User.objects.filter(within(user.scope, "scope"), pk=pk, role=Role.FIRST_SECRETARY).first()
    if someone is None:
        raise Http404
    form = CapacityForm(request.POST, auto_id=f"c{pk}_%s")
    if not form.is_valid():
        return render(request, "visits/capacity.html", _page(user, form, pk), status=422)
    given = {name: form.cleaned_data[name] for name in ("per_week", "since", "reason")}
    actions.set_capacity(person=someone, by=user, at=timezone.now(), **given)
    messages.success(request, _("Saved; what held before stays in the log."))
    return redirect("visits:capacity")
