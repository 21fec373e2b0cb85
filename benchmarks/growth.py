"""Measures how the engine's time, memory and network grow with the problem, and draws it beside the physical limit.

    python -m benchmarks.growth                 county to province, then the picture
    python -m benchmarks.growth nation          one size more (minutes); what was measured before is kept
    python -m benchmarks.growth --taken FILE nation   the same from a line of benchmarks.posting, kept in a file
    python -m benchmarks.growth --draw          only the picture, from what was measured

The limit is one look at every pair by the same loop, at prices that explain them all: no proof that looks at every pair
once can be faster on this machine. Numbers go to docs/pictures/posting-growth.json, the picture beside them.
"""

import argparse
import json
import math
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.instances import SIZES, SPREAD, problem
from benchmarks.posting import engine
from zhucun.engine.posting.frame import Frame
from zhucun.engine.posting.optimum import optimise

PICTURE = Path(__file__).parents[1] / "docs" / "pictures" / "posting-growth.svg"
BETWEEN = {  # villages, people, units, counties: between the named sizes
    "half a prefecture": (500, 2_000, 130, 4),
    "four prefectures": (4_000, 14_000, 900, 27),
    "three provinces": (30_000, 80_000, 5_000, 200),
}
USUAL = ["county", "half a prefecture", "prefecture", "four prefectures", "province", "three provinces"]
SIZES |= BETWEEN
SPREAD |= {"half a prefecture": 20, "four prefectures": 10, "three provinces": 6}


def growth(size: str) -> dict[str, Any]:
    """Measure one size as `benchmarks.posting` does."""
    return _kept(size, engine(size))


def taken(path: Path, size: str) -> dict[str, Any]:
    """Return one size as `benchmarks.posting` measured it, with the day on which it did."""
    last = path.read_text().splitlines()[-1]
    values = json.loads(last[last.index("{") :])
    day = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date()
    return _kept(size, values) | {"measured": day.isoformat()}


def _kept(size: str, values: dict[str, Any]) -> dict[str, Any]:
    villages, people = SIZES[size][:2]
    told = {name: values[name] for name in ("cpu", "mb", "arcs", "proved")}
    return {
        "villages": villages,
        "pairs": villages * people,
        **told,
        "looks": round(values["pairs"] / (villages * people), 2),
    }


def pace() -> float:
    """Return how many pairs one core looks at in a CPU second, at prices that explain them all."""
    optimum = optimise(Frame(problem("province")))
    pairs, best = 300_000_000, math.inf
    for _ in range(3):
        optimum.pricing.left[:] = np.inf
        start = time.process_time()
        assert not len(optimum.pricing.find(1))
        best = min(best, time.process_time() - start)
    return pairs / best


def alone(*arguments: str) -> Any:
    """Run a part of this in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.growth", *arguments]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


Point = tuple[float, float]
PANEL = {"left": 74, "width": 580, "gap": 62, "top": 70}
HEIGHTS = 270, 130, 130
INK, LINE, LIMIT, GRID = "#1f2937", "#b91c1c", "#1d4ed8", "#d1d5db"
FONT = "font-family='system-ui, \"Noto Sans SC\", sans-serif'"


class Panel:
    """One chart: pairs along the bottom, a measure upwards, both logarithmic."""

    def __init__(self, number: int, title: str, xs: tuple[int, int], ys: tuple[int, int], unit: str) -> None:
        self.top, self.height = PANEL["top"] + sum(HEIGHTS[:number]) + number * PANEL["gap"], HEIGHTS[number]
        self.title, self.xs, self.ys, self.unit = title, xs, ys, unit

    def at(self, x: float, y: float) -> Point:
        """Return where a point lies in the picture."""
        (x0, x1), (y0, y1) = self.xs, self.ys
        across = PANEL["left"] + PANEL["width"] * (math.log10(x) - x0) / (x1 - x0)
        return across, self.top + self.height * (1 - (math.log10(y) - y0) / (y1 - y0))

    def frame(self) -> Iterator[str]:
        """Yield the title, the grid and its labels."""
        yield text(PANEL["left"], self.top - 10, self.title, weight="600")
        for power in range(self.xs[0], self.xs[1] + 1):
            (x, low), (_, high) = self.at(10.0**power, 10.0 ** self.ys[0]), self.at(10.0**power, 10.0 ** self.ys[1])
            yield line([(x, low), (x, high)], GRID, 1)
            yield text(x, low + 16, f"10{raised(power)}", anchor="middle", size=11)
        for power in range(self.ys[0], self.ys[1] + 1):
            (left, y), (right, _) = self.at(10.0 ** self.xs[0], 10.0**power), self.at(10.0 ** self.xs[1], 10.0**power)
            yield line([(left, y), (right, y)], GRID, 1)
            yield text(left - 8, y + 4, f"{10.0**power:,g}{self.unit}", anchor="end", size=11)

    def curve(self, points: list[Point], names: list[str]) -> Iterator[str]:
        """Yield a measured line with a dot and a name at each point."""
        placed = [self.at(*point) for point in points]
        yield line(placed, LINE, 2)
        for (x, y), (_, value), name in zip(placed, points, names, strict=True):
            yield f"<circle cx='{x:.1f}' cy='{y:.1f}' r='4' fill='{LINE}'/>"
            yield text(x + 14, y - 9, f"{value:g}{self.unit}", anchor="end", size=11)
            yield text(x + 14, y - 22, name, anchor="end", size=11)


def raised(power: int) -> str:
    """Return an exponent in raised digits."""
    return "".join("⁰¹²³⁴⁵⁶⁷⁸⁹"[int(digit)] for digit in str(power))


def text(
    x: float, y: float, words: str, *, anchor: str = "start", size: int = 13, weight: str = "400", colour: str = INK
) -> str:
    """Return words at a place."""
    style = f"text-anchor='{anchor}' font-size='{size}' font-weight='{weight}' fill='{colour}'"
    return f"<text x='{x:.1f}' y='{y:.1f}' {style}>{words}</text>"


def line(points: list[Point], colour: str, width: float, dashes: str = "") -> str:
    """Return a line through some points."""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f" stroke-dasharray='{dashes}'" if dashes else ""
    return f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='{width:g}'{dashed}/>"


def drawn(found: dict[str, Any]) -> str:
    """Return the picture of what was measured."""
    sizes = sorted(found["sizes"].items(), key=lambda item: item[1]["pairs"])
    pairs = [values["pairs"] for _, values in sizes]
    xs = 4, 11
    names = [name for name, _ in sizes]
    panels: list[tuple[Panel, Callable[[dict[str, Any]], float]]] = [
        (
            Panel(0, "CPU seconds until proved, by pairs of village and candidate", xs, (-4, 3), " s"),
            lambda v: v["cpu"],
        ),
        (Panel(1, "Memory of the whole process", xs, (2, 4), " MB"), lambda v: v["mb"]),
        (Panel(2, "Pairs kept in the network, per village", xs, (0, 2), ""), lambda v: v["arcs"]),
    ]
    parts = []
    for panel, value in panels:
        points = [(float(pair), value(values)) for pair, (_, values) in zip(pairs, sizes, strict=True)]
        parts += [*panel.frame(), *panel.curve(points, names if panel is panels[0][0] else [""] * len(names))]
    time_panel = panels[0][0]
    low, high = (10.0 ** xs[0], 10.0 ** xs[0] / found["pace"]), (10.0 ** xs[1], 10.0 ** xs[1] / found["pace"])
    low = (low[0] if low[1] > 1e-4 else found["pace"] * 1e-4, max(low[1], 1e-4))
    parts.append(line([time_panel.at(*low), time_panel.at(*high)], LIMIT, 2, "6 4"))
    x, y = time_panel.at(1.2e8, 1.2e8 / found["pace"])
    parts.append(text(x, y + 30, "one look at every pair,", size=11, colour=LIMIT))
    parts.append(text(x, y + 44, f"{found['pace'] / 1e9:.2f} billion a second and core", size=11, colour=LIMIT))
    height = panels[-1][0].top + HEIGHTS[-1] + 40
    head = text(PANEL["left"], 28, "How the posting engine grows", size=17, weight="600")
    view = f"viewBox='0 0 680 {height}' width='680' height='{height}' {FONT}"
    title = "<title>How the posting engine's time, memory and network grow with the problem</title>"
    body = "\n".join([title, "<rect width='100%' height='100%' fill='#ffffff'/>", head, *parts])
    return f"<svg xmlns='http://www.w3.org/2000/svg' role='img' {view}>\n{body}\n</svg>\n"


def main() -> None:
    """Measure what the command line asks for, keep it, and draw everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", metavar="SIZE", help=", ".join(SIZES))
    parser.add_argument("--draw", action="store_true", help="only draw what was measured before")
    parser.add_argument("--taken", type=Path, metavar="FILE", help="take the size from what benchmarks.posting printed")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--pace", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.taken and len(asked.sizes) != 1:
        parser.error("--taken FILE needs the one size that FILE tells of")
    if asked.one or asked.pace:
        print(json.dumps(growth(asked.one) if asked.one else pace()))
        return
    numbers = PICTURE.with_suffix(".json")
    found: dict[str, Any] = json.loads(numbers.read_text()) if numbers.exists() else {"sizes": {}}
    for size in [] if asked.draw else asked.sizes or USUAL:
        found["sizes"][size] = taken(asked.taken, size) if asked.taken else alone("--one", size)
        print(size, found["sizes"][size], flush=True)
    if not (asked.draw or asked.taken):
        found["pace"] = alone("--pace")
        print(f"{found['pace'] / 1e9:.2f} billion pairs a second and core")
    numbers.write_text(json.dumps(found, indent=1) + "\n")
    PICTURE.write_text(drawn(found))


if __name__ == "__main__":
    main()
