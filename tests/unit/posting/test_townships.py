"""Quotas of townships: as a command line writes them, and as a plan's code names them."""

import numpy as np
import pytest

from zhucun.engine.errors import BadProblem, NoPlan
from zhucun.engine.facts import VillageFacts
from zhucun.engine.posting import Problem, solve, verify
from zhucun.engine.posting.townships import area_of, read_areas

VILLAGES = tuple(
    VillageFacts(name=f"{n}村", town="店头镇" if n < 3 else "常宁镇", code=f"61042610{1 if n < 3 else 2}{n:03d}")
    for n in range(5)
)


@pytest.mark.parametrize(
    ("written", "least", "most"),
    [
        ("店头镇=1-2", 1, 2), ("店头=1-2", 1, 2), ("店头镇=-2", 0, 2), ("店头镇=2-", 2, 3), ("店头镇=2", 2, 2),
        (" 店头镇 ＝ 1至2 ", 1, 2), ("店头镇=0", 0, 0), ("610426101=1—2", 1, 2),
    ],
)  # fmt: skip
def test_a_quota_is_read_as_people_write_it(written, least, most):
    (area,) = read_areas(VILLAGES, [written])
    assert (area.villages, area.least, area.most) == ((0, 1, 2), least, most)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("店头镇", "areas.form"), ("店头镇=", "areas.form"), ("店头镇=-", "areas.form"), ("店头镇=多", "areas.form"),
        ("店头镇=3-1", "areas.form"), ("=3", "areas.form"), ("店头镇=99999999", "areas.form"),
        ("马坊镇=1", "areas.no_place"), ("999999999=1", "areas.no_place"),
    ],
)  # fmt: skip
def test_a_quota_that_means_nothing_is_refused_with_what_was_written(written, code):
    with pytest.raises(BadProblem) as refused:
        read_areas(VILLAGES, [written])
    assert refused.value.code == code
    assert written in refused.value.say("zh")
    assert written in refused.value.say("en")


def test_two_quotas_for_one_place_are_refused():
    with pytest.raises(BadProblem, match="店头"):
        read_areas(VILLAGES, ["店头镇=1", "店头=2"])


def test_a_code_names_its_township_or_its_county():
    assert area_of(VILLAGES, "610426102", most=1).name == "常宁镇"
    assert area_of(VILLAGES, "610426", most=4) == area_of(VILLAGES, "610426", least=0, most=4)
    assert area_of(VILLAGES, "610426").name == "永寿县"
    assert area_of(VILLAGES, "610426").villages == (0, 1, 2, 3, 4)


def test_a_plan_obeys_them_and_is_proved():
    problem = Problem.from_scores(np.arange(30).reshape(5, 6)).changed(
        areas=[*read_areas(VILLAGES, ["店头镇=2-3", "常宁镇=-1"]), area_of(VILLAGES, "610426", most=3)]
    )
    plan = solve(problem)
    assert [int((plan.post[:3] >= 0).sum()), int((plan.post[3:] >= 0).sum())] == [2, 1]
    assert plan.proved
    assert verify(problem, plan)


def test_more_than_there_are_is_a_clash_with_a_name():
    problem = Problem.from_scores(np.ones((5, 6), np.int64)).changed(areas=read_areas(VILLAGES, ["店头镇=9-"]))
    with pytest.raises(NoPlan, match="店头镇") as refused:
        solve(problem)
    assert refused.value.details["relax"] == [{"rule": "area_least", "area": 0, "by": 6}]
