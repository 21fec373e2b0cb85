"""Who serves where now: ending terms, vacant villages, own area only."""

from datetime import timedelta

import pytest

from tests.contract.postings_rows import DAY, make_people, make_villages
from zhucun.dashboards.queries import home
from zhucun.postings.models import Term
from zhucun.postings.queries import serving


@pytest.fixture
def served(county):
    villages, people = make_villages(6), make_people(6)
    for village, candidate, days in zip(villages, people, (30, 400, 800), strict=False):
        Term.objects.create(village=village, candidate=candidate, since=DAY, until=DAY + timedelta(days=days))
    return villages


def test_terms_that_end_soon_and_villages_without_anybody_are_found(served, person):
    found = serving.villages_with_terms(person("organiser"))
    assert serving.in_state(found, "ending", on=DAY).count() == 1
    assert serving.in_state(found, "serving", on=DAY).count() == 3
    assert serving.in_state(found, "vacant", on=DAY).count() == serving.vacant_count(person("organiser")) == 3


def test_a_province_counts_the_terms_of_its_counties(served, person):
    assert Term.objects.visible_to(person("province", scope="61")).count() == 3
    assert Term.objects.visible_to(person("province", scope="62")).count() == 0


def test_the_home_page_leads_to_what_waits(served, person, client_for):
    user = person("organiser")
    waiting = [thing.address for thing in home(user, on=DAY)["waiting"]]
    assert "/postings/serving/?state=ending" in waiting
    assert "/postings/serving/?state=vacant" in waiting
    page = client_for(user).get("/postings/serving/?state=vacant").content.decode()
    assert served[4].name in page
    assert served[0].name not in page.split("<tbody")[1]


def test_a_sending_unit_sees_its_own_people_in_post(served, person):
    term = Term.objects.select_related("candidate__unit").first()
    found = serving.villages_with_terms(person("sending_unit", unit=term.candidate.unit))
    units = set(Term.objects.filter(village__in=found).values_list("candidate__unit_id", flat=True))
    assert units == {term.candidate.unit_id}


def test_the_list_asks_the_database_equally_often_for_many(served, person, client_for, django_assert_max_num_queries):
    client = client_for(person("organiser"))
    with django_assert_max_num_queries(10):
        client.get("/postings/serving/")
