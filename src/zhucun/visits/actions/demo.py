"""Made-up visits, a fitted means test, the lists of some months and a few rankings for a demo county."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection, transaction

from zhucun.core import events, writing
from zhucun.core.days import day_of
from zhucun.core.models import Place, User, within
from zhucun.core.refusals import Refused
from zhucun.core.sealing import seal
from zhucun.core.statuses import Role
from zhucun.engine.targeting import UNKNOWN
from zhucun.registry import queries as registry
from zhucun.registry.models import Household, Village
from zhucun.visits import queries
from zhucun.visits.actions.counts import count_villages
from zhucun.visits.actions.lists import asked_rules, explain_entry, work_out_lists
from zhucun.visits.actions.means import work_out_fit
from zhucun.visits.actions.rankings import Assembly, record_ranking
from zhucun.visits.actions.visits import Seen, record_visit
from zhucun.visits.actions.weeks import leave_out, plan_week, set_capacity
from zhucun.visits.models import Fit, ListEntry, ListRun, Visit
from zhucun.visits.statuses import LISTED, ListKind, Outcome, VisitKind

CHUNK = 20_000
KINDS = (VisitKind.SURVEY.value, VisitKind.ROUTINE.value, VisitKind.HELP.value)
COLUMNS = (
    "household", "village", "on", "kind", "outcome", "people", "note", "next_wished", "by", "at", "version", "made_up",
    "withdrawn_reason",
)  # fmt: skip
WISHES_NOTHING = -1000
MONTHS = 6
WRONG_MORE = 4  # of a hundred listed households, for each month back
RANKED_VILLAGES = 4
MOST_RANKED = 60
NOTES = (
    "老人腿脚不便，需要帮忙取药", "孩子今年升初中，学费已落实", "想养两头牛，问贷款怎么办", "屋顶漏雨，已报村里",
    "在外务工，春节回来", "医药费还没报销，带回票据", "",
)  # fmt: skip


def make_visits(*, county: str, at: datetime) -> int:
    """Fill a made-up county with visits and what grows out of them; one that has visits is left. Returns visits."""
    people = _people(county)
    if people is None or Visit.objects.filter(within(county, "village_id")).exists():
        return 0
    random = np.random.default_rng(int(county))
    made = _visits(county, people, random, at)
    homes = registry.homes_of(county, on=registry.as_of(county, day_of(at)))  # read once for all that follows
    _fit(county, people, homes, at)
    _rankings(county, people, random, at)
    _months(county, people, homes, random, at)
    _week(people, at)
    count_villages(county=county, on=day_of(at), at=at)
    return made


def _people(county: str) -> dict[str, User] | None:
    found = {}
    for role in (Role.FIRST_SECRETARY, Role.TOWNSHIP, Role.OFFICE):
        account = User.objects.filter(within(county, "scope"), role=role, made_up=True).order_by("pk").first()
        if account is None:
            return None
        found[str(role.value)] = account
    return found


@transaction.atomic
def _visits(county: str, people: dict[str, User], random: np.random.Generator, at: datetime) -> int:
    """Most households were visited, half of them surveyed within a year, one in eight never."""
    homes = Household.objects.filter(within(county, "key"), made_up=True).exclude(status="gone").order_by("key")
    listed = list(homes.values_list("key", "village_id"))
    columns = _history(random, len(listed), day_of(at))
    with writing.much_memory():
        for start in range(0, len(columns[0]), CHUNK):
            cells = [column[start : start + CHUNK].tolist() for column in columns]
            writing.insert(Visit, COLUMNS, _rows(cells, listed, people, at))
    made = len(columns[0])
    place = Place.objects.get(pk=county)
    events.record("visits.taken", place, by=None, at=at, area=county, changes={"count": [None, made]})
    return made


def _history(random: np.random.Generator, count: int, today: date) -> tuple[Any, ...]:
    """Return home, day, kind, outcome, wish and note of every visit: none to one home in eight, a survey to half."""
    seen = random.random(count) >= 0.12
    surveyed = np.flatnonzero(seen & (random.random(count) < 0.6))
    routine = np.repeat(np.arange(count), np.where(seen, random.integers(0, 4, count), 0))
    home = np.concatenate([surveyed, routine])
    ago = np.concatenate([random.integers(20, 350, len(surveyed)), random.integers(8, 700, len(routine))])
    kind = np.concatenate([np.zeros(len(surveyed), np.int64), 1 + (random.random(len(routine)) < 1 / 3)])
    # One visit a day of a kind; written home by home, as the index of homes has them.
    kept = np.unique((home * 1000 + ago) * len(KINDS) + kind, return_index=True)[1]
    home, ago, kind = home[kept], ago[kept], kind[kept]
    now, plain = np.datetime64(today), kind > 0
    absent = plain & (random.random(len(home)) < 0.08)
    wished = np.where(plain & (random.random(len(home)) < 0.02), random.integers(-2, 14, len(home)), WISHES_NOTHING)
    wish = (now + wished).astype(str).astype(object)
    wish[wished == WISHES_NOTHING] = None
    return home, (now - ago).astype(str), kind, absent, wish, random.integers(0, len(NOTES), len(home))


def _rows(
    columns: Sequence[Any], listed: Sequence[tuple[str, str]], people: dict[str, User], at: datetime
) -> list[tuple[Any, ...]]:
    secretary, township = people["first_secretary"], people["township"]
    # The made-up notes are a few; sealing each of them once is enough.
    notes, when = [seal(note) for note in NOTES], Visit._meta.get_field("at").get_db_prep_save(at, connection)
    found = []
    for home, on, kind, absent, wish, note in zip(*columns, strict=True):
        key, village = listed[home]
        by = secretary if village == secretary.scope else township
        outcome = Outcome.ABSENT.value if absent else Outcome.MET.value
        found.append((key, village, on, KINDS[kind], outcome, by.name, notes[note], wish, by.pk, when, 1, True, ""))
    return found


def _fit(county: str, people: dict[str, User], homes: registry.Homes, at: datetime) -> None:
    fit = Fit.objects.create(county=county, on=homes.county.on, by=people["office"], at=at, made_up=True)
    work_out_fit(pk=fit.pk, at=at, made_up=True, homes=homes)


def _rankings(county: str, people: dict[str, User], random: np.random.Generator, at: datetime) -> None:
    """Villagers know each other's income roughly, and see illness and debts that no figure shows."""
    secretary, township = people["first_secretary"], people["township"]
    near = Village.objects.filter(within(township.scope)).order_by("code")
    filled = [v for v in near if Household.objects.filter(village=v).exists()]
    ordered = sorted(filled, key=lambda v: v.code != secretary.scope)[:RANKED_VILLAGES]
    for number, village in enumerate(ordered):
        homes = registry.homes_of(village.code, on=registry.as_of(county, day_of(at)))
        known = [(key, int(fen)) for key, fen in zip(homes.keys, homes.per_head_fen, strict=True) if fen != UNKNOWN]
        chosen = known[:MOST_RANKED]
        if len(chosen) < 5:
            continue
        seen = np.log([max(fen, 1) for _key, fen in chosen]) + random.normal(0, 0.45, len(chosen))
        piles = 1 + (np.argsort(np.argsort(seen)) * 5) // len(chosen)
        by = secretary if village.code == secretary.scope else township
        took = int(random.integers(18, 40))
        assembly = Assembly(
            on=day_of(at) - timedelta(days=20 + 9 * number), participants=took, women=took // 2 - 2, chair="郑三石",
            note="村民代表会，按五堆排序",
        )  # fmt: skip
        places = {key: int(pile) for (key, _fen), pile in zip(chosen, piles, strict=True)}
        record_ranking(village=village, assembly=assembly, places=places, by=by, at=at, made_up=True)


def _months(
    county: str, people: dict[str, User], homes: registry.Homes, random: np.random.Generator, at: datetime
) -> None:
    """Make the lists of the last months: what stands on them now was partly not yet put right then."""
    today, on = day_of(at), homes.county.on
    asked = asked_rules(county=county, on=on, homes=homes)
    keys, listed = homes.keys, np.isin(homes.statuses.astype(str), LISTED)
    inside, outside = (random.permutation(np.flatnonzero(part)) for part in (listed, ~listed))
    runs = []
    for back in range(MONTHS):
        # Of a hundred listed some stood wrongly in or out then, fewer each month: a county that gets better.
        wrong = len(inside) * WRONG_MORE * back // 100
        then = {keys[row]: not listed[row] for row in (*inside[:wrong].tolist(), *outside[:wrong].tolist())}
        month = _months_before(today, back)
        run = ListRun.objects.create(county=county, month=month, on=on, by=people["office"], at=at)
        work_out_lists(pk=run.pk, at=at, as_listed=then, made_up=True, asked=asked)
        runs.append(run)
    _explain(runs[0], people["township"], at)


def _months_before(day: date, back: int) -> date:
    number = day.year * 12 + day.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


def _explain(run: ListRun, township: User, at: datetime) -> None:
    rows = ListEntry.objects.filter(within(township.scope, "village_id"), run=run, kind=ListKind.INELIGIBLE)
    for entry in rows.select_related("household")[:3]:
        explain_entry(entry=entry, reason="收入含一次性补偿款，明年不再有，暂不调整", by=township, at=at)


def _week(people: dict[str, User], at: datetime) -> None:
    """Plan this week of the demo secretary, with one visit made and one left out."""
    secretary = people["first_secretary"]
    village = Village.objects.filter(pk=secretary.scope).first()
    if village is None:
        return
    today = day_of(at)
    set_capacity(
        person=secretary,
        per_week=12,
        since=today.replace(day=1),
        reason="村小户近，可多走几户",
        by=people["township"],
        at=at,
    )
    planned = plan_week(village=village, by=secretary, at=at)
    try:
        for row in planned[:2]:
            seen = Seen(on=max(today - timedelta(days=1), queries.week_of(today)), people=secretary.name)
            record_visit(household=row.household, seen=seen, by=secretary, at=at)
        if len(planned) > 4:
            leave_out(planned=planned[4], reason="全家外出务工，下月回来", by=secretary, at=at)
    except Refused:  # the household was visited on that day in the made-up history
        return
