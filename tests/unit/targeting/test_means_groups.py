"""Errors by group at a quota, calibration in tenths, and a kept test that estimates as the one it was kept from."""

import numpy as np
import pytest

from tests.unit.targeting.survey import survey
from zhucun.engine.targeting.means_error import calibration, error_page, errors_by_group
from zhucun.engine.targeting.means_test import MeansTest, fit

COLUMNS, INCOMES, VILLAGES = survey(1000)
TEST = fit(COLUMNS, INCOMES, VILLAGES)
EVERYBODY = {"all": np.ones(1000, dtype=np.bool_)}
HALVES = {"first": np.arange(1000) < 500, "second": np.arange(1000) >= 500}


@pytest.mark.parametrize("quota", [10, 20, 30, 40])
def test_for_everybody_both_errors_are_that_of_the_quota(quota):
    found = errors_by_group(TEST, EVERYBODY, quota_percent=quota)[0]
    wanted = next(q.error.ratio for q in error_page(TEST).at_quota if q.quota_percent == quota)
    assert (found.exclusion.ratio.numerator, found.exclusion.ratio.denominator) == (
        wanted.numerator,
        wanted.denominator,
    )
    assert found.inclusion.ratio.numerator == found.exclusion.ratio.numerator


def test_groups_that_part_everybody_add_up():
    whole = errors_by_group(TEST, EVERYBODY, quota_percent=20)[0]
    parts = errors_by_group(TEST, HALVES, quota_percent=20)
    assert sum(p.exclusion.ratio.numerator for p in parts) == whole.exclusion.ratio.numerator
    assert sum(p.inclusion.ratio.denominator for p in parts) == whole.inclusion.ratio.denominator


def test_a_group_of_nobody_has_no_share():
    found = errors_by_group(TEST, {"none": np.zeros(1000, dtype=np.bool_)}, quota_percent=20)[0]
    assert found.exclusion.ratio.value is None


def test_tenths_rise_with_the_estimate_and_hold_everybody():
    parts = calibration(TEST)
    assert sum(p.households for p in parts) == 1000
    estimated = [p.estimated_yuan for p in parts]
    assert estimated == sorted(estimated)
    assert parts[-1].had_yuan > parts[0].had_yuan


def test_a_kept_test_estimates_to_the_fen_like_the_one_it_was_kept_from():
    again = MeansTest.kept(
        TEST.coefficients, intercept=TEST.intercept, penalty=TEST.penalty, means=TEST.means.tolist(),
        spread=TEST.spread, reach=TEST.reach, households=TEST.households, left_out=TEST.left_out, basis=TEST.basis,
    )  # fmt: skip
    one, other = TEST.estimate(COLUMNS), again.estimate(COLUMNS)
    assert (one.middle == other.middle).all()
    assert (one.chance_below(300_000) == other.chance_below(300_000)).all()
