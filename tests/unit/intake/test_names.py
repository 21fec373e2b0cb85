"""Names that two offices typed are matched, with a confidence that means something."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from zhucun.engine.facts import Subject, UnitFacts
from zhucun.engine.intake import Band, Named, inspect, match_divisions, match_units, match_villages
from zhucun.engine.intake.names import assign, stem
from zhucun.engine.intake.unit_matching import nearest_unit, unit_index
from zhucun.engine.intake.unit_names import unit_likeness, unit_parts

REPORT, HELPERS = "data/conghua/monthly_report_2011_08.xlsx", "data/conghua/helper_units.csv"


def villages(*names, town="东镇"):
    return [Named(name, town) for name in names]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("三村村", "三村"), ("三村", "三村"), ("三村村委会", "三村"), ("三村村村民委员会", "三村"), ("新村", "新村"),
        ("甲村", "甲村"), ("甲村委会", "甲村"), ("甲村民委员会", "甲村"), ("建设路社区居民委员会", "建设路"),
        ("建设路社区", "建设路"),
        ("龙 潭 村", "龙潭"),
    ],
)  # fmt: skip
def test_a_village_s_ending_does_not_count(name, short):
    assert stem(name) == short


@pytest.mark.parametrize(
    ("name", "short"),
    [("监军街道", "监军"), ("监军街道办事处", "监军"), ("常宁镇", "常宁"), ("积石山保安族乡", "积石山"), ("乡", "乡")],
)
def test_a_township_s_ending_does_not_count(name, short):
    assert stem(name, "town") == short


@pytest.mark.parametrize(
    ("left", "right", "band"),
    [
        ("凤岐村", "凤岐村", Band.CERTAIN),
        ("凤岐村", "凤岐村委会", Band.CERTAIN),
        ("凤岐村", "凤歧村", Band.DOUBTFUL),
        ("卫东村", "石东村", Band.DOUBTFUL),
        ("大石桥村", "石桥村", Band.DOUBTFUL),
        ("卫东村", "红星村", Band.NONE),
    ],
)
def test_how_sure_a_match_is(left, right, band):
    [match] = match_villages(villages(left), villages(right))
    assert match.band is band
    assert (match.right is None) == (band is Band.NONE)
    assert match.reason.zh
    assert match.reason.en


def test_nobody_is_matched_twice_and_the_equal_come_first():
    matches = match_villages(villages("石桥村", "大石桥村"), villages("大石桥村", "石桥"))
    assert [(m.right_index, m.band) for m in matches] == [(1, Band.CERTAIN), (0, Band.CERTAIN)]
    [first, second] = match_villages(villages("上庄村", "下庄村"), villages("下庄村"))
    assert (first.right, second.right) == (None, "下庄村")


def test_villages_are_matched_within_their_township():
    left = [Named("新村", "东镇"), Named("新村", "西镇")]
    right = [Named("新村", "西镇"), Named("新村", "东镇")]
    assert [m.right_index for m in match_villages(left, right)] == [1, 0]


def test_the_same_name_in_another_township_is_doubtful():
    [match] = match_villages([Named("红旗村", "东镇")], [Named("红旗村", "西镇")])
    assert (match.band, match.right) == (Band.DOUBTFUL, "西镇红旗村")


def test_a_village_is_not_the_community_of_the_same_name():
    [match] = match_villages(villages("龙潭村"), villages("龙潭社区居委会", "龙潭村委会"))
    assert (match.right, match.band) == ("龙潭村委会", Band.CERTAIN)


def test_two_equally_near_names_are_doubtful_and_both_are_told():
    matches = match_villages(villages("李家村"), villages("王家村", "张家村"))
    assert matches[0].band is Band.DOUBTFUL
    assert {matches[0].right, *matches[0].others} == {"王家村", "张家村"}


def test_the_same_helping_unit_raises_the_confidence():
    left, right = Named("卫东村", "东镇", hint="海珠区沙园街道办事处"), Named("石东村", "东镇", hint="海珠区沙园街")
    [match] = match_villages([left], [right])
    assert match.confidence > match_villages(villages("卫东村"), villages("石东村"))[0].confidence


def test_typed_names_find_their_official_codes():
    matches = match_divisions([Named("建设路社区", "监军镇"), Named("没有这个村", "监军镇")], "610426")
    assert [(m.right_code, m.band) for m in matches] == [("610426001001", Band.CERTAIN), (None, Band.NONE)]


@pytest.mark.parametrize(
    ("full", "short", "least"),
    [
        ("海珠区赤岗街道办事处", "海珠区赤岗街", 0.9),
        ("广州市教育局", "市教育局", 0.9),
        ("市教育局", "教育局", 0.9),
        ("广州市萝岗区人民政府联和街道办事处", "萝岗区联和街", 0.9),
        ("广州化工集团有限公司", "市化工集团", 0.9),
        ("荔湾区桥中街、西村街办事处", "荔湾区桥中街、西村街", 0.9),
        ("荔湾区站前街、白鹤洞街", "荔湾区白鹤洞街、站前街", 0.9),
        ("广东省渔政总队广州支队", "省渔政总队 广州支队", 0.9),
        ("海珠区赤岗街、海珠区水农局", "海珠区赤岗街", 0.8),
        ("广州市人力资源和社会保障局", "市人保局", 0.7),
        ("广州市安全生产监督管理局", "市安监局", 0.7),
        ("广州市文学艺术界联合会", "市文联", 0.7),
        ("珠江啤酒集团", "珠啤集团", 0.7),
        ("中国国际贸易促进委员会广州市委员会", "市贸促会", 0.7),
    ],
)
def test_a_short_form_is_near_its_full_form(full, short, least):
    assert unit_likeness(full, short)[0] >= least
    assert unit_likeness(short, full)[0] >= least


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("市教育局", "市财政局"),
        ("黄埔区公安分局", "市公安局"),
        ("黄埔区红山街", "海珠区红山街"),
        ("市城管局", "市城投集团"),
        ("市妇联", "市侨联"),
    ],
)
def test_different_units_are_never_taken_for_certain(one, other):
    assert unit_likeness(one, other)[0] < 0.7


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("永寿县财局", "永寿县财政局"),
        ("永寿县财政", "永寿县财政局"),
        ("农业农村水利局", "农业农村局"),
        ("农业农村水利局", "永寿县农业农村局"),
        ("永寿县农业农村局机关服务中心", "永寿县农业农村局"),
        ("海珠区赤岗街、海珠区水农局", "海珠区赤岗街"),
        ("省教育局", "市教育局"),
    ],
)
def test_a_unit_is_certain_only_when_the_names_are_equal_in_one_form(written, listed):
    [match] = match_units([written], [listed])
    assert (match.right, match.band) == (listed, Band.DOUBTFUL)


@pytest.mark.parametrize(
    ("written", "listed"),
    [
        ("财政局", "永寿县财政局"),
        ("县财政局", "永寿县财政局"),
        ("永寿县发展和改革局", "永寿县发展改革局"),
        ("监军街道", "监军街道办事处"),
        ("店头镇", "店头镇人民政府"),
    ],
)
def test_a_unit_without_its_county_or_its_ending_is_certain(written, listed):
    [match] = match_units([written], [listed])
    assert (match.right, match.band) == (listed, Band.CERTAIN)


def test_the_bureau_of_a_city_is_not_taken_for_the_county_s():
    assert match_units(["市财政局"], ["永寿县财政局"])[0].band is Band.NONE


@given(st.text("市区县局委办街道联会人民政府集团有限公司、", min_size=1, max_size=12))
def test_a_unit_is_itself_whatever_its_name(name):
    assert unit_likeness(name, name)[0] == 1
    assert match_units([name], [name])[0].band is Band.CERTAIN


def test_units_named_together_share_the_district_of_the_first():
    assert unit_parts("荔湾区花地街、多宝街") == ("荔湾区花地街", "荔湾区多宝街")


def test_a_register_is_known_by_names_short_names_and_codes():
    one, two = UnitFacts(name="县财政局", short_names=("财政局",), code="A"), UnitFacts(name="财政局")
    index = unit_index([one, two])
    assert (index["县财政局"], index["财政局"], index["A"]) == (one, two, one)
    assert nearest_unit("永寿县财政局", [one]).right == "县财政局"
    assert nearest_unit("县气象台", [one]) is None


@given(st.integers(1, 6), st.integers(0, 3), st.integers(0, 2**32 - 1))
def test_leftovers_are_assigned_as_well_as_an_independent_solver_does(height, more, seed):
    scores = np.random.default_rng(seed).random((height, height + more))
    rows, columns = linear_sum_assignment(scores, maximize=True)
    mine = assign(scores.tolist())
    assert len(set(mine)) == height
    assert sum(scores[i, j] for i, j in enumerate(mine)) == pytest.approx(scores[rows, columns].sum())


@pytest.mark.shared
def test_two_offices_lists_of_conghua_are_matched_village_by_village(shared, the_report, the_helpers):
    matches = match_villages(the_report, the_helpers)
    truth = [h.name for h in the_helpers]
    assert sum(m.band is Band.CERTAIN for m in matches) == 123
    assert [(m.left, m.right) for m in matches if m.band is Band.DOUBTFUL] == [
        ("卫东村", "石东村"), ("凤岐村", "凤歧村"),
    ]  # fmt: skip
    assert sorted(m.right for m in matches) == sorted(truth)


@pytest.mark.shared
def test_precision_and_recall_of_unit_names_on_the_real_answer(the_report, the_helpers):
    units_of = {(v.town, v.name): v.hint for v in the_helpers}
    pairs = [(m.left_index, m.right_index) for m in match_villages(the_report, the_helpers)]
    truth = {the_report[i].hint: units_of[the_helpers[j].town, the_helpers[j].name] for i, j in pairs}
    left, right = sorted(truth), sorted(set(truth.values()))
    found = {m.left: m for m in match_units(left, right)}
    certain = [m for m in found.values() if m.band is Band.CERTAIN]
    proposed = [m for m in found.values() if m.band is not Band.NONE]
    assert all(m.right == truth[m.left] for m in certain), "every certain match is right"
    assert sum(m.right == truth[m.left] for m in proposed) / len(proposed) >= 0.99, "precision"
    assert sum(m.right == truth[m.left] for m in proposed) / len(left) >= 0.98, "recall"
    # Of 124 names 100 are equal once written in one form; a person is asked about 23 and nothing is near one.
    assert (len(left), len(certain), len(proposed)) == (124, 100, 123)


@pytest.mark.shared
def test_every_village_of_conghua_finds_its_place_in_the_national_list(the_report):
    matches = match_divisions(the_report, "440117")
    assert all(m.right_code for m in matches)
    assert sum(m.band is Band.CERTAIN for m in matches) == 121
    codes = [m.right_code for m in matches]
    assert len(set(codes)) == len(codes) == 125


def named(facts):
    return [Named(v.name, v.town or "", v.code, v.helper_unit or "") for v in facts]


@pytest.fixture(scope="module")
def the_report(shared):
    from tests.unit.intake.books import ON

    return named(inspect(shared / REPORT, None, Subject.VILLAGES, on=ON).facts)


@pytest.fixture(scope="module")
def the_helpers(shared):
    from tests.unit.intake.books import ON

    return named(inspect(shared / HELPERS, None, Subject.VILLAGES, on=ON).facts)


def test_the_tables_of_likeness_hold_characters_once_each():
    from zhucun.engine.intake.names import ALIKE

    assert all(len(set(group)) == len(group) >= 2 for group in ALIKE)
    assert not [pair for pair in itertools.combinations(ALIKE, 2) if set(pair[0]) == set(pair[1])]
