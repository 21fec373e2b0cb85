"""Every measure says which facts it reads, and where to report what is missing."""

import pytest

from zhucun.engine.targeting.measures import MEASURES, SURVEYED
from zhucun.engine.targeting.sources import HOME, PERSON, SOURCES, source_of, what_to_do


@pytest.mark.parametrize("key", sorted(MEASURES))
def test_every_measure_names_its_facts_and_what_to_do(key: str):
    source = source_of(key)
    assert source.home or source.members
    assert set(source.home) <= set(HOME) | set(SURVEYED)
    assert set(source.members) <= set(PERSON)
    assert what_to_do(key).zh != what_to_do(key).en


def test_no_source_is_left_without_its_measure():
    assert set(SOURCES) <= set(MEASURES)


def test_what_only_a_survey_gives_is_asked_for_at_home():
    assert what_to_do("food_enough").en.startswith("Ask at home")
    assert what_to_do("safe_house").en.startswith("Enter in the registry")
    assert what_to_do("net_income_per_head").zh.startswith("在收入台账")
