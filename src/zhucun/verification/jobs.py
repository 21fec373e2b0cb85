"""What happens after an event of verification: news for those concerned, long work begun. Each job may run twice."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from huey import crontab
from huey.contrib.djhuey import HUEY, db_periodic_task, db_task

from zhucun.core.actions import tell
from zhucun.core.models import Event
from zhucun.core.work import Job
from zhucun.verification import actions
from zhucun.verification.models import Check
from zhucun.verification.queries import checks as checks_there

STALE = timedelta(days=7)  # what is handled this late, or was led through for a demo, is no news any more


def fresh(job: Job) -> Job:
    """Return a job that tells nobody of what is long past."""

    def told(event: Event, at: datetime) -> None:
        if at - event.at < STALE:
            job(event, at)

    return told


@fresh
def tell_the_villages(event: Event, at: datetime) -> None:
    """Tell the secretaries and townships in whose villages something is to be verified."""
    name = "draw" if event.name == "audit.drawn" else "comparison"
    villages = Check.objects.filter(**{f"{name}_id": event.subject_id}).order_by().values_list("village_id", flat=True)
    tell(
        users=checks_there.people_to_tell(list(villages.distinct())),
        event=event,
        address=reverse("verification:checks"),
    )


@fresh
def tell_the_owner(event: Event, at: datetime) -> None:
    """Tell whoever was given one check, or those of a whole village."""
    if event.subject != "verification.check":
        tell(
            users=checks_there.people_to_tell([event.subject_id]), event=event,
            address=f"{reverse('verification:checks')}?mine=me",
        )  # fmt: skip
        return
    check = Check.objects.select_related("owner").get(pk=event.subject_id)
    if check.owner:
        tell(users=[check.owner], event=event, address=reverse("verification:check", args=[check.pk]))


@fresh
def tell_the_second(event: Event, at: datetime) -> None:
    """Tell those of the village and its township that a finding waits for the second person."""
    check = Check.objects.get(pk=event.subject_id)
    address = reverse("verification:check", args=[check.pk])
    tell(users=checks_there.people_to_tell([check.village_id]), event=event, address=address)


@fresh
def tell_who_closes(event: Event, at: datetime) -> None:
    """Tell the township and the county that a verified check waits to be closed."""
    check = Check.objects.get(pk=event.subject_id)
    address = reverse("verification:check", args=[check.pk])
    tell(users=checks_there.closers_of(check.village_id), event=event, address=address)


def start_comparing(event: Event, at: datetime) -> None:
    """Begin a comparison in the background once its event is handled."""
    transaction.on_commit(lambda: compare(int(event.subject_id)))


@db_task()  # type: ignore[untyped-decorator]
def compare(pk: int) -> None:
    """Work out one comparison."""
    actions.work_out_comparison(pk=pk, clock=timezone.now)


def start_taking(event: Event, at: datetime) -> None:
    """Begin to take a list in once its event is handled."""
    transaction.on_commit(lambda: take_list(int(event.subject_id)))


@db_task()  # type: ignore[untyped-decorator]
def take_list(pk: int) -> None:
    """Take one list in."""
    actions.take_confirmed(pk=pk, at=timezone.now())


@HUEY.on_startup()  # type: ignore[untyped-decorator]
def take_up_at_start() -> None:
    """Take up at once what a killed process left."""
    take_confirmed_once()
    compare_waiting_once()


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def take_what_was_confirmed() -> None:
    """Take in the lists that a killed process left; a list is taken in once, however many are at it."""
    take_confirmed_once()


def take_confirmed_once() -> int:
    """Take in every list that waits for it; returns how many there were."""
    keys = actions.confirmed()
    for key in keys:
        actions.take_confirmed(pk=key, at=timezone.now())
    return len(keys)


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def compare_what_waits() -> None:
    """Take up what a killed process left; the row says who is at it, so nothing is compared by two at once."""
    compare_waiting_once()


def compare_waiting_once() -> int:
    """Work out every comparison that waits; returns how many there were."""
    keys = actions.waiting(at=timezone.now())
    for key in keys:
        actions.work_out_comparison(pk=key, clock=timezone.now)
    return len(keys)


@db_periodic_task(crontab(minute="*"))  # type: ignore[untyped-decorator]
def ask_signs_of_what_changed() -> None:
    """Work the signs out anew where something has changed; the one worker never does it twice at once."""
    actions.ask_signs_of_what_changed(today=timezone.localdate(), at=timezone.now())
