"""Forms that we write are read back by us: templates and exports."""

import io
from datetime import timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.intake.books import ON, saved
from zhucun.engine.errors import BadFile
from zhucun.engine.facts import FACTS, Subject
from zhucun.engine.intake import inspect, write_facts, write_template
from zhucun.engine.sample_world import WORLD_DAY, county

EVERY_FORM = [pytest.param(s, language, id=f"{s}-{language}") for s in Subject for language in ("zh", "en")]


def template(subject, language="zh"):
    target = io.BytesIO()
    write_template(subject, target, language)
    return target.getvalue()


@pytest.mark.parametrize(("subject", "language"), EVERY_FORM)
def test_a_template_s_headings_are_all_understood(subject, language):
    made = openpyxl.load_workbook(io.BytesIO(template(subject, language)))
    form = made.worksheets[0]
    [form.cell(4, c, str(form.cell(3, c).value).split("】")[-1].split("] ")[-1]) for c in range(1, form.max_column + 1)]
    found = inspect(saved(made), "表.xlsx", subject, on=ON)
    assert [c.key for c in found.mapping.columns] == [f.key for f in FACTS[subject]]
    assert all(c.confidence >= 0.98 for c in found.mapping.columns)
    assert [(s.row, s.kind) for s in found.skipped] == [(3, "example")]
    assert found.errors == ()
    assert len(found.facts) == 1


@pytest.mark.parametrize("subject", Subject)
def test_an_empty_template_has_no_rows_so_the_example_is_never_imported(subject):
    with pytest.raises(BadFile, match=r"file\.no_rows"):
        inspect(template(subject), "表.xlsx", subject, on=ON)


@pytest.mark.parametrize("subject", Subject)
def test_a_template_explains_every_fact_and_offers_its_choices(subject):
    made = openpyxl.load_workbook(io.BytesIO(template(subject)))
    form, guide = made.worksheets
    assert [row[0] for row in guide.iter_rows(min_row=2, values_only=True)] == [f.text.zh for f in FACTS[subject]]
    listed = [v for v in form.data_validations.dataValidation if v.type == "list"]
    assert len(listed) == sum(f.kind in ("word", "yes_no") for f in FACTS[subject])


def test_the_same_template_is_the_same_bytes():
    assert template(Subject.VILLAGES) == template(Subject.VILLAGES)


@pytest.fixture(scope="module")
def world():
    return county("610426")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("subject", "whose"),
    [
        (Subject.VILLAGES, "villages"),
        (Subject.CANDIDATES, "candidates"),
        (Subject.UNITS, "units"),
        (Subject.POSTS, "posts"),
    ],
)
def test_a_whole_county_is_written_and_read_back_unchanged(world, subject, whose, language):
    rows = getattr(world, whose)
    target = io.BytesIO()
    write_facts(subject, rows, target, language)
    found = inspect(target.getvalue(), "表.xlsx", subject, on=WORLD_DAY, county="610426")
    assert list(found.facts) == rows
    assert found.errors == ()


@settings(max_examples=25)
@given(data=st.data())
def test_a_shuffled_csv_in_any_encoding_says_the_same(data):
    world_now = county("610426", villages=6)
    keys = ["name", "town", "households", "persons", "clinic", "town_km"]
    order = data.draw(st.permutations(keys))
    facts = {f.key: f for f in FACTS[Subject.VILLAGES]}
    lines = [",".join(facts[k].text.zh for k in order)]
    lines += [",".join(cell(getattr(v, k)) for k in order) for v in world_now.villages]
    encoding = data.draw(st.sampled_from(["gbk", "utf-8", "utf-8-sig", "utf-16"]))
    found = inspect("\n".join(lines).encode(encoding), "村.csv", Subject.VILLAGES, on=ON + timedelta(days=1))
    assert [tuple(getattr(f, k) for k in keys) for f in found.facts] == [
        tuple(getattr(v, k) for k in keys) for v in world_now.villages
    ]


def cell(value):
    return {True: "是", False: "否", None: ""}.get(value, str(value)) if isinstance(value, bool | None) else str(value)
