"""Figures of many rows are worked out once until something happens."""

import pytest

from tests.conftest import NOON
from zhucun.core import events
from zhucun.core.counting import until_event
from zhucun.core.models import Place


@pytest.fixture
def asked():
    """Counts how often figures were worked out."""
    return []


def figures(asked) -> int:
    return until_event(("test",), lambda: asked.append(1) or len(asked))


def test_figures_are_worked_out_once_while_nothing_happens(county, asked):
    assert [figures(asked), figures(asked)] == [1, 1]


def test_figures_are_worked_out_anew_after_any_event(county, asked):
    figures(asked)
    events.record("demo.made", Place.objects.get(pk="610426"), by=None, at=NOON, area="610426", reason="test")
    assert [figures(asked), figures(asked)] == [2, 2]
