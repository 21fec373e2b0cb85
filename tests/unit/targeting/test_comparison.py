"""Records of other registers against red lines: suspects with evidence and deadline, nothing lost, nobody removed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.engine.errors import BadProblem
from zhucun.engine.policy import Figure
from zhucun.engine.targeting.comparison import Comparison, compare
from zhucun.engine.targeting.red_lines import Register, Severity, Whose, red_lines
from zhucun.engine.targeting.rows import Rows
from zhucun.engine.targeting.rule_sets import read

ON = date(2017, 3, 1)
HOUSEHOLDS = Rows.of(
    [{"code": "a", "relocated": False}, {"code": "b", "relocated": True}, {"code": "c", "relocated": None}]
)


def compared(*records: dict[str, Any], **more: Any) -> Comparison:
    rows = [{"code": f"r{i}", "household_code": "a", "register": "vehicle", **r} for i, r in enumerate(records, 1)]
    return compare(Rows.of(rows), HOUSEHOLDS, on=ON, **more)


def test_a_car_above_the_value_is_a_suspect_with_source_evidence_rule_and_deadline():
    found = compared({"value_yuan": Decimal(45000), "told": "五菱面包车"}).suspects[0]
    assert (found.household, found.register, found.rule, found.severity) == (
        "a", Register.VEHICLE, "vehicle", Severity.EXCLUDE,
    )  # fmt: skip
    assert found.evidence.zh == "车辆登记记录r1，家庭成员，价值45,000元，五菱面包车"
    assert found.deadline == date(2017, 3, 16)
    assert found.basis.version == "ten_principles@2015-08-01"


@pytest.mark.parametrize(
    ("yuan", "suspected"), [(29999, False), (30000, False), (Decimal("30000.01"), True), (None, True)]
)
def test_the_value_limit_is_exact_and_a_record_without_value_is_looked_at(yuan: Any, suspected: bool):
    assert bool(compared({"value_yuan": yuan}).suspects) is suspected


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"value_yuan": 20000}, "未超过规则"),
        ({"purpose": "production", "value_yuan": 90000}, "用于扶贫产业或生产的车辆"),
        ({"register": "town_house", "household_code": "b"}, "易地搬迁安置房"),
        ({"register": "town_house", "purpose": "relocation"}, "登记为安置房"),
        ({"register": "business", "purpose": "poverty_cooperative"}, "扶贫合作社"),
        ({"register": "payroll", "whose": "other"}, "不核对此类记录"),
        ({"register": "appliance"}, "不核对此类记录"),
        ({"household_code": "nobody"}, "不在名单中"),
    ],
)
def test_every_record_that_is_no_suspect_is_kept_with_its_reason(record: dict[str, Any], reason: str):
    found = compared(record)
    assert found.suspects == ()
    assert reason in found.spared[0].reason.zh


@pytest.mark.parametrize("whose", ["member", "parent", "spouse", "child", ""])
def test_public_payroll_reaches_to_parents_spouse_and_children(whose: str):
    assert compared({"register": "payroll", "whose": whose}).suspects[0].whose is Whose(whose or "member")


def test_a_doubtful_match_says_first_find_out_who_it_is():
    found = compared({"register": "town_house", "probability": 700}).suspects[0]
    assert found.identity_doubtful
    assert "同一人的可能70%，先辨认身份" in found.evidence.zh


def test_severity_differs_by_area_and_certain_exclusions_come_first():
    found = compared({"register": "payroll"}, {"register": "vehicle"}, area="361121")
    assert [(s.rule, s.severity) for s in found.suspects] == [
        ("vehicle", Severity.EXCLUDE), ("payroll", Severity.REVIEW),
    ]  # fmt: skip


def test_a_county_gives_its_own_days():
    own = Figure(name="comparison.answer_days", value=30, since=date(2016, 1, 1), area="")
    assert compared({}, figures=[own]).suspects[0].deadline == date(2017, 3, 31)


def test_the_nine_red_lines_are_there_to_choose():
    lines = red_lines(on=ON, code="nine_red_lines")
    assert {r.register for r in lines.rules} >= {Register.APPLIANCE, Register.REPORT, Register.STUDY_ABROAD}


def test_an_exemption_that_would_spare_everything_is_refused():
    row = {
        "code": "own", "text": {"zh": "本县", "en": "own"}, "since": date(2016, 1, 1), "rules": [],
        "exemptions": [{"code": "all", "text": {"zh": "全部", "en": "all"}, "registers": ["vehicle"]}],
    }  # fmt: skip
    with pytest.raises(BadProblem, match="spare everything"):
        red_lines(on=ON, local=[read("red_lines", row, on=ON)])


RECORDS = st.lists(
    st.fixed_dictionaries(
        {
            "household_code": st.sampled_from(["a", "b", "c", "x"]),
            "register": st.sampled_from([r.value for r in Register]),
            "whose": st.sampled_from(["", *[w.value for w in Whose]]),
            "value_yuan": st.one_of(st.none(), st.integers(0, 100_000)),
            "purpose": st.sampled_from(["", "production", "relocation", "dormant"]),
        }
    ),
    max_size=15,
)


@settings(deadline=None)
@given(RECORDS, st.sampled_from(["", "361121"]))
def test_no_record_is_lost_and_none_is_both_suspect_and_spared(records: list[dict[str, Any]], area: str):
    found = compared(*records, area=area)
    told = [s.record for s in found.spared] + sorted({s.record for s in found.suspects})
    assert sorted(told) == sorted(f"r{i}" for i in range(1, len(records) + 1))
    assert found.records == len(records)


def test_a_missing_value_is_said_only_where_a_value_matters():
    assert "记录未载明价值" in compared({"value_yuan": None}).suspects[0].evidence.zh
    assert "未载明" not in compared({"register": "business"}).suspects[0].evidence.zh
