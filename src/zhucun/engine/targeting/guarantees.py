"""Who lacks which guarantee, and why: the answers of a rule set of kind 'guarantees' or 'exit', household by household.

A test that is not answered is shown as not reported, never as passed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from zhucun.engine.targeting.counted import Ratio
from zhucun.engine.targeting.county import County
from zhucun.engine.targeting.rule_sets import RuleSet
from zhucun.engine.targeting.states import NO, UNSAID, YES, States
from zhucun.engine.texts import Text
from zhucun.engine.words import Word


class Answer(Word):
    """How a household stands in one test."""

    MET = "met", "已达到", "Met"
    LACKING = "lacking", "未达到", "Not met"
    UNSAID = "unsaid", "未填报", "Not reported"


ANSWERS = {YES: Answer.MET, NO: Answer.LACKING, UNSAID: Answer.UNSAID}


@dataclass(frozen=True, slots=True)
class Finding:
    """One test of one household: the answer, what is so, and the rule."""

    household: str
    code: str
    text: Text
    answer: Answer
    reason: Text

    def told(self) -> Text:
        """Return the finding as one sentence."""
        return Text("{what}：{answer}。{why}", "{what}: {answer}. {why}").filled(
            what=self.text, answer=self.answer.text, why=self.reason
        )


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """All tests of a rule set answered for all households of a county."""

    rules: RuleSet
    county: County
    states: npt.NDArray[np.int8]  # households x tests

    @property
    def whole(self) -> States:
        """Whether a household passes all tests: yes, no, or not said."""
        return np.where(
            (self.states == NO).any(axis=1), NO, np.where((self.states == YES).all(axis=1), YES, UNSAID)
        ).astype(np.int8)

    @property
    def blank(self) -> tuple[str, ...]:
        """Tests that nobody in the county has answered, because the facts are not collected here."""
        said = (self.states != UNSAID).any(axis=0)
        return tuple(test.code for test, known in zip(self.rules.tests, said, strict=True) if not known)

    def without(self, codes: Iterable[str]) -> "Answers":
        """Return the answers without some tests, such as the blank ones; whoever leaves tests out must say so."""
        left_out = set(codes)
        kept = [j for j, test in enumerate(self.rules.tests) if test.code not in left_out]
        rules = replace(self.rules, tests=tuple(self.rules.tests[j] for j in kept))
        return Answers(rules, self.county, self.states[:, kept])

    def findings(self, row: int) -> tuple[Finding, ...]:
        """Return every test of one household with its reason, in the order of the rule set."""
        return self.findings_of([row])[0]

    def findings_of(self, rows: Sequence[int]) -> list[tuple[Finding, ...]]:
        """Return the same of many households; each test is asked once for all of them."""
        some = self.county.only(rows)
        told = [test.condition.tell(some) for test in self.rules.tests]
        return [
            tuple(
                Finding(code, test.code, test.text, ANSWERS[state], reasons[at])
                for test, state, reasons in zip(self.rules.tests, states, told, strict=True)
            )
            for at, (code, states) in enumerate(zip(some.households.codes, self.states[rows].tolist(), strict=True))
        ]

    def lacking(self, row: int) -> tuple[Finding, ...]:
        """Return the tests that one household fails."""
        return tuple(f for f in self.findings(row) if f.answer is Answer.LACKING)

    def counts(self) -> tuple[Ratio, ...]:
        """Return for each test how many of those who answered lack it."""
        found = []
        for j, test in enumerate(self.rules.tests):
            column = self.states[:, j]
            what = Text(f"{test.text.zh}：未达到", f"{test.text.en}: not met")
            found.append(Ratio(int((column == NO).sum()), int((column != UNSAID).sum()), what, self.rules.basis))
        return tuple(found)


def answers(rules: RuleSet, county: County) -> Answers:
    """Answer every test of a rule set for every household."""
    columns = [test.condition.states(county) for test in rules.tests]
    stacked = np.stack(columns, axis=1) if columns else np.zeros((len(county), 0), dtype=np.int8)
    return Answers(rules, county, stacked)
