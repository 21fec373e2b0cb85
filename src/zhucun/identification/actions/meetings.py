"""The record of a meeting with its votes; households that more than half were for are appraised by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.identification import queries, rules
from zhucun.identification.actions.cases import NOTHING, take
from zhucun.identification.models import Case, Meeting, Vote
from zhucun.identification.statuses import MOVES, Kind
from zhucun.policy.queries import figures_of
from zhucun.registry.models import Village

APPRAISES = {move.kind: move for move in MOVES if move.by_meeting}


@dataclass(frozen=True)
class Minutes:
    """What the record says of the meeting as a whole."""

    on: date
    place: str
    chair: str
    recorder: str
    entitled: int
    attended: int
    note: str = ""


@transaction.atomic
def record_meeting(
    *, village: Village, kind: str, minutes: Minutes, votes: Mapping[int, tuple[int, int, int]], by: User, at: datetime
) -> Meeting:
    """Keep the record of a meeting; `votes` maps a case to those in favour, against and abstaining.

    The meeting decides: who has more than half of those present goes on, who has not stays where the case stands.
    """
    move = APPRAISES[Kind(kind)]
    rules.check_role(move, by, village.pk)
    _check(village, minutes, votes, at)
    locked = list(Case.objects.select_for_update().filter(village=village, pk__in=list(votes)).order_by("pk"))
    for case in locked:
        if case.kind != kind or case.status not in move.before:
            raise Refused(
                "case.wrong_step", _("The case stands at “%(where)s”; “%(step)s” does not follow it."),
                where=case.get_status_display(), step=move.label,
            )  # fmt: skip
    meeting = Meeting.objects.create(village=village, kind=kind, by=by, at=at, **vars(minutes))
    Vote.objects.bulk_create(
        Vote(meeting=meeting, case=case, in_favour=votes[case.pk][0], against=votes[case.pk][1],
             abstained=votes[case.pk][2])
        for case in locked
    )  # fmt: skip
    standing = queries.standings(locked)
    carried = [case for case in locked if standing[case.pk].carried]
    events.record_many(take(carried, move, given=NOTHING, by=by, at=at))
    changes = {"rows": [None, len(locked)], "count": [None, len(carried)]}
    events.record("meeting.recorded", meeting, by=by, at=at, area=village.pk, label=village.name, changes=changes)
    return meeting


def _check(village: Village, minutes: Minutes, votes: Mapping[int, tuple[int, int, int]], at: datetime) -> None:
    if not votes:
        raise Refused("meeting.no_votes", _("Enter the votes on at least one household."))
    if minutes.on > day_of(at):
        raise Refused("day.not_yet", _("%(day)s has not come yet. Give the day on which it happened."), day=minutes.on)
    rules.check_votes(
        minutes.entitled,
        minutes.attended,
        list(votes.values()),
        on=minutes.on,
        area=village.pk,
        own=figures_of(village.pk),
    )
