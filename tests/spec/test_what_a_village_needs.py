"""What a village needs: how facts become weights, drawn."""

from datetime import date
from decimal import Decimal

import pytest

from tests.spec.drawn import villages
from zhucun.engine.policy import CountyYardstick, NeedProfile, hardship, need_profile
from zhucun.engine.words import Need, VillageKind

ON = date(2022, 6, 1)


def profiles(drawing: str, **same) -> list[NeedProfile]:
    county = villages(drawing, **same)
    yardstick = CountyYardstick.of(county, on=ON)
    return [need_profile(v, yardstick, on=ON) for v in county]


def test_more_of_a_lack_is_a_greater_need():
    """Unsafe houses, water and roads make the need of public works, counted against households and groups."""
    drawn = profiles("""
        households | unsafe_houses | unsafe_water_households | groups | unpaved_groups | broadband_households | town_km
        150        | 0             | 0                       | 6      | 0              | 140                  | 2
        150        | 5             | 4                       | 6      | 1              | 120                  | 6
        150        | 12            | 20                      | 6      | 4              | 60                   | 15
    """)
    weights = [p.weight(Need.WORKS) for p in drawn]
    assert weights[0] == 0
    assert weights[0] < weights[1] < weights[2] <= 1000


def test_the_share_counts_and_not_the_number():
    """Twelve unsafe houses among 100 households are more than twenty among a thousand."""
    small, large = profiles("""
        households | unsafe_houses
        100        | 12
        1000       | 20
    """)
    assert small.weight(Need.WORKS) > large.weight(Need.WORKS)


def test_a_reason_tells_the_fact_the_share_and_the_county_median():
    _, _, worst = profiles("""
        households | unsafe_houses
        150        | 0
        200        | 6
        150        | 12
    """)
    [reason] = [r for r in worst.needs[Need.WORKS].reasons if r.rule == "unsafe_houses"]
    assert reason.text.zh == "危房12户，占总户数8%（县中位数3%）"
    assert reason.text.en == "Unsafe houses 12 households, 8 % of households (county median 3 %)"
    assert (reason.numerator, reason.denominator, reason.value, reason.median) == (12, 150, 8, 3)


def test_the_reasons_add_up_to_the_weight():
    for profile in profiles("""
        households | persons | poor_persons | unsafe_houses | petitions | kinds     | wanted
        150        | 500     | 90           | 3             | 4         | poor,weak | marketing
        90         | 300     | -            | -             | -         | -         | -
    """):
        assert {n: w.weight for n, w in profile.needs.items()} == {
            n: sum(r.contribution for r in w.reasons) for n, w in profile.needs.items()
        }


def test_a_missing_fact_is_said_and_never_read_as_no_need():
    """It counts as the neutral level and lowers the confidence: 0.3 for a village of which nothing is known."""
    nothing, much = profiles("""
        households | clinic | doctors | persons | insured_persons | hospital_km | ill_poor_households | poor_households
        -          | -      | -       | -       | -               | -           | -                   | -
        150        | yes    | 1       | 500     | 500             | 3           | 1                   | 30
    """)
    health = nothing.needs[Need.HEALTH]
    assert (health.weight, health.confidence) == (300, 0)
    assert all("未填" in r.text.zh and not r.known for r in health.reasons)
    assert "ill_poor_households" in nothing.missing
    assert (much.needs[Need.HEALTH].confidence, much.weight(Need.HEALTH)) == (1000, 0)


def test_a_count_whose_base_nobody_reported_is_ranked_in_the_county_by_number():
    """Monthly reports often count unsafe houses but not the households; half the confidence, and it is said."""
    none, few, many = profiles("""
        households | unsafe_houses
        -          | 0
        -          | 4
        -          | 40
    """)
    assert none.weight(Need.WORKS) < few.weight(Need.WORKS) < many.weight(Need.WORKS)
    assert many.needs[Need.WORKS].confidence == 150
    [reason] = [r for r in many.needs[Need.WORKS].reasons if r.by_count]
    assert reason.text.zh == "危房40户（总户数未填，只与全县比数量，县中位数4户）"


def test_a_zero_denominator_is_no_division_but_a_missing_measure():
    [village] = profiles("poor_households | ill_poor_households\n 0 | 0")
    [reason] = [r for r in village.needs[Need.HEALTH].reasons if r.rule == "poor_through_illness"]
    assert not reason.known
    assert "分母为零" in reason.text.zh


@pytest.mark.parametrize(
    ("kind", "need", "least"),
    [
        (VillageKind.WEAK, Need.ORGANISATION, 800),
        (VillageKind.POOR, Need.INDUSTRY, 500),
        (VillageKind.RELOCATED, Need.CARE, 400),
        (VillageKind.KEY, Need.ORGANISATION, 300),
    ],
)
def test_the_kind_of_village_sets_a_least_need(kind, need, least):
    """A weak-organisation village needs organisation whatever its other facts say."""
    [village] = profiles("secretary_vacant_months | vacant_posts | accounts_published\n 0 | 0 | yes", kinds=(kind,))
    assert village.weight(need) >= least


def test_what_the_village_asks_for_counts_more():
    plain, asking = profiles("""
        ecommerce_points | wanted
        1                | -
        1                | marketing
    """)
    assert asking.weight(Need.MARKETING) - plain.weight(Need.MARKETING) == 200


def test_a_person_may_set_a_need_with_a_reason_and_the_computed_weight_stays_visible():
    [village] = profiles("disputes\n 3")
    changed = village.adjusted(Need.ORDER, 900, "去年发生群体性纠纷")
    order = changed.needs[Need.ORDER]
    assert (order.weight, order.computed, order.adjusted_because) == (
        900, village.weight(Need.ORDER), "去年发生群体性纠纷",
    )  # fmt: skip
    assert changed.ranked[0].need is Need.ORDER


def test_hardship_grows_with_distance_height_and_breadth():
    """From 0 for a village by the county town to 100 for one far, high and wide."""
    easy, middle, hard = villages("""
        town_km | county_km | hospital_km | elevation_m | area_km2
        1       | 5         | 3           | 400         | 3
        8       | 40        | 20          | 2000        | 20
        40      | 120       | 90          | 4500        | 200
    """)
    points = [hardship(v, on=ON).points for v in (easy, middle, hard)]
    assert (points[0], points[2]) == (0, 100)
    assert 0 < points[1] < 100


def test_unreported_distances_count_as_neutral_hardship_and_lower_the_confidence():
    [known, unknown] = villages("town_km | county_km\n 5 | 20 \n - | -")
    found = hardship(unknown, on=ON)
    assert (found.points, found.confidence) == (31, 0)
    assert hardship(known, on=ON).confidence == 400
    assert sum(r.points for r in found.reasons) == found.points
    assert found.reasons[0].value is None


def test_a_county_may_enter_its_own_limits():
    """The nearest area wins: a row of the county changes the rule there and nowhere else."""
    from zhucun.engine.policy import Figure

    own = Figure(
        name="need.unsafe_houses", since=date(2020, 1, 1), area="610426",
        value={"share": 300, "good": Decimal(0), "severe": Decimal(50)},
    )  # fmt: skip
    county = villages("households | unsafe_houses\n 100 | 10", code="610426001200")
    strict = CountyYardstick.of(county, on=ON)
    mild = CountyYardstick.of(county, on=ON, local=[own])
    weights = [need_profile(county[0], y, on=ON).weight(Need.WORKS) for y in (strict, mild)]
    assert weights[1] < weights[0]
