"""Accounts: closed, placed, with a second factor for officials."""

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import COUNTY, NOON
from zhucun.core import actions
from zhucun.core.models import Event, User
from zhucun.core.refusals import Refused
from zhucun.core.statuses import MAY, Permission, Role


def test_nobody_signs_up_by_themselves(client, db):
    response = client.post("/accounts/signup/", {"username": "me", "password1": "x8!kkdwe9", "password2": "x8!kkdwe9"})
    assert not User.objects.filter(username="me").exists()
    assert response.status_code == 200


def test_an_account_needs_a_real_place(db):
    with pytest.raises(Refused) as refused:
        actions.make_account(username="a", password=None, name="甲", role=Role.OFFICE, scope="99", by=None, at=NOON)
    assert refused.value.code == "account.no_place"


def test_a_sending_unit_account_needs_its_unit(db):
    with pytest.raises(Refused) as refused:
        actions.make_account(
            username="a", password=None, name="甲", role=Role.SENDING_UNIT, scope=COUNTY, by=None, at=NOON
        )
    assert refused.value.code == "account.no_unit"


def test_a_user_name_is_taken_once(person):
    person("office", username="wang")
    with pytest.raises(Refused):
        person("office", username="wang")


def test_the_database_itself_refuses_an_unknown_role(person):
    user = person("office")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(role="king")


def test_closing_an_account_keeps_its_events_and_shuts_its_door(person, client_for):
    user = person("organiser")
    actions.close_account(user=user, by=None, at=NOON, reason="调离")
    assert Event.objects.filter(name="account.closed", reason="调离").exists()
    assert not user.may(Permission.PLAN_EDIT)
    assert client_for(user).get("/").status_code == 302


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_its_rights_written_down(role):
    assert MAY[role]


def test_only_organisers_decide_on_plans():
    assert [role for role in Role if Permission.PLAN_DECIDE in MAY[role]] == [Role.ORGANISER]


def test_an_official_without_second_factor_is_sent_to_set_one_up(person, client_for):
    user = person("organiser")
    User.objects.filter(pk=user.pk).update(made_up=False)
    response = client_for(user).get("/events/")
    assert response.status_code == 302
    assert response["Location"].endswith("/2fa/totp/activate/")


def test_a_first_secretary_in_the_field_may_sign_in_without_one(person, client_for, county):
    user = person("first_secretary", scope="610426101201")
    User.objects.filter(pk=user.pk).update(made_up=False)
    assert client_for(user).get("/").status_code == 200


def test_the_sixth_wrong_password_in_a_row_is_not_even_tried(person, client, settings):
    user = person("organiser", username="li")
    user.set_password("right-password-1")
    user.save()
    pages = [client.post("/accounts/login/", {"login": "li", "password": "wrong"}) for _ in range(6)]
    assert "登录失败次数过多" in pages[-1].content.decode()
    page = client.post("/accounts/login/", {"login": "li", "password": "right-password-1"})
    assert page.status_code == 200  # still at the door


def test_somebody_who_lost_their_phone_gets_a_new_start_that_is_logged(person):
    from allauth.mfa.models import Authenticator

    user = person("organiser")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    actions.reset_access(user=user, password="new-password-7", by=None, at=NOON, reason="手机丢失")
    assert not Authenticator.objects.filter(user=user).exists()
    assert user.check_password("new-password-7")
    assert Event.objects.get(name="account.changed").changes == {"password": None, "second_factor": None}


def test_who_signs_in_is_greeted_by_name_not_by_account(person, client, county):
    user = person("organiser", username="li", name="李组织")
    user.set_password("right-password-1")
    user.save()
    page = client.post("/accounts/login/", {"login": "li", "password": "right-password-1"}, follow=True)
    assert "李组织，您好" in page.content.decode()
