"""The pages of identification: what each shows, refuses, keeps to itself, and the public part without signing in."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.contract.identification_rows import SURVEYED, lead, make_village, team
from zhucun.engine.words_household import ExitStatus
from zhucun.identification import actions
from zhucun.identification.models import Case, Objection, Publicity

BOARD = "/identification/"


@pytest.fixture
def here(county, person, client_for):
    """A village with three households, the people, and their browsers."""
    village, homes = make_village(homes=3)
    people = team(person, village)
    people["auditor"] = person("auditor")
    browsers = {name: client_for(user) for name, user in people.items()}
    return {"village": village, "homes": homes, "people": people, "in": browsers}


def opened(here, home=0, kind="entry"):
    by = here["people"]["secretary"]
    return actions.open_case(household=here["homes"][home], kind=kind, by=by, at=timezone.now())


def checked(here, home=0):
    """A case that waits for the first publicity, led there as of long ago."""
    return lead(opened(here, home), here["people"], upto="check")


def published(here, homes=(0,)):
    """Cases under a first publicity that began now."""
    waiting = [checked(here, home).pk for home in homes]
    actions.move_village(
        village=here["village"], move="publish_first", cases=waiting, by=here["people"]["secretary"], at=timezone.now()
    )
    return Publicity.objects.get()


@pytest.fixture(autouse=True)
def _nothing_counted(db):
    cache.clear()


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_case_is_opened_from_the_list_of_households(here):
    browser = here["in"]["secretary"]
    assert "赵一山" in text_of(browser.get("/identification/new/entry/"))
    answer = browser.post(f"/identification/new/entry/{here['homes'][0].key}/", {"note": "书面申请"})
    case = Case.objects.get()
    assert answer.headers["Location"] == f"/identification/cases/{case.pk}/"
    assert "赵一山" in text_of(browser.get(BOARD))


def test_a_step_is_taken_on_the_page_of_the_case(here):
    case = opened(here)
    browser = here["in"]["secretary"]
    answer = browser.post(
        f"/identification/cases/{case.pk}/survey/",
        {"survey-people": "周一，吴二", "survey-note": "看了", "survey-version": case.version},
    )
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.status == "surveyed"
    assert case.steps.last().people == "周一、吴二"


def test_what_is_missing_is_said_before_anybody_tries(here):
    notice = published(here)
    page = text_of(here["in"]["township"].get(f"/identification/cases/{notice.rows[0]['case']}/"))
    assert notice.until.isoformat() in page
    assert "review-note" not in page


def test_the_aids_stand_beside_the_case_with_their_rules(here):
    case = opened(here)
    page = text_of(here["in"]["secretary"].get(f"/identification/cases/{case.pk}/"))
    assert "4,200.00" in page
    assert "标准" in page
    hidden = "分值和界限不向调查人员显示"
    assert hidden in page
    seen = text_of(here["in"]["office"].get(f"/identification/cases/{case.pk}/"))
    assert hidden not in seen
    assert "四看法" in seen


def test_an_auditor_sees_names_masked_and_no_button(here):
    case = opened(here)
    board = text_of(here["in"]["auditor"].get(BOARD))
    page = text_of(here["in"]["auditor"].get(f"/identification/cases/{case.pk}/"))
    assert "赵一山" not in board + page
    assert "赵**" in board
    assert f'action="/identification/cases/{case.pk}/' not in page


def test_an_auditor_does_not_find_people_by_name(here):
    opened(here)
    assert "赵**" not in text_of(here["in"]["auditor"].get(BOARD, {"q": "赵一山"}))
    assert "赵一山" in text_of(here["in"]["office"].get(BOARD, {"q": "赵一山"}))


def test_the_next_township_sees_nothing_of_it(here, person, client_for):
    case = opened(here)
    stranger = client_for(person("township", scope="610426999"))
    assert "赵一山" not in text_of(stranger.get(BOARD))
    assert stranger.get(f"/identification/cases/{case.pk}/").status_code == 404
    assert "赵一山" not in text_of(stranger.get("/identification/new/entry/"))


def test_a_meeting_is_recorded_for_all_who_wait(here):
    cases = [lead(opened(here, n), here["people"], upto="survey") for n in (0, 1)]
    votes = {f"for-{c.pk}": n for c, n in zip(cases, (20, 3), strict=True)}
    votes |= {f"against-{c.pk}": n for c, n in zip(cases, (1, 18), strict=True)}
    record = {"on": "2026-03-01", "place": "村委会", "chair": "孙", "recorder": "李", "entitled": 30, "attended": 24}
    answer = here["in"]["secretary"].post(
        f"/identification/villages/{here['village'].pk}/meeting/entry/", {**record, **votes}
    )
    assert answer.status_code == 302
    assert [Case.objects.get(pk=c.pk).status for c in cases] == ["appraised", "surveyed"]


def test_a_meeting_that_cannot_be_keeps_what_was_typed(here):
    case = lead(opened(here), here["people"], upto="survey")
    record = {"on": "2026-03-01", "place": "村委会", "chair": "孙", "recorder": "李", "entitled": 90, "attended": 24}
    answer = here["in"]["secretary"].post(
        f"/identification/villages/{here['village'].pk}/meeting/entry/", {**record, f"for-{case.pk}": 20}
    )
    assert answer.status_code == 422
    assert 'value="90"' in answer.content.decode()


def test_a_village_is_seen_before_it_goes_on_together(here):
    cases = [checked(here, n) for n in (0, 1)]
    address = f"/identification/villages/{here['village'].pk}/together/publish_first/"
    assert "赵一山" in text_of(here["in"]["secretary"].get(address))
    assert Case.objects.filter(status="first_publicity").count() == 0
    answer = here["in"]["secretary"].post(address, {"chosen": [c.pk for c in cases]})
    assert answer.headers["Location"] == f"/identification/notices/{Publicity.objects.get().pk}/"
    assert Case.objects.filter(status="first_publicity").count() == 2


def test_the_board_tells_what_waits_for_whom(here):
    published(here)
    checked(here, 1)
    address = f"/identification/villages/{here['village'].pk}/together/publish_first/"
    assert address in text_of(here["in"]["secretary"].get(BOARD))
    assert address not in text_of(here["in"]["office"].get(BOARD))


def test_the_board_costs_the_same_for_few_and_many(here, django_assert_num_queries):
    opened(here)
    browser = here["in"]["secretary"]
    browser.get(BOARD)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        browser.get(BOARD)
    opened(here, 1)
    opened(here, 2)
    with django_assert_num_queries(len(few)):
        browser.get(BOARD)


def test_everybody_reads_the_notices_of_a_village_without_signing_in(here):
    published(here)
    answer = Client().get(f"/identification/public/{here['village'].pk}/")
    page = text_of(answer)
    assert "赵一山" in page
    assert "4,200" in page
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_public_page_shows_no_number_phone_account_or_illness(here):
    published(here)
    page = text_of(Client().get(f"/identification/public/{here['village'].pk}/"))
    assert not re.search(r"\d{15}", page.replace(here["village"].pk, ""))
    assert [word for word in ("10012345678", "高血压", "钱二花", "600000001") if word in page] == []


def test_a_notice_that_is_over_is_no_longer_public(here):
    notice = published(here)
    Publicity.objects.update(since="2026-01-01", until="2026-01-07")
    assert "赵一山" not in text_of(Client().get(f"/identification/public/{here['village'].pk}/"))
    assert Client().get(f"/identification/public/notices/{notice.pk}/").status_code == 404


def objecting(notice, **more):
    about = str(notice.rows[0]["case"])
    known = {"about": about, "text": "他家去年买了小汽车", "contact": "10087654321", "website": ""}
    return Client().post(f"/identification/public/notices/{notice.pk}/", {**known, **more})


def test_somebody_objects_and_finds_the_answer_by_the_number(here):
    notice = published(here)
    objection_page = text_of(objecting(notice))
    made = Objection.objects.get()
    assert made.reference in objection_page
    look = {"reference": made.reference.lower()}
    assert "小汽车" not in text_of(Client().post("/identification/public/answer/", look))
    actions.answer_objection(
        objection=made, upheld=False, answer="车是邻居的，已经核实", by=here["people"]["township"], at=timezone.now()
    )
    assert "车是邻居的" in text_of(Client().post("/identification/public/answer/", look))
    assert "车是邻居的" not in text_of(Client().post("/identification/public/answer/", {"reference": "AAAAAAAAAA"}))


def test_after_a_few_objections_an_address_waits(here):
    notice = published(here)
    for _ in range(5):
        assert objecting(notice).status_code == 200
    assert objecting(notice).status_code == 409
    assert Objection.objects.count() == 5


def test_a_program_that_fills_in_everything_leaves_nothing(here):
    notice = published(here)
    assert objecting(notice, website="http://example.invalid").status_code == 200
    assert Objection.objects.count() == 0


def test_nobody_objects_about_a_household_of_another_notice(here):
    notice = published(here)
    other = opened(here, 1)
    assert objecting(notice, about=str(other.pk)).status_code == 422


def test_the_village_does_not_read_the_words_of_an_objection(here):
    objecting(published(here))
    address = f"/identification/objections/{Objection.objects.get().pk}/"
    assert "小汽车" not in text_of(here["in"]["secretary"].get(address))
    assert "小汽车" in text_of(here["in"]["township"].get(address))


def test_how_to_reach_somebody_is_shown_for_a_purpose_that_is_kept(here):
    from zhucun.core.models import Event

    objecting(published(here))
    address = f"/identification/objections/{Objection.objects.get().pk}/"
    assert "10087654321" not in text_of(here["in"]["township"].get(address))
    assert "10087654321" in text_of(here["in"]["township"].post(f"{address}contact/", {"purpose": "回访"}))
    assert Event.objects.filter(name="personal.seen").get().reason == "回访"


def test_an_official_enters_an_objection_and_answers_it(here):
    notice = published(here)
    browser = here["in"]["township"]
    browser.post(
        f"/identification/notices/{notice.pk}/objection/", {"about": "", "text": "李家也应当评上", "contact": ""}
    )
    made = Objection.objects.get()
    assert (made.case, made.entered_by) == (None, here["people"]["township"])
    browser.post(f"/identification/objections/{made.pk}/answer/", {"upheld": "yes", "answer": "请李家书面申请"})
    made.refresh_from_db()
    assert made.upheld is True


def test_the_picture_on_a_notice_is_an_svg_without_inline_style(here):
    answer = Client().get(f"/identification/public/{here['village'].pk}/picture/")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert b"<path" in answer.content
    assert b"style=" not in answer.content


def test_an_exit_begins_from_registered_households_only(here):
    here["homes"][0].status = ExitStatus.POOR.value
    here["homes"][0].save(update_fields=["status"])
    page = text_of(here["in"]["secretary"].get("/identification/new/exit/"))
    assert "赵一山" in page
    assert "甲2" not in page


def test_two_people_on_one_case_do_not_overwrite_each_other(here):
    case = opened(here)
    stale = case.version + 5
    answer = here["in"]["secretary"].post(
        f"/identification/cases/{case.pk}/survey/",
        {"survey-people": "、".join(SURVEYED.people), "survey-version": stale},
        headers={"accept": "application/json"},
    )
    assert answer.json()["code"] == "version.stale"


def test_the_log_tells_the_steps_in_words(here, person, client_for):
    published(here)
    log = text_of(client_for(person("organiser")).get("/events/"))
    assert "村级核查 → 第一次公示" in log
    assert "小汽车" not in log


def test_above_the_line_the_check_asks_for_a_ground_beforehand_with_both_figures(here):
    case = lead(opened(here), here["people"], upto="appraise")
    page = here["in"]["secretary"].get(f"/identification/cases/{case.pk}/").text
    assert "4,200.00" in page
    assert 'name="check-ground"' in page
    signed = {"check-people": "周一 吴二", "check-village_signature": "郑", "check-household_signature": "赵"}
    refused = here["in"]["secretary"].post(f"/identification/cases/{case.pk}/check/", signed)
    assert (refused.status_code, Case.objects.get(pk=case.pk).status) == (422, "appraised")
    short = here["in"]["secretary"].post(f"/identification/cases/{case.pk}/check/", {**signed, "check-ground": "因病"})
    assert (short.status_code, "不低于标准4,000元" in short.text) == (409, True)
    given = {**signed, "check-ground": "户主患重病，自付药费多"}
    assert here["in"]["secretary"].post(f"/identification/cases/{case.pk}/check/", given).status_code == 302


def test_the_ground_is_read_by_who_works_with_households_and_by_nobody_else(here):
    notice = published(here)
    case = notice.cases.get()
    read = {who: here["in"][who].get(f"/identification/cases/{case.pk}/").text for who in ("township", "auditor")}
    assert case.ground in read["township"]
    assert case.ground not in read["auditor"]
    public = Client().get(f"/identification/public/{notice.village_id}/").text
    assert "已记录理由" in public
    assert case.ground not in public


def test_the_list_of_who_could_apply_says_that_those_who_left_are_in_it(here):
    here["homes"][0].__class__.objects.filter(pk=here["homes"][0].pk).update(status=ExitStatus.LEFT.value)
    page = here["in"]["secretary"].get("/identification/new/entry/").text
    assert here["homes"][0].code in page
    assert ExitStatus.LEFT.say("zh") in page
    assert "含已脱贫户" in page
