"""Whatever word we write into a file is read back from it, whatever brackets stand in it."""

import pytest

from zhucun.engine.facts import FACTS
from zhucun.engine.facts.fact import FactKind
from zhucun.engine.intake.parsing import parse

WORDS = [
    (fact, word) for facts in FACTS.values() for fact in facts if fact.kind is FactKind.WORD for word in fact.words
]


@pytest.mark.parametrize(("fact", "word"), WORDS, ids=lambda one: str(getattr(one, "key", one)))
def test_a_word_is_read_back_as_it_is_written(fact, word):
    assert parse(fact, word.text.zh) == (word, None)
