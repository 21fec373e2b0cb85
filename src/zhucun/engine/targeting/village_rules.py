"""Whether a village passes the tests of its area before it leaves the list of poor villages, each test with its reason.

National: incidence below 2 % (west 3 %). Guangxi: 十一有一低于. What no fact tells is answered by the village.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhucun.engine.facts import VILLAGE, VillageFacts
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.targeting.conditions import HOW
from zhucun.engine.targeting.counted import Basis, percent
from zhucun.engine.targeting.guarantees import Answer
from zhucun.engine.targeting.rule_sets import RuleSet, rule_set
from zhucun.engine.texts import Text

LABELS = {fact.key: fact for fact in VILLAGE}
SHARE = Text("{top}{a}，占{bottom}{b}的{share}%", "{top} {a}, {share} % of {bottom} {b}")
REST = Text("{top}{a}，其余占{bottom}{b}的{share}%", "{top} {a}, the rest is {share} % of {bottom} {b}")
FACT = Text("{top}{a}", "{top} {a}")
ASKED = Text("{said}（要求{how}{limit}）", "{said} (asked: {how} {limit})")
TOLD = Text("由村填报：{said}", "As the village reports: {said}")
UNSAID = Text("未填报", "Not reported")


@dataclass(frozen=True, slots=True)
class VillageFinding:
    """One test of one village."""

    code: str
    text: Text
    answer: Answer
    reason: Text


@dataclass(frozen=True, slots=True)
class VillageTests:
    """All tests of one village; it passes when every one is met."""

    village: str
    findings: tuple[VillageFinding, ...]
    basis: Basis

    @property
    def passes(self) -> bool | None:
        """True where all are met, False where one is not, None where that cannot be told yet."""
        answers = [f.answer for f in self.findings]
        if Answer.LACKING in answers:
            return False
        return None if Answer.UNSAID in answers else True


def village_tests(
    village: VillageFacts,
    *,
    on: date,
    told: Mapping[str, bool | None] | None = None,
    code: str | None = None,
    local: Iterable[RuleSet] = (),
    figures: Iterable[Figure] = (),
) -> VillageTests:
    """Return every test of a village's exit; `told` answers by code what no fact tells."""
    area, figures = village.code or "", tuple(figures)
    rules = rule_set("village_exit", on=on, area=area, code=code, local=local)
    findings = tuple(_finding(row, village, told or {}, on, area, figures) for row in rules.settings["rows"])
    return VillageTests(area, findings, rules.basis)


def _finding(
    row: Mapping[str, Any],
    village: VillageFacts,
    told: Mapping[str, bool | None],
    on: date,
    area: str,
    figures: tuple[Figure, ...],
) -> VillageFinding:
    text = Text(row["text"]["zh"], row["text"]["en"])
    how = next((h for h in HOW if h in row or f"{h}_figure" in row), None)
    if how is None:
        return _as_told(row, text, told)
    value, said = _read(row, village)
    if value is None:
        return VillageFinding(row["code"], text, Answer.UNSAID, UNSAID)
    limit = row[how] if how in row else figure(row[f"{how}_figure"], on=on, area=area, local=figures).value
    kept = _kept(how, value, Fraction(Decimal(str(limit))))
    mark = "" if "fact" in row else "%"
    reason = ASKED.filled(said=said, how=HOW[how], limit=f"{limit}{mark}")
    return VillageFinding(row["code"], text, Answer.MET if kept else Answer.LACKING, reason)


def _as_told(row: Mapping[str, Any], text: Text, told: Mapping[str, bool | None]) -> VillageFinding:
    said = told.get(row["code"])
    if said is None:
        return VillageFinding(row["code"], text, Answer.UNSAID, UNSAID)
    reason = TOLD.filled(said=Text("是", "yes") if said else Text("否", "no"))
    return VillageFinding(row["code"], text, Answer.MET if said else Answer.LACKING, reason)


def _read(row: Mapping[str, Any], village: VillageFacts) -> tuple[Fraction | None, Text]:
    """Return the value (a share is in per cent) and how it came about."""
    if "fact" in row:
        top = getattr(village, row["fact"])
        return (None if top is None else Fraction(top)), FACT.filled(top=LABELS[row["fact"]].text, a=top)
    top_key, bottom_key = row.get("share") or row["rest"]
    top, bottom = getattr(village, top_key), getattr(village, bottom_key)
    if top is None or not bottom:
        return None, UNSAID
    part = Fraction(top) if "share" in row else Fraction(bottom) - Fraction(top)
    share = part / Fraction(bottom)
    sentence = SHARE if "share" in row else REST
    said = sentence.filled(
        top=LABELS[top_key].text, a=top, bottom=LABELS[bottom_key].text, b=bottom, share=percent(share)
    )
    return share * 100, said


def _kept(how: str, value: Fraction, limit: Fraction) -> bool:
    if how == "at_least":
        return value >= limit
    if how == "more_than":
        return value > limit
    return value <= limit if how == "at_most" else value < limit
