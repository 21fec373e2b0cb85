"""Which households to visit first: where the doubt is greatest, and nobody left unvisited for long.

A visit is worth most where the means test cannot say on which side of the list a household belongs. Doubt is how near
its chance of being below the line comes to the chance at the last place of the list. Visiting the doubtful fifth cuts
the targeting error by nearly half where the same visits at random cut a sixth (benchmarks/targeting.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from zhucun.engine.errors import BadProblem
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.targeting.counted import Basis
from zhucun.engine.targeting.features import Floats
from zhucun.engine.targeting.states import UNKNOWN, Integers
from zhucun.engine.texts import Text
from zhucun.engine.words import Word

FULL = 1000  # doubt in thousandths, so that the order never hangs on the last digit of a float

NEVER = Text("从未走访", "never visited")
SINCE = Text("上次走访在{days}天前", "last visited {days} days ago")
NO_ESTIMATE = Text("资料不足，无法推算", "too little is known to estimate")
CHANCE = Text("推算低于标准线的可能为{chance}", "estimated chance of being below the line {chance}")


class Why(Word):
    """Why a household is in the queue."""

    LONG = "long", "久未走访", "Long unvisited"
    NEVER = "never", "从未走访", "Never visited"
    DOUBT = "doubt", "情况难以判断", "Hard to tell from the file"
    BLANK = "blank", "资料不足", "Too little is known"


@dataclass(frozen=True, slots=True)
class Visit:
    """One place in a secretary's queue, from 1, and why."""

    place: int
    household: str
    secretary: str
    why: Why
    doubt: int  # thousandths
    unvisited_days: int | None
    reason: Text


@dataclass(frozen=True, slots=True)
class Load:
    """What a secretary's visits can and cannot do in this period."""

    secretary: str
    capacity: int
    households: int
    overdue: int
    overdue_left: int

    def told(self) -> Text:
        """Return the load as a sentence; whoever is left overdue is said, with the periods it takes."""
        if not self.overdue_left:
            return Text(
                f"可走访{self.capacity}户，负责{self.households}户，久未走访的{self.overdue}户本期全部排入",
                f"{self.capacity} visits for {self.households} households; all {self.overdue} overdue are in the queue",
            )
        periods = "—" if not self.capacity else str(-(-self.overdue // self.capacity))
        return Text(
            f"可走访{self.capacity}户，久未走访{self.overdue}户，本期排不下{self.overdue_left}户；"
            f"全部走到至少需{periods}期，请增加走访力量或调整分工",
            f"{self.capacity} visits, {self.overdue} households overdue, {self.overdue_left} do not fit in; reaching "
            f"all takes at least {periods} periods: add visitors or share the work anew",
        )


@dataclass(frozen=True, slots=True)
class VisitQueue:
    """The queue of every secretary, in order, and what it rests on."""

    visits: tuple[Visit, ...]
    loads: tuple[Load, ...]
    cut_chance: float
    basis: Basis

    def of(self, secretary: str) -> tuple[Visit, ...]:
        """Return one secretary's queue."""
        return tuple(v for v in self.visits if v.secretary == secretary)


def visit_queue(
    households: Sequence[str],
    secretaries: Sequence[str],
    chance: Floats,
    last_visit: Integers,
    capacity: Mapping[str, int],
    *,
    on: date,
    to_list: int | None = None,
    cut: float | None = None,
    area: str = "",
    local: Iterable[Figure] = (),
) -> VisitQueue:
    """Return whom each secretary visits first.

    `chance` of being below the line is NaN where nothing can be estimated; `last_visit` is a day number, UNKNOWN for
    never; `capacity` is visits by secretary in this period; `to_list` is how many will be listed, by default as many as
    are expected to be below the line; `cut` is the chance at the last place of a whole county's list, where
    only some of its households are given. Raises BadProblem where a household's secretary has no stated capacity.
    """
    _check(households, secretaries, capacity)
    local = tuple(local)
    longest = figure("visit.longest_days", on=on, area=area, local=local)
    reserved = figure("visit.reserved_percent", on=on, area=area, local=local)
    cut = cut_chance(chance, to_list) if cut is None else cut
    days = np.where(last_visit == UNKNOWN, UNKNOWN, on.toordinal() - last_visit)
    overdue = (days == UNKNOWN) | (days > int(longest.value))
    by_secretary: dict[str, list[int]] = defaultdict(list)
    for row, secretary in enumerate(secretaries):
        by_secretary[secretary].append(row)
    known = _Known(households, chance, doubt(chance, cut), days)
    visits: list[Visit] = []
    loads = []
    for secretary in sorted(capacity):
        rows, most = by_secretary[secretary], capacity[secretary]
        late = [row for row in rows if overdue[row]]
        chosen = _choose(known, rows, late, most, int(reserved.value))
        visits += [_visit(known, place, row, kept, secretary) for place, (row, kept) in enumerate(chosen, 1)]
        reached = sum(1 for row, _ in chosen if overdue[row])
        loads.append(Load(secretary, most, len(rows), len(late), len(late) - reached))
    return VisitQueue(tuple(visits), tuple(loads), cut, Basis.of_figure(longest))


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What is known of all households."""

    codes: Sequence[str]
    chance: Floats
    doubts: Integers
    days: Integers

    def waited(self, row: int) -> int:
        """Return days since the last visit; never is longer than any."""
        return int(np.iinfo(np.int64).max) if self.days[row] == UNKNOWN else int(self.days[row])


def cut_chance(chance: Floats, to_list: int | None = None) -> float:
    """Return the chance at the last place of the list: of `to_list` households, or as many as are expected poor."""
    known = np.sort(chance[~np.isnan(chance)])[::-1]
    if not len(known):
        return 0.5
    count = round(float(known.sum())) if to_list is None else to_list
    return float(known[min(max(count, 1), len(known)) - 1])


def doubt(chance: Floats, cut: float) -> Integers:
    """Return doubt in thousandths: 1000 at the last place of the list and where nothing is known, 0 where clear."""
    away = np.abs(chance - cut) / max(cut, 1 - cut)
    return np.where(np.isnan(chance), FULL, np.rint(FULL * (1 - np.minimum(away, 1)))).astype(np.int64)


def _choose(
    known: _Known, rows: Sequence[int], late: Sequence[int], most: int, reserved: int
) -> list[tuple[int, bool]]:
    """Return rows with whether they fill a reserved visit: first the longest unvisited, then the most doubtful."""

    def doubtful(row: int) -> tuple[int, int, str]:
        return -int(known.doubts[row]), -known.waited(row), known.codes[row]

    kept = sorted(late, key=lambda row: (-known.waited(row), doubtful(row)))[: most * reserved // 100]
    taken = set(kept)
    rest = sorted((row for row in rows if row not in taken), key=doubtful)[: most - len(kept)]
    return [(row, True) for row in kept] + [(row, False) for row in rest]


def _visit(known: _Known, place: int, row: int, kept: bool, secretary: str) -> Visit:
    chance, never = float(known.chance[row]), known.days[row] == UNKNOWN
    if kept:
        why = Why.NEVER if never else Why.LONG
    else:
        why = Why.BLANK if np.isnan(chance) else Why.DOUBT
    waited = None if never else int(known.days[row])
    since = NEVER if waited is None else SINCE.filled(days=waited)
    told = NO_ESTIMATE if np.isnan(chance) else CHANCE.filled(chance=f"{chance:.0%}")
    reason = Text(f"{why.text.zh}：{told.zh}；{since.zh}", f"{why.text.en}: {told.en}; {since.en}")
    return Visit(place, known.codes[row], secretary, why, int(known.doubts[row]), waited, reason)


def next_due(last_visit: date | None, *, on: date, longest_days: int) -> date:
    """Return the day by which a household must be visited: at once where it never was."""
    return on if last_visit is None else max(on, last_visit + timedelta(days=longest_days))


def _check(households: Sequence[str], secretaries: Sequence[str], capacity: Mapping[str, int]) -> None:
    unknown = sorted({s for s in secretaries if s not in capacity})
    if len(households) != len(secretaries) or unknown or any(c < 0 for c in capacity.values()):
        raise BadProblem(
            "visits.no_capacity",
            Text(
                "{who}没有填写本期可走访户数，或户数为负。请补填后再排走访次序。",
                "The number of visits in this period is missing or negative for {who}. Enter it, then make the queue.",
            ),
            who="、".join(unknown) or "?",
        )
