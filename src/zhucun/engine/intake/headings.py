"""Headings as people type them, brought to one form; and the dictionary of all headings a subject's facts go by."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from zhucun.engine.facts import FACTS, Fact, FactKind, Subject

UNITS = (
    "亿元", "万元", "千元", "元", "人次", "人", "户", "个", "件", "次", "亩", "公顷", "平方公里", "公里", "千米", "米",
    "平方米", "间", "年", "月", "岁", "小时", "分钟", "分", "名", "所", "处", "家", "条", "%", "km", "m",
    "升", "吨", "公斤", "千克", "kg", "斤",
)  # fmt: skip
UNIT_AT_END = re.compile(rf"[（(\[【]\s*(?:单位[:：])?\s*({'|'.join(map(re.escape, UNITS))})\s*[）)\]】]\s*$")
NUMBERED = re.compile(r"^(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）]|[0-9一二三四五六七八九十]{1,3}[、.．])(?=\D)")
NOISE = re.compile(r"[\s*＊★:：\"“”'‘’_]+")
NOTE_AT_END = re.compile(r"[（(][^（）()]*(?:填|是/否|如|例|格式|必|选)[^（）()]*[）)]$")

NEUTRAL = frozenset(
    (
        "基本情况",
        "基本信息",
        "基础信息",
        "全村",
        "全村情况",
        "村情",
        "概况",
        "个人信息",
        "人员信息",
        "单位信息",
        "其他",
        "其它",
    )
)

SAME_UNIT = {"名": "人", "家": "个", "处": "个", "所": "个", "条": "个", "千米": "公里", "km": "公里", "m": "米",
             "千克": "公斤", "kg": "公斤"}  # fmt: skip
FACTORS: dict[tuple[str, str], Decimal] = {
    ("万元", "元"): Decimal(10_000),
    ("亿元", "元"): Decimal(100_000_000),
    ("千元", "元"): Decimal(1_000),
    ("米", "公里"): Decimal("0.001"),
    ("公里", "米"): Decimal(1_000),
    ("公顷", "亩"): Decimal(15),
    ("亩", "平方公里"): Decimal(1) / Decimal(1_500),
    ("公顷", "平方公里"): Decimal("0.01"),
    ("斤", "公斤"): Decimal("0.5"),
    ("吨", "公斤"): Decimal(1_000),
    ("小时", "分钟"): Decimal(60),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading in its one form, with the unit it carried in brackets."""

    form: str
    unit: str | None = None


@cache
def heading(text: str) -> Heading:
    """Return the one form of a heading: half width, lower case, no blanks, numbering, marks or notes."""
    plain = unicodedata.normalize("NFKC", str(text)).strip()
    found = UNIT_AT_END.search(plain)
    unit = None
    if found:
        unit = SAME_UNIT.get(found.group(1), found.group(1))
        plain = plain[: found.start()]
    plain = NOISE.sub("", plain)
    plain = NOTE_AT_END.sub("", NUMBERED.sub("", plain)).lower()
    return Heading(plain, unit)


@dataclass(frozen=True, slots=True)
class Known:
    """A heading that stands for a fact; `label` says it is the fact's own label, `factor` goes with the heading."""

    fact: Fact
    label: bool
    factor: Decimal


@cache
def vocabulary(subject: Subject) -> dict[str, tuple[Known, ...]]:
    """Return the known headings of a subject; a heading may stand for several facts that differ by unit."""
    found: dict[str, list[Known]] = {}
    for fact in FACTS[subject]:
        own = {heading(fact.text.zh).form, heading(fact.text.en).form, heading(fact.key).form}
        factors = {heading(name).form: factor for name, factor in fact.factors}
        for form in own | {heading(name).form for name in fact.headings}:
            factor = Decimal(factors.get(form, 1))
            found.setdefault(form, []).append(Known(fact, form in own, factor))
    return {form: tuple(known) for form, known in found.items()}


def factor(unit: str | None, fact: Fact) -> Decimal | None:
    """Return what turns a value in the heading's unit into the fact's unit; None when the two do not go together."""
    if unit is None:
        return Decimal(1)
    own = heading(f"({fact.unit.zh})").unit if fact.unit else None
    if own is None:
        counted = fact.kind in (FactKind.COUNT, FactKind.NUMBER, FactKind.MONEY, FactKind.SCORE)
        return Decimal(1) if counted or fact.kind is FactKind.DAY else None
    if unit == own or {unit, own} <= {"个", "件", "次"}:
        return Decimal(1)
    return FACTORS.get((unit, own))


def spellings(parts: tuple[str, ...]) -> list[str]:
    """Return the forms a heading of several rows may be known by, best first: 贫困户/户数 is 贫困户户数 and 贫困户数."""
    forms = [heading(part).form for part in parts]
    forms = [form for i, form in enumerate(forms) if form and form not in forms[:i]]
    if len(forms) > 1:
        forms = [form for form in forms if form not in NEUTRAL] or forms
    if len(forms) < 2:
        return forms
    joined = "".join(forms)
    merged = forms[0]
    for form in forms[1:]:
        overlap = next((n for n in range(min(len(merged), len(form)), 0, -1) if merged.endswith(form[:n])), 0)
        merged += form[overlap:]
    return list(dict.fromkeys([joined, merged]))
