"""What all papers of a plan share: the office, the day in words, the mark above."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zhucun.core.queries import place_name
from zhucun.postings.models import Plan
from zhucun.postings.statuses import PlanStatus


def office_of(county: str) -> str:
    """Return the organisation department that signs."""
    return _("Organisation Department of the CPC %(county)s Committee") % {"county": place_name(county)}


def day_in_words(day: date) -> str:
    """Return a day as official papers write it."""
    if (get_language() or "").startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return date_format(day, "j F Y")


def mark_of(plan: Plan) -> str:
    """Return what must stand above a paper: that it is a draft, that its people are made up."""
    marks = []
    if plan.status not in (PlanStatus.APPROVED, PlanStatus.PUBLISHED):
        marks.append(_("Draft, not decided: %(status)s") % {"status": plan.get_status_display()})
    if plan.made_up:
        marks.append(_("Demonstration: people and figures are made up"))
    return " · ".join(marks)
