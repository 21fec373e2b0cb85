"""The lists that leave registry: households, members, income, natural changes, findings, and the national roster."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from zhucun.core.models import User
from zhucun.core.queries import place_name
from zhucun.engine.facts.fact import Fact, FactKind
from zhucun.engine.facts.income import ITEMS
from zhucun.engine.households.changes import ChangeKind
from zhucun.engine.households.written import Writing
from zhucun.engine.words_household import Proof
from zhucun.registry import queries
from zhucun.registry.bridge.households import (
    HOUSEHOLD_FACT,
    HOUSEHOLD_KEYS,
    MEMBER_FACT,
    MEMBER_KEYS,
)
from zhucun.registry.models import ChangedPerson, Household, IncomeLine, Member
from zhucun.registry.papers.masks import shown

CHUNK = 400


@dataclass(frozen=True)
class Asked:
    """For whom, in which codes, and whether personal facts are given in full."""

    user: User
    writing: Writing
    whole: bool
    day: date

    def cell(self, fact: Fact, value: Any) -> Any:
        """Return one value as the file says it, masked where it is personal and not to be seen in full."""
        masked = shown(fact, value, names=queries.may_see_names(self.user), whole=self.whole)
        if masked is not None:
            return masked
        value = value.open() if hasattr(value, "open") else value
        written = self.writing.value(fact, value)
        return written.isoformat() if isinstance(written, date) else written


Rows = Callable[[Sequence[Household], Asked], Iterator[list[Any]]]


@dataclass(frozen=True)
class Table:
    """One list: its heads in Chinese, as files of offices have them, and its rows of a run of households."""

    key: str
    heads: tuple[str, ...]
    rows: Rows
    facts: tuple[Fact, ...]


PLACE = ("县(市、区、旗)", "乡(镇)", "行政村", "行政区划代码")
OF_HOME = tuple(k for k in HOUSEHOLD_KEYS if k != "code")
OF_MEMBER = tuple(k for k in MEMBER_KEYS if k != "code")


def _place(home: Household) -> list[Any]:
    return [place_name(home.county), home.village.town, home.village.name, home.village_id]


def _households(homes: Sequence[Household], asked: Asked) -> Iterator[list[Any]]:
    for home in homes:
        yield [home.code, *_place(home), *(asked.cell(HOUSEHOLD_FACT[k], getattr(home, k)) for k in OF_HOME)]


def _members(homes: Sequence[Household], asked: Asked) -> Iterator[list[Any]]:
    by_key = {home.key: home for home in homes}
    for member in Member.objects.filter(household__in=list(by_key)).order_by("household_id", "key"):
        home = by_key[member.household_id]
        facts = (asked.cell(MEMBER_FACT[k], getattr(member, k)) for k in OF_MEMBER)
        yield [home.code, member.code, *_place(home), *facts]


def _income(homes: Sequence[Household], asked: Asked) -> Iterator[list[Any]]:
    codes = {home.key: home.code for home in homes}
    lines = IncomeLine.objects.filter(household__in=list(codes)).order_by("household_id", "month", "key")
    for line in lines:
        proof = Proof(line.proof).text.zh if line.proof else None
        person = line.person_id.split("-", 1)[1] if line.person_id else None
        yield [
            line.code, codes[line.household_id], person, line.item, ITEMS[line.item].text.zh, line.month.isoformat(),
            line.months, line.amount_yuan, proof, line.evidence, line.note,
        ]  # fmt: skip


def _changes(homes: Sequence[Household], asked: Asked) -> Iterator[list[Any]]:
    codes = {home.key: home.code for home in homes}
    rows = ChangedPerson.objects.filter(change__household__in=list(codes), change__undone_at__isnull=True)
    rows = rows.select_related("change__other", "member").order_by("change__household_id", "change__on", "pk")
    for row in rows:
        change = row.change
        relation = asked.cell(MEMBER_FACT["relation"], row.relation)
        name = asked.cell(MEMBER_FACT["name"], row.member.name)
        yield [
            codes[change.household_id], ChangeKind(change.kind).text.zh, change.on.isoformat(), row.member.code, name,
            relation, change.other.code if change.other else None, change.reason, change.document,
        ]  # fmt: skip


# The national person roster, heading by heading: H is the household's fact, M the member's.
ROSTER: tuple[tuple[str, str, str], ...] = (
    ("户编号", "H", "code"), ("人编号", "M", "code"), ("姓名", "M", "name"), ("证件号码", "M", "identity"),
    ("人数", "H", "persons"), ("与户主关系", "M", "relation"), ("民族", "M", "nation"), ("文化程度", "M", "schooling"),
    ("在校生状况", "M", "school"), ("健康状况", "M", "health"), ("劳动技能", "M", "labour"),
    ("务工时间（月）", "M", "work_months"), ("是否参加大病保险", "M", "serious_illness_insurance"),
    ("致贫原因1", "H", "main_cause"), ("危房户", "H", "unsafe_house"), ("是否解决安全饮用水", "H", "safe_water"),
    ("人均纯收入", "H", "net_per_head_yuan"), ("户联系电话", "H", "phone"), ("人联系电话", "M", "phone"),
    ("首次识别时间", "H", "listed"), ("人员识别时间", "M", "listed"), ("户类型", "H", "status"),
    ("易返贫致贫户(监测对象)类型", "H", "monitored"), ("风险是否消除", "H", "risk_removed"),
    ("风险识别时间", "H", "risk_found"), ("风险消除时间", "H", "risk_removed_on"),
)  # fmt: skip
ROSTER_START = ("序号", "数据日期", "县(市、区、旗)", "乡(镇)", "行政村", "自然村")


def _roster(homes: Sequence[Household], asked: Asked) -> Iterator[list[Any]]:
    found = queries.present_members([home.key for home in homes])
    for home in homes:
        start = [asked.day.isoformat(), place_name(home.county), home.village.town, home.village.name, home.group]
        for member in found.get(home.key, ()):
            cells = (
                asked.cell(HOUSEHOLD_FACT[key], getattr(home, key))
                if subject == "H"
                else asked.cell(MEMBER_FACT[key], getattr(member, key))
                for _heading, subject, key in ROSTER
            )
            yield [None, *start, *cells]


def _words(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(f for f in facts if f.kind in (FactKind.WORD, FactKind.WORDS))


HOME_FACTS = tuple(HOUSEHOLD_FACT[k] for k in OF_HOME)
PEOPLE_FACTS = tuple(MEMBER_FACT[k] for k in OF_MEMBER)
TABLES: dict[str, Table] = {
    t.key: t
    for t in (
        Table("households", ("户编号", *PLACE, *(f.text.zh for f in HOME_FACTS)), _households, _words(HOME_FACTS)),
        Table(
            "members", ("户编号", "人编号", *PLACE, *(f.text.zh for f in PEOPLE_FACTS)), _members, _words(PEOPLE_FACTS)
        ),
        Table(
            "income",
            (
                "收入记录编号", "户编号", "人编号", "收入项目", "项目名称", "月份", "月数", "金额", "依据", "证明材料",
                "说明",
            ),
            _income,
            (),
        ),
        Table(
            "changes",
            ("户编号", "变化类型", "变化日期", "人编号", "姓名", "与户主关系", "另一户编号", "变化原因", "证明文件"),
            _changes,
            (MEMBER_FACT["relation"],),
        ),
        Table(
            "roster",
            (*ROSTER_START, *(heading for heading, _s, _k in ROSTER)),
            _roster,
            _words(
                MEMBER_FACT[k] if s == "M" else HOUSEHOLD_FACT[k] for _h, s, k in ROSTER
            ),
        ),
    )
}  # fmt: skip


def table_rows(table: Table, homes: QuerySet[Household], asked: Asked) -> Iterator[list[Any]]:
    """Yield the rows of a list for every household, run by run; the roster is numbered through."""
    number = 0
    for run in _runs(homes):
        for row in table.rows(run, asked):
            if table.key == "roster":
                number += 1
                row[0] = number
            yield row


def _runs(homes: QuerySet[Household]) -> Iterator[list[Household]]:
    """Yield households in runs by their key: each run its own query, so that nothing is held open meanwhile."""
    last = ""
    while True:
        run = list(homes.filter(key__gt=last).order_by("key").select_related("village")[:CHUNK])
        if not run:
            return
        yield run
        last = run[-1].key
