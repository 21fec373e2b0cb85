"""The monthly lists: which household stands on which, why, and what each village adds to the rates."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from zhucun.engine.policy.figures import Figure, Quality
from zhucun.engine.targeting import (
    NO,
    UNSAID,
    YES,
    Basis,
    Eligibility,
    LineKind,
    Listed,
    Rate,
    answers,
    eligibility,
    rate,
    rule_set,
)
from zhucun.engine.targeting.lists import MISSED, WRONG
from zhucun.engine.targeting.states import Flags, States
from zhucun.engine.texts import Text
from zhucun.policy.queries import Own
from zhucun.registry.queries import Homes
from zhucun.visits.statuses import LISTED, ListKind


@dataclass(frozen=True, eq=False)
class MadeLists:
    """What the engine said of a county: entries with their reasons, and counts by village."""

    entries: list[tuple[str, str, str, list[list[str]]]]  # household key, village, kind, reasons in both languages
    areas: dict[str, tuple[int, int, int, int, int]]  # village: missed, unlisted, wrong, listed, untold
    missed: Rate
    wrong: Rate


@dataclass(frozen=True, eq=False)
class Asked:
    """The rules asked of a county once; the lists of several months differ only in who was listed then."""

    homes: Homes
    eligibility: Eligibility
    left_out: list[Text]

    @property
    def line(self) -> Figure:
        """The income line that was asked for."""
        return self.eligibility.line

    @property
    def rules(self) -> dict[str, Any]:
        """What the lists rest on, in both languages."""
        return {
            "guarantees": _pair(self.eligibility.guaranteed.rules.basis.told()),
            "line": _pair(self.line.told()),
            "left_out": [_pair(text) for text in self.left_out],
        }

    def lists(self, as_listed: Mapping[str, bool] | None = None) -> MadeLists:
        """Return both lists and those that cannot be told; `as_listed` says who was listed then, by household key."""
        listed = listed_states(self.homes, as_listed or {})
        found = self.eligibility.lists(listed)
        parts = (
            (ListKind.MISSING, found.missing),
            (ListKind.INELIGIBLE, found.ineligible),
            (ListKind.UNTOLD, found.untold),
        )
        entries = [entry for kind, rows in parts for entry in self._entries(kind, rows)]
        return MadeLists(entries, _areas(self.homes, found.eligible, listed), found.missed_rate, found.wrong_rate)

    def _entries(self, kind: ListKind, listed: Sequence[Listed]) -> Iterator[tuple[str, str, str, list[list[str]]]]:
        # A gap is a gap: which facts are missing stands on the household's page, so only the first reasons are kept.
        most = 3 if kind is ListKind.UNTOLD else None
        rows = [one.row for one in listed]
        for row, reasons in zip(rows, self.eligibility.reasons(rows), strict=True):
            yield self.homes.keys[row], self.homes.villages[row], kind.value, [_pair(text) for text in reasons[:most]]


def asked(homes: Homes, *, year: int, on: date, area: str, own: Own, excluded: Collection[str] = ()) -> Asked:
    """Ask the rules of all households; `own` is what the county set.

    `excluded` are households for whom two people confirmed a red line at home that excludes.
    """
    rules = rule_set(
        "guarantees", on=on, area=area, local=own.rule_sets("guarantees", on=on, area=area), figures=own.figures
    )
    answered = answers(rules, homes.county)
    # What nobody in the county has said (enough to eat is only surveyed) is left out, and the page says so.
    blank = answered.blank
    red_line = np.isin(np.array(homes.keys, dtype=str), list(excluded)).astype(np.int8)
    found = eligibility(
        answered.without(blank), year=year, on=on, area=area, kind=LineKind.NATIONAL, local=own.figures,
        confirmed_red_line=red_line,
    )  # fmt: skip
    return Asked(homes, found, [t.text for t in answered.rules.tests if t.code in blank])


def listed_states(homes: Homes, as_listed: Mapping[str, bool]) -> States:
    """Return who is registered as poor now, or was then."""
    listed = np.isin(homes.statuses.astype(str), LISTED).astype(np.int8)
    if as_listed:
        place = {key: row for row, key in enumerate(homes.keys)}
        for key, was in as_listed.items():
            if key in place:
                listed[place[key]] = YES if was else NO
    return listed


def _areas(homes: Homes, eligible: States, listed: States) -> dict[str, tuple[int, int, int, int, int]]:
    names, place = np.unique(np.array(homes.villages, dtype=object).astype(str), return_inverse=True)
    told = eligible != UNSAID
    count: Callable[[Flags], list[int]] = lambda flags: np.bincount(place[flags], minlength=len(names)).tolist()  # noqa: E731
    parts = (
        count((listed == NO) & (eligible == YES)), count((listed == NO) & told),
        count((listed == YES) & (eligible == NO)), count((listed == YES) & told), count(~told),
    )  # fmt: skip
    return {str(name): counts for name, *counts in zip(names, *parts, strict=True)}  # type: ignore[misc]


def month_rates(
    counts: tuple[int, int, int, int], *, missed_percent: Decimal | None, wrong_percent: Decimal | None, version: Text
) -> tuple[Rate, Rate]:
    """Return both rates of kept counts (missed, unlisted, wrong, listed) with their limits."""
    basis = Basis(rule=version, version="", quality=Quality.PAPER)
    missed, unlisted, wrong, listed = counts
    return (
        rate(missed, unlisted, MISSED, basis, limit=_limit(missed_percent)),
        rate(wrong, listed, WRONG, basis, limit=_limit(wrong_percent)),
    )


def _limit(percent: Decimal | None) -> Figure | None:
    return None if percent is None else Figure(name="limit", value=percent, since=date(2014, 1, 1))


def _pair(text: Text) -> list[str]:
    return [text.zh, text.en]
