"""What the solver said of a plan, in codes and keys that outlive the order of rows; and its refusals with names."""

from typing import Any

import numpy as np

from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import Plan as Optimum
from zhucun.engine.posting import Problem
from zhucun.postings.bridge.county import County
from zhucun.postings.bridge.desk import Desk, solve_with


def result_of(desk: Desk, optimum: Optimum) -> dict[str, Any]:
    """Return a solved plan's figures for its row: sums, proof, floor, who cannot do better, who stays."""
    county, filled = desk.county, np.flatnonzero(optimum.post >= 0)
    incumbent = desk.problem.incumbent
    worst = min(filled, key=lambda v: desk.problem.score(int(v), int(optimum.post[v])), default=None)
    return {
        "total": optimum.total,
        "bound": optimum.bound,
        "proved": optimum.proved,
        "unfinished": optimum.unfinished,
        "filled": len(filled),
        "unfilled": [county.villages[v].code for v in optimum.unfilled],
        "worst": optimum.worst,
        "worst_village": None if worst is None else county.villages[int(worst)].code,
        "floor": optimum.floor.value,
        "floor_share": optimum.floor.share,
        "maximin": optimum.floor.maximin,
        "price_of_floor": optimum.price_of_floor,
        "hall": _hall(optimum, county),
        "worst_few": worst_few(desk, optimum),
        "incumbents": int((incumbent >= 0).sum()),
        "kept": int(((incumbent >= 0) & (incumbent == optimum.post)).sum()),
        "below_floor": _below_floor(desk.problem, optimum),
        "scale": county.instance.fit.scale,
        "by_hand": len(desk.by_hand),
        "notes": [{"zh": note.zh, "en": note.en} for note in county.instance.notes],
    }


def _below_floor(problem: Problem, optimum: Optimum) -> int:
    """Return how many who serve now and might stay must leave because their fit is below the floor."""
    if optimum.floor.value is None:
        return 0
    left = np.flatnonzero((problem.incumbent >= 0) & (problem.incumbent != optimum.post))
    pairs = [(int(v), int(problem.incumbent[v])) for v in left]
    return sum(problem.may(*pair) and problem.score(*pair) < optimum.floor.value for pair in pairs)


def worst_few(desk: Desk, optimum: Optimum) -> dict[str, Any] | None:
    """Return what serving the worst few first brought: their fit with the floor alone and now, and the price in total.

    Rank stands beside rank: the worst-served village of each plan, the second worst, and so on.
    """
    count = int(desk.settings.get("leximin", 0))
    if not count or optimum.unfinished in ("sum", "floor"):
        return None
    otherwise = solve_with(desk.standing, {**desk.settings, "leximin": 0}, stay=desk.post, guess=optimum.prices)
    before, after = _lowest(desk, otherwise, count), _lowest(desk, optimum, count)
    return {
        "before": before,
        "after": after,
        "raised": sum(new > old for old, new in zip(before, after, strict=False)),
        "price": otherwise.total - optimum.total,
    }


def _lowest(desk: Desk, optimum: Optimum, count: int) -> list[int]:
    filled = np.flatnonzero(optimum.post >= 0)
    return sorted(desk.problem.scores_at(filled, optimum.post[filled]).tolist())[:count]


def _hall(optimum: Optimum, county: County) -> dict[str, Any] | None:
    hall = optimum.floor.hall
    if hall is None:
        return None
    return {
        "level": hall.level,
        "villages": [county.villages[v].code for v in hall.villages],
        "usable": hall.usable,
        "people": len(hall.candidates),
    }


def refusal(error: NoPlan, county: County) -> dict[str, Any]:
    """Return why there is no plan, in both languages, with the smallest set to relax by code and key."""
    relax = [relaxed(item, county) for item in error.details.get("relax", [])]
    return {"code": error.code, "zh": error.text.zh, "en": error.text.en, "relax": relax}


def relaxed(item: dict[str, Any], county: County) -> dict[str, Any]:
    """Return one rule to relax with its village, person or unit by key and name."""
    problem: Problem = county.instance.problem
    found: dict[str, Any] = {"rule": item.get("rule", "")}
    if item.get("village") is not None:
        village = county.villages[item["village"]]
        found |= {"village": village.code, "village_name": village.name}
    if item.get("candidate") is not None:
        person = county.candidates[item["candidate"]]
        found |= {"candidate": person.pk, "candidate_code": person.code}
    if item.get("node") is not None:
        found |= {"node": int(item["node"]), "node_name": problem.node_name(int(item["node"]))}
    if item.get("area") is not None:
        found |= {"area_name": problem.areas[int(item["area"])].name}
    return found
