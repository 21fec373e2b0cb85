"""Each quality rule finds its fault, in the right row, and leaves sound rows alone."""

import pytest

from tests.unit.intake.books import CANDIDATE_HEAD, ON, candidate, looked_at, rules
from zhucun.engine.facts import CandidateFacts, Subject, UnitFacts, VillageFacts
from zhucun.engine.intake import RULES
from zhucun.engine.words import PartyStatus, Sex

V, C, U, P = Subject.VILLAGES, Subject.CANDIDATES, Subject.UNITS, Subject.POSTS
FINANCE = UnitFacts(name="县财政局", short_names=("财政局",), most=1, least=3)
JIANSHE = "610426001001"  # 建设路社区居民委员会, 监军街道, 永寿县


def broken(rows, subject=V, **more):
    return rules(looked_at(rows, subject, **more))


def villages(*rows, head=("总户数", "总人口", "贫困户数", "贫困人口", "劳动力", "参加医保人数", "危房户数")):
    """Villages 甲村, 乙村, ... with these figures."""
    return [["村名", "乡镇", *head], *([f"{'甲乙丙丁'[i]}村", "东镇", *row] for i, row in enumerate(rows))]


SOUND = (100, 400, 20, 60, 200, 390, 5)


def test_sound_villages_have_no_fault():
    assert broken(villages(SOUND, SOUND)) == []


@pytest.mark.parametrize(
    ("place", "figure", "expected"),
    [
        (2, 101, {"villages.poor_households_above_all", "villages.poor_household_size"}),
        (3, 401, {"villages.poor_persons_above_all", "villages.poor_household_size"}),
        (3, 19, {"villages.poor_household_size"}),
        (3, 161, {"villages.poor_household_size"}),
        (4, 401, {"villages.labour_above_persons"}),
        (5, 401, {"villages.insured_above_persons"}),
        (6, 101, {"villages.unsafe_above_households", "villages.unsafe_above_poor"}),
        (6, 21, {"villages.unsafe_above_poor"}),
        (1, 99, {"villages.household_size", "villages.insured_above_persons", "villages.labour_above_persons"}),
        (1, 801, {"villages.household_size"}),
    ],
)
def test_figures_that_cannot_both_be_true_are_found(place, figure, expected):
    figures = [*SOUND]
    figures[place] = figure
    assert set(broken(villages(SOUND, figures))) == {(rule, 3) for rule in expected}


@pytest.mark.parametrize(
    ("smaller", "larger", "expected"),
    [
        ("外出务工人数", "总人口", "villages.away_above_persons"),
        ("外出务工人数", "劳动力", "villages.away_above_labour"),
        ("60岁以上人口", "总人口", "villages.old_above_persons"),
        ("残疾人口", "总人口", "villages.disabled_above_persons"),
        ("少数民族人口", "总人口", "villages.minority_above_persons"),
        ("低保人口", "总人口", "villages.dibao_above_persons"),
        ("党员人数", "总人口", "villages.party_above_persons"),
        ("因病致贫户", "贫困户数", "villages.ill_above_poor"),
        ("因学致贫户", "贫困户数", "villages.school_above_poor"),
        ("缺技术致贫户", "贫困户数", "villages.skill_above_poor"),
        ("饮水不安全户数", "总户数", "villages.water_above_households"),
        ("通宽带户数", "总户数", "villages.broadband_above_households"),
        ("未通硬化路小组数", "村民小组数", "villages.unpaved_above_groups"),
        ("到乡镇距离", "到县城距离", "villages.town_farther_than_county"),
    ],
)
def test_a_part_is_never_above_its_whole(smaller, larger, expected):
    assert broken(villages((12, 12), (13, 12), (None, 12), (12, None), head=(smaller, larger))) == [(expected, 3)]


def test_insured_are_held_against_the_poor_only_where_nothing_else_is_known():
    head = ("贫困人口", "参加医保人数")
    assert broken(villages((60, 61), head=head)) == [("villages.insured_above_poor", 2)]
    assert broken(villages((60, 61, 400), head=(*head, "总人口"))) == []


def test_amounts_a_thousand_times_the_median_or_above_a_billion_are_absurd():
    rows = [[amount] for amount in (1e5, 2e5, 3e5, 2e5)]
    assert broken(villages(*rows, head=("计划投入资金",))) == []
    made = [["村名", "乡镇", "计划投入资金"], *[[f"村{i}", "东镇", 200_000] for i in range(9)], ["坏村", "东镇", 2.1e8]]
    assert broken(made) == [("villages.absurd_money", 11)]
    assert broken(villages([3_200_000_000], head=("计划投入资金",))) == [("villages.absurd_money", 2)]


def test_an_amount_of_one_yuan_is_a_place_holder():
    assert broken(villages([1], [0], [50_000], head=("村集体经济收入",))) == [("villages.placeholder_money", 2)]


def test_a_count_twenty_times_the_median_is_named():
    rows = [["村名", "乡镇", "年信访件数"], *[[f"村{i}", "东镇", 10] for i in range(12)], ["坏村", "东镇", 900]]
    assert broken(rows) == [("villages.outlying_count", 14)]


def test_a_village_without_any_figure_is_named():
    assert broken(villages((100, 400), (None, None), head=("总户数", "总人口"))) == [("villages.no_figures", 3)]


def test_a_village_has_one_row_and_a_code_one_village():
    head = ["行政区划代码", "村名", "乡镇"]
    two = [["610426001001", "建设路社区", "监军街道"], ["610426001001", "新永路社区", "监军街道"]]
    assert ("villages.same_code", 3) in broken([head, *two])
    same = [[None, "建设路社区", "监军街道"], [None, "建设路社区居委会", "监军镇"]]
    assert broken([head, *same]) == [("villages.same_village", 3)]
    elsewhere = [[None, "新村", "监军街道"], [None, "新村", "常宁镇"]]
    assert broken([head, *elsewhere]) == []


@pytest.mark.parametrize(
    ("code", "name", "town", "expected"),
    [
        (JIANSHE, "建设路社区", "监军街道", []),
        (JIANSHE, "建设路社区居委会", "监军镇", []),
        (JIANSHE, "别的村", "监军街道", [("villages.other_name", 2)]),
        (JIANSHE, "建设路社区", "常宁镇", [("villages.other_town", 2)]),
        ("610426001999", "建设路社区", "监军街道", [("villages.unknown_code", 2)]),
        ("999999001001", "建设路社区", "监军街道", [("villages.other_county", 2), ("villages.unknown_code", 2)]),
        ("610426001", "建设路社区", "监军街道", [("villages.code_length", 2)]),
        ("6.10426E+11", "建设路社区", "监军街道", [("code.precision", 2)]),
    ],
)
def test_codes_are_held_against_the_national_list(code, name, town, expected):
    found = looked_at([["行政区划代码", "村名", "乡镇"], [code, name, town]], county="610426")
    assert rules(found) == expected


def test_sound_candidates_have_no_fault():
    assert broken([CANDIDATE_HEAD, candidate("1"), candidate("2")], C) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"入党日期": "2006-04"}, {"candidates.party_before_18"}),
        ({"入党日期": "2006-05"}, set()),
        ({"参加工作日期": "2004-04"}, {"candidates.work_before_16"}),
        ({"参加工作日期": "2004-05"}, set()),
        ({"参加工作日期": "2027-01"}, {"candidates.future_day"}),
        ({"入党日期": "2026-03-02"}, {"candidates.future_day"}),
        ({"出生日期": "1950-01-01"}, {"candidates.age"}),
        ({"出生日期": "2009-01-01", "入党日期": None, "参加工作日期": "2026-01"},
         {"candidates.age", "candidates.no_party_day"}),
        ({"入党日期": None}, {"candidates.no_party_day"}),
        ({"政治面貌": "群众"}, {"candidates.party_day_of_none"}),
        ({"出生日期": "1988-02-30"}, {"day.form"}),
        ({"性别": None}, {"value.missing"}),
    ],
)  # fmt: skip
def test_a_candidate_s_days_must_be_possible(changed, expected):
    assert set(broken([CANDIDATE_HEAD, candidate(**changed)], C)) == {(rule, 2) for rule in expected}


def test_a_number_stands_for_one_person_and_a_person_has_one_row():
    assert broken([CANDIDATE_HEAD, candidate("1"), candidate("1", 姓名="别人")], C) == [("candidates.same_code", 3)]
    assert broken([CANDIDATE_HEAD, candidate("1"), candidate("2", 姓名="虚构1")], C) == [("candidates.same_person", 3)]


@pytest.mark.parametrize(
    ("heading", "cell", "expected"),
    [
        ("志愿", "甲、乙、丙、丁、戊、己", "candidates.many_wishes"),
        ("农村基层工作年限", 30, "candidates.years_above_age"),
        ("联系电话", "12345", "candidates.phone"),
    ],
)
def test_other_facts_of_a_candidate_are_checked(heading, cell, expected):
    assert broken([[*CANDIDATE_HEAD, heading], [*candidate(), cell]], C) == [(expected, 2)]


def test_nobody_wishes_for_a_place_to_be_avoided():
    rows = [[*CANDIDATE_HEAD, "志愿", "回避地"], [*candidate(), "东镇、西镇", "西镇"]]
    assert broken(rows, C) == [("candidates.wishes_avoided", 2)]


def test_an_unknown_unit_is_named_with_the_nearest_known_one():
    rows = [CANDIDATE_HEAD, candidate("1", 派出单位="财政局"), candidate("2", 派出单位="永寿县财局")]
    found = looked_at(rows, C, units=[UnitFacts(name="县财政局", short_names=("财政局",))])
    [fault] = found.faults
    assert (fault.rule, fault.row) == ("candidates.unknown_unit", 3)
    assert "县财政局" in fault.message.zh
    assert broken(rows, C) == []


def test_a_unit_that_names_fewer_than_it_must_send_is_named():
    rows = [CANDIDATE_HEAD, candidate("1"), candidate("2")]
    assert broken(rows, C, units=[FINANCE]) == [("candidates.below_least", 3)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["A", "县财政局", None, 2, 1], ["A", "县教育局", None, 2, 1]], [("units.same_code", 3)]),
        ([["A", "县财政局", None, 2, 1], ["B", "县财政局", None, 2, 1]], [("units.same_name", 3)]),
        ([["A", "赤岗街", None, 2, 1], ["B", "赤岗街道办事处", None, 2, 1]], [("units.same_unit", 3)]),
        ([["A", "县财政局", "局", 2, 1], ["B", "县教育局", "局", 2, 1]], [("units.shared_short_name", 3)]),
        ([["A", "县财政局", None, 1, 2], ["B", "县教育局", None, 2, 1]], [("units.least_above_most", 2)]),
        ([["A", "县财政局", None, 0, 0], ["B", "县教育局", None, 2, 1]], [("units.sends_nobody", 2)]),
    ],
)
def test_units_are_checked(rows, expected):
    assert broken([["单位编号", "单位名称", "简称", "最多选派人数", "最少选派人数"], *rows], U) == expected


POST_HEAD = ["村名", "乡镇", "人员编号", "姓名", "派出单位", "任职日期", "到期日期"]


def post(village="甲村", code="1", since="2024-05-01", until=None, unit="县财政局"):
    return [village, "东镇", code, f"虚构{code}", unit, since, until]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([post(), post("乙村", "2")], []),
        ([post(), post("乙村", "1")], [("posts.two_posts", 3)]),
        ([post(), post("甲村", "2")], [("posts.two_secretaries", 3)]),
        ([post(until="2025-01-01"), post("乙村", "1", "2025-01-01")], []),
        ([post(until="2025-01-01"), post("甲村", "2", "2025-02-01")], []),
        ([post(until="2023-01-01")], [("posts.ends_before", 2)]),
        ([post(since="2026-03-02")], [("posts.future", 2)]),
    ],
)
def test_posts_are_checked_against_each_other(rows, expected):
    assert broken([POST_HEAD, *rows], P) == expected


def test_posts_are_checked_against_what_is_known():
    person = CandidateFacts(
        code="1", name="虚构1", sex=Sex.MALE, born=ON, unit="县财政局", party=PartyStatus.FULL, work_started=ON
    )
    known = {"villages": [VillageFacts(name="甲村委会")], "candidates": [person], "units": [FINANCE]}
    rows = [POST_HEAD, post(), post("丙村", "2"), post("甲村", "1", "2020-01-01", "2021-01-01")]
    assert broken(rows, P, **known) == [
        ("posts.unknown_village", 3), ("posts.above_most", 3), ("posts.unknown_person", 3),
    ]  # fmt: skip


EVERY_RULE = [pytest.param(rule, id=rule.code) for rules_of in RULES.values() for rule in rules_of]


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_a_rule_says_what_must_hold_what_is_wrong_and_what_to_do_in_both_languages(rule):
    texts = (rule.says, rule.message, rule.remedy)
    assert all(t.zh and t.en for t in texts)
    assert not any("一" <= char <= "鿿" for t in texts for char in t.en)


def test_rules_have_codes_of_their_own():
    # Lists of members are held to some of the roster's rules: the very same ones.
    rules = {id(rule): rule for rules_of in RULES.values() for rule in rules_of}
    codes = [rule.code for rule in rules.values()]
    assert len(codes) == len(set(codes)) > 50


@pytest.mark.parametrize("rule", EVERY_RULE)
def test_every_rule_is_tried_by_a_test(rule):
    from pathlib import Path

    texts = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert f'"{rule.code}"' in texts
