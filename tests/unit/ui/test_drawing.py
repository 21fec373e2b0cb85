"""The geometry of the drawings."""

from itertools import pairwise

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st

from zhucun.ui import drawing

counts = st.lists(st.integers(0, 10**6), min_size=1, max_size=12)


@given(counts)
def test_the_longest_bar_is_full_and_none_is_longer(values: list[int]) -> None:
    found = drawing.bars([{"label": str(v), "value": v} for v in values])
    assert max(b.length for b in found) == (100 if any(values) else 0)
    assert [b.value for b in found] == values


@given(counts)
def test_the_parts_of_a_bar_follow_each_other_and_fill_it(values: list[int]) -> None:
    found = drawing.parts([{"label": "x", "value": v} for v in values])
    assert sum(p.length for p in found) == pytest.approx(100 if any(values) else 0, abs=0.01)
    assert all(b.start == pytest.approx(a.start + a.length, abs=0.01) for a, b in pairwise(found))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500)), min_size=1, max_size=8))
def test_two_distributions_differ_by_nothing_in_all(rows: list[tuple[int, int]]) -> None:
    found = drawing.pairs([{"label": "x", "first": a + 1, "second": b + 1} for a, b in rows])
    assert sum(p.difference for p in found) == pytest.approx(0, abs=1e-6)
    assert max(max(p.first_length, p.second_length) for p in found) == 100


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6))
def test_ticks_are_round_and_cover_what_is_drawn(least: float, spread: float) -> None:
    found = drawing.ticks(least, least + spread)
    unseen = spread * 1e-6
    assert found[0] <= least + unseen
    assert found[-1] >= least + spread - unseen
    assert 2 <= len(found) <= 8


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [(0, 22, [0, 5, 10, 15, 20, 25]), (0, 11.8, [0, 5, 10, 15]), (5, 5, [5, 5.2, 5.4, 5.6, 5.8, 6])],
)
def test_ticks_are_what_a_person_would_write(least: float, most: float, expected: list[float]) -> None:
    assert drawing.ticks(least, most) == pytest.approx(expected)


def test_a_curve_lies_within_its_frame_in_order_of_x() -> None:
    found = drawing.curve([{"x": 10, "y": 2.2}, {"x": 0, "y": 11.8, "here": True}])
    assert [p.x for p in found.points] == [0, 10]
    assert [p.here for p in found.points] == [True, False]
    assert all(drawing.LEFT <= p.across <= drawing.WIDTH - drawing.RIGHT for p in found.points)
    assert all(drawing.TOP <= p.down <= drawing.HEIGHT - drawing.BOTTOM for p in found.points)
    assert found.points[0].down < found.points[1].down


def test_a_curve_without_points_is_only_axes() -> None:
    assert drawing.curve([]).points == ()


def test_a_small_line_keeps_the_place_of_what_is_unknown() -> None:
    found = drawing.sparkline([1, None, 3])
    assert [across for across, _down in found] == [3.0, 81.0]
    assert drawing.sparkline([None, None]) == []


def test_a_drawing_says_its_figures_in_a_table_too() -> None:
    rows = [{"label": "≤30", "first": 150, "second": 38}, {"label": ">30", "first": 50, "second": 62}]
    html = Template("{% pairs rows 'Age' 'Pool' 'Plan' %}").render(Context({"rows": rows}))
    assert "150 · 75.0%" in html
    assert "−37.0" in html
    assert "+37.0" in html
    assert "&gt;30" in html
