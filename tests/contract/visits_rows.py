"""A village with made-up households and visits, for tests."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.contract.households_rows import MORE, NOON, household
from tests.contract.postings_rows import COUNTY, make_villages
from zhucun.engine.words_household import ExitStatus, House, Road
from zhucun.registry import actions as registry
from zhucun.registry.models import Household, Village
from zhucun.visits import actions
from zhucun.visits.actions import Assembly, Seen
from zhucun.visits.models import Fit, ListEntry, ListRun, Visit
from zhucun.visits.statuses import VisitKind

TODAY = date(2026, 3, 2)  # a Monday, the day of NOON where the villages are
NAMES = "甲乙丙丁戊己庚辛壬癸"


def days_ago(number: int) -> date:
    """Return the day so many days before the tests' day."""
    return TODAY - timedelta(days=number)


def make_homes(village: Village, count: int, first: int = 1, **more: Any) -> list[Household]:
    """Make households with rising incomes, half of them registered."""
    rows = [
        household(
            f"7{n:08d}", village, head_name=f"赵{NAMES[n % 10]}{n}", persons=1 + n % 5, group=f"{n % 3 + 1}组",
            status=ExitStatus.POOR if n % 2 else ExitStatus.ORDINARY,
            net_yuan=Decimal(1500 + 400 * (n % 40)) * (1 + n % 5), labour_persons=n % 3, arable_mu=Decimal(n % 7),
            house=House.BRICK_CONCRETE if n % 3 else House.ADOBE, road=Road.CONCRETE if n % 4 else Road.EARTH,
            safe_water=n % 6 != 0, unsafe_house=n % 9 == 0, living_power=True, **more,
        )
        for n in range(first, first + count)
    ]  # fmt: skip
    registry.take_households(rows=rows, **MORE)
    return list(Household.objects.filter(code__in=[r.code for r in rows]).order_by("key"))


def make_village(homes: int = 6) -> tuple[Village, list[Household]]:
    """Make a village with households."""
    village = make_villages(1)[0]
    return village, make_homes(village, homes)


def team(person: Any, village: Village) -> dict[str, Any]:
    """Return the people who visit and who manage."""
    return {
        "secretary": person("first_secretary", scope=village.code, name="驻村书记"),
        "township": person("township", scope=village.code[:9], name="乡镇甲"),
        "office": person("office", name="县局"),
        "auditor": person("auditor", name="监督"),
    }


def visited(home: Household, by: Any, on: date = TODAY, at: datetime = NOON, **more: Any) -> Visit:
    """Record a visit."""
    people = more.pop("people", by.name)
    return actions.record_visit(household=home, seen=Seen(on=on, people=people, **more), by=by, at=at)


def surveyed(homes: Sequence[Household], by: Any, on: date = TODAY) -> None:
    """Record a recent home survey of many households at once."""
    Visit.objects.bulk_create(
        Visit(household=h, village_id=h.village_id, on=on, kind=VisitKind.SURVEY, people=by.name, by=by, at=NOON)
        for h in homes
    )


def make_lists(by: Any, at: datetime = NOON, month: date | None = None, **more: Any) -> ListRun:
    """Make a month's lists as the job does."""
    run = actions.ask_for_lists(county=COUNTY, by=by, at=at, month=month)
    actions.work_out_lists(pk=run.pk, at=at, **more)
    run.refresh_from_db()
    return run


def things_of_visits(home: Household, people: dict[str, Any]) -> dict[str, Any]:
    """Return one of everything of visits that an address may name."""
    secretary, office = people["first_secretary"], people["office"]
    visit = visited(home, secretary, on=days_ago(3), note="想学养牛")
    planned = actions.put_in(household=home, by=secretary, at=NOON)
    run = make_lists(office)
    entry = ListEntry.objects.filter(household=home, run=run).first() or ListEntry.objects.create(
        run=run, household=home, village_id=home.village_id, kind="list_missing", reasons=[["收入低", "low income"]]
    )
    explained = actions.explain_entry(entry=entry, reason="一次性补偿", by=secretary, at=NOON)
    homes = make_homes(home.village, 6, first=900)
    assembly = Assembly(on=days_ago(1), participants=20, chair="孙会计")
    places = {h.key: n for n, h in enumerate(homes, 1)}
    ranking = actions.record_ranking(village=home.village, assembly=assembly, places=places, by=secretary, at=NOON)
    fit = Fit.objects.create(county=home.county, on=TODAY, at=NOON, by=office, state="failed", failure=["少", "few"])
    return {
        "visit": visit.pk, "planned_visit": planned.pk, "visitor": secretary.pk, "list_run": run.pk,
        "list_entry": entry.pk, "entry_explanation": explained.pk, "ranking": ranking.pk, "means_fit": fit.pk,
    }  # fmt: skip
