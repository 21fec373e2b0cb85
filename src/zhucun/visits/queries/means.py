"""Reads of the means test: which fits there are, and which is in use."""

from django.db.models import QuerySet

from zhucun.core.models import User
from zhucun.visits.models import Fit
from zhucun.visits.statuses import RunState


def fits(user: User) -> QuerySet[Fit]:
    """Return the fits of a person's county, the newest first; none for those who survey."""
    return Fit.objects.visible_to(user).select_related("by", "retired_by")


def one_fit(pk: int, user: User) -> Fit | None:
    """Return a fit if it is there for this person."""
    return fits(user).filter(pk=pk).first()


def fit_in_use(county: str) -> Fit | None:
    """Return the fit that estimates now: the newest that is done and not retired."""
    return Fit.objects.filter(county=county, state=RunState.DONE, retired_at__isnull=True).order_by("-id").first()


def fit_running(county: str) -> Fit | None:
    """Return the fit that is being worked out."""
    return Fit.objects.filter(county=county, state__in=(RunState.ASKED, RunState.RUNNING)).order_by("-id").first()
