"""From facts to a posting problem: rules become masks with reasons, units quotas, and nothing is lost silently."""

from dataclasses import replace
from datetime import date

import pytest

from tests.spec.drawn import candidates, units, villages
from zhucun.engine.errors import BadProblem
from zhucun.engine.policy import eligibility, pair_bars
from zhucun.engine.posting import check, solve, verify
from zhucun.engine.posting.distribution import distribution
from zhucun.engine.posting.fit import village_key
from zhucun.engine.posting.instance import build
from zhucun.engine.posting.scheme import HomeRule, Rules, TermName, Unconfirmed, default_scheme
from zhucun.engine.posting.sensitivity import reweighed, sensitivity, steady_posts
from zhucun.engine.sample_world import county
from zhucun.engine.words import Need

ON = date(2022, 6, 1)
WORLD = county(villages=24, people=90)
POSTED = build(WORLD.villages, WORLD.candidates, WORLD.units, on=WORLD.on, incumbent=WORLD.posts)
PLAN = solve(POSTED.problem)


def small(people="name\n 甲 \n 乙", places="name\n 东村 \n 西村", **more):
    return build(villages(places), candidates(people), on=ON, **more)


def test_the_demo_county_is_filled_with_a_proven_plan_that_breaks_nothing():
    assert PLAN.proved
    assert PLAN.unfilled == ()
    assert check(POSTED.problem, PLAN.post) == []
    assert verify(POSTED.problem, PLAN)


def test_the_mask_says_what_the_rules_say_pair_by_pair():
    barred = {
        (v, c)
        for v, village in enumerate(WORLD.villages)
        for c, person in enumerate(WORLD.candidates)
        if pair_bars(person, village, on=WORLD.on)
    }
    assert set(POSTED.bars) == barred
    assert all(POSTED.problem.mask[v, c] != ((v, c) in barred) for v in range(24) for c in range(90))


def test_only_the_eligible_are_posted_and_every_no_has_its_reason():
    expected = [eligibility(c, on=WORLD.on).eligible for c in WORLD.candidates]
    assert POSTED.problem.eligible.tolist() == expected
    shut_out = [c for c, may in enumerate(expected) if not may]
    assert shut_out
    assert all(POSTED.why_not(0, c) for c in shut_out)
    assert not set(shut_out) & set(PLAN.post.tolist())


def test_reasons_of_several_bars_stand_together():
    made = small("sex | avoid\n female | 东村", "name | safe_lodging\n 东村 | no")
    assert [r.rule for r in made.why_not(0, 0)] == ["avoidance", "lodging"]


@pytest.mark.parametrize(("rule", "barred"), [(HomeRule.BAR, {(0, 0)}), (HomeRule.PREFER, set())])
def test_the_home_village_is_barred_where_the_scheme_says_so(rule, barred):
    scheme = replace(default_scheme(), rules=Rules(home=rule))
    assert set(small("home\n 东村 \n 别处", scheme=scheme).bars) == barred


@pytest.mark.parametrize(("rule", "may"), [(Unconfirmed.ALLOW, [True, True]), (Unconfirmed.BAR, [False, True])])
def test_people_with_an_open_rule_go_or_wait_as_the_scheme_says(rule, may):
    scheme = replace(default_scheme(), rules=Rules(unconfirmed=rule))
    made = small("health | under_discipline\n - | no \n good | no", scheme=scheme)
    assert made.problem.eligible.tolist() == may
    assert any("待核实" in note.zh for note in made.notes)


def test_units_keep_their_quotas_and_an_unknown_unit_may_send_all():
    made = build(
        villages("name\n 东村"),
        candidates("unit\n 甲局 \n 甲局 \n 乙局 \n 丙厂 \n 丙厂"),
        units("name | most | least\n 甲局 | 1 | 1 \n 乙局 | 3 | 2"),
        on=ON,
    )
    assert made.problem.unit.tolist() == [0, 0, 1, 2, 2]
    assert made.problem.most.tolist() == [1, 3, 2]
    assert made.problem.least.tolist() == [1, 1, 0]
    assert any("乙局须至少选派2人" in note.zh for note in made.notes)
    assert any("1个派出单位不在单位名单中" in note.zh for note in made.notes)


def test_locks_bans_and_incumbents_are_named_by_key_and_number():
    made = small(locked=[("西村", "Y1")], forbidden=[("东村", "Y1")], incumbent={"东村": "Y2", "别处": "Y9"})
    assert made.problem.locked == ((1, 0),)
    assert made.problem.forbidden == ((0, 0),)
    assert made.problem.incumbent.tolist() == [1, -1]
    assert solve(made.problem).post.tolist() == [1, 0]


@pytest.mark.parametrize(("pair", "unknown"), [(("南村", "Y1"), "南村"), (("东村", "Y9"), "Y9")])
def test_a_lock_on_somebody_unknown_is_refused_by_name(pair, unknown):
    with pytest.raises(BadProblem) as refused:
        small(locked=[pair])
    assert unknown in refused.value.say("zh")
    assert unknown in refused.value.say("en")


def test_a_number_that_stands_twice_is_refused():
    with pytest.raises(BadProblem) as refused:
        small("code\n Y1 \n Y1")
    assert "Y1" in refused.value.say()


def test_two_villages_of_one_name_need_a_code_or_a_township():
    with pytest.raises(BadProblem):
        small(places="name\n 东村 \n 东村")
    made = small(places="name | town\n 东村 | 甲镇 \n 东村 | 乙镇")
    assert set(made.village_at) == {"甲镇东村", "乙镇东村"}


def test_a_persons_word_on_a_need_reaches_the_fit():
    key = village_key(WORLD.villages[0])
    changed = build(
        WORLD.villages, WORLD.candidates, WORLD.units, on=WORLD.on,
        needs_overrides={key: {Need.HEALTH: (1000, "新发地方病")}},
    )  # fmt: skip
    profile = changed.fit.sides.profiles[0]
    assert (profile.weight(Need.HEALTH), profile.needs[Need.HEALTH].adjusted_because) == (1000, "新发地方病")
    assert (changed.fit.A[0] != POSTED.fit.A[0]).any()


def test_incumbents_are_those_who_serve_now():
    serving = {p.village_code: p.candidate_code for p in WORLD.posts}
    assert {
        WORLD.villages[v].code: WORLD.candidates[c].code for v, c in enumerate(POSTED.problem.incumbent) if c >= 0
    } == serving


def test_sensitivity_shows_the_posts_that_move_and_those_that_never_do():
    shifts = sensitivity(POSTED, PLAN, percent=50)
    again = solve(reweighed(POSTED, POSTED.scheme.scaled(shifts[0].term, shifts[0].percent)).problem)
    moved = [v for v in range(24) if again.post[v] != PLAN.post[v]]
    assert len(shifts) == 2 * len(TermName)
    assert [m.village for m in shifts[0].moves] == moved
    assert all(s.proved for s in shifts)
    assert set(steady_posts(shifts, 24)).isdisjoint(moved)


def test_no_movement_of_weights_moves_nothing():
    assert all(not s.moves for s in sensitivity(POSTED, PLAN, percent=0))


def test_the_distribution_counts_everybody_once_in_each_dimension():
    tables = distribution(POSTED, PLAN)
    assert [t.key for t in tables] == ["age", "sex", "schooling", "level", "group"]
    assert {sum(p.listed for p in t.parts) for t in tables} == {90}
    assert {sum(p.pool for p in t.parts) for t in tables} == {int(POSTED.problem.eligible.sum())}
    assert {sum(p.plan for p in t.parts) for t in tables} == {24}


def test_a_bias_of_the_plan_is_seen_as_a_difference_of_shares():
    made = small("sex\n female \n female \n male \n male", "name | safe_lodging\n 东村 | no \n 西村 | no")
    sexes = {p.text.en: p for p in distribution(made, solve(made.problem))[1].parts}
    assert (sexes["Female"].pool_share, sexes["Female"].plan_share, sexes["Female"].difference) == (50, 0, -50)
