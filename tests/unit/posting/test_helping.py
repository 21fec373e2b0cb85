"""Helping units as decided beside what the needs say."""

from datetime import date

from zhucun.engine.facts import Subject, UnitFacts, VillageFacts
from zhucun.engine.intake import inspect
from zhucun.engine.policy.unit_trades import described, trade_by_name
from zhucun.engine.posting.helping import compare
from zhucun.engine.posting.scheme import default_scheme
from zhucun.engine.words import Need, UnitKind

ON = date(2026, 3, 2)


def village(name, helper, **facts):
    return VillageFacts(name=name, town="甲镇", households=300, persons=1000, helper_unit=helper, **facts)


SICK = {"ill_poor_households": 60, "poor_households": 90, "clinic": False, "doctors": 0, "dropouts": 0}
UNTAUGHT = {"school_poor_households": 60, "poor_households": 90, "clinic": True, "doctors": 2, "dropouts": 20}


def test_units_swapped_between_two_villages_are_put_right():
    comparison = compare(
        [village("病村", "县教育局", **SICK), village("学村", "县人民医院", **UNTAUGHT)], [], default_scheme(), on=ON
    )
    assert [row.planned.name for row in comparison.rows] == ["县人民医院", "县教育局"]
    assert comparison.planned_total > comparison.decided_total
    assert comparison.proved
    assert comparison.same == 0


def test_each_unit_keeps_as_many_villages_as_it_was_given():
    villages = [village(f"村{i}", "县教育局" if i % 3 else "县医院", **(SICK if i % 2 else UNTAUGHT)) for i in range(9)]
    rows = compare(villages, [], default_scheme(), on=ON).rows
    assert sorted(r.planned.name for r in rows) == sorted(r.decided.name for r in rows)


def test_a_village_without_a_unit_is_listed_and_not_guessed():
    comparison = compare([village("空村", None)], [], default_scheme(), on=ON)
    assert comparison.rows == ()
    assert [v.name for v in comparison.without_unit] == ["空村"]


def test_what_a_county_typed_stands_before_what_the_name_says():
    typed = UnitFacts(name="县教育局", kind=UnitKind.PARTY, strengths=(Need.HEALTH,))
    assert described(typed) == typed
    assert described(UnitFacts(name="县教育局")).strengths == (Need.EDUCATION,)
    assert trade_by_name("农村信用社") == (UnitKind.GOVERNMENT, (Need.FINANCE_LAW, Need.INDUSTRY))
    assert trade_by_name("某某") is None


def test_the_real_report_of_125_villages_is_compared_with_what_was_decided(shared):
    report = shared / "data/conghua/monthly_report_2011_08.xlsx"
    rows = inspect(report.read_bytes(), report.name, Subject.VILLAGES, on=date(2011, 8, 31)).rows
    villages = [row.facts for row in rows]
    comparison = compare(villages, [], default_scheme(), on=date(2015, 5, 1))
    assert len(comparison.rows) + len(comparison.without_unit) == 125
    assert comparison.proved
    assert comparison.bound == comparison.planned_total >= comparison.decided_total
