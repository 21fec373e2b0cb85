"""The visit queue: whom to visit first in a village and why, and the week as it stands."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from zhucun.core.models import User
from zhucun.engine.policy.figures import Figure
from zhucun.engine.targeting import UNKNOWN, LineKind, income_line, line_fen, visit_queue
from zhucun.engine.targeting.visits import Visit as EngineVisit
from zhucun.engine.targeting.visits import Why as EngineWhy
from zhucun.policy.queries import figures_of
from zhucun.registry import queries as registry
from zhucun.registry.models import Household, Village
from zhucun.visits import bridge
from zhucun.visits.models import Fit, PlannedVisit
from zhucun.visits.queries.means import fit_in_use
from zhucun.visits.queries.visits import (
    capacity_of,
    days,
    last_visits,
    promised,
    surveyed_now,
    tracked,
)
from zhucun.visits.statuses import PlanState, Why

WEEK = timedelta(days=7)
DOUBTFUL = 500  # thousandths: below, "hard to tell" would be said of households of whom much is known
WHY = {
    EngineWhy.LONG: Why.LONG,
    EngineWhy.NEVER: Why.NEVER,
    EngineWhy.DOUBT: Why.DOUBT,
    EngineWhy.BLANK: Why.BLANK,
}


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True)
class Waiting:
    """One household that waits for a visit, with why; `chance` is for those who manage, never for those who survey."""

    key: str
    why: Why
    waited_days: int | None
    chance: float | None = None


@dataclass(frozen=True)
class VillageQueue:
    """Whom to visit next in a village, in order, and what the order rests on."""

    waiting: list[Waiting]
    fit: Fit | None


def queue_of(village: Village, *, today: date, most: int, leaving_out: Sequence[str] = ()) -> VillageQueue:
    """Return the next households of a village: those whose day has come, then the engine's order with its reserve.

    Whoever was met a short while ago, and whoever is in the week already, is not in it.
    """
    code, own = village.code, figures_of(village.code)
    homes = registry.homes_of(code, on=registry.as_of(village.county, today))
    last, asked = last_visits(code), promised(code, week_of(today) + WEEK)
    fit = fit_in_use(village.county)
    chance, cut = _chances(homes, fit, village, today, own)
    rested = today - timedelta(days=days("rest_days", today, code, own))
    skip = set(leaving_out)
    place = {key: row for row, key in enumerate(homes.keys)}
    # What was promised to a household, and the visits that follow an exit, are due on their day.
    due = {key: (day, Why.TRACKING) for key, day in tracked(code, week_of(today) + WEEK).items()}
    due |= {key: (day, Why.PROMISED) for key, day in asked.items()}
    first = sorted((day, key, why) for key, (day, why) in due.items() if key not in skip and key in place)
    taken = skip | {key for _day, key, _why in first}
    rows = [row for row, key in enumerate(homes.keys) if key not in taken and (key not in last or last[key] <= rested)]
    waiting = [
        Waiting(key, why, _waited(last.get(key), today), _number(chance[place[key]])) for _day, key, why in first
    ]
    waiting = waiting[:most]
    days_of_last = [last[homes.keys[r]].toordinal() if homes.keys[r] in last else UNKNOWN for r in rows]
    found = visit_queue(
        [homes.keys[r] for r in rows], [code] * len(rows), chance[rows], np.array(days_of_last, dtype=np.int64),
        {code: most - len(waiting)}, on=today, cut=cut, area=code, local=own,
    )  # fmt: skip
    waiting += [
        Waiting(v.household, _why(v), v.unvisited_days, _number(chance[place[v.household]])) for v in found.visits
    ]
    return VillageQueue(waiting, fit)


def _chances(
    homes: registry.Homes, fit: Fit | None, village: Village, today: date, own: Sequence[Figure]
) -> tuple[bridge.Floats, float]:
    surveyed = surveyed_now(village.code, today, own)
    flags = np.array([key in surveyed for key in homes.keys], dtype=np.bool_)
    if fit is not None and fit.line_fen:
        test = bridge.kept_test(fit.weights)
        return bridge.chances(test, homes, flags, line_fen=fit.line_fen), fit.cut_chance or 0.5
    year = homes.income_year or today.year
    line = income_line(LineKind.NATIONAL, year=year, area=village.code, local=own)
    return bridge.stated_chances(homes, line_fen=line_fen(line)), 0.5


def _why(visit: EngineVisit) -> Why:
    if visit.unvisited_days is None:
        return Why.NEVER
    return Why.TURN if visit.why is EngineWhy.DOUBT and visit.doubt < DOUBTFUL else WHY[visit.why]


def _waited(last: date | None, today: date) -> int | None:
    return None if last is None else (today - last).days


def _number(chance: float) -> float | None:
    return None if np.isnan(chance) else float(chance)


def week_rows(village: Village, week: date) -> list[PlannedVisit]:
    """Return a village's week in order, with its households and the visits that were made."""
    rows = PlannedVisit.objects.filter(village=village, week=week)
    return list(rows.select_related("household", "visit"))


def one_planned(pk: int, user: User) -> PlannedVisit | None:
    """Return a planned visit if it is there for this person."""
    rows = PlannedVisit.objects.visible_to(user).select_related("household", "village")
    return rows.filter(pk=pk).first()


def unreached(village: Village, week: date) -> list[PlannedVisit]:
    """Return what earlier weeks planned and nobody reached, in order."""
    rows = PlannedVisit.objects.filter(village=village, week__lt=week, state=PlanState.PLANNED)
    return list(rows.order_by("week", "place", "id"))


def week_counts(codes: Sequence[str], week: date) -> dict[str, Counter[str]]:
    """Return how many visits of a week each village has in which state."""
    found: dict[str, Counter[str]] = {code: Counter() for code in codes}
    for code, state in PlannedVisit.objects.filter(village__in=list(codes), week=week).values_list(
        "village_id", "state"
    ):
        found[code][state] += 1
    return found


def capacity(village: Village, on: date) -> int:
    """Return how many visits a village has in the week of a day."""
    return capacity_of([village.code], on)[village.code]


def homes_by_key(keys: Sequence[str]) -> dict[str, Household]:
    """Return households by key with what a list shows of them."""
    return {h.key: h for h in Household.objects.filter(pk__in=list(keys))}
