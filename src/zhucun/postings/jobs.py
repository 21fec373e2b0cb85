"""What an event of a plan or a term sets off: news for those concerned, long solving. Jobs may run twice."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import HUEY, db_periodic_task, db_task

from zhucun.core.actions import tell
from zhucun.core.models import Event, User
from zhucun.core.statuses import MAY, Permission, Role
from zhucun.postings import actions
from zhucun.postings.models import Plan, Post, SecretaryAccount, Term

DECIDING = [role for role in Role.values if Permission.PLAN_DECIDE in MAY[role]]


def tell_those_who_decide(event: Event, at: datetime) -> None:
    """Tell everyone of the county who may decide that a plan waits."""
    users = User.objects.filter(is_active=True, role__in=DECIDING, scope=event.area[:6])
    tell(users=users, event=event, address=reverse("postings:plan", args=[event.subject_id]))


def tell_the_proposer(event: Event, at: datetime) -> None:
    """Tell the one who proposed a plan how it was decided."""
    plan = Plan.objects.select_related("proposed_by").get(pk=event.subject_id)
    if plan.proposed_by:
        tell(users=[plan.proposed_by], event=event, address=reverse("postings:plan", args=[plan.pk]))


def tell_those_concerned(event: Event, at: datetime) -> None:
    """Tell townships, village-level accounts and sending units whose villages or people are in a published plan."""
    posts = Post.objects.filter(plan_id=event.subject_id).values_list("village_id", "candidate__unit_id")
    places = {village[:digits] for village, _unit in posts for digits in (9, 12)}
    units = {unit for _village, unit in posts}
    users = User.objects.filter(is_active=True).filter(Q(scope__in=places) | Q(unit__in=units))
    tell(users=users, event=event, address=reverse("postings:plan", args=[event.subject_id]))


def tell_the_unit(event: Event, at: datetime) -> None:
    """Tell the sending unit that its person was recalled and must be replaced in time."""
    term = Term.objects.select_related("candidate").get(pk=event.subject_id)
    users = User.objects.filter(is_active=True, unit=term.candidate.unit_id)
    tell(users=users, event=event, address=reverse("postings:candidate", args=[term.candidate_id]))


def start_solving(event: Event, at: datetime) -> None:
    """Begin solving a plan in the background once the event is handled."""
    transaction.on_commit(lambda: solve_in_background(int(event.subject_id)))


@db_task()  # type: ignore[untyped-decorator]
def solve_in_background(key: int) -> None:
    """Solve one plan that was asked for."""
    actions.run_solving(key=key, clock=timezone.now)


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def solve_what_waits() -> None:
    """Solve what a killed process left; the row says who has it, so nothing is solved by two at once."""
    solve_waiting_once()


@HUEY.on_startup()  # type: ignore[untyped-decorator]
def solve_at_start() -> None:
    """Do the same as soon as the worker starts."""
    solve_waiting_once()


def solve_waiting_once() -> int:
    """Solve every plan that waits; returns how many there were."""
    keys = actions.waiting(at=timezone.now())
    for key in keys:
        actions.run_solving(key=key, clock=timezone.now)
    return len(keys)


def move_accounts(event: Event, at: datetime) -> None:
    """Let the accounts of a county's First Secretaries follow their terms, after a recall, an end, a publication."""
    actions.follow_terms(county=event.area[:6], on=timezone.localdate(at), at=at)


@db_periodic_task(crontab(hour="0", minute="10"))  # type: ignore[untyped-decorator]
def move_accounts_daily() -> None:
    """Do the same each night: a handover day may be long after the publication."""
    for county in SecretaryAccount.objects.values_list("candidate__county", flat=True).distinct():
        actions.follow_terms(county=county, on=timezone.localdate(), at=timezone.now())
