"""A household's exit on its pages: the tests with their sources, both signatures, tracking visits, several at once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.contract.identification_rows import days, lead, make_village, team
from zhucun.core.refusals import Refused
from zhucun.engine.words_household import ExitStatus
from zhucun.identification import actions
from zhucun.identification.models import Case
from zhucun.identification.rules import Given
from zhucun.policy import actions as policy
from zhucun.registry.models import Household

SECRET = ("参考线", "临界值", "/20分", "/30分", "权重")


@pytest.fixture
def here(county, person, client_for):
    """A village with three poor households, the people, and their browsers."""
    village, homes = make_village(ExitStatus.POOR, homes=3)
    people = team(person, village)
    people["auditor"] = person("auditor")
    return {"village": village, "homes": homes, "people": people, **people,
            "in": {name: client_for(user) for name, user in people.items()}}  # fmt: skip


def opened(here, home=0, kind="exit"):
    return actions.open_case(household=here["homes"][home], kind=kind, by=here["secretary"], at=days(0))


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def sheet(here, who="secretary", home=0):
    return text_of(here["in"][who].get(f"/identification/tests/{here['homes'][home].key}/"))


def test_each_test_shows_its_figure_its_facts_and_the_rule(here):
    page = sheet(here)
    assert ("人均纯收入" in page, "一超六有" in page, "gansu" not in page) == (True, True, True)
    assert "shaanxi_1_6@2016-04-01" in page


def test_what_is_not_reported_is_named_with_what_to_do(here):
    page = sheet(here)
    assert "尚未填报，请办理" in page
    assert "登记册中补填" in page or "入户调查时填报" in page


def test_a_countys_own_line_is_what_the_test_asks(here):
    policy.add_figure(
        area="610426", name="income_line.exit", value=9999, since=date(2020, 1, 1), reference="县文件", reason="从严",
        by=here["office"], at=days(0),
    )  # fmt: skip
    assert "9,999" in sheet(here)


def test_an_auditor_sees_the_tests_with_the_name_masked(here):
    assert "赵一山" not in sheet(here, "auditor")


@pytest.mark.parametrize(
    ("who", "whole"), [("secretary", False), ("township", False), ("office", True), ("auditor", True)]
)
@pytest.mark.parametrize("kind", ["entry", "exit"])
def test_points_and_cut_offs_are_hidden_from_who_surveys(here, who, whole, kind):
    Household.objects.update(status="ordinary" if kind == "entry" else "poor")
    here["homes"][0].refresh_from_db()
    case = opened(here, kind=kind)
    page = text_of(here["in"][who].get(f"/identification/cases/{case.pk}/"))
    assert ("参考线" in page and "临界值" in page) is whole
    assert ("不向调查人员显示" in page) is not whole
    assert [word for word in SECRET if word in page and not whole] == []


def test_both_signatures_keep_their_day_how_and_where_the_paper_is(here):
    case = lead(opened(here), here["people"], upto="verify")
    typed = {
        "agree-village_signature": "郑主任",
        "agree-household_signature": "赵一山",
        "agree-signed_on": "2026-03-02",
        "agree-signed_how": "thumb",
        "agree-paper": "镇档案2026-17",
    }
    assert here["in"]["secretary"].post(f"/identification/cases/{case.pk}/agree/", typed).status_code == 302
    step = case.steps.get(move="agree")
    assert (step.signed_on, step.signed_how, step.paper) == (date(2026, 3, 2), "thumb", "镇档案2026-17")
    assert "镇档案2026-17" in text_of(here["in"]["secretary"].get(f"/identification/cases/{case.pk}/"))


def test_nobody_signs_on_a_day_that_has_not_come(here):
    case = lead(opened(here), here["people"], upto="verify")
    given = Given(village_signature="郑主任", household_signature="赵一山", signed_on=days(3).date())
    with pytest.raises(Refused, match=r"^day\.not_yet:"):
        actions.move_case(case=case, move="agree", by=here["secretary"], at=days(1), given=given)


@pytest.mark.parametrize("kind", ["entry", "exit"])
def test_the_form_to_sign_holds_the_household_its_tests_and_the_boxes(here, kind):
    Household.objects.update(status="ordinary" if kind == "entry" else "poor")
    here["homes"][0].refresh_from_db()
    case = opened(here, kind=kind)
    page = text_of(here["in"]["secretary"].get(f"/identification/cases/{case.pk}/form/"))
    assert ("县级意见" in page, "民主评议" in page, "赵一山" in page) == (True, True, True)
    assert ("脱贫退出审批表" in page) is (kind == "exit")
    assert "10012345678" not in page


def test_a_form_for_who_only_looks_names_nobody(here):
    case = lead(opened(here), here["people"], upto="agree")
    page = text_of(here["in"]["auditor"].get(f"/identification/cases/{case.pk}/form/"))
    assert [name for name in ("赵一山", "郑主任", "周一") if name in page] == []


def test_a_household_that_left_is_visited_by_a_day_and_again(here):
    case = lead(opened(here), here["people"], upto="announce_exit")
    assert case.visit_due == days(7).date() + timedelta(days=90)
    case = actions.move_case(case=case, move="track", by=here["secretary"], at=days(60), given=Given(note="收入稳定"))
    assert case.visit_due == days(60).date() + timedelta(days=90)


def test_the_board_reminds_of_visits_that_are_due(here):
    case = lead(opened(here), here["people"], upto="announce_exit")
    Case.objects.filter(pk=case.pk).update(visit_due=timezone.localdate() - timedelta(days=2))
    page = text_of(here["in"]["secretary"].get("/identification/"))
    assert ("到期的跟踪走访" in page, "已超期" in page) == (True, True)
    assert "赵一山" in text_of(here["in"]["secretary"].get("/identification/", {"waits": "visit"}))


def test_a_countys_own_days_between_visits_hold(here):
    policy.add_figure(
        area="610426", name="identification.tracking_visit_days", value=30, since=date(2026, 1, 1),
        reference="县文件", reason="加密", by=here["office"], at=days(0),
    )  # fmt: skip
    case = lead(opened(here), here["people"], upto="announce_exit")
    assert case.visit_due == days(7).date() + timedelta(days=30)


def test_several_households_of_a_village_are_proposed_at_once(here):
    address = f"/identification/villages/{here['village'].pk}/propose/exit/"
    page = text_of(here["in"]["secretary"].get(address))
    assert ("赵一山" in page, "甲2" in page) == (True, True)
    keys = [h.key for h in here["homes"][:2]]
    answer = here["in"]["secretary"].post(address, {"chosen": keys, "note": "村“两委”提名"})
    assert answer.status_code == 302
    assert set(Case.objects.values_list("household_id", "status")) == {(k, "exit_proposed") for k in keys}


def test_who_has_a_case_running_is_told_and_the_others_go_on(here):
    opened(here)
    keys = [h.key for h in here["homes"]]
    made = actions.open_many(village=here["village"], kind="exit", keys=keys, by=here["secretary"], at=days(1))
    assert len(made.done) == 2
    assert [refused.code for _home, refused in made.left] == ["case.running"]


def test_proposing_costs_the_same_for_few_and_many(here, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    address = f"/identification/villages/{here['village'].pk}/propose/exit/"
    here["in"]["secretary"].get(address)
    Household.objects.exclude(pk=here["homes"][0].pk).update(status="ordinary")
    with CaptureQueriesContext(connection) as few:
        here["in"]["secretary"].get(address)
    Household.objects.update(status="poor")
    with django_assert_num_queries(len(few)):
        here["in"]["secretary"].get(address)


def test_a_notice_says_until_when_and_within_how_many_days(here):
    case = lead(opened(here), here["people"], upto="publish_exit")
    page = text_of(here["in"]["secretary"].get(f"/identification/notices/{case.publicity_id}/"))
    assert ("5天内答复" in page, case.publicity.until.isoformat() in page) == (True, True)
