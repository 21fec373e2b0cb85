"""Wilson intervals against published values, and the verdict that may be 'too few to tell'."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.engine.errors import BadProblem
from zhucun.engine.policy import figure
from zhucun.engine.targeting.counted import Basis
from zhucun.engine.targeting.wilson import Verdict, rate, wilson
from zhucun.engine.texts import Text

WHAT, BASIS = Text("漏评率", "Missed"), Basis(rule=Text("测试", "test"), version="1")
MISSED = figure("quality.missed_percent", on=date(2018, 1, 1))


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),  # Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_newcombes_examples(part: int, whole: int, low: float, high: float):
    assert wilson(part, whole) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@settings(deadline=None)
@given(
    st.integers(0, 10_000), st.integers(0, 10_000), st.sampled_from([Decimal("0.9"), Decimal("0.95"), Decimal("0.99")])
)
def test_the_interval_holds_the_share_and_stays_within_0_and_1(one: int, other: int, level: Decimal):
    part, whole = min(one, other), max(one, other)
    low, high = wilson(part, whole, level)
    assert 0 <= low <= high <= 1
    assert whole == 0 or low <= part / whole <= high


@pytest.mark.parametrize(
    ("part", "whole", "verdict"),
    [(0, 20, Verdict.OPEN), (0, 1000, Verdict.KEPT), (100, 1000, Verdict.BROKEN), (0, 0, Verdict.OPEN)],
)
def test_a_limit_is_kept_only_when_the_whole_interval_keeps_it(part: int, whole: int, verdict: Verdict):
    assert rate(part, whole, WHAT, BASIS, limit=MISSED).verdict is verdict


def test_a_rate_that_must_be_reached():
    least = figure("quality.satisfaction_percent", on=date(2018, 1, 1))
    assert rate(990, 1000, WHAT, BASIS, limit=least, at_least=True).verdict is Verdict.KEPT
    assert rate(800, 1000, WHAT, BASIS, limit=least, at_least=True).verdict is Verdict.BROKEN


def test_a_rate_says_its_numbers_interval_and_limit():
    told = rate(3, 1000, WHAT, BASIS, limit=MISSED).told()
    assert "3 ÷ 1,000 = 0.30%" in told.zh
    assert "要求低于2%：达标" in told.zh
    assert "limit below 2%: Kept" in told.en


@pytest.mark.parametrize(("part", "whole"), [(3, 2), (-1, 2)])
def test_impossible_counts_are_refused(part: int, whole: int):
    with pytest.raises(BadProblem, match="cannot be a share"):
        wilson(part, whole)
