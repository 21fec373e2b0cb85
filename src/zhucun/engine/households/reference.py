"""The reference pages of households, made from the code: facts, income items, code lists and crosswalks, quality rules.

`python -m zhucun.engine.households.reference docs/reference` writes them; a test keeps the files equal to it.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from zhucun.engine.facts.fact import Fact, FactKind
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.income import INCOME, INCOME_ITEMS
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.households.crosswalks import all_crosswalks
from zhucun.engine.households.income_rules import income_rules, rule_texts
from zhucun.engine.households.quality import RULES, About
from zhucun.engine.policy.figures import shipped
from zhucun.engine.texts import Text

KINDS = {
    FactKind.TEXT: "文字 text", FactKind.CODE: "代码 code", FactKind.COUNT: "整数 whole number",
    FactKind.NUMBER: "数 number", FactKind.MONEY: "金额 amount", FactKind.SCORE: "0–100", FactKind.YES_NO: "是否 yes/no",
    FactKind.DAY: "日期 day", FactKind.WORD: "单选 one of", FactKind.WORDS: "多选 several of", FactKind.NAMES: "名称 names",
}  # fmt: skip
GENERATED = (
    "本页由 `python -m zhucun.engine.households.reference` 生成，请勿手改。\nThis page is generated; do not edit it.\n"
)


def facts_page() -> str:
    """Return the dictionary of facts of households, members and income lines."""
    parts = [f"# 户和家庭成员的信息项 / Facts of households and members\n\n{GENERATED}"]
    for title, facts in (
        ("户 / Households", HOUSEHOLD),
        ("家庭成员 / Members", MEMBER),
        ("收入记录 / Income lines", INCOME),
    ):
        parts.append(
            f"\n## {title}\n\n"
            + _table(
                ("信息项 Fact", "key", "表单键 form key", "填法 Kind", "可见 Sight", "其他写法 Other headings"),
                (_fact(f) for f in facts),
            )
        )
    parts.append("\n## 收入项目 / Items of income\n\n" + _table(("代码 Code", "项目 Item", "其他写法 Other headings"), (
        (f"`{i.code}`", _both(i.text), "、".join(i.headings)) for i in INCOME_ITEMS
    )))  # fmt: skip
    rows = [
        (_both(said), _both(source))
        for area in ("610426", "532301")
        for said, source in rule_texts(income_rules(2018, area=area))
    ]
    parts.append(
        "\n## 核算规则（永寿县、楚雄市，2018年）/ Rules in two places\n\n" + _table(("规则 Rule", "依据 Source"), rows)
    )
    return "".join(parts)


def _fact(fact: Fact) -> tuple[str, ...]:
    kind = KINDS[fact.kind] + (f"（{fact.unit.zh}）" if fact.unit else "")
    if fact.words:
        kind += "：" + "、".join(w.text.zh for w in fact.words if len(fact.words) <= 31)
    if fact.computed:
        kind += f"；计算项 computed：{_both(fact.computed)}"
    name = _both(fact.text) + (" ★" if fact.required else "") + (" 🔒" if fact.personal else "")
    return (
        name,
        f"`{fact.key}`",
        f"`{fact.canonical}`" if fact.canonical else "",
        kind,
        fact.sight.text.zh if fact.sight else "",
        "、".join(fact.headings),
    )


def crosswalks_page() -> str:
    """Return the crosswalks between the code lists of other systems and ours."""
    parts = [f"# 代码对照表 / Crosswalks of code lists\n\n{GENERATED}"]
    for walk in all_crosswalks():
        lost = "、".join(w.text.zh for w, _ in walk.losses) or "无 nothing"
        rows = (
            (
                f"`{c.code}`",
                c.label,
                "、".join(w.text.zh for w in c.words),
                "" if c.exact and len(c.words) == 1 else "≈",
            )
            for c in walk.codes
        )
        parts.append(
            f"\n## {_both(walk.title)}\n\n`{walk.attribute}` · `{walk.system}` · {walk.source}\n\n"
            f"写回时丢失 Lost on the way back: {lost}\n\n"
            + _table(("代码 Code", "写法 Label", "本系统 Ours", ""), rows)
        )
    return "".join(parts)


def rules_page() -> str:
    """Return every quality rule with its source, and the dated figures they measure with."""
    parts = [
        f"# 户和成员数据质量规则 / Quality rules of households and members\n\n{GENERATED}\n共 {len(RULES)} 条 rules.\n"
    ]
    for about in About:
        rows = (
            (f"`{r.code}`", r.weight.text.zh, _both(r.wrong), _both(r.remedy), r.reference, _since(r.since))
            for r in RULES
            if r.about is about
        )
        parts.append(
            f"\n## {_both(about.text)}\n\n"
            + _table(("代码 Code", "轻重 Weight", "问题 What is wrong", "办法 Remedy", "出处 Source", "自 Since"), rows)
        )
    figures = (
        (f"`{name}`", str(f.value), f.area or "全国", f.since.isoformat(), f.told().zh)
        for name, found in shipped().items()
        if name.startswith("household_limit.")
        for f in found
    )
    parts.append(
        "\n## 界限 / Limits\n\n" + _table(("名称 Name", "值 Value", "地区 Area", "自 Since", "依据 Source"), figures)
    )
    return "".join(parts)


def _since(day: date) -> str:
    return "" if day == date(2014, 1, 1) else day.isoformat()


def _both(text: Text) -> str:
    return f"{text.zh} / {text.en}"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    def lines() -> Iterator[str]:
        yield "| " + " | ".join(heads) + " |"
        yield "|" + "---|" * len(heads)
        for row in rows:
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"

    return "\n".join(lines()) + "\n"


PAGES = {"household-facts.md": facts_page, "crosswalks.md": crosswalks_page, "household-rules.md": rules_page}


def write(folder: Path) -> None:
    """Write all pages into a folder."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
