"""A scheme is read, kept and refused in words."""

import json

import pytest

from zhucun.engine.errors import BadProblem
from zhucun.engine.posting.scheme import HomeRule, Scheme, TermName, Where, Who, default_scheme, read_scheme

PLAIN = {"name": "甲", "version": 2, "weights": {"mass_work": 300, "communication": {"points": 200}}}


def test_the_default_scheme_adds_to_ten_thousand_and_every_weight_has_its_evidence():
    scheme = default_scheme()
    assert scheme.scale == 10_000
    assert set(scheme.evidence) == set(TermName)
    assert all(e.why.zh and e.why.en and e.source for e in scheme.evidence.values())


def test_a_scheme_goes_through_json_unchanged():
    scheme = default_scheme()
    again = Scheme.of(json.loads(json.dumps(scheme.to_json())))
    assert again.to_json() == scheme.to_json()
    assert dict(again.weights) == dict(scheme.weights)


def test_terms_left_out_weigh_nothing():
    scheme = Scheme.of(PLAIN)
    assert scheme.scale == 500
    assert scheme.weights[TermName.EQUITY] == 0
    assert scheme.version == 2


def test_a_weight_moves_by_per_cent():
    scheme = default_scheme()
    moved = scheme.scaled(TermName.LANGUAGE, -20)
    assert moved.weights[TermName.LANGUAGE] == 400
    assert scheme.weights[TermName.LANGUAGE] == 500
    assert moved.scale == 9_900


def test_a_file_changes_the_default_where_it_says_something(tmp_path):
    file = tmp_path / "本县.yaml"
    file.write_text("weights: {language: 900}\nrules: {home: bar}\n", "utf-8")
    scheme = read_scheme(file)
    assert scheme.weights[TermName.LANGUAGE] == 900
    assert scheme.weights[TermName.MASS_WORK] == default_scheme().weights[TermName.MASS_WORK]
    assert scheme.rules.home is HomeRule.BAR
    assert scheme.rules.disorder_from == 500
    assert (Who.PARTY, Where.WEAK) in scheme.slogans
    assert scheme.name.zh == "本县"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"weights": {"mass_wrok": 1}}, "mass_wrok"),
        ({"weights": {"mass_work": -1}}, "-1"),
        ({"weights": {"mass_work": 1.5}}, "1.5"),
        ({"weights": {"mass_work": True}}, "True"),
        ({"weights": {"mass_work": "many"}}, "many"),
        ({"weights": {"mass_work": {"point": 3}}}, "point"),
        ({"weights": {}}, "0"),
        ({"weights": {"mass_work": 100_000, "language": 1}}, "100001"),
        ({"weights": [1, 2]}, "weights"),
        ({**PLAIN, "rules": {"home": "sometimes"}}, "sometimes"),
        ({**PLAIN, "rules": {"disorder_from": 1001}}, "1001"),
        ({**PLAIN, "slogans": [{"who": "poet", "where": "weak"}]}, "poet"),
        ({**PLAIN, "colour": "red"}, "colour"),
        ({**PLAIN, "version": 0}, "version"),
    ],
)
def test_a_mistake_is_named_with_what_would_be_right(content, said):
    with pytest.raises(BadProblem) as refused:
        Scheme.of(content)
    assert said in refused.value.say("zh")
    assert said in refused.value.say("en")


@pytest.mark.parametrize("text", ["[1, 2", "just words", "", "- a\n- b"])
def test_a_file_that_is_no_scheme_is_refused_by_name(tmp_path, text):
    file = tmp_path / "s.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(BadProblem) as refused:
        read_scheme(file)
    assert "s.yaml" in refused.value.say()


def test_a_file_that_is_absent_is_refused_by_name(tmp_path):
    with pytest.raises(BadProblem) as refused:
        read_scheme(tmp_path / "none.yaml")
    assert "none.yaml" in refused.value.say("en")
