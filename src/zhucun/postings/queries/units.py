"""Sending units with how many people they have in the pool and in the villages."""

from django.db.models import Count, F, Q, QuerySet

from zhucun.core.models import Event, SendingUnit, User
from zhucun.postings.models import Candidate, Term


def units_with_counts(user: User) -> QuerySet[SendingUnit]:
    """Return the units one may see, each with `pool` and `serving`, countable and sortable by the database."""
    return SendingUnit.objects.visible_to(user).annotate(
        pool=Count("candidates", filter=Q(candidates__withdrawn_at__isnull=True), distinct=True),
        serving=Count("candidates__terms", filter=Q(candidates__terms__ended_on__isnull=True), distinct=True),
    )


def one_unit(pk: int, user: User) -> SendingUnit | None:
    """Return a unit, counted, if it is there for this person."""
    return units_with_counts(user).filter(pk=pk).first()


def people_of(unit: SendingUnit, user: User) -> QuerySet[Candidate]:
    """Return the unit's candidates that this person may see, those in the pool first."""
    found = Candidate.objects.visible_to(user).filter(unit=unit).select_related("unit")
    return found.order_by(F("withdrawn_at").asc(nulls_first=True), "code")


def terms_of_unit(unit: SendingUnit, user: User) -> QuerySet[Term]:
    """Return the terms served by the unit's people that this person may see, newest first."""
    return Term.objects.visible_to(user).filter(candidate__unit=unit).select_related("village", "candidate")


def history_of_unit(unit: SendingUnit) -> QuerySet[Event]:
    """Return what happened to a unit, newest first."""
    found = Event.objects.filter(subject="core.sendingunit", subject_id=str(unit.pk))
    return found.select_related("by").order_by("-id")
