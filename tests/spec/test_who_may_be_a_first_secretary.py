"""Who may be a First Secretary: the written rules of 2015 and of 2021, drawn."""

from datetime import date

import pytest

from tests.spec.drawn import candidates, table, villages
from zhucun.engine.policy import eligibility, pair_bars
from zhucun.engine.words import Schooling

IN_2016, IN_2022 = date(2016, 6, 1), date(2022, 6, 1)


def verdicts(drawing: str, on: date) -> list[str]:
    return ["yes" if eligibility(c, on=on).eligible else "no" for c in candidates(drawing)]


def drawn(drawing: str, column: str) -> list[str]:
    return [row[column] for row in table(drawing)]


def test_only_a_full_member_of_the_party_may_go():
    """Both papers ask for full membership; probationary members, League members and others stay."""
    people = """
        party        | may_go
        full         | yes
        probationary | no
        league       | no
        other_party  | no
        none         | no
    """
    assert verdicts(people, IN_2016) == drawn(people, "may_go")
    assert verdicts(people, IN_2022) == drawn(people, "may_go")


def test_since_may_2021_a_year_of_party_standing_is_asked():
    """Standing counts from full membership, a year after joining; the notice of 2015 asked for none."""
    people = """
        party_joined | in_2016 | in_2022
        2012-07-01   | yes     | yes
        2020-06-01   | yes     | yes
        2020-06-02   | yes     | no
        2021-01-01   | yes     | no
    """
    assert verdicts(people, IN_2022) == drawn(people, "in_2022")
    assert verdicts(people, IN_2016) == drawn(people, "in_2016")


def test_the_rule_changes_on_the_day_of_the_opinion():
    [person] = candidates("party_joined\n 2019-06-01")
    assert eligibility(person, on=date(2021, 5, 10)).eligible
    after = eligibility(person, on=date(2021, 5, 11))
    assert [r.rule for r in after.broken] == ["party_years"]
    assert after.broken[0].figure.since == date(2021, 5, 11)


def test_two_years_of_work_are_asked():
    people = """
        work_started | may_go
        2014-06-01   | yes
        2014-06-02   | no
        2016-01-01   | no
    """
    assert verdicts(people, IN_2016) == drawn(people, "may_go")


def test_health_must_allow_the_work_and_no_discipline_may_run():
    """Limited health does not bar a person, only hard places do (see the bars of single villages)."""
    people = """
        health  | under_discipline | may_go
        good    | no               | yes
        limited | no               | yes
        unfit   | no               | no
        good    | yes              | no
    """
    assert verdicts(people, IN_2022) == drawn(people, "may_go")


def test_a_fact_that_nobody_gave_leaves_the_rule_open_and_is_said():
    """An empty cell proves nothing: the person stays in the pool, marked as to be confirmed."""
    [person] = candidates("health | under_discipline\n - | -", party_joined=None)
    verdict = eligibility(person, on=IN_2022)
    assert verdict.eligible
    assert [r.rule for r in verdict.unconfirmed] == ["party_years", "healthy", "no_discipline"]
    assert all(r.text.zh and r.text.en for r in verdict.unconfirmed)


@pytest.mark.parametrize("born", ["1960-01-01", "1975-01-01", "2000-01-01"])
@pytest.mark.parametrize("schooling", [None, *Schooling])
def test_age_and_degree_never_bar_anybody(born, schooling):
    """The written rules know neither; nor does this product."""
    [person] = candidates(f"born\n{born}", schooling=schooling, work_started=date(2015, 1, 1))
    assert eligibility(person, on=IN_2022).eligible


def test_every_verdict_names_its_rule_in_both_languages_with_its_paper():
    [person] = candidates("party | health\n none | unfit")
    verdict = eligibility(person, on=IN_2022)
    assert {r.rule for r in verdict.broken} == {"full_member", "party_years", "healthy"}
    assert all(r.text.zh != r.text.en and r.figure.reference for r in verdict.reasons)


PLACES = """
    name   | town   | safe_lodging | hospital_km | elevation_m
    东村   | 常宁镇 | yes          | 8           | 900
    西村   | 常宁镇 | no           | 8           | 900
    远山村 | 马坊镇 | yes          | 45          | 900
    高原村 | 马坊镇 | yes          | 8           | 3600
    未填村 | 马坊镇 | -            | -           | -
"""


@pytest.mark.parametrize(
    ("person", "home", "barred"),
    [
        ("sex\n female", "neutral", {"西村": ["lodging"]}),
        ("sex\n male", "neutral", {}),
        ("health\n limited", "neutral", {"远山村": ["health_hospital"], "高原村": ["health_elevation"]}),
        ("avoid\n 东村", "neutral", {"东村": ["avoidance"]}),
        ("avoid\n 常宁镇", "neutral", {"东村": ["avoidance"], "西村": ["avoidance"]}),
        ("home\n 常宁镇东村", "bar", {"东村": ["home"]}),
        ("home\n 常宁镇", "bar", {}),
        ("home\n 常宁镇东村", "prefer", {}),
    ],
)
def test_what_keeps_a_person_from_a_single_village(person, home, barred):
    """Avoidance, the home village where the county says so, health against hard places, a woman's safety."""
    [who] = candidates(person)
    found = {v.name: [r.rule for r in pair_bars(who, v, on=IN_2022, home=home)] for v in villages(PLACES)}
    assert {name: rules for name, rules in found.items() if rules} == barred
