"""Home surveys: answers become facts with day and surveyor, count in the guarantees, never show their worth."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.contract.households_rows import MORE, household, make_household
from tests.contract.postings_rows import make_villages
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.registry import actions, queries
from zhucun.registry.models import HomeSurvey, Household

DAY = date(2026, 3, 1)


@pytest.fixture
def home(county):
    return make_household("8801", make_villages(2)[0])


def address(home, name="household_survey", *more):
    return reverse(f"registry:{name}", args=[home.key, *more])


def asked(**answers):
    return {"on": "2026-03-01", "surveyor": "李四、王五", **answers}


def survey(home, by, noon, on=DAY, **answers):
    return actions.take_survey(household=home, on=on, surveyor="李四", answers=answers, by=by, at=noon)


def test_answers_become_facts_with_day_and_surveyor(home, person, client_for):
    client = client_for(person("first_secretary", scope=home.village_id))
    given = asked(food_enough="yes", clothing_enough="no", grain_kg="1200.5", water_short_months="2", note="粮食够吃")
    assert client.post(address(home), given).status_code == 302
    home.refresh_from_db()
    assert (home.food_enough, home.clothing_enough, float(home.grain_kg)) == (True, False, 1200.5)
    assert (home.surveyed_on, home.surveyor, home.safe_water) == (DAY, "李四、王五", None)
    event = Event.objects.get(name="survey.taken")
    assert (event.changes["food_enough"], event.changes["surveyor"], event.reason) == ([None, True], None, "粮食够吃")


def test_a_surveyed_fact_is_answered_in_the_guarantees(home, person, noon):
    def answer(row):
        found = queries.guarantees(row, queries.members_of(row), on=DAY)
        return {f.code: f.answer.value for f in found if "food" in f.code or "cloth" in f.code}

    before = answer(home)
    survey(home, person("office"), noon, food_enough=True, clothing_enough=False)
    home.refresh_from_db()
    assert set(before.values()) == {"unsaid"}
    assert sorted(answer(home).values()) == ["lacking", "met"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (asked(), "survey.empty"),
        (asked(food_enough="yes", on="2031-01-01"), "day.not_yet"),
        (asked(water_supply_percent="101"), "survey.above_100"),
        (asked(water_short_months="13"), "survey.above_12"),
        (asked(food_enough="yes", surveyor="李"), "survey.no_surveyor"),
        (asked(food_enough="yes", version="99"), "version.stale"),
    ],
)
def test_what_cannot_be_is_refused(home, person, client_for, given, code):
    response = client_for(person("office")).post(address(home), given)
    assert (response.status_code, response.context["refused"].code) == (422, code)
    assert not HomeSurvey.objects.exists()


def test_an_earlier_survey_entered_late_does_not_overwrite_a_later_one(home, person, noon):
    office = person("office")
    survey(home, office, noon, food_enough=True)
    survey(home, office, noon, on=date(2025, 6, 1), food_enough=False, clothing_enough=True)
    home.refresh_from_db()
    assert (home.food_enough, home.clothing_enough, home.surveyed_on) == (True, True, DAY)


def test_a_mistaken_survey_is_withdrawn_and_facts_changed_since_stay(home, person, noon):
    office = person("office")
    made = survey(home, office, noon, food_enough=True, clothing_enough=True)
    actions.change_household(
        key=home.key, values={"clothing_enough": False}, version=None, by=office, at=noon, reason="复核"
    )
    actions.withdraw_survey(survey=made, by=office, at=noon, reason="走错了门")
    home.refresh_from_db()
    assert (home.food_enough, home.clothing_enough, home.surveyed_on, home.surveyor) == (None, False, None, "")
    assert queries.surveys_of(home) == []


def test_a_withdrawal_needs_a_reason(home, person, noon):
    office = person("office")
    with pytest.raises(Refused):
        actions.withdraw_survey(survey=survey(home, office, noon, food_enough=True), by=office, at=noon, reason="")


@pytest.mark.parametrize(
    ("role", "scored"), [("first_secretary", False), ("township", False), ("organiser", True), ("office", True)]
)
def test_who_surveys_sees_answers_and_never_points(home, person, client_for, noon, role, scored):
    survey(home, person("office"), noon, grain_kg=900, house_m2=80, unsafe_house=False)
    scope = {"first_secretary": home.village_id, "township": home.village_id[:9]}.get(role, home.key[:6])
    response = client_for(person(role, scope=scope)).get(reverse("registry:household", args=[home.key]))
    said = response.content.decode()
    assert "人均粮食300公斤" in said
    assert bool(response.context["scored"]) is scored
    assert ("评议参考" in said, "要求不少于400" in said or "20/30" in said) == (scored, scored)


def test_the_form_repeats_what_is_known_and_asks_anew(home, person, client_for, noon):
    survey(home, person("office"), noon, food_enough=True)
    form = client_for(person("office")).get(address(home)).context["form"]
    assert form["food_enough"].value() == ""
    assert form["food_enough"].help_text.endswith("是")


def test_the_history_keeps_who_asked_and_what_was_answered(home, person, client_for, noon):
    survey(home, person("office"), noon, food_enough=True, road="concrete")
    rows = client_for(person("office")).get(address(home)).context["surveys"]
    assert [(a["label"], a["value"]) for a in rows[0]["answers"]] == [("是否不愁吃", "是"), ("入户路类型", "水泥路")]
    assert Household.objects.get().road == "concrete"


def more_homes(home, *numbers):
    """Make households of the same village that have no members yet."""
    codes = [str(n) for n in numbers]
    actions.take_households(rows=[household(code, home.village) for code in codes], **MORE)
    return list(Household.objects.filter(code__in=codes))


def sheet(client, home, *lines, **head):
    """Post lines of a village's sheet: (household, {question: answer})."""
    given = {"on": "2026-03-01", "surveyor": "李四、王五", "home": [row.key for row, _a in lines], **head}
    for row, answers in lines:
        given |= {f"{row.key}-{key}": value for key, value in {"version": row.version, **answers}.items()}
    return client.post(f"/villages/{home.village_id}/survey/", given)


def test_a_sheet_keeps_each_line_as_a_survey_and_shows_again_what_cannot_be(home, person, client_for):
    other = more_homes(home, 8802)[0]
    client = client_for(person("first_secretary", scope=home.village_id))
    answer = sheet(
        client, home, (home, {"food_enough": "yes", "grain_kg": "900"}), (other, {"water_short_months": "13"})
    )
    home.refresh_from_db()
    other.refresh_from_db()
    assert (answer.status_code, home.food_enough, home.surveyor, other.surveyed_on) == (422, True, "李四、王五", None)
    page = answer.content.decode()
    assert "12" in page
    assert other.key in page
    assert f'value="{home.key}"' not in page


def test_a_sheet_with_nothing_answered_keeps_nothing(home, person, client_for):
    client = client_for(person("township", scope=home.village_id[:9]))
    assert sheet(client, home, (home, {})).status_code == 302
    assert not HomeSurvey.objects.exists()


def test_a_sheet_shows_who_has_not_been_surveyed_and_costs_the_same_for_many(
    home, person, client_for, django_assert_num_queries
):
    client, address = client_for(person("office")), f"/villages/{home.village_id}/survey/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    more_homes(home, *range(8810, 8822))
    Household.objects.filter(pk=home.pk).update(surveyed_on=timezone.localdate())
    with django_assert_num_queries(len(few)):
        page = client.get(address).content.decode()
    assert f'value="{home.key}"' not in page
    assert page.count('name="home"') == 12
