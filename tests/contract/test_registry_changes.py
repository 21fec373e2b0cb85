"""Natural changes by hand: who joins, leaves, heads, splits off, merges; the last can be taken back."""

from datetime import date

import pytest
from django.urls import reverse

from tests.contract.households_rows import COUNTY, MORE, identity, line, make_household
from tests.contract.postings_rows import make_villages
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.registry import actions, queries
from zhucun.registry.models import Household, IncomeLine, Member, NaturalChange

NUMBER = identity("19960101", 22)
WHY = {"on": "2026-01-05", "reason": "入户了解", "document": ""}


@pytest.fixture
def villages(county):
    return make_villages(3)


@pytest.fixture
def home(villages):
    return make_household("8801", villages[0])


@pytest.fixture
def office(person, client_for):
    return client_for(person("office"))


def address(home, name, *more):
    return reverse(f"registry:household_{name}", args=[home.key, *more])


def newborn(home, **more):
    known = {"version": home.version, "kind": "birth", "code": "880104", "name": "赵小雨", "relation": "daughter"}
    return {**WHY, **known, "sex": "female", "born": "2026-01-04", **more}


def state():
    """Everything that a natural change may alter, as it stands."""
    people = Member.objects.order_by("key").values_list("key", "household_id", "state", "relation")
    homes = Household.objects.order_by("key").values_list(
        "key", "persons", "labour_persons", "status", "arable_mu", "net_per_head_yuan", "income_year", "head_name"
    )
    return list(people), list(homes), list(IncomeLine.objects.order_by("key").values_list("key", "household_id"))


def test_a_child_is_born_and_the_household_has_one_more(home, office):
    response = office.post(address(home, "joined"), newborn(home))
    assert response.status_code == 302
    child = Member.objects.get(key=f"{COUNTY}-880104")
    assert (child.name, child.relation, child.state, child.listed) == (
        "赵小雨",
        "daughter",
        "present",
        date(2026, 1, 5),
    )
    assert Household.objects.get().persons == 4


def test_a_second_birth_can_be_noted_after_the_first(home, office):
    office.post(address(home, "joined"), newborn(home))
    home.refresh_from_db()
    assert queries.next_member_code(home) == "880105"
    assert office.post(address(home, "joined"), newborn(home, code="880105", name="赵小雪")).status_code == 302
    assert Household.objects.get().persons == 5


def test_the_child_counts_in_no_income_of_a_period_before_its_birth(home, office):
    office.post(address(home, "joined"), newborn(home))
    assert queries.account_of(Household.objects.get(), year=2025).per_head_yuan == 4200


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"relation": "son"}, "member.sex_and_relation"),
        ({"relation": "head"}, "household.one_head"),
        ({"code": "880101"}, "code.taken"),
        ({"code": "88 01"}, "code.bad"),
        ({"on": "2030-01-01"}, "day.not_yet"),
        ({"version": 99}, "version.stale"),
    ],
)
def test_what_cannot_be_is_refused_and_says_why(home, office, given, code):
    response = office.post(address(home, "joined"), newborn(home, **given))
    assert (response.status_code, response.context["refused"].code) == (422, code)
    assert Member.objects.count() == 3


def test_whoever_is_a_member_elsewhere_must_leave_there_first(villages, home, office):
    bride(villages[1])
    given = newborn(home, kind="married_in", name="孙七妹", relation="sons_wife", identity=NUMBER, born="1996-01-01")
    response = office.post(address(home, "joined"), given)
    assert response.context["refused"].code == "member.present_elsewhere"
    assert NUMBER not in response.context["refused"].message


def bride(village):
    other = make_other(village)
    Member.objects.filter(key=f"{COUNTY}-990102").update(fingerprint=queries_print(NUMBER))
    return other


def queries_print(number):
    from zhucun.core.sealing import fingerprint

    return fingerprint(number)


def make_other(village):
    from tests.contract.households_rows import household, member
    from zhucun.engine.words import Sex
    from zhucun.engine.words_household import Relation

    actions.take_households(rows=[household("9901", village, head_name="孙七")], **MORE)
    girl = {"name": "孙七妹", "sex": Sex.FEMALE, "relation": Relation.DAUGHTER, "born": date(1996, 1, 1)}
    actions.take_members(rows=[member("990101", "9901", name="孙七"), member("990102", "9901", **girl)], **MORE)
    return Household.objects.get(code="9901")


def test_a_bride_whom_the_county_knows_comes_with_number_and_history(villages, home, office):
    other = bride(villages[1])
    gone = {**WHY, "kind": "married_out", "people": ["990102"], "version": other.version}
    assert office.post(address(other, "left"), gone).status_code == 302
    given = newborn(home, kind="married_in", name="孙七妹", relation="sons_wife", identity=NUMBER, born="1996-01-01")
    assert office.post(address(home, "joined"), given).status_code == 302
    moved = Member.objects.get(key=f"{COUNTY}-990102")
    assert (moved.household.code, moved.state, moved.relation) == ("8801", "present", "sons_wife")
    assert dict(Household.objects.values_list("code", "persons")) == {"8801": 4, "9901": 1}


def test_a_secretary_does_not_draw_somebody_out_of_another_village(villages, home, office, person, client_for):
    other = bride(villages[1])
    office.post(address(other, "left"), {**WHY, "kind": "married_out", "people": ["990102"]})
    secretary = client_for(person("first_secretary", scope=home.village_id))
    given = newborn(home, kind="married_in", name="孙七妹", relation="sons_wife", identity=NUMBER)
    response = secretary.post(address(home, "joined"), given)
    assert response.context["refused"].code == "member.known_outside"
    assert "9901" not in response.context["refused"].message


def test_when_the_head_dies_the_new_head_is_asked_for(home, office):
    given = {**WHY, "kind": "death", "people": ["880101"], "version": home.version}
    assert office.post(address(home, "left"), given).url == address(home, "head")
    page = office.get(address(home, "head"), {"head": "880102"})
    proposed = {name: field.initial for name, field in page.context["form"].fields.items() if "-" in name}
    assert proposed == {"relation-880102": "head", "relation-880103": "son"}
    sent = {**WHY, **proposed, "version": page.context["form"].initial["version"]}
    assert office.post(f"{address(home, 'head')}?head=880102", sent).status_code == 302
    assert Household.objects.get().head_name == "钱二花"


def test_two_heads_are_refused(home, office):
    sent = {**WHY, "relation-880101": "head", "relation-880102": "head", "relation-880103": "son"}
    response = office.post(f"{address(home, 'head')}?head=880102", sent)
    assert response.context["refused"].code == "household.one_head"


SPLIT = {
    **WHY, "code": "8802", "relation-880101": "head", "relation-880102": "head", "relation-880103": "son",
    "along": ["programme"],
}  # fmt: skip
PARTED = "?going=880102&going=880103&head=880102&stays_head=880101"


def split(home, office, **more):
    Household.objects.filter(pk=home.pk).update(arable_mu="6.00")
    return office.post(address(home, "split") + PARTED, {**SPLIT, "arable_mu": "2.5", **more})


def test_a_split_makes_a_household_with_its_members_land_and_place_in_the_programme(home, office):
    assert split(home, office).url.endswith("/610426-8802/")
    old, new = Household.objects.get(code="8801"), Household.objects.get(code="8802")
    assert (old.persons, new.persons, new.head_name, new.status) == (1, 2, "钱二花", "poor")
    assert (str(old.arable_mu), str(new.arable_mu)) == ("3.50", "2.50")
    assert (new.phone.open(), new.house) == ("", "")


def born(home, office):
    return office.post(address(home, "joined"), newborn(home))


@pytest.mark.parametrize(("change", "code"), [(born, "8801"), (split, "8801"), (split, "8802")])
def test_the_page_counts_the_members_of_a_period_as_the_registry_does(home, office, change, code):
    change(home, office)
    row = Household.objects.get(code=code)
    known = (queries.members_of(row), queries.changes_of(row))
    told = queries.account_of(row, year=2025)
    assert queries.account_of(row, year=2025, known=known) == told
    assert told.rules.last < date(2026, 1, 5)  # the change came after the period


def test_accounts_of_earlier_years_stay_where_they_were_earned(home, office):
    running = line("8801-r", "8801", "a1", "900", person="880102", month=date(2025, 11, 1), months=1)
    actions.take_income(rows=[running], **MORE)
    split(home, office)
    assert list(IncomeLine.objects.filter(household__code="8802").values_list("code", flat=True)) == ["8801-r"]
    assert queries.account_of(Household.objects.get(code="8801"), year=2025).per_head_yuan == 4200


@pytest.mark.parametrize(
    ("query", "given", "code"),
    [
        (PARTED, {"code": "8801"}, "code.taken"),
        (PARTED, {"relation-880103": "head"}, "household.one_head"),
        (PARTED, {"reason": "x"}, "no_reason"),
    ],
)
def test_a_split_that_cannot_be_changes_nothing(home, office, query, given, code):
    before = state()
    response = office.post(address(home, "split") + query, {**SPLIT, **given})
    assert (response.status_code, response.context["refused"].code) == (422, code)
    assert state() == before


@pytest.mark.parametrize(
    "query", ["?going=880102&head=880101&stays_head=880103", "?going=880101&head=880101&stays_head=880101"]
)
def test_heads_stand_on_their_own_side(home, office, query):
    assert "form" not in office.get(address(home, "split") + query).context


def test_a_merger_brings_members_land_and_the_running_account(villages, home, office):
    other = make_other(villages[0])
    Household.objects.filter(pk=home.pk).update(arable_mu="6.00")
    Household.objects.filter(pk=other.pk).update(arable_mu="1.50")
    found = office.get(address(home, "merge"), {"q": "99"}).context["offered"]
    assert [row["row"].code for row in found] == ["9901"]
    page = office.get(address(home, "merge"), {"into": other.key}).context
    assert page["result"]["persons"] == 5
    related = {"relation-880101": "other", "relation-880102": "other", "relation-880103": "other"}
    response = office.post(f"{address(home, 'merge')}?into={other.key}", {**WHY, **related})
    assert response.status_code == 302
    old, new = Household.objects.get(code="8801"), Household.objects.get(code="9901")
    assert (old.persons, old.status, new.persons, str(new.arable_mu)) == (0, "gone", 5, "7.50")


def test_a_merger_is_not_made_on_a_household_that_somebody_changed_meanwhile(villages, home, person, noon):
    other = make_other(villages[0])
    with pytest.raises(Refused) as refused:
        actions.note_merger(
            household=home, into=other, relations={}, on=date(2026, 1, 5), reason="合户", by=person("office"), at=noon,
            into_version=other.version + 1,
        )  # fmt: skip
    assert refused.value.code == "version.stale"


def death(home, office):
    return office.post(address(home, "left"), {**WHY, "kind": "death", "people": ["880102"]})


def birth(home, office):
    return office.post(address(home, "joined"), newborn(home))


def new_head(home, office):
    sent = {**WHY, "relation-880101": "spouse", "relation-880102": "head", "relation-880103": "son"}
    return office.post(f"{address(home, 'head')}?head=880102", sent)


@pytest.mark.parametrize("change", [death, birth, new_head, split])
def test_what_was_noted_last_is_taken_back_and_everything_is_as_before(home, office, change):
    Household.objects.filter(pk=home.pk).update(arable_mu="6.00")
    before = state()
    assert change(home, office).status_code == 302
    assert state() != before
    noted = NaturalChange.objects.get()
    response = office.post(address(home, "undo", noted.pk), {"reason": "录错了"})
    assert response.status_code == 302
    assert state() == before
    noted.refresh_from_db()
    assert (noted.undone_because, Event.objects.latest("id").name) == ("录错了", "natural_change.undone")


def test_a_merger_is_taken_back(villages, home, office):
    other = make_other(villages[0])
    before = state()
    related = {"relation-880101": "other", "relation-880102": "other", "relation-880103": "other"}
    office.post(f"{address(home, 'merge')}?into={other.key}", {**WHY, **related})
    office.post(address(home, "undo", NaturalChange.objects.get().pk), {"reason": "录错了"})
    assert state() == before


def test_only_the_last_change_is_taken_back(home, office):
    birth(home, office)
    first = NaturalChange.objects.get()
    death(home, office)
    response = office.post(address(home, "undo", first.pk), {"reason": "录错了"})
    assert response.context["refused"].code == "undo.not_last"


def test_a_birth_is_not_taken_back_once_something_stands_on_it(home, office):
    birth(home, office)
    actions.take_income(rows=[line("8801-k", "8801", "d2", "100", person="880104")], **MORE)
    response = office.post(address(home, "undo", NaturalChange.objects.get().pk), {"reason": "录错了"})
    assert response.context["refused"].code == "undo.something_stands"
    assert Member.objects.filter(code="880104").exists()


def test_the_neighbour_and_the_auditor_cannot_change_a_family(home, person, client_for):
    for_auditor = client_for(person("auditor")).post(address(home, "joined"), newborn(home))
    for_neighbour = client_for(person("office", scope="610425")).post(address(home, "joined"), newborn(home))
    assert (for_auditor.status_code, for_neighbour.status_code) == (409, 404)
    assert Member.objects.count() == 3


@pytest.mark.parametrize("name", ["change", "left", "joined", "head", "split", "merge"])
def test_every_page_of_a_change_opens(home, office, name):
    assert office.get(address(home, name)).status_code == 200
