"""The means test, the monthly lists and rankings: kept as they were, shown to those who may, never deciding."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.contract.households_rows import NOON
from tests.contract.postings_rows import COUNTY
from tests.contract.visits_rows import TODAY, days_ago, make_homes, make_lists, make_village, surveyed, team
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.engine.targeting import features
from zhucun.policy.queries import own_of
from zhucun.registry.models import Household
from zhucun.registry.queries import homes_of
from zhucun.visits import actions, bridge, jobs, queries
from zhucun.visits.actions import Assembly
from zhucun.visits.models import EntryExplanation, Fit, ListEntry, ListRun
from zhucun.visits.statuses import ListKind, RunState

FAR = NOON + timedelta(days=31)


@pytest.fixture
def here(county, person, client_for):
    """A village with thirty households, its people and their browsers."""
    village, homes = make_village(30)
    people = team(person, village)
    return {"village": village, "homes": homes, "people": people, "in": {n: client_for(u) for n, u in people.items()}}


@pytest.fixture
def fit(here):
    """A fit on 180 surveyed households."""
    homes = make_homes(here["village"], 150, first=100)
    surveyed([*here["homes"], *homes], here["people"]["township"], on=days_ago(30))
    return fitted(here)


def fitted(here, at=NOON):
    row = actions.ask_for_fit(county=COUNTY, by=here["people"]["office"], at=at)
    actions.work_out_fit(pk=row.pk, at=at)
    row.refresh_from_db()
    return row


def refused(code, act):
    with pytest.raises(Refused) as found:
        act()
    assert found.value.code == code


def text_of(here, who, page):
    return here["in"][who].get(page).content.decode()


def test_too_few_surveys_give_no_fit_and_say_how_many_are_missing(here):
    surveyed(here["homes"], here["people"]["township"], on=days_ago(30))
    row = fitted(here)
    assert row.state == RunState.FAILED
    assert "30" in row.failure[1]
    assert "只有30户" in text_of(here, "office", "/visits/means/")


def test_old_surveys_do_not_count(here):
    homes = make_homes(here["village"], 150, first=100)
    surveyed(homes, here["people"]["township"], on=days_ago(400))
    assert fitted(here).state == RunState.FAILED


def test_a_fit_is_kept_with_its_errors_and_estimates_again_from_what_is_kept(fit):
    assert (fit.state, fit.households) == (RunState.DONE, 180)
    assert {q["quota"] for q in fit.page["at_quota"]} == {10, 20, 30, 40}
    homes = homes_of(COUNTY, on=TODAY)
    again = bridge.kept_test(fit.weights).estimate(features(homes.county))
    assert len(again.middle) == 180
    assert (again.low < again.middle).all()


def test_every_fit_stays_and_the_newest_not_retired_is_used(here, fit):
    second = fitted(here, at=NOON + timedelta(hours=1))
    assert queries.fit_in_use(COUNTY) == second
    actions.retire_fit(fit=second, reason="调查有误", by=here["people"]["office"], at=NOON)
    assert queries.fit_in_use(COUNTY) == fit
    assert Fit.objects.count() == 2
    refused("means.not_in_use",
            lambda: actions.retire_fit(fit=Fit.objects.get(pk=second.pk), reason="再", by=here["people"]["office"],
                                       at=NOON))  # fmt: skip


def test_a_fit_shows_its_errors_before_its_weights(here, fit):
    page = text_of(here, "office", "/visits/means/")
    assert page.index("误差") < page.index("模型的构成")
    assert "不得用于" in page
    assert here["village"].name in page


@pytest.mark.parametrize("who", ["secretary", "township", "auditor"])
def test_who_surveys_never_sees_the_means_test(here, fit, who):
    assert here["in"][who].get("/visits/means/").status_code == 409
    assert here["in"][who].get(f"/visits/means/{fit.pk}/").status_code == 409
    assert "收入推算" not in text_of(here, who, f"/visits/villages/{here['village'].code}/")


def test_a_second_fit_waits_for_the_first(here):
    actions.ask_for_fit(county=COUNTY, by=here["people"]["office"], at=NOON)
    refused("work.running", lambda: actions.ask_for_fit(county=COUNTY, by=here["people"]["office"], at=NOON))
    assert jobs.let_go_once(at=NOON + timedelta(hours=1)) == 1
    assert actions.ask_for_fit(county=COUNTY, by=here["people"]["office"], at=NOON)


def test_a_fit_worked_out_twice_is_worked_out_once(here, fit):
    assert actions.work_out_fit(pk=fit.pk, at=NOON) is None


def test_the_queue_goes_by_the_fit_of_the_county(here, fit):
    found = queries.queue_of(here["village"], today=TODAY + timedelta(days=70), most=5)
    assert found.fit == fit
    assert all(w.chance is not None for w in found.waiting)


def test_both_lists_are_the_engines_and_every_village_adds_up(here):
    run = make_lists(here["people"]["office"])
    counts = queries.plain_counts(run, here["people"]["office"])
    entries = ListEntry.objects.filter(run=run)
    assert counts["missed"] == entries.filter(kind=ListKind.MISSING).count()
    assert counts["wrong"] == entries.filter(kind=ListKind.INELIGIBLE).count()
    assert counts["untold"] == entries.filter(kind=ListKind.UNTOLD).count()
    assert run.state == RunState.DONE
    assert ["不愁吃", "Enough to eat"] in run.rules["left_out"]


def test_a_poor_household_that_is_not_listed_stands_on_the_list_with_its_reason(here):
    home = here["homes"][1]
    Household.objects.filter(pk=home.pk).update(net_yuan=Decimal(900), persons=1, status="ordinary")
    run = make_lists(here["people"]["office"])
    entry = ListEntry.objects.get(run=run, household=home)
    assert entry.kind == ListKind.MISSING
    assert entry.reasons[0][0].startswith("人均纯收入900元，低于")


def test_a_month_can_be_made_again_and_both_stay(here):
    first = make_lists(here["people"]["office"])
    second = make_lists(here["people"]["office"], at=NOON + timedelta(hours=1))
    assert queries.newest_of_months(COUNTY) == [second]
    assert ListRun.objects.filter(pk=first.pk).exists()


def test_a_list_stays_as_it_stood_when_the_household_changes(here):
    home = here["homes"][1]
    Household.objects.filter(pk=home.pk).update(net_yuan=Decimal(900), persons=1, status="ordinary")
    run = make_lists(here["people"]["office"])
    Household.objects.filter(pk=home.pk).update(status="poor")
    later = make_lists(here["people"]["office"], at=FAR)
    assert ListEntry.objects.filter(run=run, household=home).exists()
    assert not ListEntry.objects.filter(run=later, household=home).exists()
    assert [r.month for r in queries.newest_of_months(COUNTY)] == [date(2026, 4, 1), date(2026, 3, 1)]


def test_every_month_is_asked_for_once_by_the_calendar(here):
    assert jobs.every_month_once(at=NOON) == 1
    assert jobs.every_month_once(at=NOON) == 0


def test_an_explanation_holds_for_later_months_until_it_is_withdrawn(here):
    office, township = here["people"]["office"], here["people"]["township"]
    run = make_lists(office)
    entry = ListEntry.objects.filter(run=run, kind=ListKind.INELIGIBLE).first()
    explained = actions.explain_entry(entry=entry, reason="一次性补偿款", by=township, at=NOON)
    later = make_lists(office, at=FAR)
    assert queries.explained_counts(later, office) == {ListKind.INELIGIBLE: 1}
    address = f"/visits/lists/{later.pk}/?said=explained"
    assert "一次性补偿款" in text_of(here, "township", address)
    actions.withdraw_entry_explanation(explanation=explained, by=township, at=FAR)
    assert queries.explained_counts(later, office) == {}
    assert EntryExplanation.objects.count() == 1


def test_explaining_again_takes_the_place_of_what_was_said(here):
    entry = ListEntry.objects.filter(run=make_lists(here["people"]["office"])).first()
    by = here["people"]["township"]
    actions.explain_entry(entry=entry, reason="第一次说明", by=by, at=NOON)
    actions.explain_entry(entry=entry, reason="第二次说明", by=by, at=NOON)
    assert EntryExplanation.objects.get(withdrawn_at__isnull=True).reason == "第二次说明"


def test_nobody_is_moved_by_a_list(here):
    before = list(Household.objects.order_by("pk").values_list("pk", "status", "version"))
    make_lists(here["people"]["office"])
    assert list(Household.objects.order_by("pk").values_list("pk", "status", "version")) == before


def test_rates_show_interval_numbers_and_rule(here):
    run = make_lists(here["people"]["office"])
    page = text_of(here, "office", "/visits/lists/")
    assert "95%区间" in page
    rules = text_of(here, "office", f"/visits/lists/{run.pk}/")
    assert "威尔逊" in rules
    assert "不愁吃" in rules


def test_a_township_sees_its_own_entries_only(here, person, client_for):
    run = make_lists(here["people"]["office"])
    other = client_for(person("township", scope="610426999"))
    assert here["homes"][0].code not in other.get(f"/visits/lists/{run.pk}/").content.decode()


def test_the_list_page_asks_the_same_number_of_questions(here, django_assert_max_num_queries):
    run = make_lists(here["people"]["office"])
    with django_assert_max_num_queries(13):
        here["in"]["office"].get(f"/visits/lists/{run.pk}/")
    with django_assert_max_num_queries(13):
        here["in"]["office"].get("/visits/lists/")


def test_lists_leave_as_a_file_that_is_logged(here):
    run = make_lists(here["people"]["office"])
    file = b"".join(here["in"]["township"].get(f"/visits/lists/{run.pk}/?export=csv").streaming_content).decode()
    assert file.count("\n") == ListEntry.objects.filter(run=run).count() + 1
    assert Event.objects.get(name="export.taken").label == "list entries"


ASSEMBLY = Assembly(on=days_ago(3), participants=20, chair="孙会计", women=9)


def ranked(here, places=None, **more):
    homes = here["homes"][:12]
    given = places or {home.key: number // 3 + 1 for number, home in enumerate(homes)}
    known = {"village": here["village"], "assembly": ASSEMBLY, "by": here["people"]["secretary"], "at": NOON}
    return actions.record_ranking(places=given, **{**known, **more})


def test_a_ranking_is_kept_in_its_piles(here):
    row = ranked(here)
    assert [p.place for p in queries.places_of(row)] == [1] * 3 + [2] * 3 + [3] * 3 + [4] * 3
    assert here["homes"][0].head_name in text_of(here, "secretary", f"/visits/rankings/{row.pk}/")


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("ranking.few_people", {"assembly": Assembly(on=TODAY, participants=4, chair="孙")}),
        ("ranking.future", {"assembly": Assembly(on=TODAY + timedelta(days=1), participants=9, chair="孙")}),
        ("ranking.women", {"assembly": Assembly(on=TODAY, participants=9, women=10, chair="孙")}),
        ("ranking.no_chair", {"assembly": Assembly(on=TODAY, participants=9, chair=" ")}),
        ("ranking.few_households", {"places": {"x": 1, "y": 2}}),
        ("ranking.one_pile", {"places": dict.fromkeys("abcdef", 1)}),
    ],
)
def test_a_ranking_that_means_nothing_is_refused(here, code, change):
    refused(code, lambda: ranked(here, **change))


def test_only_the_township_and_the_county_see_the_ranking_beside_the_figures(here):
    row = ranked(here)
    assert "与数据对照" not in text_of(here, "secretary", f"/visits/rankings/{row.pk}/")
    assert "与数据对照" in text_of(here, "township", f"/visits/rankings/{row.pk}/")


def test_a_ranking_by_income_agrees_with_income(here):
    homes = homes_of(here["village"].code, on=TODAY)
    order = sorted(zip(homes.per_head_fen.tolist(), homes.keys, strict=True))
    places = {key: place for place, (_fen, key) in enumerate(order, 1)}
    found = bridge.compared(places, homes, on=TODAY, area=COUNTY, own=own_of(COUNTY))
    assert found.income == pytest.approx(1, abs=0.02)
    assert [d for d in found.disagreements if d.by == "income"] == []


def test_who_is_ranked_poor_against_a_high_income_is_named(here):
    homes = homes_of(here["village"].code, on=TODAY)
    order = sorted(zip(homes.per_head_fen.tolist(), homes.keys, strict=True))
    places = {key: place for place, (_fen, key) in enumerate(order, 2)} | {order[-1][1]: 1}
    found = bridge.compared(places, homes, on=TODAY, area=COUNTY, own=own_of(COUNTY))
    named = next(d for d in found.disagreements if d.by == "income")
    assert (named.household, named.harder) == (order[-1][1], True)


def test_a_withdrawn_ranking_stays_readable_with_the_reason(here):
    row = ranked(here)
    actions.withdraw_ranking(ranking=row, reason="参会人员不足", by=here["people"]["township"], at=NOON)
    assert "参会人员不足" in text_of(here, "secretary", f"/visits/rankings/{row.pk}/")
    again = lambda: actions.withdraw_ranking(ranking=row, reason="再", by=here["people"]["township"], at=NOON)  # noqa: E731
    refused("ranking.withdrawn", again)


def test_places_typed_wrongly_stay_in_the_form(here):
    body = {"on": "2020-01-05", "participants": "20", "chair": "孙会计", f"place-{here['homes'][0].key}": "7"}
    answer = here["in"]["secretary"].post(f"/visits/villages/{here['village'].code}/ranking/", body)
    assert answer.status_code == 422
    assert 'value="7"' in answer.content.decode()
