"""Made-up departments' lists of a demo county, compared, some verified and closed, audits drawn and some done."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from zhucun.core import events, writing
from zhucun.core.days import day_of
from zhucun.core.models import Event, User, within
from zhucun.core.statuses import Role
from zhucun.engine.sample_world.history import Population
from zhucun.engine.sample_world.history_status import POOR
from zhucun.engine.sample_world.population_registers import Register as MadeList
from zhucun.engine.sample_world.population_registers import Source as MadeSource
from zhucun.engine.sample_world.population_registers import registers
from zhucun.engine.targeting.register_lists import Entry
from zhucun.policy.actions import add_rule_set
from zhucun.verification.actions.audits import draw_audits
from zhucun.verification.actions.checks import assign_village, label_of
from zhucun.verification.actions.comparing import compare
from zhucun.verification.actions.lists import CHUNK, take_register
from zhucun.verification.actions.signs import ask_signs, raise_signs
from zhucun.verification.bridge.red_lines import KIND, content_of, lines_of, shipped
from zhucun.verification.models import Check, RegisterList, Seen
from zhucun.verification.queries import lists as lists_there
from zhucun.verification.statuses import Outcome, Source, State

SOURCES: dict[MadeSource, Source] = {
    MadeSource.VEHICLES: Source.VEHICLE,
    MadeSource.TOWN_HOUSES: Source.TOWN_HOUSE,
    MadeSource.BUSINESSES: Source.BUSINESS,
    MadeSource.PAYROLL: Source.PAYROLL,
    MadeSource.MACHINERY: Source.MACHINERY,
    MadeSource.DEATHS: Source.DEAD,
    MadeSource.PRISON: Source.PRISON,
}
SEED = 20260302
SIGNS = 40
MOST_LED = 2000  # of suspects and of audits each: a great county's others wait
MOST_SPENDING = 20_000  # households in a list of spending, which in life is a sample's book-keeping
DONE_OF_TEN, LEFT_OF_TEN = 7, 3  # of ten checks so many are done, in the demo secretary's own village fewer
ODD, OTHERS = 3, ("欧阳甲", "司马乙", "上官丙")
YUAN_PER_KWH = Decimal("0.4983")
SEEN_TRUE = "入户看到实物并由户主说明，与登记一致"
SEEN_NOT = "入户未见，邻居和村组长均说没有"
CLOSED_TRUE = "两人入户核实属实，提交村级评议"
CLOSED_NOT = "两人入户核实不属实，资格不变"
CLOSED_EXEMPT = "用于扶贫产业生产，按例外处理"
CLOSED_ERROR = "登记对象并非本人，已告部门更正"


@transaction.atomic
def make_checks(*, made: Population, county: str, at: datetime) -> int:
    """Take the made-up lists in and lead some checks through; a county that has lists is left as it is."""
    if RegisterList.objects.filter(county=county).exists():
        return 0
    before = at - timedelta(days=20)
    team = _team(county)
    if team:
        _own_red_lines(county, before, team[Role.ORGANISER.value])
    lists = [(SOURCES[source], f"{found.source.say('zh')}.xlsx", _entries(found) + _odd(made, source))
             for source, found in registers(made).items()]  # fmt: skip
    lists += [(Source("food"), "虚构.xlsx", _food(made)), (Source("power"), "虚构.xlsx", _power(made))]
    people = lists_there.people_of_county(county)
    for kind, name, entries in lists:
        if entries:  # a very small demo has nobody in some registers
            take_register(
                county=county, source=kind, as_of=before.date(), filename=name, entries=entries, by=None, at=before,
                made_up=True, people=people,
            )  # fmt: skip
    compare(county=county, by=None, at=before)
    later = before + timedelta(days=9)
    ask_signs(county=county, on=day_of(later), at=later)
    raise_signs(county=county, most=SIGNS, by=None, at=later)
    if team:
        hidden = _hidden(made, county)
        _verify(county, team, hidden, before + timedelta(days=3), Check.objects.exclude(source=Source.AUDIT), at)
        draw_audits(county=county, seed=SEED, by=None, at=at - timedelta(days=7))
        _verify(county, team, hidden, at - timedelta(days=6), Check.objects.filter(source=Source.AUDIT), at)
        _assign(team, at)
    return Check.objects.filter(within(county, "village_id")).count()


def _own_red_lines(county: str, at: datetime, by: User) -> None:
    """Let the county own a set: the ten principles, machinery besides, public pay looked at strictly only."""
    like = next(one for one in shipped(at.date(), county) if one.source.code == "ten_principles")
    lines, exemptions = lines_of(like)
    for line in lines:
        line["severity"] = "review" if line["register"] == "payroll" else line["severity"]
    lines.append(
        {
            "text_zh": "大型农机或工程机械（5万元以上）", "text_en": "Large machinery (above 50,000 yuan)",
            "register": "machinery", "severity": "review", "whose": ["member"], "more_than_yuan": Decimal(50000),
        }
    )  # fmt: skip
    add_rule_set(
        area=county, kind=KIND, name="本县识别“十原则”（虚构）", content=content_of(lines, exemptions),
        since=date(2016, 1, 1), reference="虚构文件，供演示", reason="虚构，供演示", by=by, at=at,
        based_on=like.source.basis.version,
    )  # fmt: skip


def _entries(found: MadeList) -> list[Entry]:
    rows = zip(
        found.identity.astype(str), found.name, found.detail, found.value_yuan, found.since.astype("datetime64[D]"),
        strict=True,
    )  # fmt: skip
    return [
        Entry(
            at, identity, str(name), str(detail), None if np.isnan(value) else Decimal(int(value)), since.astype(object)
        )
        for at, (identity, name, detail, value, since) in enumerate(rows, start=2)
    ]


def _odd(made: Population, source: MadeSource) -> list[Entry]:
    """Return entries under other people's names with a family's numbers: somebody must first tell who it is."""
    if source is not MadeSource.TOWN_HOUSES:
        return []
    poor = np.flatnonzero(made.standing.status == POOR)
    people = dict(_heads(made))
    chosen = [people[home] for home in poor.tolist() if home in people][:ODD]
    return [
        Entry(90_000 + at, made.identities[person].decode(), OTHERS[at], "县城商品房", Decimal(260_000),
              date(made.on.year - 1, 6, 1))
        for at, person in enumerate(chosen)
    ]  # fmt: skip


def _heads(made: Population) -> list[tuple[int, int]]:
    """Return the household and the row of its head for every household that has one."""
    persons = made.persons
    here = persons.present(made.on)
    heads = np.flatnonzero(here & (persons.relation == 1))
    homes, first = np.unique(persons.home[heads], return_index=True)
    return list(zip(homes.tolist(), heads[first].tolist(), strict=True))


def _food(made: Population) -> list[Entry]:
    sizes = np.bincount(made.persons.home[made.persons.present(made.on)], minlength=len(made.truth.food_yuan_per_head))
    spent = made.truth.food_yuan_per_head * sizes
    return _spent(made, spent, "食品消费（记账调查）")


def _power(made: Population) -> list[Entry]:
    return _spent(made, made.truth.power_kwh * float(YUAN_PER_KWH), "全年生活用电")


def _spent(made: Population, amounts: np.ndarray, what: str) -> list[Entry]:
    identities, names, heads = made.identities, made.names, _heads(made)
    return [
        Entry(
            row, identities[person].decode(), str(names[person]), what, Decimal(f"{float(amounts[home]):.2f}"),
            date(made.on.year, 12, 31),
        )
        for row, (home, person) in enumerate(heads[:: max(1, len(heads) // MOST_SPENDING)], start=2)
    ]  # fmt: skip


def _team(county: str) -> dict[str, User]:
    found = {}
    for role in (Role.FIRST_SECRETARY, Role.TOWNSHIP, Role.OFFICE, Role.ORGANISER):
        account = User.objects.filter(within(county, "scope"), role=role, made_up=True).order_by("pk").first()
        if account is None:
            return {}
        found[role.value] = account
    return found


def _hidden(made: Population, county: str) -> set[str]:
    """Return the households that hide income or were wrongly listed: what a visit would find."""
    guilty = np.flatnonzero(made.truth.conceals | made.truth.wrongly_listed)
    return {f"{county}-{made.household_codes[at].decode()}" for at in guilty.tolist()}


def _verify(
    county: str, team: dict[str, User], hidden: set[str], at: datetime, rows: QuerySet[Check], now: datetime
) -> None:
    """Lead most checks to their end, a few to the second person, as the truth of the made-up county would have it.

    Written all at once; of very many checks some of every village are led, the others wait as in life.
    """
    office, organiser = team[Role.OFFICE.value], team[Role.ORGANISER.value]
    own = team[Role.FIRST_SECRETARY.value].scope
    numbers = _chosen(county, rows, own)
    # Only those who are led are read whole: of a great county one in ten.
    read = Check.objects.filter(pk__in=numbers).order_by("pk")
    led: list[Led] = []
    for check in read:
        number = numbers[check.pk]
        # Who looked the first time does not look again.
        first, second = (organiser, office) if check.again_id else (office, organiser)
        day = min(max(at + timedelta(days=number % 5), _noon_after(check)), now)
        found = _outcome(check, hidden, number)
        led.append(_lead(check, found, first, None if number % 10 == DONE_OF_TEN - 1 else second, day, now, office))
    Seen.objects.bulk_create((seen for seen, _events in led), batch_size=CHUNK // 10)
    writing.update(Check, CHANGED, [_changed(seen.check_at_home) for seen, _events in led])
    events.record_many(event for _seen, told in led for event in told)


def _chosen(county: str, rows: QuerySet[Check], own: str) -> dict[int, int]:
    """Return the checks that are led, each with its number among some of all villages.

    Others wait, as in life: three of ten, and seven of ten in the demo secretary's own village.
    """
    waiting = Check.objects.filter(within(county, "village_id"), state=State.OPEN, pk__in=rows.order_by().values("pk"))
    there = list(waiting.order_by("pk").values_list("pk", "village_id"))
    some = enumerate(there[:: max(1, len(there) // MOST_LED)])
    return {pk: n for n, (pk, village) in some if n % 10 < (LEFT_OF_TEN if village == own else DONE_OF_TEN)}


def _changed(check: Check) -> tuple[Any, ...]:
    """Return what is written of a check that was led, as the columns store it."""
    closed_at = check.closed_at and Check._meta.get_field("closed_at").get_db_prep_save(check.closed_at, connection)
    return (
        str(check.state), str(check.outcome), str(check.reason), check.closed_by_id, closed_at, check.version, check.pk,
    )  # fmt: skip


Led = tuple[Seen, list[Event]]
CHANGED = ("state", "outcome", "reason", "closed_by", "closed_at", "version")


def _lead(
    check: Check, found: Outcome, first: User, second: User | None, day: datetime, now: datetime, office: User
) -> Led:
    """Return what was seen at home and the events of the steps, as the actions of people would leave them."""
    note = SEEN_TRUE if found in (Outcome.CONFIRMED, Outcome.EXEMPT) else SEEN_NOT
    seen = Seen(
        check_at_home=check, on=day.date(), finding=found, note=note, spoken_to="户主", first=first, first_at=day
    )
    label = label_of(check)
    changes: dict[str, list[Any]] = {"state": [State.OPEN, State.SEEN], "outcome": [None, found]}
    told = [_event("check.seen", check, label, first, day, changes)]
    check.state, check.version = State.SEEN, 2
    if second is not None:
        seen.second, seen.second_at, seen.agrees = second, day, True
        closing = min(day + timedelta(days=1), now)
        check.state, check.version, check.outcome, check.reason = State.CLOSED, 4, found, REASONS[found]
        check.closed_by, check.closed_at = office, closing
        told.append(_event("check.confirmed", check, label, second, day, {"state": [State.SEEN, State.AGREED]}))
        changes = {"state": [State.AGREED, State.CLOSED], "outcome": [None, found]}
        told.append(_event("check.closed", check, label, office, closing, changes, check.reason))
    return seen, told


def _event(
    name: str, check: Check, label: str, by: User, at: datetime, changes: dict[str, list[Any]], reason: str = ""
) -> Event:
    plain = {key: [None if v is None else str(v) for v in pair] for key, pair in changes.items()}
    made = events.build(name, check, by=by, at=at, area=check.village_id, label=label, reason=reason, changes=plain)
    made.handled_at = at  # nobody needs news of what a demo led through
    return made


def _noon_after(check: Check) -> datetime:
    """Return noon of the day after a check was raised."""
    return datetime.combine(check.raised + timedelta(days=1), time(12), tzinfo=ZoneInfo(settings.TIME_ZONE))


REASONS = {
    Outcome.CONFIRMED: CLOSED_TRUE,
    Outcome.NOT_CONFIRMED: CLOSED_NOT,
    Outcome.EXEMPT: CLOSED_EXEMPT,
    Outcome.DATA_ERROR: CLOSED_ERROR,
}


def _outcome(check: Check, hidden: set[str], number: int) -> Outcome:
    if check.doubtful:
        return Outcome.DATA_ERROR if number % 2 else Outcome.NOT_CONFIRMED
    if check.household_id in hidden:
        return Outcome.CONFIRMED
    if check.source in (Source.VEHICLE, Source.MACHINERY) and number % 3 == 0:
        return Outcome.EXEMPT
    return Outcome.NOT_CONFIRMED


def _assign(team: dict[str, User], at: datetime) -> None:
    """Give what is left in the demo secretary's village to the secretary."""
    secretary = team[Role.FIRST_SECRETARY.value]
    check = Check.objects.filter(village_id=secretary.scope).select_related("village").first()
    if check:
        deadline = at.date() + timedelta(days=10)
        assign_village(village=check.village, owner=secretary, deadline=deadline, by=team[Role.TOWNSHIP.value], at=at)
