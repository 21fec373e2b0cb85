"""How a person fits a village: each term of the sum, drawn."""

from datetime import date

import pytest

from tests.spec.drawn import candidates, units, villages
from zhucun.engine.posting.fit import Fit, fit
from zhucun.engine.posting.scheme import HomeRule, Rules, Scheme, TermName, default_scheme

ON = date(2022, 6, 1)
UNITS = """
    name     | kind       | strengths              | attention | funds_yuan
    县教育局 | government | education,care         | 60        | 100000
    县公安局 | justice    | order                  | 60        | 100000
    县农科所 | institution| farming,industry       | 90        | 300000
"""


def fitted(places: str, people: str, scheme: Scheme | None = None) -> Fit:
    return fit(villages(places), candidates(people), units(UNITS), scheme or default_scheme(), on=ON)


def points(made: Fit, term: TermName) -> list[list[int]]:
    return [[made.points(v, c)[term] for c in range(len(made.B))] for v in range(len(made.A))]


def test_a_speciality_counts_where_the_village_needs_it():
    """The first speciality counts in full, the second less; another village's need earns little."""
    made = fitted(
        """
        name | clinic | doctors | persons | ill_poor_households | poor_households | school | dropouts
        病村 | no     | 0       | 500     | 30                  | 40              | yes    | 0
        学村 | yes    | 1       | 500     | 0                   | 40              | no     | 5
        """,
        """
        specialities
        health
        education,health
        farming
        """,
    )
    ill, school = points(made, TermName.NEED_SPECIALITY)
    assert ill[0] > ill[1] > ill[2]
    assert school[1] > school[0]


def test_mass_work_counts_more_where_organisation_is_weak():
    weak, strong = points(
        fitted(
            """
            kinds | secretary_vacant_months | vacant_posts
            weak  | 8                       | 3
        -         | 0                       | 0
            """,
            "mass_work\n 90 \n 60",
        ),
        TermName.MASS_WORK,
    )
    assert weak[0] > strong[0]
    assert weak[0] - weak[1] > strong[0] - strong[1]


def test_communication_and_mass_work_together_outweigh_speciality():
    """Research on 162 First Secretaries found that these decide, not the match of subjects."""
    weights = default_scheme().weights
    assert weights[TermName.MASS_WORK] + weights[TermName.COMMUNICATION] > weights[TermName.NEED_SPECIALITY]


@pytest.mark.parametrize(
    ("place", "person", "matched"),
    [
        ("kinds\n weak", "specialities\n organisation", True),
        ("kinds\n poor", "specialities\n industry", True),
        ("petitions | disputes | security_cases | persons\n 9 | 9 | 9 | 900", "unit\n 县公安局", True),
        ("poor_persons | persons | income_per_head_yuan | collective_income_yuan | cooperatives | households\n"
         "400 | 500 | 2500 | 0 | 0 | 150", "specialities\n farming", True),
        ("kinds\n weak", "specialities\n health", False),
        ("kinds\n poor", "specialities\n organisation", False),
        ("kinds\n other", "specialities\n organisation", False),
    ],
)  # fmt: skip
def test_party_cadres_to_weak_villages_and_so_on(place, person, matched):
    """党务干部到弱村、经济干部到穷村、政法干部到乱村、科技干部到产业村."""
    assert (points(fitted(place, person), TermName.SLOGAN)[0][0] > 0) is matched


def test_the_strongest_unit_gains_most_in_the_weakest_village():
    """Equity: the same change of unit earns more where the village is weaker."""
    weak, strong = points(
        fitted(
            """
            kinds | secretary_vacant_months | poor_persons | persons
            weak  | 8                       | 200          | 500
        -         | 0                       | 2            | 500
            """,
            "unit\n 县农科所 \n 县教育局",
        ),
        TermName.EQUITY,
    )
    assert weak[0] - weak[1] > strong[0] - strong[1]


def test_the_local_language_counts_and_silence_counts_half():
    made = fitted(
        "dialect\n jin \n -",
        """
        dialects
        jin,mandarin
        mandarin
        -
        """,
    )
    most = default_scheme().weights[TermName.LANGUAGE]
    assert points(made, TermName.LANGUAGE) == [[most, 0, most // 2], [most // 2] * 3]


def test_limited_health_and_no_rural_years_speak_against_hard_places_and_age_does_not():
    easy, hard = points(
        fitted(
            """
            town_km | county_km | hospital_km | elevation_m | area_km2
            1       | 5         | 3           | 400         | 3
            30      | 100       | 60          | 4200        | 90
            """,
            """
            health  | rural_years | born
            good    | 5           | 1995-01-01
            good    | 5           | 1964-01-01
            good    | 0           | 1995-01-01
            limited | 0           | 1995-01-01
            """,
        ),
        TermName.HARDSHIP,
    )
    assert len(set(easy)) == 1
    assert hard[0] == hard[1] > hard[2] > hard[3]


PLACES = """
    name | town
    东村 | 常宁镇
    西村 | 常宁镇
    南村 | 马坊镇
"""


def test_wishes_count_by_rank_and_a_village_by_its_better_wish():
    """A wish for a township counts in all its villages; village and township together do not add."""
    found = points(
        fitted(
            PLACES,
            """
            wishes
            东村
            常宁镇
            南村,常宁镇
            常宁镇,东村
            东村,常宁镇
            """,
        ),
        TermName.WISHES_PERSON,
    )
    assert found == [
        [300, 300, 240, 300, 300],
        [0, 300, 240, 300, 240],
        [0, 0, 300, 0, 0],
    ]


@pytest.mark.parametrize(
    ("rule", "found"),
    [(HomeRule.PREFER, [200, 200, 0]), (HomeRule.BAR, [0, 0, 0]), (HomeRule.NEUTRAL, [0, 0, 0])],
)
def test_home_counts_where_the_county_prefers_it(rule, found):
    from dataclasses import replace

    scheme = replace(default_scheme(), rules=Rules(home=rule))
    made = fitted(PLACES, "home\n 常宁镇东村", scheme)
    assert [row[0] for row in points(made, TermName.HOME)] == found


def test_a_village_gets_what_it_ordered():
    asked, silent = points(
        fitted(
            "wanted\n education,health \n -",
            "specialities\n education \n education,health \n works",
        ),
        TermName.WISHES_VILLAGE,
    )
    assert asked[1] > asked[0] > asked[2] == 0
    assert silent == [150, 150, 150]


def test_schooling_sex_and_age_earn_nothing():
    """Two people who differ in nothing else score the same everywhere."""
    made = fitted(
        "kinds\n poor \n weak",
        """
        schooling | sex    | born
        secondary | female | 1966-05-01
        master    | male   | 1996-05-01
        """,
    )
    assert (made.scores()[:, 0] == made.scores()[:, 1]).all()
