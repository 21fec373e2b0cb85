"""The dictionary of facts and the frozen values say the same."""

import dataclasses
import types
import typing
from datetime import date
from decimal import Decimal

import pytest

from zhucun.engine.facts import FACTS, ROW_OF, Fact, FactKind, Subject
from zhucun.engine.intake.headings import heading, vocabulary

VALUES = ROW_OF
EVERY_FACT = [pytest.param(subject, fact, id=f"{subject}-{fact.key}") for subject in Subject for fact in FACTS[subject]]
SIMPLE = {
    FactKind.TEXT: str,
    FactKind.CODE: str,
    FactKind.COUNT: int,
    FactKind.NUMBER: Decimal,
    FactKind.MONEY: Decimal,
    FactKind.SCORE: int,
    FactKind.YES_NO: bool,
    FactKind.DAY: date,
}


def wanted_type(fact: Fact) -> object:
    """The Python type that a fact of this kind has when somebody has said it."""
    if fact.kind is FactKind.WORD:
        return fact.words
    if fact.kind is FactKind.WORDS:
        return tuple[fact.words, ...]
    if fact.kind is FactKind.NAMES:
        return tuple[str, ...]
    return SIMPLE[fact.kind]


@pytest.mark.parametrize("subject", Subject)
def test_values_have_the_dictionary_s_keys_in_its_order(subject):
    assert [f.name for f in dataclasses.fields(VALUES[subject])] == [f.key for f in FACTS[subject]]


@pytest.mark.parametrize(("subject", "fact"), EVERY_FACT)
def test_a_value_has_the_type_of_its_fact_and_is_optional_unless_required(subject, fact):
    given = typing.get_type_hints(VALUES[subject])[fact.key]
    parts = set(typing.get_args(given)) if isinstance(given, types.UnionType) else {given}
    listed = fact.kind in (FactKind.WORDS, FactKind.NAMES)
    assert parts == ({wanted_type(fact)} if fact.required or listed else {wanted_type(fact), type(None)})


@pytest.mark.parametrize(("subject", "fact"), EVERY_FACT)
def test_closed_lists_stand_where_words_are_read_and_nowhere_else(subject, fact):
    assert (fact.words is not None) == (fact.kind in (FactKind.WORD, FactKind.WORDS))


@pytest.mark.parametrize("subject", Subject)
def test_a_heading_means_one_fact(subject):
    several = {form: [k.fact.key for k in known] for form, known in vocabulary(subject).items() if len(known) > 1}
    assert several == {}


@pytest.mark.parametrize(("subject", "fact"), EVERY_FACT)
def test_a_fact_s_own_labels_are_among_its_headings(subject, fact):
    known = vocabulary(subject)
    assert known[heading(fact.text.zh).form][0].fact is fact
    assert known[heading(fact.text.en).form][0].fact is fact


def test_people_s_names_births_phones_homes_and_health_are_personal():
    assert {f.key for f in FACTS[Subject.CANDIDATES] if f.personal} == {
        "name", "born", "health", "home", "under_discipline", "phone",
    }  # fmt: skip
