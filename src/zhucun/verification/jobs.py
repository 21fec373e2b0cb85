"""What happens after an event of verification: the people it concerns get news. Each job may run twice."""

from datetime import datetime, timedelta

from django.urls import reverse

from zhucun.core.actions import tell
from zhucun.core.models import Event
from zhucun.core.work import Job
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
