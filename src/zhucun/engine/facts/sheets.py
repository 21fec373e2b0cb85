"""Lists of households, members, income and natural changes as offices send them: row by row, most columns optional.

A sheet may bring a few columns for households the county knows; only a new household must say what it cannot be
without. Row classes are made from the dictionary, so that the two cannot differ.
"""

from collections.abc import Mapping
from dataclasses import field, make_dataclass, replace
from datetime import date
from decimal import Decimal
from types import GenericAlias, MappingProxyType
from typing import Any

from zhucun.engine.facts.fact import Fact, FactKind, Sight
from zhucun.engine.facts.household_values import HouseholdFacts, MemberFacts
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.income import INCOME, INCOME_ITEMS, ITEMS, IncomeItem, IncomeLine
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.texts import Text as T
from zhucun.engine.words_household import ChangeKind, Relation

K = FactKind
PLAIN: Mapping[FactKind, type[Any]] = {
    K.TEXT: str, K.CODE: str, K.COUNT: int, K.NUMBER: Decimal, K.MONEY: Decimal, K.SCORE: int, K.YES_NO: bool, K.DAY: date,
}  # fmt: skip


def row_class(name: str, facts: tuple[Fact, ...]) -> Any:
    """Return the frozen class of rows with these facts; what is not required may be left out."""
    return make_dataclass(name, [_field(fact) for fact in facts], frozen=True, slots=True, kw_only=True)


def _field(fact: Fact) -> tuple[str, Any] | tuple[str, Any, Any]:
    if fact.kind is K.WORDS:
        return fact.key, GenericAlias(tuple, (fact.words, ...)), field(default=())
    kind: Any = fact.words if fact.kind is K.WORD else PLAIN[fact.kind]
    return (fact.key, kind) if fact.required else (fact.key, kind | None, field(default=None))


NEW_HOUSEHOLD = ("village", "head_name", "status")
NEW_MEMBER = ("household_code", "name", "relation")
"""What a row must say of a household or member that the county does not know yet."""
FOR_NEW = T("新登记的必填", "required for a new one")
OR_MATCHED = T("不填的按姓名、村等核对", "left out, it is found by name, village and so on")


def _optional(fact: Fact, wanted: tuple[str, ...]) -> Fact:
    note = FOR_NEW if fact.key in wanted else OR_MATCHED if fact.key == "code" else fact.note
    return replace(fact, required=False, note=note)


HOUSEHOLD_SHEET: tuple[Fact, ...] = tuple(_optional(f, NEW_HOUSEHOLD) for f in HOUSEHOLD)
MEMBER_SHEET: tuple[Fact, ...] = tuple(_optional(f, NEW_MEMBER) for f in MEMBER if not f.computed)
INCOME_SHEET: tuple[Fact, ...] = tuple(
    replace(f, required=f.required and f.key != "code", note=T("收入项目代码（a1至e4）或名称", "Code (a1 to e4) or name of the item") if f.key == "item" else f.note)
    for f in INCOME if f.key != "version"
)  # fmt: skip
LEDGER_HEADINGS: Mapping[str, tuple[str, ...]] = {"d616": ("其他",)}
LEDGER_SHEET: tuple[Fact, ...] = (
    Fact("household", T("户编号", "Household number"), K.CODE, ("家庭编号", "户号", "AAC001"), required=True, canonical="h.code", sight=Sight.VILLAGE),
    Fact("person", T("人编号", "Person number"), K.CODE, ("人员编号", "人编码", "AAB001"), canonical="p.code", sight=Sight.VILLAGE, note=T("全家共同收入可不填", "Empty for income of the whole household")),
    Fact("year", T("年度", "Year"), K.COUNT, ("年份", "收入年度"), canonical="i.year", sight=Sight.VILLAGE, note=T("上年10月1日至本年9月30日；不填为最近一个完整周期", "1 October of the year before to 30 September; left out, the last whole period")),
    *(Fact(f"item_{item.code}", item.text, K.MONEY, (*item.headings, *LEDGER_HEADINGS.get(item.code, ())), unit=T("元", "yuan"), canonical=f"i.{item.code}", sight=Sight.TOWNSHIP) for item in INCOME_ITEMS),
)  # fmt: skip
"""The wide income ledger: one row for each person, one column for each item; columns of one item add up."""
CHANGE_SHEET: tuple[Fact, ...] = (
    Fact("household", T("户编号", "Household number"), K.CODE, ("家庭编号", "户号", "AAC001"), required=True, canonical="h.code", sight=Sight.VILLAGE),
    Fact("change", T("变化类型", "What happened"), K.WORD, ("变更类型", "自然变更", "变更原因", "增减原因"), words=ChangeKind, required=True, canonical="n.kind", sight=Sight.VILLAGE),
    Fact("on", T("变化日期", "Day of the change"), K.DAY, ("变更日期", "变更时间", "变化时间", "日期"), required=True, canonical="n.on", sight=Sight.VILLAGE),
    Fact("person", T("人编号", "Person number"), K.CODE, ("人员编号", "人编码", "AAB001"), canonical="p.code", sight=Sight.VILLAGE),
    Fact("relation", T("与户主关系", "Relation to the head"), K.WORD, ("家庭关系",), words=Relation, canonical="p.relation", sight=Sight.VILLAGE, note=T("新进家庭的人填", "For whoever joins the household")),
    Fact("other", T("另一户编号", "Number of the other household"), K.CODE, ("分出户编号", "并入户编号", "对方户编号"), canonical="n.other", sight=Sight.VILLAGE, note=T("分户、并户时必填", "Required for a split or merger")),
    Fact("reason", T("变化原因", "Why"), K.TEXT, ("情况说明", "说明"), canonical="n.reason", sight=Sight.VILLAGE),
    Fact("document", T("证明文件", "Document"), K.TEXT, ("证明材料",), canonical="n.document", sight=Sight.TOWNSHIP),
)  # fmt: skip
"""Natural changes, one row for each person concerned; rows of one household, kind and day are one event."""

HouseholdRow = row_class("HouseholdRow", HOUSEHOLD_SHEET)
MemberRow = row_class("MemberRow", MEMBER_SHEET)
IncomeRow = row_class("IncomeRow", INCOME_SHEET)
LedgerRow = row_class("LedgerRow", LEDGER_SHEET)
ChangeRow = row_class("ChangeRow", CHANGE_SHEET)
_HOUSEHOLD_KEYS = tuple(f.key for f in HOUSEHOLD_SHEET)
_MEMBER_KEYS = tuple(f.key for f in MEMBER_SHEET)


def household_of_row(row: Any) -> HouseholdFacts:
    """Return the household that a row describes; what it does not say is left empty."""
    values = {key: getattr(row, key) for key in _HOUSEHOLD_KEYS}
    return HouseholdFacts(**{**values, "head_name": row.head_name or "", "village": row.village or ""})


def member_of_row(row: Any) -> MemberFacts:
    """Return the member that a row describes; what it does not say is left empty."""
    return MemberFacts(**{key: getattr(row, key) for key in _MEMBER_KEYS})


def _by_name() -> dict[str, IncomeItem]:
    found: dict[str, IncomeItem] = {}
    for item in reversed(INCOME_ITEMS):
        for name in (item.code, item.text.zh, item.text.en, *item.headings):
            found[name.replace(" ", "").lower()] = item
    return found


ITEM_BY_NAME: Mapping[str, IncomeItem] = MappingProxyType(_by_name())


def item_named(written: str | None) -> IncomeItem | None:
    """Return the income item that a code, a label or another system's heading names."""
    return ITEM_BY_NAME.get((written or "").replace(" ", "").lower())


def line_of_row(row: Any) -> IncomeLine:
    """Return the line of the account that a row describes; without a number it is known by whose, what and when."""
    item = item_named(row.item)
    code = item.code if item else row.item
    month = row.month.replace(day=1)
    return IncomeLine(
        code=row.code or f"{row.person or row.household}-{code}-{month:%Y%m}", household=row.household, person=row.person,
        item=code, month=month, months=row.months or 1, amount_yuan=row.amount_yuan, proof=row.proof,
        evidence=row.evidence, note=row.note,
    )  # fmt: skip


LEDGER_ITEMS = tuple(f"item_{item.code}" for item in INCOME_ITEMS)


def parts_said(row: Any, code: str) -> list[str]:
    """Return the items below an item that a ledger row gives an amount for."""
    return [c for c in ITEMS if c != code and _below(c, code) and getattr(row, f"item_{c}") is not None]


def _below(code: str, of: str) -> bool:
    parent = ITEMS[code].parent
    while parent is not None:
        if parent == of:
            return True
        parent = ITEMS[parent].parent
    return False


def last_period(on: date) -> int:
    """Return the year of the last whole income period, 1 October to 30 September."""
    return on.year if on.month >= 10 else on.year - 1


def lines_of_ledger(row: Any) -> list[IncomeLine]:
    """Return the lines of a ledger row of a year: an amount of an item whose parts are given is no line itself."""
    first = date(row.year - 1, 10, 1)
    return [
        IncomeLine(
            code=f"{row.person or row.household}-{code}-{first.year + 1}", household=row.household, person=row.person,
            item=code, month=first, months=12, amount_yuan=amount,
        )
        for code in ITEMS
        if (amount := getattr(row, f"item_{code}")) and not parts_said(row, code)
    ]  # fmt: skip
