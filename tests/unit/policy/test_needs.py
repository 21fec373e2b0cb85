"""Whatever a county reports, its needs stay between nothing and one and add up from their reasons."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.drawn import villages
from zhucun.engine.errors import BadProblem
from zhucun.engine.facts import VillageFacts
from zhucun.engine.policy import CountyYardstick, hardship, need_profile
from zhucun.engine.policy.indicators import said
from zhucun.engine.policy.needs import kinds_first
from zhucun.engine.sample_world import county
from zhucun.engine.words import Need, VillageKind

ON = date(2022, 6, 1)

counts = st.none() | st.integers(0, 10**6)
amounts = st.none() | st.decimals(0, 10**8, places=2)
answers = st.none() | st.booleans()
any_village = st.builds(
    VillageFacts,
    name=st.just("某村"),
    kinds=st.lists(st.sampled_from(list(VillageKind)), max_size=3).map(tuple),
    wanted=st.lists(st.sampled_from(list(Need)), max_size=3).map(tuple),
    **dict.fromkeys(
        [
            "households",
            "persons",
            "poor_households",
            "poor_persons",
            "labour_persons",
            "away_persons",
            "party_members",
            "groups",
            "cooperatives",
            "unsafe_houses",
            "unpaved_groups",
            "doctors",
            "insured_persons",
            "dropouts",
            "petitions",
            "disputes",
            "vacant_posts",
        ],
        counts,
    ),
    **dict.fromkeys(("income_per_head_yuan", "collective_income_yuan", "debt_yuan", "arable_mu", "town_km"), amounts),
    **dict.fromkeys(("hospital_km", "elevation_m", "area_km2"), amounts),
    **dict.fromkeys(("clinic", "school", "accounts_published"), answers),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(any_village, min_size=1, max_size=5))
def test_needs_and_hardship_stay_on_their_scales_and_tell_every_reason(places):
    yardstick = CountyYardstick.of(places, on=ON)
    profiles = [need_profile(v, yardstick, on=ON) for v in places]
    weights = [w for p in profiles for w in p.needs.values()]
    assert all(0 <= w.weight == w.computed == min(1000, sum(r.contribution for r in w.reasons)) for w in weights)
    assert all(0 <= w.confidence <= 1000 for w in weights)
    assert all(r.text.zh and r.text.en and 0 <= r.level <= 1000 for w in weights for r in w.reasons)
    hard = [hardship(v, on=ON) for v in places]
    assert all(0 <= h.points <= 100 and 0 <= h.confidence <= 1000 for h in hard)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 500), st.integers(0, 500), st.integers(0, 500))
def test_more_unsafe_houses_are_never_a_smaller_need(households, one, other):
    few, many = sorted((min(one, households), min(other, households)))
    county_drawn = villages(f"households | unsafe_houses\n {households} | {few} \n {households} | {many}")
    yardstick = CountyYardstick.of(county_drawn, on=ON)
    less, more = [need_profile(v, yardstick, on=ON).weight(Need.WORKS) for v in county_drawn]
    assert less <= more


@pytest.mark.parametrize(("values", "median"), [("1", 1), ("1 3", 2), ("1 2 9", 2), ("", None)])
def test_the_county_median_is_the_middle_of_those_who_reported(values, median):
    drawn = villages("dropouts\n" + "\n".join([*values.split(), "-"]))
    assert CountyYardstick.of(drawn, on=ON).median("dropouts") == median


def test_the_rank_counts_those_better_off_and_half_the_ties():
    drawn = villages("dropouts | cooperatives | households\n 0|1|100 \n 1|2|100 \n 1|2|100 \n 5|9|100")
    yardstick = CountyYardstick.of(drawn, on=ON)
    assert [yardstick.rank("dropouts", Decimal(n)) for n in (0, 1, 5)] == [125, 500, 875]
    assert [yardstick.rank("cooperatives", Decimal(n)) for n in (1, 2, 9)] == [875, 500, 125]


def test_a_profile_wants_the_yardstick_of_its_day():
    drawn = villages("households\n 10")
    with pytest.raises(BadProblem) as refused:
        need_profile(drawn[0], CountyYardstick.of(drawn, on=ON), on=date(2023, 1, 1))
    assert "2022-06-01" in refused.value.say()


@pytest.mark.parametrize(("weight", "because"), [(1001, "实地了解"), (-1, "实地了解"), (500, "  ")])
def test_an_adjustment_needs_a_weight_on_the_scale_and_a_reason(weight, because):
    drawn = villages("households\n 10")
    profile = need_profile(drawn[0], CountyYardstick.of(drawn, on=ON), on=ON)
    with pytest.raises(BadProblem):
        profile.adjusted(Need.ORDER, weight, because)


@pytest.mark.parametrize(
    ("number", "text"),
    [("8", "8"), ("8.04", "8"), ("8.06", "8.1"), ("0.125", "0.12"), ("0", "0"), ("1200.5", "1200.5"), ("100", "100")],
)
def test_numbers_read_as_people_write_them(number, text):
    assert said(Decimal(number)) == text


def test_a_list_of_villages_puts_the_weak_first():
    assert kinds_first((VillageKind.POOR, VillageKind.WEAK)) is VillageKind.WEAK
    assert kinds_first(()) is VillageKind.OTHER


def test_villages_of_the_demo_county_differ_in_what_they_need_most():
    world = county()
    yardstick = CountyYardstick.of(world.villages, on=world.on)
    profiles = [need_profile(v, yardstick, on=world.on) for v in world.villages]
    assert len({p.ranked[0].need for p in profiles}) >= 6
    assert min(p.confidence for p in profiles) > 800
