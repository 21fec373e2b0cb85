"""Visits and the week: entered in three taps, corrected with a reason, planned within what people can do."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tests.contract.households_rows import NOON
from tests.contract.visits_rows import TODAY, days_ago, make_village, surveyed, team, visited
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.identification.models import Case
from zhucun.identification.statuses import Status
from zhucun.policy.actions import add_figure
from zhucun.visits import actions, queries
from zhucun.visits.actions import Seen
from zhucun.visits.models import PlannedVisit, VillageCount, Visit
from zhucun.visits.statuses import Outcome, PlanState, VisitKind, Why
from zhucun.visits.views.queue import planned_row
from zhucun.visits.views.words import waited

MONDAY = TODAY


@pytest.fixture
def here(county, person, client_for):
    """A village with six households, its people and their browsers."""
    village, homes = make_village(6)
    people = team(person, village)
    return {"village": village, "homes": homes, "people": people, "in": {n: client_for(u) for n, u in people.items()}}


@pytest.fixture
def secretary(here):
    return here["people"]["secretary"]


def week(here):
    return queries.week_rows(here["village"], MONDAY)


def set_capacity(here, per_week, since=TODAY):
    by = here["people"]["township"]
    person = here["people"]["secretary"]
    return actions.set_capacity(person=person, per_week=per_week, since=since, reason="", by=by, at=NOON)


def refused(code, act):
    with pytest.raises(Refused) as found:
        act()
    assert found.value.code == code
    return str(found.value)


def test_a_visit_is_kept_with_who_when_and_what_for(here, secretary):
    visit = visited(
        here["homes"][0], secretary, kind=VisitKind.HELP, note="送药", next_wished=TODAY + timedelta(days=9)
    )
    assert (visit.on, visit.kind, visit.people, visit.village) == (TODAY, VisitKind.HELP, "驻村书记", here["village"])
    assert Event.objects.get(name="visit.recorded").area == here["village"].code


def test_the_note_is_sealed_and_stands_in_no_event(here, secretary):
    visit = visited(here["homes"][0], secretary, note="孩子得了白血病")
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM visits_visit")
        assert "白血病" not in cursor.fetchone()[0]
    assert "白血病" not in repr(Visit.objects.get(pk=visit.pk).note)
    assert not Event.objects.filter(changes__icontains="白血病").exists()
    assert Visit.objects.get(pk=visit.pk).note.open() == "孩子得了白血病"


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("visit.future", {"on": TODAY + timedelta(days=1)}),
        ("visit.too_old", {"on": days_ago(400)}),
        ("visit.by_nobody", {"people": "、 "}),
        ("visit.two_people", {"kind": VisitKind.VERIFICATION}),
        ("visit.next_wished", {"next_wished": days_ago(1)}),
        ("visit.kind", {"kind": "tea"}),
    ],
)
def test_what_cannot_be_is_refused_in_words(here, secretary, code, change):
    assert refused(code, lambda: visited(here["homes"][0], secretary, **change))


def test_a_second_press_of_the_button_enters_nothing(here, secretary):
    visited(here["homes"][0], secretary)
    refused("visit.twice", lambda: visited(here["homes"][0], secretary))
    assert Visit.objects.count() == 1


def test_a_verification_is_made_by_two(here, secretary):
    visit = visited(here["homes"][0], secretary, kind=VisitKind.VERIFICATION, people="周一, 吴二，周一")
    assert visit.people == "周一、吴二"


def test_the_township_enters_on_behalf_but_the_neighbour_does_not(here, person):
    other = person("township", scope="610426999")
    assert visited(here["homes"][0], here["people"]["township"], people="驻村书记").by == here["people"]["township"]
    refused("not_your_place", lambda: visited(here["homes"][1], other))
    refused("not_your_role", lambda: visited(here["homes"][1], here["people"]["auditor"]))


def test_a_correction_keeps_what_stood_before(here, secretary):
    visit = visited(here["homes"][0], secretary, on=days_ago(2))
    seen = Seen(on=days_ago(3), people="驻村书记", kind=VisitKind.SURVEY, note="新")
    actions.correct_visit(visit=visit, seen=seen, reason="日期记错", by=secretary, at=NOON, version=1)
    event = Event.objects.get(name="visit.corrected")
    assert event.changes["on"] == [days_ago(2).isoformat(), days_ago(3).isoformat()]
    assert event.changes["note"] is None
    assert event.reason == "日期记错"


def test_two_people_who_correct_at_once_do_not_overwrite_each_other(here, secretary):
    visit = visited(here["homes"][0], secretary, on=days_ago(2))
    seen = Seen(on=days_ago(3), people="驻村书记")
    actions.correct_visit(visit=visit, seen=seen, reason="记错", by=secretary, at=NOON, version=1)
    again = lambda: actions.correct_visit(visit=visit, seen=seen, reason="记错", by=secretary, at=NOON, version=1)  # noqa: E731
    refused("version.stale", again)


def test_a_secretary_corrects_only_the_own_visits(here, secretary):
    visit = visited(here["homes"][0], here["people"]["township"])
    refused("not_your_role", lambda: actions.withdraw_visit(visit=visit, reason="误录", by=secretary, at=NOON))


def test_a_withdrawn_visit_counts_no_more_and_can_be_restored(here, secretary):
    visit = visited(here["homes"][0], secretary)
    actions.withdraw_visit(visit=visit, reason="走错了人家", by=secretary, at=NOON)
    assert queries.last_visits(here["village"].code) == {}
    actions.restore_visit(visit=visit, by=secretary, at=NOON)
    assert queries.last_visits(here["village"].code) == {here["homes"][0].key: TODAY}


def test_a_closed_door_is_kept_but_is_no_visit(here, secretary):
    visited(here["homes"][0], secretary, outcome=Outcome.ABSENT)
    assert queries.counts_by_village([here["village"].code], TODAY)[here["village"].code]["never"] == 6


def test_counts_tell_never_from_too_long_ago(here, secretary):
    visited(here["homes"][0], secretary, on=days_ago(5))
    Visit.objects.create(
        household=here["homes"][1], village=here["village"], on=days_ago(500), kind=VisitKind.ROUTINE, people="甲",
        by=secretary, at=NOON,
    )  # fmt: skip
    counts = queries.counts_by_village([here["village"].code], TODAY)[here["village"].code]
    assert counts == {"households": 6, "never": 4, "overdue": 5}
    actions.count_villages(county="610426", on=TODAY, at=NOON)
    listed = queries.with_waiting(type(here["village"]).objects.all()).get(pk=here["village"].pk)
    assert (listed.n_households, listed.n_never, listed.n_overdue) == (6, 4, 5)
    assert [home.key for home, _last in queries.unvisited(here["village"], TODAY, 9)][-1] == here["homes"][1].key


def test_a_week_is_no_fuller_than_its_person_can_walk(here, secretary):
    set_capacity(here, 4)
    assert len(actions.plan_week(village=here["village"], by=secretary, at=NOON)) == 4
    assert actions.plan_week(village=here["village"], by=secretary, at=NOON) == []


def test_a_capacity_holds_from_its_day(here):
    set_capacity(here, 4, since=TODAY + timedelta(days=7))
    code = here["village"].code
    assert queries.capacity_of([code], TODAY)[code] == 10  # the initial figure
    assert queries.capacity_of([code], TODAY + timedelta(days=7))[code] == 4


def test_a_village_without_an_account_has_the_initial_figure_once(here):
    assert queries.capacity_of(["610426999001"], TODAY) == {"610426999001": 10}


def test_who_asked_for_a_visit_comes_first(here, secretary):
    set_capacity(here, 2)
    visited(here["homes"][3], secretary, on=days_ago(20), next_wished=TODAY + timedelta(days=2))
    first = actions.plan_week(village=here["village"], by=secretary, at=NOON)[0]
    assert (first.household, first.why) == (here["homes"][3], Why.PROMISED)


def test_who_was_met_a_short_while_ago_is_left_in_peace(here, secretary):
    visited(here["homes"][0], secretary, on=days_ago(5))
    keys = [w.key for w in queries.queue_of(here["village"], today=TODAY, most=9).waiting]
    assert here["homes"][0].key not in keys
    assert len(keys) == 5


def test_a_visit_closes_its_place_in_the_week_and_a_withdrawal_opens_it(here, secretary):
    actions.plan_week(village=here["village"], by=secretary, at=NOON)
    row = week(here)[0]
    visit = visited(row.household, secretary)
    assert PlannedVisit.objects.get(pk=row.pk).state == PlanState.DONE
    assert planned_row(secretary, week(here)[0])["reason"] == f"已于{visit.on.isoformat()}走访"
    actions.withdraw_visit(visit=visit, reason="误录", by=secretary, at=NOON)
    assert PlannedVisit.objects.get(pk=row.pk).state == PlanState.PLANNED


def test_who_is_left_out_stays_out_with_the_reason_until_taken_up(here, secretary):
    set_capacity(here, 3)
    actions.plan_week(village=here["village"], by=secretary, at=NOON)
    row = week(here)[0]
    refused("no_reason", lambda: actions.leave_out(planned=row, reason=" ", by=secretary, at=NOON))
    actions.leave_out(planned=row, reason="外出务工", by=secretary, at=NOON)
    filled = actions.plan_week(village=here["village"], by=secretary, at=NOON)
    assert row.household_id not in [r.household_id for r in filled]
    actions.take_up(planned=row, by=secretary, at=NOON)
    assert PlannedVisit.objects.get(pk=row.pk).state == PlanState.PLANNED


def test_what_a_week_did_not_reach_comes_first_in_the_next(here, secretary):
    set_capacity(here, 2)
    planned = actions.plan_week(village=here["village"], by=secretary, at=NOON)
    later = actions.plan_week(village=here["village"], by=secretary, at=NOON + timedelta(days=7))
    assert [(r.household_id, r.why) for r in later] == [(r.household_id, Why.CARRIED) for r in planned]
    assert {r.state for r in week(here)} == {PlanState.CARRIED}


def test_people_put_in_whom_the_queue_does_not_know(here, secretary):
    set_capacity(here, 0)
    row = actions.put_in(household=here["homes"][5], by=secretary, at=NOON)
    assert row.why == Why.CHOSEN
    refused("week.there_already", lambda: actions.put_in(household=here["homes"][5], by=secretary, at=NOON))


@pytest.mark.parametrize("per_week", [-1, 61])
def test_a_capacity_that_nobody_can_walk_is_refused(here, per_week):
    refused("capacity.out_of_range", lambda: set_capacity(here, per_week))


def test_a_survey_leads_on_to_the_facts_of_the_household(here):
    home = here["homes"][0]
    body = {"kind": "home_survey", "outcome": "met_at_home", "on": today_as_page(), "people": "驻村书记"}
    answer = here["in"]["secretary"].post(f"/visits/households/{home.key}/record/", body)
    assert answer["Location"] == f"/households/{home.key}/survey/"


def today_as_page():
    from django.utils import timezone

    return timezone.localdate().isoformat()


def test_the_form_needs_no_typing_but_a_stray_tap_is_no_visit(here):
    """Kind, day and person are there already; whether the household was met is chosen each time."""
    page = here["in"]["secretary"].get(f"/visits/households/{here['homes'][0].key}/record/").content.decode()
    assert page.count("checked") == 1
    assert f'value="{today_as_page()}"' in page
    assert 'value="驻村书记"' in page
    body = {"kind": "routine_visit", "on": today_as_page(), "people": "驻村书记"}
    refused = here["in"]["secretary"].post(f"/visits/households/{here['homes'][0].key}/record/", body)
    assert refused.status_code == 422
    assert "请选择是否见到农户" in refused.content.decode()
    assert not Visit.objects.filter(household=here["homes"][0]).exists()


def test_reasons_for_visitors_tell_nothing_of_the_means_test(here):
    page = here["in"]["secretary"].get(f"/visits/villages/{here['village'].code}/").content.decode()
    assert "可能" not in page
    assert "低于标准线" not in page
    office = here["in"]["office"].get(f"/visits/villages/{here['village'].code}/").content.decode()
    assert "低于标准线的可能" in office


def test_names_are_masked_for_who_only_looks_and_no_note_is_read(here, secretary):
    visit = visited(here["homes"][0], secretary, note="家中困难")
    pages = ("/visits/all/", f"/visits/{visit.pk}/", f"/visits/villages/{here['village'].code}/")
    text = "".join(here["in"]["auditor"].get(page).content.decode() for page in pages)
    assert here["homes"][0].head_name not in text
    assert "家中困难" not in text


def test_the_county_reads_a_note_for_a_purpose_that_is_kept(here, secretary):
    visit = visited(here["homes"][0], secretary, note="家中困难")
    browser = here["in"]["office"]
    assert "家中困难" not in browser.get(f"/visits/{visit.pk}/").content.decode()
    assert "家中困难" in browser.post(f"/visits/{visit.pk}/note/", {"purpose": "核实求助"}).content.decode()
    assert Event.objects.get(name="personal.seen").reason == "核实求助"


def test_a_correction_by_the_county_does_not_wipe_out_the_note_it_may_not_read(here, secretary):
    visit = visited(here["homes"][0], secretary, on=days_ago(1), note="家中困难")
    Visit.objects.filter(pk=visit.pk).update(on=today_minus(1))
    body = {"kind": "routine_visit", "outcome": "met_at_home", "on": today_minus(2).isoformat(), "people": "驻村书记",
            "reason": "日期记错", "version": 1}  # fmt: skip
    assert here["in"]["office"].post(f"/visits/{visit.pk}/correct/", body).status_code == 302
    assert Visit.objects.get(pk=visit.pk).note.open() == "家中困难"


def today_minus(number):
    from django.utils import timezone

    return timezone.localdate() - timedelta(days=number)


def test_the_parts_for_registrys_pages_say_who_waits(here, secretary):
    visited(here["homes"][0], secretary, note="送药上门")
    part = here["in"]["secretary"].get(f"/visits/households/{here['homes'][0].key}/").content.decode()
    assert "送药上门" in part
    village = here["in"]["secretary"].get(f"/visits/villages/{here['village'].code}/unvisited/").content.decode()
    assert here["homes"][1].head_name in village


def test_a_sending_unit_sees_counts_and_no_names(here, person, client_for, secretary):
    unit_user = person("province", scope="61")
    part = client_for(unit_user).get(f"/visits/villages/{here['village'].code}/unvisited/").content.decode()
    assert "6" in part
    assert here["homes"][1].head_name not in part


@pytest.mark.parametrize("page", ["/visits/", "/visits/all/"])
def test_lists_ask_the_same_number_of_questions_however_long_they_are(
    here, secretary, page, django_assert_max_num_queries
):
    surveyed(here["homes"], secretary)
    here["in"]["office"].get(page)  # a small county is counted where somebody asks first
    with django_assert_max_num_queries(14):
        here["in"]["office"].get(page)


def test_the_week_page_asks_the_same_number_of_questions(here, secretary, django_assert_max_num_queries):
    actions.plan_week(village=here["village"], by=secretary, at=NOON)
    with django_assert_max_num_queries(25):
        here["in"]["secretary"].get(f"/visits/villages/{here['village'].code}/")


def test_the_queue_page_reads_kept_counts_and_a_visit_counts_its_village_at_once(here, monkeypatch):
    browser = here["in"]["office"]
    actions.count_villages(county="610426", on=timezone.localdate(), at=timezone.now())
    assert "统计的结果" in browser.get("/visits/").content.decode()
    before = VillageCount.objects.get(pk=here["village"].pk).never
    visited(here["homes"][5], here["people"]["secretary"])
    assert VillageCount.objects.get(pk=here["village"].pk).never == before - 1
    monkeypatch.setattr("zhucun.visits.queries.counts.counted", None)
    assert browser.get("/visits/").status_code == 200


def test_a_great_county_is_counted_in_the_background_and_the_page_says_so(here, monkeypatch):
    monkeypatch.setattr("zhucun.registry.queries.keeping.AT_ONCE", 1)
    browser = here["in"]["office"]
    assert "正在后台统计" in browser.get("/visits/").content.decode()
    assert actions.count_what_changed(today=timezone.localdate(), at=timezone.now()) == 1
    assert actions.count_what_changed(today=timezone.localdate(), at=timezone.now()) == 0
    assert here["village"].name in browser.get("/visits/").content.decode()


def test_a_tracking_visit_that_is_due_comes_before_all_doubt_and_into_the_week(here):
    home = here["homes"][4]
    visited(home, here["people"]["secretary"], on=days_ago(2))
    Case.objects.create(
        household=home, village=here["village"], kind="exit", status=Status.TRACKED, opened=days_ago(95),
        since=days_ago(90), visit_due=TODAY + timedelta(days=2),
    )  # fmt: skip
    first = queries.queue_of(here["village"], today=TODAY, most=3).waiting[0]
    assert (first.key, first.why) == (home.key, Why.TRACKING)
    planned = actions.plan_week(village=here["village"], by=here["people"]["secretary"], at=NOON)
    assert planned[0].why == Why.TRACKING


def test_visits_a_week_are_the_countys_own_figure_for_its_townships_too(here, person):
    add_figure(area="610426", name="visit.week_capacity", value=7, since=days_ago(30), reference="县发1号",
               reason="县情", by=person("organiser"), at=NOON)  # fmt: skip
    assert queries.capacity_of([here["village"].code], TODAY) == {here["village"].code: 7}
    page = here["in"]["township"].get("/visits/capacity/").content.decode()
    assert 'value="7"' in page


@pytest.mark.parametrize(("days", "said"), [(0, "今天"), (12, "12天"), (730, "730天"), (2994, "约8年")])
def test_a_long_wait_is_told_in_years(days, said):
    assert said in waited(days)
