"""The geometry of two pictures: estimated against surveyed income, and the rates of months with their intervals."""

from collections.abc import Sequence
from typing import Any

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 480, 260, 62, 16, 14, 40


def frame() -> dict[str, int]:
    """Return the frame of a picture."""
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "top": TOP,
        "right": WIDTH - RIGHT,
        "bottom": HEIGHT - BOTTOM,
    }


def calibration_picture(rows: Sequence[Sequence[float]]) -> dict[str, Any]:
    """Return one point a tenth: across what was estimated, up what the households had; the slant is agreement."""
    values = [v for _n, estimated, had in rows for v in (estimated, had)]
    low, high = min(values, default=0) * 0.9, max(values, default=1) * 1.05
    span = max(high - low, 1)

    def across(value: float) -> float:
        return round(LEFT + (value - low) / span * (WIDTH - LEFT - RIGHT), 1)

    def up(value: float) -> float:
        return round(HEIGHT - BOTTOM - (value - low) / span * (HEIGHT - TOP - BOTTOM), 1)

    points = [
        {"x": across(estimated), "y": up(had), "n": n, "estimated": estimated, "had": had} for n, estimated, had in rows
    ]
    ticks = [round(low + span * part, -2) for part in (0.1, 0.4, 0.7, 0.97)]
    return {
        **frame(),
        "points": points,
        "slant": {"x1": across(low), "y1": up(low), "x2": across(high), "y2": up(high)},
        "across": [{"at": across(t), "label": f"{t:,.0f}"} for t in ticks],
        "up": [{"at": up(t), "label": f"{t:,.0f}"} for t in ticks],
    }


def trend_picture(rows: Sequence[dict[str, Any]], limit: float | None) -> dict[str, Any]:
    """Return the rates of months, oldest first, as points with their intervals; rows=[{label, share, low, high}]."""
    told = [r for r in rows if r["share"] is not None]
    most = max([r["high"] for r in told] + [(limit or 0) * 1.2, 0.01])
    step = (WIDTH - LEFT - RIGHT) / max(len(rows), 1)

    def up(value: float) -> float:
        return round(float(HEIGHT - BOTTOM) - value / float(most) * (HEIGHT - TOP - BOTTOM), 1)

    points = [
        {
            "x": round(LEFT + step * (place + 0.5), 1), "y": up(r["share"]), "low": up(r["low"]), "high": up(r["high"]),
            "label": r["label"], "row": r,
        }
        for place, r in enumerate(rows)
        if r["share"] is not None
    ]  # fmt: skip
    ticks = [most * part for part in (0, 0.25, 0.5, 0.75, 1)]
    return {
        **frame(),
        "points": points,
        "line": " ".join(f"{p['x']},{p['y']}" for p in points),
        "limit": up(limit) if limit else None,
        "up": [{"at": up(t), "label": f"{t * 100:.1f}%"} for t in ticks],
    }
