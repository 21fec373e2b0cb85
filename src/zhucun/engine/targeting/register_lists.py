"""Reads the lists that other departments send: who owns, earns or is registered for what, with faults by row.

Departments have no common form, so a list is read by its headings: a number or a name says whose the row is, the rest
is evidence. A row that names nobody is left out and said; a number that cannot be right is kept and matched by name.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhucun.engine.errors import BadProblem
from zhucun.engine.facts import Fact, FactKind
from zhucun.engine.households.identity import identity_faults, normal
from zhucun.engine.intake import Fault, Severity, Workbook
from zhucun.engine.intake.headings import heading
from zhucun.engine.intake.parsing import is_blank, parse, plain
from zhucun.engine.intake.sheets import Cell, Sheet, letter
from zhucun.engine.texts import Text

LOOK_ROWS = 20
TOTALS = ("合计", "总计", "小计", "共计")
YUAN = Text("元", "yuan")
COLUMNS: tuple[Fact, ...] = (
    Fact(
        "identity", Text("证件号码", "Identity number"), FactKind.TEXT, personal=True,
        headings=(
            "身份证号", "身份证号码", "公民身份号码", "证件号", "身份证件号码", "所有人证件号码",
            "权利人证件号", "法定代表人证件号码", "机动车所有人身份证明号码", "社会保障号", "居民身份证号",
            "id", "id number",
        ),
    ),
    Fact(
        "name", Text("姓名", "Name"), FactKind.TEXT, personal=True,
        headings=(
            "所有人", "机动车所有人", "权利人", "权利人名称", "法定代表人", "法人代表", "经营者", "经营者姓名",
            "负责人", "人员姓名", "户名", "车主", "车主姓名", "机主", "死者姓名", "产权人", "owner",
        ),
    ),
    Fact(
        "detail", Text("内容", "What it is"), FactKind.TEXT,
        headings=(
            "车辆类型", "车型", "车辆品牌", "品牌型号", "机具名称", "机具类型", "房屋用途", "房屋类型",
            "房屋坐落", "坐落", "企业名称", "市场主体名称", "字号名称", "工作单位", "单位名称", "职务", "类型",
            "类别", "说明", "备注", "刑种", "死亡原因", "注销原因", "企业类型", "detail", "kind",
        ),
    ),
    Fact(
        "value_yuan", Text("价值（元）", "Value (yuan)"), FactKind.MONEY, unit=YUAN,
        headings=(
            "价值", "金额", "购置价", "购置价格", "购车价", "车价", "成交价", "合同价款", "房屋总价",
            "注册资本", "注册资金", "月工资", "年支出", "电费", "全年电费", "食品支出", "人均食品支出",
            "value", "price", "amount",
        ),
        factors=(("注册资本", 1),),
    ),
    Fact(
        "since", Text("日期", "Day"), FactKind.DAY,
        headings=(
            "登记日期", "初次登记日期", "注册日期", "注册登记日期", "成立日期", "购买日期", "登记时间",
            "购置日期", "死亡日期", "注销日期", "入狱日期", "收监日期", "入职日期", "参加工作时间", "since",
            "date",
        ),
    ),
    Fact(
        "purpose", Text("用途或状态", "Use or state"), FactKind.TEXT,
        headings=(
            "使用性质", "用途", "经营状态", "登记状态", "状态", "岗位性质", "人员类别", "purpose", "state",
            "use",
        ),
    ),
    Fact(
        "reference", Text("登记号", "Register number"), FactKind.TEXT, personal=True,
        headings=(
            "车牌号", "号牌号码", "车牌号码", "不动产权证号", "产权证号", "统一社会信用代码", "注册号",
            "信用代码", "机具编号", "编号", "证号", "户号", "用电户号", "文书号", "reference", "number plate",
        ),
    ),
)  # fmt: skip
COLUMN: Mapping[str, Fact] = {fact.key: fact for fact in COLUMNS}
KNOWN: Mapping[str, str] = {
    heading(word).form: fact.key
    for fact in reversed(COLUMNS)
    for word in (fact.key, fact.text.zh, fact.text.en, *fact.headings)
}
# Words by which departments say that a record is no sign of wealth, as the exemptions of the red lines know them.
PURPOSES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("dormant", ("注销", "吊销", "停业", "歇业", "未经营", "dormant", "closed")),
    ("welfare_post", ("公益性岗位", "公益岗", "welfare")),
    ("poverty_cooperative", ("扶贫合作社", "扶贫专业合作社", "poverty cooperative")),
    ("poverty_business", ("扶贫产业", "扶贫车间", "poverty business")),
    ("relocation", ("安置", "易地搬迁", "resettlement", "relocation")),
    ("production", ("农用", "生产用", "农业生产", "货运自用", "production")),
)


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of a list: where it stands, its heading, and what it is taken for ('' is not read)."""

    index: int
    letter: str
    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a department's list."""

    row: int
    identity: str = ""
    name: str = ""
    detail: str = ""
    value_yuan: Decimal | None = None
    since: date | None = None
    purpose: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class ListRead:
    """A list as read: its entries, what is wrong where, and how many rows were no entries at all."""

    sheet: str
    header_row: int
    columns: tuple[ListColumn, ...]
    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    left_out: int
    totals: int


def purpose_of(said: str) -> str:
    """Return the purpose that exemptions know for what a department wrote, '' where it says nothing of the kind."""
    return next((code for code, words in PURPOSES if any(word in said for word in words)), "")


def columns_of(book: Workbook, sheet: str | None = None) -> tuple[Sheet, int, tuple[ListColumn, ...]]:
    """Return the sheet, its heading row (from 1) and the columns as guessed; raises BadProblem where nothing is known.

    The heading row is the one of the first twenty with the most known headings.
    """
    chosen = next((s for s in book.sheets if s.name == sheet), None) or max(book.sheets, key=lambda s: _best(s)[1])
    row, known = _best(chosen)
    if known < 1:
        raise BadProblem(
            "register.no_heading",
            Text(
                "“{file}”的前{rows}行没有“姓名”“身份证号”一类的表头，不知道每行是谁。请加上表头后重新上传。",
                "None of the first {rows} rows of “{file}” has a heading such as name or identity number, so nobody "
                "can tell whose a row is. Add headings and upload it again.",
            ),
            file=book.filename,
            rows=LOOK_ROWS,
        )
    taken: set[str] = set()
    columns = []
    for index, cell in enumerate(chosen.rows[row]):
        key = KNOWN.get(heading(str(cell)).form, "")
        key = "" if key in taken else key
        taken.add(key)
        columns.append(ListColumn(index, letter(index), plain(cell)[:80], key))
    return chosen, row + 1, tuple(columns)


def _best(sheet: Sheet) -> tuple[int, int]:
    counts = [
        (len({KNOWN[form] for cell in row if (form := heading(str(cell)).form) in KNOWN} & {"identity", "name"}) * 10
         + len({KNOWN[form] for cell in row if (form := heading(str(cell)).form) in KNOWN}), -at)
        for at, row in enumerate(sheet.rows[:LOOK_ROWS])
    ]  # fmt: skip
    most, at = max(counts, default=(0, 0))
    return -at, most if most >= 10 else 0


def mapped(columns: Sequence[ListColumn], chosen: Mapping[int, str]) -> tuple[ListColumn, ...]:
    """Return the columns with what a person chose for each; raises BadProblem where one fact is given twice or nobody
    is named.
    """
    found = tuple(
        ListColumn(c.index, c.letter, c.title, key if (key := chosen.get(c.index, c.key)) in COLUMN else "")
        for c in columns
    )
    keys = [c.key for c in found if c.key]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise BadProblem(
            "register.column_twice",
            Text("“{what}”选了两列。请只留一列。", "Two columns are taken for “{what}”. Keep one."),
            what=COLUMN[twice].text.zh,
        )
    if not {"identity", "name"} & set(keys):
        raise BadProblem(
            "register.nobody",
            Text(
                "没有哪一列是证件号码或姓名，不知道每行是谁。请至少指定一列。",
                "No column is the identity number or the name, so nobody can tell whose a row is. Choose one.",
            ),
        )
    return found


def read_list(
    book: Workbook, *, on: date, sheet: str | None = None, chosen: Mapping[int, str] | None = None
) -> ListRead:
    """Read a list by its headings, or by what a person chose for each column (index to key, '' is not read)."""
    page, header, columns = columns_of(book, sheet)
    columns = mapped(columns, chosen or {})
    at = {c.key: c for c in columns if c.key}
    entries: list[Entry] = []
    faults: list[Fault] = []
    seen: set[Entry] = set()
    left_out = totals = 0
    for number, row in enumerate(page.rows[header:], start=header + 1):
        if all(is_blank(cell) for cell in row):
            continue
        if any(str(cell).strip().replace(" ", "") in TOTALS for cell in row[:4]):
            totals += 1
            continue
        entry, found = _entry(number, row, at, on, page.name)
        bare = Entry(0, *(getattr(entry, key) for key in Entry.__slots__[1:])) if entry else None
        if bare is not None and bare in seen:
            found, entry = [*found, _fault(TWICE, page.name, number)], None
        faults += found
        if entry is None or bare is None:
            left_out += 1
            continue
        seen.add(bare)
        entries.append(entry)
    return ListRead(page.name, header, columns, tuple(entries), tuple(faults), left_out, totals)


def _entry(
    number: int, row: Sequence[Cell], at: Mapping[str, ListColumn], on: date, sheet: str
) -> tuple[Entry | None, list[Fault]]:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for key, column in at.items():
        cell = row[column.index] if column.index < len(row) else ""
        if key in ("value_yuan", "since"):
            value, problem = parse(COLUMN[key], cell)
            values[key] = value
            if problem:
                warned = (problem.rule, Severity.WARNING, problem.message, problem.remedy)
                faults.append(_fault(warned, sheet, number, column, plain(cell)))
        else:
            values[key] = "" if is_blank(cell) else plain(cell)[:200]
    values["identity"] = normal(values.get("identity", ""))
    wrong = list(_of_identity(values["identity"], on)) if values["identity"] else []
    faults += [_fault(w, sheet, number, at["identity"], values["identity"], personal=True) for w in wrong[:1]]
    if not values["identity"] and not values.get("name"):
        return None, [*faults, _fault(NOBODY, sheet, number)]
    if wrong and not values.get("name"):
        return None, [*faults, _fault(NO_NAME, sheet, number)]
    return Entry(number, **{key: value for key, value in values.items() if value not in (None, "")}), faults


Wrong = tuple[str, Severity, Text, Text]
NOBODY: Wrong = (
    "register.no_person",
    Severity.ERROR,
    Text("这一行既没有证件号码也没有姓名，未读入。", "This row has neither a number nor a name and is left out."),
    Text("请补上姓名或证件号码。", "Add the name or the number."),
)
NO_NAME: Wrong = (
    "register.number_alone",
    Severity.ERROR,
    Text("证件号码有误又没有姓名，无法辨认，未读入。", "The number is wrong and there is no name; left out."),
    Text("请核对号码或补上姓名。", "Correct the number, or add the name."),
)  # fmt: skip
TWICE: Wrong = (
    "register.twice",
    Severity.WARNING,
    Text("与前面某行完全相同，只读入一次。", "The same as an earlier row; read once."),
    Text("如确为两件，请填写登记号加以区分。", "If there are two, add the register numbers."),
)


def _of_identity(number: str, on: date) -> Iterator[Wrong]:
    for found in identity_faults(number, on=on):
        yield (
            found.code, Severity.WARNING, found.text,
            Text("仍会按姓名和出生日期比对，结果标为存疑。", "It is still matched by name and birth, with doubt."),
        )  # fmt: skip


def _fault(
    wrong: Wrong, sheet: str, row: int, column: ListColumn | None = None, value: str = "", *, personal: bool = False
) -> Fault:
    rule, severity, message, remedy = wrong
    place = f"{column.title} [{column.letter}]" if column else None
    return Fault(rule, severity, message, remedy, sheet, row, place, column.key if column else None, value, personal)
