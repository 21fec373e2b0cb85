"""Lists, comparison and home checks: what is matched, what is raised, who may do which step, and what never happens."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.contract.households_rows import COUNTY, NOON, identity
from tests.contract.verification_rows import car, days, make_families, number_of, raised, take, team, verify
from zhucun.core.models import Event
from zhucun.core.refusals import Refused
from zhucun.engine.targeting.register_lists import Entry
from zhucun.policy.actions import add_rule_set
from zhucun.registry.models import Household, Member
from zhucun.verification import actions
from zhucun.verification.actions import comparing
from zhucun.verification.bridge.comparing import held
from zhucun.verification.bridge.red_lines import content_of
from zhucun.verification.models import Check, Comparison, RegisterRecord

STRANGER = identity("19810102", 33)


@pytest.fixture
def here(county, person):
    """A village with three families and the people who verify."""
    village, homes = make_families(3)
    return {"village": village, "homes": homes, "people": team(person, village)}


def code_of(action):
    with pytest.raises(Refused) as refused:
        action()
    return refused.value.code


def test_a_record_means_the_member_with_its_number_and_a_stranger_nobody(here):
    row = take([car(0), Entry(3, STRANGER, "孙外人", "小型轿车", Decimal(90000))])
    own, other = row.records.order_by("row")
    assert (own.household, own.chance) == (here["homes"][0], 1000)
    assert other.household is None
    assert (row.rows, row.found, row.doubtful) == (2, 1, 0)


def test_one_number_under_another_name_is_doubtful_and_says_so(here):
    [check] = raised([car(0, name="欧阳甲")])
    assert check.doubtful
    assert "辨认" in check.evidence_zh


def test_what_names_somebody_is_sealed_in_the_database(here):
    from django.db import connection

    take([car(0, reference="陕D12345")])
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity, name, reference FROM verification_registerrecord")
        stored = " ".join(cursor.fetchone())
    assert number_of(0) not in stored
    assert "赵一" not in stored
    assert "陕D12345" not in stored


def test_a_car_above_the_limit_is_a_suspect_and_one_below_keeps_its_reason(here):
    [check] = raised([car(0, yuan=80000), car(1, 3, yuan=20000)])
    assert check.household == here["homes"][0]
    assert (check.severity, check.source, check.state) == ("exclude", "vehicle", "check_open")
    assert "3万元" in RegisterRecord.objects.get(row=3).spared_zh


def test_resettled_households_are_spared_their_house(here):
    Household.objects.update(relocated=True)
    assert raised([car(0, detail="县城商品房")], "town_house") == []
    assert "安置" in RegisterRecord.objects.get().spared_zh


def test_the_dead_member_who_is_on_record_is_no_suspect(here):
    Member.objects.filter(name="赵一").update(state="dead")
    assert raised([car(0, yuan=None, detail="死亡注销")], "dead") == []


def test_comparing_twice_raises_nothing_twice(here):
    raised([car(0)])
    again = actions.compare(county=COUNTY, by=None, at=days(1), again=True)
    assert (again.raised, again.known, Check.objects.count()) == (0, 1, 1)


def test_a_newer_list_of_the_same_department_stands_for_the_older_one(here):
    raised([car(0)])
    take([car(0), car(1, 3)], at=days(30))
    again = actions.compare(county=COUNTY, by=None, at=days(30))
    assert (again.records, again.raised, again.known) == (2, 1, 1)


def test_the_countys_own_red_lines_hold_before_the_published_ones(here):
    line = {
        "text_zh": "大型农机", "text_en": "", "register": "machinery", "severity": "review", "whose": ["member"],
        "more_than_yuan": None,
    }  # fmt: skip
    add_rule_set(
        area=COUNTY, kind="red_lines", name="本县规则", content=content_of([line], []), since=date(2020, 1, 1),
        reference="县发〔2020〕1号", reason="县情", by=here["people"]["organiser"], at=NOON,
    )  # fmt: skip
    take([car(1, 3)], "vehicle")
    [check] = raised([car(0, detail="拖拉机")], "machinery")
    assert (check.source, check.severity) == ("machinery", "review")


def test_two_people_see_and_the_second_is_never_the_first(here):
    [check] = raised([car(0)])
    by = here["people"]
    actions.see_home(
        check=check, finding="found_true", note="看到车", spoken_to="", on=NOON.date(), by=by["secretary"], at=NOON
    )
    again = code_of(lambda: actions.answer_seen(check=check, agrees=True, note="", by=by["secretary"], at=NOON))
    assert again == "check.same_person"
    actions.answer_seen(check=check, agrees=True, note="", by=by["township"], at=NOON)
    check.refresh_from_db()
    assert check.state == "check_agreed"


def test_whom_the_second_person_contradicts_is_visited_again(here):
    [check] = raised([car(0)])
    by = here["people"]
    actions.see_home(
        check=check, finding="found_true", note="看到车", spoken_to="", on=NOON.date(), by=by["secretary"], at=NOON
    )
    assert code_of(lambda: actions.answer_seen(check=check, agrees=False, note="", by=by["township"], at=NOON)) == (
        "check.no_second_note"
    )
    actions.answer_seen(check=check, agrees=False, note="车是邻居的", by=by["township"], at=NOON)
    check.refresh_from_db()
    assert check.state == "check_open"
    assert check.visits.get().second_note == "车是邻居的"


def test_nobody_closes_what_two_people_have_not_seen(here):
    [check] = raised([car(0)])
    by_the_office = {"by": here["people"]["office"], "at": NOON}
    refused = code_of(lambda: actions.close(check=check, outcome="found_true", reason="属实", **by_the_office))
    assert refused == "check.not_verified"


def test_the_village_does_not_close_its_own_checks(here):
    [check] = raised([car(0)])
    by = here["people"]
    actions.see_home(
        check=check, finding="found_true", note="看到车", spoken_to="", on=NOON.date(), by=by["township"], at=NOON
    )
    actions.answer_seen(check=check, agrees=True, note="", by=by["secretary"], at=NOON)
    close = lambda: actions.close(check=check, outcome="found_true", reason="属实", by=by["secretary"], at=NOON)  # noqa: E731
    assert code_of(close) == "not_your_role"


@pytest.mark.parametrize("outcome", ["found_true", "found_untrue", "found_exempt", "found_error"])
def test_whatever_is_found_the_household_stays_what_it_is(here, outcome):
    before = list(Household.objects.order_by("key").values())
    [check] = raised([car(0)])
    verify(check, here["people"], outcome)
    assert list(Household.objects.order_by("key").values()) == before


def test_every_step_leaves_its_event_without_personal_values(here):
    [check] = raised([car(0)])
    verify(check, here["people"])
    names = list(Event.objects.order_by("pk").values_list("name", flat=True))
    assert names[-5:] == ["register.taken", "comparison.made", "check.seen", "check.confirmed", "check.closed"]
    told = " ".join(str(e.changes) + e.label + e.reason for e in Event.objects.all())
    assert "赵" not in told
    assert number_of(0) not in told


def test_a_list_taken_back_takes_along_only_what_nobody_began(here):
    first, _second = raised([car(0), car(1, 3)])
    by = here["people"]
    actions.see_home(
        check=first, finding="found_true", note="看到车", spoken_to="", on=NOON.date(), by=by["secretary"], at=NOON
    )
    row = first.record.list
    actions.withdraw_list(row=row, reason="部门发错了", by=by["office"], at=NOON)
    row.refresh_from_db()
    assert row.state == "list_withdrawn"
    assert [c.pk for c in Check.objects.all()] == [first.pk]
    assert RegisterRecord.objects.count() == 0


def test_checks_are_given_to_somebody_of_the_village_only(here, person):
    [check] = raised([car(0)])
    by = here["people"]["township"]
    stranger = person("first_secretary", scope="610426002001", name="外村书记")
    far = lambda: actions.assign(check=check, owner=stranger, deadline=NOON.date(), by=by, at=NOON)  # noqa: E731
    assert code_of(far) == "check.not_there"
    count = actions.assign_village(
        village=here["village"], owner=here["people"]["secretary"], deadline=NOON.date(), by=by, at=NOON
    )
    check.refresh_from_db()
    assert (count, check.owner) == (1, here["people"]["secretary"])


def test_the_same_seed_draws_the_same_households(here):
    make_families(12, village=here["village"], first=3)
    first = actions.draw_audits(county=COUNTY, seed=5, by=None, at=NOON)
    drawn = set(first.checks.values_list("household_id", flat=True))
    first.checks.all().delete()
    second = actions.draw_audits(county=COUNTY, seed=5, by=None, at=days(1))
    assert drawn == set(second.checks.values_list("household_id", flat=True))
    assert (first.unsuspected_of, first.unsuspected_drawn) == (15, 2)


def test_whoever_verified_first_does_not_audit(here):
    [check] = raised([car(0)])
    verify(check, here["people"])
    draw = actions.draw_audits(county=COUNTY, seed=5, by=None, at=days(1))
    audit = draw.checks.get(again=check)
    see = lambda: actions.see_home(  # noqa: E731
        check=audit, finding="found_true", note="看了", spoken_to="", on=days(1).date(), by=here["people"]["secretary"],
        at=days(1),
    )  # fmt: skip
    assert code_of(see) == "check.own_work"


def test_precision_counts_suspects_and_recall_only_the_lot(here):
    from zhucun.verification.queries.measures import measured

    checks = raised([car(0), car(1, 3)])
    verify(checks[0], here["people"], "found_true")
    verify(checks[1], here["people"], "found_untrue")
    found = measured(COUNTY, on=NOON.date())
    assert (found.whole.precision.ratio.numerator, found.whole.precision.ratio.denominator) == (1, 2)
    assert found.whole.recall.ratio.denominator == 0
    actions.draw_audits(county=COUNTY, seed=5, by=None, at=days(1))
    audit = Check.objects.get(source="audit", again__isnull=True)
    Check.objects.filter(source="audit").exclude(pk=audit.pk).delete()
    by = {**here["people"], "secretary": here["people"]["other"]}
    actions.see_home(
        check=audit, finding="found_true", note="有车", spoken_to="", on=days(1).date(), by=by["other"], at=days(1)
    )
    actions.answer_seen(check=audit, agrees=True, note="", by=by["township"], at=days(1))
    actions.close(check=audit, outcome="found_true", reason="有车", by=by["office"], at=days(1))
    found = measured(COUNTY, on=NOON.date())
    assert (found.whole.recall.ratio.numerator, found.whole.recall.ratio.denominator) == (0, 1)


def test_checks_run_out_after_the_days_of_the_rule(here):
    [check] = raised([car(0)])
    assert check.deadline == NOON.date() + timedelta(days=15)


def test_nobody_below_the_county_takes_lists_or_compares(here):
    assert code_of(lambda: actions.compare(county=COUNTY, by=here["people"]["township"], at=NOON)) == "not_your_role"


def asked_to_compare(here):
    return actions.ask_to_compare(county=COUNTY, by=here["people"]["office"], at=NOON)


def test_one_comparison_at_a_time(here):
    take([car(0)])
    asked_to_compare(here)
    assert code_of(lambda: asked_to_compare(here)) == "work.running"


def test_what_a_killed_process_left_is_taken_up_and_only_once(here):
    take([car(0)])
    row = asked_to_compare(here)
    Comparison.objects.filter(pk=row.pk).update(state="running", beat_at=NOON)
    assert actions.waiting(at=NOON + timedelta(minutes=1)) == []
    assert actions.waiting(at=NOON + timedelta(minutes=6)) == [row.pk]
    actions.work_out_comparison(pk=row.pk, clock=lambda: NOON + timedelta(minutes=6))
    actions.work_out_comparison(pk=row.pk, clock=lambda: NOON + timedelta(minutes=20))
    row.refresh_from_db()
    assert (row.state, row.raised, Check.objects.count()) == ("done", 1, 1)


def test_a_list_that_changes_meanwhile_overtakes_the_comparison(here, monkeypatch):
    take([car(0)])
    row = asked_to_compare(here)
    monkeypatch.setattr(comparing, "held", lambda *a, **k: [take([car(1)], at=days(1)), held(*a, **k)][1])
    actions.work_out_comparison(pk=row.pk, clock=lambda: NOON)
    row.refresh_from_db()
    assert (row.state, Check.objects.count()) == ("overtaken", 0)


def test_a_comparison_that_is_stopped_on_the_way_writes_nothing(here, monkeypatch):
    take([car(0)])
    row, by = asked_to_compare(here), here["people"]["office"]
    stop = lambda *a, **k: [actions.stop_comparing(comparison=row, by=by, at=NOON), held(*a, **k)][1]  # noqa: E731
    monkeypatch.setattr(comparing, "held", stop)
    actions.work_out_comparison(pk=row.pk, clock=lambda: NOON)
    row.refresh_from_db()
    assert (row.state, Check.objects.count()) == ("stopped", 0)


def test_matching_again_finds_who_came_later(here):
    row = take([car(5)])
    assert row.found == 0
    make_families(6, village=here["village"])
    made = actions.compare(county=COUNTY, by=None, at=days(1), again=True)
    assert (made.matched, made.raised) == (1, 1)
