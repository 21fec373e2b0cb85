"""Reads of home checks: listed, counted, one with all that belongs to it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When

from zhucun.core.models import User, within
from zhucun.core.statuses import Role
from zhucun.identification.models import Case as ExitCase
from zhucun.identification.statuses import FINISHED
from zhucun.registry.models import Household, Village
from zhucun.verification.models import Check, Seen
from zhucun.verification.statuses import CLOSES, STATES_LEFT, VERIFIES, Source, State


def checks(user: User) -> QuerySet[Check]:
    """Return the checks of a person's place with household, village and whom they were given to.

    `done` puts what is closed behind all that still waits, on every database alike.
    """
    done = Case(When(state=State.CLOSED, then=Value(1)), default=Value(0))
    return Check.objects.visible_to(user).select_related("household", "village", "owner").annotate(done=done)


def one_check(pk: int, user: User) -> Check | None:
    """Return a check if it is there for this person."""
    rows = checks(user).select_related("record__list", "member", "comparison", "draw", "again", "closed_by")
    return rows.filter(pk=pk).first()


def seen_of(check: Check) -> list[Seen]:
    """Return what was seen at home, the newest first."""
    return list(check.visits.select_related("first", "second").order_by("-id"))


def waiting_seen(check: Check) -> Seen | None:
    """Return the finding that waits for its second person."""
    return check.visits.filter(second__isnull=True).select_related("first").order_by("-id").first()


def others_of(check: Check, user: User) -> list[Check]:
    """Return the other checks of the same household."""
    return list(checks(user).filter(household=check.household_id).exclude(pk=check.pk).order_by("-id"))


def running_case(household: str) -> ExitCase | None:
    """Return the household's running case of identification or exit."""
    return ExitCase.objects.exclude(status__in=FINISHED).filter(household=household).first()


def counts(user: User, on: date) -> dict[str, int]:
    """Return how many checks of a person's place stand where, are overdue, and wait for this person."""
    left = Q(state__in=STATES_LEFT)
    asked: dict[str, Any] = {str(s.value): Count("pk", filter=Q(state=s)) for s in State}
    asked |= {
        "overdue": Count("pk", filter=left & Q(deadline__lt=on)),
        "mine": Count("pk", filter=left & Q(owner=user)),
    }
    found: dict[str, int] = Check.objects.visible_to(user).order_by().aggregate(**asked)
    return found


def by_source(user: User) -> list[dict[str, Any]]:
    """Return by source how many checks are left and how many are closed."""
    rows = Check.objects.visible_to(user).order_by().values("source")
    counted = rows.annotate(left=Count("pk", filter=Q(state__in=STATES_LEFT)), all=Count("pk")).order_by("-all")
    return [{**row, "label": Source(row["source"]).label} for row in counted]


def by_village(user: User, on: date) -> list[dict[str, Any]]:
    """Return by village how many checks are left and overdue, and to whom they were given, the most first."""
    rows = Check.objects.visible_to(user).filter(state__in=STATES_LEFT).order_by()
    counted = rows.values("village_id", "village__name", "village__town").annotate(
        left=Count("pk"), overdue=Count("pk", filter=Q(deadline__lt=on)), given=Count("owner"),
        homes=Count("household", distinct=True),
    )  # fmt: skip
    return sorted((dict(row) for row in counted), key=lambda row: (-row["overdue"], -row["left"], row["village_id"]))


def to_visit(village: Village, user: User) -> list[Check]:
    """Return the checks of a village that wait for a visit, household by household."""
    rows = checks(user).filter(village=village, state=State.OPEN).select_related("record", "member")
    return list(rows.order_by("household__group", "household_id", "source", "pk"))


def one_village(code: str, user: User) -> Village | None:
    """Return a village if it is within this person's place."""
    return Village.objects.visible_to(user).filter(within(user.scope, "code"), pk=code).first()


def owners_for(village: str) -> list[User]:
    """Return who may be asked to verify in a village, the nearest first."""
    rows = User.objects.filter(role__in=[r.value for r in VERIFIES], is_active=True)
    return list(rows.filter(scope__in=[village[:digits] for digits in (6, 9, 12)]).order_by("-scope", "name"))


def towns_of(user: User) -> list[str]:
    """Return the townships in which there are checks."""
    codes = Check.objects.visible_to(user).order_by().values_list("village_id", flat=True).distinct()
    return sorted({code[:9] for code in codes})


def villages_of(user: User) -> list[tuple[str, str]]:
    """Return the villages in which there are checks, where these are few enough to choose from."""
    rows = Check.objects.visible_to(user).order_by("village_id").values_list("village_id", "village__name").distinct()
    return list(rows)


def people_to_tell(villages: Sequence[str]) -> QuerySet[User]:
    """Return the secretaries and townships of villages."""
    places = {village[:digits] for village in villages for digits in (9, 12)}
    roles = [Role.FIRST_SECRETARY.value, Role.TOWNSHIP.value]
    return User.objects.filter(is_active=True, role__in=roles, scope__in=places)


def closers_of(village: str) -> QuerySet[User]:
    """Return who may close the checks of a village."""
    roles = [r.value for r in CLOSES]
    return User.objects.filter(is_active=True, role__in=roles, scope__in=[village[:6], village[:9]])


def household_of(key: str) -> Household:
    """Return a household with its village."""
    return Household.objects.select_related("village").get(pk=key)
