"""Pages of households: masked for who only looks, opened for a logged purpose, found by number, in constant queries."""

from datetime import date

import pytest
from django.urls import reverse

from tests.contract.households_rows import COUNTY, MORE, family, household, identity, make_household
from tests.contract.postings_rows import make_villages
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.engine.households.changes import Change, ChangeKind
from zhucun.engine.words_household import ExitStatus
from zhucun.registry import actions, queries
from zhucun.registry.models import FindingExplanation, Household, Member

LIST = "/households/"
NUMBER = identity("19700501", 11)


@pytest.fixture
def villages(county):
    return make_villages(2)


@pytest.fixture
def home(villages):
    return make_household("8801", villages[0])


def page(home, name="household"):
    return reverse(f"registry:{name}", args=[home.key])


def text(response):
    return (b"".join(response) if response.streaming else response.content).decode()


def test_the_auditor_sees_no_name_and_no_number(home, person, client_for):
    said = text(client_for(person("auditor")).get(page(home)))
    assert "赵**" in said
    assert "赵一山" not in said
    assert NUMBER[:14] not in said
    assert "高血压" not in said
    assert "长期慢性病" not in said


def test_who_works_with_them_sees_names_but_numbers_in_part(home, person, client_for):
    said = text(client_for(person("township", scope=home.village_id[:9])).get(page(home)))
    assert "赵一山" in said
    assert NUMBER not in said
    assert NUMBER[-3:] in said


def test_the_whole_is_shown_for_a_purpose_and_the_look_is_logged(home, person, client_for):
    user = person("office")
    said = text(client_for(user).post(page(home), {"purpose": "核对身份证"}))
    assert NUMBER in said
    assert "高血压" in said
    event = Event.objects.get(name="personal.seen")
    assert (event.by, event.reason, event.subject_id) == (user, "核对身份证", home.key)


@pytest.mark.parametrize("purpose", ["", "x"])
def test_without_a_purpose_nothing_is_shown(home, person, client_for, purpose):
    said = text(client_for(person("office")).post(page(home), {"purpose": purpose}))
    assert NUMBER not in said
    assert not Event.objects.filter(name="personal.seen").exists()


def test_the_auditor_cannot_have_the_whole(home, person, client_for):
    response = client_for(person("auditor")).post(page(home), {"purpose": "看看"})
    assert NUMBER not in text(response)
    assert not Event.objects.filter(name="personal.seen").exists()


@pytest.mark.parametrize("query", ["8801", "赵一", "赵小山", NUMBER, NUMBER[:6] + NUMBER[8:17]])
def test_a_household_is_found_by_number_name_and_identity(home, villages, person, client_for, query):
    make_other(villages)
    said = text(client_for(person("office")).get(LIST, {"q": query}))
    assert "8801" in said
    assert "9902" not in said


def make_other(villages):
    actions.take_households(rows=[household("9902", villages[1], head_name="孙七")], **MORE)


@pytest.mark.parametrize("query", ["赵一", NUMBER])
def test_who_may_not_see_names_does_not_find_by_them(home, person, client_for, query):
    assert "8801" not in text(client_for(person("auditor")).get(LIST, {"q": query}))


@pytest.mark.parametrize(
    "where", [LIST, f"{LIST}?export=csv", f"{LIST}?export=roster", f"{LIST}?q={NUMBER}", "/quality/"]
)
def test_the_neighbour_sees_nothing(home, person, client_for, where):
    said = text(client_for(person("office", scope="610425")).get(where))
    assert "8801" not in said
    assert "赵一山" not in said


def test_another_village_of_the_township_is_not_there_for_the_first_secretary(villages, home, person, client_for):
    client = client_for(person("first_secretary", scope=villages[1].code))
    assert client.get(page(home)).status_code == 404
    assert "8801" not in text(client.get(LIST))


@pytest.mark.parametrize(("colour", "found"), [("red", True), ("yellow", False), ("green", False)])
def test_the_list_is_filtered_by_colour(home, person, client_for, colour, found):
    assert ("8801" in text(client_for(person("office")).get(LIST, {"colour": colour}))) is found


@pytest.mark.parametrize(
    ("status", "removed", "colour"),
    [("poor", None, "red"), ("left", True, "green"), ("left", False, "green"), ("planned", True, "red")],
)
def test_colours_as_officials_name_them(status, removed, colour):
    row = Household(status=status, monitored="unstable", risk_removed=removed)
    row = row if removed is not None else Household(status=status)
    assert queries.colour_of(row) == colour


def test_the_roster_has_a_line_for_each_member_and_masks_numbers(home, person, client_for):
    lines = text(client_for(person("office")).get(LIST, {"export": "roster"})).splitlines()
    assert len(lines) == 4
    assert lines[0].count(",") == 31
    assert NUMBER not in lines[1]
    assert Event.objects.get(name="export.taken").changes == {"rows": [None, 1]}


@pytest.mark.parametrize("where", [LIST, f"{LIST}?q=88", f"{LIST}?colour=red&sort=-income"])
def test_the_list_asks_as_much_for_many_as_for_one(
    villages, home, person, client_for, where, django_assert_max_num_queries
):
    client = client_for(person("office"))
    actions.take_households(rows=[household(f"88{n:04}", villages[0]) for n in range(49)], **MORE)
    with django_assert_max_num_queries(14):
        client.get(where)


def test_the_page_asks_a_constant_number_of_queries(home, person, client_for, django_assert_max_num_queries):
    client = client_for(person("office"))
    with django_assert_max_num_queries(18):
        client.get(page(home))


def test_a_change_needs_a_reason_and_keeps_old_and_new(home, person, client_for):
    client = client_for(person("office"))
    form = dict(client.get(page(home, "household_edit")).context["form"].initial)
    sent = {k: v for k, v in form.items() if v not in (None, ())} | {"main_cause": "disability", "phone": "10088887777"}
    assert client.post(page(home, "household_edit"), sent).status_code == 422
    client.post(page(home, "household_edit"), sent | {"reason": "入户核实", "document": "会议记录"})
    event = Event.objects.get(name="household.changed")
    assert event.changes == {"main_cause": ["illness", "disability"], "phone": None}
    assert event.reason == "入户核实 [会议记录]"
    assert Household.objects.get().phone.open() == "10088887777"


def test_nobody_overwrites_what_somebody_saved_meanwhile(home, person, noon):
    common = {"key": home.key, "by": person("office"), "at": noon, "reason": "核实", "version": home.version}
    actions.change_household(values={"main_cause": "disability"}, **common)
    with pytest.raises(Refused) as refused:
        actions.change_household(values={"main_cause": "schooling"}, **common)
    assert refused.value.code == "version.stale"


def test_two_people_at_one_household_lose_nothing(home, person, client_for):
    client, address = client_for(person("office", name="县局甲")), page(home, "household_edit")
    shown = {k: v for k, v in client.get(address).context["form"].initial.items() if v not in (None, ())}
    why = {"reason": "入户核实", "document": ""}
    client.post(address, shown | why | {"main_cause": "disability", "house_m2": "60"})
    answer = client.post(address, shown | why | {"house_m2": "80", "house_rooms": "4"})
    said = answer.content.decode()
    assert "县局甲" in said
    mine = answer.context["form"].data
    assert mine["main_cause"] == "disability"  # theirs, untouched here
    assert (mine["house_m2"], mine["house_rooms"]) == ("80", "4")  # changed by both, and by me alone
    again = client.post(address, mine.dict())
    assert again.status_code == 302
    row = Household.objects.get()
    assert (row.main_cause, row.house_m2, row.house_rooms) == ("disability", 80, 4)


@pytest.mark.parametrize("key", ["status", "listed", "left", "returned", "return_cause"])
def test_where_a_household_stands_is_never_typed(home, person, noon, client_for, key):
    with pytest.raises(Refused) as refused:
        actions.change_household(
            key=home.key, values={key: "left"}, version=None, by=person("office"), at=noon, reason="改正"
        )
    assert refused.value.code == "household.by_flow"
    assert key not in client_for(person("office")).get(page(home, "household_edit")).context["form"].fields


def test_a_computed_figure_is_never_typed(home, person, noon):
    with pytest.raises(Refused) as refused:
        actions.change_household(
            key=home.key, values={"net_per_head_yuan": 1}, version=None, by=person("office"), at=noon, reason="改正"
        )
    assert refused.value.code == "household.computed"


def test_two_people_of_a_county_have_no_number_in_common(home, person, noon):
    with pytest.raises(Refused) as refused:
        actions.change_member(
            key=f"{COUNTY}-880103",
            values={"identity": NUMBER},
            version=None,
            by=person("office"),
            at=noon,
            reason="补录",
        )
    assert refused.value.code == "member.known_identity"


def test_a_wrong_number_is_refused_without_repeating_it(home, person, client_for):
    client = client_for(person("office"))
    address = reverse("registry:member_edit", args=[f"{COUNTY}-880103"])
    wrong = NUMBER[:17] + "XY"[NUMBER[17] == "X"]
    said = client.post(address, {"identity": wrong, "name": "赵小山", "relation": "son", "reason": "补录"}).context
    assert "identity" in said["form"].errors
    assert wrong not in str(said["form"].errors)


def test_a_death_is_noted_and_the_members_follow(home, person, client_for):
    client = client_for(person("office"))
    given = {"kind": "death", "people": ["880102"], "on": "2025-12-01", "reason": "病故", "document": "死亡证明"}
    client.post(page(home, "household_left"), given)
    assert Member.objects.get(key=f"{COUNTY}-880102").state == "dead"
    assert Household.objects.get().persons == 2
    assert queries.account_of(Household.objects.get(), year=2025).per_head_yuan == 4200


def test_the_dead_do_not_come_back(home, person, noon):
    user = person("office")
    gone = Change(
        code="1",
        kind=ChangeKind.DEATH,
        on=date(2025, 12, 1),
        household="8801",
        people=(("880102", None),),
        reason="病故",
    )
    actions.note_change(household=home, change=gone, by=user, at=noon)
    relation = family("8801", home.village_id)[1][1].relation
    back = Change(
        code="2",
        kind=ChangeKind.CAME_BACK,
        on=date(2026, 1, 1),
        household="8801",
        people=(("880102", relation),),
        reason="返回",
    )
    with pytest.raises(Refused):
        actions.note_change(household=home, change=back, by=user, at=noon)


def test_a_finding_is_explained_once_and_speaks_again_when_the_facts_change(villages, person, client_for):
    wrong = household("8801", villages[0], status=ExitStatus.LEFT, unsafe_house=True)
    actions.take_households(rows=[wrong], **MORE)
    client = client_for(person("office"))
    address = reverse("registry:village_quality", args=[villages[0].code])
    first = client.get(address).context["open"]
    given = dict(first[0]["form"].initial) | {"reason": "已列入改造计划"}
    client.post(reverse("registry:explain", args=[villages[0].code]), given)
    after = client.get(address).context
    assert len(after["open"]) == len(first) - 1
    assert [row["wrong"] for row, _said in after["explained"]] == [first[0]["wrong"]]
    explained = FindingExplanation.objects.get()
    client.post(reverse("registry:speak_again", args=[villages[0].code, explained.pk]))
    assert len(client.get(address).context["open"]) == len(first)


def test_the_village_is_counted_for_everybody_and_listed_for_none_of_the_outside(villages, home, person, client_for):
    said = text(client_for(person("province", scope="61")).get(reverse("registry:people", args=[villages[0].code])))
    assert "赵一山" not in said
    assert "?village=" not in said


def test_a_finding_shows_what_the_rule_looked_at_in_plain_words(villages, person, client_for):
    actions.take_households(rows=[household("8801", villages[0], status=ExitStatus.LEFT, unsafe_house=True)], **MORE)
    said = text(client_for(person("office")).get(reverse("registry:village_quality", args=[villages[0].code])))
    assert "Text(" not in said
    assert "是否危房户" in said
