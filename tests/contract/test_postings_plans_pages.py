"""The plan pages before the click: who leaves, what publishing does, whom one may send, and what is no longer true."""

from datetime import date, timedelta

import pytest

from tests.contract.postings_rows import COUNTY, DAY, NOON, make_people, make_villages
from zhucun.postings import actions
from zhucun.postings.models import Plan, Term
from zhucun.registry.models import Village


@pytest.fixture
def maker(person):
    return person("organiser", name="甲")


@pytest.fixture
def decider(person):
    return person("organiser", name="乙")


@pytest.fixture
def villages(county):
    return make_villages(5)


@pytest.fixture
def people(county):
    return make_people(15)


@pytest.fixture
def term(villages, people):
    """One who serves in the second village for 16 months yet."""
    until = DAY + timedelta(days=500)
    return Term.objects.create(village=villages[1], candidate=people[1], since=date(2025, 6, 1), until=until)


def made(maker, **settings):
    return actions.make_plan(county=COUNTY, name="试", on=DAY, by=maker, at=NOON, settings=settings)


def moved_away(maker, villages, term):
    """A plan in which the one who serves goes to the fifth village."""
    plan = made(maker)
    return actions.lock_pair(
        plan=plan, village=villages[4], candidate=term.candidate, reason="组织决定", by=maker, at=NOON, change=True
    )


def text_of(browser, plan, rest=""):
    return browser.get(f"/postings/plans/{plan.pk}/{rest}").content.decode()


def test_the_tab_of_those_who_leave_names_them_with_months_and_where_they_go(villages, term, maker, client_for):
    text = text_of(client_for(maker), moved_away(maker, villages, term), "?tab=leaving")
    assert "1 人离任" in text
    assert f"{term.candidate.name} <span" in text
    assert '<strong class="danger-text">16</strong>' in text
    assert f'data-label="去向">{villages[4].name}</td>' in text


def test_the_drawer_names_who_serves_now_and_why_they_stay(villages, term, maker, client_for):
    text = text_of(client_for(maker), made(maker), f"villages/{villages[1].code}/")
    assert f"现任：{term.candidate.name}，任期至2027年7月15日。" in text
    assert "任期未满，留任不动" in text


def test_the_rules_tab_lists_unexpired_terms_and_offers_only_the_switch(villages, term, maker, client_for):
    plan = made(maker)
    browser = client_for(maker)
    assert "1 人任期未满，留任不动" in text_of(browser, plan, "?tab=rules")
    assert f"/postings/plans/{plan.pk}/pairs/" not in text_of(browser, plan, "?tab=rules")
    browser.post(f"/postings/plans/{plan.pk}/solve/", {"version": plan.version, "scope": "all"})
    assert Plan.objects.get(pk=plan.pk).settings["hold"] is False
    assert "此规则未启用" in text_of(browser, plan, "?tab=rules")


def test_whoever_approves_reads_first_what_publishing_does(villages, term, maker, decider, client_for):
    plan = actions.propose(plan=moved_away(maker, villages, term), by=maker, at=NOON)
    text = text_of(client_for(decider), plan)
    dialog = text[text.index('id="approve"') :]
    for said in ("任期开始", "其中 1 人任期未满", "离任人员", term.candidate.name, "组织决定"):
        assert said in dialog


def test_nobody_publishes_without_having_read_who_leaves(villages, people, maker, decider, client_for):
    plan = actions.propose(plan=made(maker), by=maker, at=NOON)
    plan = actions.approve(plan=plan, by=decider, at=NOON)
    browser, data = client_for(decider), {"handover": DAY, "years": 2, "version": plan.version}
    assert f'name="handover" value="{DAY}"' in text_of(browser, plan)
    answer = browser.post(f"/postings/plans/{plan.pk}/publish/", data, follow=True)
    assert "请先看过离任名单" in answer.content.decode()
    assert not Term.objects.exists()
    browser.post(f"/postings/plans/{plan.pk}/publish/", {**data, "read": "on"})
    assert Term.objects.count() == 5


def test_the_new_plan_form_begins_with_the_named_kinds_and_says_what_was_left_out(villages, people, maker, client_for):
    Village.objects.filter(pk=villages[0].pk).update(kinds=("other",))
    browser = client_for(maker)
    assert '<option value="named" selected>' in browser.get("/postings/plans/new/").content.decode()
    data = {"name": "四类村", "on": DAY, "floor": 0, "keep": 0, "leximin": 0, "scope": "named", "hold": "on"}
    answer = browser.post("/postings/plans/new/", {**data, "scheme": made(maker).scheme_id}, follow=True)
    assert (
        "本方案含 4 个村，未纳入 1 个村（不属于贫困村、软弱涣散村、搬迁安置村和重点村 1 个）。"
        in answer.content.decode()
    )


def test_a_choice_that_leaves_no_village_is_told_at_its_field(villages, people, maker, client_for):
    scheme = made(maker).scheme_id
    Village.objects.update(kinds=())
    data = {"name": "空", "on": DAY, "floor": 0, "keep": 0, "leximin": 0, "scope": "named", "scheme": scheme}
    answer = client_for(maker).post("/postings/plans/new/", data)
    assert "没有一个村纳入本方案" in answer.content.decode()
    assert not Plan.objects.filter(name="空").exists()


def test_everybody_is_found_and_who_may_not_serve_says_why(villages, people, maker, client_for):
    plan, browser = made(maker), client_for(maker)
    woman = next(c for c in people if c.sex == "female")
    gone = people[10]
    actions.withdraw_candidate(candidate=gone, reason="调离本县", by=maker, at=NOON)
    address = f"people/?village={villages[0].code}&q="
    assert "不能派往本村" in text_of(browser, plan, address + woman.code)
    assert "已退出：调离本县" in text_of(browser, plan, address + gone.name)
    assert "没有符合" in text_of(browser, plan, address + "无此人")


def test_a_what_if_against_a_lock_asks_for_the_change_and_says_what_was_done(villages, people, maker, client_for):
    plan, browser = made(maker), client_for(maker)
    stranger = next(c for c in people if c.sex == "male" and not plan.posts.filter(candidate=c).exists())
    plan = actions.lock_pair(plan=plan, village=villages[1], candidate=stranger, reason="点名", by=maker, at=NOON)
    asked = f"what-if/?do=lock&village={villages[2].code}&candidate={stranger.pk}"
    text = text_of(browser, plan, asked)
    assert villages[1].name in text
    assert 'name="change"' in text
    data = {"do": "lock", "village": villages[2].code, "candidate": stranger.pk, "reason": "改派", "change": "1"}
    answer = browser.post(f"/postings/plans/{plan.pk}/pairs/", {**data, "version": plan.version}, follow=True)
    assert f"已将{stranger.name}锁定到{villages[2].name}" in answer.content.decode()


def test_a_plan_on_older_facts_boasts_of_nothing(villages, people, maker, client_for):
    plan, browser = made(maker), client_for(maker)
    assert "已证明" in text_of(browser, plan)
    assert "本县最高约可达" in text_of(browser, plan)
    actions.withdraw_candidate(candidate=plan.posts.first().candidate, reason="调离", by=maker, at=NOON)
    text = text_of(browser, plan)
    assert "按旧数据" in text
    assert 'class="figure-row old"' in text
    assert "已证明" not in text
