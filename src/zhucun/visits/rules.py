"""What visits, weeks, lists and rankings may not be; each says what to do instead."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission, Role
from zhucun.registry.models import Household
from zhucun.visits.models import EntryExplanation, Fit, PlannedVisit, Ranking, Visit
from zhucun.visits.statuses import VILLAGE_ROLES, ListKind, Outcome, PlanState, RunState, VisitKind

LONGEST_AGO = timedelta(days=366)
LONGEST_AHEAD = timedelta(days=366)
LONGEST_NOTE = 500
FEWEST_PEOPLE, FEWEST_RANKED = 5, 5


def check_may_visit(user: User, code: str) -> None:
    """Refuse who may not enter visits of a village."""
    check_may(user, Permission.HOUSEHOLD_EDIT, code)


def may_read_notes(user: User, code: str) -> bool:
    """Tell whether a person reads the notes of a village's visits as part of the work there."""
    return user.role in VILLAGE_ROLES and user.may_at(Permission.HOUSEHOLD_EDIT, code)


def names_in(people: str) -> list[str]:
    """Return the names of who visited, each once."""
    for mark in "、，,;；":
        people = people.replace(mark, " ")
    return list(dict.fromkeys(people.split()))


def check_visit(*, kind: str, outcome: str, on: date, people: str, next_wished: date | None, today: date) -> None:
    """Refuse a visit that cannot be true: of tomorrow, by nobody, or asking for a visit in the past."""
    if kind not in VisitKind.values or outcome not in Outcome.values:
        raise Refused("visit.kind", _("Choose what the visit was for and whether the household was met."))
    if on > today:
        raise Refused("visit.future", _("A visit is entered when it has been made: the day lies in the future."))
    if today - on > LONGEST_AGO:
        raise Refused("visit.too_old", _("The visit was more than a year ago. Enter visits of the last twelve months."))
    names = names_in(people)
    if not names:
        raise Refused("visit.by_nobody", _("Say who visited the household."))
    if kind == VisitKind.VERIFICATION and outcome == Outcome.MET and len(names) < 2:
        raise Refused("visit.two_people", _("A verification at home needs two people: enter both names."))
    if next_wished and not on < next_wished <= today + LONGEST_AHEAD:
        raise Refused(
            "visit.next_wished",
            _("The next visit must lie after this one and within a year; leave it empty if unsure."),
        )


def check_not_twice(household: Household, *, kind: str, on: date, but: int | None = None) -> None:
    """Refuse a visit of the same kind on the same day: most such are a second press of the button."""
    rows = Visit.objects.standing().filter(household=household, kind=kind, on=on).exclude(pk=but)
    if rows.exists():
        raise Refused(
            "visit.twice", _("This visit is entered already. Correct it if something is missing."), day=on.isoformat()
        )


def check_may_change(visit: Visit, user: User) -> None:
    """Refuse who may not correct a visit: its author, or the township and the county for everybody's."""
    check_may(user, Permission.HOUSEHOLD_EDIT, visit.village_id)
    if user.role == Role.FIRST_SECRETARY and visit.by_id != user.pk:
        raise Refused("not_your_role", _("Somebody else entered this visit. Ask them or the township to correct it."))
    if visit.withdrawn_at:
        raise Refused("visit.withdrawn", _("This visit was withdrawn. Restore it first."))


def check_may_restore(visit: Visit, user: User) -> None:
    """Refuse restoring what was not withdrawn."""
    check_may(user, Permission.HOUSEHOLD_EDIT, visit.village_id)
    if not visit.withdrawn_at:
        raise Refused("visit.stands", _("This visit stands; there is nothing to restore."))
    check_not_twice(visit.household, kind=visit.kind, on=visit.on)


def check_planned(planned: PlannedVisit, user: User, wanted: PlanState) -> None:
    """Refuse changing a planned visit that is not in the state the change starts from."""
    check_may(user, Permission.HOUSEHOLD_EDIT, planned.village_id)
    if planned.state != wanted:
        raise Refused(
            "week.other_state", _("This planned visit is “%(state)s” now. Reload the page."),
            state=planned.get_state_display(),
        )  # fmt: skip


def check_capacity(user: User, person: User, per_week: int) -> None:
    """Refuse a capacity for somebody elsewhere, or one that nobody can walk."""
    check_may(user, Permission.HOUSEHOLD_EDIT, person.scope)
    if person.role != Role.FIRST_SECRETARY:
        raise Refused("capacity.not_a_secretary", _("Visits a week are set for First Secretaries."))
    if not 0 <= per_week <= 60:
        raise Refused("capacity.out_of_range", _("Enter between 0 and 60 visits a week."))


def check_may_weigh(user: User, county: str) -> None:
    """Refuse who may not fit or retire a means test."""
    check_may(user, Permission.MEANS_SEE, county)


def check_may_retire(fit: Fit, user: User) -> None:
    """Refuse retiring a fit that is not in use."""
    check_may_weigh(user, fit.county)
    if fit.state != RunState.DONE or fit.retired_at:
        raise Refused("means.not_in_use", _("Only a finished fit that is not retired yet can be retired."))


def check_may_make_lists(user: User, county: str) -> None:
    """Refuse who may not make the monthly lists."""
    check_may(user, Permission.LISTS_MAKE, county)


def check_explanation(user: User, village: str, kind: str, reason: str) -> None:
    """Refuse an explanation that says nothing."""
    check_may(user, Permission.HOUSEHOLD_EDIT, village)
    if kind not in ListKind.values:
        raise Refused("list.unknown", _("There is no such list."))
    if len(reason.strip()) < 4:
        raise Refused("list.no_reason", _("Say in a sentence why the household stands here; it is kept."))


def check_may_withdraw_explanation(row: EntryExplanation, user: User) -> None:
    """Refuse withdrawing twice."""
    check_may(user, Permission.HOUSEHOLD_EDIT, row.village_id)
    if row.withdrawn_at:
        raise Refused("list.withdrawn", _("This explanation was withdrawn already."))


def check_ranking(user: User, village: str, *, on: date, participants: int, women: int | None, chair: str,
                  places: Mapping[str, int], today: date) -> None:  # fmt: skip
    """Refuse a ranking by too few people or of too few households to mean anything."""
    check_may(user, Permission.HOUSEHOLD_EDIT, village)
    if on > today:
        raise Refused("ranking.future", _("The meeting has not been held yet: the day lies in the future."))
    if participants < FEWEST_PEOPLE:
        raise Refused(
            "ranking.few_people", _("At least %(least)s villagers must have taken part."), least=FEWEST_PEOPLE
        )
    if women is not None and women > participants:
        raise Refused("ranking.women", _("More women than participants: check both numbers."))
    if not chair.strip():
        raise Refused("ranking.no_chair", _("Say who chaired the meeting."))
    if len(places) < FEWEST_RANKED:
        raise Refused(
            "ranking.few_households", _("Give a place to at least %(least)s households."), least=FEWEST_RANKED
        )
    if len(set(places.values())) < 2:
        raise Refused("ranking.one_pile", _("All households have the same place: nothing is ordered."))


def check_may_withdraw_ranking(row: Ranking, user: User) -> None:
    """Refuse withdrawing a ranking twice."""
    check_may(user, Permission.HOUSEHOLD_EDIT, row.village_id)
    if row.withdrawn_at:
        raise Refused("ranking.withdrawn", _("This ranking was withdrawn already."))
