"""Made-up visits, a fitted means test, the lists of some months and a few rankings for a demo county."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import numpy as np
from django.db import transaction

from zhucun.core import events
from zhucun.core.models import Place, User, within
from zhucun.core.refusals import Refused
from zhucun.core.statuses import Role
from zhucun.engine.targeting import UNKNOWN
from zhucun.identification.actions.cases import day_of
from zhucun.registry import queries as registry
from zhucun.registry.models import Household, Village
from zhucun.visits import bridge, queries
from zhucun.visits.actions.lists import explain_entry, work_out_lists
from zhucun.visits.actions.means import work_out_fit
from zhucun.visits.actions.rankings import Assembly, record_ranking
from zhucun.visits.actions.visits import Seen, record_visit
from zhucun.visits.actions.weeks import leave_out, plan_week, set_capacity
from zhucun.visits.models import Fit, ListEntry, ListRun, Visit
from zhucun.visits.statuses import LISTED, ListKind, Outcome, VisitKind

CHUNK = 500
MONTHS = 6
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
    _fit(county, people, at)
    _rankings(county, people, random, at)
    _months(county, people, random, at)
    _week(people, at)
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
    secretary, township = people["first_secretary"], people["township"]
    homes = Household.objects.filter(within(county, "key"), made_up=True).exclude(status="gone").order_by("key")
    rows = list(homes.values_list("key", "village_id"))
    today, made = day_of(at), 0
    chunk: list[Visit] = []
    for key, village in rows:
        by = secretary if village == secretary.scope else township
        for on, kind, outcome, wish in _history(random, today):
            note = NOTES[int(random.integers(len(NOTES)))]
            chunk.append(
                Visit(
                    household_id=key, village_id=village, on=on, kind=kind, outcome=outcome, people=by.name,
                    note=note, next_wished=wish, by=by, at=at, made_up=True,
                )
            )  # fmt: skip
        if len(chunk) >= CHUNK:
            made += len(Visit.objects.bulk_create(chunk))
            chunk = []
    made += len(Visit.objects.bulk_create(chunk))
    place = Place.objects.get(pk=county)
    events.record("visits.taken", place, by=None, at=at, area=county, changes={"count": [None, made]})
    return made


def _history(random: np.random.Generator, today: date) -> Iterator[tuple[date, str, str, date | None]]:
    """Yield the visits of one household: none for one in eight, a survey for six in ten, some routine ones."""
    if random.random() < 0.12:
        return
    if random.random() < 0.6:
        yield today - timedelta(days=int(random.integers(20, 350))), VisitKind.SURVEY, Outcome.MET, None
    kinds = (VisitKind.ROUTINE, VisitKind.ROUTINE, VisitKind.HELP)
    used: set[tuple[date, str]] = set()
    for _visit in range(int(random.integers(0, 4))):
        on, kind = today - timedelta(days=int(random.integers(8, 700))), kinds[int(random.integers(3))]
        if (on, kind) in used:
            continue
        used.add((on, kind))
        wish = today + timedelta(days=int(random.integers(-2, 14))) if random.random() < 0.02 else None
        outcome = Outcome.ABSENT if random.random() < 0.08 else Outcome.MET
        yield on, kind, outcome, wish


def _fit(county: str, people: dict[str, User], at: datetime) -> None:
    on = registry.as_of(county, day_of(at))
    fit = Fit.objects.create(county=county, on=on, by=people["office"], at=at, made_up=True)
    work_out_fit(pk=fit.pk, at=at, made_up=True)


def _rankings(county: str, people: dict[str, User], random: np.random.Generator, at: datetime) -> None:
    """Villagers know each other's income roughly, and see illness and debts that no figure shows."""
    secretary, township = people["first_secretary"], people["township"]
    near = Village.objects.filter(within(township.scope)).order_by("code")
    filled = [v for v in near if Household.objects.filter(village=v).exists()]
    ordered = sorted(filled, key=lambda v: v.code != secretary.scope)[:RANKED_VILLAGES]
    for number, village in enumerate(ordered):
        homes = bridge.homes_of(village.code, on=registry.as_of(county, day_of(at)))
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


def _months(county: str, people: dict[str, User], random: np.random.Generator, at: datetime) -> None:
    """Make the lists of the last months: what stands on them now was partly not yet put right then."""
    today = day_of(at)
    on = registry.as_of(county, today)
    last = ListRun.objects.create(county=county, month=today.replace(day=1), on=on, by=people["office"], at=at)
    work_out_lists(pk=last.pk, at=at, made_up=True)
    homes = Household.objects.filter(within(county, "key")).exclude(status="gone").order_by("key")
    listed = dict(homes.values_list("key", "status"))
    keys = list(listed)
    order = random.permutation(len(keys))
    for back in range(1, MONTHS):
        # A few in a hundred stood wrongly then, fewer each month: the demo shows a county that gets better.
        wrong = order[: len(keys) * back // 100]
        then = {keys[int(row)]: listed[keys[int(row)]] not in LISTED for row in wrong}
        month = _months_before(today, back)
        run = ListRun.objects.create(county=county, month=month, on=on, by=people["office"], at=at)
        work_out_lists(pk=run.pk, at=at, as_listed=then, made_up=True)
    _explain(last, people["township"], at)


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
