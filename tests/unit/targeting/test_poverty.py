"""Income lines, and the measures of Foster, Greer and Thorbecke against the Handbook's answers and a slow count."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.engine.errors import BadProblem
from zhucun.engine.policy import Figure
from zhucun.engine.targeting.poverty import LineKind, below, income_line, line_fen, poverty
from zhucun.engine.targeting.states import NO, UNKNOWN, UNSAID, YES

HANDBOOK = Figure(name="line", value=125, since=date(2009, 1, 1), reference="Haughton, Khandker 2009, ch. 4")


def test_the_handbook_example_has_the_handbook_answers():
    found = poverty([10000, 11000, 15000, 16000], [1, 1, 1, 1], HANDBOOK)
    assert found.headcount.value == Fraction(1, 2)
    assert found.gap.value == Fraction(8, 100)
    assert found.severity.value == Fraction(136, 10000)
    assert found.mean_gap_share == Fraction(16, 100)
    assert found.gap_yuan == 40


def test_every_figure_shows_its_numbers_and_its_rule():
    told = poverty([10000, 11000, 15000, 16000], [1, 1, 1, 1], HANDBOOK).told()
    assert "2 ÷ 4 = 50.00%" in told[0].zh
    assert "Haughton" in told[0].en
    assert "40" in told[3].zh


@pytest.mark.parametrize(
    ("kind", "year", "area", "yuan"),
    [
        ("national", 2010, "", 2300),
        ("national", 2014, "", 2800),
        ("national", 2016, "", 2952),
        ("national", 2020, "", 4000),
        ("exit", 2017, "", 3335),
        ("exit", 2018, "610426", 3535),
        ("local", 2014, "371300", 3322),
        ("monitoring", 2021, "340000", 6000),
    ],
)
def test_the_line_of_a_year(kind: str, year: int, area: str, yuan: int):
    assert income_line(LineKind(kind), year=year, area=area).value == yuan


def test_every_line_of_the_years_carries_its_reference():
    lines = [income_line(LineKind.NATIONAL, year=y) for y in range(2010, 2021)]
    assert all(line.reference for line in lines)
    assert [line.quality.value for line in lines].count("known") == 4


def test_a_county_line_wins_over_the_national_one():
    own = Figure(name="income_line.national", value=3000, since=date(2014, 1, 1), area="610426")
    assert income_line(LineKind.NATIONAL, year=2014, area="610426101", local=[own]).value == 3000


def test_there_is_no_local_line_where_no_paper_gives_one():
    with pytest.raises(BadProblem, match="figure"):
        income_line(LineKind.LOCAL, year=2014, area="610426")


def test_exactly_on_the_line_is_not_below_it():
    states = below(np.array([840000, 839999, UNKNOWN]), np.array([3, 3, 3]), line_fen(income_line(LineKind.NATIONAL, year=2014)))  # fmt: skip  # noqa: E501
    assert states.tolist() == [NO, YES, UNSAID]


def test_households_without_income_are_left_out_and_counted():
    found = poverty([10000, UNKNOWN], [1, 3], HANDBOOK)
    assert (found.headcount.denominator, found.unknown_persons) == (1, 3)


def test_a_line_of_nothing_is_refused():
    with pytest.raises(BadProblem, match="above zero"):
        poverty([1], [1], Figure(name="line", value=0, since=date(2014, 1, 1)))


HOMES = st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(1, 12)), min_size=1, max_size=20)


@settings(deadline=None)
@given(HOMES, st.integers(1, 10_000))
def test_the_measures_equal_a_slow_sum_of_fractions(homes: list[tuple[int, int]], line: int):
    z = line * 100
    found = poverty([i for i, _ in homes], [n for _, n in homes], Figure(name="z", value=line, since=date(2014, 1, 1)))
    heads = [max(Fraction(0), 1 - Fraction(i, n * z)) for i, n in homes for _ in range(n)]
    assert found.headcount.value == Fraction(sum(h > 0 for h in heads), len(heads))
    assert found.gap.value == sum(heads) / len(heads)
    assert found.severity.value == sum(h * h for h in heads) / len(heads)


def test_millions_of_poor_do_not_overflow():
    found = poverty(np.zeros(3_000_000, np.int64), np.full(3_000_000, 4), Figure(name="z", value=Decimal(4000), since=date(2020, 1, 1)))  # fmt: skip  # noqa: E501
    assert (found.headcount.value, found.gap.value, found.severity.value) == (1, 1, 1)
