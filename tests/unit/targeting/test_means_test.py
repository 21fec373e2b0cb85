"""The means test on made-up surveys: it learns what is there, says how wrong it is, and refuses too small a sample."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.targeting.families import SOUND, SOUND_MEMBERS, county
from tests.unit.targeting.survey import survey
from zhucun.engine.errors import BadProblem
from zhucun.engine.targeting.features import Features, features
from zhucun.engine.targeting.means_error import error_page
from zhucun.engine.targeting.means_test import fit, folds
from zhucun.engine.targeting.ranking import area_under_curve, rank_correlation, top_share
from zhucun.engine.targeting.states import UNKNOWN
from zhucun.engine.texts import Text

COLUMNS, INCOMES, VILLAGES = survey(2000)
TEST = fit(COLUMNS, INCOMES, VILLAGES)
PAGE = error_page(TEST, line_fen=int(np.quantile(INCOMES, 0.2)), groups={"一半": np.arange(2000) < 1000})


def test_it_finds_the_weights_that_made_the_incomes():
    effect = np.linspace(1.0, 0.2, 6)
    made = 0.6 * np.sqrt(0.5) * effect / np.sqrt((effect**2).sum())
    assert [c.log_effect for c in TEST.coefficients] == pytest.approx(made, abs=0.04)


def test_the_page_tells_what_is_there_and_no_more():
    assert PAGE.r2 == pytest.approx(0.5, abs=0.05)
    assert 0.6 < PAGE.rank_correlation < 0.78
    assert PAGE.calibration_slope == pytest.approx(1, abs=0.08)
    assert PAGE.covered.low < 0.8 < PAGE.covered.high


def test_the_errors_at_quotas_are_those_of_published_surveys():
    errors = [float(q.error.ratio.value) for q in PAGE.at_quota]
    assert errors == sorted(errors, reverse=True)
    assert 0.38 < errors[1] < 0.5
    assert all(e < q.by_chance for e, q in zip(errors, PAGE.at_quota, strict=True))


def test_columns_that_tell_nothing_give_a_page_that_says_so():
    nothing, incomes, villages = survey(600, told=0.0)
    page = error_page(fit(nothing, incomes, villages))
    assert page.r2 < 0.03
    assert float(page.at_quota[1].error.ratio.value) > 0.65


def test_the_page_reads_in_words():
    told = [t.zh for t in PAGE.told()]
    assert told[0].startswith("用2,000户未参与拟合的村检验")
    assert any("名额20%时的错误" in t and "盲抽为80%" in t for t in told)
    assert any(t.startswith("按标准线：漏评") and t.find("一半") > 0 for t in told)


def test_each_weight_reads_in_words():
    assert TEST.coefficients[0].told().zh.startswith("c0每增加1，人均收入平均高")


def test_the_interval_holds_and_chances_are_fair():
    fresh, incomes, _ = survey(4000, seed=8)
    told = TEST.estimate(fresh)
    inside = (told.low <= incomes) & (incomes <= told.high)
    assert inside.mean() == pytest.approx(0.8, abs=0.03)
    line = int(np.quantile(incomes, 0.3))
    chance = told.chance_below(line)
    assert chance.mean() == pytest.approx((incomes < line).mean(), abs=0.02)


def test_too_small_a_sample_is_refused_with_how_many_are_missing():
    columns, incomes, villages = survey(80)
    with pytest.raises(BadProblem, match="Survey 20 more"):
        fit(columns, incomes, villages)


def test_other_columns_are_refused():
    with pytest.raises(BadProblem, match="differ"):
        TEST.estimate(Features(("x",), (Text("x", "x"),), np.zeros((1, 1))))


def test_the_unsurveyed_and_those_without_income_are_left_out_and_counted():
    incomes = INCOMES.copy()
    incomes[:300] = UNKNOWN
    incomes[300:320] = 0
    found = fit(COLUMNS, incomes, VILLAGES)
    assert (found.households, found.left_out) == (1680, 20)


def test_a_gap_in_the_file_takes_the_mean():
    values = COLUMNS.values.copy()
    values[0] = np.nan
    told = TEST.estimate(Features(COLUMNS.keys, COLUMNS.texts, values[:1]))
    assert told.log[0] == pytest.approx(np.log(INCOMES).mean(), abs=0.01)


def test_the_same_survey_gives_the_same_test():
    again = fit(COLUMNS, INCOMES, VILLAGES)
    assert [c.log_effect for c in again.coefficients] == [c.log_effect for c in TEST.coefficients]
    assert (again.out_of_fold == TEST.out_of_fold).all()


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcdefgh"), min_size=40, max_size=80), st.integers(0, 5))
def test_a_village_is_never_split_over_folds(groups: list[str], seed: int):
    found = folds(groups, seed)
    many = len(set(groups)) >= 5
    together = {group: set(found[[g == group for g in groups]].tolist()) for group in set(groups)}
    assert not many or all(len(one) == 1 for one in together.values())
    assert len(set(found.tolist())) == 5


SCORES = st.lists(st.tuples(st.integers(-3, 3), st.booleans()), min_size=2, max_size=30)


@settings(max_examples=60, deadline=None)
@given(SCORES)
def test_the_area_under_the_curve_is_the_share_of_pairs_in_order(cases: list[tuple[int, bool]]):
    yes, no = [s for s, t in cases if t], [s for s, t in cases if not t]
    pairs = [(a > b) + 0.5 * (a == b) for a in yes for b in no]
    found = area_under_curve(np.array([s for s, _ in cases], float), np.array([t for _, t in cases]))
    assert found == (pytest.approx(sum(pairs) / len(pairs)) if pairs else None)


def test_rank_correlation_with_ties():
    assert rank_correlation(np.array([1.0, 2, 2, 3]), np.array([1.0, 2, 2, 3])) == pytest.approx(1)
    assert rank_correlation(np.array([1.0, 1, 1]), np.array([1.0, 2, 3])) == 0


def test_the_top_tenth():
    assert top_share(np.arange(20.0), np.arange(20) >= 19, 10) == (1, 2)


def test_the_standard_columns_of_a_household():
    found = features(county(SOUND, {}, members=SOUND_MEMBERS))
    told = dict(zip(found.keys, found.values[0], strict=True))
    assert (told["log_persons"], told["safe_house"], told["fuel.clean"], told["fuel.wood"]) == (
        pytest.approx(np.log(2)), 1, 1, 0,
    )  # fmt: skip
    assert (told["arable_per_head"], told["schooling"], told["young"]) == (0.5, 3, 1)
    assert np.isnan(found.values[1]).all()
