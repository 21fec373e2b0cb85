"""Writing villages and adjustments: who may, what stands, what is left in the log."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from zhucun.core.models import Event, User
from zhucun.core.refusals import Refused
from zhucun.core.taking import Outcome, Taken
from zhucun.engine.facts import VillageFacts
from zhucun.engine.words import Need, VillageKind
from zhucun.registry import actions, bridge, queries
from zhucun.registry.models import NeedAdjustment, Village

CODE, OTHER = "610426101200", "610426101202"
pytestmark = pytest.mark.django_db
Person = Callable[..., User]


def facts(code: str = CODE, **more: object) -> VillageFacts:
    base: dict[str, object] = {"name": "店头村", "persons": 900, "households": 240, "poor_persons": 100}
    return VillageFacts(code=code, **{**base, **more})  # type: ignore[arg-type]


@pytest.fixture
def village(county: str, noon: datetime) -> Village:
    actions.take_villages(rows=[facts()], county=county, by=None, at=noon)
    return Village.objects.get(pk=CODE)


def test_facts_survive_the_way_into_the_table_and_back(county: str, noon: datetime) -> None:
    given = facts(
        kinds=(VillageKind.POOR,), wanted=(Need.HEALTH,), town="店头镇", income_per_head_yuan=Decimal("8123.45")
    )
    actions.add_village(facts=given, county=county, by=None, at=noon)
    found = bridge.facts_of(Village.objects.get(pk=CODE))
    assert found == VillageFacts(**{**{f: getattr(given, f) for f in bridge.KEYS}, "county": county})


def test_the_same_list_twice_changes_nothing_and_says_so(county: str, noon: datetime) -> None:
    rows = [facts(town_km=Decimal("3.14159")), facts(OTHER, kinds=(VillageKind.WEAK,))]
    assert actions.take_villages(rows=rows, county=county, by=None, at=noon) == Taken(new=2)
    before = Event.objects.count()
    assert actions.take_villages(rows=rows, county=county, by=None, at=noon) == Taken(same=2)
    assert Event.objects.count() == before
    assert Village.objects.get(pk=CODE).version == 1


def test_an_empty_fact_of_a_list_changes_nothing(village: Village, county: str, noon: datetime) -> None:
    row = VillageFacts(code=CODE, name="店头村", persons=950)
    assert actions.take_villages(rows=[row], county=county, by=None, at=noon) == Taken(changed=1)
    village.refresh_from_db()
    assert (village.persons, village.households, village.version) == (950, 240, 2)


def test_a_list_leaves_one_event_for_each_village_and_one_for_itself(
    county: str, noon: datetime, person: Person
) -> None:
    office = person("office")
    actions.take_villages(rows=[facts(), facts(OTHER)], county=county, by=office, at=noon)
    actions.take_villages(rows=[facts(persons=901)], county=county, by=office, at=noon, reason="8月月报")
    names = list(Event.objects.filter(by=office).order_by("id").values_list("name", flat=True))
    assert names == ["village.added", "village.added", "villages.taken", "village.changed", "villages.taken"]
    changed = Event.objects.get(name="village.changed")
    assert (changed.changes, changed.reason) == ({"persons": [900, 901]}, "8月月报")


def test_a_code_that_stands_twice_is_refused(county: str, noon: datetime) -> None:
    with pytest.raises(Refused, match=CODE):
        actions.take_villages(rows=[facts(), facts()], county=county, by=None, at=noon)
    assert not Village.objects.exists()


@pytest.mark.parametrize("code", ["", "610425001001", "61042610120", "610426101800"])
def test_a_code_that_is_no_village_of_the_county_is_refused(code: str, county: str, noon: datetime) -> None:
    with pytest.raises(Refused, match="village"):
        actions.add_village(facts=facts(code), county=county, by=None, at=noon)


def test_a_village_missing_in_the_national_list_has_a_number_from_900(county: str, noon: datetime) -> None:
    code = queries.next_own_code("610426101")
    assert code == "610426101900"
    actions.add_village(facts=facts(code), county=county, by=None, at=noon)
    assert queries.next_own_code("610426101") == "610426101901"


def test_differences_say_old_and_new_before_anything_is_written(village: Village, county: str) -> None:
    found = queries.differences([facts(persons=950), facts(OTHER), facts()], county)
    assert [d.outcome for d in found] == [Outcome.CHANGED, Outcome.NEW, Outcome.SAME]
    assert found[0].changes == {"persons": (900, 950)}
    assert Village.objects.count() == 1


def test_two_people_editing_one_village_do_not_overwrite_each_other(
    village: Village, noon: datetime, person: Person
) -> None:
    first, second = person("office"), person("township", scope="610426101")
    actions.change_village(code=CODE, facts=facts(persons=910), version=1, by=first, at=noon)
    with pytest.raises(Refused) as refused:
        actions.change_village(code=CODE, facts=facts(persons=920), version=1, by=second, at=noon)
    assert refused.value.code == "version.stale"
    village.refresh_from_db()
    assert village.persons == 910


def test_a_change_leaves_old_and_new_value(village: Village, noon: datetime, person: Person) -> None:
    actions.change_village(
        code=CODE, facts=facts(poor_persons=90), version=1, by=person("office"), at=noon, reason="核实"
    )
    event = Event.objects.get(name="village.changed")
    assert event.changes == {"poor_persons": [100, 90]}
    assert event.reason == "核实"


def test_saving_without_a_change_is_no_event(village: Village, noon: datetime, person: Person) -> None:
    same = bridge.facts_of(village)
    assert actions.change_village(code=CODE, facts=same, version=1, by=person("office"), at=noon).version == 1
    assert not Event.objects.filter(name="village.changed").exists()


def test_a_part_above_its_whole_is_refused_only_where_the_change_touches_it(
    county: str, noon: datetime, person: Person
) -> None:
    actions.take_villages(rows=[facts(poor_persons=1200)], county=county, by=None, at=noon)
    office = person("office")
    actions.change_village(code=CODE, facts=facts(poor_persons=1200, petitions=3), version=1, by=office, at=noon)
    with pytest.raises(Refused, match="1300"):
        actions.change_village(code=CODE, facts=facts(poor_persons=1300), version=2, by=office, at=noon)


@pytest.mark.parametrize(
    ("role", "scope"), [("first_secretary", CODE), ("auditor", "610426"), ("province", "61"), ("township", "610426102")]
)
def test_who_may_not_change_a_village_is_refused(
    role: str, scope: str, village: Village, noon: datetime, person: Person
) -> None:
    with pytest.raises(Refused):
        actions.change_village(code=CODE, facts=facts(persons=1), version=1, by=person(role, scope=scope), at=noon)


def test_an_adjusted_need_holds_beside_the_computed_one(village: Village, noon: datetime, person: Person) -> None:
    computed = queries.profile_of(village, on=noon.date()).weight(Need.ORDER)
    office = person("office")
    actions.adjust_need(village=village, need=Need.ORDER, thousandths=900, reason="两姓纠纷未结", by=office, at=noon)
    need = queries.profile_of(village, on=noon.date()).needs[Need.ORDER]
    assert (need.weight, need.computed, need.adjusted_because) == (900, computed, "两姓纠纷未结")
    actions.withdraw_adjustment(village=village, need=Need.ORDER, by=office, at=noon)
    assert queries.profile_of(village, on=noon.date()).weight(Need.ORDER) == computed


def test_a_second_adjustment_takes_the_place_of_the_first_and_both_stay_in_the_log(
    village: Village, noon: datetime, person: Person
) -> None:
    office = person("office")
    for weight in (900, 400):
        actions.adjust_need(village=village, need=Need.ORDER, thousandths=weight, reason="新情况", by=office, at=noon)
    assert NeedAdjustment.objects.filter(withdrawn_at=None).get().thousandths == 400
    changes = list(Event.objects.filter(name="need.adjusted").order_by("id").values_list("changes", flat=True))
    assert changes == [{"order": [None, 0.9]}, {"order": [0.9, 0.4]}]


def test_an_adjustment_needs_a_reason_a_weight_within_bounds_and_the_right(
    village: Village, noon: datetime, person: Person
) -> None:
    office, township = person("office"), person("township", scope="610426101")
    with pytest.raises(Refused, match="no_reason"):
        actions.adjust_need(village=village, need=Need.ORDER, thousandths=900, reason=" ", by=office, at=noon)
    with pytest.raises(Refused, match=r"need\.bad_weight"):
        actions.adjust_need(village=village, need=Need.ORDER, thousandths=1001, reason="新情况", by=office, at=noon)
    with pytest.raises(Refused):
        actions.adjust_need(village=village, need=Need.ORDER, thousandths=900, reason="新情况", by=township, at=noon)
    with pytest.raises(Refused):
        actions.withdraw_adjustment(village=village, need=Need.ORDER, by=office, at=noon)


def test_a_change_of_any_village_is_seen_in_the_profiles_at_once(village: Village, county: str, noon: datetime) -> None:
    actions.take_villages(rows=[facts(OTHER, disputes=1)], county=county, by=None, at=noon)
    before = queries.profiles(county, on=noon.date())[CODE].weight(Need.ORDER)
    actions.take_villages(rows=[facts(disputes=200)], county=county, by=None, at=noon)
    assert queries.profiles(county, on=noon.date())[CODE].weight(Need.ORDER) > before
