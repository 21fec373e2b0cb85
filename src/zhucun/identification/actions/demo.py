"""Made-up cases for a demo county: some at every step, with a meeting, notices that run and an objection to answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction

from zhucun.core.actions import close_account, make_account
from zhucun.core.models import User, within
from zhucun.core.statuses import Role
from zhucun.engine.words import VillageKind
from zhucun.engine.words_household import ExitStatus
from zhucun.identification.actions.cases import move_case, open_case
from zhucun.identification.actions.many import move_village
from zhucun.identification.actions.meetings import APPRAISES, Minutes, record_meeting
from zhucun.identification.actions.objections import file_objection
from zhucun.identification.actions.villages import apply_village_exit, move_village_case
from zhucun.identification.bridge_villages import tests_of
from zhucun.identification.models import Case, Publicity
from zhucun.identification.queries import standings
from zhucun.identification.rules import Given
from zhucun.identification.statuses import Kind
from zhucun.registry.models import Household, Village

SURVEY = Given(people=("周一水", "吴二木"), note="入户看了住房、粮食、劳动力和在校生")
CHECK = Given(people=("周一水", "吴二木"), village_signature="郑三石", household_signature="户主本人")
PLAIN = Given()
GROUND = "家中有人长期患病，自付医药费多，收入虽不低于标准仍难以维持（虚构）"
TOLD = {"services": True, "industry": True}
VILLAGE_ROAD = ("check_village", "verify_village", "publish_village", "announce_village")
# How many households are led to which step: (kind, last step, how many days ago it was taken, how many).
PLANS: tuple[tuple[Kind, str, int, int], ...] = (
    (Kind.ENTRY, "open", 1, 2),
    (Kind.ENTRY, "survey", 2, 2),
    (Kind.ENTRY, "publish_first", 3, 2),
    (Kind.ENTRY, "publish_first", 9, 2),
    (Kind.ENTRY, "publish_second", 8, 1),
    (Kind.EXIT, "open", 1, 2),
    (Kind.EXIT, "agree", 2, 1),
    (Kind.EXIT, "announce_exit", 20, 1),
)
ROADS: dict[Kind, tuple[str, ...]] = {
    Kind.ENTRY: ("open", "survey", "appraise", "check", "publish_first", "review", "publish_second"),
    Kind.EXIT: ("open", "appraise_exit", "verify", "agree", "publish_exit", "announce_exit"),
}
GIVEN = {"survey": SURVEY, "verify": SURVEY, "check": CHECK, "agree": CHECK}


@dataclass(frozen=True)
class Team:
    """The accounts that take the steps."""

    secretary: User
    township: User
    office: User

    def who(self, move: str) -> User:
        """Return who takes a step."""
        if move in ("review", "publish_second"):
            return self.township
        return self.office if move == "announce_exit" else self.secretary


@transaction.atomic
def make_cases(*, county: str, at: datetime) -> int:
    """Lead some made-up households of the demo secretary's village on their way; a county that has cases is left."""
    team = _team(county)
    if team is None or Case.objects.filter(within(county, "village_id")).exists():
        return 0
    village = Village.objects.filter(pk=team.secretary.scope).first()
    if village is None:
        return 0
    homes = {
        Kind.ENTRY: _homes(village, ExitStatus.ORDINARY),
        Kind.EXIT: _homes(village, ExitStatus.POOR) or _homes(village, ExitStatus.RETURNED),
    }
    made = 0
    for kind, last, ago, count in PLANS:
        chosen, homes[kind] = homes[kind][:count], homes[kind][count:]
        if chosen:
            _lead(village, chosen, kind, last, team, at - timedelta(days=ago))
            made += len(chosen)
    _object(village, at - timedelta(days=1))
    return made + _leave(county, team, at)


def _team(county: str) -> Team | None:
    found = {}
    for role in (Role.FIRST_SECRETARY, Role.TOWNSHIP, Role.OFFICE):
        account = User.objects.filter(within(county, "scope"), role=role, made_up=True).order_by("pk").first()
        if account is None:
            return None
        found[role] = account
    return Team(found[Role.FIRST_SECRETARY], found[Role.TOWNSHIP], found[Role.OFFICE])


def _homes(village: Village, status: ExitStatus) -> list[Household]:
    return list(
        Household.objects.filter(village=village, status=status.value, made_up=True).order_by("net_per_head_yuan")[:12]
    )


def _lead(village: Village, homes: Sequence[Household], kind: Kind, last: str, team: Team, at: datetime) -> None:
    """Take every step up to the last one, a day or the days of a publicity apart."""
    road = ROADS[kind]
    road = road[: road.index(last) + 1]
    before = {"review": 8, "announce_exit": 8}
    days = [before.get(step, 1) for step in road]
    when = at - timedelta(days=sum(days[1:]))
    cases: list[Case] = []
    for step, wait in zip(road, days, strict=True):
        when = when + timedelta(days=wait) if step != "open" else when
        if step == "open":
            note = "书面申请" if kind is Kind.ENTRY else "村“两委”提名"
            cases = [open_case(household=h, kind=kind, by=team.secretary, at=when, note=note) for h in homes]
        else:
            _take(village, cases, kind, step, team, when)


def _take(village: Village, cases: Sequence[Case], kind: Kind, step: str, team: Team, at: datetime) -> None:
    if step == APPRAISES[kind].name:
        minutes = Minutes(at.date(), "村委会会议室", "郑三石", "王四水", 30, 26)
        votes = {case.pk: (24 - n, n, 2) for n, case in enumerate(cases)}
        record_meeting(village=village, kind=kind, minutes=minutes, votes=votes, by=team.secretary, at=at)
    elif step in GIVEN:
        standing = standings(cases)
        _each(cases, lambda case: move_case(
            case=case, move=step, by=team.who(step), at=at,
            given=replace(GIVEN[step], ground=GROUND if standing[case.pk].above else ""),
        ))  # fmt: skip
    else:
        move_village(village=village, move=step, cases=[c.pk for c in cases], by=team.who(step), at=at, given=PLAIN)


def _each(cases: Sequence[Case], do: Callable[[Case], object]) -> None:
    for case in cases:
        do(case)


def _leave(county: str, team: Team, at: datetime) -> int:
    """Lead some made-up poor villages on their way off the list: one waits for the check, one is up, one is tracked."""
    poor = Village.objects.filter(within(team.township.scope), made_up=True, kinds__contains=f",{VillageKind.POOR},")
    roads: list[tuple[str, ...]] = [(), VILLAGE_ROAD[:3], VILLAGE_ROAD]
    ready = [v for v in poor.order_by("code") if not tests_of(v, TOLD, on=at.date()).hindrances]
    for village, road in zip(ready, roads, strict=False):
        _lead_village(village, road, team, at)
    return min(len(ready), len(roads))


def _lead_village(village: Village, road: Sequence[str], team: Team, at: datetime) -> None:
    """Apply for a village and take every step of a road, the days of a publicity apart."""
    when = at - timedelta(days=100 if "announce_village" in road else 2 + len(road))
    # Who applies does not check; the account is closed at once, so that nobody signs in with it.
    secretary = make_account(
        username=f"secretary-{village.pk}", password=None, name="虚构书记", role=Role.FIRST_SECRETARY,
        scope=village.pk, by=None, at=when, made_up=True,
    )  # fmt: skip
    case = apply_village_exit(village=village, told=TOLD, note="对照标准自查合格，申请退出", by=secretary, at=when)
    close_account(user=secretary, by=None, at=when, reason="演示")
    given = Given(note="走访了村组和农户", people=("周一水", "吴二木"))
    for step in road:
        when += timedelta(days=8 if step == "announce_village" else 1)
        who = team.township if step in ("check_village", "publish_village") else team.office
        case = move_village_case(case=case, move=step, by=who, at=when, given=given, told=TOLD)


def _object(village: Village, at: datetime) -> None:
    day = at.date()
    notice = Publicity.objects.filter(village=village, stage="first", since__lte=day, until__gte=day).first()
    if notice:
        case = notice.cases.order_by("pk").first()
        file_objection(publicity=notice, case=case, text="听说这户在县城买了房，请核实。", contact="", by=None, at=at)
