"""The tests of a household's exit with figure, source, day and what to do where a fact is missing; many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhucun.core.models import Event
from zhucun.core.refusals import engine_language
from zhucun.engine.targeting import HOUSEHOLD_KEYS, MEMBER_KEYS, County, Rows, answers, exit_rules, household_exit
from zhucun.engine.targeting.conditions import measured
from zhucun.engine.targeting.exit_rules import READINESS, Readiness
from zhucun.engine.targeting.guarantees import Answer, Answers
from zhucun.engine.targeting.sources import HOME, PERSON, source_of, what_to_do
from zhucun.policy.queries import Own, own_of
from zhucun.registry import queries as registry
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import Household, Member

TONES = {Answer.MET: "good", Answer.LACKING: "danger", Answer.UNSAID: "warning"}
READY_TONES = {Readiness.READY: "good", Readiness.NOT_READY: "danger", Readiness.OPEN: "warning"}
LOOKED_BACK = 300  # changes of one household, more than any has


@dataclass(frozen=True)
class ExitTest:
    """One test of one household as its page shows it."""

    text: str
    answer: str
    tone: str
    reason: str
    facts: str
    last: str
    todo: str


@dataclass(frozen=True)
class ExitSheet:
    """All tests of one household, what they say together, and the rule."""

    readiness: str
    tone: str
    tests: tuple[ExitTest, ...]
    basis: str

    @property
    def missing(self) -> tuple[ExitTest, ...]:
        """The tests that nobody has answered yet."""
        return tuple(test for test in self.tests if test.todo)


def county_of(homes: Sequence[Household], members: Iterable[Member], on: date) -> County:
    """Return some households as the engine knows them."""
    code = {home.key: home.code for home in homes}
    return County.of(
        Rows.of([bridge.household_facts(home) for home in homes], HOUSEHOLD_KEYS),
        Rows.of([bridge.member_facts(m, household_code=code[m.household_id]) for m in members], MEMBER_KEYS),
        on=on,
    )


def answered(homes: Sequence[Household], members: Iterable[Member], *, on: date, own: Own, area: str) -> Answers:
    """Return the tests of exit answered for some households of one place."""
    local = own.rule_sets("exit", on=on, area=area)
    return answers(exit_rules(on=on, area=area, local=local, figures=own.figures), county_of(homes, members, on))


def readiness_of(homes: Sequence[Household], members: Iterable[Member], *, on: date, area: str) -> dict[str, Any]:
    """Return what the tests say of many households of one village, at once, by key."""
    if not homes:
        return {}
    found = answered(homes, members, on=on, own=own_of(area), area=area)
    words = [READINESS[int(state)] for state in found.whole]
    return {
        home.key: {"word": word.say(engine_language()), "tone": READY_TONES[word], "ready": word is Readiness.READY}
        for home, word in zip(homes, words, strict=True)
    }


def sheet_of(home: Household, members: Sequence[Member], *, on: date) -> ExitSheet:
    """Return every test of one household with where its facts come from."""
    found = answered([home], members, on=on, own=own_of(home.village_id), area=home.village_id)
    told, language = household_exit(found, 0), engine_language()
    joint, semicolon = ("、", "；") if language == "zh" else (", ", "; ")
    days = _last_changes(home, members)
    tests = []
    for finding, test in zip(told.findings, found.rules.tests, strict=True):
        measures = list(dict.fromkeys(measured(test.condition)))
        sources = [source_of(m.key) for m in measures]
        keys = list(dict.fromkeys([*(k for s in sources for k in s.home), *(k for s in sources for k in s.members)]))
        names = [(HOME.get(k) or PERSON[k]).text.say(language) for k in keys if k in HOME or k in PERSON]
        asked = finding.answer is Answer.UNSAID
        todo = semicolon.join(dict.fromkeys(what_to_do(m.key).say(language) for m in measures)) if asked else ""
        tests.append(ExitTest(
            finding.text.say(language), finding.answer.say(language), TONES[finding.answer],
            finding.reason.say(language), joint.join(names),
            _last(keys, days, home, any(s.income for s in sources)), todo,
        ))  # fmt: skip
    word = told.readiness
    return ExitSheet(word.say(language), READY_TONES[word], tuple(tests), told.basis.told().say(language))


def _last_changes(home: Household, members: Sequence[Member]) -> dict[str, tuple[date, str]]:
    """Return when and by whom each fact was last said: at a home survey, or changed by hand."""
    found: dict[str, tuple[date, str]] = {}
    for survey in registry.surveys_of(home):  # the newest first
        for key in survey.answers:
            found.setdefault(key, (survey.on, survey.surveyor))
    events: list[Event] = list(registry.history_of([home, *members])[:LOOKED_BACK])
    for event in events:
        day = event.at.date()
        for key in event.changes:
            if key not in found or found[key][0] < day:
                found[key] = (day, event.by.name if event.by else "")
    return found


def _last(keys: Sequence[str], days: dict[str, tuple[date, str]], home: Household, income: bool) -> str:
    known = [days[key] for key in keys if key in days]
    if known:
        day, by = max(known)
        return _("said on %(day)s, %(who)s") % {"day": day.isoformat(), "who": by or "—"}
    if income and home.income_year:
        return _("income account of %(year)s") % {"year": home.income_year}
    return _("as taken in from a list")
