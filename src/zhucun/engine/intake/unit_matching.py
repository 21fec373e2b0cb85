"""Matches typed names of units with a register: short forms, long forms, several offices' spellings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from zhucun.engine.facts import CandidateFacts, UnitFacts
from zhucun.engine.intake.matches import CLOSE, DOUBTFUL, REASONS, Band, Match
from zhucun.engine.intake.unit_names import one_unit, unit_core, unit_likeness


def match_units(left: Sequence[str], right: Sequence[str]) -> list[Match]:
    """Return the unit of the right list for each typed name; several spellings may be one unit."""
    exact = {name: j for j, name in reversed(list(enumerate(right)))}
    cores: dict[str, list[int]] = defaultdict(list)
    for j, name in enumerate(right):
        cores[unit_core(name)].append(j)
    cache: dict[str, Match] = {}
    matches = []
    for i, name in enumerate(left):
        if name not in cache:
            cache[name] = _unit_match(name, i, right, exact, cores)
        known = cache[name]
        matches.append(
            Match(name, known.right, known.confidence, known.reason, i, known.right_index, None, known.others)
        )
    return matches


def _unit_match(name: str, i: int, right: Sequence[str], exact: dict[str, int], cores: dict[str, list[int]]) -> Match:
    if name in exact:
        return Match(name, name, 1.0, REASONS["same"], i, exact[name])
    same = cores.get(unit_core(name), [])
    if len(same) == 1 and one_unit(name):
        score, reason = unit_likeness(name, right[same[0]])
        return Match(name, right[same[0]], score, reason, i, same[0])
    ranked = sorted(((*unit_likeness(name, other), j) for j, other in enumerate(right)), key=lambda t: (-t[0], t[2]))
    ranked = [r for r in ranked if r[0] >= DOUBTFUL]
    if not ranked:
        return Match(name, None, 0.0, REASONS["none"], i)
    score, reason, j = ranked[0]
    rivals = [r for r in ranked[1:] if r[0] >= score - CLOSE and unit_core(right[r[2]]) != unit_core(right[j])]
    if rivals:
        score = min(score, 0.85)
    return Match(name, right[j], score, reason, i, j, None, tuple(right[r[2]] for r in rivals[:3]))


def unit_index(units: Iterable[UnitFacts]) -> dict[str, UnitFacts]:
    """Return units by every name they go by; a unit's own name wins over another's short name."""
    index: dict[str, UnitFacts] = {}
    listed = list(units)
    for unit in listed:
        for short in unit.short_names:
            index.setdefault(short, unit)
        if unit.code:
            index.setdefault(unit.code, unit)
    for unit in listed:
        index[unit.name] = unit
    return index


def nearest_unit(name: str, units: Sequence[UnitFacts]) -> Match | None:
    """Return the nearest unit of a register for a typed name, or None when none is near."""
    match = match_units([name], [u.name for u in units])[0]
    return match if match.band is not Band.NONE else None


def settle_units(
    candidates: Sequence[CandidateFacts], units: Sequence[UnitFacts]
) -> tuple[list[CandidateFacts], list[Match]]:
    """Return candidates with their unit's name as the register has it where that is certain, and all that was matched.

    Doubtful names stay as typed; a person decides them.
    """
    index = unit_index(units)
    typed = sorted({c.unit for c in candidates if c.unit not in index})
    matches = match_units(typed, [u.name for u in units])
    settled = {m.left: m.right for m in matches if m.band is Band.CERTAIN and m.right is not None}
    renamed = [replace(c, unit=settled[c.unit]) if c.unit in settled else c for c in candidates]
    return renamed, [m for m in matches if m.band is not Band.NONE]
