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
MISSING = Text("{what}未填报", "{what} is not reported")
UNTOLD = Text("", "")


@dataclass(frozen=True, slots=True)
class VillageFinding:
    """One test of one village."""

    code: str
    text: Text
    answer: Answer
    reason: Text
    top: Fraction | None = None  # what was counted, and out of what
    bottom: Fraction | None = None
    limit: Text = UNTOLD  # as it is asked: how and how much
    basis: Text = UNTOLD  # the dated figure behind the limit
    decides: bool = True  # False: considered beside the others, as the national opinion asks
    by_hand: bool = False  # no fact tells it: the village answers


@dataclass(frozen=True, slots=True)
class VillageTests:
    """All tests of one village; it passes when every one that decides is met."""

    village: str
    findings: tuple[VillageFinding, ...]
    basis: Basis

    @property
    def passes(self) -> bool | None:
        """True where all are met, False where one is not, None where that cannot be told yet."""
        answers = [f.answer for f in self.findings if f.decides]
        if Answer.LACKING in answers:
            return False
        return None if Answer.UNSAID in answers else True

    @property
    def hindrances(self) -> tuple[VillageFinding, ...]:
        """The tests that decide and are failed or not answered."""
        return tuple(f for f in self.findings if f.decides and f.answer is not Answer.MET)


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
    held = None if how in row else figure(row[f"{how}_figure"], on=on, area=area, local=figures)
    limit, mark = row[how] if held is None else held.value, "" if "fact" in row else "%"
    asked = Text("{how}{limit}", "{how} {limit}").filled(how=HOW[how], limit=f"{limit}{mark}")
    basis, decides = held.told() if held else UNTOLD, not row.get("considered")
    value, said, top, bottom = _read(row, village)
    if value is None:
        return VillageFinding(row["code"], text, Answer.UNSAID, said, limit=asked, basis=basis, decides=decides)
    kept = _kept(how, value, Fraction(Decimal(str(limit))))
    reason = ASKED.filled(said=said, how=HOW[how], limit=f"{limit}{mark}")
    answer = Answer.MET if kept else Answer.LACKING
    return VillageFinding(row["code"], text, answer, reason, top, bottom, asked, basis, decides)


def _as_told(row: Mapping[str, Any], text: Text, told: Mapping[str, bool | None]) -> VillageFinding:
    said, decides = told.get(row["code"]), not row.get("considered")
    if said is None:
        return VillageFinding(row["code"], text, Answer.UNSAID, UNSAID, decides=decides, by_hand=True)
    reason = TOLD.filled(said=Text("是", "yes") if said else Text("否", "no"))
    answer = Answer.MET if said else Answer.LACKING
    return VillageFinding(row["code"], text, answer, reason, decides=decides, by_hand=True)


Counted = tuple[Fraction | None, Text, Fraction | None, Fraction | None]


def _read(row: Mapping[str, Any], village: VillageFacts) -> Counted:
    """Return the value (a share is in per cent), how it came about, what was counted and out of what."""
    if "fact" in row:
        fact, top = LABELS[row["fact"]].text, getattr(village, row["fact"])
        if top is None:
            return None, MISSING.filled(what=fact), None, None
        return Fraction(top), FACT.filled(top=fact, a=top), Fraction(top), None
    top_key, bottom_key = row.get("share") or row["rest"]
    top, bottom = getattr(village, top_key), getattr(village, bottom_key)
    if top is None or not bottom:
        lacking = top_key if top is None else bottom_key
        return None, MISSING.filled(what=LABELS[lacking].text), None, None
    part = Fraction(top) if "share" in row else Fraction(bottom) - Fraction(top)
    share = part / Fraction(bottom)
    sentence = SHARE if "share" in row else REST
    said = sentence.filled(
        top=LABELS[top_key].text, a=top, bottom=LABELS[bottom_key].text, b=bottom, share=percent(share)
    )
    return share * 100, said, part, Fraction(bottom)


def _kept(how: str, value: Fraction, limit: Fraction) -> bool:
    if how == "at_least":
        return value >= limit
    if how == "more_than":
        return value > limit
    return value <= limit if how == "at_most" else value < limit
