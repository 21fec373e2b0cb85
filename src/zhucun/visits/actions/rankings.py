"""Recording and withdrawing villagers' rankings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from zhucun.core import events
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.rules import check_reason
from zhucun.registry.models import Village
from zhucun.visits import rules
from zhucun.visits.models import RankedHousehold, Ranking


@dataclass(frozen=True)
class Assembly:
    """The village meeting that made a ranking."""

    on: date
    participants: int
    chair: str
    women: int | None = None
    note: str = ""


@transaction.atomic
def record_ranking(
    *, village: Village, assembly: Assembly, places: Mapping[str, int], by: User, at: datetime, made_up: bool = False
) -> Ranking:
    """Keep how a meeting ordered the households of a village: places by household key, 1 the hardest up."""
    rules.check_ranking(
        by, village.code, on=assembly.on, participants=assembly.participants, women=assembly.women,
        chair=assembly.chair, places=places, today=day_of(at),
    )  # fmt: skip
    row = Ranking.objects.create(
        village=village, on=assembly.on, participants=assembly.participants, women=assembly.women,
        chair=assembly.chair.strip(), note=assembly.note.strip(), by=by, at=at, made_up=made_up,
    )  # fmt: skip
    RankedHousehold.objects.bulk_create(
        (RankedHousehold(ranking=row, household_id=key, place=place) for key, place in sorted(places.items())),
        batch_size=500,
    )
    changes = {"households": [None, len(places)], "participants": [None, assembly.participants]}
    events.record("ranking.recorded", row, by=by, at=at, area=village.code, label=village.name, changes=changes)
    return row


@transaction.atomic
def withdraw_ranking(*, ranking: Ranking, reason: str, by: User, at: datetime) -> Ranking:
    """Withdraw a ranking that was not made as it should; it stays readable with the reason."""
    row: Ranking = Ranking.objects.select_for_update().select_related("village").get(pk=ranking.pk)
    rules.check_may_withdraw_ranking(row, by)
    check_reason(reason)
    row.withdrawn_by, row.withdrawn_at, row.withdrawn_reason = by, at, reason.strip()
    row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    events.record(
        "ranking.withdrawn", row, by=by, at=at, area=row.village_id, label=row.village.name, reason=row.withdrawn_reason
    )
    return row
