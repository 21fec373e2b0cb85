"""One step for all cases of a village that wait at it; what stands in the way of some is told, not passed over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.identification import queries, rules
from zhucun.identification.actions.cases import NOTHING, take
from zhucun.identification.models import Case
from zhucun.identification.rules import Given
from zhucun.identification.statuses import MOVE
from zhucun.registry.models import Village


@dataclass(frozen=True)
class Moved:
    """Which cases went on, and why the others did not."""

    done: tuple[Case, ...]
    left: tuple[tuple[Case, Refused], ...]


@transaction.atomic
def move_village(
    *, village: Village, move: str, cases: Sequence[int], by: User, at: datetime, given: Given = NOTHING
) -> Moved:
    """Take one step with the chosen cases of a village, in one transaction and under one notice."""
    step, on = MOVE[move], day_of(at)
    rules.check_role(step, by, village.pk)
    locked = list(Case.objects.select_for_update().filter(village=village, pk__in=list(cases)).order_by("pk"))
    standing = queries.standings(locked)
    done, left = [], []
    for case in locked:
        found = [
            *rules.obstacles(case, step, standing[case.pk], user=by, on=on),
            *rules.lacking(step, given, standing[case.pk], on),
        ]
        if found:
            left.append((case, found[0]))
        else:
            done.append(case)
    if not done:
        raise left[0][1] if left else Refused("case.none_chosen", _("Choose at least one household."))
    events.record_many(take(done, step, given=given, by=by, at=at))
    return Moved(tuple(done), tuple(left))
