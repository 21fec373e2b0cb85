"""The fit is whole points, within its scale, and every pair's terms add up to the score the solver uses."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.spec.drawn import A_PERSON, candidates, units, villages
from zhucun.engine.facts import CandidateFacts, UnitFacts, VillageFacts
from zhucun.engine.posting.fit import fit, match_units, of_sides
from zhucun.engine.posting.scheme import Scheme, TermName, default_scheme
from zhucun.engine.sample_world import county
from zhucun.engine.words import Dialect, Health, Need, UnitKind, VillageKind

ON = date(2022, 6, 1)
WORLD = county(villages=20, people=40)
MADE = fit(WORLD.villages, WORLD.candidates, WORLD.units, default_scheme(), on=WORLD.on)

needs = st.lists(st.sampled_from(list(Need)), max_size=3).map(tuple)
counts = st.none() | st.integers(0, 2000)
scores = st.none() | st.integers(0, 100)
kilometres = st.none() | st.decimals(0, 200, places=1)
town_names = st.sampled_from(["甲镇", "乙镇", None])
some_places = st.lists(st.sampled_from(["1村", "2村", "甲镇", "乙镇", "甲镇1村", "别处"]), max_size=4).map(tuple)

villages_of = st.builds(
    VillageFacts,
    name=st.sampled_from(["1村", "2村", "3村"]),
    town=town_names,
    kinds=st.lists(st.sampled_from(list(VillageKind)), max_size=3, unique=True).map(tuple),
    households=counts,
    persons=counts,
    poor_households=counts,
    poor_persons=counts,
    disputes=counts,
    unsafe_houses=counts,
    income_per_head_yuan=st.none() | st.decimals(0, 30_000, places=0),
    county_km=kilometres,
    hospital_km=kilometres,
    dialect=st.none() | st.sampled_from(list(Dialect)),
    wanted=needs,
)
people_of = st.builds(
    CandidateFacts,
    **{k: st.just(v) for k, v in A_PERSON.items() if k != "unit"},
    code=st.just("Y1"),
    unit=st.sampled_from(["教育局", "公安局", "某厂"]),
    specialities=needs,
    mass_work=scores,
    communication=scores,
    rural_years=st.none() | st.decimals(0, 30, places=1),
    party_work_years=st.none() | st.decimals(0, 30, places=1),
    health=st.none() | st.sampled_from(list(Health)),
    dialects=st.lists(st.sampled_from(list(Dialect)), max_size=2).map(tuple),
    home=st.none() | st.sampled_from(["1村", "甲镇2村", "别处", "乙镇"]),
    wishes=some_places,
)
units_of = st.builds(
    UnitFacts,
    name=st.sampled_from(["教育局", "公安局"]),
    kind=st.none() | st.sampled_from(list(UnitKind)),
    strengths=needs,
    attention=scores,
    funds_yuan=st.none() | st.decimals(0, 10**7, places=0),
)
schemes = st.dictionaries(st.sampled_from(list(TermName)), st.integers(0, 3000)).map(
    lambda weights: default_scheme().with_weights(weights)
)


@settings(max_examples=60, deadline=None)
@given(st.lists(villages_of, min_size=1, max_size=4), st.lists(people_of, min_size=1, max_size=4),
       st.lists(units_of, max_size=2), schemes)  # fmt: skip
def test_terms_add_up_to_the_score_and_stay_between_nothing_and_their_weight(places, people, sending, scheme):
    made = fit(places, people, sending, scheme, on=ON)
    pairs = [(v, c) for v in range(len(places)) for c in range(len(people))]
    told = {pair: made.breakdown(*pair) for pair in pairs}
    scored = made.scores()
    assert all(sum(t.points for t in told[pair]) == made.score(*pair) == scored[pair] for pair in pairs)
    assert all(0 <= t.points <= t.most == scheme.weights[t.term] for pair in pairs for t in told[pair])
    assert all(t.text.zh and t.text.en for pair in pairs for t in told[pair])


def test_every_score_is_exact_in_single_precision():
    single = MADE.A.astype(np.float32) @ MADE.B.astype(np.float32).T
    assert (single.astype(np.int64) == MADE.scores()).all()
    assert MADE.scores().max() <= MADE.scale == 10_000


def test_every_term_is_shown_once_with_its_columns_side_by_side():
    assert [s.term for s in MADE.terms] == list(TermName)
    assert [s.start for s in MADE.terms[1:]] == [s.stop for s in MADE.terms[:-1]]
    assert MADE.terms[-1].stop == MADE.A.shape[1] == MADE.B.shape[1]


def test_the_order_of_people_changes_nothing_but_the_order():
    turned = fit(WORLD.villages, WORLD.candidates[::-1], WORLD.units, default_scheme(), on=WORLD.on)
    assert (turned.scores()[:, ::-1] == MADE.scores()).all()


@pytest.mark.parametrize("term", list(TermName))
def test_a_term_without_weight_gives_nothing(term):
    made = of_sides(MADE.sides.under(default_scheme().with_weights({term: 0})))
    assert {made.points(v, c)[term] for v in range(20) for c in range(40)} == {0}


def test_a_lent_fit_is_the_same_as_one_made_anew():
    scheme = default_scheme().scaled(TermName.WISHES_PERSON, 20)
    lent = of_sides(MADE.sides.under(scheme), MADE)
    anew = fit(WORLD.villages, WORLD.candidates, WORLD.units, scheme, on=WORLD.on)
    assert (lent.scores() == anew.scores()).all()


def test_a_unit_is_known_by_name_short_name_or_number_and_an_unknown_one_is_its_own():
    people = candidates("unit\n 永寿县教育局 \n 教育局 \n D1 \n 某厂 \n 某厂")
    listed, unit = match_units(people, units("code | name | short_names\n D1 | 永寿县教育局 | 教育局"))
    assert unit.tolist() == [0, 0, 0, 1, 1]
    assert listed[1] == UnitFacts(name="某厂")


def test_an_unrated_person_counts_as_the_middle_of_the_pool_and_it_is_said():
    made = fit(villages("name\n 甲村"), candidates("mass_work\n 40 \n 60 \n 90 \n -"), [], default_scheme(), on=ON)
    term = TermName.MASS_WORK
    assert made.points(0, 3)[term] == made.points(0, 1)[term]
    assert "未评分" in next(t.text.zh for t in made.breakdown(0, 3) if t.term is term)


def test_the_shares_of_need_are_whole_and_complete():
    assert (MADE.sides.shares.sum(axis=1) == 50).all()
    assert (MADE.sides.shares >= 0).all()


def test_nobody_and_nowhere_are_no_accident():
    nobody = fit(WORLD.villages, [], [], default_scheme(), on=ON)
    nowhere = fit([], WORLD.candidates, WORLD.units, default_scheme(), on=ON)
    assert nobody.scores().shape == (20, 0)
    assert nowhere.scores().shape == (0, 40)


def test_townships_of_one_name_in_two_counties_stay_apart():
    places = villages("code | name | town\n 610426101200 | 甲村 | 城关镇 \n 610425101200 | 乙村 | 城关镇")
    scheme = Scheme.of({**default_scheme().to_json(), "weights": {"home": 100}})
    made = fit(places, candidates("home\n 610426101200 \n 城关镇"), [], scheme, on=ON)
    assert made.scores().tolist() == [[100, 0], [0, 0]]


def test_money_reads_as_people_write_it():
    [person] = candidates("unit\n 局")
    made = fit(
        villages("name\n 甲村"), [person], [UnitFacts(name="局", funds_yuan=Decimal(230000))], default_scheme(), on=ON
    )
    text = next(t.text for t in made.breakdown(0, 0) if t.term is TermName.UNIT_SUPPORT)
    assert "230,000元" in text.zh
    assert "230,000 yuan" in text.en


def test_adjusting_a_need_moves_the_fit():
    weak = replace(MADE.sides.profiles[0].adjusted(Need.ORDER, 1000, "实地了解"))
    other = fit(
        WORLD.villages, WORLD.candidates, WORLD.units, default_scheme(), on=WORLD.on,
        profiles=[weak, *MADE.sides.profiles[1:]],
    )  # fmt: skip
    assert (other.scores()[0] != MADE.scores()[0]).any()
    assert other.sides.weakness.shape == (20,)
