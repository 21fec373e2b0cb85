"""Lists leave without a cut, in a chosen system's codes, masked unless a purpose is stated; read back, the same."""

import csv
import io

import openpyxl
import pytest
from django.urls import reverse

from tests.contract.households_rows import MORE, household, identity, make_household
from tests.contract.postings_rows import make_villages
from zhucun.core.models import Event
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.households.written import Writing, code_systems
from zhucun.engine.words_household import Cause
from zhucun.registry import actions
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import Household, Member
from zhucun.registry.papers import tables

WHERE = reverse("registry:export")
NUMBER = identity("19700501", 11)


@pytest.fixture
def villages(county):
    return make_villages(2)


@pytest.fixture
def home(villages):
    return make_household("8801", villages[0])


def sent(client, where=WHERE, **given):
    answer = client.post(where, {"table": "members", "system": "labels", "kind": "csv", **given})
    return answer, b"".join(answer.streaming_content)


def lines(client, where=WHERE, **given):
    _answer, content = sent(client, where, **given)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize(
    ("table", "count"), [("households", 1), ("members", 3), ("income", 2), ("changes", 0), ("roster", 3)]
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_each_list_leaves_whole_and_the_log_says_so(home, person, client_for, table, count, kind):
    answer, content = sent(client_for(person("office")), table=table, kind=kind)
    rows = (
        list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        if kind == "csv"
        else list(openpyxl.load_workbook(io.BytesIO(content), read_only=True)[table].iter_rows(values_only=True))
    )
    assert answer.status_code == 200
    assert len(rows) == count + 1
    assert {len(row) for row in rows} == {len(tables.TABLES[table].heads)}
    assert Event.objects.get(name="export.taken").changes["rows"] == [None, 1]


def test_the_roster_has_the_32_headings_of_the_national_layout(shared):
    path = shared / "data/templates/person_roster_national_export.xlsx"
    rows = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    wanted = next(list(filter(None, row)) for row in rows if sum(bool(c) for c in row) >= 30)
    assert [h.replace(" ", "") for h in tables.TABLES["roster"].heads] == [str(h).replace(" ", "") for h in wanted]


def test_personal_facts_are_masked_without_a_purpose(home, person, client_for):
    _answer, content = sent(client_for(person("office")))
    assert NUMBER not in content.decode()
    assert "高血压" not in content.decode()
    assert not Event.objects.filter(name="personal.seen").exists()


def test_in_full_only_for_a_purpose_which_the_log_keeps(home, person, client_for):
    client = client_for(person("office"))
    refused = client.post(WHERE, {"table": "members", "system": "labels", "kind": "csv", "whole": "on"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["purpose"])
    rows = lines(client, whole="on", purpose="与公安比对")
    assert rows[0]["证件号码"] == NUMBER
    assert Event.objects.get(name="personal.seen").reason == "与公安比对"


def test_the_auditor_gets_no_name_and_cannot_ask_for_more(home, person, client_for):
    rows = lines(client_for(person("auditor")), whole="on", purpose="看看")
    assert [row["姓名"] for row in rows] == ["赵**", "钱**", "赵**"]
    assert NUMBER not in str(rows)
    assert {row["健康状况"] for row in rows} == {"", "••••••"}


def test_the_neighbour_gets_nothing(home, person, client_for):
    assert lines(client_for(person("office", scope="610425"))) == []


def test_only_what_the_filters_leave_is_sent(villages, home, person, client_for):
    actions.take_households(rows=[household("9902", villages[1], main_cause=Cause.FUNDS)], **MORE)
    client = client_for(person("office"))
    found = lines(client, f"{WHERE}?cause=funds", table="households")
    assert [row["户编号"] for row in found] == ["9902"]
    assert len(lines(client, table="households")) == 2


def test_a_list_longer_than_a_run_is_not_cut(villages, person, client_for, monkeypatch):
    monkeypatch.setattr(tables, "CHUNK", 3)
    actions.take_households(rows=[household(f"88{n:04}", villages[n % 2]) for n in range(10)], **MORE)
    found = lines(client_for(person("office")), table="households")
    assert [row["户编号"] for row in found] == [f"88{n:04}" for n in range(10)]


WORDS = {f.text.zh: f for f in (*HOUSEHOLD, *MEMBER) if f.words}


@pytest.mark.parametrize("system", code_systems())
def test_what_left_in_a_systems_codes_reads_back_as_the_same_facts(home, person, client_for, system):
    Household.objects.update(main_cause="illness", attribute="general", status="poor", road="concrete", fuel="coal")
    writing = Writing(system)
    told = {(loss.attribute, loss.word) for loss in writing.expected(tuple(WORDS.values()))}
    client = client_for(person("office"))
    rows = [*lines(client, table="households", system=system), *lines(client, system=system)]
    kept = [*Household.objects.order_by("key"), *Member.objects.order_by("household_id", "key")]
    pairs = [
        (fact, fact.words(value), row[head])
        for row, one in zip(rows, kept, strict=True)
        for head, fact in WORDS.items()
        if head in row
        for value in [getattr(one, fact.key, "")]
        if value and isinstance(value, str)
    ]
    assert len(pairs) > 10
    lost = [(f.key, w, text) for f, w, text in pairs if writing.read(f, text) is not w and (f.key, w) not in told]
    assert lost == []


def test_a_workbook_ends_with_what_could_not_be_expressed(home, person, client_for):
    Household.objects.update(main_cause="marriage")
    _answer, content = sent(client_for(person("office")), table="households", system="jiangsu", kind="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
    assert len(book.sheetnames) == 2
    found = list(book[book.sheetnames[1]].iter_rows(2, values_only=True))
    assert (found[0][0], found[0][3]) == ("主要致贫原因", 1)


def test_the_page_tells_beforehand_what_a_system_cannot_express(home, person, client_for):
    page = client_for(person("office")).get(WHERE, {"system": "county_d8", "table": "members"}).context
    assert any(loss["fact"] == "健康状况" for loss in page["losses"])


def test_computed_and_typed_facts_are_all_there(home):
    assert set(bridge.HOUSEHOLD_KEYS) - {"code"} == set(tables.OF_HOME)
    assert len(set(tables.TABLES["households"].heads)) == len(tables.TABLES["households"].heads)
