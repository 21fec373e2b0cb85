"""Rates as pages show them: share, numerator and denominator, interval, limit and what can be said of it."""

from collections.abc import Iterable
from typing import Any

from zhucun.core.refusals import engine_language
from zhucun.engine.targeting import Rate, Verdict
from zhucun.engine.texts import Text
from zhucun.visits import bridge
from zhucun.visits.models import AreaRate, ListRun

TONES = {Verdict.KEPT: "good", Verdict.BROKEN: "danger", Verdict.OPEN: "neutral"}


def rates_of(run: ListRun, counts: tuple[int, ...]) -> dict[str, Any]:
    """Return both rates of counts (missed, unlisted, wrong, listed) against the limits that held for the run."""
    missed, wrong = bridge.month_rates(
        (counts[0], counts[1], counts[2], counts[3]), missed_percent=run.missed_percent,
        wrong_percent=run.wrong_percent, version=Text("", ""),
    )  # fmt: skip
    return {"missed": shown(missed), "wrong": shown(wrong)}


def shown(rate: Rate) -> dict[str, Any]:
    """Return a rate as a page or a picture takes it."""
    verdict = rate.verdict
    return {
        "top": rate.ratio.numerator,
        "bottom": rate.ratio.denominator,
        "share": float(rate.ratio.value) if rate.ratio.value is not None else None,
        "low": rate.low,
        "high": rate.high,
        "limit": float(rate.limit) if rate.limit is not None else None,
        "verdict": verdict.say(engine_language()) if verdict else "",
        "tone": TONES[verdict] if verdict else "neutral",
    }


def row_of_month(run: ListRun, counts: tuple[int, ...]) -> dict[str, Any]:
    """Return one month with both rates and those who cannot be told."""
    return {"run": run, **rates_of(run, counts), "untold": counts[4]}


def by_place(run: ListRun, areas: Iterable[AreaRate]) -> list[dict[str, Any]]:
    """Return the rates of each township with its villages, the townships with most households to look at first."""
    towns: dict[str, dict[str, Any]] = {}
    for area in areas:
        counts = (area.missed, area.unlisted, area.wrong, area.listed, area.untold)
        village = area.village
        town = towns.setdefault(
            village.town_code, {"code": village.town_code, "name": village.town, "counts": [0] * 5, "villages": []}
        )
        town["counts"] = [a + b for a, b in zip(town["counts"], counts, strict=True)]
        row = {"code": village.code, "name": village.name, **rates_of(run, counts), "untold": area.untold}
        town["villages"].append(row)
    found = [{**town, **rates_of(run, tuple(town["counts"])), "untold": town["counts"][4]} for town in towns.values()]
    return sorted(found, key=lambda t: (-(t["counts"][0] + t["counts"][2]), t["code"]))
