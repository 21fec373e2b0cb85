"""A county asked at once says what it says household by household and by the long way: a made-up county of 400."""

from datetime import date

import numpy as np
import pytest

from zhucun.engine.sample_world.history import population
from zhucun.engine.sample_world.population_rows import county_of
from zhucun.engine.targeting import (
    NO,
    UNKNOWN,
    YES,
    County,
    answers,
    eligibility,
    features,
    fit,
    lists,
    rule_set,
)
from zhucun.engine.targeting.means_test import PENALTIES

ON = date(2018, 12, 31)


@pytest.fixture(scope="module")
def county() -> County:
    return county_of(population("610426", 5, 400, last_year=2018).book)


@pytest.fixture(scope="module")
def guaranteed(county: County):
    found = answers(rule_set("guarantees", on=ON, area="610426"), county)
    return found.without(found.blank)


@pytest.mark.parametrize("kind", ["guarantees", "exit", "deprivation"])
def test_every_sentence_is_that_of_the_household_alone(county: County, kind: str) -> None:
    asked = answers(rule_set(kind, on=ON, area="610426"), county)
    together = asked.findings_of(range(len(county)))
    assert together == [asked.findings(row) for row in range(len(county))]
    assert len({f.reason for findings in together for f in findings}) > 5


def test_some_households_of_a_county_keep_their_own_members_in_any_order(county: County) -> None:
    chosen = [300, 7, 41]
    some = county.only(chosen)
    assert some.households.codes == tuple(county.households.codes[row] for row in chosen)
    assert some.sizes.tolist() == county.sizes[chosen].tolist()
    whose = [county.persons.codes[p] for row in chosen for p in np.flatnonzero(county.home == row)]
    assert list(some.persons.codes) == whose


@pytest.mark.parametrize("every", [2, 3, 5])
def test_months_differ_in_who_was_listed_only(guaranteed, every: int) -> None:
    rows = np.arange(len(guaranteed.county))
    red, listed = (rows % 50 == 0).astype(np.int8), np.where(rows % every == 0, YES, NO).astype(np.int8)
    known = {"year": 2018, "on": ON, "area": "610426", "confirmed_red_line": red}
    asked, alone = eligibility(guaranteed, **known), lists(guaranteed, listed, **known)
    asked.lists(1 - listed)
    month = asked.lists(listed)
    assert (month.missing, month.ineligible, month.untold) == (alone.missing, alone.ineligible, alone.untold)
    assert (month.missed_rate, month.wrong_rate) == (alone.missed_rate, alone.wrong_rate)
    assert asked.reasons([one.row for one in alone.ineligible]) == [one.reasons for one in alone.ineligible]


def the_long_way(values: np.ndarray, truth: np.ndarray) -> tuple[float, np.ndarray, float]:
    """Return intercept, weights and penalty by the singular values of the whole matrix, as textbooks have it."""
    means = np.where(np.isnan(values).all(axis=0), 0.0, np.nan_to_num(values).sum(axis=0))
    means = means / np.maximum((~np.isnan(values)).sum(axis=0), 1)
    filled = np.where(np.isnan(values), means, values)
    spread = filled.std(axis=0)
    scale, away = np.where(spread > 1e-9, spread, np.inf), truth - truth.mean()
    left, singular, right = np.linalg.svd((filled - means) / scale, full_matrices=False)
    projected, n = left.T @ away, len(truth)

    def error(penalty: float) -> float:
        kept = singular**2 / (singular**2 + penalty)
        return ((away**2).sum() - ((1 - (1 - kept) ** 2) * projected**2).sum()) / (n - 1 - kept.sum()) ** 2

    penalty = min(PENALTIES, key=error)
    weights = (right.T @ (singular / (singular**2 + penalty) * projected)) / scale
    return truth.mean() - means @ weights, weights, penalty


def test_the_means_test_weighs_as_the_long_way_does(county: County) -> None:
    sizes, income = county.sizes, county.households.number("net_yuan")
    heads = np.where((income != UNKNOWN) & (sizes > 0), income // np.maximum(sizes, 1), UNKNOWN)
    test = fit(features(county), heads, list(county.households.word("village_code")))
    intercept, weights, penalty = the_long_way(features(county).values[test.surveyed], test.truth)
    assert test.penalty == pytest.approx(penalty)
    assert test.intercept == pytest.approx(intercept, rel=1e-9)
    assert [c.log_effect for c in test.coefficients] == pytest.approx(weights.tolist(), abs=1e-10)
    assert len(test.truth) > 300
