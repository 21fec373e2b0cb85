"""Quality rules for lists of households, members, income and natural changes."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from zhucun.engine.facts.income import ITEMS, PARTS
from zhucun.engine.facts.sheets import LEDGER_ITEMS, item_named
from zhucun.engine.households.changes import JOINS, LEAVES
from zhucun.engine.intake.faults import Severity
from zhucun.engine.intake.quality.roster import ROSTER_RULES
from zhucun.engine.intake.quality.rule import Check, Context, Finding, Row, Rule, repeated
from zhucun.engine.texts import Text
from zhucun.engine.words_household import ChangeKind

ERROR, WARNING = Severity.ERROR, Severity.WARNING
FEN = Decimal("0.01")


def _twice(*keys: str) -> Check:
    def find(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
        for row, first in repeated(rows, keys):
            yield Finding(row.number, keys[0], row.values[keys[0]], {"first": first.number})

    return find


def _none_of(key: str, *keys: str) -> Check:
    def find(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
        for row in rows:
            if not any(row.values.get(k) for k in keys):
                yield Finding(row.number, key, None, {})

    return find


def _each(key: str, wrong: Callable[[Row], bool]) -> Check:
    def find(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
        for row in rows:
            if wrong(row):
                yield Finding(row.number, key, row.values.get(key), {})

    return find


def _unknown_item(row: Row) -> bool:
    return bool(row.values.get("item")) and item_named(row.values["item"]) is None


def _bad_months(row: Row) -> bool:
    months = row.values.get("months")
    return months is not None and not 1 <= months <= 12


def _too_fine(row: Row) -> bool:
    amount = row.values.get("amount_yuan")
    return amount is not None and amount != amount.quantize(FEN)


def _no_other(row: Row) -> bool:
    return row.values.get("change") in (ChangeKind.SPLIT, ChangeKind.MERGED) and not row.values.get("other")


def _nobody(row: Row) -> bool:
    wanted = (*JOINS, *LEAVES, ChangeKind.SPLIT, ChangeKind.NEW_HEAD)
    return row.values.get("change") in wanted and not row.values.get("person")


def _parent_differs(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        for code in ITEMS:
            stated = row.values.get(f"item_{code}")
            parts = [row.values.get(f"item_{part.code}") for part in PARTS[code]]
            said = [p for p in parts if p is not None]
            if stated is not None and said and stated != sum(said):
                yield Finding(row.number, f"item_{code}", stated, {"sum": sum(said)})


def _fine_ledger(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        for key in LEDGER_ITEMS:
            amount = row.values.get(key)
            if amount is not None and amount != amount.quantize(FEN):
                yield Finding(row.number, key, amount, {})


def _future(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        on = row.values.get("on")
        if on is not None and on > context.on:
            yield Finding(row.number, "on", on, {})


KEEP_ONE = Text("请保留正确的一行。", "Keep the row that is right.")
TO_A_FEN = Text("请填到分为止。", "Give it to the fen at most.")
FINE = (
    Text("金额到分", "Amounts are to the fen"),
    Text("金额 {value} 比分还细。", "{value} is finer than a fen."),
    TO_A_FEN,
)

HOUSEHOLD_SHEET_RULES: tuple[Rule, ...] = (
    Rule("households.same_code", ERROR, Text("一个户编号只出现一次", "A household number stands once"),
         Text("户编号 {value} 与第 {first} 行重复。", "Household number {value} is also in row {first}."), KEEP_ONE, _twice("code")),
    Rule("households.nothing_named", ERROR, Text("每行有户编号或户主姓名", "Each row has a household number or the head's name"),
         Text("既没有户编号，也没有户主姓名，不知道是哪一户。", "Neither number nor head's name: nobody can tell which household it is."),
         Text("请补填户编号。", "Fill in the household number."), _none_of("code", "code", "head_name")),
)  # fmt: skip
MEMBER_SHEET_RULES: tuple[Rule, ...] = (
    Rule("members.nothing_named", ERROR, Text("每行有人编号、证件号码或姓名", "Each row has a person number, an identity number or a name"),
         Text("没有人编号、证件号码和姓名，不知道是谁。", "No person number, identity number or name: nobody can tell who it is."),
         Text("请补填人编号或证件号码。", "Fill in the person or identity number."), _none_of("code", "code", "identity", "name")),
    *(rule for rule in ROSTER_RULES if rule.code in ("roster.same_code", "roster.same_identity", "roster.wrong_identity", "roster.other_birth", "roster.other_sex")),
)  # fmt: skip
INCOME_SHEET_RULES: tuple[Rule, ...] = (
    Rule("income.same_code", ERROR, Text("一个记录编号只出现一次", "A line number stands once"),
         Text("记录编号 {value} 与第 {first} 行重复。", "Line number {value} is also in row {first}."), KEEP_ONE, _twice("code")),
    Rule("income.unknown_item", ERROR, Text("收入项目在全国项目表中", "The item is on the national list"),
         Text("没有收入项目“{value}”。", "There is no income item “{value}”."),
         Text("请填项目代码（a1至e4）或全国项目表中的名称。", "Give a code, a1 to e4, or a name of the national list."), _each("item", _unknown_item)),
    Rule("income.months", ERROR, Text("月数为1至12", "A line covers 1 to 12 months"),
         Text("月数 {value} 不在1至12之间。", "{value} is not from 1 to 12 months."),
         Text("一条记录最多跨12个月，请分开填。", "A line covers twelve months at most; split it."), _each("months", _bad_months)),
    Rule("income.too_fine", ERROR, *FINE, _each("amount_yuan", _too_fine)),
)  # fmt: skip
LEDGER_RULES: tuple[Rule, ...] = (
    Rule("ledger.too_fine", ERROR, *FINE, _fine_ledger),
    Rule("ledger.parent_differs", WARNING, Text("合计等于各分项之和", "A total is the sum of its parts"),
         Text("合计 {value} 不等于各分项之和 {sum}；按分项导入。", "The total {value} is not {sum}, the sum of its parts; the parts are taken."),
         Text("请核对是漏了分项还是算错。", "See whether a part is missing or the sum is wrong."), _parent_differs),
)  # fmt: skip
CHANGE_RULES: tuple[Rule, ...] = (
    Rule("changes.no_other", ERROR, Text("分户、并户写明另一户", "A split or merger names the other household"),
         Text("分户或并户没有写另一户编号。", "The split or merger does not name the other household."),
         Text("请补填另一户编号。", "Fill in the other household's number."), _each("other", _no_other)),
    Rule("changes.nobody", ERROR, Text("写明是谁", "The person is named"),
         Text("没有写明是谁。", "It does not say who."), Text("请补填人编号。", "Fill in the person number."), _each("person", _nobody)),
    Rule("changes.future", ERROR, Text("变化日期不在将来", "A change is not in the future"),
         Text("变化日期 {value} 还没有到。", "{value} is still to come."), Text("请更正日期。", "Correct the day."), _future),
)  # fmt: skip
