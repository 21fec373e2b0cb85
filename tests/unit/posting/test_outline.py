"""Outlines: what a bound passes over is never needed, so the answer with outlines is the answer without."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.engine.posting import Problem, optimum, outline, outlined, pricing, solve, verify
from zhucun.engine.posting.frame import Frame


def drawn(seed: int, villages: int, people: int) -> Problem:
    """Return a made-up problem with features of either sign and quotas."""
    random = np.random.default_rng(seed)
    A, B = random.integers(-9, 10, (villages, 14)), random.integers(-40, 41, (people, 14))
    A[random.random(A.shape) < 0.4] = 0
    A[:, 0], B[:, 1] = 3, -2  # the same for all villages, the same for all people
    unit = random.integers(0, 9, people)
    return Problem(A, B, unit=unit, most=np.full(9, -(-villages // 7)))


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.integers(1, 70), st.integers(1, 900))
def test_outlines_change_no_answer(seed: int, villages: int, people: int) -> None:
    problem = drawn(seed, villages, people)
    plain = solve(problem, floor=0.5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outline, "WORTHWHILE", 0)
        outlined = solve(problem, floor=0.5)
    assert outlined.proved
    assert outlined.post.tolist() == plain.post.tolist()
    assert verify(problem, outlined)


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.integers(1, 70), st.integers(1, 900))
def test_bids_are_those_of_looking_at_every_pair(seed: int, villages: int, people: int) -> None:
    problem = drawn(seed, villages, people)
    bid = np.random.default_rng(seed).integers(-500, 500, villages)
    every = problem.A.astype(np.int64) @ problem.B.T.astype(np.int64) - bid[:, None]
    assert outline.bids(problem.A, problem.B, bid).tolist() == every.max(axis=0, initial=0).tolist()


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.integers(1, 70), st.integers(1, 900))
def test_a_bound_is_never_below_what_there_is(seed: int, villages: int, people: int) -> None:
    problem = drawn(seed, villages, people)
    toll = np.random.default_rng(seed).integers(0, 900, people)
    v, c = outline.in_order(problem.A, problem.B, outlined.TILE)
    offer = outline.Offer.of(problem.A, problem.B, c, toll[c])
    bound = outline.bounds(offer.A[v], offer.pool) + offer.gift[v]
    worth = problem.A[v] @ problem.B[c].T - toll[c]
    highest = np.maximum.reduceat(worth, np.arange(0, people, outlined.TILE), axis=1)
    assert (highest <= bound.T).all()


@pytest.mark.parametrize("villages", [1, 15, 16, 17, 33, 40, 100])
def test_a_last_strip_of_any_length_has_its_own_middle(villages: int) -> None:
    """Each village lies far from all of the other strips, so a bound by another strip's middle would be far too low."""
    random = np.random.default_rng(villages)
    strip = np.arange(villages)[:, None] // outline.STRIP
    A = (1000 * strip + random.integers(0, 2, (villages, 2))).astype(np.float32)
    B = random.integers(-9, 10, (200, 2)).astype(np.float32)
    offer = outline.Offer.of(A, B, np.arange(200), np.zeros(200))
    bound, worth = outline.bounds(offer.A, offer.pool) + offer.gift, A @ B.T
    highest = np.maximum.reduceat(worth, np.arange(0, 200, outlined.TILE), axis=1)
    assert (highest <= bound.T).all()
    assert (bound.T - highest).max() <= 2 * 2 * 18


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.integers(1, 70), st.integers(1, 900))
def test_pairs_dropped_on_the_way_change_no_answer(seed: int, villages: int, people: int) -> None:
    problem = drawn(seed, villages, people)
    plain = solve(problem, floor=0.5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(optimum, "MANY", 8)
        patch.setattr(pricing, "FAR", 0)
        shed = solve(problem, floor=0.5)
    assert shed.post.tolist() == plain.post.tolist()


@settings(max_examples=12)
@given(st.integers(0, 10**6), st.integers(1, 70), st.integers(1, 900))
def test_a_floor_is_asked_of_the_whole_score(seed: int, villages: int, people: int) -> None:
    """What all villages or all people have alike is left out of the multiplication, but not of the floor."""
    problem = drawn(seed, villages, people)
    scores = problem.A.astype(np.int64) @ problem.B.T.astype(np.int64)
    frame = Frame(problem, floor=np.quantile(scores, 0.9, axis=1).astype(np.int64))
    rows, charge, bar = np.arange(villages), np.full(people, 7), np.full(villages, pricing.LOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(outline, "WORTHWHILE", 0)
        looked = optimum.Optimum(frame).pricing._scan(rows, None, charge, bar, people)
    counts = np.concatenate([best.count[np.argsort(part)] for part, best in looked])
    assert counts.tolist() == (scores >= frame.floors[:, None]).sum(axis=1).tolist()


def test_like_stands_beside_like() -> None:
    features = np.array([[0.0], [9.0], [1.0], [8.0]])
    order = outline.side_by_side(features, np.ones(1), 2)
    assert sorted(map(sorted, order.reshape(2, 2).tolist())) == [[0, 2], [1, 3]]


def test_every_row_stands_somewhere() -> None:
    random = np.random.default_rng(1)
    order = outline.side_by_side(random.normal(size=(1000, 3)), np.ones(3), 16)
    assert sorted(order.tolist()) == list(range(1000))


def test_numbers_that_floats_do_not_hold_take_no_outline() -> None:
    wide = np.full((2, 1), 5000, np.float32)
    assert outline.stays_exact(wide / 10, wide, np.zeros(2))
    assert not outline.stays_exact(wide, wide, np.zeros(2))
    assert not outline.stays_exact(wide, np.ones((2, 1), np.float32), np.full(2, 2**24))
