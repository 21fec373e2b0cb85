"""Hidden income on the made-up county: together the signs find what none finds alone, the same on each run."""

import pytest
from benchmarks.population import AUDITS, detection

HOMES, SEED = 3000, 1
Told = dict[str, tuple[float, float, float]]


@pytest.fixture(scope="module")
def told() -> Told:
    return detection(HOMES, SEED)


def test_the_signs_together_find_hidden_income_better_than_any_alone(told: Told) -> None:
    together = told["all, equal weights"]
    alone = [figures for name, figures in told.items() if name.startswith("only ")]
    assert 0.78 < together[0] < 0.95
    assert together[0] > max(figures[0] for figures in alone)
    assert together[2] > 0.4


def test_audits_teach_which_signs_to_trust(told: Told) -> None:
    learnt = told[f"all, learnt from {AUDITS} audits"]
    assert learnt[0] > 0.8
    assert learnt[1] > 0.15


def test_food_spending_is_the_sign_that_is_missed_most(told: Told) -> None:
    without = {name: figures[0] for name, figures in told.items() if name.startswith("learnt, without ")}
    assert min(without, key=lambda name: without[name]) == "learnt, without food"


def test_the_figures_are_the_same_on_each_run(told: Told) -> None:
    assert detection(HOMES, SEED) == told
