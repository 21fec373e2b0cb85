"""Who serves where now, and where nobody does."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from zhucun.core.models import User, within
from zhucun.core.statuses import Role
from zhucun.engine.words import VillageKind
from zhucun.postings.models import SecretaryAccount, Term
from zhucun.registry.models import Village

# How long before its end a term is shown, so that the next person is named in time and hands over on the spot.
NOTICE_DAYS = 90
# Kinds of village that get a First Secretary (2015 notice, section 1; 2021 opinion, section 1).
SERVED_KINDS = tuple(kind for kind in VillageKind if kind is not VillageKind.OTHER)


def villages_with_terms(user: User) -> QuerySet[Village]:
    """Return the villages a person sees, each with `until`, `since` and `term` of who serves there now."""
    running = Term.objects.running().filter(village=OuterRef("pk"))
    found = Village.objects.visible_to(user)
    if user.role == Role.SENDING_UNIT:
        found = found.filter(terms__in=Term.objects.running().filter(candidate__unit_id=user.unit_id))
    return found.annotate(
        term=Subquery(running.values("pk")[:1]),
        since=Subquery(running.values("since")[:1]),
        until=Subquery(running.values("until")[:1]),
    )


def in_state(villages: QuerySet[Any], state: str, *, on: date) -> QuerySet[Any]:
    """Narrow to villages that are served, whose term ends soon, or that are due a secretary and have none."""
    if state == "ending":
        return villages.filter(until__lte=on + timedelta(days=NOTICE_DAYS))
    if state == "serving":
        return villages.filter(term__isnull=False)
    return of_served_kinds(villages).filter(term__isnull=True)


def of_served_kinds(villages: QuerySet[Any]) -> QuerySet[Any]:
    """Narrow to villages of a kind that gets a First Secretary."""
    due = villages.none()
    for kind in SERVED_KINDS:
        due = due | villages.filter(kinds__contains=f",{kind},")
    return due


def terms_by_pk(keys: Iterable[int | None]) -> dict[int, Term]:
    """Return terms with their people and units, in one query."""
    wanted = [key for key in keys if key is not None]
    return Term.objects.select_related("candidate", "candidate__unit").in_bulk(wanted)


def terms_without_account(user: User) -> QuerySet[Term]:
    """Return the running terms of the user's county whose people cannot sign in."""
    signed = SecretaryAccount.objects.filter(user__is_active=True).values("candidate")
    found = Term.objects.running().filter(within(user.scope, "village_id")).exclude(candidate__in=signed)
    return found.select_related("candidate", "candidate__unit", "village").order_by("village_id")


def vacant_count(user: User) -> int:
    """Return how many villages of a kind that gets a First Secretary have none within the person's place."""
    served = Term.objects.running().filter(within(user.scope, "village_id")).values("village_id")
    return of_served_kinds(Village.objects.visible_to(user)).exclude(pk__in=served).count()
