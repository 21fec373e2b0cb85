"""How fast a county's households, members and income are taken in, beside Django's own bulk_create.

python -m benchmarks.households --size 10000                on SQLite in a folder of its own
DATABASE_URL=postgresql://... python benchmarks/households.py   on PostgreSQL

The figures are households a second, each with its members (about 3.5) checked, matched, sealed and counted. The peer
makes the same rows as model objects with bulk_create and does nothing else: no check, no matching, no history. The way
of a file through the wizard is measured by benchmarks/intake.py.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
COUNTY = "610426"


def timed(what: str, count: int, work: Callable[[], Any]) -> float:
    begun, cpu = time.perf_counter(), time.process_time()
    work()
    took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    print(f"{what:<44} {took:8.2f} s {count / took:10,.0f} /s   processor {cpu:6.2f} s {count / cpu:10,.0f} /s")
    return took


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", "--households", dest="households", type=int, default=10_000)
    chosen = parser.parse_args()
    if "ZHUCUN_HOME" not in os.environ:
        os.environ["ZHUCUN_HOME"] = tempfile.mkdtemp(prefix="zhucun-bench-")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhucun.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    measure(chosen.households)


def measure(size: int) -> None:
    from zhucun.core.actions import load_places
    from zhucun.engine import sample_world
    from zhucun.engine.sample_world.history import population
    from zhucun.registry import actions
    from zhucun.registry.bridge.population import facts_of_population, income_of_population
    from zhucun.registry.models import Household, Member

    load_places(prefix=COUNTY, by=None, at=AT)
    world = sample_world.county(COUNTY, seed=2026)
    actions.take_villages(rows=world.villages, county=COUNTY, by=None, at=AT, made_up=True)
    made = population(COUNTY, 2026, size, last_year=2018, villages=world.villages)
    households, members = facts_of_population(made)
    lines = income_of_population(made, 2018)
    common: dict[str, Any] = {"county": COUNTY, "by": None, "at": AT, "made_up": True}
    count = len(households)
    print(f"{count:,} households, {len(members):,} members, {len(lines):,} income lines")
    first = timed("households", count, lambda: actions.take_households(rows=households, **common))
    second = timed("members (of so many households)", count, lambda: actions.take_members(rows=members, **common))
    print(f"{'households with members':<44} {first + second:8.2f} s {count / (first + second):10,.0f} /s")
    timed("income lines, summed", len(lines), lambda: actions.take_income(rows=lines, **common))
    again = timed("the same households again", count, lambda: actions.take_households(rows=households, **common))
    again += timed("the same members again", count, lambda: actions.take_members(rows=members, **common))
    peer = timed("peer: bulk_create of the same rows", count, lambda: bulk_create(households, members))
    print(f"ours / peer: {(first + second) / peer:.2f}; again / first: {again / (first + second):.2f}")
    print(f"{Household.objects.count():,} households and {Member.objects.count():,} members in the end")


def bulk_create(households: list[Any], members: list[Any]) -> None:
    from zhucun.registry.bridge import households as bridge
    from zhucun.registry.models import Household, Member

    rows = [
        Household(key=f"999999-{f.code}", village_id=f.village_code, **bridge.household_values(f)) for f in households
    ]
    Household.objects.bulk_create(rows, batch_size=500)
    people = [
        Member(key=f"999999-{f.code}", household_id=f"999999-{f.household_code}", **bridge.member_values(f))
        for f in members
    ]
    Member.objects.bulk_create(people, batch_size=500)


if __name__ == "__main__":
    main()
