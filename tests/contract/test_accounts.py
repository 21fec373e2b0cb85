"""Accounts in the web: given for one's own area, a password once, closed with a reason, following their people."""

from datetime import date, timedelta

import pytest

from tests.contract.postings_rows import COUNTY, DAY, NOON, make_people, make_villages
from zhucun.core import actions as core
from zhucun.core.models import Event, User
from zhucun.core.refusals import Refused
from zhucun.core.statuses import Role
from zhucun.postings import actions, jobs
from zhucun.postings.models import SecretaryAccount, Term
from zhucun.registry.models import Village


@pytest.fixture
def organiser(person):
    return person("organiser", name="甲")


def give(organiser, role=Role.OFFICE, scope=COUNTY, **more):
    said = {"username": "liming", "name": "李明", "unit": None, **more}
    return core.add_account(role=role, scope=scope, by=organiser, at=NOON, **said)


def test_a_given_password_opens_only_the_page_that_sets_ones_own(organiser, client):
    given = give(organiser)
    assert client.login(username="liming", password=given.password)
    assert client.get("/").headers["Location"] == "/accounts/password/change/"
    new = "zhong-guo-nong-cun-26"
    said = {"oldpassword": given.password, "password1": new, "password2": new}
    client.post("/accounts/password/change/", said)
    assert not User.objects.get(username="liming").new_password_due
    assert client.get("/").headers.get("Location", "") != "/accounts/password/change/"


def test_the_password_is_on_the_answer_and_nowhere_else(organiser, client_for):
    browser = client_for(organiser)
    answer = browser.post("/people/new/", {"username": "wang.li", "name": "王丽", "role": "office", "scope": COUNTY})
    account = User.objects.get(username="wang.li")
    shown = answer.context["rows"][0]["given"].password
    assert shown in answer.content.decode()
    assert account.check_password(shown)
    assert "no-store" in answer.headers["Cache-Control"]
    assert shown not in str(Event.objects.values_list("changes", "reason", "label"))


@pytest.mark.parametrize(
    ("role", "scope", "code"),
    [
        (Role.OFFICE, "610425", "not_your_place"),
        (Role.TOWNSHIP, COUNTY, "account.place_does_not_fit"),
        (Role.FIRST_SECRETARY, "610426100", "account.place_does_not_fit"),
        (Role.PROVINCE, "61", "not_your_place"),
        (Role.SENDING_UNIT, COUNTY, "account.no_unit"),
    ],
)
def test_what_may_not_be_given_is_refused_by_name(organiser, role, scope, code):
    with pytest.raises(Refused) as refused:
        give(organiser, role, scope)
    assert refused.value.code == code


def test_nobody_changes_or_closes_their_own_account(organiser, client_for):
    browser = client_for(organiser)
    assert browser.post(f"/people/{organiser.pk}/close/", {"reason": "离开"}).status_code == 409
    assert User.objects.get(pk=organiser.pk).is_active


def test_two_editors_lose_nothing(organiser, client_for):
    account = give(organiser).user
    said = {"name": "李明", "role": "office", "scope": COUNTY, "seen": account.seen, "reason": "更名"}
    client_for(organiser).post(f"/people/{account.pk}/", {**said, "name": "李明明"})
    late = client_for(organiser).post(f"/people/{account.pk}/", {**said, "name": "李小明"})
    assert User.objects.get(pk=account.pk).name == "李明明"
    assert "已被他人修改" in late.content.decode()


def test_a_closed_account_opens_again_with_a_reason(organiser, client_for):
    account = give(organiser).user
    browser = client_for(organiser)
    assert browser.post(f"/people/{account.pk}/close/", {"reason": ""}).status_code == 409
    browser.post(f"/people/{account.pk}/close/", {"reason": "调离"})
    assert not User.objects.get(pk=account.pk).is_active
    browser.post(f"/people/{account.pk}/reopen/", {"reason": "调回"})
    assert User.objects.get(pk=account.pk).is_active
    text = browser.get(f"/people/{account.pk}/").content.decode()
    assert "调离" in text
    assert "调回" in text


def test_a_lost_password_is_replaced_for_one_sign_in(organiser, client_for):
    account = give(organiser).user
    answer = client_for(organiser).post(f"/people/{account.pk}/reset/", {"reason": "遗忘密码，本人当面申请"})
    shown = answer.context["rows"][0]["given"].password
    fresh = User.objects.get(pk=account.pk)
    assert fresh.check_password(shown)
    assert fresh.new_password_due


def test_every_township_gets_one_account_however_often_one_clicks(county, organiser, client_for):
    browser = client_for(organiser)
    waiting = len(browser.get("/people/townships/").context["townships"])
    made = browser.post("/people/townships/").context["rows"]
    assert len(made) == waiting > 3
    assert len(browser.post("/people/townships/").context["rows"]) == 0
    assert {row["given"].user.scope[:6] for row in made} == {COUNTY}


def test_the_list_stays_in_the_own_area_in_few_queries(organiser, person, client_for, django_assert_max_num_queries):
    person("office", scope="610425", name="邻县")
    give(organiser)
    browser = client_for(organiser)
    with django_assert_max_num_queries(14):
        text = browser.get("/people/").content.decode()
    assert "李明" in text
    assert "邻县" not in text
    assert "等待首次登录" in text


@pytest.fixture
def term(county):
    village, person = make_villages(3)[0], make_people(6)[0]
    return Term.objects.create(village=village, candidate=person, since=date(2025, 6, 1), until=date(2027, 6, 1))


def account_of(term):
    return User.objects.get(secretary__candidate=term.candidate)


def test_a_secretary_gets_an_account_for_the_village_they_serve(term, organiser, client_for):
    browser = client_for(organiser)
    assert term.candidate.name in browser.get("/postings/serving/accounts/").content.decode()
    answer = browser.post("/postings/serving/accounts/", {"term": [term.pk]})
    assert answer.context["rows"][0]["given"].user == account_of(term)
    assert account_of(term).scope == term.village_id
    assert account_of(term).role == Role.FIRST_SECRETARY
    assert "都已有账户" in browser.get("/postings/serving/accounts/").content.decode()


def test_a_recall_closes_the_account_and_keeps_the_log(term, organiser, django_capture_on_commit_callbacks):
    actions.add_secretary_accounts(terms=[term], by=organiser, at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        actions.recall(term=term, reason="不胜任", on=DAY, by=organiser, at=NOON, replan=False)
    assert not account_of(term).is_active
    assert Event.objects.filter(name="account.closed", label=account_of(term).username).exists()


def test_the_account_moves_on_the_handover_day_not_before(term, organiser):
    actions.add_secretary_accounts(terms=[term], by=organiser, at=NOON)
    old, other = term.village_id, Village.objects.exclude(pk=term.village_id)[0]
    term.ended_on, term.end_reason = DAY, "轮换"
    term.save()
    Term.objects.create(village=other, candidate=term.candidate, since=DAY + timedelta(days=10))
    assert actions.follow_terms(county=COUNTY, on=DAY, at=NOON) == 0
    assert account_of(term).scope == old
    assert actions.follow_terms(county=COUNTY, on=DAY + timedelta(days=10), at=NOON) == 1
    assert account_of(term).scope == other.pk
    assert actions.follow_terms(county=COUNTY, on=DAY + timedelta(days=11), at=NOON) == 0


def test_whoever_is_posted_again_gets_their_old_account_back(term, organiser):
    actions.add_secretary_accounts(terms=[term], by=organiser, at=NOON)
    term.ended_on, term.end_reason = DAY, "轮换"
    term.save()
    actions.follow_terms(county=COUNTY, on=DAY, at=NOON)
    again = Term.objects.create(village=term.village, candidate=term.candidate, since=DAY)
    given = actions.add_secretary_accounts(terms=[again], by=organiser, at=NOON)
    assert [g.user for g in given] == [account_of(term)]
    assert account_of(term).is_active
    assert SecretaryAccount.objects.count() == 1


def test_the_nightly_job_follows_every_county(term, organiser):
    actions.add_secretary_accounts(terms=[term], by=organiser, at=NOON)
    Term.objects.update(ended_on=DAY, end_reason="轮换")
    jobs.move_accounts_daily.call_local()
    assert not account_of(term).is_active
