"""Guesses prices from a small sample, so that the full problem starts almost solved.

Every eighth village and every eighth unit with all its people make a problem of the same kind, solved first (and its
own prices guessed the same way). Whoever is not in the sample is then priced by what the sampled villages would bid.
"""

from collections.abc import Callable

import numpy as np

from zhucun.engine.posting import outline
from zhucun.engine.posting.frame import Frame
from zhucun.engine.posting.problem import Array, Booleans, Integers, Jurisdiction, Problem

STEP = 8
SMALLEST = 24  # villages; fewer are solved from nothing


# Solves a frame from guessed prices; returns what its villages and its candidates then cost.
Settle = Callable[[Frame, Integers], tuple[Integers, Integers]]


def guess_prices(frame: Frame, settle: Settle) -> Integers:
    """Return what sending each candidate may cost; only a guess, any answer leads to the same optimum."""
    problem = frame.problem
    nothing = np.zeros(problem.candidates, np.int64)
    if problem.villages < SMALLEST * STEP or not problem.eligible.any():
        return nothing
    villages = np.arange(STEP // 2, problem.villages, STEP)
    candidates = _some_candidates(problem)
    if not len(candidates):
        return nothing
    floor = None if frame.floor is None else frame.floor[villages]
    part = Frame(_part(problem, villages, candidates), floor=floor)
    bid, charged = settle(part, guess_prices(part, settle))
    prices = _bids(frame, villages, bid)
    prices[candidates] = np.where(problem.eligible[candidates], charged, 0)
    return prices


def _some_candidates(problem: Problem) -> Integers:
    """Return everybody of every eighth unit, and every eighth person without a unit."""
    random = np.random.default_rng(problem.candidates)  # no chance is meant: the same problem, the same sample
    units = random.permutation(len(problem.most))[::STEP]
    chosen = np.isin(problem.unit, units)
    free = np.flatnonzero(problem.unit < 0)
    chosen[free[::STEP]] = True
    return np.flatnonzero(chosen & problem.eligible)


def _part(problem: Problem, villages: Integers, candidates: Integers) -> Problem:
    """Return the sampled problem, without least quotas, groups and single pairs."""
    mask = problem.mask
    if isinstance(mask, Jurisdiction):
        mask = Jurisdiction(mask.village_class[villages], mask.candidate_class[candidates], mask.allowed)
    elif mask is not None:
        mask = mask[np.ix_(villages, candidates)]
    table = None if problem.table is None else problem.table[np.ix_(villages, candidates)]
    units, unit = np.unique(problem.unit[candidates], return_inverse=True)
    most = np.append(problem.most, len(candidates))[units]  # those without a unit (-1) have no limit
    return Problem(problem.A[villages], problem.B[candidates], unit=unit, most=most, mask=mask, table=table)


def _bids(frame: Frame, villages: Integers, bid: Integers) -> Integers:
    """Return the most that any of some villages would bid for each candidate beyond what it pays now."""
    problem = frame.problem
    prices = np.zeros(problem.candidates, np.float64)
    for rows, columns in frame.columns:
        chosen: Booleans | slice = slice(None) if rows is None else np.isin(villages, rows)
        listed = np.arange(problem.candidates) if columns is None else columns
        if problem.table is not None:
            best = (problem.table[np.ix_(villages[chosen], listed)] - bid[chosen, None]).max(axis=0, initial=0)
        else:
            best = _best_bids(problem.A[villages[chosen]], problem.B[listed], bid[chosen])
        prices[listed] = np.maximum(prices[listed], best)
    return prices.astype(np.int64)


def _best_bids(A: Array, B: Array, bid: Integers) -> Array:
    """Return for each person the most that any village gets from them above its bid, at least 0."""
    from zhucun.engine.posting import scan

    if outline.is_worthwhile(len(A), len(B)) and outline.stays_exact(A, B, bid):
        return outline.bids(A, B, bid)
    best = np.zeros(len(B), np.float64)
    scan.bid_features(A, np.ascontiguousarray(B.T), bid.astype(np.float64), best)
    return best
