"""Quality rules for villages."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache, partial
from statistics import median

from zhucun.engine import places
from zhucun.engine.errors import BadProblem
from zhucun.engine.facts import FACTS, FactKind, Subject
from zhucun.engine.intake.faults import Severity
from zhucun.engine.intake.names import same_place, stem
from zhucun.engine.intake.quality.rule import Context, Finding, Row, Rule, above
from zhucun.engine.texts import Text

ABSURD_YUAN = Decimal(1_000_000_000)
TIMES_MEDIAN = 1_000
PLACEHOLDER_YUAN = Decimal(10)
FEWEST_PER_HOUSEHOLD, MOST_PER_HOUSEHOLD = 1, 8
FIGURES = tuple(f.key for f in FACTS[Subject.VILLAGES] if f.kind in (FactKind.COUNT, FactKind.NUMBER, FactKind.MONEY))
MONEY = tuple(f.key for f in FACTS[Subject.VILLAGES] if f.kind is FactKind.MONEY)


def _same_code(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for row in rows:
        code = row.values.get("code")
        if code is None:
            continue
        if code in first:
            yield Finding(row.number, "code", code, {"first": first[code]})
        else:
            first[code] = row.number


def _same_village(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        name, town = row.values.get("name"), row.values.get("town")
        if name is None:
            continue
        known = first.setdefault((stem(town or "", "town"), stem(name)), row)
        both_coded = known.values.get("code") and row.values.get("code")
        if known is not row and not both_coded:
            yield Finding(row.number, "name", name, {"first": known.number})


def _coded(rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    for row in rows:
        code = row.values.get("code")
        if code is not None:
            yield row, code


def _bad_length(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row, code in _coded(rows):
        if not (len(code) == 12 and code.isdigit()):
            yield Finding(row.number, "code", code, {"n": len(code)})


@lru_cache(maxsize=4)
def _names_by_code(county: str) -> dict[str, str]:
    try:
        return {unit.code: unit.name for unit in places.below(county)}
    except BadProblem:
        return {}


def _known_places(rows: Sequence[Row]) -> dict[str, dict[str, str]]:
    counties = {code[:6] for _, code in _coded(rows) if len(code) == 12 and code.isdigit()}
    return {county: _names_by_code(county) for county in counties}


def _unknown_code(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    known = _known_places(rows)
    for row, code in _coded(rows):
        if len(code) == 12 and code.isdigit() and code not in known.get(code[:6], {}):
            yield Finding(row.number, "code", code, {})


def _other_county(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    own = context.county
    for row, code in _coded(rows):
        if own and len(code) == 12 and not code.startswith(own):
            county = places.counties().get(code[:6])
            yield Finding(row.number, "code", code, {"county": county.name if county else code[:6]})


def _other_town(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    known = _known_places(rows)
    for row, code in _coded(rows):
        name, town = known.get(code[:6], {}).get(code[:9]), row.values.get("town")
        if name and town and not same_place(name, town, "town"):
            yield Finding(row.number, "code", code, {"official": name, "town": town})


def _other_name(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    known = _known_places(rows)
    for row, code in _coded(rows):
        official, name = known.get(code[:6], {}).get(code), row.values.get("name")
        if official and name and not same_place(official, name):
            yield Finding(row.number, "name", name, {"official": official, "code": code})


def _no_figures(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    asked = [key for key in FIGURES if key in context.places]
    if not asked:
        return
    for row in rows:
        if all(row.values.get(key) is None for key in asked):
            yield Finding(row.number, "name", row.values.get("name"), {})


def _insured_above_poor(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        insured, poor = row.values.get("insured_persons"), row.values.get("poor_persons")
        if row.values.get("persons") is None and insured is not None and poor is not None and insured > poor:
            yield Finding(row.number, "insured_persons", insured, {"poor": poor})


def _unsafe_above_poor(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        unsafe, poor = row.values.get("unsafe_houses"), row.values.get("poor_households")
        if unsafe is not None and poor is not None and unsafe > poor:
            yield Finding(row.number, "unsafe_houses", unsafe, {"poor": poor})


def _household_size(rows: Sequence[Row], context: Context, households: str, persons: str) -> Iterator[Finding]:
    for row in rows:
        h, p = row.values.get(households), row.values.get(persons)
        if h and p is not None and not FEWEST_PER_HOUSEHOLD <= p / h <= MOST_PER_HOUSEHOLD:
            yield Finding(row.number, persons, p, {"households": h, "mean": f"{p / h:.2f}"})


def _absurd_money(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for key in MONEY:
        amounts = [row.values[key] for row in rows if row.values.get(key)]
        middle = median(amounts) if len(amounts) >= 5 else None
        for row in rows:
            amount = row.values.get(key)
            if not amount:
                continue
            if amount > ABSURD_YUAN or (middle and amount > middle * TIMES_MEDIAN):
                yield Finding(row.number, key, amount, {"middle": middle if middle is not None else "-"})


def _placeholder(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for key in MONEY:
        for row in rows:
            amount = row.values.get(key)
            if amount is not None and 0 < amount < PLACEHOLDER_YUAN:
                yield Finding(row.number, key, amount, {})


def _outlier_count(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for key in ("unsafe_houses", "petitions", "disputes", "security_cases", "dropouts"):
        counts = [row.values[key] for row in rows if row.values.get(key)]
        if len(counts) < 10:
            continue
        middle = median(counts)
        for row in rows:
            count = row.values.get(key)
            if count and count >= 100 and count > middle * 20:
                yield Finding(row.number, key, count, {"middle": middle})


ERROR, WARNING = Severity.ERROR, Severity.WARNING
CHECK = Text("请与村里核对后更正其中一个数。", "Check with the village and correct one of the two.")
CODE = Text("请按国家统计局统计用区划代码核对；不清楚可留空，由系统按村名匹配。",
            "Check it against the statistical division codes; or leave it blank and let the village be found by name.")  # fmt: skip
V = Subject.VILLAGES

VILLAGE_RULES: tuple[Rule, ...] = (
    Rule("villages.same_code", ERROR, Text("一个代码只对应一个村", "A code stands for one village"),
         Text("代码 {value} 与第 {first} 行重复。", "Code {value} is also in row {first}."),
         Text("请更正或删除其中一行。", "Correct or delete one of the rows."), _same_code),
    Rule("villages.same_village", ERROR, Text("一个村只填一行", "A village has one row"),
         Text("“{value}”与第 {first} 行是同一乡镇的同名村。", "“{value}” is the same village of the same township as row {first}."),
         Text("请删除重复的一行；若确是两个村，请填区划代码加以区分。", "Delete one; if they are two villages, give their codes."), _same_village),
    Rule("villages.code_length", WARNING, Text("村的区划代码是12位数字", "A village's code has 12 digits"),
         Text("代码“{value}”不是12位数字。", "Code “{value}” is not 12 digits."), CODE, _bad_length),
    Rule("villages.unknown_code", WARNING, Text("区划代码在全国名录之内", "Codes are in the national list"),
         Text("全国区划名录（2023年）中没有代码 {value}。", "The national list of 2023 has no code {value}."), CODE, _unknown_code),
    Rule("villages.other_county", ERROR, Text("村属于本县", "Villages belong to this county"),
         Text("代码 {value} 属于{county}，不是本县。", "Code {value} belongs to {county}, not to this county."), CODE, _other_county),
    Rule("villages.other_town", WARNING, Text("代码与乡镇相符", "Code and township agree"),
         Text("代码 {value} 属于{official}，表中乡镇填的是“{town}”。", "Code {value} belongs to {official}; the row says “{town}”."), CODE, _other_town),
    Rule("villages.other_name", WARNING, Text("代码与村名相符", "Code and name agree"),
         Text("代码 {code} 的村名是“{official}”，表中填的是“{value}”。", "Code {code} is “{official}”; the row says “{value}”."), CODE, _other_name),
    Rule("villages.no_figures", WARNING, Text("每个村至少有一个数", "Each village has at least one figure"),
         Text("“{value}”只有名称，没有任何数字。", "“{value}” has a name and no figure at all."),
         Text("请补报该村数据；不补则按“未知”处理。", "Ask the village for its figures; else they count as unknown."), _no_figures),
    Rule("villages.unsafe_above_poor", WARNING, Text("危房户数不大于贫困户数", "Unsafe houses do not exceed poor households"),
         Text("危房户数 {value} 大于贫困户数 {poor}。", "Households in unsafe houses {value} are above poor households {poor}."),
         Text("请核对是否把全村危房或累计数填进了贫困户的栏目。", "See whether all houses of the village, or a cumulative figure, was entered."), _unsafe_above_poor),
    above("villages.unsafe_above_households", V, "unsafe_houses", "households", ERROR, CHECK),
    Rule("villages.insured_above_poor", WARNING, Text("只有贫困人口时，参保人数不大于贫困人口", "Insured do not exceed poor persons"),
         Text("参加医保人数 {value} 大于贫困人口 {poor}，而表中没有总人口。", "Insured persons {value} are above poor persons {poor}, and no total is given."),
         Text("请核对是否填了全村数；若是，请补填总人口。", "See whether this is the whole village; if so give its persons too."), _insured_above_poor),
    above("villages.insured_above_persons", V, "insured_persons", "persons", ERROR, CHECK),
    above("villages.poor_households_above_all", V, "poor_households", "households", ERROR, CHECK),
    above("villages.poor_persons_above_all", V, "poor_persons", "persons", ERROR, CHECK),
    above("villages.labour_above_persons", V, "labour_persons", "persons", ERROR, CHECK),
    above("villages.away_above_persons", V, "away_persons", "persons", ERROR, CHECK),
    above("villages.away_above_labour", V, "away_persons", "labour_persons", WARNING, CHECK),
    above("villages.old_above_persons", V, "old_persons", "persons", ERROR, CHECK),
    above("villages.disabled_above_persons", V, "disabled_persons", "persons", ERROR, CHECK),
    above("villages.minority_above_persons", V, "minority_persons", "persons", ERROR, CHECK),
    above("villages.dibao_above_persons", V, "dibao_persons", "persons", ERROR, CHECK),
    above("villages.party_above_persons", V, "party_members", "persons", ERROR, CHECK),
    above("villages.ill_above_poor", V, "ill_poor_households", "poor_households", WARNING, CHECK),
    above("villages.school_above_poor", V, "school_poor_households", "poor_households", WARNING, CHECK),
    above("villages.skill_above_poor", V, "skill_poor_households", "poor_households", WARNING, CHECK),
    above("villages.water_above_households", V, "unsafe_water_households", "households", ERROR, CHECK),
    above("villages.broadband_above_households", V, "broadband_households", "households", WARNING, CHECK),
    above("villages.unpaved_above_groups", V, "unpaved_groups", "groups", ERROR, CHECK),
    above("villages.town_farther_than_county", V, "town_km", "county_km", WARNING, CHECK),
    Rule("villages.household_size", WARNING, Text("户均人口在1到8之间", "A household has 1 to 8 persons on average"),
         Text("总人口 {value}、总户数 {households}，户均 {mean} 人，不合情理。", "{value} persons in {households} households, {mean} each, is implausible."),
         CHECK, partial(_household_size, households="households", persons="persons")),
    Rule("villages.poor_household_size", WARNING, Text("贫困户户均人口在1到8之间", "A poor household has 1 to 8 persons on average"),
         Text("贫困人口 {value}、贫困户 {households}，户均 {mean} 人，不合情理。", "{value} poor persons in {households} households, {mean} each, is implausible."),
         CHECK, partial(_household_size, households="poor_households", persons="poor_persons")),
    Rule("villages.absurd_money", WARNING, Text("金额不超过10亿元，也不超过各村中位数的1000倍", "Amounts stay below 1e9 yuan and 1,000 times the median"),
         Text("金额 {value} 元大得不合情理（各村中位数 {middle} 元）。", "{value} yuan is absurdly large (the villages' median is {middle} yuan)."),
         Text("请核对单位是元还是万元，以及是否多写了数字。", "See whether the unit is yuan or 10,000 yuan, and whether digits were added."), _absurd_money),
    Rule("villages.placeholder_money", WARNING, Text("金额不是占位的个位数", "Amounts are not place-holders"),
         Text("金额只有 {value} 元，多半是占位或以万元填报。", "An amount of {value} yuan is most likely a place-holder or meant in 10,000 yuan."),
         Text("请核对；没有收入填 0，不清楚留空。", "Check it; 0 for none, blank for unknown."), _placeholder),
    Rule("villages.outlying_count", WARNING, Text("件数户数不超过各村中位数的20倍", "Counts stay below 20 times the median"),
         Text("{value} 是各村中位数 {middle} 的20倍以上。", "{value} is more than 20 times the villages' median {middle}."),
         Text("请核对是否填错位数，或填成了全镇数。", "See whether digits were added, or the township's figure was entered."), _outlier_count),
)  # fmt: skip
