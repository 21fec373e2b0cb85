"""Reads one cell as a fact's value with the habits of Chinese forms: 是/√, 1,234, 3万元, 约30, 1988.05, lists by 、."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from zhucun.engine.facts import Fact, FactKind
from zhucun.engine.intake.faults import Severity
from zhucun.engine.intake.sheets import Cell
from zhucun.engine.intake.spellings import word_table
from zhucun.engine.texts import Text
from zhucun.engine.words import Word


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one cell; the place is added by whoever knows it."""

    rule: str
    severity: Severity
    message: Text
    remedy: Text


Read = tuple[Any, Problem | None]

NOTHING = {
    "",
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\",
    "／",
    "n/a",
    "na",
    "null",
    "none",
    "nan",
    "空",
    "暂无",
    "不详",
    "未知",
    "待定",
    "…",
}
LONGEST_NOTHING = max(map(len, NOTHING))
YES = {"是", "有", "√", "✓", "✔", "对", "y", "yes", "true", "1", "已", "在", "已公开", "具备", "☑", "●"}
NO = {"否", "无", "×", "✗", "✘", "x", "n", "no", "false", "0", "未", "没有", "不", "未公开", "不具备", "☐", "○"}
SEPARATORS = re.compile(r"[、，,;；|/\s]+")
HALF_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
HALF_WIDTH[0x3000] = 32
BLANKS = re.compile(r"\s+")
NUMBER = re.compile(r"^([+-]?\d+(?:\.\d+)?)(亿|万|千)?(.*)$")
UNIT_TAIL = re.compile(
    r"^(元|人|户|个|件|次|亩|公里|千米|km|米|m|年|月|岁|分|名|人次|平方公里|所|处|家|万元|平方米|分钟|升|公斤|千克|kg)?(左右|上下|多|余)?$",
    re.I,
)
ABOUT = re.compile(r"^(约|大约|近|大概|≈|~)")
FLOAT_CODE = re.compile(r"^\d(?:\.\d+)?e\+?\d{1,2}$", re.I)
TIMES = {"千": Decimal(1_000), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
MOST_COUNT = 10_000_000
MOST_NUMBER = Decimal(10) ** 12
FIRST_YEAR, LAST_YEAR = 1900, 2100
EXCEL_EPOCH = date(1899, 12, 30)
DAY_FORMS = (
    re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:[t ].*)?$", re.I),
    re.compile(r"^(\d{4})(\d{2})(\d{2})$"),
    re.compile(r"^(\d{4})[-/.年](\d{1,2})月?$"),
    re.compile(r"^(\d{4})(\d{2})$"),
)


def _problem(rule: str, severity: Severity, zh: str, en: str, zh_do: str, en_do: str, **places: Any) -> Problem:
    return Problem(rule, severity, Text(zh, en).filled(**places), Text(zh_do, en_do).filled(**places))


def _error(rule: str, zh: str, en: str, zh_do: str, en_do: str, **places: Any) -> Read:
    return None, _problem(rule, Severity.ERROR, zh, en, zh_do, en_do, **places)


def plain(cell: Cell) -> str:
    """Return a cell as half-width text without blanks at its ends."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = str(cell)
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def is_blank(cell: Cell) -> bool:
    """True for an empty cell and for what people type to say that there is nothing."""
    if not isinstance(cell, str) or (len(cell) > LONGEST_NOTHING and cell.isalnum()):
        return False
    return plain(cell).lower() in NOTHING


def parse(fact: Fact, cell: Cell, factor: Decimal = Decimal(1), *, october: bool = False) -> Read:
    """Return the value of a cell for a fact, and the problem if there is one; a blank cell is None without a problem.

    An error gives None; a warning gives the value that was understood. `factor` turns the column's unit into the
    fact's. `october` says that months in this column have two digits, so that 1988.1 means October.
    """
    if is_blank(cell):
        return empty(fact), None
    if fact.kind is FactKind.DAY:
        return _day(cell, october=october)
    return PARSERS[fact.kind](fact, cell, factor)


def empty(fact: Fact) -> Any:
    """Return what a fact is when nobody has said anything: () for lists, None for all others."""
    return () if fact.kind in (FactKind.WORDS, FactKind.NAMES) else None


def months_have_two_digits(cells: list[Cell]) -> bool:
    """True when a column of numbers holds months such as 1988.05, so that 1988.1 must be 1988.10."""
    return any(isinstance(c, float) and FIRST_YEAR < c < LAST_YEAR and 0 < round(c % 1, 2) < 0.0999 for c in cells)


def _text(fact: Fact, cell: Cell, factor: Decimal) -> Read:
    # Brackets and punctuation stay as typed: they are part of a name.
    value = str(cell).translate(HALF_WIDTH).strip() if isinstance(cell, str) else plain(cell)
    if isinstance(cell, (date, datetime)):
        value = cell.isoformat()[:10]
    if value.isalnum() and len(value) <= 200:  # one word, as nearly all are
        return value, None
    lines = [BLANKS.sub(" ", line).strip() for line in value.splitlines()]
    lines = [line for line in lines if line]
    value = "、".join(lines) if all(len(line) >= 4 for line in lines) else "".join(lines)
    if not re.search(r"[A-Za-z0-9]", value):
        value = value.replace(" ", "")
    if len(value) > 200:
        return _error(
            "value.too_long", "文字过长（{n} 字），最多 200 字。", "The text is too long ({n} characters, at most 200).",
            "请缩短，或检查是否把备注填进了这一栏。", "Shorten it, or see whether a note got into this column.", n=len(value),
        )  # fmt: skip
    return value, None


def _code(fact: Fact, cell: Cell, factor: Decimal) -> Read:
    if isinstance(cell, str) and cell.isascii() and cell.isdecimal() and len(cell) <= 40:
        return cell, None  # as nearly all are
    if isinstance(cell, (bool, date, datetime, time, timedelta)):
        return _bad_code(plain(cell))
    if (isinstance(cell, float) and (not cell.is_integer() or abs(cell) >= 1e15)) or (
        isinstance(cell, str) and FLOAT_CODE.match(plain(cell))
    ):
        return _error(
            "code.precision", "代码“{value}”被表格软件当成了数字，末尾几位已经丢失。",
            "The code “{value}” was turned into a number and its last digits are lost.",
            "请把该列设为“文本”格式后，从原始资料重新填写代码。",
            "Set the column to text and enter the code again from its source.", value=plain(cell),
        )  # fmt: skip
    value = BLANKS.sub("", plain(cell)).lstrip("'‘’`")
    return (value, None) if re.fullmatch(r"[\w.()\-+*#]{1,40}", value) else _bad_code(value)


def _bad_code(value: str) -> Read:
    return _error(
        "code.form", "“{value}”不像代码。", "“{value}” does not look like a code.",
        "代码只含数字和字母，最多 40 位。", "A code has only digits and letters, at most 40.", value=value,
    )  # fmt: skip


def _decimal(cell: Cell, factor: Decimal) -> tuple[Decimal | None, bool]:
    """Return a cell as a number, and whether it was given as a rough one (约, 左右)."""
    if isinstance(cell, bool):
        return Decimal(int(cell)), False
    if isinstance(cell, (int, float)):
        return Decimal(str(cell)) * factor, False
    if not isinstance(cell, str):
        return None, False
    text = BLANKS.sub("", plain(cell)).replace(",", "").replace("¥", "").replace("￥", "")
    rough = bool(ABOUT.match(text))
    found = NUMBER.match(ABOUT.sub("", text))
    if text == "无":
        return Decimal(0), False
    if not found or not UNIT_TAIL.match(found.group(3)):
        return None, False
    try:
        number = Decimal(found.group(1)) * TIMES.get(found.group(2) or "", Decimal(1))
    except InvalidOperation:
        return None, False
    rough = rough or found.group(3).endswith(("左右", "上下", "多", "余"))
    return number * (Decimal(1) if found.group(2) and factor != 1 else factor), rough


def _number(fact: Fact, cell: Cell, factor: Decimal) -> Read:
    value, rough = _decimal(cell, factor)
    if value is None:
        text = plain(cell)
        if re.fullmatch(r"[+-]?[\d.]+%", text):
            return _error(
                "number.percent", "“{value}”是百分数，这一栏要填数量。", "“{value}” is a percentage; this column takes an amount.",
                "请填写{unit}数。", "Give the number of {unit}.", value=text, unit=fact.unit or Text("数量", "units"),
            )  # fmt: skip
        return _error(
            "number.form", "“{value}”不是数字。", "“{value}” is not a number.",
            "请只填阿拉伯数字；没有填 0，不清楚留空。", "Give digits only; 0 for none, blank for unknown.", value=text,
        )  # fmt: skip
    if value < 0:
        return _error(
            "number.negative", "“{value}”小于 0。", "“{value}” is below 0.",
            "请核对后改为 0 或正数。", "Check it and give 0 or a positive number.", value=plain(cell),
        )  # fmt: skip
    if value > MOST_NUMBER:
        return _error(
            "number.absurd", "“{value}”大得不合情理。", "“{value}” is absurdly large.",
            "请核对位数和单位。", "Check its digits and its unit.", value=plain(cell),
        )  # fmt: skip
    if rough:
        return value, _problem(
            "number.rough", Severity.WARNING, "“{value}”是约数，按 {number} 读取。", "“{value}” is rough; read as {number}.",
            "请核实后填写准确数。", "Give the exact number when it is known.", value=plain(cell), number=_tidy(value),
        )  # fmt: skip
    return _tidy(value), None


def _tidy(value: Decimal) -> Decimal:
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.normalize()


def _count(fact: Fact, cell: Cell, factor: Decimal) -> Read:
    value, problem = _number(fact, cell, factor)
    if value is None:
        return None, problem
    if value != value.to_integral_value():
        return _error(
            "number.fraction", "“{value}”不是整数，这一栏要填整数。", "“{value}” is not whole; this column takes whole numbers.",
            "请核对，或检查单位（例如万元、万人）。", "Check it, and its unit (such as 万元).", value=plain(cell),
        )  # fmt: skip
    if value > MOST_COUNT:
        return _error(
            "number.absurd", "“{value}”大得不合情理。", "“{value}” is absurdly large.",
            "请核对位数和单位。", "Check its digits and its unit.", value=plain(cell),
        )  # fmt: skip
    return int(value), problem


def _score(fact: Fact, cell: Cell, factor: Decimal) -> Read:
    value, problem = _number(fact, cell, Decimal(1))
    if value is None:
        return None, problem
    if value > 100:
        return _error(
            "score.range", "评分“{value}”超过 100。", "The rating “{value}” is above 100.",
            "评分为 0 到 100 的整数。", "A rating is a whole number from 0 to 100.", value=plain(cell),
        )  # fmt: skip
    whole = int(value.to_integral_value())
    if whole != value:
        return whole, _problem(
            "score.rounded", Severity.WARNING, "评分“{value}”取整为 {whole}。", "The rating “{value}” is rounded to {whole}.",
            "评分为 0 到 100 的整数。", "A rating is a whole number from 0 to 100.", value=plain(cell), whole=whole,
        )  # fmt: skip
    return whole, problem


def _yes_no(fact: Fact, cell: Cell, factor: Decimal) -> Read:
    value = plain(cell).lower()
    if value in YES:
        return True, None
    if value in NO:
        return False, None
    return _error(
        "yes_no.form", "看不出“{value}”是“是”还是“否”。", "“{value}” is neither yes nor no.",
        "请填“是”或“否”。", "Give 是 or 否.", value=value,
    )  # fmt: skip


def _list_of(fact: Fact) -> type[Word]:
    if fact.words is None:
        raise TypeError(f"{fact.key} is a word and names no closed list")
    return fact.words


def _word(fact: Fact, cell: Cell, factor: Decimal) -> Read:
    word = word_table(_list_of(fact)).get("".join(plain(cell).lower().split()))
    return (word, None) if word is not None else (None, _unknown_word(fact, [plain(cell)]))


def _unknown_word(fact: Fact, unknown: list[str]) -> Problem:
    words: list[Word] = list(fact.words or ())
    choice = Text("、".join(w.text.zh for w in words), ", ".join(w.text.en for w in words))
    return _problem(
        "word.unknown", Severity.ERROR, "“{value}”不在{label}的选项中。", "“{value}” is not one of the choices for {label}.",
        "请从这些选项中选：{choice}。", "Choose from: {choice}.",
        value="、".join(unknown), label=fact.text, choice=choice,
    )  # fmt: skip


def _words(fact: Fact, cell: Cell, factor: Decimal) -> Read:
    table = word_table(_list_of(fact))
    whole = table.get("".join(plain(cell).lower().split()))
    if whole is not None:
        return (whole,), None
    found: dict[Word, None] = {}
    unknown = []
    for part in SEPARATORS.split(plain(cell)):
        word = table.get(part.lower())
        if word is not None:
            found[word] = None
        elif part and part != "无":
            unknown.append(part)
    return tuple(found), _unknown_word(fact, unknown) if unknown else None


def _names(fact: Fact, cell: Cell, factor: Decimal) -> Read:
    parts = [part.strip() for part in SEPARATORS.split(plain(cell))]
    return tuple(dict.fromkeys(part for part in parts if part and part not in NOTHING and part != "无")), None


def _day(cell: Cell, *, october: bool) -> Read:
    if isinstance(cell, datetime):
        return _plausible(cell.date(), cell)
    if isinstance(cell, date):
        return _plausible(cell, cell)
    if isinstance(cell, (bool, time, timedelta)):
        return _bad_day(cell)
    if isinstance(cell, (int, float)):
        return _day_from_number(float(cell), cell, october=october)
    text = BLANKS.sub("", plain(cell)) if ":" not in str(cell) else plain(cell)
    if text in ("至今", "现在", "今", "无"):
        return None, None
    for form in DAY_FORMS:
        found = form.match(text)
        if found:
            return _made_day(cell, *map(int, found.groups()))
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        return _day_from_number(float(text), cell, october=False)
    return _bad_day(cell)


def _day_from_number(number: float, cell: Cell, *, october: bool) -> Read:
    if FIRST_YEAR < number < LAST_YEAR and number != int(number):
        year, hundredths = divmod(round(number * 100), 100)
        if hundredths % 10 == 0:
            if hundredths == 10 and not october:
                return date(int(year), 1, 1), _problem(
                    "day.ambiguous", Severity.WARNING,
                    "“{value}”可能是1月，也可能是10月（表格软件去掉了末尾的0），按1月读取。",
                    "“{value}” may be January or, its last 0 dropped, October; read as January.",
                    "请把该列设为“文本”，按“{year}.01”或“{year}.10”填写。",
                    "Set the column to text and write “{year}.01” or “{year}.10”.", value=plain(cell), year=int(year),
                )  # fmt: skip
            return _made_day(cell, int(year), hundredths if hundredths == 10 else hundredths // 10)
        return _made_day(cell, int(year), hundredths)
    if number == int(number):
        digits = str(int(number))
        if len(digits) == 8:
            return _made_day(cell, int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        if len(digits) == 6:
            return _made_day(cell, int(digits[:4]), int(digits[4:]))
    if 3_000 < number < 70_000:
        return _plausible(EXCEL_EPOCH + timedelta(days=int(number)), cell)
    return _bad_day(cell)


def _made_day(cell: Cell, year: int, month: int, day: int = 1) -> Read:
    try:
        return _plausible(date(year, month, day), cell)
    except ValueError:
        return _bad_day(cell)


def _plausible(day: date, cell: Cell) -> Read:
    return (day, None) if FIRST_YEAR <= day.year <= LAST_YEAR else _bad_day(cell)


def _bad_day(cell: Cell) -> Read:
    return _error(
        "day.form", "“{value}”不是日期。", "“{value}” is not a day.",
        "请写成 1988-05-01 或 1988.05。", "Write it as 1988-05-01 or 1988.05.", value=plain(cell),
    )  # fmt: skip


PARSERS: dict[FactKind, Callable[[Fact, Cell, Decimal], Read]] = {
    FactKind.TEXT: _text,
    FactKind.CODE: _code,
    FactKind.COUNT: _count,
    FactKind.NUMBER: _number,
    FactKind.MONEY: _number,
    FactKind.SCORE: _score,
    FactKind.YES_NO: _yes_no,
    FactKind.WORD: _word,
    FactKind.WORDS: _words,
    FactKind.NAMES: _names,
}
