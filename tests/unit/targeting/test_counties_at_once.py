"""A county asked at once says what household by household it says, and what it always said: a made-up county of 400."""

from datetime import date

import numpy as np
import pytest

from zhucun.engine.sample_world.history import population
from zhucun.engine.sample_world.population_rows import county_of
from zhucun.engine.targeting import (
    NO,
    UNKNOWN,
    UNSAID,
    YES,
    County,
    LineKind,
    answers,
    eligibility,
    error_page,
    features,
    fit,
    income_line,
    line_fen,
    lists,
    rule_set,
)

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


def test_the_same_counts_of_answers_as_ever(county: County) -> None:
    states = answers(rule_set("guarantees", on=ON), county).states
    assert [int((states == s).sum()) for s in (YES, NO, UNSAID)] == [1953, 37, 1010]


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


def test_the_means_test_weighs_and_errs_as_ever(county: County) -> None:
    sizes, income = county.sizes, county.households.number("net_yuan")
    heads = np.where((income != UNKNOWN) & (sizes > 0), income // np.maximum(sizes, 1), UNKNOWN)
    test = fit(features(county), heads, list(county.households.word("village_code")))
    page = error_page(test, line_fen=line_fen(income_line(LineKind.NATIONAL, year=2018)))
    assert test.penalty == pytest.approx(316.22776601683796)
    assert test.intercept == pytest.approx(13.366669724180447, rel=1e-9)
    assert (test.spread, test.reach) == pytest.approx((0.3077744118112735, 0.2942189067467231), rel=1e-9)
    assert sum(abs(c.log_effect) for c in test.coefficients) == pytest.approx(0.8538079821039138, rel=1e-9)
    assert test.out_of_fold.sum() == pytest.approx(6691.504549618378, rel=1e-9)
    assert [q.error.ratio.numerator for q in page.at_quota] == [41, 66, 85, 95]
