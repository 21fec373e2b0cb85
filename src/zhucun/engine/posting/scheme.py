"""A county's scheme of weights: how many points each term of the fit can give, with its slogans and rules.

A scheme is a value with a name and a version: an old plan keeps the scheme it was made with. It is read from YAML (the
shipped default) or from JSON (a county's row), and every mistake in it is named with what would be right.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

from zhucun.engine.errors import BadProblem
from zhucun.engine.policy.figures import load_parameters
from zhucun.engine.texts import Text
from zhucun.engine.words import Word

MOST_POINTS = 100_000  # keeps every score far below 2**24, so that whole numbers stay exact


class TermName(Word):
    """The terms of the fit, in the order in which they are shown."""

    NEED_SPECIALITY = "need_speciality", "需求与专长", "Needs and specialities"
    MASS_WORK = "mass_work", "群众工作", "Mass work"
    COMMUNICATION = "communication", "沟通协调", "Communication"
    UNIT_SUPPORT = "unit_support", "单位支持", "Unit support"
    SLOGAN = "slogan", "对口选派", "Kind of cadre for kind of village"
    LANGUAGE = "language", "语言", "Language"
    HOME = "home", "家乡", "Home"
    HARDSHIP = "hardship", "艰苦适应", "Fitness for hardship"
    RURAL_EXPERIENCE = "rural_experience", "农村经历", "Rural experience"
    WISHES_PERSON = "wishes_person", "本人志愿", "The person's wishes"
    WISHES_VILLAGE = "wishes_village", "村里订单", "The village's wishes"
    EQUITY = "equity", "强弱均衡", "Equity"


class Who(Word):
    """Whom a slogan sends."""

    PARTY = "party", "党务干部", "Party cadre"
    ECONOMY = "economy", "经济干部", "Economic cadre"
    JUSTICE = "justice", "政法干部", "Justice cadre"
    SCIENCE = "science", "科技干部", "Technical cadre"


class Where(Word):
    """Where a slogan sends them."""

    WEAK = "weak", "弱村", "a weak village"
    POOR = "poor", "穷村", "a poor village"
    DISORDER = "disorder", "乱村", "a disorderly village"
    INDUSTRY = "industry", "产业村", "an industry village"


class HomeRule(Word):
    """What the county does about a person's home village and township."""

    BAR = "bar", "回避家乡村", "The home village is barred"
    PREFER = "prefer", "优先家乡乡镇", "The home township is preferred"
    NEUTRAL = "neutral", "不作要求", "No rule"


class Unconfirmed(Word):
    """What happens to people of whom a written rule cannot be confirmed yet."""

    ALLOW = "allow", "可参加，标注待核", "May be posted, marked"
    BAR = "bar", "暂不参加", "May not be posted yet"


@dataclass(frozen=True, slots=True)
class Rules:
    """The choices of a county besides the weights; thresholds are needs in thousandths."""

    home: HomeRule = HomeRule.PREFER
    unconfirmed: Unconfirmed = Unconfirmed.ALLOW
    disorder_from: int = 500
    industry_from: int = 600


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a term weighs what it weighs, and where that is found."""

    why: Text
    source: str


@dataclass(frozen=True)
class Scheme:
    """Named, versioned weights; `weights[term]` is the most points that the term can give."""

    name: Text
    version: int
    weights: Mapping[TermName, int]
    slogans: tuple[tuple[Who, Where], ...] = ()
    rules: Rules = field(default_factory=Rules)
    evidence: Mapping[TermName, Evidence] = field(default_factory=dict)

    @property
    def scale(self) -> int:
        """Return the most points that a person can have in a village: the sum of the weights."""
        return sum(self.weights.values())

    def scaled(self, term: TermName, percent: int) -> "Scheme":
        """Return the scheme with one weight moved by some per cent, rounded to whole points."""
        moved = max(0, round(self.weights[term] * (100 + percent) / 100))
        return self.with_weights({term: moved})

    def with_weights(self, weights: Mapping[TermName, int]) -> "Scheme":
        """Return the scheme with some weights replaced, checked."""
        return replace(self, weights=_checked_weights({**self.weights, **weights}))

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Scheme":
        """Read a scheme from plain values (YAML or JSON); terms left out weigh nothing. Raises BadProblem."""
        _only_known(content, {"name", "version", "weights", "slogans", "rules"}, "scheme")
        weights, evidence = _read_weights(content.get("weights") or {})
        return cls(
            name=_text(content.get("name", "")),
            version=_whole(content.get("version", 1), "version", 1),
            weights=_checked_weights(weights),
            slogans=_read_slogans(content.get("slogans") or ()),
            rules=_read_rules(content.get("rules") or {}),
            evidence=MappingProxyType(evidence),
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain values that `of` reads back to an equal scheme."""
        return {
            "name": {"zh": self.name.zh, "en": self.name.en},
            "version": self.version,
            "weights": {term.value: self._weight_to_json(term) for term in TermName},
            "slogans": [{"who": who.value, "where": where.value} for who, where in self.slogans],
            "rules": {
                "home": self.rules.home.value,
                "unconfirmed": self.rules.unconfirmed.value,
                "disorder_from": self.rules.disorder_from,
                "industry_from": self.rules.industry_from,
            },
        }

    def _weight_to_json(self, term: TermName) -> dict[str, Any]:
        told = self.evidence.get(term)
        points: dict[str, Any] = {"points": self.weights[term]}
        return (
            points if told is None else {**points, "why": {"zh": told.why.zh, "en": told.why.en}, "source": told.source}
        )


@cache
def default_scheme() -> Scheme:
    """Return the shipped scheme, each weight with its evidence."""
    return Scheme.of(load_parameters("scheme_default.yaml"))


def read_scheme(path: Path) -> Scheme:
    """Read a scheme from a YAML or JSON file; weights and rules that the file leaves out are the default's."""
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _bad(
            Text("权重方案文件{path}无法读取：{why}", "The scheme file {path} cannot be read: {why}"),
            path=path.name,
            why=str(error).splitlines()[0],
        ) from error
    if not isinstance(content, Mapping):
        raise _bad(
            Text(
                "权重方案文件{path}应有“weights:”一段，每行一项，例如 mass_work: 1600。",
                "The scheme file {path} should hold “weights:” with a line for each term, such as mass_work: 1600.",
            ),
            path=path.name,
        )
    base = default_scheme().to_json()
    merged = {**base, **content}
    merged["weights"] = {**base["weights"], **(content.get("weights") or {})}
    merged["rules"] = {**base["rules"], **(content.get("rules") or {})}
    return Scheme.of({"name": path.stem, **merged} if "name" in content else {**merged, "name": path.stem})


def _bad(text: Text, **details: Any) -> BadProblem:
    return BadProblem("scheme.bad", text, **details)


def _only_known(found: Any, known: set[str], what: str) -> None:
    if not isinstance(found, Mapping):
        text = Text("权重方案的“{what}”应是一组名称和值。", "“{what}” of the scheme should be names with values.")
        raise _bad(text, what=what)
    unknown = [str(k) for k in found if k not in known]
    if unknown:
        raise _bad(
            Text(
                "权重方案的“{what}”中没有“{name}”。可用的有：{known}。",
                "“{what}” of the scheme knows no “{name}”. It knows: {known}.",
            ),
            what=what,
            name="、".join(unknown),
            known="、".join(sorted(known)),
        )


def _whole(value: Any, what: str, least: int = 0, most: int = MOST_POINTS) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise _bad(
            Text(
                "权重方案的“{what}”为“{value}”，应是{least}到{most}的整数。",
                "“{what}” of the scheme is “{value}”; it must be a whole number from {least} to {most}.",
            ),
            what=what,
            value=value,
            least=least,
            most=most,
        )
    return value


def _text(value: Any) -> Text:
    if isinstance(value, Mapping):
        return Text(str(value.get("zh", "")), str(value.get("en", value.get("zh", ""))))
    return Text(str(value), str(value))


def _read_weights(rows: Any) -> tuple[dict[TermName, int], dict[TermName, Evidence]]:
    _only_known(rows, {t.value for t in TermName}, "weights")
    weights, evidence = dict.fromkeys(TermName, 0), {}
    for name, row in rows.items():
        term = TermName(name)
        if isinstance(row, Mapping):
            _only_known(row, {"points", "why", "source"}, name)
            if "why" in row or "source" in row:
                evidence[term] = Evidence(_text(row.get("why", "")), str(row.get("source", "")))
            row = row.get("points")
        weights[term] = _whole(row, name)
    return weights, evidence


def _checked_weights(weights: Mapping[TermName, int]) -> Mapping[TermName, int]:
    total = sum(weights.values())
    if not 0 < total <= MOST_POINTS:
        raise _bad(
            Text(
                "权重方案各项分值合计为{total}，应大于0且不超过{most}（初始方案合计一万分）。",
                "The weights of the scheme add to {total}; they must add to more than 0 and at most {most} "
                "(the initial scheme adds to 10,000).",
            ),
            total=total,
            most=MOST_POINTS,
        )
    return MappingProxyType({term: weights[term] for term in TermName})


def _read_slogans(rows: Any) -> tuple[tuple[Who, Where], ...]:
    read = []
    for row in rows:
        _only_known(row, {"who", "where"}, "slogans")
        read.append((_word(Who, row.get("who"), "who"), _word(Where, row.get("where"), "where")))
    return tuple(dict.fromkeys(read))


def _read_rules(rows: Any) -> Rules:
    _only_known(rows, {"home", "unconfirmed", "disorder_from", "industry_from"}, "rules")
    return Rules(
        home=_word(HomeRule, rows.get("home", "prefer"), "home"),
        unconfirmed=_word(Unconfirmed, rows.get("unconfirmed", "allow"), "unconfirmed"),
        disorder_from=_whole(rows.get("disorder_from", 500), "disorder_from", 0, 1000),
        industry_from=_whole(rows.get("industry_from", 600), "industry_from", 0, 1000),
    )


W = TypeVar("W", bound=Word)


def _word(kind: type[W], value: Any, what: str) -> W:
    found = kind.from_label(str(value))
    if found is None:
        raise _bad(
            Text(
                "权重方案的“{what}”为“{value}”，可用的有：{known}。",
                "“{what}” of the scheme is “{value}”; it may be: {known}.",
            ),
            what=what,
            value=value,
            known="、".join(m.value for m in kind),
        )
    return found
