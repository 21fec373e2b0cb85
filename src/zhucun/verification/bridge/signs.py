"""A county's figures as the engine's signs: stated income beside means, spending, last year, registers and the line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from zhucun.engine.errors import EngineError
from zhucun.engine.policy.figures import Figure
from zhucun.engine.targeting import (
    UNKNOWN,
    Bunch,
    County,
    LineKind,
    Rows,
    Suspicion,
    Unit,
    audited_states,
    bunching,
    features,
    fit,
    income_line,
    line_fen,
    suspicion,
)
from zhucun.engine.targeting.counted import Basis
from zhucun.engine.targeting.signs import (
    Sign,
    bunching_sign,
    jump_sign,
    means_test_sign,
    spending_sign,
    suspects_sign,
)
from zhucun.engine.targeting.states import Integers
from zhucun.engine.texts import Text
from zhucun.registry.queries import homes_of
from zhucun.verification.statuses import HELD_AGAINST

HELD = [s.value for s in HELD_AGAINST]
FOOD, POWER = Text("食品", "Food"), Text("用电", "Power")
MORE = ("net_per_head_yuan", "surveyor", "helper_name")


@dataclass(frozen=True, eq=False)
class Signs:
    """The order of households by their signs, which signs there were, what crowds under the line, and on what basis."""

    keys: tuple[str, ...]
    villages: tuple[str, ...]
    held: Any  # which households are in the register now
    order: Suspicion
    by_village: tuple[Bunch, ...]
    by_surveyor: tuple[Bunch, ...]
    line: str
    year: int
    missing: tuple[Text, ...]


def signs_of(
    county: str,
    *,
    on: date,
    year: int,
    incomes: Mapping[str, Mapping[str, int]],
    spending: Mapping[str, Mapping[str, int]],
    suspects: Mapping[str, int],
    audited: Mapping[str, bool],
    figures: tuple[Figure, ...] = (),
) -> Signs:
    """Return the signs of a county. `incomes` are this and last year's net fen by household ('now', 'before'),
    `spending` fen for food and power by household, `suspects` how many records speak against each, `audited` what
    audits found.
    """
    homes = homes_of(county, on=on, more=MORE)
    keys, together, rows = homes.keys, homes.county, homes.county.households
    stated, sizes = rows.number("net_per_head_yuan"), together.sizes
    villages = homes.villages
    made, missing = _signs(keys, together, stated, sizes, villages, incomes, spending, suspects)
    line = income_line(LineKind.NATIONAL, year=year, area=county, local=figures)
    made.append(bunching_sign(stated, line_fen(line)))
    order = suspicion(made, audited=audited_states([audited.get(key) for key in keys]))
    basis = Basis.of_figure(line)
    return Signs(
        keys, villages, np.isin(homes.statuses.astype(str), HELD), order,
        bunching(Unit.VILLAGE, villages, stated, line_fen(line), basis),
        _by_surveyor(_surveyors(rows), stated, line_fen(line), basis),
        f"{line.value:,}", year, tuple(missing),
    )  # fmt: skip


def _signs(
    keys: Sequence[str],
    county: County,
    stated: Integers,
    sizes: Integers,
    villages: Sequence[str],
    incomes: Mapping[str, Mapping[str, int]],
    spending: Mapping[str, Mapping[str, int]],
    suspects: Mapping[str, int],
) -> tuple[list[Sign], list[Text]]:
    made: list[Sign] = []
    missing: list[Text] = []
    try:
        seen = features(county)
        made.append(means_test_sign(stated, fit(seen, stated, villages).estimate(seen)))
    except EngineError as error:
        missing.append(error.text)
    for code, what in (("food", FOOD), ("power", POWER)):
        if found := spending.get(code):
            made.append(spending_sign(code, what, stated, _per_head(keys, found, sizes)))
        else:
            missing.append(Text(f"尚无{what.zh}支出名单", f"there is no list of spending on {what.en.lower()}"))
    now, before = (_per_head(keys, incomes[which], sizes) for which in ("now", "before"))
    if (before != UNKNOWN).any():
        made.append(jump_sign(now, before))
    else:
        missing.append(Text("尚无上年收入台账", "last year has no income account"))
    if suspects:
        made.append(suspects_sign([suspects.get(key, 0) for key in keys]))
    return made, missing


def _per_head(keys: Sequence[str], amounts: Mapping[str, int], sizes: Integers) -> Integers:
    fen = np.array([amounts.get(key, UNKNOWN) for key in keys], dtype=np.int64)
    known = (fen != UNKNOWN) & (sizes != UNKNOWN) & (sizes > 0)
    return np.where(known, np.where(known, fen, 0) // np.where(known, sizes, 1), UNKNOWN)


def _surveyors(rows: Rows) -> list[str]:
    """Return who surveyed each household; where nobody says so, who helps it and so knows its figures."""
    pairs = zip(rows.word("surveyor").tolist(), rows.word("helper_name").tolist(), strict=True)
    return [surveyor or helper for surveyor, helper in pairs]


def _by_surveyor(names: Sequence[str], stated: Integers, line: int, basis: Basis) -> tuple[Bunch, ...]:
    """Bunching by who looks after the household; households without anybody are left out, not thrown together."""
    there = np.array([bool(name) for name in names], dtype=np.bool_)
    chosen = np.flatnonzero(there)
    if not len(chosen):
        return ()
    return bunching(Unit.SURVEYOR, [names[int(i)] for i in chosen], stated[chosen], line, basis)
