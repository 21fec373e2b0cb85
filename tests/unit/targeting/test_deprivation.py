"""Alkire and Foster: the published answers, the laws of the measure, and what a household lacks in words."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.targeting.families import ON, SOUND, SOUND_MEMBERS, county
from zhucun.engine.errors import BadProblem
from zhucun.engine.targeting.counted import Basis
from zhucun.engine.targeting.deprivation import Index, adjusted_gaps, by_group, deprivations, from_lines, measure
from zhucun.engine.targeting.rule_sets import rule_set
from zhucun.engine.texts import Text

BASIS = Basis(rule=Text("示例", "Example"), version="1")


def index(weights: tuple[int, ...], cutoff: int) -> Index:
    names = tuple(f"d{i}" for i in range(len(weights)))
    return Index(names, tuple(Text(n, n) for n in names), weights, cutoff, BASIS)


# Alkire, Foster (2011): income, schooling, health, public services; tenths, so that 13.1 stays exact.
ACHIEVEMENTS = [[131, 140, 40, 10], [152, 70, 50, 0], [125, 100, 10, 0], [200, 110, 30, 10]]
LINES = [130, 120, 30, 10]
FOUR = index((1, 1, 1, 1), 2)


def test_the_example_of_alkire_and_foster():
    found = measure(FOUR, from_lines(ACHIEVEMENTS, LINES))
    assert (found.headcount.value, found.intensity.value, found.adjusted.value) == (
        Fraction(1, 2), Fraction(3, 4), Fraction(3, 8),
    )  # fmt: skip
    assert found.scores.tolist() == [0, 2, 4, 1]


def test_the_gaps_of_alkire_and_foster():
    assert float(adjusted_gaps(FOUR, ACHIEVEMENTS, LINES, 1)) == pytest.approx(0.2055, abs=5e-5)
    assert float(adjusted_gaps(FOUR, ACHIEVEMENTS, LINES, 2)) == pytest.approx(0.1655, abs=5e-5)


# Five persons, two in the north, three in the south, laid out so that all printed values of the vignette hold.
FIVE = [[1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 1, 1], [1, 1, 1, 0], [0, 0, 0, 1]]


def test_the_five_persons():
    found = measure(FOUR, FIVE)
    assert (found.headcount.value, found.intensity.value, found.adjusted.value) == (
        Fraction(3, 5), Fraction(7, 12), Fraction(7, 20),
    )  # fmt: skip
    assert [c.part.value for c in found.contributions] == [Fraction(n, 7) for n in (2, 1, 3, 1)]
    assert [c.uncensored.value for c in found.contributions] == [Fraction(n, 5) for n in (2, 2, 3, 2)]
    assert [c.censored.value for c in found.contributions] == [Fraction(n, 5) for n in (2, 1, 3, 1)]


def test_north_and_south_of_the_five():
    groups = by_group(measure(FOUR, FIVE), ["north", "north", "south", "south", "south"])
    assert groups["north"].adjusted.value == Fraction(1, 4)
    assert groups["south"].adjusted.value == Fraction(5, 12)


MATRIX = st.integers(1, 12).flatmap(
    lambda n: st.lists(st.lists(st.sampled_from([0, 1, -1]), min_size=4, max_size=4), min_size=n, max_size=n)
)
WEIGHTS = st.tuples(*[st.integers(1, 6)] * 4)


@settings(deadline=None)
@given(MATRIX, WEIGHTS, st.integers(1, 6), st.data())
def test_m0_is_h_times_a_and_groups_and_parts_add_up(matrix, weights, cutoff, data):
    people = data.draw(st.lists(st.integers(1, 9), min_size=len(matrix), max_size=len(matrix)))
    groups = data.draw(st.lists(st.sampled_from("ab"), min_size=len(matrix), max_size=len(matrix)))
    found = measure(index(weights, min(cutoff, sum(weights))), matrix, people)
    h, a, m = found.headcount.value, found.intensity.value, found.adjusted.value
    assert m == h * (a or 0)
    parts = [c.part.value for c in found.contributions]
    assert m == 0 or sum(parts) == 1
    split = by_group(found, groups).values()
    assert sum(g.adjusted.value * int(g.persons.sum()) for g in split) == m * sum(people)


@settings(deadline=None)
@given(MATRIX, WEIGHTS, st.integers(1, 6))
def test_gaps_in_the_file_never_lower_the_highest_headcount(matrix, weights, cutoff):
    found = measure(index(weights, min(cutoff, sum(weights))), matrix)
    assert found.headcount.numerator <= found.highest_headcount.numerator
    assert not (found.poor & found.perhaps_poor).any()


def test_two_sixths_reach_a_cutoff_of_one_third():
    sixths = index((1,) * 6, 2)
    assert measure(sixths, [[1, 1, 0, 0, 0, 0]]).headcount.value == 1


@pytest.mark.parametrize(("weights", "cutoff"), [((1, 0), 1), ((1, 1), 3), ((1, 1), 0)])
def test_an_index_that_cannot_hold_is_refused(weights, cutoff):
    with pytest.raises(BadProblem, match="does not hold"):
        index(weights, cutoff)


def test_the_shipped_index_has_eighteen_parts_and_a_third_as_cutoff():
    shipped = Index.of(rule_set("deprivation", on=ON))
    assert (shipped.whole, shipped.cutoff) == (18, 6)


def test_a_household_that_lacks_nothing():
    rules = rule_set("deprivation", on=ON)
    found = measure(Index.of(rules), deprivations(rules, county(SOUND, members=SOUND_MEMBERS)))
    assert found.scores.tolist() == found.highest_scores.tolist() == [0]
    assert found.lacks(0) == ()


def test_what_a_household_lacks_is_said_heaviest_first():
    rules = rule_set("deprivation", on=ON)
    poor = {**SOUND, "house_grade": "d", "fuel": "wood", "sanitary_toilet": None}
    ill = [SOUND_MEMBERS[0], {**SOUND_MEMBERS[1], "medical_insurance": False}]
    found = measure(Index.of(rules), deprivations(rules, county(poor, members=ill)))
    assert [t.zh for t in found.lacks(0)] == [
        "有人未参加医保（3/18）", "住房不安全（1/18）", "以柴草或干畜粪为燃料（1/18）", "无卫生厕所：未填报",
    ]  # fmt: skip
    assert (found.scores[0], found.highest_scores[0]) == (5, 6)
    assert found.perhaps_poor[0]


def test_a_column_too_few_is_refused():
    with pytest.raises(BadProblem):
        measure(FOUR, np.zeros((2, 3), dtype=np.int8))
