"""Quality rules for candidates: whether a row can be true; whether the person may be posted is policy, not quality."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from zhucun.engine.intake.faults import Severity
from zhucun.engine.intake.matches import Band
from zhucun.engine.intake.quality.rule import Context, Finding, Row, Rule, repeated
from zhucun.engine.intake.unit_matching import nearest_unit, unit_index
from zhucun.engine.texts import Text
from zhucun.engine.words import PartyStatus

YOUNGEST, OLDEST = 18, 65
PARTY_AGE, WORK_AGE = 18, 16
MOST_WISHES = 5


def years(start: date, end: date) -> int:
    """Return whole years from one day to another."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _same(rows: Sequence[Row], context: Context, keys: tuple[str, ...], key: str) -> Iterator[Finding]:
    for row, first in repeated(rows, keys):
        yield Finding(row.number, key, row.values.get(key), {"first": first.number})


def _same_person(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row, first in repeated(rows, ("name", "born", "sex")):
        if row.values.get("code") != first.values.get("code"):
            yield Finding(row.number, "name", row.values.get("name"), {"first": first.number})


def _too_early(rows: Sequence[Row], context: Context, key: str, age: int) -> Iterator[Finding]:
    for row in rows:
        born, day = row.values.get("born"), row.values.get(key)
        # Months are often given without a day, so a person may be taken for a month younger than they are.
        if born and day and years(born, day) < age and (born.year + age, born.month) > (day.year, day.month):
            yield Finding(row.number, key, day, {"born": born, "age": years(born, day)})


def _future(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        for key in ("born", "party_joined", "work_started"):
            day = row.values.get(key)
            if day and day > context.on:
                yield Finding(row.number, key, day, {"on": context.on})


def _age(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        born = row.values.get("born")
        if born and born <= context.on and not YOUNGEST <= years(born, context.on) <= OLDEST:
            yield Finding(row.number, "born", born, {"age": years(born, context.on)})


def _unknown_unit(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    if context.units is None:
        return
    index = unit_index(context.units)
    for row in rows:
        unit = row.values.get("unit")
        if unit is not None and unit not in index:
            near = nearest_unit(unit, context.units)
            if near is not None and near.band is Band.CERTAIN:
                continue
            like = near.right if near else None
            yield Finding(
                row.number,
                "unit",
                unit,
                {"like": Text(f"，最相近的是“{like}”" if like else "", f"; “{like}” is nearest" if like else "")},
            )


def _too_few_for_least(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    index = unit_index(context.units or ())
    sends = Counter(index[row.values["unit"]].name for row in rows if row.values.get("unit") in index)
    last = {row.values["unit"]: row for row in rows if row.values.get("unit") in index}
    for name, row in last.items():
        unit = index[name]
        if unit.least is not None and sends[unit.name] < unit.least and unit.name == index[name].name:
            yield Finding(row.number, "unit", name, {"n": sends[unit.name], "least": unit.least})


def _party_day(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        if row.values.get("party") is PartyStatus.FULL and row.values.get("party_joined") is None:
            yield Finding(row.number, "party_joined", None, {})


def _joined_without_party(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    outside = (PartyStatus.LEAGUE, PartyStatus.NONE, PartyStatus.OTHER_PARTY)
    for row in rows:
        if row.values.get("party") in outside and row.values.get("party_joined") is not None:
            yield Finding(row.number, "party", row.values["party"].text.zh, {"day": row.values["party_joined"]})


def _many_wishes(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        wishes = row.values.get("wishes") or ()
        if len(wishes) > MOST_WISHES:
            yield Finding(row.number, "wishes", wishes, {"n": len(wishes)})


def _wishes_avoided(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        both = [name for name in row.values.get("wishes") or () if name in (row.values.get("avoid") or ())]
        if both:
            yield Finding(row.number, "wishes", tuple(both), {})


def _more_years_than_work(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        born = row.values.get("born")
        for key in ("rural_years", "party_work_years"):
            told = row.values.get(key)
            if told is not None and born and told > max(years(born, context.on) - WORK_AGE + 1, 0):
                yield Finding(row.number, key, told, {"age": years(born, context.on)})


def _phone(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        phone = row.values.get("phone")
        digits = "".join(c for c in phone or "" if c.isdigit())
        if phone is not None and not 7 <= len(digits) <= 13:
            yield Finding(row.number, "phone", phone, {})


ERROR, WARNING = Severity.ERROR, Severity.WARNING
DAYS = Text("请核对出生日期和该日期。", "Check the date of birth and this day.")

CANDIDATE_RULES: tuple[Rule, ...] = (
    Rule("candidates.same_code", ERROR, Text("一个编号只对应一人", "A staff number stands for one person"),
         Text("人员编号 {value} 与第 {first} 行重复。", "Staff number {value} is also in row {first}."),
         Text("请更正编号，或删除重复的一行。", "Correct the number or delete one row."), partial(_same, keys=("code",), key="code")),
    Rule("candidates.same_person", WARNING, Text("一个人只填一行", "A person has one row"),
         Text("“{value}”与第 {first} 行姓名、性别、出生日期都相同，编号不同。", "“{value}” has the name, sex and birth of row {first} under another number."),
         Text("请核对是否同一人重复申报。", "See whether the same person was entered twice."), _same_person),
    Rule("candidates.party_before_18", ERROR, Text("年满18岁方可入党", "Nobody joins the Party before 18"),
         Text("入党日期 {value} 时只有 {age} 岁。", "On joining the Party on {value} the person was {age}."), DAYS, partial(_too_early, key="party_joined", age=PARTY_AGE)),
    Rule("candidates.work_before_16", ERROR, Text("年满16岁方可参加工作", "Nobody starts work before 16"),
         Text("参加工作日期 {value} 时只有 {age} 岁。", "On starting work on {value} the person was {age}."), DAYS, partial(_too_early, key="work_started", age=WORK_AGE)),
    Rule("candidates.future_day", ERROR, Text("日期不晚于填报日", "Days do not lie in the future"),
         Text("日期 {value} 晚于 {on}。", "{value} lies after {on}."), Text("请更正年份。", "Correct the year."), _future),
    Rule("candidates.age", WARNING, Text("年龄在18到65岁之间", "Ages run from 18 to 65"),
         Text("按出生日期 {value} 为 {age} 岁。", "Born {value}, the person is {age}."), Text("请核对出生日期。", "Check the date of birth."), _age),
    Rule("candidates.unknown_unit", WARNING, Text("派出单位在单位名册之内", "Sending units are in the register"),
         Text("单位名册里没有“{value}”{like}。", "The register has no unit “{value}”{like}."),
         Text("请改为名册中的名称，或先登记该单位。", "Use the register's name, or enter the unit first."), _unknown_unit),
    Rule("candidates.below_least", WARNING, Text("单位推荐人数不少于必派人数", "A unit names at least as many as it must send"),
         Text("“{value}”只推荐了 {n} 人，少于必派的 {least} 人。", "“{value}” names {n} persons and must send {least}."),
         Text("请该单位补充人选。", "Ask the unit for more."), _too_few_for_least),
    Rule("candidates.no_party_day", WARNING, Text("党员填写入党日期", "Members give the day they joined"),
         Text("是中共党员，但没有入党日期，无法核对党龄。", "A full member without a day of joining: years of membership cannot be checked."),
         Text("请补填入党日期。", "Give the day."), _party_day),
    Rule("candidates.party_day_of_none", WARNING, Text("不是党员的不填入党日期", "Only members have a day of joining"),
         Text("政治面貌是“{value}”，却有入党日期 {day}。", "Political status is “{value}” yet a day of joining {day} is given."),
         Text("请更正其中之一。", "Correct one of the two."), _joined_without_party),
    Rule("candidates.many_wishes", WARNING, Text("志愿最多五个", "At most five wishes"),
         Text("填了 {n} 个志愿，只看前五个。", "{n} wishes are given; the first five count."), Text("请按先后保留五个。", "Keep five in order."), _many_wishes),
    Rule("candidates.wishes_avoided", ERROR, Text("志愿不在回避地", "Nobody wishes for a place to be avoided"),
         Text("“{value}”既是志愿又是回避地。", "“{value}” is both wished for and to be avoided."), Text("请更正其中之一。", "Correct one of the two."), _wishes_avoided),
    Rule("candidates.years_above_age", WARNING, Text("工作年限与年龄相符", "Years of work fit the age"),
         Text("年限 {value} 年与年龄 {age} 岁不符。", "{value} years do not fit an age of {age}."), Text("请核对年限。", "Check the years."), _more_years_than_work),
    Rule("candidates.phone", WARNING, Text("电话有7到13位数字", "A phone has 7 to 13 digits"),
         Text("电话“{value}”位数不对。", "Phone “{value}” has a wrong number of digits."), Text("请核对电话。", "Check the phone."), _phone),
)  # fmt: skip
