"""Quality rules for existing posts."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from functools import partial

from zhucun.engine.intake.faults import Severity
from zhucun.engine.intake.names import stem
from zhucun.engine.intake.quality.rule import Context, Finding, Row, Rule
from zhucun.engine.intake.unit_matching import unit_index
from zhucun.engine.texts import Text


def _overlap(one: Row, other: Row) -> bool:
    a, b = one.values.get("since"), other.values.get("since")
    if a is None or b is None:
        return False
    a_end, b_end = one.values.get("until") or date.max, other.values.get("until") or date.max
    return bool(a < b_end and b < a_end)


def _village(row: Row) -> Hashable:
    code, name = row.values.get("village_code"), row.values.get("village")
    if code:
        return str(code)
    return (stem(row.values.get("town") or "", "town"), stem(name)) if name else None


def _person(row: Row) -> Hashable:
    code, name = row.values.get("candidate_code"), row.values.get("name")
    if code:
        return str(code)
    return (name, row.values.get("unit")) if name else None


def _clash(rows: Sequence[Row], context: Context, by: Callable[[Row], Hashable], key: str) -> Iterator[Finding]:
    seen: dict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        what = by(row)
        if what is None:
            continue
        other = next((r for r in seen[what] if _overlap(r, row)), None)
        if other is not None:
            yield Finding(row.number, key, row.values.get(key), {"first": other.number})
        seen[what].append(row)


def _ends_before(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        since, until = row.values.get("since"), row.values.get("until")
        if since and until and until < since:
            yield Finding(row.number, "until", until, {"since": since})


def _future(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        since = row.values.get("since")
        if since and since > context.on:
            yield Finding(row.number, "since", since, {"on": context.on})


def _unknown_village(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    if context.villages is None:
        return
    codes = {v.code for v in context.villages if v.code}
    names = {stem(v.name) for v in context.villages}
    for row in rows:
        code, name = row.values.get("village_code"), row.values.get("village")
        if (code and code not in codes) or (not code and name and stem(name) not in names):
            yield Finding(row.number, "village_code" if code else "village", code or name, {})


def _unknown_person(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    if context.candidates is None:
        return
    codes = {c.code for c in context.candidates}
    for row in rows:
        code = row.values.get("candidate_code")
        if code and code not in codes:
            yield Finding(row.number, "candidate_code", code, {})


def _above_most(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    index = unit_index(context.units or ())
    sent: dict[str, int] = defaultdict(int)
    for row in rows:
        unit = index.get(row.values.get("unit") or "")
        until = row.values.get("until")
        if unit is None or unit.most is None or (until and until < context.on):
            continue
        sent[unit.name] += 1
        if sent[unit.name] > unit.most:
            yield Finding(row.number, "unit", unit.name, {"n": sent[unit.name], "most": unit.most})


ERROR, WARNING = Severity.ERROR, Severity.WARNING

POST_RULES: tuple[Rule, ...] = (
    Rule("posts.two_posts", ERROR, Text("一人同一时期只任一职", "A person holds one post at a time"),
         Text("“{value}”同一时期还在第 {first} 行任职。", "“{value}” serves in row {first} at the same time."),
         Text("请补填先前任职的到期日期，或删除错行。", "Give the end of the earlier post, or delete the wrong row."),
         partial(_clash, by=_person, key="name")),
    Rule("posts.two_secretaries", ERROR, Text("一村同一时期只有一名第一书记", "A village has one First Secretary at a time"),
         Text("“{value}”同一时期在第 {first} 行已有第一书记。", "“{value}” has a First Secretary in row {first} at the same time."),
         Text("请补填前任的到期日期，或删除错行。", "Give the end of the earlier post, or delete the wrong row."),
         partial(_clash, by=_village, key="village")),
    Rule("posts.ends_before", ERROR, Text("到期不早于任职", "A post does not end before it begins"),
         Text("到期日期 {value} 早于任职日期 {since}。", "The post ends on {value}, before it began on {since}."),
         Text("请更正日期。", "Correct the days."), _ends_before),
    Rule("posts.future", WARNING, Text("任职日期不晚于填报日", "Posts have begun"),
         Text("任职日期 {value} 晚于 {on}。", "The post begins on {value}, after {on}."),
         Text("请核对年份。", "Check the year."), _future),
    Rule("posts.unknown_village", ERROR, Text("派驻村在村名册之内", "Villages are in the register"),
         Text("村名册里没有“{value}”。", "The register has no village “{value}”."),
         Text("请改为名册中的村名或代码，或先导入村。", "Use the register's name or code, or import the villages first."), _unknown_village),
    Rule("posts.unknown_person", WARNING, Text("任职人员在人选名册之内", "Persons are in the register"),
         Text("人选名册里没有编号 {value}。", "The register has no staff number {value}."),
         Text("请核对编号，或先导入人选。", "Check the number, or import the candidates first."), _unknown_person),
    Rule("posts.above_most", WARNING, Text("单位派出人数不超过名额", "A unit sends no more than it may"),
         Text("“{value}”已派出 {n} 人，名额是 {most} 人。", "“{value}” has sent {n} persons and may send {most}."),
         Text("请核对名额，或减少派出。", "Check the quota, or send fewer."), _above_most),
)  # fmt: skip
