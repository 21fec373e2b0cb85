"""The geometry of the small drawings, worked out here so that a page only prints numbers: no script, no style."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH = 480
HEIGHT = 260
LEFT, RIGHT, TOP, BOTTOM = 58, 18, 14, 44
KINDS = 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its length in per cent of the longest, and its share of all."""

    label: str
    value: float
    length: float
    share: float
    kind: int
    row: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a stacked bar: where it begins and how long it is, in per cent of the whole."""

    label: str
    value: float
    start: float
    length: float
    share: float
    kind: int


@dataclass(frozen=True, slots=True)
class Pair:
    """One group of two distributions: its share in each, as bar lengths, and the difference in percentage points."""

    label: str
    first: float
    second: float
    first_share: float
    second_share: float
    first_length: float
    second_length: float

    @property
    def difference(self) -> float:
        """How many percentage points the second has more than the first."""
        return (self.second_share - self.first_share) * 100


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark on an axis."""

    at: float
    value: float


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a curve on the drawing."""

    across: float
    down: float
    x: float
    y: float
    label: str
    here: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve with its axes, in the units of the drawing."""

    points: tuple[Point, ...]
    line: str
    across: tuple[Tick, ...]
    down: tuple[Tick, ...]


def bars(rows: Sequence[Mapping[str, Any]]) -> list[Bar]:
    """Return a bar for each row {label, value}; a missing value has no length."""
    values = [float(row["value"] or 0) for row in rows]
    most = max((abs(v) for v in values), default=0) or 1
    total = sum(values) or 1
    return [
        Bar(str(row["label"]), value, round(abs(value) / most * 100, 2), value / total, int(row.get("kind", 1)), row)
        for row, value in zip(rows, values, strict=True)
    ]


def parts(rows: Sequence[Mapping[str, Any]]) -> list[Part]:
    """Return the parts of a stacked bar for rows {label, value}; nothing at all gives no parts."""
    total = sum(float(row["value"] or 0) for row in rows)
    if not total:
        return []
    start, found = 0.0, []
    for index, row in enumerate(rows):
        value = float(row["value"] or 0)
        length = value / total * 100
        kind = int(row.get("kind", index % KINDS + 1))
        found.append(Part(str(row["label"]), value, round(start, 3), round(length, 3), value / total, kind))
        start += length
    return found


def pairs(rows: Sequence[Mapping[str, Any]]) -> list[Pair]:
    """Return two distributions beside each other for rows {label, first, second} of counts."""
    first_all = sum(float(r["first"] or 0) for r in rows) or 1
    second_all = sum(float(r["second"] or 0) for r in rows) or 1
    shares = [(float(r["first"] or 0) / first_all, float(r["second"] or 0) / second_all) for r in rows]
    most = max((s for pair in shares for s in pair), default=0) or 1
    return [
        Pair(
            str(row["label"]), float(row["first"] or 0), float(row["second"] or 0), one, two,
            round(one / most * 100, 2), round(two / most * 100, 2),
        )
        for row, (one, two) in zip(rows, shares, strict=True)
    ]  # fmt: skip


def ticks(least: float, most: float, wanted: int = 5) -> list[float]:
    """Return round values that cover least to most: steps of 1, 2 or 5 times a power of ten."""
    if most <= least:
        most = least + 1
    rough = (most - least) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= rough * 0.999)
    first = math.floor(least / step + 1e-9)
    last = math.ceil(most / step - 1e-9)
    return [round(step * n, 10) for n in range(first, last + 1)]


def curve(rows: Sequence[Mapping[str, Any]]) -> Curve:
    """Return a curve through rows {x, y, label, here}, in order of x."""
    ordered = sorted(rows, key=lambda r: float(r["x"]))
    across = ticks(min((float(r["x"]) for r in ordered), default=0), max((float(r["x"]) for r in ordered), default=1))
    down = ticks(min((float(r["y"]) for r in ordered), default=0), max((float(r["y"]) for r in ordered), default=1), 4)

    def place_across(x: float) -> float:
        return round(LEFT + (x - across[0]) / (across[-1] - across[0]) * (WIDTH - LEFT - RIGHT), 1)

    def place_down(y: float) -> float:
        return round(HEIGHT - BOTTOM - (y - down[0]) / (down[-1] - down[0]) * (HEIGHT - TOP - BOTTOM), 1)

    points = tuple(
        Point(
            place_across(float(r["x"])), place_down(float(r["y"])), float(r["x"]), float(r["y"]),
            str(r.get("label", "")), bool(r.get("here")),
        )
        for r in ordered
    )  # fmt: skip
    return Curve(
        points=points,
        line=" ".join(f"{p.across},{p.down}" for p in points),
        across=tuple(Tick(place_across(v), v) for v in across),
        down=tuple(Tick(place_down(v), v) for v in down),
    )


def sparkline(values: Sequence[float | None], width: int = 84, height: int = 22) -> list[tuple[float, float]]:
    """Return the points of a small line; unknown values are left out, their place kept."""
    known = [float(v) for v in values if v is not None]
    if not known:
        return []
    least, spread = min(known), (max(known) - min(known)) or 1
    step = (width - 6) / max(len(values) - 1, 1)
    return [
        (round(3 + i * step, 1), round(height - 3 - (float(v) - least) / spread * (height - 6), 1))
        for i, v in enumerate(values)
        if v is not None
    ]
