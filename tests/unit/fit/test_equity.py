"""The weakest villages do not get the weakest support: measured on the demo county."""

import pytest

from zhucun.engine.posting import solve
from zhucun.engine.posting.instance import build
from zhucun.engine.posting.scheme import TermName, default_scheme
from zhucun.engine.sample_world import county


def support_of_the_weakest_fifth(seed: int, points: int) -> tuple[float, float]:
    """Return the mean strength of the units that serve the weakest fifth of villages, and all villages."""
    world = county(seed=seed)
    scheme = default_scheme().with_weights({TermName.EQUITY: points})
    posted = build(world.villages, world.candidates, world.units, on=world.on, scheme=scheme)
    sides = posted.fit.sides
    strength = sides.strength[sides.unit[solve(posted.problem).post]]
    return float(strength[sides.weakness >= 8].mean()), float(strength.mean())


@pytest.mark.parametrize("seed", [2026, 1, 3])
def test_the_weakest_fifth_get_more_than_average_support_and_equity_is_why(seed):
    weakest, everywhere = support_of_the_weakest_fifth(seed, 500)
    without, _ = support_of_the_weakest_fifth(seed, 0)
    assert weakest > everywhere
    assert weakest > without
