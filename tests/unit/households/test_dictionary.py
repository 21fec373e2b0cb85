"""The dictionary of facts of households and members is whole and agrees with its values and the forms in use."""

import dataclasses
import json

import pytest

from zhucun.engine.facts.fact import FactKind
from zhucun.engine.facts.household_values import HouseholdFacts, MemberFacts
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.members import MEMBER, READ_FROM_NUMBER

BOTH = pytest.mark.parametrize(("facts", "values"), [(HOUSEHOLD, HouseholdFacts), (MEMBER, MemberFacts)])
# What forms ask for that stands elsewhere: the income account's items, the place code, measures, the helper's unit.
ELSEWHERE = {
    "h.province", "h.city", "i.agri_subsidy", "i.cash_crop", "i.cost_cash", "i.cost_fruit", "i.cost_grain",
    "i.cost_livestock", "i.cost_other", "i.crop", "i.fruit_income", "i.livestock_income",
    "i.livestock_out", "i.other_crop", "i.quarter", "p.med_aid", "x.helper_unit_level", "x.plan",
}  # fmt: skip


@BOTH
def test_values_have_the_keys_of_the_dictionary_in_its_order(facts, values):
    assert [f.name for f in dataclasses.fields(values)] == [f.key for f in facts]


@BOTH
def test_required_facts_are_the_values_without_a_default(facts, values):
    needed = [f.name for f in dataclasses.fields(values) if f.default is dataclasses.MISSING]
    assert needed == [f.key for f in facts if f.required]


@BOTH
def test_every_fact_has_two_labels_and_says_who_may_see_it(facts, values):
    assert [f.key for f in facts if not (f.text.zh and f.text.en and f.sight)] == []


@BOTH
def test_closed_lists_are_given_exactly_where_one_is_needed(facts, values):
    listed = [f.key for f in facts if f.kind in (FactKind.WORD, FactKind.WORDS)]
    assert [f.key for f in facts if f.words] == listed


@BOTH
def test_no_two_facts_share_a_key_a_label_or_a_canonical_key(facts, values):
    keys, labels = [f.key for f in facts], [f.text.zh for f in facts]
    asked = [f.canonical for f in facts if f.canonical]
    assert (len(set(keys)), len(set(labels)), len(set(asked))) == (len(keys), len(labels), len(asked))


@BOTH
def test_no_heading_leads_to_two_facts(facts, values):
    written = [h for f in facts for h in {*f.headings, f.text.zh, f.text.en}]
    assert sorted(h for h in set(written) if written.count(h) > 1) == []


@BOTH
def test_phones_accounts_and_identity_numbers_need_a_purpose(facts, values):
    guarded = {f.key for f in facts if f.key in ("phone", "bank_account", "identity", "illness")}
    assert guarded <= {f.key for f in facts if f.personal and f.sight == "purpose"}


def test_income_figures_and_family_size_are_computed_and_never_typed():
    computed = {f.key for f in HOUSEHOLD if f.computed}
    assert {"net_per_head_yuan", "wage_yuan", "total_yuan", "persons", "labour_persons"} <= computed
    assert set(READ_FROM_NUMBER) <= {f.key for f in MEMBER}


def test_every_key_that_the_forms_in_use_ask_of_households_has_its_fact(shared):
    forms = json.loads((shared / "domain/forms.json").read_text("utf-8"))["forms"]
    asked = {k for form in forms for k in form["fields"] if k.split(".")[0] in "hplvix"}
    assert asked - {f.canonical for f in (*HOUSEHOLD, *MEMBER)} == ELSEWHERE


def test_the_national_person_roster_is_understood_to_its_last_heading(shared):
    import openpyxl

    sheet = openpyxl.load_workbook(shared / "data/templates/person_roster_national_export.xlsx").active
    written = [c for row in sheet.iter_rows(values_only=True) for c in row if c]
    known = {h for f in (*HOUSEHOLD, *MEMBER) for h in (*f.headings, f.text.zh)}
    assert [h for h in written if h not in known] == ["序号", "数据日期"]
