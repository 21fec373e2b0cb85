"""Each figure of visits, comparison and quality that a county sets takes effect where it is meant to."""

from datetime import timedelta

import pytest

from tests.contract.households_rows import NOON
from tests.contract.postings_rows import make_people, make_villages
from tests.contract.verification_rows import car, make_families, raised
from tests.contract.visits_rows import TODAY, days_ago, make_lists, make_village, surveyed, team, visited
from zhucun.core.refusals import Refused
from zhucun.engine.policy.hardship import hardship
from zhucun.policy import actions as policy
from zhucun.policy import bridge
from zhucun.postings import actions as postings
from zhucun.postings.models import Candidate
from zhucun.postings.rules import term_years
from zhucun.registry import queries as registry
from zhucun.registry.models import Village
from zhucun.verification import actions as verification
from zhucun.verification.rules import sure_from
from zhucun.visits import actions, queries


@pytest.fixture
def office(county, person):
    return person("office")


def planned_in_a_week(office, person):
    village, _homes = make_village(6)
    return len(actions.plan_week(village=village, by=team(person, village)["secretary"], at=NOON))


def queued_after_five_days(office, person):
    village, homes = make_village(6)
    visited(homes[0], office, on=days_ago(5))
    return homes[0].key in {w.key for w in queries.queue_of(village, today=TODAY, most=6).waiting}


def overdue_after_thirty_days(office, person):
    village, homes = make_village(2)
    visited(homes[0], office, on=days_ago(30))
    return queries.counts_by_village([village.code], TODAY)[village.code]["overdue"]


def surveys_that_count(office, person):
    village, homes = make_village(3)
    surveyed(homes[:2], office, on=days_ago(100))
    return len(queries.surveyed_now(village.code, TODAY))


def doubtful_before_long_waiting(office, person):
    village, homes = make_village(6)
    visited(homes[5], office, on=days_ago(70))  # its income is nearest to the line; nobody has met the others
    return homes[5].key in {w.key for w in queries.queue_of(village, today=TODAY, most=3).waiting}


def days_to_answer(office, person):
    make_families(1)
    return (raised([car(0)])[0].deadline - NOON.date()).days


def sure_matches(office, person):
    return sure_from(TODAY, "610426101201")  # thousandths, as matches are kept


def audits_drawn(office, person):
    make_families(10)
    made = verification.draw_audits(county="610426", seed=1, by=office, at=NOON)
    return made.closed_drawn + made.unsuspected_drawn


def limit_of_missed(office, person):
    make_village(4)
    return make_lists(office).missed_percent


def limit_of_wrong(office, person):
    make_village(4)
    return make_lists(office).wrong_percent


TABLE = [  # figure, the county's own value, what is looked at, without it, with it
    ("visit.week_capacity", 2, planned_in_a_week, 6, 2),
    ("visit.rest_days", 3, queued_after_five_days, False, True),
    ("visit.longest_days", 20, overdue_after_thirty_days, 1, 2),
    ("visit.survey_days", 50, surveys_that_count, 2, 0),
    ("visit.reserved_percent", 100, doubtful_before_long_waiting, True, False),
    ("comparison.answer_days", 5, days_to_answer, 15, 5),
    ("comparison.match_percent", 100, sure_matches, 950, 1000),
    ("comparison.audit_percent", 50, audits_drawn, 1, 5),
    ("quality.missed_percent", 1, limit_of_missed, 2, 1),
    ("quality.wrong_listing_percent", 3, limit_of_wrong, 2, 3),
]
NAMES = [row[0] for row in TABLE]


@pytest.mark.parametrize(("name", "value", "look", "without", "with_it"), TABLE, ids=NAMES)
def test_without_an_own_figure_the_nations_holds(office, person, name, value, look, without, with_it):
    assert look(office, person) == without


@pytest.mark.parametrize(("name", "value", "look", "without", "with_it"), TABLE, ids=NAMES)
def test_an_own_figure_takes_effect(office, person, name, value, look, without, with_it):
    own(office, name, value)
    assert look(office, person) == with_it


def test_the_table_is_whole():
    mine = {n for n in bridge.known_names() if n.split(".")[0] in ("visit", "comparison", "quality")}
    assert {n for n in mine if bridge.may_be_set(n)} == set(NAMES)


def own(office, name, value):
    """Let the county set a figure."""
    policy.add_figure(
        area="610426", name=name, value=value, since=TODAY - timedelta(days=900), reference="县文件", reason="本县实际",
        by=office, at=NOON,
    )  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [("least_years", 3), ("most_years", 4)])
def test_a_county_says_how_long_terms_last(office, name, value):
    before = term_years(name, TODAY, "610426")
    own(office, f"term.{name}", value)
    assert (before, term_years(name, TODAY, "610426")) == (value - 1, value)


def test_a_county_says_what_makes_a_village_hard(office):
    village = make_villages(1)[0]
    Village.objects.filter(pk=village.pk).update(town_km=10, version=7)

    def points():
        profile = registry.profile_of(village, on=TODAY)
        return hardship(profile.village, on=TODAY, local=profile.own).points

    before = points()
    own(office, "hardship.hard_town", {"share": 200, "good": 1, "severe": 10})
    assert points() - before == 11  # 10 km was 444 of 1000, and is all of it; a fifth of that counts


def test_a_county_says_how_many_wishes_are_named(office, person):
    make_villages(1)
    make_people(1)
    given = {"candidate": Candidate.objects.get(), "by": person("organiser"), "at": NOON}
    own(office, "wishes.most", 2)
    with pytest.raises(Refused, match=r"^candidate\.too_many_wishes:"):
        postings.change_candidate(values={"wishes": ("一村", "二村", "三村")}, **given)
    assert postings.change_candidate(values={"wishes": ("一村", "二村")}, **given).wishes == ("一村", "二村")
