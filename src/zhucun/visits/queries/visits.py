"""Reads of visits: who was visited when, who was not, and by whom a village can be walked."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet

from zhucun.core.models import User, within
from zhucun.core.statuses import Role
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.words_household import ExitStatus
from zhucun.identification.models import Case
from zhucun.identification.statuses import Status
from zhucun.policy.queries import figures_of
from zhucun.registry.models import Household, Village
from zhucun.visits.models import Capacity, Visit
from zhucun.visits.statuses import VisitKind


def visits(user: User) -> QuerySet[Visit]:
    """Return the visits of a person's place with household, village and who entered them."""
    return Visit.objects.visible_to(user).select_related("household", "village", "by")


def visits_by_day(user: User) -> QuerySet[Visit]:
    """Return the same visits for a list in the order of their days: of a county every visit would be sorted else."""
    return Visit.objects.visible_to(user, known=True).select_related("household", "village", "by")


def one_visit(pk: int, user: User) -> Visit | None:
    """Return a visit if it is there for this person."""
    return visits(user).select_related("withdrawn_by").filter(pk=pk).first()


def of_household(household: Household) -> list[Visit]:
    """Return the visits of a household that stand, the newest first."""
    return list(Visit.objects.standing().filter(household=household).select_related("by", "village"))


def wished(household: Household) -> Visit | None:
    """Return the visit at which the household asked for the next one, if none came after."""
    last = Visit.objects.met().filter(household=household).order_by("-on", "-id").first()
    return last if last and last.next_wished else None


def place_filter(place: str) -> Q:
    """Return the condition that a visit's household lies in a county, township or village now."""
    return within(place, "household_id") if len(place) <= 6 else within(place, "household__village_id")


def last_visits(place: str) -> dict[str, date]:
    """Return when each household of a place was last met, in two queries; a survey in the registry was a visit too."""
    rows = Visit.objects.met().filter(place_filter(place)).order_by().values_list("household_id")
    found: dict[str, date] = dict(rows.annotate(last=Max("on")))
    for key, on in _surveyed_homes(place).values_list("key", "surveyed_on"):
        if on is not None:
            found[key] = max(on, found.get(key, on))
    return found


def _surveyed_homes(place: str) -> QuerySet[Household]:
    homes = within(place, "key" if len(place) <= 6 else "village_id")
    return Household.objects.filter(homes, surveyed_on__isnull=False).order_by()


def surveyed_since(place: str, since: date) -> set[str]:
    """Return the households of a place that were surveyed at home since a day."""
    rows = Visit.objects.met().filter(place_filter(place), kind=VisitKind.SURVEY, on__gte=since)
    told = _surveyed_homes(place).filter(surveyed_on__gte=since).values_list("key", flat=True)
    return {*rows.order_by().values_list("household_id", flat=True), *told}


def promised(place: str, until: date) -> dict[str, date]:
    """Return for which households the last visit promised another by a day."""
    rows = Visit.objects.met().filter(place_filter(place)).order_by("household_id", "-on", "-id")
    found: dict[str, date | None] = {}
    for key, wish in rows.values_list("household_id", "next_wished"):
        found.setdefault(key, wish)
    return {key: wish for key, wish in found.items() if wish is not None and wish <= until}


def limit(name: str, on: date, area: str, own: Sequence[Figure] | None = None) -> Figure:
    """Return a dated figure of visits, the county's own first: longest_days, week_capacity, rest_days, survey_days."""
    return figure(f"visit.{name}", on=on, area=area, local=figures_of(area) if own is None else own)


def days(name: str, on: date, area: str, own: Sequence[Figure] | None = None) -> int:
    """Return a dated figure of visits as a whole number."""
    return int(limit(name, on, area, own).value)


def surveyed_now(place: str, on: date, own: Sequence[Figure] | None = None) -> set[str]:
    """Return the households of a place whose survey is recent by the rule of the day."""
    return surveyed_since(place, on - timedelta(days=days("survey_days", on, place, own)))


def unvisited(village: Village, on: date, most: int) -> list[tuple[Household, date | None]]:
    """Return the households of a village that were not met for too long, the longest first, never before all."""
    since = on - timedelta(days=days("longest_days", on, village.code))
    last = last_visits(village.code)
    homes = Household.objects.filter(village=village).exclude(status=ExitStatus.GONE).order_by()
    rows = [(last.get(key), key) for key in homes.values_list("key", flat=True)]
    late = sorted(((day or date.min, key) for day, key in rows if day is None or day < since))[:most]
    shown = Household.objects.only("key", "code", "head_name", "group", "village_id")
    found = shown.in_bulk([key for _day, key in late])
    return [(found[key], last.get(key)) for _day, key in late if key in found]


def tracked(place: str, until: date) -> dict[str, date]:
    """Return for which households that left a tracking visit is due by a day, and when it was."""
    here = within(place, "village_id")
    rows = Case.objects.filter(here, status=Status.TRACKED, visit_due__lte=until).order_by()
    return {key: due for key, due in rows.values_list("household_id", "visit_due") if due is not None}


def walkers(codes: Sequence[str]) -> dict[str, list[User]]:
    """Return the First Secretaries who have an account of each village."""
    found: dict[str, list[User]] = {code: [] for code in codes}
    rows = User.objects.filter(role=Role.FIRST_SECRETARY, is_active=True, scope__in=list(codes)).order_by("pk")
    for user in rows:
        found[user.scope].append(user)
    return found


def capacities(users: Sequence[User], on: date) -> dict[int, Capacity]:
    """Return what was set for each person as of a day."""
    found: dict[int, Capacity] = {}
    rows = Capacity.objects.filter(user__in=[u.pk for u in users], since__lte=on).order_by("user", "-since", "-id")
    for row in rows.select_related("by"):
        found.setdefault(row.user_id, row)
    return found


def capacity_of(codes: Sequence[str], on: date) -> dict[str, int]:
    """Return how many visits a week each village has: what was set for its people, or the initial figure for each.

    A village without an account is walked by its township: it has the figure once.
    """
    people = walkers(codes)
    set_for = capacities([u for users in people.values() for u in users], on)
    found, own = {}, figures_of(codes[0][:6]) if codes else ()
    for code, users in people.items():
        usual = int(figure("visit.week_capacity", on=on, area=code, local=own).value)
        per_person = [set_for[u.pk].per_week if u.pk in set_for else usual for u in users]
        found[code] = sum(per_person) if per_person else usual
    return found


def people_with_capacity(user: User, on: date) -> list[dict[str, Any]]:
    """Return the First Secretaries of a person's place with what is set for each."""
    rows = User.objects.filter(within(user.scope, "scope"), role=Role.FIRST_SECRETARY, is_active=True)
    people = list(rows.order_by("scope", "pk"))
    names = dict(Village.objects.filter(pk__in={p.scope for p in people}).values_list("pk", "name"))
    set_for, usual = capacities(people, on), days("week_capacity", on, user.scope)
    return [
        {
            "person": p,
            "village": names.get(p.scope, p.scope),
            "set": set_for.get(p.pk),
            "usual": usual,
        }
        for p in people
    ]
