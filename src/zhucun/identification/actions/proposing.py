"""Opening cases for several households of a village at once; who cannot be is told why, not passed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.identification.actions.cases import open_case
from zhucun.identification.models import Case
from zhucun.registry.models import Household, Village


@dataclass(frozen=True)
class Opened:
    """Which cases were opened, and why the others were not."""

    done: tuple[Case, ...]
    left: tuple[tuple[Household, Refused], ...]


@transaction.atomic
def open_many(*, village: Village, kind: str, keys: Sequence[str], by: User, at: datetime, note: str = "") -> Opened:
    """Open a case of one kind for the chosen households of a village."""
    homes = list(Household.objects.filter(village=village, pk__in=list(keys)).order_by("key"))
    if not homes:
        raise Refused("case.none_chosen", _("Choose at least one household."))
    done, left = [], []
    for home in homes:
        try:
            done.append(open_case(household=home, kind=kind, by=by, at=at, note=note))
        except Refused as refused:
            left.append((home, refused))
    if not done:
        raise left[0][1]
    return Opened(tuple(done), tuple(left))
