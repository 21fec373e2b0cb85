"""Finding rows by the names that other offices typed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from zhucun.core.models import SendingUnit, within
from zhucun.engine.facts import PostFacts
from zhucun.postings.models import Candidate
from zhucun.registry.models import Village

Row = TypeVar("Row")


def unit_by_any_name(county: str) -> dict[str, SendingUnit]:
    """Return the county's units by their name and by each short name; a full name wins over another's short name."""
    units = list(SendingUnit.objects.filter(county=county))
    found = {short: unit for unit in units for short in unit.short_names}
    found.update({unit.name: unit for unit in units})
    return found


@dataclass(frozen=True, slots=True)
class MatchedPost:
    """An existing posting beside the village and the person it means; None where none or several fit."""

    facts: PostFacts
    village: Village | None
    candidate: Candidate | None


def match_posts(rows: Sequence[PostFacts], county: str) -> list[MatchedPost]:
    """Find the village (by code, or by name and township) and the person (by number, or name and unit) of each row."""
    villages = list(Village.objects.filter(within(county)))
    people = list(Candidate.objects.filter(county=county).select_related("unit"))
    by_code = {v.code: v for v in villages}
    by_name: dict[str, list[Village]] = defaultdict(list)
    for village in villages:
        by_name[village.name].append(village)
    by_number = {c.code: c for c in people}
    by_person: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in people:
        by_person[candidate.name].append(candidate)
    return [
        MatchedPost(
            facts,
            by_code.get(facts.village_code or "")
            or _only([v for v in by_name[facts.village] if not facts.town or facts.town in ("", v.town)]),
            by_number.get(facts.candidate_code or "")
            or _only([c for c in by_person[facts.name] if not facts.unit or _of_unit(c, facts.unit)]),
        )
        for facts in rows
    ]


def _of_unit(candidate: Candidate, name: str) -> bool:
    return name == candidate.unit.name or name in candidate.unit.short_names


def _only(rows: list[Row]) -> Row | None:
    return rows[0] if len(rows) == 1 else None
