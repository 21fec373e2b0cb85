"""What the solver said of a plan, in codes and keys that outlive the order of rows; and its refusals with names."""

from typing import Any

import numpy as np

from zhucun.engine.errors import NoPlan
from zhucun.engine.posting import Plan as Optimum
from zhucun.engine.posting import Problem
from zhucun.postings.bridge.county import County
from zhucun.postings.bridge.desk import Desk


def result_of(desk: Desk, optimum: Optimum) -> dict[str, Any]:
    """Return a solved plan's figures for its row: sums, proof, floor, who cannot do better, who stays."""
    county, filled = desk.county, np.flatnonzero(optimum.post >= 0)
    incumbent = desk.problem.incumbent
    worst = min(filled, key=lambda v: desk.problem.score(int(v), int(optimum.post[v])), default=None)
    return {
        "total": optimum.total,
        "bound": optimum.bound,
        "proved": optimum.proved,
        "filled": len(filled),
        "unfilled": [county.villages[v].code for v in optimum.unfilled],
        "worst": optimum.worst,
        "worst_village": None if worst is None else county.villages[int(worst)].code,
        "floor": optimum.floor.value,
        "floor_share": optimum.floor.share,
        "maximin": optimum.floor.maximin,
        "price_of_floor": optimum.price_of_floor,
        "hall": _hall(optimum, county),
        "incumbents": int((incumbent >= 0).sum()),
        "kept": int(((incumbent >= 0) & (incumbent == optimum.post)).sum()),
        "scale": county.instance.fit.scale,
        "by_hand": len(desk.by_hand),
        "notes": [{"zh": note.zh, "en": note.en} for note in county.instance.notes],
    }


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
    return found
