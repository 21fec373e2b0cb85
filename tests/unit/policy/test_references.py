"""References of shipped figures and rules are read in both languages."""

import re
from datetime import date

import pytest

from zhucun.engine.policy.figures import figure, load_parameters, referred, shipped
from zhucun.engine.texts import Text

CHINESE = re.compile("[\u4e00-\u9fff]")
KINDS = ("exit", "village_exit", "guarantees", "four_looks", "deprivation", "red_lines")
SHIPPED = sorted({f.reference for rows in shipped().values() for f in rows})
SETS = sorted({str(s["reference"]) for kind in KINDS for s in load_parameters(f"scheme_{kind}.yaml")["sets"]})


@pytest.mark.parametrize("reference", sorted({*SHIPPED, *SETS}))
def test_every_shipped_reference_is_read_in_english(reference: str):
    assert not CHINESE.search(referred(reference).en)
    assert "[" not in referred(reference).zh + referred(reference).en


@pytest.mark.parametrize(
    ("reference", "zh", "en"),
    [
        ("[Q1]", "《九条红线》", "Nine red lines"),
        ("[Q1] 由县选用", "由县选用（《九条红线》）", "the county chooses (Nine red lines)"),
        ("[Q1][Q2]", "《九条红线》《识别十原则》", "Nine red lines; Ten principles of identification"),
        ("[A2] 2015年《通知》", "2015年《通知》", "2015年《通知》"),
        ("[Q1][Z99] 第3条", "第3条（[Q1][Z99]）", "第3条 ([Q1][Z99])"),
    ],
)
def test_papers_are_said_by_their_names_and_not_by_their_tags(reference: str, zh: str, en: str):
    assert referred(reference) == Text(zh, en)


def test_what_a_county_wrote_stays_as_it_was_written():
    assert referred("县扶贫〔2026〕3号").en == "县扶贫〔2026〕3号"


def test_a_figure_says_whose_it_is():
    assert "national" in figure("income_line.exit", on=date(2016, 1, 1)).told().en
    assert "province" in figure("exit.village_incidence", on=date(2017, 1, 1), area="610426").told().en
