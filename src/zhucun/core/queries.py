"""Reads of core: places and events."""

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import Max, QuerySet
from django.db.models.functions import Length

from zhucun.core.models import Event, Notice, Place, User, within
from zhucun.core.statuses import Permission, Role
from zhucun.engine import places


@lru_cache(maxsize=4096)
def place_name(code: str) -> str:
    """Return a place's name, from the database or, for counties and above, from the shipped list."""
    if len(code) <= 6:
        return next((d.name for d in places.above(code) if d.code == code), code)
    place = Place.objects.filter(pk=code).first()
    if place:
        return place.name
    # The list ships with the product, so a place that nobody has loaded yet still has its name.
    return next((d.name for d in places.below(code) if d.code == code), code)


def place_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of many places in one query; an unknown code names itself."""
    wanted = set(codes)
    known = dict(Place.objects.filter(pk__in=wanted).values_list("code", "name"))
    return {code: known.get(code, code) for code in wanted}


def townships(county: str) -> QuerySet[Place]:
    """Return the townships of a county that are loaded, in order of code."""
    return Place.objects.filter(within(county)).alias(digits=Length("code")).filter(digits=9).order_by("code")


def events_visible_to(user: User) -> QuerySet[Event]:
    """Return the events of the user's area, newest first."""
    if not user.may(Permission.EVENT_SEE):
        return Event.objects.none()
    return Event.objects.filter(within(user.scope, "area")).select_related("by").order_by("-at", "-id")


def last_event() -> int:
    """Return the newest event, as it is kept with what is worked out now."""
    return Event.objects.aggregate(last=Max("pk"))["last"] or 0


def news_for(user: User) -> QuerySet[Notice]:
    """Return what a person has not seen yet, newest first."""
    return Notice.objects.filter(user=user, seen_at__isnull=True).select_related("event", "event__by")


def demo_accounts(each: int = 2) -> list[User]:
    """Return the first accounts of each role that are made up, in the order of the roles; two of a role can check
    each other, as four eyes want it.
    """
    found: dict[str, list[User]] = {role: [] for role in Role.values}
    for user in User.objects.filter(made_up=True, is_active=True).order_by("pk"):
        if len(found[user.role]) < each:
            found[user.role].append(user)
    return [user for users in found.values() for user in users]


def accounts_visible_to(user: User) -> QuerySet[User]:
    """Return the accounts of the user's area, for those who give accounts."""
    if not user.may(Permission.ACCOUNT_EDIT):
        return User.objects.none()
    return User.objects.filter(within(user.scope, "scope")).select_related("unit").order_by("scope", "username")


def events_of_account(account: User, most: int = 20) -> list[Event]:
    """Return the last changes of an account, newest first."""
    found = Event.objects.filter(subject=User._meta.label_lower, subject_id=str(account.pk))
    return list(found.filter(name__startswith="account.").select_related("by").order_by("-id")[:most])


def townships_without_account(user: User) -> list[Place]:
    """Return the townships of the user's county for which nobody may sign in."""
    served = User.objects.filter(role=Role.TOWNSHIP, is_active=True).values("scope")
    return list(townships(user.county).exclude(pk__in=served))


def places_of_accounts(prefix: str) -> list[tuple[str, str]]:
    """Return the places an account may be for, with their names: the area itself, its townships, its villages."""
    here = [(d.code, d.name) for d in places.above(prefix) if d.code == prefix]
    below = Place.objects.filter(within(prefix)).exclude(pk=prefix).order_by("code").values_list("code", "name")
    return here + [(code, f"{'　' * ((len(code) - 6) // 3)}{name}　{code}") for code, name in below]
