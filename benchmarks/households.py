"""How fast a county's households, members and income are taken in, beside Django's own bulk_create.

python -m benchmarks.households --size 10000                on SQLite in a folder of its own
DATABASE_URL=postgresql://... python benchmarks/households.py   on PostgreSQL

The figures are households a second, each with its members (about 3.5) checked, matched, sealed and counted. The peer
makes the same rows as model objects with bulk_create and does nothing else: no check, no matching, no history.
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
    from zhucun.core.models import Event
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
    Event.objects.all().delete()
    whole_path(world, members, households)
    print(f"{Household.objects.count():,} households and {Member.objects.count():,} members in the end")


def whole_path(world: Any, members: list[Any], households: list[Any]) -> None:
    """Measure a roster from the file to applied and undone, beside a reader who opens the list all the while."""
    from zhucun.core.actions import make_account
    from zhucun.core.statuses import Role
    from zhucun.engine.facts import Subject
    from zhucun.intake import actions as intake
    from zhucun.registry.models import Household, Member

    Member.objects.all().delete()
    Household.objects.all().delete()
    content = roster_file(members, households)
    more: dict[str, Any] = {"scope": COUNTY, "by": None, "at": AT, "made_up": True}
    by = make_account(username="bench", password=None, name="基准", role=Role.OFFICE, **more)
    count = len(households)
    print(f"the whole path: a file of {len(content) / 1e6:.1f} MB, {len(members):,} rows")
    kept: dict[str, Any] = {}

    def begin() -> None:
        kept["row"] = intake.begin(
            content=content, filename="a.csv", subject=Subject.ROSTER, county=COUNTY, by=by, at=AT
        )

    def check() -> None:
        kept["row"] = intake.check(key=kept["row"].pk, by=by, at=AT)

    def apply() -> None:
        intake.confirm(key=kept["row"].pk, mode="good", version=None, by=by, at=AT)
        kept["row"] = intake.apply(key=kept["row"].pk, at=AT)

    def undo() -> None:
        intake.confirm_undo(key=kept["row"].pk, version=None, by=by, at=AT)
        intake.undo(key=kept["row"].pk, at=AT)

    with Reader() as reader:
        took = timed("file read and columns proposed", count, begin)
        took += timed("rows checked, matched and staged", count, check)
        took += timed("applied", count, apply)
    print(f"{'file to applied':<44} {took:8.2f} s {count / took:10,.0f} /s   left out {kept['row'].rows_faulty}")
    print(f"a reader of the list beside it: {reader.said()}")
    timed("undone", count, undo)


def roster_file(members: list[Any], households: list[Any]) -> bytes:
    """Return the members with their households as a roster in csv."""
    import csv
    import io

    from zhucun.engine.facts import FACTS, Subject
    from zhucun.engine.facts.roster import HOUSEHOLD_KEYS, RENAMED
    from zhucun.engine.intake.writing import written

    homes = {home.code: home for home in households}
    back = dict(RENAMED)
    facts = [f for f in FACTS[Subject.ROSTER] if f.key not in ("persons", "net_per_head_yuan")]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([f.text.zh for f in facts])
    for member in members:
        home = homes[member.household_code]
        of_home = [f.key in back or (f.key in HOUSEHOLD_KEYS and not hasattr(member, f.key)) for f in facts]
        values = [
            getattr(home, back.get(f.key, f.key)) if mine else getattr(member, f.key)
            for f, mine in zip(facts, of_home, strict=True)
        ]
        writer.writerow([written(value) for value in values])
    return text.getvalue().encode()


class Reader:
    """Asks for the first page of the county's households over and over in a thread of its own."""

    def __enter__(self) -> "Reader":
        import threading

        self.times: list[float] = []
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()
        return self

    def _read(self) -> None:
        from zhucun.registry.models import Household

        while not self.stop.is_set():
            begun = time.perf_counter()
            list(Household.objects.filter(key__startswith=COUNTY).order_by("key")[:50])
            self.times.append(time.perf_counter() - begun)
            self.stop.wait(0.05)

    def __exit__(self, *_ignored: object) -> None:
        self.stop.set()
        self.thread.join()

    def said(self) -> str:
        """Return the middle and the 95th of a hundred times."""
        ordered = sorted(self.times)
        middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        return f"median {middle * 1000:.0f} ms, p95 {high * 1000:.0f} ms over {len(ordered)} looks"


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
