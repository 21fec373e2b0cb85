"""A small county with one of everything that an address may name."""

from datetime import timedelta
from typing import Any

from tests.contract.households_rows import make_household
from tests.contract.identification_rows import things_to_knock_on
from tests.contract.postings_rows import COUNTY, DAY, NOON, make_people, make_villages
from tests.contract.verification_rows import things_to_verify
from tests.contract.visits_rows import things_of_visits
from zhucun.core.models import SendingUnit, User
from zhucun.core.statuses import Role
from zhucun.engine.facts import Subject
from zhucun.intake.actions.beginning import begin
from zhucun.policy import actions as policy
from zhucun.policy import bridge
from zhucun.postings import actions
from zhucun.postings.models import Candidate, Plan, Term
from zhucun.registry.actions import explain_finding, withdraw_line
from zhucun.registry.models import Evidence, HomeSurvey, Household, IncomeLine, NaturalChange

SHEET = "村名,乡镇,总户数\n永安村,监军街道,300\n".encode()


def account_to_knock_on(home: Household, by: User) -> dict[str, Any]:
    """Return a line of the income account, one that was withdrawn, and a file."""
    line, other = IncomeLine.objects.filter(household=home).order_by("key")
    gone = withdraw_line(key=other.key, version=None, by=by, at=NOON, reason="重复登记")
    file = Evidence.objects.create(
        household=home, line=line, line_code=line.code, title="工资条", kind="image/png", size=1, digest="0" * 64,
        file="evidence/none.sealed", by=by, at=NOON,
    )  # fmt: skip
    asked = HomeSurvey.objects.create(household=home, on=DAY, surveyor="某人", by=by, at=NOON)
    return {"income_line": line.key, "withdrawn_line": gone.pk, "evidence": file.pk, "survey": asked.pk}


def make_world(person: Any) -> dict[str, Any]:
    """Make the county; returns what addresses need by name, and the people by role."""
    villages = make_villages(4)
    candidates = make_people(9)
    unit = SendingUnit.objects.get(pk=candidates[0].unit_id)
    more = {Role.SENDING_UNIT: {"unit": unit}}
    people = {role: person(role, scope=scope_of(role, villages[0].code), **more.get(role, {})) for role in Role.values}
    organiser, other = people[Role.ORGANISER], person("organiser", name="另一人")
    published = approved_plan(organiser, other)
    actions.publish(plan=published, by=organiser, at=NOON, handover=DAY)
    draft = actions.make_plan(county=COUNTY, name="下一批", on=DAY + timedelta(days=30), by=organiser, at=NOON)
    actions.forbid_pair(
        plan=draft, village=villages[0], candidate=candidates[8], reason="本人申请回避", by=organiser, at=NOON
    )
    actions.set_area_quota(plan=draft, area=COUNTY, least=0, most=99, reason="全县名额", by=organiser, at=NOON)
    file = begin(content=SHEET, filename="村.csv", subject=Subject.VILLAGES, county=COUNTY, by=organiser, at=NOON)
    home = make_household("8801", villages[0])
    explained = explain_finding(
        village=villages[0],
        rule="households.no_head",
        code="8801",
        mark="m" * 24,
        reason="户主外出",
        by=organiser,
        at=NOON,
    )
    noted = NaturalChange.objects.create(household=home, kind="birth", on=DAY, reason="出生", at=NOON)
    knocked = things_to_knock_on(home, people)
    later, paper = DAY + timedelta(days=900), {"reference": "县文件", "reason": "示例"}
    own = {"area": COUNTY, "since": later, "by": people[Role.OFFICE], "at": NOON, **paper}
    figure = policy.add_figure(name="income_line.exit", value=5000, **own)
    rules = policy.add_rule_set(kind="exit", name="本县", content=bridge.papers_of("exit")[0], **own)
    ids = {
        **things_to_verify(home),
        **knocked,
        "account": people[Role.TOWNSHIP].pk,
        "own_figure": figure.pk,
        "own_rules": rules.pk,
        **things_of_visits(home, people),
        "household": home.pk,
        "member": f"{COUNTY}-880101",
        "explanation": explained.pk,
        "natural_change": noted.pk,
        **account_to_knock_on(home, organiser),
        "village": villages[0].code,
        "candidate": candidates[0].pk,
        "unit": unit.pk,
        "published": published.pk,
        "draft": draft.pk,
        "scheme": draft.scheme_id,
        "pair_rule": draft.pair_rules.get().pk,
        "area_quota": draft.area_quotas.get().pk,
        "term": Term.objects.running().order_by("village_id")[0].pk,
        "import": file.pk,
        "import_row": 2,
    }
    return {"ids": ids, "people": people}


def scope_of(role: str, village: str) -> str:
    """Return the place of an account of this role around a village."""
    digits = {Role.TOWNSHIP: 9, Role.FIRST_SECRETARY: 12, Role.PROVINCE: 2}.get(Role(role), 6)
    return village[:digits]


def approved_plan(by: User, other: User) -> Plan:
    """Return a plan that one person proposed and another approved."""
    plan = actions.make_plan(county=COUNTY, name="第一批", on=DAY, by=by, at=NOON)
    plan = actions.propose(plan=plan, by=by, at=NOON)
    assert Candidate.objects.exists()
    return actions.approve(plan=plan, by=other, at=NOON)
