"""A family in no list is registered by hand: by whom, what is refused and what to do then, once, and taken back."""

from datetime import date

import pytest
from django.urls import reverse

from tests.contract.households_rows import COUNTY, NOON, identity, make_household
from tests.contract.postings_rows import make_villages
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.core.sealing import fingerprint
from zhucun.registry import actions, queries
from zhucun.registry.models import Household, Member

NUMBER = identity("19660203", 21)
OLD = NUMBER[:6] + NUMBER[8:17]
CARD = NUMBER + "42"
WHY = "本人到村委会要求登记"


@pytest.fixture
def villages(county):
    return make_villages(3)


@pytest.fixture
def secretary(person, villages):
    return person("first_secretary", scope=villages[0].code)


@pytest.fixture
def page(client_for, secretary):
    return client_for(secretary)


ADDRESS = reverse("registry:household_new")


def filled(village, **more):
    known = {"village": village.code, "code": "7000001", "name": "何五山", "identity": NUMBER, "reason": WHY}
    return {
        **known,
        "sex": "",
        "born": "",
        "nation": "",
        "group": "三组",
        "phone": "10012345678",
        "document": "",
        **more,
    }


def register(village, by, **more):
    new = actions.NewHousehold(**{"code": "7000001", "village": village.code, "head_name": "何五山", "identity": NUMBER,
                                  **more})  # fmt: skip
    return actions.register_household(new=new, by=by, at=NOON, reason=WHY)


def refusal(code):
    return pytest.raises(Refused, match=f"^{code}:")


def test_a_family_becomes_a_household_with_its_head_and_nothing_decided(page, villages):
    response = page.post(ADDRESS, filled(villages[0]))
    home, head = Household.objects.get(), Member.objects.get()
    assert response.url == reverse("registry:household", args=[home.key])
    assert (home.status, home.persons, home.head_name, home.group) == ("ordinary", 1, "何五山", "三组")
    assert (head.relation, head.sex, head.born, head.state) == ("head", "male",
                                                               date(1966, 2, 3), "present")  # fmt: skip
    assert (head.code, home.village_id, home.listed) == ("700000101", villages[0].code, None)


def test_the_number_is_sealed_and_found_by_its_print_only(page, villages):
    page.post(ADDRESS, filled(villages[0]))
    head = Member.objects.get()
    assert head.identity.open() == NUMBER
    assert head.fingerprint == fingerprint(NUMBER)
    assert Household.objects.get().phone.open() == "10012345678"
    assert NUMBER not in str(list(Event.objects.values()))


def test_one_event_says_who_and_why(page, villages, secretary):
    page.post(ADDRESS, filled(villages[0], document="申请书第3号"))
    event = Event.objects.get(name="household.registered")
    assert (event.by, event.area, event.reason) == (secretary, villages[0].code, f"{WHY} [申请书第3号]")
    assert Event.objects.filter(subject__startswith="registry.household").count() == 1


@pytest.mark.parametrize("form", [OLD, CARD, NUMBER.lower()])
def test_each_way_to_write_a_number_is_the_same_person(page, villages, form):
    page.post(ADDRESS, filled(villages[0], identity=form))
    assert Member.objects.get().fingerprint == fingerprint(NUMBER)


def test_a_disability_card_tells_kind_and_grade(page, villages):
    page.post(ADDRESS, filled(villages[0], identity=CARD))
    head = Member.objects.get()
    assert (bool(head.disability), bool(head.disability_grade)) == (True, True)


@pytest.mark.parametrize("bad", [NUMBER[:17] + ("1" if NUMBER[17] != "1" else "2"), NUMBER[:16], "99042619661303021X"])
def test_a_bad_number_is_refused_with_the_remedy_and_not_repeated(page, villages, bad):
    response = page.post(ADDRESS, filled(villages[0], identity=bad))
    assert response.status_code == 422
    assert "请核对证件" in response.context["form"].errors["identity"][0]
    assert bad not in response.context["form"].errors["identity"][0]
    assert not Household.objects.exists()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"identity": ""}, "head.unknown"),
        ({"identity": "", "sex": "male"}, "head.unknown"),
        ({"born": "1966-02-04"}, "member.identity_contradicts"),
        ({"identity": "", "sex": "male", "born": "2126-01-01"}, "day.not_yet"),
        ({"code": "88 01"}, "code.bad"),
    ],
)
def test_what_is_missing_or_contradicts_is_refused(page, villages, given, code):
    response = page.post(ADDRESS, filled(villages[0], **given))
    assert (response.status_code, response.context["refused"].code) == (422, code)
    assert not Household.objects.exists()


def test_without_a_number_sex_and_day_of_birth_do(page, villages):
    page.post(ADDRESS, filled(villages[0], identity="", sex="male", born="1966-02-03"))
    assert (Member.objects.get().fingerprint, Member.objects.get().sex) == ("", "male")


def known_in(village):
    home = make_household("8801", village)
    Member.objects.filter(key=f"{COUNTY}-880102").update(fingerprint=fingerprint(NUMBER))
    return home


def test_a_number_that_somebody_has_leads_to_that_household(page, villages):
    home = known_in(villages[0])
    response = page.post(ADDRESS, filled(villages[0]))
    assert response.context["refused"].code == "household.known"
    assert reverse("registry:household", args=[home.key]) in response.text
    assert NUMBER not in response.context["refused"].message
    assert Household.objects.count() == 1


def test_a_number_from_outside_ones_area_is_refused_without_saying_whose(page, villages):
    home = known_in(villages[1])
    response = page.post(ADDRESS, filled(villages[0]))
    assert response.context["refused"].code == "household.known_outside"
    assert home.key not in response.text


def test_the_same_name_and_birthday_in_the_village_is_asked_about(villages, secretary):
    home = register(villages[0], secretary)
    with refusal("household.known"):
        register(villages[0], secretary, code="7000002", identity="", sex="male", born=Member.objects.get().born)
    other = register(villages[0], secretary, code="7000002", identity=identity("19660203", 35))
    assert {home.code, other.code} == {"7000001", "7000002"}


def test_a_double_click_makes_one_household(page, villages):
    first, second = (page.post(ADDRESS, filled(villages[0])) for _click in range(2))
    assert first.url == second.url
    assert (Household.objects.count(), Member.objects.count()) == (1, 1)
    assert Event.objects.filter(name="household.registered").count() == 1


def test_the_same_number_for_another_family_is_taken(villages, secretary):
    register(villages[0], secretary)
    with refusal("code.taken"):
        register(villages[0], secretary, head_name="何六水", identity=identity("19701111", 12))


def test_a_secretary_registers_in_no_other_village(page, villages, secretary):
    assert page.post(ADDRESS, filled(villages[1])).status_code == 422
    with refusal("not_your_place"):
        register(villages[1], secretary)


@pytest.mark.parametrize(
    ("role", "digits", "offered"), [("office", 6, 3), ("township", 9, None), ("first_secretary", 12, 1)]
)
def test_everybody_chooses_among_the_villages_of_their_own_area(role, digits, offered, villages, person, client_for):
    user = person(role, scope=villages[0].code[:digits])
    choices = [code for code, _name in client_for(user).get(ADDRESS).context["form"].fields["village"].choices if code]
    assert set(choices) == {v.code for v in villages if v.code.startswith(user.scope)}
    assert offered in (None, len(choices))


@pytest.mark.parametrize("role", ["auditor", "province"])
def test_who_may_not_change_households_registers_none(role, villages, person):
    with refusal("not_your_role"):
        register(villages[0], person(role))


def test_the_next_number_of_the_county_is_proposed(page, villages, client_for):
    assert page.get(ADDRESS).context["form"]["code"].value() == f"{COUNTY}000001"
    make_household("8801", villages[1])
    assert page.get(ADDRESS).context["form"]["code"].value() == "8802"


def test_the_page_asks_the_same_few_questions_however_many_villages(page, villages, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        page.get(ADDRESS)


def test_the_village_counts_one_household_more(villages, secretary):
    before = queries.people_of(villages[0]).ordinary
    register(villages[0], secretary)
    assert queries.people_of(villages[0]).ordinary == before + 1


def test_the_household_offers_members_its_application_and_the_way_back(page, villages, secretary):
    home = register(villages[0], secretary)
    told = page.get(reverse("registry:household", args=[home.key])).text
    assert reverse("registry:household_joined", args=[home.key]) in told
    assert reverse("registry:household_withdraw", args=[home.key]) in told
    cases = reverse("identification:household_cases", args=[home.key])
    assert told.count(cases) == 1
    assert reverse("identification:open", args=["entry", home.key]) in page.get(cases).text


def test_a_registered_family_can_apply(page, villages, secretary):
    home = register(villages[0], secretary)
    assert home.code in page.get(reverse("identification:choose", args=["entry"])).text
    page.post(reverse("identification:open", args=["entry", home.key]), {"note": "书面申请"})
    told = page.get(reverse("identification:household_cases", args=[home.key])).text
    assert reverse("identification:open", args=["entry", home.key]) not in told
    assert "/identification/cases/" in told


@pytest.mark.parametrize("name", ["registry:households", "identification:choose"])
def test_lists_lead_to_registering(page, villages, name):
    address = reverse(name, args=["entry"] if name == "identification:choose" else [])
    assert ADDRESS in page.get(address).text


def withdraw(page, home, reason="同一户登记了两次"):
    return page.post(
        reverse("registry:household_withdraw", args=[home.key]), {"version": home.version, "reason": reason}
    )


def test_a_registration_by_mistake_is_withdrawn_and_the_log_keeps_both(page, villages, secretary):
    home = register(villages[0], secretary)
    assert withdraw(page, home).status_code == 302
    assert not Household.objects.exists()
    assert not Member.objects.exists()
    names = list(Event.objects.filter(subject_id=home.key).order_by("id").values_list("name", flat=True))
    assert names == ["household.registered", "household.registration_withdrawn"]
    assert register(villages[0], secretary).code == home.code


def test_a_household_with_more_than_its_registration_stays(page, villages, secretary):
    home = register(villages[0], secretary)
    page.post(reverse("identification:open", args=["entry", home.key]), {"note": "书面申请"})
    response = withdraw(page, home)
    assert (response.status_code, response.context["refused"].code) == (422, "withdraw.something_stands")
    assert Member.objects.count() == 1


def test_a_member_who_was_added_and_taken_back_does_not_keep_it(page, villages, secretary):
    home = register(villages[0], secretary)
    born = {"version": home.version, "kind": "birth", "code": "700000102", "name": "何小雨", "relation": "daughter",
            "sex": "female", "born": "2026-01-04", "on": "2026-01-05", "reason": "入户", "document": ""}  # fmt: skip
    assert page.post(reverse("registry:household_joined", args=[home.key]), born).status_code == 302
    home.refresh_from_db()
    assert withdraw(page, home).context["refused"].code == "withdraw.something_stands"
    change = queries.last_change(home)
    page.post(reverse("registry:household_undo", args=[home.key, change.pk]), {"reason": "记错"})
    home.refresh_from_db()
    assert withdraw(page, home).status_code == 302
    assert not Household.objects.exists()


def test_a_household_of_a_list_is_not_withdrawn_here(page, villages):
    home = make_household("8801", villages[0])
    assert withdraw(page, home).context["refused"].code == "withdraw.not_by_hand"
    assert reverse("registry:household_withdraw", args=[home.key]) not in page.get(
        reverse("registry:household", args=[home.key])
    ).text  # fmt: skip


def test_a_withdrawal_wants_a_reason(page, villages, secretary):
    home = register(villages[0], secretary)
    assert withdraw(page, home, "").status_code == 422
    assert Household.objects.count() == 1
