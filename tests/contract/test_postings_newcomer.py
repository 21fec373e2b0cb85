"""What if there were one more person, like one of the list or another: told, priced, never written."""

import pytest

from tests.contract.postings_rows import COUNTY, DAY, NOON, make_people, make_villages
from zhucun.engine.words import Need
from zhucun.postings import actions
from zhucun.postings.bridge.desk import desk_of
from zhucun.postings.bridge.what_if import with_newcomer
from zhucun.postings.forms.people import NewcomerForm, newcomer
from zhucun.postings.models import Candidate


@pytest.fixture
def maker(person):
    return person("organiser", name="甲")


@pytest.fixture
def plan(county, maker):
    make_villages(8)
    make_people(9)
    return actions.make_plan(county=COUNTY, name="2026年选派", on=DAY, by=maker, at=NOON)


@pytest.fixture
def like(plan):
    return desk_of(plan).county.instance.candidates[0]


@pytest.fixture
def page(plan, maker, client_for):
    post, client = plan.posts.first(), client_for(maker)
    asked = {"do": "like", "village": post.village_id, "candidate": post.candidate_id}
    return lambda **more: client.get(f"/postings/plans/{plan.pk}/what-if/", {**asked, **more})


def test_a_better_person_makes_the_county_better(plan, like):
    desk = desk_of(plan)
    same = with_newcomer(desk, newcomer(like))
    best = with_newcomer(desk, newcomer(like, mass_work=100, communication=100, specialities=tuple(Need)[:2]))
    assert best.total > same.total >= desk.total
    assert len(desk.county.candidates) in {s.after for s in best.shifts}


def test_nothing_is_written(plan, like):
    before = (Candidate.objects.count(), plan.version, dict(plan.posts.values_list("village_id", "candidate_id")))
    with_newcomer(desk_of(plan), newcomer(like, mass_work=100))
    plan.refresh_from_db()
    after = (Candidate.objects.count(), plan.version, dict(plan.posts.values_list("village_id", "candidate_id")))
    assert before == after


def test_the_form_begins_with_the_person_it_is_like(like):
    form = NewcomerForm(like=like, units=["乙局", "甲局"])
    assert form.initial["unit"] == like.unit
    assert form.initial["speciality_1"] == like.specialities[0].value
    assert [name for name, _label in form.fields["unit"].choices] == sorted({"乙局", "甲局", like.unit})


def test_the_page_asks_again_with_what_was_typed(page, plan):
    unit = plan.posts.first().candidate.unit.name
    first, again = page(), page(unit=unit, speciality_1="industry", mass_work="100", communication="100")
    assert first.status_code == again.status_code == 200
    assert 'value="100"' in again.content.decode()
    assert first.context["total"] <= again.context["total"]


def test_a_rating_that_cannot_be_is_refused_by_name(page, plan):
    answer = page(unit=plan.posts.first().candidate.unit.name, mass_work="500")
    assert answer.status_code == 409
    assert "500" in answer.content.decode()


def test_a_unit_that_nobody_knows_is_refused(page):
    assert page(unit="无此单位").status_code == 409
