"""The visit queue: the doubtful first, nobody forgotten, no secretary asked for more than can be done."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.engine.errors import BadProblem
from zhucun.engine.policy import Figure
from zhucun.engine.targeting.ranking import lowest
from zhucun.engine.targeting.states import UNKNOWN
from zhucun.engine.targeting.visits import VisitQueue, Why, cut_chance, next_due, visit_queue

ON = date(2018, 6, 1)
TODAY = ON.toordinal()


def queue(chances, days, capacity, secretaries=None, **more) -> VisitQueue:
    codes = [f"h{i}" for i in range(len(chances))]
    last = np.array([UNKNOWN if d is None else TODAY - d for d in days])
    return visit_queue(
        codes, secretaries or ["王"] * len(codes), np.array(chances, float), last, capacity, on=ON, **more
    )


def test_the_doubtful_come_before_the_clear():
    found = queue([0.02, 0.5, 0.98, 0.45], [10] * 4, {"王": 2})
    assert [v.household for v in found.visits] == ["h1", "h3"]
    assert found.visits[0].why is Why.DOUBT


def test_the_longest_unvisited_take_the_reserved_visits_first():
    found = queue([0.01, 0.5, 0.5, 0.02], [900, 10, 10, 400], {"王": 4}, local=[half("visit.reserved_percent", 50)])
    assert [(v.household, v.why) for v in found.visits][:2] == [("h0", Why.LONG), ("h3", Why.LONG)]


def half(name: str, value: int) -> Figure:
    return Figure(name=name, value=value, since=date(2016, 1, 1), area="")


def test_who_was_never_visited_waits_longest():
    found = queue([0.01, 0.01, 0.5], [900, None, 1], {"王": 4})
    assert found.visits[0].household == "h1"
    assert found.visits[0].why is Why.NEVER
    assert found.visits[0].unvisited_days is None


def test_what_cannot_be_estimated_is_as_doubtful_as_can_be():
    found = queue([np.nan, 0.9, 0.1], [1, 1, 1], {"王": 1})
    assert (found.visits[0].household, found.visits[0].why) == ("h0", Why.BLANK)


def test_the_reason_is_said():
    told = queue([0.43], [100], {"王": 1}).visits[0].reason
    assert told.zh == "情况难以判断：推算低于标准线的可能为43%；上次走访在100天前"
    assert (
        told.en == "Hard to tell from the file: estimated chance of being below the line 43%; last visited 100 days ago"
    )


def test_overdue_households_that_do_not_fit_are_said():
    load = queue([0.1] * 10, [None] * 10, {"王": 3}).loads[0]
    assert (load.overdue, load.overdue_left) == (10, 7)
    assert "至少需4期" in load.told().zh


def test_a_secretary_without_capacity_is_named():
    with pytest.raises(BadProblem, match="李"):
        queue([0.5], [1], {"王": 1}, secretaries=["李"])


def test_the_cut_is_the_chance_at_the_last_place():
    chances = np.array([0.9, 0.8, 0.3, 0.1])
    assert cut_chance(chances, 3) == 0.3
    assert cut_chance(chances) == 0.8  # about two are expected below the line


CHANCES = st.one_of(st.just(np.nan), st.floats(0, 1))
WAITED = st.one_of(st.none(), st.integers(0, 2000))
ROWS = st.lists(st.tuples(CHANCES, WAITED, st.sampled_from("王李")), min_size=1, max_size=40)


@settings(deadline=None)
@given(ROWS, st.integers(0, 15), st.integers(0, 15))
def test_nobody_is_overburdened_or_idle_and_nobody_stands_twice(rows, first, second):
    capacity = {"王": first, "李": second}
    found = queue([r[0] for r in rows], [r[1] for r in rows], capacity, [r[2] for r in rows])
    for secretary, most in capacity.items():
        own = [v.household for v in found.of(secretary)]
        assert len(own) == min(most, sum(r[2] == secretary for r in rows))
        assert len(set(own)) == len(own)
        assert [v.place for v in found.of(secretary)] == list(range(1, len(own) + 1))


@settings(deadline=None)
@given(ROWS, st.integers(1, 15), st.randoms(use_true_random=False))
def test_the_order_of_the_file_does_not_matter(rows, most, random):
    codes = [f"h{i}" for i in range(len(rows))]
    order = list(range(len(rows)))
    random.shuffle(order)

    def made(places):
        last = np.array([UNKNOWN if rows[i][1] is None else TODAY - rows[i][1] for i in places])
        return visit_queue(
            [codes[i] for i in places], [rows[i][2] for i in places], np.array([rows[i][0] for i in places]), last,
            {"王": most, "李": most}, on=ON,
        )  # fmt: skip

    assert made(order).visits == made(range(len(rows))).visits


def test_in_four_years_every_household_is_visited_though_doubt_comes_first():
    random = np.random.default_rng(1)
    chances, last = random.random(100), np.full(100, UNKNOWN)
    codes = [f"h{i:03}" for i in range(100)]
    for year in range(4):
        day = date(2015 + year, 6, 1)
        found = visit_queue(codes, ["王"] * 100, chances, last, {"王": 90}, on=day)
        last[[int(v.household[1:]) for v in found.visits]] = day.toordinal()
    assert (last > date(2016, 6, 1).toordinal()).all()


def test_visits_to_the_doubtful_fifth_cut_the_error_far_more_than_the_same_visits_at_random():
    random = np.random.default_rng(3)
    told = random.normal(0, 0.7**0.5, 4000)
    truth = told + random.normal(0, 0.3**0.5, 4000) * 1.3
    line = float(np.quantile(truth, 0.2))
    chance = np.clip(0.5 + (line - told) / 3, 0, 1)
    poor = lowest(truth, 800)

    def error(visited):
        score = -chance.copy()
        score[visited] = np.where(poor[visited], -2, 2)
        return (poor & ~lowest(score, 800)).sum() / 800

    found = queue(chance.tolist(), [1] * 4000, {"王": 800}, to_list=800)
    chosen = [int(v.household[1:]) for v in found.visits]
    assert error(chosen) < 0.7 * error(random.permutation(4000)[:800])


def test_when_the_next_visit_is_due():
    assert next_due(None, on=ON, longest_days=365) == ON
    assert next_due(date(2018, 1, 1), on=ON, longest_days=365) == date(2019, 1, 1)
    assert next_due(date(2010, 1, 1), on=ON, longest_days=365) == ON


def test_a_village_is_ordered_by_the_end_of_the_whole_countys_list():
    assert [v.household for v in queue([0.1, 0.3, 0.9], [1] * 3, {"王": 3}, cut=0.9).visits] == ["h2", "h1", "h0"]
    assert [v.household for v in queue([0.1, 0.3, 0.9], [1] * 3, {"王": 3}, cut=0.1).visits] == ["h0", "h1", "h2"]
