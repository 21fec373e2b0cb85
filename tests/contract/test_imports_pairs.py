"""Doubtful pairs, corrected rows and undoing as pages: decided at once, taken back, remembered for the next list."""

import io

import openpyxl
import pytest
from django.utils import timezone

from tests.contract.households_rows import COUNTY, make_household
from tests.contract.postings_rows import make_villages
from zhucun.core.models import Event
from zhucun.engine.facts import Subject
from zhucun.intake import actions as intake
from zhucun.intake.models import Import, ImportPair, ImportRow, PairDecision
from zhucun.registry.models import Member

HEAD = "户编号,姓名,性别,与户主关系"


@pytest.fixture
def office(county, person):
    return person("office")


@pytest.fixture
def row(office, noon):
    make_household("8801", make_villages(2)[0])
    content = f"{HEAD}\n8801,钱二华,女,配偶\n8801,赵晓山,男,之子\n,无户,男,之子\n".encode()
    row = intake.begin(content=content, filename="四月.csv", subject=Subject.MEMBERS, county=COUNTY, by=office, at=noon)
    return intake.check(key=row.pk, by=office, at=noon)


def the_pair(row, number=2):
    return ImportPair.objects.get(source=row, number=number)


def decide(row, answer, by, at, number=2):
    intake.decide_pairs(key=row.pk, pairs=[the_pair(row, number).pk], answer=answer, by=by, at=at)
    row.refresh_from_db()
    return ImportRow.objects.get(source=row, number=number)


def test_nobody_is_merged_without_a_person_s_word(row):
    assert ImportPair.objects.filter(source=row).count() == 2
    assert (row.rows_good, row.rows_faulty) == (0, 3)


def test_the_same_one_is_changed_and_a_different_one_is_added(row, office, noon):
    assert decide(row, "same", office, noon).outcome == "changed"
    other = decide(row, "different", office, noon, number=3)
    assert (other.outcome, other.facts["code"]) == ("new", "880104")
    assert (row.rows_changed, row.rows_new, row.rows_faulty) == (1, 1, 1)
    intake.confirm(key=row.pk, mode="good", version=row.version, by=office, at=noon)
    intake.apply(key=row.pk, at=noon)
    assert Member.objects.get(code="880102").name == "钱二华"
    assert Member.objects.get(code="880104").name == "赵晓山"


def test_a_decision_is_taken_back(row, office, noon):
    decide(row, "same", office, noon)
    assert decide(row, "open", office, noon).outcome == "faulty"
    assert not PairDecision.objects.exists()
    assert [e.name for e in Event.objects.filter(name__startswith="pair.")] == ["pair.reopened", "pair.decided"]


def test_the_next_list_does_not_ask_again(row, office, noon):
    decide(row, "same", office, noon)
    decide(row, "different", office, noon, number=3)
    again = intake.check(key=row.pk, by=office, at=noon)
    assert not ImportPair.objects.filter(source=again).exists()
    assert (again.rows_changed, again.rows_new) == (1, 1)


def test_what_is_remembered_names_nobody(row, office, noon):
    decide(row, "same", office, noon)
    assert "钱" not in str(list(PairDecision.objects.values()))


def test_the_page_masks_names_until_a_purpose_is_stated_and_logs_that(row, office, client_for):
    client = client_for(office)
    page = client.get(f"/imports/{row.pk}/pairs/").content.decode()
    assert "钱二华" not in page
    assert "钱**" in page
    page = client.post(f"/imports/{row.pk}/pairs/", {"purpose": "核对四月名册"}).content.decode()
    assert "钱二华" in page or "赵晓山" in page
    assert Event.objects.get(name="personal.seen").reason == "核对四月名册"


def test_answers_are_given_on_the_page_one_by_one_and_in_bulk(row, office, client_for):
    client = client_for(office)
    first = the_pair(row)
    answer = client.post(f"/imports/{row.pk}/pairs/decide/", {"pair": first.pk, "answer": "same"}, follow=True)
    assert answer.context["last"] == first
    assert answer.context["pair"] == the_pair(row, 3)
    ImportPair.objects.filter(source=row).update(chance=990)
    client.post(f"/imports/{row.pk}/pairs/decide/", {"bulk": "1", "answer": "same"})
    assert not ImportPair.objects.filter(source=row, answer="open").exists()


def test_a_pair_of_another_import_is_not_decided(row, office, noon, client_for):
    other = intake.begin(
        content=f"{HEAD}\n8801,新人,女,之女".encode(), filename="五月.csv", subject=Subject.MEMBERS, county=COUNTY,
        by=office, at=noon,
    )  # fmt: skip
    other = intake.check(key=other.pk, by=office, at=noon)
    client_for(office).post(f"/imports/{other.pk}/pairs/decide/", {"pair": the_pair(row).pk, "answer": "same"})
    assert the_pair(row).answer == "open"


def test_a_list_of_pairs_takes_a_constant_number_of_queries(row, office, client_for, django_assert_max_num_queries):
    client = client_for(office)
    client.get(f"/imports/{row.pk}/pairs/")
    with django_assert_max_num_queries(24):
        client.get(f"/imports/{row.pk}/pairs/")


def test_a_row_is_corrected_on_the_page_and_the_file_stays_as_it_was_sent(row, office, client_for):
    client = client_for(office)
    page = client.get(f"/imports/{row.pk}/rows/4/").content.decode()
    assert "户编号" in page
    client.post(f"/imports/{row.pk}/rows/4/", {"cell-0": "8801"})
    row = Import.objects.get(pk=row.pk)
    assert (row.rows_new, row.rows_faulty) == (1, 2)
    assert "8801" not in str(row.mended)
    assert Event.objects.get(name="import.mended").by == office


def test_faulty_rows_leave_as_a_workbook_that_can_be_brought_back(row, office, client_for):
    answer = client_for(office).get(f"/imports/{row.pk}/faulty.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == tuple(HEAD.split(","))
    assert rows[-1][4] == 4
    assert "户编号" in rows[-1][5]
    assert Event.objects.filter(name="export.taken").exists()


def test_undoing_is_shown_before_it_is_done(row, office, noon, client_for, settings):
    decide(row, "different", office, noon)
    intake.confirm(key=row.pk, mode="good", version=row.version, by=office, at=noon)
    intake.apply(key=row.pk, at=noon)
    Import.objects.update(applied_at=timezone.now())
    client = client_for(office)
    assert "undo" in client.get(f"/imports/{row.pk}/result/").content.decode()
    page = client.get(f"/imports/{row.pk}/undo/")
    assert (page.context["to_remove"], page.context["held"]) == (1, 0)
    client.post(f"/imports/{row.pk}/undo/", {"version": Import.objects.get(pk=row.pk).version})
    intake.undo(key=row.pk, at=noon)
    assert Import.objects.get(pk=row.pk).state == "undone"
    assert "撤销" in client.get(f"/imports/{row.pk}/result/").content.decode()
