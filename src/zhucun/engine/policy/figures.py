"""A figure of policy with the day it holds from, its unit and the paper it stands in.

National figures and published local schemes ship in `parameters/*.yaml`. A county's own figures are `Figure` values
made from its rows and passed as `local`. The nearest area wins: of all rows whose area is a prefix of the asked
place code, the longest area that has a row on that day; of its rows, the latest; a county's own before a shipped one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from zhucun.engine.errors import BadProblem
from zhucun.engine.texts import Language, Text
from zhucun.engine.words import Word

Value = Any  # int, Decimal, bool, str, or a mapping of names to these: what a YAML row may hold


NOTHING = Text("", "")


class Quality(Word):
    """How well a figure is founded; shown wherever the figure is."""

    PAPER = "paper", "文件或官方数据", "Official paper or figure"
    RESEARCH = "research", "研究文献", "Research"
    KNOWN = "known", "常识，待核文件", "General knowledge, paper not at hand"
    LOW = "low", "来源较弱", "Weak source"
    DEFAULT = "default", "系统初始值，由县确定", "Initial value of this system, the county decides"
    COUNTY = "county", "本地规定", "A local rule"


# Whose figure it is, by the length of the area it is given for.
NATIONAL = Text("全国", "national")
LEVELS = {
    0: NATIONAL,
    2: Text("本省适用", "for the province"),
    4: Text("本市适用", "for the prefecture"),
    6: Text("本县适用", "for the county"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: `value` in `unit` from the day `since` in the area whose code starts with `area` ('' is China).

    A value of None ends the figure in its area from that day: the wider area's figure holds again.
    """

    name: str
    value: Value
    unit: str = ""
    since: date
    reference: str = ""
    area: str = ""
    quality: Quality = Quality.COUNTY
    description: Text = NOTHING

    def __hash__(self) -> int:
        """Hash by what names the row, because a value may be a mapping."""
        return hash((self.name, self.since, self.area, self.reference))

    @property
    def level(self) -> Text:
        """Whose figure it is: the nation's, a province's, a prefecture's or a county's."""
        return level_of(self.area)

    def told(self) -> Text:
        """Return where the figure comes from as one phrase: paper, day, whose it is, how well it is founded."""
        founded = Text("", "") if self.quality is Quality.PAPER else self.quality.text
        paper, whose, day = referred(self.reference), self.level, self.since.isoformat()
        zh = "，".join(p for p in (paper.zh, f"{day}起", whose.zh, founded.zh) if p)
        en = ", ".join(p for p in (paper.en, f"since {day}", whose.en, founded.en) if p)
        return Text(zh, en)


def level_of(area: str) -> Text:
    """Return whose rule it is that is given for an area."""
    return LEVELS.get(len(area), Text("乡村", "township or village"))


def figure(name: str, *, on: date, area: str | None = None, local: Iterable[Figure] = ()) -> Figure:
    """Return the figure of this name that holds on this day in this area (a place code of any length).

    Raises BadProblem when nobody knows such a figure, or none holds yet on that day; the message says what to do.
    """
    local = tuple(local)
    return _found(name, on, area or "", local) if local else _shipped_on(name, on, area or "")


@lru_cache(maxsize=4096)
def _shipped_on(name: str, on: date, place: str) -> Figure:
    return _found(name, on, place, ())


def _found(name: str, on: date, place: str, local: tuple[Figure, ...]) -> Figure:
    known = shipped().get(name, ())
    rows = [*known, *(f for f in local if f.name == name)]
    if not rows:
        raise _unknown(name)
    here = [(len(f.area), f.since, at, f) for at, f in enumerate(rows) if place.startswith(f.area)]
    latest: dict[int, tuple[date, int, Figure]] = {}
    for width, since, at, row in here:
        if since <= on and (since, at) >= latest.get(width, (date.min, -1, row))[:2]:
            latest[width] = (since, at, row)
    for width in sorted(latest, reverse=True):
        if latest[width][2].value is not None:
            return _described(latest[width][2], known)
    raise _too_early(name, on, place, rows)


def figure_names() -> tuple[str, ...]:
    """Return the names of all shipped figures in order."""
    return tuple(sorted(shipped()))


@cache
def shipped() -> Mapping[str, tuple[Figure, ...]]:
    """Return every shipped figure by name, each with its rows in order of day."""
    found: dict[str, tuple[Figure, ...]] = {}
    folder = files("zhucun.engine.policy").joinpath("parameters")
    for paper in sorted(folder.iterdir(), key=lambda p: p.name):
        if paper.name.endswith(".yaml") and not paper.name.startswith(("scheme_", "calibration_", "table_", "sources")):
            for name, entry in load_parameters(paper.name).items():
                if name in found:
                    raise ValueError(f"The figure {name} stands twice in parameters/, again in {paper.name}.")
                found[name] = _rows(name, entry)
    return MappingProxyType(found)


@cache
def _in_english() -> Mapping[str, str]:
    said: Mapping[str, str] = load_parameters("table_references.yaml")
    return MappingProxyType(said)


@cache
def _papers() -> Mapping[str, Text]:
    papers = load_parameters("sources.yaml").items()
    return MappingProxyType({tag: Text(str(row["title"]), str(row["title_en"])) for tag, row in papers})


TAGS = re.compile(r"(?:\[\w+\])+")


@lru_cache(maxsize=1024)
def referred(reference: str) -> Text:
    """Return a reference in both languages, the papers by their names instead of their tags.

    Where it names its paper itself the tag before it says nothing more; what a county wrote stays as it was written.
    """
    begins = TAGS.match(reference)
    lead = begins.group() if begins else ""
    rest = reference[len(lead) :].strip()
    if rest and "《" in rest:
        lead = ""
    said = Text(rest, _in_english().get(rest, rest))
    return Text(*(_named(lead, said.say(language), language) for language in ("zh", "en")))


def _named(lead: str, rest: str, language: Language) -> str:
    """Return what is said with the names of its papers after it; a tag that nobody knows stays a tag."""

    def names(tags: re.Match[str]) -> str:
        papers = [_papers().get(tag) for tag in re.findall(r"\w+", tags.group())]
        named = [paper.say(language) for paper in papers if paper]
        if len(named) < len(papers):
            return tags.group()
        return "".join(f"《{name}》" for name in named) if language == "zh" else "; ".join(named)

    if not rest:
        return TAGS.sub(names, lead)
    around = "（{}）" if language == "zh" else " ({})"
    return TAGS.sub(lambda tags: around.format(names(tags)), rest + lead).replace("  (", " (")


def load_parameters(file: str) -> dict[str, Any]:
    """Return one YAML file of parameters/ with decimal numbers kept exact."""
    text = files("zhucun.engine.policy").joinpath(f"parameters/{file}").read_text("utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=_Loader)  # noqa: S506 (a SafeLoader)
    return loaded


# The loader in C where the machine has one: fifteen times as fast, and half a second of a cold command line.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):  # type: ignore[misc]
    """YAML whose 0.35 is Decimal('0.35'), so that no figure is rounded on its way in."""


def _exact(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)))


_Loader.add_constructor("tag:yaml.org,2002:float", _exact)


def _rows(name: str, entry: Mapping[str, Any]) -> tuple[Figure, ...]:
    described = Text(entry["description"]["zh"], entry["description"]["en"])
    rows = (
        Figure(
            name=name,
            value=row["value"],
            unit=str(entry.get("unit", "")),
            since=row["since"],
            reference=str(row.get("reference", "")),
            area=str(row.get("area", "")),
            quality=Quality(row.get("quality", "paper")),
            description=described,
        )
        for row in entry["values"]
    )
    return tuple(sorted(rows, key=lambda f: (f.area, f.since)))


def _described(found: Figure, known: tuple[Figure, ...]) -> Figure:
    if found.description.en or not known:
        return found
    return replace(found, description=known[0].description, unit=found.unit or known[0].unit)


def _unknown(name: str) -> BadProblem:
    return BadProblem(
        "figure.unknown",
        Text(
            "没有名为“{name}”的政策数字。请核对名称，或在县的政策数字中添加。",
            "There is no policy figure named “{name}”. Check the name, or add it to the county's figures.",
        ),
        name=name,
    )


def _too_early(name: str, on: date, area: str, rows: list[Figure]) -> BadProblem:
    days = [f.since for f in rows if area.startswith(f.area)]
    first = min(days).isoformat() if days else "?"
    return BadProblem(
        "figure.none_on_this_day",
        Text(
            "政策数字“{name}”在{on}尚无规定：最早的一条自{first}起。请选择较晚的日期，或补录较早的规定。",
            "The policy figure “{name}” has no value on {on}: its first holds from {first}. "
            "Ask for a later day, or add the earlier paper.",
        ),
        name=name,
        on=on.isoformat(),
        first=first,
        area=area or "全国",
    )
