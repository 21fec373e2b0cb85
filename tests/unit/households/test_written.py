"""What is written in another system's codes comes back as it was, but for the losses that were told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.households.written import LABELS, Writing, code_systems, system_text

CODED = tuple(f for f in (*HOUSEHOLD, *MEMBER) if f.words)
EVERY_SYSTEM = pytest.mark.parametrize("system", code_systems())


def back(writing, fact, word):
    return writing.read(fact, writing.word(fact.key, word))


@EVERY_SYSTEM
def test_every_word_comes_back_as_itself_unless_the_loss_was_told(system):
    writing = Writing(system)
    told = {(loss.attribute, loss.word) for loss in writing.expected(CODED)}
    silent = [(f.key, w) for f in CODED for w in f.words if (f.key, w) not in told and back(writing, f, w) is not w]
    assert silent == []


@EVERY_SYSTEM
def test_a_loss_is_counted_each_time_it_is_written(system):
    writing = Writing(system)
    expected = writing.expected(CODED)
    written = [writing.word(f.key, w) for f in CODED for w in f.words for _twice in range(2)]
    assert len(written) == 2 * sum(len(f.words) for f in CODED)
    assert writing.losses == dict.fromkeys(expected, 2)


@pytest.mark.parametrize(("system", "lossless"), [("labels", True), ("internal", True), ("county_d8", False)])
def test_our_own_writing_loses_nothing(system, lossless):
    assert (Writing(system).expected(CODED) == []) is lossless


@EVERY_SYSTEM
def test_every_system_is_named_in_both_languages(system):
    assert system_text(system).zh
    assert system_text(system).en


@given(st.sampled_from([f for f in CODED if f.kind == "words"]), st.data())
def test_several_words_are_written_one_after_another(fact, data):
    words = data.draw(st.lists(st.sampled_from(list(fact.words)), unique=True))
    written = Writing(LABELS).value(fact, tuple(w.value for w in words))
    assert written == ("、".join(w.text.zh for w in words) or None)


def test_nothing_said_is_nothing_written_and_no_is_something():
    fact = next(f for f in HOUSEHOLD if f.key == "safe_water")
    assert [Writing(LABELS).value(fact, v) for v in (None, True, False)] == [None, "是", "否"]
