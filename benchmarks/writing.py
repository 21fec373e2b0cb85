"""Takes in households of the neighbour county while pages are read: what benchmarks.pages --writing starts."""

import os
import sys
import time
from typing import Any

NEIGHBOUR = "610425"


def main() -> None:
    """Take in so many households with their members, list by list as an import does, and print how fast."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhucun.settings")
    import django

    django.setup()
    from benchmarks.pages import AT
    from zhucun.core.actions import load_places
    from zhucun.engine import sample_world
    from zhucun.engine.sample_world.history import population
    from zhucun.registry import actions
    from zhucun.registry.bridge.population import facts_of_population

    size = int(sys.argv[1])
    load_places(prefix=NEIGHBOUR, by=None, at=AT)
    world = sample_world.county(NEIGHBOUR, seed=1)
    common: dict[str, Any] = {"county": NEIGHBOUR, "by": None, "at": AT, "made_up": True}
    actions.take_villages(rows=world.villages, **common)
    made = population(NEIGHBOUR, 1, size * 4 // 5, last_year=2018, villages=world.villages)
    households, members = facts_of_population(made)
    begun = time.perf_counter()
    actions.take_households(rows=households, **common)
    actions.take_members(rows=members, **common)
    took = time.perf_counter() - begun
    print(f"{len(households):,} households with {len(members):,} members taken in meanwhile in {took:.0f} s, "
          f"{len(households) / took:,.0f} a second")  # fmt: skip


if __name__ == "__main__":
    main()
