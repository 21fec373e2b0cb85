"""Counts are equal on another engine: the same households counted by SQLite in whole numbers, to the person."""

import sqlite3
from datetime import date

import numpy as np
import pytest

from zhucun.engine.policy import figure
from zhucun.engine.targeting.counted import Basis
from zhucun.engine.targeting.deprivation import Index, measure
from zhucun.engine.targeting.poverty import poverty
from zhucun.engine.texts import Text

N = 20_000
RANDOM = np.random.default_rng(11)
LACKS = (RANDOM.random((N, 6)) < 0.3).astype(np.int8)
INCOMES, SIZES = RANDOM.integers(-100_000, 3_000_000, N), RANDOM.integers(1, 8, N)
WEIGHTS = (3, 3, 3, 3, 3, 3)  # a sixth each, in eighteenths
INDEX = Index(tuple("abcdef"), (Text("x", "x"),) * 6, WEIGHTS, 6, Basis(rule=Text("x", "x"), version="1"))
LINE = figure("income_line.national", on=date(2018, 1, 1))


@pytest.fixture(scope="module")
def table():
    database = sqlite3.connect(":memory:")
    database.execute("create table homes (a, b, c, d, e, f, income integer, size integer)")
    rows = np.column_stack([LACKS, INCOMES, SIZES]).tolist()
    database.executemany("insert into homes values (?,?,?,?,?,?,?,?)", rows)
    yield database
    database.close()


def test_the_multidimensionally_poor_are_the_same_persons(table):
    persons, weighted = table.execute(
        "select sum(size), sum(size * 3 * (a+b+c+d+e+f)) from homes where 3 * (a+b+c+d+e+f) >= 6"
    ).fetchone()
    found = measure(INDEX, LACKS, SIZES)
    assert (found.headcount.numerator, found.adjusted.numerator) == (persons, weighted)


def test_the_income_poor_and_their_gap_are_the_same(table):
    persons, gap = table.execute(
        "select sum(size), sum(299500 * size - income) from homes where income < 299500 * size"
    ).fetchone()
    found = poverty(INCOMES, SIZES, LINE)
    assert (found.headcount.numerator, found.gap.numerator) == (persons, gap)
