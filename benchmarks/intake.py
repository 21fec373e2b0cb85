"""Intake: reads, maps, parses and checks a file of 5,000 candidates, beside a peer that only opens it.

The target is 5 seconds with the database; without it, 2. Run: python benchmarks/intake.py [rows]
"""

import dataclasses
import io
import resource
import sys
from typing import Any

import openpyxl

from benchmarks.measuring import timed
from zhucun.engine.facts import Subject
from zhucun.engine.intake import inspect, read, write_facts
from zhucun.engine.sample_world import WORLD_DAY, county


def many(rows: int) -> tuple[bytes, Any]:
    """Return a file of so many made-up candidates, no two with the same name and birth, and their world."""
    world = county("610426")
    people = [
        dataclasses.replace(person, code=f"{person.code}-{copy}", name=f"{person.name}{copy}")
        for copy in range(rows // len(world.candidates) + 1)
        for person in world.candidates
    ][:rows]
    target = io.BytesIO()
    write_facts(Subject.CANDIDATES, people, target)
    return target.getvalue(), world


def main() -> None:
    """Print one line for each step."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    data, world = many(rows)
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
    print(f"memory, most    {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:7.0f} MB")
    assert len(book.sheets[0].rows) == rows + 1


if __name__ == "__main__":
    main()
