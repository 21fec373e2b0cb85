"""A figure is found by day and place, says where it stands, and is missed with a remedy."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhucun.engine.errors import BadProblem
from zhucun.engine.policy import CountyYardstick, Figure, Quality, figure, figure_names
from zhucun.engine.policy.figures import load_parameters, referred, shipped
from zhucun.engine.policy.indicators import HARDSHIP, NEEDS
from zhucun.engine.words import Need

ON = date(2022, 1, 1)


def own(value, area="610426", since=date(2020, 1, 1), name="term.least_years"):
    return Figure(name=name, value=value, since=since, area=area)


@pytest.mark.parametrize(
    ("on", "area", "value"),
    [
        (date(2016, 1, 1), None, 1),
        (date(2018, 1, 1), None, 2),
        (date(2016, 1, 1), "14", 2),
        (date(2016, 1, 1), "140105001001", 2),
        (date(2016, 8, 1), "610426", 1),
        (date(2016, 8, 2), "610426", 2),
    ],
)
def test_the_latest_row_of_the_nearest_area_holds(on, area, value):
    assert figure("term.least_years", on=on, area=area).value == value


def test_a_county_row_comes_before_the_province_and_stays_in_its_county():
    assert figure("term.least_years", on=ON, area="610426001", local=[own(3)]).value == 3
    assert figure("term.least_years", on=ON, area="610425", local=[own(3)]).value == 2


def test_a_county_row_begins_on_its_day():
    late = own(3, since=date(2023, 1, 1))
    assert figure("term.least_years", on=ON, area="610426", local=[late]).value == 2


def test_a_row_without_a_value_gives_the_place_back_to_the_wider_area():
    rows = [own(3), own(None, since=date(2021, 6, 1))]
    assert figure("term.least_years", on=date(2021, 1, 1), area="610426", local=rows).value == 3
    assert figure("term.least_years", on=ON, area="610426", local=rows).value == 2


def test_of_two_county_rows_of_one_day_the_later_entered_holds():
    assert figure("term.least_years", on=ON, area="610426", local=[own(3), own(1)]).value == 1


def test_a_county_may_have_figures_of_its_own_making():
    assert figure("lunch_yuan", on=ON, area="610426", local=[own(30, name="lunch_yuan")]).value == 30


def test_before_the_first_paper_the_error_names_the_first_day_and_the_remedy():
    with pytest.raises(BadProblem) as missing:
        figure("eligible.work_years", on=date(2014, 12, 31))
    assert missing.value.code == "figure.none_on_this_day"
    assert "2015-04-01" in missing.value.say("en")
    assert "补录" in missing.value.say("zh")


def test_an_unknown_name_is_refused_by_name():
    with pytest.raises(BadProblem) as missing:
        figure("no_such_figure", on=ON)
    assert "no_such_figure" in missing.value.say("en")


OURS = tuple(n for n in figure_names() if n.startswith(("eligible.", "bar.", "group.", "term.", "need", "hardship.")))


@given(st.sampled_from(OURS), st.dates(min_value=date(2015, 4, 1), max_value=date(2030, 1, 1)))
def test_what_posting_stands_on_has_a_figure_every_day_since_the_notice(name, on):
    found = figure(name, on=on, area="14")
    assert found.value is not None
    assert found.since <= on


@pytest.mark.parametrize(
    "row", [row for rows in shipped().values() for row in rows], ids=lambda r: f"{r.name} {r.since}"
)
def test_every_shipped_row_holds_from_its_day_with_a_reference_and_both_languages(row):
    found = figure(row.name, on=row.since, area=row.area)
    assert found == row
    assert found.reference
    assert found.description.zh
    assert found.description.en
    assert found.told().zh.startswith(referred(found.reference).zh)


def test_only_figures_of_papers_stay_without_a_mark_of_their_quality():
    assert Quality.PAPER.text.zh not in figure("eligible.work_years", on=ON).told().zh
    assert Quality.DEFAULT.text.en in figure("need.debt", on=ON).told().en


def test_every_tag_in_a_reference_names_a_source():
    sources = set(load_parameters("sources.yaml"))
    tags = {
        part.split("]")[0]
        for rows in shipped().values()
        for row in rows
        for part in row.reference.split("[")[1:]
    }  # fmt: skip
    assert tags
    assert tags <= sources


@pytest.mark.parametrize("need", list(Need))
def test_the_shares_of_a_need_add_up_to_a_thousand(need):
    county = CountyYardstick.of([], on=ON)
    assert sum(m.share for m in county.measures.values() if m.indicator.need is need) == 1000


def test_every_measure_has_a_figure_and_every_figure_a_measure():
    keys = {f"need.{i.key}" for i in NEEDS} | {f"hardship.{i.key}" for i in HARDSHIP}
    assert {n for n in figure_names() if n.startswith(("need.", "hardship."))} == keys
    assert sum(figure(f"hardship.{i.key}", on=ON).value["share"] for i in HARDSHIP) == 1000


def test_decimal_figures_stay_exact():
    assert str(figure("weak_organisation.share", on=ON).value) == "9.6"
