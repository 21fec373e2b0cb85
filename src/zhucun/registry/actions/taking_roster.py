"""Taking in a person roster: its rows make households and their members."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from zhucun.core.models import User
from zhucun.core.taking import Journal, Taken
from zhucun.engine.facts.roster import RosterFacts, households_of
from zhucun.registry.actions.taking_households import take_households
from zhucun.registry.actions.taking_members import take_members


@transaction.atomic
def take_roster(
    *,
    rows: Sequence[RosterFacts],
    county: str,
    by: User | None,
    at: datetime,
    made_up: bool = False,
    reason: str = "",
    journal: Journal | None = None,
) -> Taken:
    """Take in the rows of a person roster with the codes of their villages; returns what became of the members.

    A household whose rows are taken in two parts is made by the first and completed by the second.
    """
    common: dict[str, Any] = {"county": county, "by": by, "at": at, "made_up": made_up, "reason": reason}
    take_households(rows=households_of(rows), journal=journal, **common)
    return take_members(rows=rows, journal=journal, **common)
