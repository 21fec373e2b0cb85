"""Signs, bunching, their combination and the audits that measure it, on a made-up county with injected lies."""

from datetime import date
from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.targeting.survey import survey
from zhucun.engine.errors import BadProblem
from zhucun.engine.targeting.audits import detection, draw
from zhucun.engine.targeting.bunching import Unit, bunching, holm, tail
from zhucun.engine.targeting.counted import Basis
from zhucun.engine.targeting.means_test import fit
from zhucun.engine.targeting.ranking import area_under_curve, top_share
from zhucun.engine.targeting.signs import jump_sign, means_test_sign, ranking_sign, spending_sign, suspects_sign
from zhucun.engine.targeting.states import NO, UNKNOWN, UNSAID, YES
from zhucun.engine.targeting.suspicion import suspicion
from zhucun.engine.texts import Text

ON = date(2018, 6, 1)
BASIS = Basis(rule=Text("测试", "test"), version="1")
FOOD = Text("食品", "Food")
N = 3000


def liars(seed: int = 5):
    """Return a county in which 8 % of the households hide income to lie just under the line."""
    random = np.random.default_rng(seed)
    columns, income, villages = survey(N, seed)
    line = int(np.quantile(income, 0.3))
    lies = (income > line * 1.2) & (random.random(N) < 0.12)
    stated = np.where(lies, (line * (0.9 + 0.09 * random.random(N))).astype(np.int64), income)
    food = np.exp(0.45 * np.log(income) + 6.2 + 0.25 * random.normal(size=N)).astype(np.int64)
    before = (income * np.exp(0.25 * random.normal(size=N))).astype(np.int64)
    rank = np.argsort(np.argsort(np.log(income) + 0.8 * random.normal(size=N))) + 1
    matched = ((lies & (random.random(N) < 0.35)) | (random.random(N) < 0.01)).astype(int)
    honest = fit(columns, np.where(np.arange(N) < 1500, income, UNKNOWN), villages)
    signs = (
        means_test_sign(stated, honest.estimate(columns)),
        spending_sign("food", FOOD, stated, food),
        jump_sign(stated, before),
        ranking_sign(stated, rank, villages),
        suspects_sign(matched.tolist()),
    )
    return lies, stated < line, signs, stated, line


LIES, CLAIM, SIGNS, STATED, LINE = liars()


@pytest.mark.parametrize(("sign", "least"), list(zip(SIGNS, [0.6, 0.75, 0.6, 0.6, 0.6], strict=True)))
def test_every_sign_tells_something(sign, least: float):
    known = CLAIM & ~np.isnan(sign.strength)
    assert area_under_curve(sign.strength[known], LIES[known]) > least


def test_signs_are_sentences():
    row = int(np.flatnonzero(LIES)[0])
    assert [sign.tell(row).zh[:4] for sign in SIGNS[:3]] == ["申报人均", "食品支出", "上年申报"]
    assert all(sign.tell(row).en for sign in SIGNS)


def test_too_few_households_tell_nothing():
    few = np.full(10, 1000)
    assert np.isnan(spending_sign("food", FOOD, few, few).strength).all()
    assert not spending_sign("food", FOOD, few, few).strong.any()


def audited(random_audits: int, seed: int = 2):
    chosen = np.random.default_rng(seed).permutation(np.flatnonzero(CLAIM))[:random_audits]
    states = np.full(N, UNSAID, dtype=np.int8)
    states[chosen] = np.where(LIES[chosen], YES, NO)
    return states


def test_learnt_from_audits_the_signs_together_beat_each_alone():
    found = suspicion(SIGNS, audited=audited(400))
    fresh = CLAIM & (audited(400) == UNSAID)
    alone = max(area_under_curve(np.nan_to_num(s.strength)[fresh], LIES[fresh]) for s in SIGNS)
    together = area_under_curve(found.scores[fresh], LIES[fresh])
    assert found.learnt
    assert together > alone
    assert together > 0.92
    assert top_share(found.scores[fresh], LIES[fresh], 10)[0] / top_share(found.scores[fresh], LIES[fresh], 10)[1] > 0.8


def test_before_enough_audits_the_weights_are_those_of_research_and_it_says_so():
    found = suspicion(SIGNS, audited=audited(100))
    assert not found.learnt
    assert found.weights == (0.6, 1.7, 0.4, 0.55, 0.6)
    assert "不足300户" in found.told().zh
    assert area_under_curve(found.scores[CLAIM], LIES[CLAIM]) > 0.85


def test_the_reasons_come_heaviest_first_and_only_what_speaks_against():
    found = suspicion(SIGNS, audited=audited(400))
    worst = int(found.order()[0])
    assert found.reasons(worst)
    assert all(isinstance(reason, Text) for reason in found.reasons(worst))


def test_without_a_sign_there_is_no_order():
    with pytest.raises(BadProblem, match="no sign"):
        suspicion([])


# ---- bunching


def test_a_village_that_crowds_under_the_line_is_found_and_the_others_are_not():
    random = np.random.default_rng(4)
    incomes = random.integers(200_000, 400_000, 3000)
    villages = np.array([f"v{i % 30}" for i in range(3000)], dtype=object)
    crowd = np.flatnonzero(villages == "v7")[:40]
    incomes[crowd] = random.integers(280_000, 300_000, 40)
    found = bunching(Unit.VILLAGE, villages.tolist(), incomes, 300_000, BASIS)
    assert [b.name for b in found if b.striking] == ["v7"]
    assert "恰在线下" in found[0].told().zh


def test_honest_villages_are_rarely_striking():
    random = np.random.default_rng(9)
    wrong = [
        any(
            b.striking
            for b in bunching(
                Unit.SURVEYOR,
                [str(i % 20) for i in range(1000)],
                random.integers(200_000, 400_000, 1000),
                300_000,
                BASIS,
            )
        )
        for _ in range(40)
    ]
    assert sum(wrong) <= 6


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.fractions(0, 1, max_denominator=20))
def test_the_tail_is_the_exact_binomial_sum(one: int, other: int, share: Fraction):
    count, of = min(one, other), max(one, other)
    slow = sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(count, of + 1))
    assert tail(count, of, share) == slow


def test_the_bound_for_very_many_is_above_the_exact_chance():
    assert 0 < float(tail(2100, 4000, Fraction(1, 2))) <= float(tail(2101, 4002, Fraction(1, 2))) * 50
    assert tail(2000, 5000, Fraction(1, 2)) == 1


def test_holms_correction_on_his_example():
    chances = [Fraction(n, 1000) for n in (10, 40, 30, 5)]
    assert holm(chances) == [Fraction(30, 1000), Fraction(60, 1000), Fraction(60, 1000), Fraction(20, 1000)]


@settings(deadline=None)
@given(st.lists(st.fractions(0, 1), max_size=12))
def test_a_corrected_chance_is_never_smaller_and_never_above_one(chances):
    assert all(a <= b <= 1 for a, b in zip(chances, holm(chances), strict=True))


# ---- audits

CODES = st.lists(st.text("abc123", min_size=1, max_size=6), min_size=1, max_size=60, unique=True)


@settings(max_examples=50, deadline=None)
@given(CODES, st.integers(0, 9), st.randoms(use_true_random=False))
def test_the_draw_is_a_tenth_of_every_village_and_hangs_on_nothing_but_seed_and_code(codes, seed, random):
    villages = {code: code[0] for code in codes}
    drawn = draw(codes, [villages[c] for c in codes], seed=seed, on=ON)
    for village in set(villages.values()):
        inside = [c for c in codes if villages[c] == village]
        assert sum(c in drawn for c in inside) == -(-len(inside) // 10)
    random.shuffle(codes)
    assert draw(codes, [villages[c] for c in codes], seed=seed, on=ON) == drawn


def test_another_seed_draws_others():
    codes = [f"h{i}" for i in range(200)]
    assert draw(codes, ["v"] * 200, seed=1, on=ON) != draw(codes, ["v"] * 200, seed=2, on=ON)


def test_precision_recall_and_false_accusation_by_group():
    suspected = np.array([1, 1, 1, 0, 0, 0, 0, 1], dtype=bool)
    verified = np.array([YES, YES, NO, YES, NO, NO, UNSAID, UNSAID], dtype=np.int8)
    drawn = np.array([1, 0, 1, 1, 1, 1, 0, 0], dtype=bool)
    old = np.array([1, 1, 0, 0, 0, 0, 0, 0], dtype=bool)
    everyone, aged = detection(suspected, verified, drawn, BASIS, groups={"老年": old})
    assert (everyone.precision.ratio.numerator, everyone.precision.ratio.denominator) == (2, 3)
    assert (everyone.recall.ratio.numerator, everyone.recall.ratio.denominator) == (1, 2)
    assert (everyone.false_accusation.ratio.numerator, everyone.false_accusation.ratio.denominator) == (1, 3)
    assert aged.precision.ratio.denominator == 2
    assert "老年" in aged.told()[0].zh
