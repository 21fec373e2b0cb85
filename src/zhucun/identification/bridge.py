"""Aids beside a case: income against the line, guarantees, the four looks, deprivations. Never deciders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhucun.core.refusals import engine_language
from zhucun.engine.errors import EngineError
from zhucun.engine.targeting import (
    HOUSEHOLD_KEYS,
    MEMBER_KEYS,
    County,
    Finding,
    Index,
    LineKind,
    Rows,
    answers,
    deprivations,
    household_exit,
    income_line,
    measure,
    rule_set,
)
from zhucun.engine.targeting.counted import Basis
from zhucun.engine.targeting.four_looks import score, sheet
from zhucun.engine.targeting.guarantees import Answer
from zhucun.engine.targeting.rule_sets import RuleSet
from zhucun.engine.texts import Text
from zhucun.identification.models import Case
from zhucun.identification.statuses import Kind
from zhucun.policy.queries import Own, own_of
from zhucun.registry import queries as registry
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import Household, Member

HIDDEN = Text("分值和界限不向调查人员显示", "points and limits are not shown to those who survey")
TONES = {Answer.MET: "good", Answer.LACKING: "danger", Answer.UNSAID: "neutral"}


@dataclass(frozen=True)
class AidLine:
    """One sentence of an aid."""

    text: str
    tone: str = "neutral"
    word: str = ""


@dataclass(frozen=True)
class Aid:
    """One aid: what it is, its sentences, and the rule they stand on."""

    title: str | Promise
    lines: tuple[AidLine, ...]
    basis: str


def say(text: Text) -> str:
    """Return a sentence of the engine in the reader's language."""
    return text.say(engine_language())


def day_for(home: Household, today: date) -> date:
    """Return the day as of which a household is looked at: a made-up history ends with its last account."""
    return date(home.income_year, 12, 31) if home.made_up and home.income_year else today


def aids_of(case: Case, members: Sequence[Member], today: date, *, whole: bool) -> list[Aid]:
    """Return the aids of a case; one that cannot be worked out says why.

    Without `whole`, points, weights and cut-offs stay out: who surveys must not be led by what is weighed.
    """
    home = case.household
    on = day_for(home, today)
    county = County.of(
        Rows.of([bridge.household_facts(home)], HOUSEHOLD_KEYS),
        Rows.of([bridge.member_facts(m, household_code=home.code) for m in members], MEMBER_KEYS),
        on=on,
    )
    area, own = home.village_id, own_of(home.village_id)
    makers: list[tuple[str | Promise, Callable[[], tuple[tuple[AidLine, ...], str]]]] = [
        (_("Income and the line"), lambda: _income(home, on, own)),
        (pgettext_lazy("aid", "Guarantees"), lambda: _guarantees(county, on, area, own)),
    ]
    if case.kind == Kind.EXIT:
        makers.append((_("Tests of exit"), lambda: _exit(county, on, area, own)))
    makers += [
        (_("The four looks"), lambda: _looks(county, on, area, own, whole)),
        (_("What the household lacks"), lambda: _lacks(county, on, area, own, whole)),
    ]
    return [_made(title, maker) for title, maker in makers]


def _made(title: str | Promise, maker: Callable[[], tuple[tuple[AidLine, ...], str]]) -> Aid:
    try:
        return Aid(title, *maker())
    except EngineError as error:
        return Aid(title, (AidLine(error.say(engine_language())),), "")


def _income(home: Household, on: date, own: Own) -> tuple[tuple[AidLine, ...], str]:
    kind = LineKind.EXIT if home.status in ("poor", "planned") else LineKind.NATIONAL
    year = home.income_year or on.year
    line = income_line(kind, year=year, area=home.village_id, local=own.figures)
    had = home.net_per_head_yuan
    if had is None:
        first = AidLine(say(Text("人均纯收入未填报", "Net income per head is not reported")))
    else:
        below = had < line.value
        where = ("低于", "below") if below else ("不低于", "not below")
        told = Text(
            f"{year}年人均纯收入{had:,.2f}元，标准{line.value:,}元，{where[0]}标准",
            f"Net income per head {year}: {had:,.2f} yuan; {where[1]} the line of {line.value:,}",
        )
        first = AidLine(say(told), "danger" if below else "good")
    return (first, *_derivation(home, year)), say(line.told())


def _derivation(home: Household, year: int) -> tuple[AidLine, ...]:
    if not home.income_year:
        return ()
    account = registry.account_of(home, year=year)
    steps = [step for step in account.derivation() if step.depth <= 1]
    return tuple(
        AidLine(say(step.text) + (f" {step.amount_yuan:,.2f}" if step.amount_yuan is not None else ""))
        for step in steps
    )


def _answered(findings: Sequence[Finding]) -> tuple[AidLine, ...]:
    return tuple(
        AidLine(f"{say(f.text)}：{say(f.reason)}", TONES[f.answer], f.answer.say(engine_language())) for f in findings
    )


def _guarantees(county: County, on: date, area: str, own: Own) -> tuple[tuple[AidLine, ...], str]:
    answered = answers(_rules("guarantees", on, area, own), county)
    return _answered(answered.findings(0)), _told(answered.rules.basis)


def _exit(county: County, on: date, area: str, own: Own) -> tuple[tuple[AidLine, ...], str]:
    found = household_exit(answers(_rules("exit", on, area, own), county), 0)
    return (AidLine(found.readiness.say(engine_language())), *_answered(found.findings)), _told(found.basis)


def _looks(county: County, on: date, area: str, own: Own, whole: bool) -> tuple[tuple[AidLine, ...], str]:
    looked = sheet(on=on, area=area, local=own.rule_sets("four_looks", on=on), figures=own.figures)
    scored = score(looked, county)
    if whole:
        return tuple(AidLine(say(line)) for line in scored.told(0)), _told(looked.basis)
    joint = "；" if engine_language() == "zh" else "; "
    seen = tuple(AidLine(f"{say(look)}：{joint.join(say(a) for a in answers)}") for look, answers in scored.seen(0))
    return seen, HIDDEN.say(engine_language())


def _lacks(county: County, on: date, area: str, own: Own, whole: bool) -> tuple[tuple[AidLine, ...], str]:
    rules = _rules("deprivation", on, area, own)
    index = Index.of(rules)
    measured = measure(index, deprivations(rules, county))
    lines = tuple(AidLine(say(text)) for text in measured.lacks(0, weights=whole))
    if not whole:
        return lines, HIDDEN.say(engine_language())
    points = Text(
        f"缺失权重合计{int(measured.scores[0])}/{index.whole}，临界值{index.cutoff}",
        f"Weights of what is lacking: {int(measured.scores[0])} of {index.whole}; the cut-off is {index.cutoff}",
    )
    return (AidLine(say(points)), *lines), _told(rules.basis)


def _rules(kind: str, on: date, area: str, own: Own) -> RuleSet:
    return rule_set(kind, on=on, area=area, local=own.rule_sets(kind, on=on, area=area), figures=own.figures)


def _told(basis: Basis) -> str:
    return say(basis.told())
