"""The first page: every subject that waits for somebody is one line there, and nobody else's."""

from datetime import timedelta

import pytest

from tests.contract import identification_rows, verification_rows, visits_rows
from zhucun.dashboards.queries import home
from zhucun.identification.actions import file_objection, open_case
from zhucun.verification.actions import assign, see_home
from zhucun.visits import actions as visits

DAY = visits_rows.TODAY


def addresses(user, on=DAY):
    return [thing.address for thing in home(user, on=on)["waiting"]]


def test_a_secretary_is_led_to_the_week_and_learns_when_it_is_not_planned(county, person):
    village, _homes = visits_rows.make_village(6)
    secretary = visits_rows.team(person, village)["secretary"]
    page = f"/visits/villages/{village.code}/"
    assert addresses(secretary) == [page]
    visits.plan_week(village=village, by=secretary, at=visits_rows.NOON)
    found = home(secretary, on=DAY)["waiting"]
    assert [thing.address for thing in found] == [page]
    assert "6" in found[0].text


def test_a_check_at_home_waits_for_whoever_has_the_next_word(county, person):
    village, _homes = verification_rows.make_families(1)
    people = verification_rows.team(person, village)
    check = verification_rows.raised([verification_rows.car(0)])[0]
    assign(
        check=check, owner=people["secretary"], deadline=check.deadline, by=people["office"], at=verification_rows.NOON
    )
    on = verification_rows.NOON.date()
    mine, second = "/verification/?mine=me&state=check_open#listing", "/verification/?state=check_seen#listing"
    assert mine in addresses(people["secretary"], on)
    assert mine not in addresses(people["township"], on)
    see_home(check=check, finding="found_true", note="入户看了", spoken_to="户主", on=on, by=people["secretary"],
             at=verification_rows.NOON)  # fmt: skip
    assert second in addresses(people["township"], on)
    assert second not in addresses(people["secretary"], on)
    late = "/verification/?days=over#listing"
    assert late not in addresses(people["office"], on)
    assert late in addresses(people["office"], on + timedelta(days=400))


def test_a_case_waits_for_the_role_whose_step_it_is(county, person):
    village, homes = identification_rows.make_village()
    people = identification_rows.team(person, village)
    case = open_case(household=homes[0], kind="entry", by=people["secretary"], at=identification_rows.NOON)
    page = "/identification/?waits=me#listing"
    assert page in addresses(people["secretary"])
    assert page not in addresses(people["office"])
    identification_rows.lead(case, people, upto="publish_first")
    over = identification_rows.days(10).date()
    assert page not in addresses(people["secretary"], over)
    assert page in addresses(people["township"], over)


def test_an_objection_waits_for_those_who_answer_never_for_the_village(county, person):
    village, homes = identification_rows.make_village()
    people = identification_rows.team(person, village)
    case = open_case(household=homes[0], kind="entry", by=people["secretary"], at=identification_rows.NOON)
    case = identification_rows.lead(case, people, upto="publish_first")
    said = {"text": "请再核实", "contact": "", "by": None, "at": identification_rows.NOON}
    file_objection(publicity=case.publicity, case=case, **said)
    board = "/identification/"
    assert board in addresses(people["township"])
    assert board not in addresses(people["secretary"])
    found = home(people["township"], on=identification_rows.days(60).date())["waiting"]
    assert next(thing for thing in found if thing.address == board).urgent


@pytest.mark.parametrize("role", ["secretary", "township", "office"])
def test_the_page_opens_with_a_bounded_number_of_queries(
    county, person, client_for, role, django_assert_max_num_queries
):
    village, _homes = verification_rows.make_families(3)
    people = verification_rows.team(person, village)
    verification_rows.raised([verification_rows.car(place) for place in range(3)])
    client = client_for(people[role])
    with django_assert_max_num_queries(30):
        assert client.get("/").status_code == 200


def test_a_neighbour_learns_nothing(county, person):
    verification_rows.make_families(1)
    verification_rows.raised([verification_rows.car(0)])
    assert addresses(person("township", scope="610425101"), DAY + timedelta(days=400)) == []
