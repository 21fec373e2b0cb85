"""The wizard: each step at its own address, resumable, saying what is wrong and what to do."""

import io
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.contract.imports import COUNTY, HEADINGS, PEOPLE, ROWS, persons, sheet
from zhucun.core.models import User
from zhucun.engine.facts import FACTS, Subject
from zhucun.engine.intake import inspect
from zhucun.intake import actions
from zhucun.intake.models import Import, NameDecision
from zhucun.intake.statuses import ImportState
from zhucun.registry.models import Village

pytestmark = pytest.mark.django_db
FAULTY = ("610426101206", "店头镇", "苏家塬村", 100, 50, 60, 3)
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def client(county: str, person: Callable[..., User], client_for: Callable[[User], Client]) -> Client:
    return client_for(person("organiser"))


def upload(client: Client, content: bytes, subject: str = "villages", **more: Any) -> Any:
    file = SimpleUploadedFile("村情.csv", content)
    return client.post("/imports/new/", {"subject": subject, "file": file, **more}, headers=ENGLISH)


def uploaded(client: Client, content: bytes, subject: str = "villages") -> Import:
    upload(client, content, subject)
    return Import.objects.get(state=ImportState.UPLOADED)


def confirmed_columns(client: Client, row: Import, **changed: str) -> Any:
    sent = {f"column-{c['index']}": c["key"] or "" for c in row.found["columns"]}
    return client.post(f"/imports/{row.pk}/columns/", {**sent, "version": row.version, **changed})


def checked(client: Client, content: bytes, subject: str = "villages") -> Import:
    row = uploaded(client, content, subject)
    confirmed_columns(client, row)
    row.refresh_from_db()
    return row


def test_a_file_goes_from_upload_to_done(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    row = uploaded(client, sheet([*ROWS, FAULTY]))
    address = f"/imports/{row.pk}/"
    assert client.get(address).headers["Location"] == f"{address}columns/"
    assert client.get(f"{address}columns/").status_code == 200
    assert confirmed_columns(client, row).headers["Location"] == address
    assert client.get(address).headers["Location"] == f"{address}problems/"
    assert "贫困人口不大于总人口" in client.get(f"{address}problems/").content.decode()
    assert client.get(f"{address}changes/").context["row"].rows_new == 3
    row.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{address}confirm/", {"mode": "good", "version": row.version})
    page = client.get(f"{address}result/", headers=ENGLISH)
    assert page.context["row"].state == ImportState.APPLIED
    assert "Applied on" in page.content.decode()
    assert Village.objects.count() == 3


def test_the_columns_page_shows_samples_reasons_and_all_facts_to_choose_from(client: Client) -> None:
    row = uploaded(client, sheet(ROWS))
    context = client.get(f"/imports/{row.pk}/columns/").context
    assert context["columns"][2]["samples"] == ["樊家河村", "好畤河村", "桃花塬村"]
    assert all(c["reason"] for c in context["columns"])
    assert len(context["facts"]) == len(FACTS[Subject.VILLAGES])


def test_samples_of_personal_columns_are_shown_in_part_only(client: Client) -> None:
    row = uploaded(client, sheet(persons(3), PEOPLE), "candidates")
    page = client.get(f"/imports/{row.pk}/columns/").content.decode()
    assert "13900000001" not in page
    assert "P0001" in page


def test_a_person_alters_a_column(client: Client) -> None:
    row = uploaded(client, sheet(ROWS))
    confirmed_columns(client, row, **{"column-6": "groups", "column-4": ""})
    row.refresh_from_db()
    assert [c["key"] for c in row.found["columns"]][4:] == [None, "poor_persons", "groups"]


def test_a_missing_required_column_is_said_on_the_page(client: Client) -> None:
    row = uploaded(client, sheet(ROWS))
    assert confirmed_columns(client, row, **{"column-2": ""}).headers["Location"].endswith("/columns/")
    page = client.get(f"/imports/{row.pk}/columns/", headers=ENGLISH).content.decode()
    assert "No column gives: Village" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.4", "is a PDF"),
        (b"PK\x03\x04 no", "damaged"),
        (b"\x00\x01\x02\x03", "no kind of file"),
        (sheet([("1",)], ("甲",)), "no heading row"),
    ],
)
def test_a_bad_file_is_said_on_the_page_and_the_choice_stays(content: bytes, words: str, client: Client) -> None:
    answer = upload(client, content, "candidates")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert re.search(r'value="candidates"\s+required\s+checked', page)


def test_no_file_is_said_at_its_field(client: Client) -> None:
    answer = client.post("/imports/new/", {"subject": "villages"}, headers=ENGLISH)
    assert "Choose a file first." in answer.content.decode()


def test_the_same_file_twice_says_so_and_offers_to_take_it_again(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    row = checked(client, sheet(ROWS))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/imports/{row.pk}/confirm/", {"mode": "all", "version": row.version})
    page = upload(client, sheet(ROWS)).content.decode()
    assert "Nothing was changed" in page
    assert 'name="again"' in page
    assert upload(client, sheet(ROWS), again="on").status_code == 302


def test_a_second_click_on_apply_lands_on_the_result(client: Client) -> None:
    row = checked(client, sheet(ROWS))
    sent = {"mode": "good", "version": row.version}
    first, second = (client.post(f"/imports/{row.pk}/confirm/", sent) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == f"/imports/{row.pk}/result/"


def test_applying_on_a_page_that_is_out_of_date_changes_nothing_and_says_so(client: Client) -> None:
    row = checked(client, sheet(ROWS))
    confirmed_columns(client, row)
    client.post(f"/imports/{row.pk}/confirm/", {"mode": "good", "version": row.version}, headers=ENGLISH)
    page = client.get(f"/imports/{row.pk}/changes/", headers=ENGLISH).content.decode()
    assert "Somebody saved this" in page
    assert Import.objects.get(pk=row.pk).state == ImportState.CHECKED


def test_problems_are_filtered_by_rule_and_leave_as_a_workbook(client: Client) -> None:
    row = checked(client, sheet([*ROWS, FAULTY, ("610426101209", "店头镇", "徐家塬村", 100, "很多", 6, 3)]))
    listing = client.get(f"/imports/{row.pk}/problems/?rule=villages.poor_persons_above_all").context["listing"]
    assert [f.row for f in listing.page.object_list] == [5]
    answer = client.get(f"/imports/{row.pk}/problems/?export=xlsx", headers=ENGLISH)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    heads, *faults = book.worksheets[0].iter_rows(values_only=True)
    assert heads == ("Row", "Column", "Value", "What is wrong", "What to do", "Effect", "Sheet")
    assert (6, "总人口 [E]", "很多") in [f[:3] for f in faults]


def test_doubtful_names_are_decided_on_the_page(client: Client) -> None:
    row = checked(client, sheet([("店头镇", "好寺河村", 800), ("店头镇", "无名寨", 8)], ("乡镇", "村名", "总人口")))
    questions = client.get(f"/imports/{row.pk}/problems/").context["questions"]
    assert [q["written"] for q in questions] == ["店头镇 好寺河村", "店头镇 无名寨"]
    client.post(
        f"/imports/{row.pk}/names/",
        {
            "version": row.version,
            "written-0": questions[0]["written"],
            "meant-0": "proposed",
            "written-1": questions[1]["written"],
            "meant-1": "other",
            "other-1": "店头镇 桃花塬村委会 610426101204",
        },
    )
    assert dict(NameDecision.objects.values_list("written", "meant")) == {
        "店头镇 好寺河村": "610426101202",
        "店头镇 无名寨": "610426101204",
    }
    row.refresh_from_db()
    assert row.rows_new == 2


@pytest.mark.parametrize("sent", [{}, {"written-0": "店头镇 别的村", "meant-0": "proposed"}, {"meant-0": "proposed"}])
def test_an_answer_given_to_another_name_decides_nothing(sent: dict[str, str], client: Client) -> None:
    row = checked(client, sheet([("店头镇", "好寺河村", 800)], ("乡镇", "村名", "总人口")))
    client.post(f"/imports/{row.pk}/names/", {"version": row.version, **sent})
    assert not NameDecision.objects.exists()


def test_a_stopped_import_can_be_continued_by_hand(client: Client) -> None:
    row = checked(client, sheet(ROWS))
    client.post(f"/imports/{row.pk}/confirm/", {"mode": "good", "version": row.version})
    page = client.get(f"/imports/{row.pk}/result/").content.decode()
    assert 'hx-trigger="every 1s"' in page
    client.post(f"/imports/{row.pk}/continue/")
    assert Import.objects.get(pk=row.pk).state == ImportState.APPLIED


def test_dropping_leaves_nothing_but_its_line_in_the_list(client: Client) -> None:
    row = checked(client, sheet(ROWS))
    assert client.post(f"/imports/{row.pk}/drop/", {"version": row.version}).headers["Location"] == "/imports/"
    assert not Village.objects.exists()
    assert client.get(f"/imports/{row.pk}/").headers["Location"].endswith("/result/")
    assert client.get(f"/imports/{row.pk}/columns/").headers["Location"].endswith("/result/")


@pytest.mark.parametrize("path", ["", "columns/", "problems/", "changes/", "result/"])
def test_an_import_of_the_neighbour_county_is_not_there(
    path: str, client: Client, person: Callable[..., User], noon: datetime
) -> None:
    row = actions.begin(
        content=sheet([("610425001001", "城关", "新村", 1, 2, 1, 1)]), filename="a.csv", subject=Subject.VILLAGES,
        county="610425", by=person("organiser", scope="610425"), at=noon,
    )  # fmt: skip
    assert client.get(f"/imports/{row.pk}/{path}").status_code == 404
    assert client.get(f"/imports/{uuid4()}/{path}").status_code == 404


@pytest.mark.parametrize("role", ["township", "first_secretary", "auditor", "province"])
@pytest.mark.parametrize("path", ["/imports/", "/imports/new/", "/imports/template/villages.xlsx"])
def test_who_may_not_import_does_not_get_in(
    path: str, role: str, county: str, person: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    scope = {"township": "610426101", "first_secretary": "610426101200", "province": "61"}.get(role, COUNTY)
    assert client_for(person(role, scope=scope)).get(path).status_code == 409


@pytest.mark.parametrize("subject", list(Subject))
def test_the_empty_form_is_a_file_that_the_wizard_recognises(subject: Subject, client: Client, noon: datetime) -> None:
    answer = client.get(f"/imports/template/{subject}.xlsx", headers={"Accept-Language": "zh-hans"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    filled = {Subject.VILLAGES: {"村名": "店头村"}, Subject.UNITS: {"单位名称": "县财政局"}}.get(subject)
    sheet_of_form = book.worksheets[0]
    heads = [str(cell.value).lstrip("*").split("(")[0] for cell in sheet_of_form[2]]
    assert heads == [f.text.zh for f in FACTS[subject]]
    for head, value in (filled or {}).items():
        sheet_of_form.cell(row=4, column=heads.index(head) + 1, value=value)
    buffer = io.BytesIO()
    book.save(buffer)
    assert not filled or len(inspect(buffer.getvalue(), "form.xlsx", subject, on=noon.date()).good_rows) == 1


def test_the_list_of_imports_takes_few_queries(
    client: Client, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    row = checked(client, sheet(ROWS[:2]))
    uploaded(client, sheet(ROWS))
    with django_assert_max_num_queries(6):
        client.get("/imports/")
    for path, most in (("problems", 10), ("changes", 10), ("columns", 6)):
        with django_assert_max_num_queries(most):
            client.get(f"/imports/{row.pk}/{path}/")


def test_another_sheet_of_the_workbook_can_be_chosen(client: Client) -> None:
    book = openpyxl.Workbook()
    for title, rows in (("一季度", ROWS), ("二季度", ROWS[:1])):
        page = book.create_sheet(title)
        for row in (HEADINGS, *rows):
            page.append(row)
    book.remove(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    row = uploaded(client, buffer.getvalue())
    assert (row.found["sheets"], row.found["sheet"], row.rows_total) == (["一季度", "二季度"], "一季度", 3)
    confirmed_columns(client, row, sheet="二季度")
    row.refresh_from_db()
    # Another sheet has other columns: a person confirms those first.
    assert (row.state, row.found["sheet"], row.rows_total) == (ImportState.MAPPED, "二季度", 1)
    confirmed_columns(client, row, sheet="二季度")
    row.refresh_from_db()
    assert (row.state, row.rows_new) == (ImportState.CHECKED, 1)


def test_a_list_given_as_another_kind_says_so_and_is_taken_as_what_it_is_by_one_press(
    county: str, person: Callable[..., User], client_for: Callable[[User], Client]
) -> None:
    client = client_for(person("office"))
    heads = "户编号,户主姓名,证件号码,家庭人口,人均纯收入,主要致贫原因,行政村\n"
    row = uploaded(client, (heads + "9900000326,张三（虚构）,,3,2800,因病,店头村\n").encode())
    page = client.get(f"/imports/{row.pk}/columns/").content.decode()
    assert "但表头更像" in page
    found = re.search(r'name="as" value="(\w+)"', page)
    assert found is not None
    answer = client.post(f"/imports/{row.pk}/columns/", {"as": found[1], "version": row.version})
    row.refresh_from_db()
    assert row.state == ImportState.DROPPED
    made = Import.objects.get(state=ImportState.UPLOADED)
    assert answer.headers["Location"] == f"/imports/{made.pk}/columns/"
    assert made.subject == found[1] != "villages"
    assert "但表头更像" not in client.get(f"/imports/{made.pk}/columns/").content.decode()


def test_what_a_file_describes_is_chosen_by_a_person(client: Client) -> None:
    assert "checked" not in client.get("/imports/new/").content.decode().split("<fieldset")[1].split("</fieldset>")[0]
    assert 'value="units"' in client.get("/imports/new/?kind=units").content.decode()
