"""A village with made-up households on their way in and out, for tests."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from tests.contract.households_rows import MORE, NOON, household, make_household
from tests.contract.postings_rows import make_villages
from zhucun.engine.words_household import ExitStatus
from zhucun.identification import actions
from zhucun.identification.actions.meetings import Minutes
from zhucun.identification.models import Case
from zhucun.identification.rules import Given
from zhucun.registry import actions as registry
from zhucun.registry.models import Household, Village

HELD = Minutes(NOON.date(), "村委会", "孙会计", "李记录", 30, 24)
SURVEYED = Given(people=("周一", "吴二"), note="入户看了房和粮")
CHECKED = Given(
    people=("周一", "吴二"), village_signature="郑主任", household_signature="赵一山", ground="户主慢性病，自付药费多"
)
SIGNED = Given(village_signature="郑主任", household_signature="赵一山")
REASON = Given(note="家中情况有变")
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
FOR, AGAINST = (20, 2, 2), (5, 19, 0)


def days(number: int) -> datetime:
    """Return noon a number of days after the first."""
    return NOON + timedelta(days=number)


def make_village(status: ExitStatus = ExitStatus.ORDINARY, homes: int = 1) -> tuple[Village, list[Household]]:
    """Make a village with families of one status."""
    village = make_villages(1)[0]
    make_household("600000001", village)
    more = [household(f"60000000{n}", village, head_name=f"甲{n}") for n in range(2, homes + 1)]
    registry.take_households(rows=more, **MORE)
    Household.objects.update(status=status.value)
    return village, list(Household.objects.order_by("key"))


def team(person: Any, village: Village) -> dict[str, Any]:
    """Return the people who take the steps."""
    return {
        "secretary": person("first_secretary", scope=village.code, name="驻村书记"),
        "township": person("township", scope=village.code[:9], name="乡镇甲"),
        "office": person("office", name="县局"),
    }


def appraise(case: Case, by: Any, at: datetime, votes: tuple[int, int, int] = FOR) -> None:
    """Hold a meeting on one case."""
    actions.record_meeting(village=case.village, kind=case.kind, minutes=HELD, votes={case.pk: votes}, by=by, at=at)


def lead(case: Case, people: dict[str, Any], upto: str) -> Case:
    """Lead a case in to a step: survey on day 0, first publicity from day 0, second from day 8, decision on day 16."""
    plan = (
        ("survey", "secretary", 0, SURVEYED), ("appraise", "secretary", 0, None), ("check", "secretary", 0, CHECKED),
        ("publish_first", "secretary", 0, Given()), ("review", "township", 7, Given()),
        ("publish_second", "township", 8, Given()), ("decide", "office", 15, Given()),
        ("announce", "office", 16, Given()),
        ("appraise_exit", "secretary", 0, None), ("verify", "secretary", 0, SURVEYED),
        ("agree", "secretary", 0, SIGNED), ("publish_exit", "secretary", 0, Given()),
        ("announce_exit", "office", 7, Given()),
    )  # fmt: skip
    wanted = [row for row in plan if (row[0] in EXIT_STEPS) == (case.kind == "exit")]
    for name, who, day, given in wanted:
        if given is None:
            appraise(case, people[who], days(day))
        else:
            case = actions.move_case(case=case, move=name, by=people[who], at=days(day), given=given)
        if name == upto:
            break
    return Case.objects.get(pk=case.pk)


EXIT_STEPS = frozenset({"appraise_exit", "verify", "agree", "publish_exit", "announce_exit"})


def things_to_knock_on(home: Household, people: dict[str, Any]) -> dict[str, Any]:
    """Return a case under a notice that is up today, an objection to it, and a household without a case, by name."""
    by = {"secretary": people["first_secretary"], "township": people["township"], "office": people["office"]}
    case = actions.open_case(household=home, kind="exit", by=by["secretary"], at=days(0))
    case = lead(case, by, upto="agree")
    now = timezone.now()
    actions.move_village(village=case.village, move="publish_exit", cases=[case.pk], by=by["secretary"], at=now)
    case.refresh_from_db()
    notice = case.publicity
    assert notice
    objection = actions.file_objection(publicity=notice, case=case, text="请再核实", contact="", by=None, at=now)
    Village.objects.filter(pk=case.village_id).update(kinds=("poor",), persons=2000)
    leaving = actions.apply_village_exit(
        village=case.village, told={}, note="符合条件", by=people["first_secretary"], at=days(0)
    )
    registry.take_households(rows=[household("8802", case.village)], **MORE)
    paper = actions.attach_paper(
        about=case, content=PNG, filename="签字.png", title="签字表", by=people["first_secretary"], at=now
    )
    return {
        "signed_paper": paper.pk, "paper_about": "case",
        "village_case": leaving.pk,
        "case": case.pk, "notice": notice.pk, "public_notice": notice.pk, "objection": objection.pk,
        "public_village": case.village_id, "waiting_household": Household.objects.get(code="8802").pk,
    }  # fmt: skip
