"""A sealed plan comes back whole, or is refused."""

import base64
import zlib

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.engine.errors import BadFile
from zhucun.engine.posting import Area, Group, Jurisdiction, Problem, solve, verify
from zhucun.engine.posting.seal import read_sealed, sealed, unsealed

ARRAYS = ("A", "B", "unit", "most", "least", "eligible", "incumbent")
PLAIN = ("groups", "areas", "forbidden", "locked", "extra", "village_names", "candidate_names", "unit_names")


@st.composite
def problems(draw):
    """Small problems with every kind of rule."""
    villages, people, units = draw(st.integers(1, 5)), draw(st.integers(5, 9)), draw(st.integers(2, 3))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    jurisdiction = Jurisdiction(
        random.integers(0, 2, villages), random.integers(0, 2, people), np.array([[True, False], [True, True]])
    )
    masks = st.sampled_from([None, random.random((villages, people)) < 0.9, jurisdiction])
    return Problem(
        random.integers(0, 100, (villages, 3)),
        random.integers(0, 100, (people, 3)),
        unit=random.integers(0, units, people),
        most=np.full(units, people),
        least=np.zeros(units),
        groups=(Group("两个单位", (0, 1), most=people),),
        areas=(Area("某乡", (0,), most=1),),
        eligible=random.random(people) < 0.9,
        mask=draw(masks),
        forbidden=((0, 0),),
        extra=((0, 1, 7),),
        incumbent=random.permutation(people)[:villages],
        village_names=[f"村{v}" for v in range(villages)],
        candidate_names=[f"人{c}" for c in range(people)],
    )


@settings(max_examples=40, deadline=None)
@given(problems())
def test_problem_and_plan_come_back_and_verify(problem):
    plan = solve(problem)
    text = sealed(problem, plan, ["a"], ["b"])
    back = unsealed(text)
    assert [np.array_equal(getattr(problem, n), getattr(back.problem, n)) for n in ARRAYS] == [True] * len(ARRAYS)
    assert [getattr(problem, n) == getattr(back.problem, n) for n in PLAIN] == [True] * len(PLAIN)
    assert back.plan.to_json() == plan.to_json()
    assert (back.villages, back.people) == (("a",), ("b",))
    assert bool(verify(back.problem, back.plan)) == bool(verify(problem, plan)) is True
    assert sealed(back.problem, back.plan, back.villages, back.people) == text


def packed(text):
    return base64.b64encode(zlib.compress(text.encode())).decode()


@pytest.mark.parametrize(
    "text", ["", "no base64 at all", "AAAA", packed("not json"), packed("{}"), packed('{"version": 99}')]
)
def test_what_is_not_whole_is_refused(text):
    with pytest.raises(BadFile, match=r"plan\.not_sealed"):
        unsealed(text, "方案.xlsx")


def test_another_workbook_is_no_plan():
    from tests.unit.intake.books import VILLAGE_HEAD, book

    with pytest.raises(BadFile, match=r"plan\.not_sealed"):
        read_sealed(book([VILLAGE_HEAD]), "村.xlsx")
