"""A made-up county comes out the same each time and adds up to the published figures it is drawn to."""

from collections import Counter
from datetime import date

import pytest

from zhucun.engine import places
from zhucun.engine.errors import BadProblem
from zhucun.engine.policy import eligibility, full_years, pair_bars
from zhucun.engine.sample_world import calibration, county
from zhucun.engine.sample_world.draw import apportion
from zhucun.engine.sample_world.villages import village_name
from zhucun.engine.words import Sex, UnitKind, UnitLevel, VillageKind

YONGSHOU = county()
SHANXI = {"central": 15, "province": 506, "prefecture": 1475, "county": 6483, "firms": 916}  # of 9,395 in 2015


def total(key: str) -> int:
    return sum(getattr(v, key) for v in YONGSHOU.villages)


def test_the_same_seed_gives_the_same_world_and_another_seed_another():
    again = county()
    assert (again.villages, again.candidates, again.units, again.posts) == (
        YONGSHOU.villages, YONGSHOU.candidates, YONGSHOU.units, YONGSHOU.posts,
    )  # fmt: skip
    assert county(seed=7).candidates != YONGSHOU.candidates


def test_the_demo_county_has_its_157_real_villages():
    real = {u.code: u.name for u in places.villages("610426") if u.kind == "C"}
    assert len(YONGSHOU.villages) == 157
    assert {v.code for v in YONGSHOU.villages} == set(real)
    assert all(real[v.code].startswith(v.name[:2]) for v in YONGSHOU.villages)


@pytest.mark.parametrize(
    ("key", "published"),
    [
        ("poor_households", 13053),  # registered in 2014
        ("households", 37419),
        ("ill_poor_households", 0.2556 * 13053),
        ("skill_poor_households", 0.3501 * 13053),
        ("school_poor_households", 0.0829 * 13053),
        ("poor_persons", 3.314 * 13053),
    ],
)
def test_village_figures_add_up_to_the_published_totals(key, published):
    assert total(key) == pytest.approx(published, abs=1)


def test_residents_are_those_counted_in_the_census_of_2020():
    assert total("persons") - total("away_persons") == pytest.approx(97449, abs=1)


def test_poor_and_weak_villages_are_as_many_as_published():
    kinds = Counter(k for v in YONGSHOU.villages for k in v.kinds)
    assert kinds[VillageKind.POOR] == 87
    assert kinds[VillageKind.WEAK] == round(0.096 * 157)


def test_candidates_come_from_units_as_in_shanxi():
    of = {u.name: u for u in YONGSHOU.units}
    firms = {UnitKind.ENTERPRISE, UnitKind.UNIVERSITY}
    centre = {UnitLevel.CENTRAL: "central", UnitLevel.PROVINCE: "province", UnitLevel.PREFECTURE: "prefecture"}
    counted = Counter(
        "firms"
        if of[c.unit].kind in firms or of[c.unit].name.endswith("技术推广中心")
        else centre.get(of[c.unit].level, "county")
        for c in YONGSHOU.candidates
    )
    assert {k: counted[k] for k in SHANXI} == {
        k: pytest.approx(600 * n / 9395, abs=1) for k, n in SHANXI.items()
    }  # fmt: skip


def test_women_and_the_young_are_as_many_as_in_shanxi():
    people = YONGSHOU.candidates
    assert sum(c.sex is Sex.FEMALE for c in people) == pytest.approx(600 * 1275 / 9395, abs=1)
    assert sum(full_years(c.born, YONGSHOU.on) <= 35 for c in people) == pytest.approx(600 * 2966 / 9395, abs=1)


def test_facts_of_a_village_do_not_contradict_each_other():
    assert all(v.poor_households <= v.households and v.poor_persons <= v.persons for v in YONGSHOU.villages)
    assert all(v.labour_persons >= v.away_persons and v.insured_persons <= v.persons for v in YONGSHOU.villages)
    assert all((v.unsafe_houses or 0) <= v.households for v in YONGSHOU.villages)


def test_those_who_serve_now_are_eligible_and_barred_by_nothing():
    person = {c.code: c for c in YONGSHOU.candidates}
    village = {v.code: v for v in YONGSHOU.villages}
    posted = [(person[p.candidate_code], village[p.village_code]) for p in YONGSHOU.posts]
    assert len(posted) == 40
    assert len({c.code for c, _ in posted}) == 40
    assert all(eligibility(c, on=YONGSHOU.on).eligible and not pair_bars(c, v, on=YONGSHOU.on) for c, v in posted)


def test_some_people_fail_a_written_rule_so_that_the_demo_shows_it():
    verdicts = [eligibility(c, on=YONGSHOU.on).eligible for c in YONGSHOU.candidates]
    assert 0.8 < sum(verdicts) / len(verdicts) < 0.98


def test_units_may_send_enough_people_for_every_village():
    assert len(YONGSHOU.units) == 60
    assert sum(u.most for u in YONGSHOU.units) >= 1.3 * len(YONGSHOU.villages)
    assert all(0 <= u.least <= u.most for u in YONGSHOU.units)


def test_the_notice_says_that_it_is_made_up():
    assert "虚构" in YONGSHOU.notice.zh
    assert "made up" in YONGSHOU.notice.en


@pytest.mark.parametrize("code", ["110101", "130102", "540102", "460400", "650102", "152221"])
def test_any_county_of_china_has_a_world(code):
    world = county(code, villages=30)
    assert 0 < len(world.villages) <= 30
    assert world.candidates
    assert {c.unit for c in world.candidates} <= {u.name for u in world.units}


def test_a_world_can_be_made_of_a_few_villages_for_another_day():
    world = county(villages=12, people=40, on=date(2018, 3, 1))
    assert (len(world.villages), len(world.candidates), world.on) == (12, 40, date(2018, 3, 1))


@pytest.mark.parametrize("code", ["999999", "61", "610426001200", "abc"])
def test_a_code_that_is_no_county_is_refused_with_an_example(code):
    with pytest.raises(BadProblem) as refused:
        county(code)
    assert "610426" in refused.value.say()


def test_every_calibration_figure_says_where_it_stands():
    rows = calibration("610426").marginals.values()
    assert all(row.source for row in rows)


@pytest.mark.parametrize(
    ("official", "said"),
    [
        ("永安村委会", "永安村"),
        ("西村村委会", "西村"),
        ("南罗村村民委员会", "南罗村"),
        ("大平村民委员会", "大平村"),
        ("永兴路社区居民委员会", "永兴路社区"),
        ("巴彦嘎查村委会", "巴彦嘎查"),
        ("哈拉图嘎查", "哈拉图嘎查"),
    ],
)
def test_villages_are_called_as_people_call_them(official, said):
    assert village_name(official) == said


def test_parts_add_up_and_stay_below_their_most():
    assert apportion(10, [1, 1, 1]).tolist() == [4, 3, 3]
    assert apportion(10, [9, 1, 0], [3, 3, 9]).tolist() == [3, 3, 4]
    assert apportion(100, [1, 1], [3, 4]).tolist() == [3, 4]
