"""Days: an instant is an exact moment, a day is what the village's calendar says then."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def day_of(at: datetime) -> date:
    """Return the day of an instant where the villages are."""
    return at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
