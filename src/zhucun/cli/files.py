"""Commands that work on files alone: nothing is stored, no database is opened, Django is never imported."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zhucun.cli import plans, say
from zhucun.cli.options import KINDS, AsJson, County, Day, File, Lang, day
from zhucun.engine.errors import BadProblem, EngineError
from zhucun.engine.facts import Subject
from zhucun.engine.texts import Language, Text

if TYPE_CHECKING:
    from zhucun.engine.intake import Inspection, Match


def inspect(
    file: File,
    kind: Annotated[Subject, typer.Option("--kind", help=f"表中是什么 / what the rows are: {KINDS}")],
    on: Day = None,
    county: County = None,
    sheet: Annotated[str | None, typer.Option("--sheet", help="工作表 / sheet")] = None,
    units: Annotated[Path | None, typer.Option("--units", help="单位名册，用来核对单位 / register of units")] = None,
    most: Annotated[int, typer.Option("--most", help="最多列出几条 / list at most")] = 200,
    as_json: AsJson = False,
    lang: Lang = "zh",
) -> None:
    """查看文件：认出的栏目、合计核对、所有问题；不保存 / Show what a file holds and all its faults; stores nothing."""
    from zhucun.engine.intake import inspect as look

    try:
        known = look(units, None, Subject.UNITS, on=day(on)).facts if units else None
        found = look(file, None, kind, on=day(on), county=county, sheet=sheet, units=known)
    except EngineError as error:
        say.fail(error, lang, as_json=as_json)
    if as_json:
        say.value(found.as_json(lang))
    else:
        _show(found, most, lang)
    raise typer.Exit(1 if found.faults else 0)


def _show(found: "Inspection", most: int, lang: Language) -> None:
    say.line(
        Text(
            "{file}，工作表“{sheet}”：表头第 {first} 至 {last} 行，数据 {rows} 行，可导入 {good} 行；"
            "错误 {errors}，提醒 {warnings}。",
            "{file}, sheet “{sheet}”: headings in rows {first} to {last}, {rows} data rows, {good} fit to import; "
            "{errors} errors, {warnings} warnings.",
        ),
        lang,
        file=found.filename,
        sheet=found.sheet,
        first=found.header.first_row,
        last=found.header.last_row,
        rows=len(found.rows),
        good=len(found.good_rows),
        errors=len(found.errors),
        warnings=len(found.warnings),
    )
    mapped = [c for c in found.mapping.columns if c.key]
    headings = Text("列|表头|栏目|把握|理由", "Column|Heading|Fact|Sure|Why").say(lang).split("|")
    say.table(headings, ((c.letter, c.title, c.key, f"{c.confidence:.2f}", c.reason.say(lang)) for c in mapped))
    if found.mapping.unmapped:
        say.line(
            Text("不导入的列：{columns}", "Columns not imported: {columns}"),
            lang,
            columns="、".join(c.place for c in found.mapping.unmapped),
        )
    for check in found.totals:
        agrees = Text("与各行之和一致", "agrees with the sum of its rows")
        differs = Text("有 {n} 列与各行之和不一致", "differs from the sum in {n} columns").filled(
            n=len(check.differing)
        )
        say.line(
            Text("第 {row} 行“{label}”（{n} 列）：{says}。", "Row {row} “{label}” ({n} columns) {says}."),
            lang,
            row=check.row,
            label=check.label,
            n=len(check.columns),
            says=agrees if check.agrees else differs,
        )
    for skipped in found.skipped:
        say.line(f"{skipped.row}: {skipped.reason.say(lang)} {skipped.sample}", lang)
    headings = Text("行|列|值|规则|问题与办法", "Row|Column|Value|Rule|Fault and remedy").say(lang).split("|")
    say.table(
        headings,
        ((f.row or "", f.column or "", f.value, f.rule, f.say(lang)) for f in found.faults[:most]),
    )
    if len(found.faults) > most:
        more = Text("还有 {n} 条，用 --most 或 --json 查看。", "{n} more: use --most or --json.")
        say.line(more, lang, n=len(found.faults) - most)


def match(
    left: File,
    right: Annotated[Path | None, typer.Argument(help="另一份表 / the other file", show_default=False)] = None,
    kind: Annotated[Subject, typer.Option("--kind", help="村或单位 / villages or units")] = Subject.VILLAGES,
    county: County = None,
    as_json: AsJson = False,
    lang: Lang = "zh",
) -> None:
    """把两份表的名称对上，或与全国区划名录对 / Match names of two files, or with the national list."""
    try:
        matches = _matches(left, right, kind, county)
    except EngineError as error:
        say.fail(error, lang, as_json=as_json)
    bands = {band: sum(m.band.value == band for m in matches) for band in ("certain", "doubtful", "none")}
    if as_json:
        say.value({"matches": [m.as_json(lang) for m in matches], **bands})
    else:
        headings = Text("左|右|代码|把握|理由|其他可能", "Left|Right|Code|Sure|Why|Others").say(lang).split("|")
        shown = sorted((m for m in matches if m.confidence < 1), key=lambda m: m.confidence)
        say.table(
            headings,
            (
                (
                    m.left,
                    m.right or "-",
                    m.right_code or "",
                    f"{m.confidence:.2f}",
                    m.reason.say(lang),
                    "、".join(m.others),
                )
                for m in shown
            ),
        )
        say.line(
            Text(
                "确定 {certain}，存疑 {doubtful}，没有对上 {none}。完全相同的未列出。",
                "{certain} certain, {doubtful} doubtful, {none} without a match. Equal names are not listed.",
            ),
            lang,
            **bands,
        )
    raise typer.Exit(0 if bands["certain"] == len(matches) else 1)


def _matches(left: Path, right: Path | None, kind: Subject, county: str | None) -> "list[Match]":
    from zhucun.engine.facts import UnitFacts, VillageFacts
    from zhucun.engine.intake import Named, inspect, match_divisions, match_units, match_villages

    if kind not in (Subject.VILLAGES, Subject.UNITS) or (right is None and (county is None or kind is Subject.UNITS)):
        raise BadProblem(
            "match.usage",
            Text(
                "请给两份村表或两份单位表；只给一份村表时，请用 --county 指定县级代码。",
                "Give two files of villages or of units; with one file of villages give --county as well.",
            ),
        )
    files = [inspect(path, None, kind, on=day(None)).facts for path in (left, right) if path is not None]
    if kind is Subject.UNITS:
        names = [[unit.name for unit in facts if isinstance(unit, UnitFacts)] for facts in files]
        return match_units(names[0], names[1])
    named = [
        [Named(v.name, v.town or "", v.code, v.helper_unit or "") for v in facts if isinstance(v, VillageFacts)]
        for facts in files
    ]
    if len(named) == 2:
        return match_villages(named[0], named[1])
    return match_divisions(named[0], county or "")


def template(
    kind: Annotated[Subject, typer.Argument(help=f"填报什么 / what is filled in: {KINDS}")],
    output: Annotated[Path, typer.Option("-o", "--output", help="写到哪个文件 / file to write")],
    lang: Lang = "zh",
) -> None:
    """生成空白填报表 / Write an empty form."""
    from zhucun.engine.intake import write_template

    write_template(kind, output, lang)
    say.line(Text("已写入 {path}", "written to {path}"), lang, path=output)


COMMANDS: dict[str, Callable[..., None]] = {
    "inspect": inspect,
    "match": match,
    "template": template,
    **plans.COMMANDS,
}
NAMES = frozenset(COMMANDS)


def add_to(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    for name, function in COMMANDS.items():
        app.command(name)(function)
