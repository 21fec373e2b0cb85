"""A new head, a split, a merger: who they are is chosen first, then the relations are shown and confirmed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from zhucun.core.models import User
from zhucun.engine.households.changes import ChangeKind
from zhucun.engine.households.relations import related
from zhucun.engine.words_household import ExitStatus, Relation
from zhucun.registry import actions, queries
from zhucun.registry.forms.changes import HeadForm, MergeForm, PartForm, RelationsForm, SplitForm
from zhucun.registry.models import Household, Member
from zhucun.registry.statuses import LAND
from zhucun.registry.views import words
from zhucun.registry.views.changes import after, change_of, described, household_to_change, shown, tried

MOST_OFFERED = 8


@require_http_methods(["GET", "POST"])
def head(request: HttpRequest, key: str) -> HttpResponse:
    """Name a new head; the members' relations to the new one are proposed."""
    user, row = household_to_change(request, key)
    here = queries.here_of(row)
    chosen = HeadForm(request.GET or None, people=[(m.code, described(m)) for m in here])
    if not chosen.is_valid():
        nobody = bool(here) and not any(m.relation == Relation.HEAD for m in here)
        return shown(request, "registry/head.html", row, user, choose=chosen, nobody=nobody, title=_("New head"))
    proposed = related(queries.kin_of(here), chosen.cleaned_data["head"])
    form = RelationsForm(request.POST or None, people=here, proposed=proposed, initial={"version": row.version})
    refused = None
    if form.is_valid():
        people = tuple(form.relations(m.code for m in here).items())
        change = change_of(row, ChangeKind.NEW_HEAD, form.cleaned_data, people)
        refused = tried(
            lambda: actions.note_change(
                household=row, change=change, by=user, at=timezone.now(), version=form.cleaned_data["version"]
            )
        )
        if refused is None:
            messages.success(request, _("Noted. The members follow from it."))
            return after(row)
    return shown(
        request, "registry/head.html", row, user, form=form, refused=refused, title=_("New head"),
        sides=[(_("Relation to the new head"), form.asked(m.code for m in here))],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, key: str) -> HttpResponse:
    """Members form a household of their own."""
    user, row = household_to_change(request, key)
    here = queries.here_of(row)
    old_head = next((m.code for m in here if m.relation == Relation.HEAD), None)
    chosen = PartForm(
        request.GET or None, people=[(m.code, described(m)) for m in here], initial={"stays_head": old_head}
    )
    if not chosen.is_valid():
        return shown(request, "registry/split.html", row, user, choose=chosen, wrong=bool(chosen.errors))
    sides = _sides(here, chosen.cleaned_data)
    form = SplitForm(
        request.POST or None, household=row, people=here, proposed={**sides[0][1], **sides[1][1]},
        initial={"version": row.version, "code": queries.next_household_code(row.county)},
    )  # fmt: skip
    refused = None
    if form.is_valid():
        given = form.cleaned_data
        land = {key: given[key] for key in form.land if given[key]}
        parting = actions.Parting(
            given["code"].strip(), form.relations(sides[0][0]), form.relations(sides[1][0]),
            actions.Along(tuple(given["along"]), land),
        )  # fmt: skip
        refused = tried(
            lambda: actions.note_split(
                household=row, parting=parting, on=given["on"], reason=given["reason"], document=given["document"],
                by=user, at=timezone.now(), version=given["version"],
            )
        )  # fmt: skip
        if refused is None:
            messages.success(
                request, _("Noted. Household %(code)s is a household of its own.") % {"code": parting.code}
            )
            return redirect("registry:household", key=f"{row.county}-{parting.code}")
    return shown(
        request, "registry/split.html", row, user, form=form, refused=refused,
        sides=[
            (_("Those who go: relation to the new head"), form.asked(sides[0][0])),
            (_("Those who stay: relation to the head"), form.asked(sides[1][0])),
        ],
    )  # fmt: skip


def _sides(here: list[Member], given: dict[str, Any]) -> list[tuple[list[str], dict[str, Relation]]]:
    """Return those who go and those who stay, each with the relations proposed."""
    kin = queries.kin_of(here)
    going = [m for m in kin if m.person in given["going"]]
    staying = [m for m in kin if m.person not in given["going"]]
    return [
        ([m.person for m in going], related(going, given["head"])),
        ([m.person for m in staying], related(staying, given["stays_head"])),
    ]


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, key: str) -> HttpResponse:
    """All members join another household."""
    user, row = household_to_change(request, key)
    into = queries.one_household(request.GET.get("into", ""), user)
    if into is None or into.pk == row.pk:
        asked = request.GET.get("q", "").strip()[:60]
        return shown(request, "registry/merge.html", row, user, asked=asked, offered=offered(row, user, asked))
    here, there = queries.here_of(row), queries.here_of(into)
    proposed = {m.code: Relation.OTHER for m in here}
    form = MergeForm(
        request.POST or None, people=here, proposed=proposed,
        initial={"version": row.version, "into_version": into.version},
    )  # fmt: skip
    refused = None
    if form.is_valid():
        given = form.cleaned_data
        refused = tried(
            lambda: actions.note_merger(
                household=row, into=into, relations=form.relations(m.code for m in here), on=given["on"],
                reason=given["reason"], document=given["document"], by=user, at=timezone.now(),
                version=given["version"], into_version=given["into_version"],
            )
        )  # fmt: skip
        if refused is None:
            messages.success(request, _("Noted. All members belong to this household now."))
            return redirect("registry:household", key=into.key)
    return shown(
        request, "registry/merge.html", row, user, form=form, refused=refused, into=into,
        into_name=words.shown_name(into.head_name, user), result=result(row, into, here, there),
        sides=[(_("Relation to the head of the household they join"), form.asked(m.code for m in here))],
    )  # fmt: skip


def offered(row: Household, user: User, asked: str) -> list[dict[str, Any]]:
    """Return the households that a search offers for a merger: of the same county, within the person's place."""
    if not asked:
        return []
    rows = Household.objects.visible_to(user).within(row.county).exclude(pk=row.pk)
    rows = rows.exclude(status=ExitStatus.GONE).select_related("village")
    found = queries.searched(rows, asked, names=queries.may_see_names(user), user=user).rows[:MOST_OFFERED]
    return [{"row": h, "name": words.shown_name(h.head_name, user)} for h in found]


def result(row: Household, into: Household, here: list[Member], there: list[Member]) -> dict[str, Any]:
    """Return what the household will be after the merger."""
    land = sum((getattr(h, key) or 0 for h in (row, into) for key in LAND[:1]), 0)
    return {
        "persons": len(here) + len(there),
        "members": [described(m) for m in there],
        "arable": land,
        "status": words.status_words(into),
        "other_village": into.village_id != row.village_id,
    }
