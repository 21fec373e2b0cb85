"""Intake from the file to the county's lists, with memory, and how long readers wait meanwhile.

    python -m benchmarks.intake                        10,000 registered households, the whole way of their roster
    python -m benchmarks.intake --households 80000     100,000 households in all, with some 355,000 persons
    python -m benchmarks.intake --columns all          every column of a roster in place of the national 32
    python -m benchmarks.intake --candidates 5000      only the engine, with a list of candidates, beside openpyxl
    python tests/with_postgres.py python -m benchmarks.intake

The whole way, as `zhucun import` goes it: an Excel workbook is read and its columns proposed; every row is checked,
matched by number and by likeness, compared with what is there and staged for the preview; applied with its journal;
undone. The file is made before the clock starts. Readers are a process of their own that asks for a page of
households twenty times a second.
"""

import argparse
import dataclasses
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from benchmarks.measuring import memory_mb, timed
from zhucun.engine.facts import FACTS, Subject
from zhucun.engine.facts.roster import HOUSEHOLD_KEYS, RENAMED
from zhucun.engine.intake import inspect, read, write_facts
from zhucun.engine.intake.sheets import BYTES_MOST
from zhucun.engine.intake.writing import written
from zhucun.engine.sample_world import WORLD_DAY, county

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
COUNTY = "610426"
NATIONAL: tuple[tuple[str, str], ...] = (
    ("序号", ""), ("数据日期", ""), ("县(市、区、旗)", "county"), ("乡(镇)", "town"), ("行政村", "village"),
    ("自然村", "group"), ("户编号", "household_code"), ("人编号", "code"), ("姓名", "name"), ("证件号码", "identity"),
    ("人数", "persons"), ("与户主关系", "relation"), ("民族", "nation"), ("文化程度", "schooling"),
    ("在校生状况", "school"), ("健康状况", "health"), ("劳动技能", "labour"), ("务工时间（月）", "work_months"),
    ("是否参加大病保险", "serious_illness_insurance"), ("致贫原因1", "main_cause"), ("危房户", "unsafe_house"),
    ("是否解决安全饮用水", "safe_water"), ("人均纯收入", "net_per_head_yuan"), ("户联系电话", "household_phone"),
    ("人联系电话", "phone"), ("首次识别时间", "household_listed"), ("人员识别时间", "listed"), ("户类型", "status"),
    ("易返贫致贫户(监测对象)类型", "monitored"), ("风险是否消除", "risk_removed"), ("风险识别时间", "risk_found"),
    ("风险消除时间", "risk_removed_on"),
)  # fmt: skip
"""The headings of the national person roster with our facts."""


def main() -> None:
    """Measure the whole way of a roster, or the engine alone with candidates."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--households", "--size", dest="households", type=int, default=10_000)
    parser.add_argument("--columns", choices=("national", "all"), default="national")
    parser.add_argument("--candidates", type=int)
    parser.add_argument("--file", type=Path, help="keep the roster here, and use it where it is there already")
    parser.add_argument("--read", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.candidates:
        candidates(chosen.candidates)
        return
    os.environ.setdefault("ZHUCUN_HOME", tempfile.mkdtemp(prefix="zhucun-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhucun.settings")
    import django

    django.setup()
    if chosen.read:
        reading()
    else:
        whole_way(roster(chosen.households, chosen.columns == "national", chosen.file))


def roster(households: int, national: bool, kept: Path | None) -> Path:
    """Return the workbook of a made-up county's roster."""
    path = kept or Path(tempfile.mkdtemp(prefix="zhucun-bench-")) / "roster.xlsx"
    if not path.exists():  # in a process of its own, so that the memory measured is the import's
        made = f"from benchmarks.intake import make; make({households}, {national}, {str(path)!r})"
        subprocess.run([sys.executable, "-c", made], check=True)
    return path


def make(size: int, national: bool, path: str) -> None:
    """Write the workbook, rows of a household one after the other as in a county's file."""
    import django

    os.environ.setdefault("ZHUCUN_HOME", tempfile.mkdtemp(prefix="zhucun-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhucun.settings")
    django.setup()
    from zhucun.engine.sample_world.history import population
    from zhucun.registry.bridge.population import facts_of_population

    world = county(COUNTY, seed=2026)
    households, members = facts_of_population(population(COUNTY, 2026, size, last_year=2018, villages=world.villages))
    homes = {home.code: home for home in households}
    columns = NATIONAL if national else tuple((f.text.zh, f.key) for f in FACTS[Subject.ROSTER])
    persons: dict[str, int] = {}
    for member in members:
        persons[member.household_code] = persons.get(member.household_code, 0) + 1
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [heading for heading, _key in columns])
        for number, member in enumerate(sorted(members, key=lambda m: (m.household_code, m.code)), start=1):
            home = dataclasses.replace(homes[member.household_code], persons=persons[member.household_code])
            sheet.write_row(number, 0, [_cell(key, member, home, number) for _heading, key in columns])


def _cell(key: str, member: Any, home: Any, number: int) -> Any:
    if not key:
        return number
    of_home = key in RENAMED or (key in HOUSEHOLD_KEYS and not hasattr(member, key))
    value = getattr(home, RENAMED.get(key, key)) if of_home else getattr(member, key)
    return float(value) if isinstance(value, Decimal) else written(value)


def whole_way(path: Path) -> None:
    """Print what each step of a roster takes, and the whole."""
    from django.core.management import call_command

    from zhucun.core.actions import load_places, make_account
    from zhucun.core.statuses import Role
    from zhucun.intake import actions as intake
    from zhucun.intake.actions.beginning import begin_whole
    from zhucun.registry import actions
    from zhucun.registry.models import Household

    call_command("migrate", verbosity=0)
    load_places(prefix=COUNTY, by=None, at=AT)
    villages = county(COUNTY, seed=2026).villages
    actions.take_villages(rows=villages, county=COUNTY, by=None, at=AT, made_up=True)
    more: dict[str, Any] = {"scope": COUNTY, "by": None, "at": AT, "made_up": True}
    by = make_account(username="bench", password=None, name="基准", role=Role.OFFICE, **more)
    content = path.read_bytes()
    steps: list[tuple[str, float, float]] = []

    def step(what: str, work: Callable[[], Any]) -> Any:
        result, wall, cpu = timed(work)
        steps.append((what, wall, cpu))
        print(f"{what:<34} {wall:8.2f} s wall {cpu:8.2f} s processor {memory_mb():6} MB most", flush=True)
        return result

    def begin() -> Any:
        return begin_whole(
            content=content, filename=path.name, subject=Subject.ROSTER, county=COUNTY, by=by, at=AT,
            most_bytes=BYTES_MOST,
        )  # fmt: skip

    print(f"{path.name}: {len(content) / 1e6:.1f} MB")
    with Reader() as reader:
        begun, book = step("read, columns proposed", begin)
        row = step("checked, matched, compared, staged", lambda: intake.check(key=begun.pk, by=by, at=AT, book=book))
        intake.confirm(key=row.pk, mode="good", version=None, by=by, at=AT)
        row = step("applied with journal", lambda: intake.apply(key=row.pk, at=AT))
    count, wall, cpu = Household.objects.count(), sum(s[1] for s in steps), sum(s[2] for s in steps)
    print(f"{count:,} households, {row.rows_new:,} persons, {row.rows_faulty:,} rows left out")
    print(f"{'file to applied':<34} {wall:8.2f} s wall {cpu:8.2f} s processor")
    print(f"households a second                {count / wall:8,.0f} wall   {count / cpu:8,.0f} processor")
    print(f"a reader beside it: {reader.said()}")
    intake.confirm_undo(key=row.pk, version=None, by=by, at=AT)
    step("undone", lambda: intake.undo(key=row.pk, at=AT))


class Reader:
    """A process that asks for the first page of the county's households over and over."""

    def __enter__(self) -> "Reader":
        words = [sys.executable, "-m", "benchmarks.intake", "--read"]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_ignored: object) -> None:
        self.told, _ = self.process.communicate("stop\n")

    def said(self) -> str:
        """Return the middle and the 95th of a hundred times."""
        return self.told.strip()


def reading() -> None:
    """Ask twenty times a second until told to stop, and print how long it took."""
    import select

    from zhucun.registry.models import Household

    times: list[float] = []
    while not select.select([sys.stdin], [], [], 0.05)[0]:
        begun = time.perf_counter()
        list(Household.objects.filter(county_code=COUNTY).order_by("key")[:50])
        times.append(time.perf_counter() - begun)
    ordered = sorted(times)
    middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    most = f"{ordered[-1] * 1000:.0f} ms most"
    print(f"median {middle * 1000:.0f} ms, p95 {high * 1000:.0f} ms, {most} over {len(ordered)} looks")


def candidates(rows: int) -> None:
    """Print what reading, mapping and checking so many candidates takes, beside a peer that only opens the file."""
    world = county(COUNTY)
    people = [
        dataclasses.replace(person, code=f"{person.code}-{copy}", name=f"{person.name}{copy}")
        for copy in range(rows // len(world.candidates) + 1)
        for person in world.candidates
    ][:rows]
    target = io.BytesIO()
    write_facts(Subject.CANDIDATES, people, target)
    data = target.getvalue()
    book, wall, cpu = timed(lambda: read(data, "candidates.xlsx"))
    print(f"read            {rows:>7,} rows  {wall:6.2f} s wall  {cpu:6.2f} s CPU  ({len(data):,} bytes)")
    found, wall, cpu = timed(
        lambda: inspect(data, "candidates.xlsx", Subject.CANDIDATES, on=WORLD_DAY, units=world.units)
    )
    print(f"read, map, check{rows:>7,} rows  {wall:6.2f} s wall  {cpu:6.2f} s CPU  {len(found.facts):,} good, "
          f"{len(found.faults):,} faults")  # fmt: skip
    peer = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    _, wall, cpu = timed(lambda: list(peer.worksheets[0].iter_rows(values_only=True)))
    print(f"openpyxl, opens {rows:>7,} rows  {wall:6.2f} s wall  {cpu:6.2f} s CPU")
    assert len(book.sheets[0].rows) == rows + 1


if __name__ == "__main__":
    main()
