"""What visits keep: visits, the planned week, capacities; fits of the means test; monthly lists; rankings."""

from zhucun.visits.models.counts import CountAsked, VillageCount
from zhucun.visits.models.lists import AreaRate, EntryExplanation, ListEntry, ListRun
from zhucun.visits.models.means import Fit
from zhucun.visits.models.rankings import RankedHousehold, Ranking
from zhucun.visits.models.visits import Capacity, PlannedVisit, Visit

__all__ = [
    "AreaRate", "Capacity", "CountAsked", "EntryExplanation", "Fit", "ListEntry", "ListRun", "PlannedVisit",
    "RankedHousehold", "Ranking", "VillageCount", "Visit",
]  # fmt: skip
