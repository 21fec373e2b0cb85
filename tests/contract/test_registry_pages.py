"""Pages of villages: what each role sees, how many queries they take, what happens on each button."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from zhucun.core.actions import load_places
from zhucun.core.models import User
from zhucun.engine import places
from zhucun.engine.facts import VillageFacts
from zhucun.engine.words import Need
from zhucun.registry import actions
from zhucun.registry.models import NeedAdjustment, Village

CODE, SISTER, FAR, NEIGHBOUR = "610426101200", "610426101202", "610426102201", "610425001001"
pytestmark = pytest.mark.django_db
Person = Callable[..., User]
SignIn = Callable[[User], Client]


@pytest.fixture
def villages(county: str, noon: datetime) -> list[str]:
    load_places(prefix="610425", by=None, at=noon)
    for place, codes in ((county, (CODE, SISTER, FAR)), ("610425", (NEIGHBOUR,))):
        rows = [VillageFacts(code=c, name=f"村{c[-4:]}", persons=500 + i, households=90) for i, c in enumerate(codes)]
        actions.take_villages(rows=rows, county=place, by=None, at=noon)
    return [CODE, SISTER, FAR, NEIGHBOUR]


@pytest.mark.parametrize(
    ("role", "scope", "seen"),
    [
        ("organiser", "610426", 3),
        ("office", "610426", 3),
        ("auditor", "610426", 3),
        ("township", "610426101", 2),
        ("first_secretary", CODE, 1),
        ("province", "61", 4),
    ],
)
def test_everybody_sees_the_villages_of_their_own_place(
    role: str, scope: str, seen: int, villages: list[str], person: Person, client_for: SignIn
) -> None:
    answer = client_for(person(role, scope=scope)).get("/villages/?view=table")
    assert answer.status_code == 200
    assert answer.context["listing"].page.paginator.count == seen


@pytest.mark.parametrize("path", ["", "edit/", "print/"])
@pytest.mark.parametrize(("role", "scope"), [("organiser", "610426"), ("township", "610426101")])
def test_a_village_outside_ones_place_is_not_there(
    path: str, role: str, scope: str, villages: list[str], person: Person, client_for: SignIn
) -> None:
    outside = NEIGHBOUR if role == "organiser" else FAR
    assert client_for(person(role, scope=scope)).get(f"/villages/{outside}/{path}").status_code == 404


@pytest.mark.parametrize(
    ("role", "scope", "status"),
    [
        ("organiser", "610426", 200),
        ("township", "610426101", 200),
        ("first_secretary", CODE, 409),
        ("auditor", "610426", 409),
    ],
)
def test_only_those_who_may_edit_get_the_form(
    role: str, scope: str, status: int, villages: list[str], person: Person, client_for: SignIn
) -> None:
    assert client_for(person(role, scope=scope)).get(f"/villages/{CODE}/edit/").status_code == status


def test_the_list_takes_the_same_few_queries_for_three_villages_and_for_all(
    county: str,
    noon: datetime,
    person: Person,
    client_for: SignIn,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    rows = [VillageFacts(code=d.code, name=d.name, persons=100) for d in places.villages(county)]
    actions.take_villages(rows=rows, county=county, by=None, at=noon)
    client = client_for(person("organiser"))
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        answer = client.get("/villages/")
    assert len(answer.context["listing"].page.object_list) == 50
    with django_assert_max_num_queries(13):  # type: ignore[attr-defined]
        client.get("/villages/?page=2&sort=-persons")


def test_the_map_alone_answers_a_change_of_colour(villages: list[str], person: Person, client_for: SignIn) -> None:
    answer = client_for(person("organiser")).get(
        "/villages/?by=persons", headers={"HX-Request": "true", "HX-Target": "map"}
    )
    page = answer.content.decode()
    assert page.lstrip().startswith('<div id="map"')
    assert page.count('class="tile tone-') == 3 + len(answer.context["map"]["tiles"].classes)


@pytest.mark.parametrize(
    ("query", "count"), [("?area=610426101", 2), ("?q=0201", 0), ("?q=1200", 1), ("?kind=poor", 0)]
)
def test_filters_narrow_the_table_and_the_map_alike(
    query: str, count: int, villages: list[str], person: Person, client_for: SignIn
) -> None:
    context = client_for(person("organiser")).get(f"/villages/{query}").context
    assert context["listing"].page.paginator.count == count
    assert sum(len(town.tiles) for town in context["map"]["tiles"].towns) == count


def test_the_filter_by_greatest_need_leaves_only_such_villages(
    villages: list[str], person: Person, client_for: SignIn, noon: datetime
) -> None:
    organiser = person("organiser")
    village = Village.objects.get(pk=CODE)
    actions.adjust_need(village=village, need=Need.CARE, thousandths=1000, reason="敬老院停办", by=organiser, at=noon)
    rows = client_for(organiser).get("/villages/?need=care").context["listing"].page.object_list
    assert CODE in [v.code for v in rows]
    assert len(rows) < 3


def test_an_empty_county_says_what_to_do_next(county: str, person: Person, client_for: SignIn) -> None:
    page = client_for(person("organiser")).get("/villages/", headers={"Accept-Language": "en"}).content.decode()
    assert 'href="/imports/"' in page
    assert "zhucun demo" in page


def test_the_village_shows_needs_with_their_reasons_and_the_rule_behind(
    villages: list[str], person: Person, client_for: SignIn
) -> None:
    answer = client_for(person("organiser")).get(f"/villages/{CODE}/", headers={"Accept-Language": "en"})
    needs = answer.context["needs"]
    assert len(needs) == 10
    assert abs(sum(r["contribution"] for r in needs[0].reasons) - needs[0].computed) < 0.002
    assert all(reason["reference"] for need in needs for reason in need.reasons)
    assert "not reported" in answer.content.decode()


def test_saving_the_form_changes_the_facts_and_comes_back_to_the_village(
    villages: list[str], person: Person, client_for: SignIn
) -> None:
    client = client_for(person("township", scope="610426101"))
    sent = {
        "name": "店头村",
        "persons": "777",
        "households": "90",
        "clinic": "no",
        "wanted": ["health"],
        "version": "1",
        "why": "核实",
    }
    answer = client.post(f"/villages/{CODE}/edit/", sent)
    assert answer.headers["Location"] == f"/villages/{CODE}/"
    village = Village.objects.get(pk=CODE)
    assert (village.persons, village.clinic, village.wanted, village.version) == (777, False, ("health",), 2)


def test_a_stale_form_keeps_what_was_entered_and_says_so(
    villages: list[str], person: Person, client_for: SignIn
) -> None:
    client = client_for(person("office"))
    client.post(f"/villages/{CODE}/edit/", {"name": "店头村", "persons": "777", "version": "1"})
    answer = client.post(
        f"/villages/{CODE}/edit/",
        {"name": "店头村", "persons": "888", "version": "1"},
        headers={"Accept-Language": "en"},
    )
    page = answer.content.decode()
    assert "888" in page
    assert "Somebody saved this" in page
    assert Village.objects.get(pk=CODE).persons == 777


@pytest.mark.parametrize(
    ("field", "value"), [("persons", "-3"), ("persons", "viele"), ("name", ""), ("town_km", "1.234")]
)
def test_a_wrong_entry_is_said_at_its_field(
    field: str, value: str, villages: list[str], person: Person, client_for: SignIn
) -> None:
    sent = {"name": "店头村", "version": "1", field: value}
    answer = client_for(person("office")).post(f"/villages/{CODE}/edit/", sent)
    assert list(answer.context["form"].errors) == [field]
    assert Village.objects.get(pk=CODE).version == 1


def test_a_village_is_added_from_the_list_of_places(villages: list[str], person: Person, client_for: SignIn) -> None:
    client = client_for(person("office"))
    answer = client.post("/villages/new/", {"place": "610426101204", "name": "新村", "persons": "12"})
    assert answer.headers["Location"] == "/villages/610426101204/"
    assert Village.objects.get(pk="610426101204").town == "店头镇"


def test_a_need_is_adjusted_and_withdrawn_on_the_page(villages: list[str], person: Person, client_for: SignIn) -> None:
    client = client_for(person("office"))
    client.post(f"/villages/{CODE}/needs/order/", {"order-per_cent": "90", "order-reason": "两姓纠纷"})
    assert NeedAdjustment.objects.get().thousandths == 900
    assert "两姓纠纷" in client.get(f"/villages/{CODE}/").content.decode()
    client.post(f"/villages/{CODE}/needs/order/withdraw/")
    assert NeedAdjustment.objects.get().withdrawn_at is not None


def test_an_adjustment_without_a_reason_opens_its_need_again(
    villages: list[str], person: Person, client_for: SignIn
) -> None:
    answer = client_for(person("office")).post(f"/villages/{CODE}/needs/order/", {"order-per_cent": "90"})
    assert answer.status_code == 422
    assert [n.need for n in answer.context["needs"] if n.open] == ["order"]


def test_the_whole_list_leaves_as_a_file_with_needs(villages: list[str], person: Person, client_for: SignIn) -> None:
    answer = client_for(person("organiser")).get("/villages/?export=csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 4
    assert CODE in lines[1]
