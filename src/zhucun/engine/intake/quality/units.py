"""Quality rules for sending units."""

from collections.abc import Iterator, Sequence

from zhucun.engine.facts import Subject
from zhucun.engine.intake.faults import Severity
from zhucun.engine.intake.quality.rule import Context, Finding, Row, Rule, above, repeated
from zhucun.engine.intake.unit_names import unit_core
from zhucun.engine.texts import Text


def _same_code(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row, first in repeated(rows, ("code",)):
        yield Finding(row.number, "code", row.values["code"], {"first": first.number})


def _same_name(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row, first in repeated(rows, ("name",)):
        yield Finding(row.number, "name", row.values["name"], {"first": first.number})


def _same_unit(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    first: dict[str, Row] = {}
    for row in rows:
        name = row.values.get("name")
        if name is None:
            continue
        known = first.setdefault(unit_core(name), row)
        if known.values["name"] != name:
            yield Finding(row.number, "name", name, {"first": known.number, "other": known.values["name"]})


def _shared_short_name(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    owner: dict[str, Row] = {}
    for row in rows:
        for short in row.values.get("short_names") or ():
            known = owner.setdefault(short, row)
            if known is not row:
                yield Finding(row.number, "short_names", short, {"first": known.number})


def _sends_nobody(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        if row.values.get("most") == 0:
            yield Finding(row.number, "most", 0, {})


ERROR, WARNING = Severity.ERROR, Severity.WARNING

UNIT_RULES: tuple[Rule, ...] = (
    Rule("units.same_code", ERROR, Text("一个编号只对应一个单位", "A number stands for one unit"),
         Text("单位编号 {value} 与第 {first} 行重复。", "Unit number {value} is also in row {first}."),
         Text("请更正其中之一。", "Correct one of the two."), _same_code),
    Rule("units.same_name", ERROR, Text("一个单位只填一行", "A unit has one row"),
         Text("“{value}”与第 {first} 行重复。", "“{value}” is also in row {first}."),
         Text("请删除重复的一行。", "Delete one of the rows."), _same_name),
    Rule("units.same_unit", WARNING, Text("同一单位只用一个名称", "A unit goes by one name"),
         Text("“{value}”与第 {first} 行的“{other}”像是同一单位。", "“{value}” looks like the unit “{other}” of row {first}."),
         Text("若是同一单位，请合并，把另一写法填入“简称”。", "If so, merge them and put the other spelling under short names."), _same_unit),
    Rule("units.shared_short_name", ERROR, Text("一个简称只属于一个单位", "A short name belongs to one unit"),
         Text("简称“{value}”也属于第 {first} 行的单位。", "The short name “{value}” also belongs to the unit of row {first}."),
         Text("请从其中一行删除。", "Delete it from one of the rows."), _shared_short_name),
    above("units.least_above_most", Subject.UNITS, "least", "most", ERROR,
          Text("请更正名额：最少不能大于最多。", "Correct the quota: the least cannot exceed the most.")),
    Rule("units.sends_nobody", WARNING, Text("名额不为0", "A unit may send somebody"),
         Text("最多选派人数是 0，该单位不会有人被派出。", "The unit may send 0 persons, so nobody of it will be posted."),
         Text("若不限名额，请留空。", "Leave it blank if there is no limit."), _sends_nobody),
)  # fmt: skip
