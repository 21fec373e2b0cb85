"""What a sending unit's name says of its trade, for units that nobody has described yet."""

from dataclasses import replace
from functools import cache

from zhucun.engine.facts import UnitFacts
from zhucun.engine.policy.figures import load_parameters
from zhucun.engine.words import Need, UnitKind


@cache
def _trades() -> tuple[tuple[str, UnitKind, tuple[Need, ...]], ...]:
    """Return keyword, kind and needs, the longest keyword first, so that 农村信用社 is not taken for 农村."""
    found = [
        (str(word), UnitKind(row["kind"]), tuple(Need(n) for n in row["needs"]))
        for row in load_parameters("table_unit_trades.yaml")["trades"]
        for word in row["words"]
    ]
    return tuple(sorted(found, key=lambda trade: -len(trade[0])))


def trade_by_name(name: str) -> tuple[UnitKind, tuple[Need, ...]] | None:
    """Return the kind and the strengths that a unit's name lets one expect, or None."""
    return next(((kind, needs) for word, kind, needs in _trades() if word in name), None)


def described(unit: UnitFacts) -> UnitFacts:
    """Return the unit with its kind and strengths filled from its name where nobody has said them."""
    trade = trade_by_name(unit.name)
    if trade is None or (unit.kind and unit.strengths):
        return unit
    return replace(unit, kind=unit.kind or trade[0], strengths=unit.strengths or trade[1])
