"""The reference page of input files, written from the code itself: formats, headings understood, quality rules.

`python -m zhucun.engine.intake.reference` prints it; a test keeps docs/reference/input-files.md equal to it.
"""

import sys

from zhucun.engine.facts import FACTS, Fact, Subject
from zhucun.engine.intake.header import SUBJECT_NAMES
from zhucun.engine.intake.quality import RULES
from zhucun.engine.intake.sheets import BYTES_MOST, CELLS_MOST, COLUMNS_MOST, ROWS_MOST
from zhucun.engine.intake.templates import HOW

HEAD = f"""# 输入文件 / Input files

本页由 `python -m zhucun.engine.intake.reference` 生成，请勿手改。
This page is generated; do not edit it.

## 能读的文件 / What is read

| | |
|---|---|
| 格式 / formats | `.xlsx` `.xls` `.ods` `.csv` |
| csv 编码 / encodings | UTF-8、GB18030（GBK）、UTF-16，自动识别 / found by itself |
| csv 分隔符 / separators | `,` `;` `|` tab |
| 上限 / limits | 每表 {ROWS_MOST:,} 行 rows、{COLUMNS_MOST} 列 columns；{CELLS_MOST:,} 个单元格 cells；{BYTES_MOST:,} 字节 bytes |
| 表头 / headings | 前 30 行内，一至三行，可合并 / within the first 30 rows, one to three rows, merged or not |
| 合计行 / total rows | 与各行之和核对，不导入 / held against the sum, never imported |
| 跳过 / skipped | 空行、示例行、重复表头、栏目编号行、表尾说明，逐一列出 / each is listed |
| 身份证号 / identity numbers | 农户人员名册中加密保存；其他文件中自动认出，不导入，不保存 / sealed in a person roster; elsewhere recognised, never imported, never kept |
| 公式 / formulas | 读表格软件存下的结果；没有结果的报错 / the stored result; an error where there is none |
| 单位 / units | 表头括号里的单位会换算（万元→元、公顷→亩、米→公里）/ units in headings are converted |
"""


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join([HEAD, *(_columns(subject) for subject in Subject), *(_rules(subject) for subject in Subject)])


def _columns(subject: Subject) -> str:
    name = SUBJECT_NAMES[subject]
    lines = [
        f"## {name.zh}表的栏目 / Columns for {name.en}",
        "",
        "| 栏目 Column | key | 必填 Required | 填法 How | 其他写法 Other headings |",
        "|---|---|---|---|---|",
    ]
    lines += [_column(fact) for fact in FACTS[subject]]
    return "\n".join([*lines, ""])


def _column(fact: Fact) -> str:
    unit = f"（{fact.unit.zh}）" if fact.unit else ""
    must = "是" if fact.required else ""
    others = "、".join(fact.headings).replace("|", "\\|")
    how = f"{HOW[fact.kind].zh} / {HOW[fact.kind].en}"
    return f"| {fact.text.zh}{unit} / {fact.text.en} | `{fact.key}` | {must} | {how} | {others} |"


def _rules(subject: Subject) -> str:
    name = SUBJECT_NAMES[subject]
    lines = [
        f"## {name.zh}表的核对规则 / Quality rules for {name.en}",
        "",
        "| 规则 Rule | 程度 Severity | 应当 What must hold | 办法 Remedy |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{rule.code}` | {rule.severity} | {rule.says.zh} / {rule.says.en} | {rule.remedy.zh} / {rule.remedy.en} |"
        for rule in RULES[subject]
    ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    sys.stdout.write(page())
