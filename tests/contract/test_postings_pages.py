"""Pages of postings: who sees what, what is masked, what is logged, and that a page asks the database a fixed number
of times however long the list is."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.contract.postings_rows import COUNTY, DAY, NOON, make_people, make_villages
from zhucun.core.models import Event
from zhucun.postings import actions
from zhucun.postings.models import PairRule, Plan


@pytest.fixture
def villages(county):
    return make_villages(8)


@pytest.fixture
def people(villages):
    return make_people(24)


@pytest.fixture
def maker(person):
    return person("organiser", name="甲")


@pytest.fixture
def plan(people, maker):
    return actions.make_plan(county=COUNTY, name="2026年选派", on=DAY, by=maker, at=NOON)


@pytest.fixture
def published(plan, maker, person):
    other = person("organiser", name="乙")
    row = actions.propose(plan=plan, by=maker, at=NOON)
    row = actions.approve(plan=row, by=other, at=NOON)
    return actions.publish(plan=row, handover=DAY, by=other, at=NOON).plan


def unit_account(person, people):
    return person("sending_unit", unit=people[0].unit)


# Where a plan's number, a candidate's and a village's code stand in an address.
DRAFT_PAGES = (
    "plans/{plan}/",
    "plans/{plan}/?tab=table",
    "plans/{plan}/?tab=unassigned",
    "plans/{plan}/?tab=floor",
    "plans/{plan}/?tab=rules",
    "plans/{plan}/?tab=history",
    "plans/{plan}/villages/{village}/",
    "plans/{plan}/what-if/?do=lock&village={village}&candidate={candidate}",
    "plans/{plan}/what-if/?do=forbid&village={village}&candidate={candidate}",
    "plans/{plan}/what-if/?do=without&village={village}&candidate={candidate}",
    "plans/{plan}/what-if/?do=more&village={village}&candidate={candidate}",
    "plans/{plan}/what-if/?do=like&village={village}&candidate={candidate}",
    "plans/{plan}/what-if/?do=empty&village={village}",
    "plans/{plan}/floors/",
    "plans/{plan}/reposting/",
    "plans/{plan}/workbook/",
)
POOL_PAGES = ("candidates/", "candidates/{candidate}/", "candidates/{candidate}/fit/", "units/", "pool/", "schemes/")
EDIT_PAGES = ("candidates/new/", "candidates/{candidate}/edit/", "candidates/{candidate}/withdraw/", "plans/new/")
SEEN, REFUSED, ABSENT = 200, 409, 404


def address(page, plan, people, villages):
    return "/postings/" + page.format(plan=plan.pk, candidate=people[0].pk, village=villages[1].code)


@pytest.mark.parametrize("page", DRAFT_PAGES)
@pytest.mark.parametrize(
    ("role", "status"),
    [("organiser", SEEN), ("auditor", SEEN), ("township", ABSENT)],
)
def test_a_draft_is_open_to_those_who_make_or_check_plans(
    page, role, status, plan, people, villages, person, client_for
):
    assert client_for(person(role)).get(address(page, plan, people, villages)).status_code == status


@pytest.mark.parametrize("page", DRAFT_PAGES)
def test_the_neighbour_countys_organiser_finds_no_draft(page, plan, people, villages, person, client_for):
    neighbour = person("organiser", scope="610425")
    assert client_for(neighbour).get(address(page, plan, people, villages)).status_code == ABSENT


@pytest.mark.parametrize("page", POOL_PAGES)
@pytest.mark.parametrize("role", ["organiser", "office", "auditor", "province"])
def test_the_pool_is_open_to_the_county_and_those_above(page, role, plan, people, villages, person, client_for):
    scope = "61" if role == "province" else COUNTY
    expected = {SEEN, ABSENT} if role == "province" else {SEEN}
    assert client_for(person(role, scope=scope)).get(address(page, plan, people, villages)).status_code in expected


@pytest.mark.parametrize("page", EDIT_PAGES)
@pytest.mark.parametrize(("role", "status"), [("organiser", SEEN), ("office", REFUSED), ("auditor", REFUSED)])
def test_only_the_organiser_edits(page, role, status, plan, people, villages, person, client_for):
    assert client_for(person(role)).get(address(page, plan, people, villages)).status_code == status


@pytest.mark.parametrize(
    "page", ["candidates/", "plans/{plan}/", "plans/{plan}/?tab=table", "plans/{plan}/?tab=unassigned"]
)
def test_an_auditor_sees_no_name_in_full(page, plan, people, villages, person, client_for):
    text = client_for(person("auditor")).get(address(page, plan, people, villages)).content.decode()
    assert not [p.name for p in people if p.name in text]


def test_the_workbook_of_an_auditor_holds_no_name_in_full(plan, people, person, client_for):
    from io import BytesIO

    import python_calamine

    data = client_for(person("auditor")).get(f"/postings/plans/{plan.pk}/workbook/").content
    book = python_calamine.load_workbook(BytesIO(data))
    cells = {str(c) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for c in row}
    assert not [p.name for p in people if p.name in cells]


def test_an_export_holds_neither_birthday_nor_phone(people, maker, client_for):
    answer = client_for(maker).get("/postings/candidates/?export=csv")
    text = b"".join(answer.streaming_content).decode()
    assert people[0].phone not in text
    assert people[0].born.isoformat() not in text


def test_personal_facts_are_shown_in_full_only_with_a_purpose_and_are_logged(people, maker, client_for):
    client, page = client_for(maker), f"/postings/candidates/{people[0].pk}/"
    assert people[0].phone not in client.get(page).content.decode()
    assert people[0].phone in client.post(page, {"purpose": "通知报到"}).content.decode()
    event = Event.objects.get(name="personal.seen")
    assert (event.reason, event.by) == ("通知报到", maker)


def test_no_purpose_no_phone(people, maker, client_for):
    client, page = client_for(maker), f"/postings/candidates/{people[0].pk}/"
    assert people[0].phone not in client.post(page, {"purpose": ""}).content.decode()
    assert not Event.objects.filter(name="personal.seen").exists()


def test_an_auditor_cannot_unmask(people, person, client_for):
    answer = client_for(person("auditor")).post(f"/postings/candidates/{people[0].pk}/", {"purpose": "检查"})
    assert answer.status_code == REFUSED


def test_a_sending_unit_sees_its_own_people_only(people, person, client_for):
    client = client_for(unit_account(person, people))
    own, other = people[0], people[1]
    assert client.get(f"/postings/candidates/{own.pk}/").status_code == SEEN
    assert client.get(f"/postings/candidates/{other.pk}/").status_code == ABSENT


def test_a_township_sees_the_published_result_without_points_or_alternatives(published, people, person, client_for):
    client = client_for(person("township", scope="610426001"))
    text = client.get(f"/postings/plans/{published.pk}/").content.decode()
    posted = {p.candidate_id for p in published.posts.all()}
    post = published.posts.first()
    assert post.candidate.name in text
    assert f"{post.points:,}" not in text
    drawer = client.get(f"/postings/plans/{published.pk}/villages/{post.village_id}/").content.decode()
    assert not [p.name for p in people if p.pk not in posted and p.name in drawer + text]
    assert client.get(f"/postings/plans/{published.pk}/floors/").status_code == REFUSED


def queries_of(client, page):
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(page).status_code == SEEN
    return len(seen)


@pytest.mark.parametrize("page", ["/postings/candidates/", "/postings/units/", "/postings/candidates/?eligible=yes"])
def test_a_longer_list_asks_the_database_no_more_often(page, villages, maker, client_for):
    client = client_for(maker)
    make_people(6)
    few = queries_of(client, page)
    make_people(40)
    assert queries_of(client, page) == few


@pytest.mark.parametrize("tab", ["map", "table", "unassigned", "floor", "rules"])
def test_a_tab_of_the_workbench_asks_the_database_a_fixed_number_of_times(tab, plan, maker, client_for):
    assert queries_of(client_for(maker), f"/postings/plans/{plan.pk}/?tab={tab}") <= 40


def test_a_what_if_writes_nothing(plan, people, villages, maker, client_for):
    events = Event.objects.count()
    before = list(plan.posts.values_list("village_id", "candidate_id", "points"))
    page = f"/postings/plans/{plan.pk}/what-if/?do=lock&village={villages[1].code}&candidate={people[1].pk}"
    assert client_for(maker).get(page).status_code == SEEN
    assert list(Plan.objects.get().posts.values_list("village_id", "candidate_id", "points")) == before
    assert (Event.objects.count(), Plan.objects.get().version) == (events, plan.version)


def test_a_what_if_and_its_application_agree(plan, people, villages, maker, client_for):
    from zhucun.postings.bridge import what_if
    from zhucun.postings.bridge.desk import desk_of

    desk = desk_of(plan)
    village = villages[2]
    free = next(c for c in people if c.sex == "male" and not plan.posts.filter(candidate=c).exists())
    told = what_if.with_lock(desk, desk.county.village_at[village.code], desk.county.candidate_at[free.pk])
    data = {"do": "lock", "village": village.code, "candidate": free.pk, "reason": "点名", "version": plan.version}
    assert client_for(maker).post(f"/postings/plans/{plan.pk}/pairs/", data).status_code == 302
    row = Plan.objects.get()
    assert row.result["total"] == told.total
    assert PairRule.objects.get().reason == "点名"


def test_a_lock_without_a_reason_is_refused(plan, people, villages, maker, client_for):
    data = {"do": "lock", "village": villages[2].code, "candidate": people[1].pk, "reason": "", "version": plan.version}
    assert client_for(maker).post(f"/postings/plans/{plan.pk}/pairs/", data).status_code == REFUSED
    assert not PairRule.objects.exists()


def test_the_drawer_explains_in_the_readers_language(plan, maker, villages, client_for):
    page = f"/postings/plans/{plan.pk}/villages/{villages[1].code}/"
    chinese = client_for(maker).get(page).content.decode()
    english = client_for(maker).get(page, headers={"accept-language": "en"}).content.decode()
    assert "为什么派此人" in chinese
    assert "Why this person here" in english


def test_clashing_rules_are_shown_with_what_to_relax(people, villages, maker, client_for):
    first, second = people[0].unit, people[1].unit
    actions.change_unit(unit=first, values={"least": 8}, by=maker, at=NOON)
    actions.change_unit(unit=second, values={"least": 8}, by=maker, at=NOON)
    made = actions.make_plan(county=COUNTY, name="冲突", on=DAY, by=maker, at=NOON)
    text = client_for(maker).get(f"/postings/plans/{made.pk}/").content.decode()
    assert {item["node_name"] for item in made.result["refused"]["relax"]} <= {first.name, second.name}
    assert made.result["refused"]["zh"] in text


def test_two_plans_side_by_side_show_where_they_differ(plan, maker, people, client_for):
    second = actions.make_plan(county=COUNTY, name="另一方案", on=DAY, by=maker, at=NOON)
    post = second.posts.first()
    actions.forbid_pair(plan=second, village=post.village, candidate=post.candidate, reason="回避", by=maker, at=NOON)
    text = client_for(maker).get(f"/postings/plans/compare/?a={plan.pk}&b={second.pk}").content.decode()
    assert post.village.name in text


def test_a_village_page_part_names_who_serves(published, person, client_for):
    post = published.posts.first()
    text = client_for(person("office")).get(f"/postings/villages/{post.village_id}/").content.decode()
    assert post.candidate.name in text
    assert "2028" in text


def test_a_recall_from_the_page_leads_to_the_choice_of_moves(published, maker, client_for):
    from zhucun.postings.models import Term

    term = Term.objects.running().first()
    data = {"on": date(2026, 6, 1), "reason": "长期不在岗", "keep": 500}
    answer = client_for(maker).post(f"/postings/terms/{term.pk}/recall/", data)
    made = Plan.objects.latest("pk")
    assert answer.headers["Location"] == f"/postings/plans/{made.pk}/reposting/"
    assert made.based_on == published


def test_a_plan_solved_on_older_facts_says_so(plan, people, maker, client_for):
    posted = plan.posts.select_related("candidate").first().candidate
    values = {"mass_work": 0, "communication": 0, "specialities": ()}
    actions.change_candidate(candidate=posted, values=values, by=maker, at=NOON)
    text = client_for(maker).get(f"/postings/plans/{plan.pk}/").content.decode()
    assert "本方案求解后情况有变" in text


def test_the_list_of_plans_shows_figures(plan, maker, client_for):
    assert f"{plan.result['total']:,}" in client_for(maker).get("/postings/plans/").content.decode()


def test_a_new_plan_shows_how_many_stay_and_leads_to_the_choice_of_moves(published, maker, client_for):
    actions.make_plan(county=COUNTY, name="调整", on=DAY, by=maker, at=NOON)
    row = Plan.objects.latest("pk")
    text = client_for(maker).get(f"/postings/plans/{row.pk}/").content.decode()
    figures = text[text.index('class="figure-row"') :]
    assert "留任原村" in figures
    assert f"<dd>{row.result['kept']}<small>" in figures
    assert f'href="/postings/plans/{row.pk}/reposting/"' in figures


def test_the_new_plan_form_proposes_that_people_stay_and_serves_the_worst_few(plan, maker, client_for):
    browser = client_for(maker)
    page = browser.get("/postings/plans/new/").content.decode()
    assert 'name="keep" value="2000"' in page
    data = {"name": "兼顾最弱村", "on": DAY, "scheme": plan.scheme_id, "floor": 0, "keep": 2000, "leximin": 3}
    data |= {"scope": "all", "hold": "on"}
    answer = browser.post("/postings/plans/new/", data, follow=True)
    made = Plan.objects.get(name="兼顾最弱村")
    assert made.settings["leximin"] == 3
    raised = made.result["worst_few"]["raised"]
    assert f"优先保障最差的 3 个村：其中 {raised} 个高于只设底线时的水平" in answer.content.decode()


def test_the_drawer_says_that_the_bonus_for_staying_is_not_in_the_figures(published, villages, maker, client_for):
    made = actions.make_plan(county=COUNTY, name="调整", on=DAY, by=maker, at=NOON)
    text = client_for(maker).get(f"/postings/plans/{made.pk}/villages/{villages[1].code}/").content.decode()
    assert "不含本方案留任所加的 2,000 分" in text
