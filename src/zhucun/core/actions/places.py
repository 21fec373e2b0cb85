"""Loading places from the shipped list."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from zhucun.core import events
from zhucun.core.models import Place, User, within
from zhucun.engine import places

CHUNK = 500


def load_places(*, prefix: str, by: User | None, at: datetime) -> int:
    """Load a place and all below it from the shipped list; loading twice changes nothing. Returns how many were new.

    Chunked, so that a whole province does not hold the write lock of the embedded database.
    """
    leading_to_it = Q(pk__in=[prefix[:digits] for digits in (2, 4, 6, 9)])
    known = set(Place.objects.filter(within(prefix) | leading_to_it).values_list("code", flat=True))
    divisions = [d for d in (*places.above(prefix), *places.below(prefix)) if d.code not in known]
    for start in range(0, len(divisions), CHUNK):
        rows = [Place(code=d.code, name=d.name, kind=d.kind) for d in divisions[start : start + CHUNK]]
        Place.objects.bulk_create(rows, ignore_conflicts=True)
    if divisions:
        with transaction.atomic():
            top = Place.objects.filter(pk=prefix).first() or Place(code=prefix)
            changes = {"count": [len(known), len(known) + len(divisions)]}
            events.record("places.loaded", top, by=by, at=at, area=prefix, label=top.name, changes=changes)
    return len(divisions)
