"""Red lines: dated local rules by which a record in another register makes a listed household a suspect.

The rules ship in policy/parameters/scheme_red_lines.yaml (ten principles, nine red lines, seven cleared and four
strict), and a county may enter its own. Exemptions, such as resettlement housing, stand beside them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhucun.engine.errors import BadProblem
from zhucun.engine.targeting.rule_sets import RuleSet, rule_set
from zhucun.engine.texts import Text
from zhucun.engine.words import Word


class Register(Word):
    """Whose records are compared."""

    VEHICLE = "vehicle", "车辆登记", "Vehicle register"
    MACHINERY = "machinery", "农机和工程机械登记", "Machinery register"
    TOWN_HOUSE = "town_house", "不动产登记", "Register of real estate"
    BUSINESS = "business", "工商登记", "Business register"
    PAYROLL = "payroll", "财政供养人员", "Public payroll"
    CADRE = "cadre", "村干部名册", "Village cadres"
    EMPLOYER = "employer", "种养大户和雇工名册", "Big farms and employers"
    DEAD = "dead", "死亡和失踪登记", "Register of deaths and missing persons"
    PRISON = "prison", "服刑人员", "Prisoners"
    REGISTRATION = "registration", "户籍", "Household registration"
    EMPTY_HOME = "empty_home", "空置户核查", "Check of empty homes"
    STUDY_ABROAD = "study_abroad", "自费出国留学", "Self-paid study abroad"
    COMMERCIAL_PENSION = "commercial_pension", "商业养老保险", "Commercial pensions"
    APPLIANCE = "appliance", "大件家电", "Large appliances"
    PUNISHED = "punished", "治安处罚", "Public-order penalties"
    REPORT = "report", "群众举报", "Reports by villagers"


class Severity(Word):
    """What a confirmed suspect leads to."""

    EXCLUDE = "exclude", "经核实即不符合条件", "Not eligible if confirmed"
    REVIEW = "review", "从严审核", "Strict review"


class Whose(Word):
    """Whose record it is, seen from the household."""

    MEMBER = "member", "家庭成员", "Member"
    PARENT = "parent", "父母", "Parent"
    SPOUSE = "spouse", "配偶", "Spouse"
    CHILD = "child", "子女", "Child"
    OTHER = "other", "其他亲属", "Other relative"


@dataclass(frozen=True, slots=True)
class Rule:
    """One red line."""

    code: str
    text: Text
    register: Register
    severity: Severity
    whose: tuple[Whose, ...]
    more_than_yuan: Decimal | None


@dataclass(frozen=True, slots=True)
class Exemption:
    """What spares a record: its purpose, or a fact of the household."""

    code: str
    text: Text
    registers: tuple[Register, ...]
    purposes: tuple[str, ...]
    household: str | None


@dataclass(frozen=True, slots=True)
class RedLines:
    """The rules and exemptions of one area on one day."""

    rules: tuple[Rule, ...]
    exemptions: tuple[Exemption, ...]
    source: RuleSet


def red_lines(*, on: date, area: str = "", code: str | None = None, local: Iterable[RuleSet] = ()) -> RedLines:
    """Return the red lines that hold on a day in an area, or those of a code, with their exemptions."""
    found = rule_set("red_lines", on=on, area=area, code=code, local=local)
    rules, exemptions = found.settings["rules"], found.settings.get("exemptions", ())
    return RedLines(tuple(map(_rule, rules)), tuple(map(_exemption, exemptions)), found)


def _rule(row: Mapping[str, Any]) -> Rule:
    limit = row.get("more_than")
    return Rule(
        code=str(row["code"]),
        text=Text(row["text"]["zh"], row["text"]["en"]),
        register=Register(row["register"]),
        severity=Severity(row["severity"]),
        whose=tuple(Whose(w) for w in row["whose"]),
        more_than_yuan=None if limit is None else Decimal(str(limit)),
    )


def _exemption(row: Mapping[str, Any]) -> Exemption:
    if not row.get("purposes") and not row.get("household"):
        raise BadProblem(
            "red_lines.empty_exemption",
            Text(
                "例外“{code}”没有写明用途或户情，会豁免一切。请补充。",
                "The exemption “{code}” names neither a purpose nor a fact of the household and would spare "
                "everything. Add one.",
            ),
            code=row["code"],
        )
    return Exemption(
        code=str(row["code"]),
        text=Text(row["text"]["zh"], row["text"]["en"]),
        registers=tuple(Register(r) for r in row["registers"]),
        purposes=tuple(row.get("purposes", ())),
        household=row.get("household"),
    )
