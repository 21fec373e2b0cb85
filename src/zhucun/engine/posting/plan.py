"""A posting plan: who goes where, what it is worth, and the prices that prove that nothing is worth more."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Certificate:
    """Prices that bound every posting plan from above; `verify` needs nothing else.

    A person costs `candidate[c]` of their own plus `quota[g]` of their unit and each group above it, and a filled
    village `area[a]` of each area around it. An unfilled
    village is counted at `-unfilled_cost`, a locked pair at `lock_worth` more than its score, an incumbent who stays
    at `keep` more. Village v counts only pairs worth at least `floor[v]` (empty: no floor).
    """

    candidate: Integers
    quota: Integers
    unfilled_cost: int
    lock_worth: int
    keep: int = 0
    floor: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    area: Integers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Prices:
    """Prices that answer one question beside the sum: of people, of units and groups, of areas; see `verify_worst`."""

    candidate: Integers
    quota: Integers
    area: Integers
    unfilled_cost: int


@dataclass(frozen=True, slots=True)
class Hall:
    """Why the worst-served village cannot do better: these villages have only `usable` people above the level.

    `villages` more than `usable`: above `level` they could not all be filled, whoever went where. `candidates` are the
    people above the level for any of them, `quotas` the units and groups that let only some of these people go,
    `areas` those whose own quotas hold some of these villages back.
    """

    level: int
    villages: tuple[int, ...]
    candidates: tuple[int, ...]
    usable: int
    quotas: tuple[int, ...] = ()
    areas: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Floor:
    """The least fit that every filled village has: `value`, a `share` of the proven best possible, `maximin`.

    `above` are the prices that prove that all villages filled now could not all be filled above `maximin`; `proofs`
    those of each of the `levels` in turn, that no fewer villages could stay at it, and last of the sum beyond them.
    """

    share: float = 0.0
    value: int | None = None
    maximin: int | None = None
    hall: Hall | None = None
    levels: tuple[tuple[int, int], ...] = ()  # leximin: (level, fewest villages that stay at it), worst first
    above: Prices | None = None
    proofs: tuple[Prices, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Who goes where: `post[v]` is the candidate's index, -1 where nobody can be sent.

    `total` is the true sum of scores; `bound` what no plan under the same rules, floor and number of filled villages
    can exceed; `proved` says that they meet (with `keep`, that total plus bonuses meets its bound).
    `price_of_floor` is what the floor costs in total score, None if there is none. `unfinished` is the layer that a
    stop cut off: "sum" (then there may be a gap), "floor" or "worst" (then the sum is the best there is without it).
    """

    post: Integers
    total: int
    bound: int
    proved: bool
    unfilled: tuple[int, ...]
    worst: int | None
    floor: Floor
    price_of_floor: int | None
    prices: Integers
    certificate: Certificate
    seed: int = 0
    keep: int = 0
    kept: int = 0
    unfinished: str = ""
    effort: dict[str, Any] = field(default_factory=dict)

    @property
    def gap(self) -> int:
        """How much better a plan might at most be."""
        return self.bound - self.total

    def changed(self, **changes: Any) -> "Plan":
        """Return the plan with some fields replaced."""
        return replace(self, **changes)

    def to_json(self) -> dict[str, Any]:
        """Return the plan as plain lists and numbers, so that `verify` can check it from a file."""
        return {
            "post": self.post.tolist(),
            "total": self.total,
            "bound": self.bound,
            "proved": self.proved,
            "unfilled": list(self.unfilled),
            "worst": self.worst,
            "floor": _floor_to_json(self.floor),
            "price_of_floor": self.price_of_floor,
            "prices": self.prices.tolist(),
            "certificate": {
                "candidate": self.certificate.candidate.tolist(),
                "quota": self.certificate.quota.tolist(),
                "unfilled_cost": self.certificate.unfilled_cost,
                "lock_worth": self.certificate.lock_worth,
                "keep": self.certificate.keep,
                "floor": self.certificate.floor.tolist(),
                "area": self.certificate.area.tolist(),
            },
            "seed": self.seed,
            "keep": self.keep,
            "kept": self.kept,
            "unfinished": self.unfinished,
        }

    def dumps(self) -> str:
        """Return the plan as a JSON text."""
        return json.dumps(self.to_json(), ensure_ascii=False)

    @classmethod
    def from_json(cls, data: dict[str, Any] | str) -> "Plan":
        """Read a plan back from `to_json` or its text."""
        values: dict[str, Any] = json.loads(data) if isinstance(data, str) else dict(data)
        certificate = dict(values["certificate"])
        for name in ("candidate", "quota", "floor", "area"):
            certificate[name] = np.array(certificate.get(name, []), dtype=np.int64)
        values["certificate"] = Certificate(**certificate)
        values["floor"] = _floor_from_json(values["floor"])
        values["unfilled"] = tuple(values["unfilled"])
        for name in ("post", "prices"):
            values[name] = np.array(values[name], dtype=np.int64)
        return cls(**values)


def _floor_to_json(floor: Floor) -> dict[str, Any]:
    hall = floor.hall
    return {
        "share": floor.share,
        "value": floor.value,
        "maximin": floor.maximin,
        "levels": [list(level) for level in floor.levels],
        "above": None if floor.above is None else _prices_to_json(floor.above),
        "proofs": [_prices_to_json(prices) for prices in floor.proofs],
        "hall": None
        if hall is None
        else {
            "level": hall.level,
            "villages": list(hall.villages),
            "candidates": list(hall.candidates),
            "usable": hall.usable,
            "quotas": list(hall.quotas),
            "areas": list(hall.areas),
        },
    }


def _floor_from_json(data: dict[str, Any]) -> Floor:
    hall = data["hall"]
    if hall is not None:
        lists = {name: tuple(hall.get(name, ())) for name in ("villages", "candidates", "quotas", "areas")}
        hall = Hall(level=hall["level"], usable=hall["usable"], **lists)
    levels = tuple((int(level), int(count)) for level, count in data["levels"])
    above = _prices_from_json(data["above"]) if data.get("above") else None
    proofs = tuple(_prices_from_json(prices) for prices in data.get("proofs", ()))
    return Floor(data["share"], data["value"], data["maximin"], hall, levels, above, proofs)


def _prices_to_json(prices: Prices) -> dict[str, Any]:
    """Return prices as plain lists: how many, which are not zero, and those; most are."""
    lists = {name: getattr(prices, name) for name in PRICED}
    packed = {name: [len(v), np.flatnonzero(v).tolist(), v[v != 0].tolist()] for name, v in lists.items()}
    return {"unfilled_cost": prices.unfilled_cost, **packed}


def _prices_from_json(data: dict[str, Any]) -> Prices:
    lists = {name: np.zeros(data[name][0], dtype=np.int64) for name in PRICED}
    for name, values in lists.items():
        values[data[name][1]] = data[name][2]
    return Prices(**lists, unfilled_cost=data["unfilled_cost"])


PRICED = ("candidate", "quota", "area")
