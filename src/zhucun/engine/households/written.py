"""Facts written in another system's codes; what that system cannot express is written all the same, and told.

`labels` writes our words in Chinese, `internal` our own codes; every other name is a system of the crosswalk tables,
which says what it has codes for: the rest stands in our words.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from zhucun.engine.errors import BadProblem
from zhucun.engine.facts.fact import Fact, FactKind
from zhucun.engine.households.code_lists import Crosswalk
from zhucun.engine.households.crosswalks import all_crosswalks
from zhucun.engine.texts import Text
from zhucun.engine.words import Word

LABELS, INTERNAL = "labels", "internal"
SAME_LIST = {"other_causes": "main_cause", "return_cause": "main_cause"}
"""Facts whose words are those of another fact's list."""
JOINT = "、"


def code_systems() -> tuple[str, ...]:
    """Return the names of all systems that can be written, ours first."""
    return (LABELS, INTERNAL, *dict.fromkeys(c.system for c in all_crosswalks()))


def system_text(system: str) -> Text:
    """Return what a system is, with the facts that it has codes for."""
    if system == LABELS:
        return Text("本系统中文用语", "Our words, in Chinese")
    if system == INTERNAL:
        return Text("本系统代码", "Our own codes")
    titles = [c.title for c in all_crosswalks() if c.system == system]
    return Text("、".join(t.zh for t in titles), "; ".join(t.en for t in titles))


@dataclass(frozen=True, slots=True)
class Loss:
    """One word that a system cannot express as it is, and what was written instead."""

    attribute: str
    word: Word
    written: str


@dataclass
class Writing:
    """Writes values in the codes of one system and counts what was lost."""

    system: str
    losses: Counter[Loss] = field(default_factory=Counter)
    _walks: dict[str, Crosswalk] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._walks = {c.attribute: c for c in all_crosswalks() if c.system == self.system}
        self._known: dict[tuple[str, Word], tuple[str, Loss | None]] = {}

    def value(self, fact: Fact, value: Any) -> Any:
        """Return a kept value as the file says it: words in the system's codes, the rest as it is."""
        if value is None or value == "" or value == ():
            return None
        if fact.words is None:
            return ("是" if value else "否") if fact.kind is FactKind.YES_NO else value
        if isinstance(value, str):
            return self.word(fact.key, fact.words(value))
        return JOINT.join(self.word(fact.key, fact.words(v)) for v in value)

    def word(self, key: str, word: Word) -> str:
        """Return one word as the system writes it; a loss is counted, never silent."""
        found = self._known.get((key, word))
        if found is None:
            found = self._known[key, word] = self._written(key, word)
        written, loss = found
        if loss is not None:
            self.losses[loss] += 1
        return written

    def _written(self, key: str, word: Word) -> tuple[str, Loss | None]:
        if self.system == INTERNAL:
            return word.value, None
        attribute = SAME_LIST.get(key, key)
        walk = self._walks.get(attribute)
        if walk is None:
            return word.text.zh, None
        try:
            code = walk.write(word)
        except BadProblem:
            return word.text.zh, Loss(key, word, word.text.zh)
        exact = code.words[0] is word and code.exact
        return code.code, None if exact else Loss(key, word, f"{code.code} {code.label}")

    def read(self, fact: Fact, written: str) -> Word:
        """Return our word for what this writing wrote: the way back."""
        words = fact.words
        if words is None:
            raise ValueError(f"{fact.key} is no word")
        walk = self._walks.get(SAME_LIST.get(fact.key, fact.key))
        if self.system != INTERNAL and walk is not None:
            return walk.read(written)
        return words(written) if self.system == INTERNAL else next(w for w in words if w.text.zh == written)

    def expected(self, facts: tuple[Fact, ...]) -> list[Loss]:
        """Return every word of these facts that the system cannot express, before anything is written."""
        found = []
        for fact in facts:
            for word in fact.words or ():
                loss = self._written(fact.key, word)[1]
                if loss is not None:
                    found.append(loss)
        return found
