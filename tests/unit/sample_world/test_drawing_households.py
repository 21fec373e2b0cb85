"""The parts that draw made-up households do what they promise: margins, means, families, unique impossible numbers."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.engine.households.identity_columns import read_column
from zhucun.engine.sample_world.history_income import around, below_line
from zhucun.engine.sample_world.history_status import fitted_cells, stock_at
from zhucun.engine.sample_world.population import figures_of_households
from zhucun.engine.sample_world.population_families import TEMPLATES, draw_families, draw_sizes
from zhucun.engine.sample_world.population_persons import identities_of
from zhucun.engine.words_household import RELATION_SEX, Relation, number_of, word_of

FIGURES = figures_of_households()


def random(seed=1):
    return np.random.default_rng(seed)


@given(st.integers(0, 2**31), st.floats(0.1, 0.9))
@settings(max_examples=40)
def test_fitted_cells_meet_margins_that_are_available_and_exceed_nothing(seed, part):
    available = random(seed).integers(20, 200, (5, 4))
    kept = available * part * random(seed).uniform(0.8, 1.0, (5, 4))
    cells = fitted_cells(available, kept.sum(axis=1), kept.sum(axis=0))
    assert (cells <= available + 1e-9).all()
    assert np.allclose(cells.sum(axis=1), kept.sum(axis=1), rtol=0.02)
    assert np.allclose(cells.sum(axis=0), kept.sum(axis=0), rtol=0.02)


@pytest.mark.parametrize("mean", [900.0, 1500.0, 2154.17, 2700.0])
def test_incomes_below_a_line_have_the_wanted_mean_and_stay_below(mean):
    latent, persons = random().normal(size=3000), random(2).integers(1, 7, 3000)
    found = below_line(latent, persons, mean, 2795.0, np.full(3000, 100.0))
    assert (found * persons).sum() / persons.sum() == pytest.approx(mean, rel=1e-6)
    assert found.max() <= 2795


def test_incomes_around_a_mean_keep_the_order_of_means():
    latent = np.sort(random().normal(size=500))
    found = around(latent, np.ones(500, dtype=np.int64), 6306.04, 0.3, np.zeros(500))
    assert found.mean() == pytest.approx(6306.04, rel=1e-6)
    assert (np.diff(found) >= 0).all()


def test_nobody_to_draw_for_gives_nothing():
    none = np.zeros(0)
    assert len(around(none, none.astype(np.int64), 1.0, 0.3, none)) == 0


@pytest.mark.parametrize("size", TEMPLATES)
def test_families_have_their_size_one_head_fitting_sexes_and_sound_ages(size):
    families = draw_families(random(size), np.full(400, size))
    assert (np.bincount(families.home) == size).all()
    assert (np.bincount(families.home[families.relation == number_of(Relation.HEAD)]) == 1).all()
    kin = [word_of(Relation, int(r)) for r in families.relation]
    wanted = np.array([number_of(RELATION_SEX[k]) if k in RELATION_SEX else 0 for k in kin])
    assert ((wanted == 0) | (wanted == families.sex)).all()
    assert (families.age >= 0).all()
    assert (families.age < 100).all()


def test_weights_of_templates_are_whole():
    assert all(sum(t.weight for t in templates) == pytest.approx(1) for templates in TEMPLATES.values())


def test_sizes_come_out_exactly():
    sizes = draw_sizes(random(), 10_000, [12.5, 17.68, 23.91, 25.72, 13.29, 6.9])
    assert list(np.bincount(sizes, minlength=9)[1:6]) == [1250, 1768, 2391, 2572, 1329]


def test_numbers_of_many_born_on_one_day_are_unique_and_nobodys():
    born = np.full(3000, np.datetime64(date(1980, 2, 29)))
    sex = np.where(np.arange(3000) % 2, 1, 2).astype(np.uint8)
    numbers = identities_of(born, sex, "610426")
    read = read_column(numbers)
    assert len(np.unique(numbers)) == 3000
    assert read.right.all()
    assert read.made_up.all()
    assert (read.born == born).all()
    assert (read.sex == sex).all()


@pytest.mark.parametrize(
    ("year", "households"), [(2014, 13053), (2017, 4797), (2018, 679), (2019, 272), (2020, 0), (2025, 0)]
)
def test_the_stock_of_poor_households_follows_the_published_year_ends(year, households):
    assert stock_at(year, 13053, FIGURES) == households
