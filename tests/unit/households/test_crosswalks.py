"""Codes of other systems become our words and come back; what is unknown is named, what would be lost is listed."""

import pytest

from zhucun.engine.errors import BadProblem
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.households.crosswalks import all_crosswalks, crosswalk, described, likely_systems, translate
from zhucun.engine.words_household import Attribute, Cause, HealthState, Labour, Relation, School

FACTS = {f.key: f for f in (*HOUSEHOLD, *MEMBER)}
WALKS = pytest.mark.parametrize("walk", all_crosswalks(), ids=lambda w: f"{w.attribute}-{w.system}")


@WALKS
def test_every_crosswalk_belongs_to_a_fact_and_names_its_source(walk):
    assert FACTS[walk.attribute].words is walk.ours
    assert walk.source


@WALKS
def test_every_code_comes_back_as_itself_when_its_first_word_is_written(walk):
    firsts = {}
    for row in walk.codes:
        firsts.setdefault(row.words[0], row)
    assert [walk.write(word) for word in firsts] == list(firsts.values())


@WALKS
def test_every_code_and_label_and_spelling_is_understood(walk):
    written = [r.code for r in walk.codes] + [r.label for r in walk.codes] + [s for s, _ in walk.other_labels]
    assert walk.read_all(written)[1] == ()


@WALKS
def test_what_is_not_listed_as_lost_comes_back_as_itself(walk):
    lost = {word for word, _ in walk.losses}
    kept = [w for w in walk.ours if w not in lost]
    assert [walk.read(walk.write(w).code) for w in kept] == kept


@pytest.mark.parametrize(
    ("attribute", "system"),
    [("health", "national"), ("health", "county_d5"), ("main_cause", "national"), ("main_cause", "fourteen"),
     ("labour", "national"), ("relation", "national"), ("risks", "monitoring"), ("nation", "national")],
)  # fmt: skip
def test_the_national_lists_lose_nothing(attribute, system):
    assert crosswalk(attribute, system).lossless


@pytest.mark.parametrize(
    ("system", "code", "word"),
    [
        ("county_d5", "2", HealthState.DISABLED),
        ("county_d8", "2", HealthState.CHRONIC),
        ("national", "02", HealthState.CHRONIC),
        ("national", "2", HealthState.CHRONIC),
        ("county_d8", "4", HealthState.DISABLED),
    ],
)
def test_the_same_code_means_another_health_in_another_system(system, code, word):
    assert crosswalk("health", system).read(code) is word


@pytest.mark.parametrize(
    ("attribute", "source", "code", "target", "expected"),
    [
        ("health", "county_d5", "2", "national", "04"),
        ("main_cause", "jiangsu", "1", "national", "4"),
        ("main_cause", "national", "12", "jiangsu", "8"),
        ("labour", "national", "03", "handbook", "1"),
        ("labour", "county_d8", "02", "national", "03"),
        ("road", "early", "3", "national", "3"),
    ],
)
def test_one_system_is_translated_into_another(attribute, source, code, target, expected):
    assert translate(code, crosswalk(attribute, source), crosswalk(attribute, target)).code == expected


def test_what_a_coarse_list_loses_is_listed_with_the_code_it_becomes():
    lost = {w: c.code for w, c in crosswalk("main_cause", "jiangsu").losses}
    assert lost[Cause.MARRIAGE] == "8"
    assert Cause.ILLNESS not in lost
    assert dict(crosswalk("labour", "handbook").losses)[Labour.WEAK].label == "普通劳动力"
    assert (Attribute.ORDINARY, None) not in crosswalk("attribute", "guizhou").losses


def test_codes_of_uncertain_meaning_are_listed():
    assert [c.code for c in crosswalk("health", "county_d8").ambiguous] == ["2", "3", "4", "9"]


def test_an_unknown_code_is_refused_with_the_codes_there_are():
    with pytest.raises(BadProblem) as refused:
        crosswalk("health", "national").read("7")
    assert "“7”不在" in refused.value.say("zh")
    assert "04 残疾" in refused.value.say("zh")


def test_unknown_codes_of_a_column_are_named_once_each_in_order():
    words, unknown = crosswalk("main_cause", "national").read_all(["1", "因病", "因贫", "77", "因贫"])
    assert words == (Cause.ILLNESS, Cause.ILLNESS)
    assert unknown == ("因贫", "77")


def test_an_unknown_system_is_refused_with_those_there_are():
    with pytest.raises(BadProblem, match="national"):
        crosswalk("health", "mars")


def test_a_word_without_a_code_is_refused():
    with pytest.raises(BadProblem) as refused:
        crosswalk("status", "guangxi").write(next(w for w, c in crosswalk("status", "guangxi").losses if c is None))
    assert refused.value.code == "crosswalk.no_code"


def test_the_likeliest_system_of_a_column_comes_first():
    walk, unknown = likely_systems("main_cause", ["12", "13", "99"])[0]
    assert (walk.system, unknown) == ("national", 0)


@pytest.mark.parametrize(
    ("label", "word"),
    [("小学三年级", School.PRIMARY), ("八年级", School.JUNIOR), ("高二", School.SENIOR), ("非在校生", School.NOT)],
)
def test_a_school_year_is_read_as_its_stage(label, word):
    assert crosswalk("school", "national").read(label) is word


@pytest.mark.parametrize(
    ("label", "word"), [("长子", Relation.SON), ("妻", Relation.SPOUSE), ("奶奶", Relation.GRANDMOTHER)]
)
def test_everyday_words_for_relations_are_read(label, word):
    assert crosswalk("relation", "national").read(label) is word


def test_each_crosswalk_is_described_in_both_languages():
    lines = list(described(all_crosswalks()))
    assert len(lines) == len(all_crosswalks())
    assert any("写回时会丢失：无" in line.zh for line in lines)
