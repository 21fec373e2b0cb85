"""Commands that make and verify plans from files alone, without a server."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zhucun.cli import say
from zhucun.cli.options import AsJson, County, Day, Lang, day
from zhucun.engine.errors import BadProblem, EngineError
from zhucun.engine.facts import CandidateFacts, PostFacts, Subject, UnitFacts, VillageFacts
from zhucun.engine.texts import Language, Text

if TYPE_CHECKING:
    from datetime import date

    from zhucun.engine.intake import Inspection
    from zhucun.engine.posting import Plan
    from zhucun.engine.posting.instance import Instance
    from zhucun.engine.posting.workbook import Findings, Source

RENAMED = Text(
    "派出单位“{left}”按名册读作“{right}”（{reason}）", "sending unit “{left}” is read as “{right}” ({reason})"
)
UNSURE = Text(
    "派出单位“{left}”可能是名册中的“{right}”（{reason}），请核对；本次按名册外单位处理",
    "sending unit “{left}” may be “{right}” of the register ({reason}): please check; here it counts as another unit",
)
LEFT_OUT = Text(
    "{file}：{n} 行有错误，没有参加本次选派，请用 zhucun inspect 查看并更正",
    "{file}: {n} rows have errors and took no part: see zhucun inspect and correct them",
)


@dataclass(frozen=True)
class Given:
    """The files as read: facts of the good rows, and what was found on the way."""

    villages: tuple[VillageFacts, ...]
    candidates: list[CandidateFacts]
    units: tuple[UnitFacts, ...]
    posts: tuple[PostFacts, ...]
    sources: tuple["Source", ...]
    remarks: tuple[Text, ...]
    errors: int


def post(
    villages: Annotated[Path, typer.Argument(help="村表 / villages", show_default=False)],
    candidates: Annotated[Path, typer.Argument(help="人选表 / candidates", show_default=False)],
    output: Annotated[Path, typer.Option("-o", "--output", help="方案写到哪里 / where the plan goes")],
    units: Annotated[Path | None, typer.Option("--units", help="派出单位表 / sending units")] = None,
    posts: Annotated[Path | None, typer.Option("--posts", help="现任第一书记表 / present posts")] = None,
    scheme: Annotated[Path | None, typer.Option("--scheme", help="权重方案 yaml / scheme of weights")] = None,
    on: Day = None,
    county: County = None,
    floor: Annotated[float, typer.Option("--floor", min=0, max=1, help="底线，0到1 / floor, 0 to 1")] = 0.9,
    keep: Annotated[int, typer.Option("--keep", min=0, help="留任加分 / points for staying")] = 0,
    seed: Annotated[int, typer.Option("--seed", help="同分时的次序 / decides between equal plans")] = 0,
    strict: Annotated[
        bool, typer.Option("--strict", help="有错误行就不出方案 / no plan while a row has errors")
    ] = False,
    others: Annotated[int, typer.Option("--others", min=0, help="每村另列几名备选及其代价 / alternatives told")] = 0,
    areas: Annotated[
        list[str] | None,
        typer.Option("--area", help="乡镇派驻村数，如 店头镇=2-5，可重复 / villages filled in a township, repeatable"),
    ] = None,
    as_json: AsJson = False,
    lang: Lang = "zh",
) -> None:
    """选派：两份表得出最优方案，写明理由 / Post: two files give the best plan, with its reasons."""
    from zhucun.engine.posting import solve
    from zhucun.engine.posting.instance import build
    from zhucun.engine.posting.scheme import read_scheme
    from zhucun.engine.posting.townships import read_areas
    from zhucun.engine.posting.workbook import write_plan

    try:
        when = day(on)
        given = _read(villages, candidates, units, posts, when, county, lang)
        _refuse_if_strict(given, strict)
        say.progress(Text("正在求最优方案…", "looking for the best plan…"), lang)
        instance = build(
            given.villages, given.candidates, given.units,
            on=when, scheme=read_scheme(scheme) if scheme else None,
            area=county or _area(given.villages), incumbent=given.posts,
        )  # fmt: skip
        if areas:
            quotas = read_areas(instance.villages, areas)
            instance = replace(instance, problem=instance.problem.changed(areas=quotas))
        plan = solve(instance.problem, floor=floor, keep=keep, seed=seed)
        findings = _findings(given, instance, plan, others, lang)
        write_plan(output, instance, plan, language=lang, findings=findings)
    except EngineError as error:
        say.fail(error, lang, as_json=as_json)
    if as_json:
        say.value(_as_json(instance, plan, findings, output, lang))
    else:
        _show(instance, plan, findings, output, lang)
    raise typer.Exit(1 if given.errors or plan.unfilled else 0)


def _read(
    villages: Path,
    candidates: Path,
    units: Path | None,
    posts: Path | None,
    on: "date",
    county: str | None,
    lang: Language,
) -> Given:
    from zhucun.engine.intake import Band, inspect, settle_units
    from zhucun.engine.posting.workbook import Source

    found: list[Inspection] = []

    def rows(path: Path | None, subject: Subject, **known: Any) -> tuple[Any, ...]:
        if path is None:
            return ()
        say.progress(Text("正在读取 {file}…", "reading {file}…"), lang, file=path.name)
        found.append(inspect(path, None, subject, on=on, **known))
        return found[-1].facts

    described = rows(units, Subject.UNITS)
    places = rows(villages, Subject.VILLAGES, county=county)
    people, matches = settle_units(rows(candidates, Subject.CANDIDATES), described)
    present = rows(posts, Subject.POSTS, villages=places, candidates=people)
    paths = [path for path in (units, villages, candidates, posts) if path is not None]
    sources = tuple(
        Source(
            f.filename, hashlib.sha256(p.read_bytes()).hexdigest(), len(f.facts), len(f.rows) - len(f.facts), f.faults
        )
        for p, f in zip(paths, found, strict=True)
    )
    remarks = [LEFT_OUT.filled(file=s.name, n=s.left_out) for s in sources if s.left_out]
    for m in matches:
        text = RENAMED if m.band is Band.CERTAIN else UNSURE
        remarks.append(text.filled(left=m.left, right=m.right, reason=m.reason))
    _refuse_if_empty(found)
    return Given(places, people, described, present, sources, tuple(remarks), sum(len(f.errors) for f in found))


def _refuse_if_empty(found: Sequence["Inspection"]) -> None:
    for inspection in found:
        if not inspection.facts:
            first = inspection.errors[0]
            raise BadProblem(
                "post.no_rows",
                Text(
                    "“{file}”没有一行可用。第一个错误：{fault} 请用 zhucun inspect 查看全部。",
                    "“{file}” has no usable row. The first error: {fault} See all with zhucun inspect.",
                ),
                file=inspection.filename,
                fault=Text(first.say("zh"), first.say("en")),
            )


def _refuse_if_strict(given: Given, strict: bool) -> None:
    if strict and given.errors:
        raise BadProblem(
            "post.errors",
            Text(
                "表中有 {n} 个错误，按 --strict 不出方案。请用 zhucun inspect 查看并更正。",
                "The files have {n} errors and --strict asks for none. See them with zhucun inspect and correct them.",
            ),
            n=given.errors,
        )


def _area(villages: Sequence[VillageFacts]) -> str | None:
    counties = {v.code[:6] for v in villages if v.code and len(v.code) == 12}
    return counties.pop() if len(counties) == 1 else None


def _findings(given: Given, instance: "Instance", plan: "Plan", others: int, lang: Language) -> "Findings":
    from zhucun.engine.posting import Live, others_for
    from zhucun.engine.posting.sentences import instead
    from zhucun.engine.posting.workbook import Findings

    told: dict[int, tuple[Text, ...]] = {}
    if not others:
        return Findings(given.sources, given.remarks, told)
    live = Live(instance.problem, plan)
    for v in range(len(given.villages)):
        say.progress(Text("正在比较备选 {v}/{n}", "asking about others {v}/{n}"), lang, v=v + 1, n=len(given.villages))
        told[v] = tuple(instead(instance, other) for other in others_for(live, v, others))
    return Findings(given.sources, given.remarks, told)


def _as_json(instance: "Instance", plan: "Plan", findings: "Findings", output: Path, lang: Language) -> dict[str, Any]:
    from zhucun.engine.posting.fit import village_key
    from zhucun.engine.posting.telling import posts, remarks, statistics

    return {
        "output": str(output),
        "on": instance.on.isoformat(),
        "total": plan.total,
        "bound": plan.bound,
        "proved": plan.proved,
        "unfilled": [village_key(instance.villages[v]) for v in plan.unfilled],
        "worst": plan.worst,
        "floor": {"share": plan.floor.share, "value": plan.floor.value, "best_possible": plan.floor.maximin},
        "price_of_floor": plan.price_of_floor,
        "seed": plan.seed,
        "posts": [
            {**post, "others": [text.say(lang) for text in findings.alternatives.get(v, ())]}
            for v, post in enumerate(posts(instance, plan, lang))
        ],
        "statistics": dict(statistics(instance, plan, lang)),
        "remarks": [text.say(lang) for text in (*remarks(instance, plan), *findings.remarks)],
        "faults": [{"file": s.name, **f.as_json(lang)} for s in findings.sources for f in s.faults],
    }


def _show(instance: "Instance", plan: "Plan", findings: "Findings", output: Path, lang: Language) -> None:
    from zhucun.engine.posting.telling import remarks, statistics

    for label, value in statistics(instance, plan, lang):
        if value is not None:
            say.line(f"{label}：{value}" if lang == "zh" else f"{label}: {value}", lang)
    for text in (*remarks(instance, plan), *findings.remarks):
        say.line(text, lang)
    for v in plan.unfilled:
        say.line(Text("空缺：{town}{village}", "unfilled: {town} {village}"), lang,
                 town=instance.villages[v].town or "",
                 village=instance.villages[v].name)  # fmt: skip
    faults = sum(len(s.faults) for s in findings.sources)
    say.line(
        Text(
            "数据问题 {n} 条，见“数据问题”表。方案已写入 {path}",
            "{n} faults in the data, see the sheet Faults. Written to {path}",
        ),
        lang, n=faults, path=output,
    )  # fmt: skip


def verify(
    plan: Annotated[
        Path, typer.Argument(help="zhucun post 写出的方案 / a plan that zhucun post wrote", show_default=False)
    ],
    as_json: AsJson = False,
    lang: Lang = "zh",
) -> None:
    """核验方案：规则、总分、证明、人工改动 / Verify a plan: rules, total, proof, changes by hand."""
    try:
        found = _verified(plan)
    except EngineError as error:
        say.fail(error, lang, as_json=as_json)
    if as_json:
        say.value({**found, "faults": [t.say(lang) for t in found["faults"]]})
    else:
        _show_verdict(found, lang)
    raise typer.Exit(1 if found["faults"] else 0)


def _verified(path: Path) -> dict[str, Any]:
    import numpy as np

    from zhucun.engine.posting import check
    from zhucun.engine.posting import verify as verified
    from zhucun.engine.posting.seal import read_sealed
    from zhucun.engine.posting.workbook import read_posts

    whole = read_sealed(path)
    now = read_posts(path)
    people = {code: i for i, code in enumerate(whole.people)}
    verdict = verified(whole.problem, whole.plan)
    post = np.array([people.get(now.get(v) or "", -1) for v in whole.villages], dtype=np.int64)
    faults = list(verdict.faults)
    missing = Text("表中没有“{village}”这一行。", "The sheet has no row for “{village}”.")
    unknown = Text("“{village}”填的人员编号 {code} 不在人选中。", "“{village}” names {code}, who is no candidate.")
    faults += [missing.filled(village=v) for v in whole.villages if v not in now]
    faults += [unknown.filled(village=v, code=c) for v, c in now.items() if c and c not in people]
    faults += (
        [breach.text for breach in check(whole.problem, post)] if not np.array_equal(post, whole.plan.post) else []
    )
    total = sum(whole.problem.score(v, int(c)) for v, c in enumerate(post) if c >= 0)
    changed = [v for i, v in enumerate(whole.villages) if post[i] != whole.plan.post[i]]
    return {
        "sound": not faults,
        "total": total,
        "sealed_total": whole.plan.total,
        "bound": whole.plan.bound,
        "proved": whole.plan.proved and not verdict.faults,
        "optimal": not faults and whole.plan.proved and total == whole.plan.total,
        "pairs": verdict.pairs,
        "changed_by_hand": changed,
        "faults": faults,
    }


def _show_verdict(found: dict[str, Any], lang: Language) -> None:
    say.line(
        Text("逐一核对 {pairs:,} 对村与人选。", "{pairs:,} pairs of village and person were examined."),
        lang,
        pairs=found["pairs"],
    )
    say.line(
        Text("匹配总分 {total}，任何方案都不能超过 {bound}。", "Total fit {total}; no plan can exceed {bound}."),
        lang, total=found["total"], bound=found["bound"],
    )  # fmt: skip
    if found["changed_by_hand"]:
        say.line(
            Text(
                "人工改动 {n} 个村：{villages}。与最优方案相差 {loss} 分。",
                "Changed by hand in {n} villages: {villages}. {loss} points below the best plan.",
            ),
            lang, n=len(found["changed_by_hand"]), villages="、".join(found["changed_by_hand"]),
            loss=found["sealed_total"] - found["total"],
        )  # fmt: skip
    for fault in found["faults"]:
        say.line(fault, lang)
    right = Text("方案有效，且已证明最优。", "The plan is sound and proven optimal.")
    sound = Text("方案有效。", "The plan is sound.")
    wrong = Text("方案不成立。", "The plan does not hold.")
    say.line(right if found["optimal"] else sound if found["sound"] else wrong, lang)


COMMANDS: dict[str, Callable[..., None]] = {"post": post, "verify": verify}
