"""Dated local rule sets: tests that name a measure and a threshold, chosen by area and day, answered with reasons.

Shipped sets stand in policy/parameters/scheme_*.yaml; a county's own are `RuleSet` values passed as `local`. The
nearest area wins, of its sets the latest; a county's own before a shipped one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from zhucun.engine.errors import BadProblem
from zhucun.engine.policy.figures import Figure, Quality, load_parameters
from zhucun.engine.targeting.conditions import Condition, condition
from zhucun.engine.targeting.counted import Basis
from zhucun.engine.texts import Text


@dataclass(frozen=True, slots=True)
class Test:
    """One numbered test of a rule set: its name, its condition, and in an index its weight."""

    code: str
    text: Text
    condition: Condition
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """A set of tests of one kind that holds in an area from a day."""

    kind: str
    code: str
    text: Text
    since: date
    area: str = ""
    reference: str = ""
    quality: Quality = Quality.COUNTY
    tests: tuple[Test, ...]
    settings: Mapping[str, Any]

    @property
    def basis(self) -> Basis:
        """What figures computed by this set stand on."""
        version = f"{self.code}@{self.since.isoformat()}"
        return Basis(
            rule=self.text, version=version, reference=self.reference, quality=self.quality, area=_reach(self.area)
        )  # fmt: skip


def rule_set(
    kind: str,
    *,
    on: date,
    area: str = "",
    code: str | None = None,
    local: Iterable[RuleSet] = (),
    figures: Iterable[Figure] = (),
) -> RuleSet:
    """Return the set of this kind that holds on this day in this area, or the one of this code wherever it is from.

    Raises BadProblem where none holds; the message names those that exist.
    """
    local = tuple(s for s in local if s.kind == kind)
    choices: list[Mapping[str, Any] | RuleSet] = [*_papers(kind), *local]
    holding = [
        (len(str(reach)), since, at)
        for at, (own, reach, since) in enumerate(map(_named, choices))
        if since <= on and (own == code if code else area.startswith(str(reach)))
    ]
    if not holding:
        raise _none_holds(kind, on, area, code, [_named(choice)[0] for choice in choices])
    chosen = choices[max(holding)[2]]
    return chosen if isinstance(chosen, RuleSet) else read(kind, chosen, on=on, area=area, figures=tuple(figures))


def _named(choice: Mapping[str, Any] | RuleSet) -> tuple[str, str, date]:
    if isinstance(choice, RuleSet):
        return choice.code, choice.area, choice.since
    return str(choice["code"]), str(choice.get("area", "")), choice["since"]


def rule_sets(kind: str, *, on: date, area: str = "") -> tuple[RuleSet, ...]:
    """Return the shipped sets of a kind that have begun, with figures of this day and area, for a county to choose."""
    return tuple(read(kind, row, on=on, area=area) for row in _papers(kind) if row["since"] <= on)


def _reach(area: str) -> str:
    """Return the area as digits: a set that a county may choose ('none') is national."""
    return area if area.isdigit() else ""


@cache
def _papers(kind: str) -> tuple[Mapping[str, Any], ...]:
    return tuple(load_parameters(f"scheme_{kind}.yaml")["sets"])


def read(kind: str, row: Mapping[str, Any], *, on: date, area: str = "", figures: tuple[Figure, ...] = ()) -> RuleSet:
    """Read one rule set from plain values; raises BadProblem where a test names a measure nobody knows."""
    tests = tuple(
        Test(
            code=str(t["code"]),
            text=Text(t["text"]["zh"], t["text"]["en"]),
            condition=condition(t, str(t["code"]), on=on, area=area, figures=figures),
            weight=int(t.get("weight", 1)),
        )
        for t in row.get("tests", ())
    )
    return RuleSet(
        kind=kind,
        code=str(row["code"]),
        text=Text(row["text"]["zh"], row["text"]["en"]),
        since=row["since"],
        area=str(row.get("area", "")),
        reference=str(row.get("reference", "")),
        quality=Quality(row.get("quality", "paper")),
        tests=tests,
        settings={k: v for k, v in row.items() if k not in ("code", "text", "since", "area", "reference", "tests")},
    )


def _none_holds(kind: str, on: date, area: str, code: str | None, known: Iterable[str]) -> BadProblem:
    return BadProblem(
        "rule_set.none_holds",
        Text(
            "{area}在{on}没有适用的{kind}规则{code}。已有：{known}。请选择其中之一，或录入本县规则。",
            "No {kind} rules {code} hold in {area} on {on}. There are: {known}. Choose one, or enter the county's own.",
        ),
        kind=kind,
        on=on.isoformat(),
        area=area or "全国",
        code=code or "",
        known="、".join(known) or "-",
    )
