"""The pages of verification: an upload to its end, what each role sees and does not, and how many queries they take."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.contract.households_rows import COUNTY, NOON
from tests.contract.verification_rows import car, make_families, number_of, raised, take, team, verify
from zhucun.core.models import Event
from zhucun.policy.models import OwnRuleSet
from zhucun.verification import actions, jobs
from zhucun.verification.models import Check, Comparison, KeptSign, RegisterList, RegisterRecord, SignsAsked

HERE = "/verification/"


@pytest.fixture
def here(county, person, client_for):
    """A village with three families, the people who verify, and their browsers."""
    village, homes = make_families(3)
    people = team(person, village)
    return {"village": village, "homes": homes, "people": people, "in": {k: client_for(u) for k, u in people.items()}}


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def sheet(rows):
    """Return a list as a csv file."""
    lines = ["公安局机动车登记名单", "机动车所有人,身份证号,车辆类型,购置价,登记日期", *rows]
    return SimpleUploadedFile("车辆.csv", "\n".join(lines).encode("gb18030"))


def upload(browser, rows):
    return browser.post(f"{HERE}lists/new/", {"source": "vehicle", "as_of": "2026-03-01", "file": sheet(rows)})


def test_a_list_is_read_its_faults_said_and_taken_in(here):
    browser = here["in"]["office"]
    good = f"赵一,{number_of(0)},小型轿车,8万,2015.3.1"
    answer = upload(browser, [good, "孙外,12345,面包车,30000,2015-01-01", ",,面包车,,", "合计,,2,,"])
    row = RegisterList.objects.get()
    assert answer.headers["Location"] == f"{HERE}lists/{row.pk}/"
    page = text_of(browser.get(answer.headers["Location"]))
    assert "这一行既没有证件号码也没有姓名" in page
    assert number_of(0) not in page
    assert RegisterRecord.objects.count() == 0
    browser.post(f"{HERE}lists/{row.pk}/columns/", {"take": "1"})
    assert "后台" in text_of(browser.get(f"{HERE}lists/{row.pk}/"))
    assert jobs.take_confirmed_once() == 1
    assert jobs.take_confirmed_once() == 0
    assert browser.get(f"{HERE}lists/{row.pk}/taking/").headers["HX-Refresh"] == "true"
    row.refresh_from_db()
    assert (row.state, row.rows, row.left_out, row.found) == ("list_taken", 2, 1, 1)
    assert not row.content
    assert row.records.order_by("row").first().value_yuan == 80000


def test_a_column_that_was_taken_for_something_else_is_set_right(here):
    browser = here["in"]["office"]
    upload(browser, [f"赵一,{number_of(0)},小型轿车,8万,2015.3.1"])
    row = RegisterList.objects.get()
    browser.post(f"{HERE}lists/{row.pk}/columns/", {"column-3": "", "column-2": "reference"})
    row.refresh_from_db()
    assert [c["key"] for c in row.columns["columns"]] == ["name", "identity", "reference", "", "since"]


def test_a_file_without_names_is_refused_with_what_to_do(here):
    file = SimpleUploadedFile("x.csv", "甲,乙\n1,2\n".encode())
    answer = here["in"]["office"].post(f"{HERE}lists/new/", {"source": "vehicle", "as_of": "2026-03-01", "file": file})
    assert answer.status_code == 422
    assert "请加上表头" in answer.content.decode()


def compared(browser, commit):
    """Press the button and let the background do its work."""
    with commit(execute=True):
        assert browser.post(f"{HERE}compare/").status_code == 302


def test_comparing_shows_what_was_spared_and_why(here, django_capture_on_commit_callbacks):
    take([car(0), car(1, 3, yuan=10000)])
    browser = here["in"]["office"]
    compared(browser, django_capture_on_commit_callbacks)
    page = text_of(browser.get(f"{HERE}lists/"))
    assert "未超过规则" in page
    assert Check.objects.count() == 1


def test_the_page_tells_how_far_a_comparison_is_and_stops_it(here):
    take([car(0)])
    browser = here["in"]["office"]
    browser.post(f"{HERE}compare/")
    row = Comparison.objects.get()
    assert "后台比对：等待" in text_of(browser.get(f"{HERE}lists/"))
    assert browser.get(f"{HERE}compare/{row.pk}/").headers.get("HX-Refresh") is None
    browser.post(f"{HERE}compare/{row.pk}/stop/")
    assert browser.get(f"{HERE}compare/{row.pk}/").headers["HX-Refresh"] == "true"
    assert "比对已停止" in text_of(browser.get(f"{HERE}lists/"))
    actions.work_out_comparison(pk=row.pk, clock=lambda: NOON)
    assert Check.objects.count() == 0


@pytest.mark.parametrize("who", ["secretary", "township"])
def test_who_surveys_sees_what_to_check_and_not_how_it_came_about(here, who):
    [check] = raised([car(0, name="欧阳甲")])
    Check.objects.update(ground_zh="密信号强度二点五", score=2.5, severity="review", rule_zh="购置价三万元以上")
    page = text_of(here["in"][who].get(f"{HERE}checks/{check.pk}/"))
    assert "小型轿车" in page
    assert "有没有这辆车" in page
    assert "密信号强度" not in page
    assert "60%" not in page
    assert "从严审核" not in page
    assert "三万元" not in page
    seen = text_of(here["in"]["office"].get(f"{HERE}checks/{check.pk}/"))
    assert "密信号强度" in seen
    assert "购置价三万元以上" in seen


def test_who_surveys_exports_no_weights_either(here):
    raised([car(0)])
    sent = here["in"]["secretary"].get(f"{HERE}?export=csv")
    told = b"".join(sent.streaming_content).decode()
    assert "小型轿车" in told
    assert "核实即不符合" not in told
    assert number_of(0) not in told


def test_an_auditor_sees_masked_names_and_changes_nothing(here):
    [check] = raised([car(0)])
    browser = here["in"]["auditor"]
    page = text_of(browser.get(f"{HERE}checks/{check.pk}/"))
    assert "赵*" in page
    assert "赵一<" not in page
    assert browser.post(f"{HERE}compare/").status_code == 409


def test_the_full_record_is_shown_for_a_purpose_that_is_kept(here):
    [check] = raised([car(0, name="欧阳甲", reference="陕D12345")])
    browser = here["in"]["secretary"]
    assert "欧阳甲" not in text_of(browser.get(f"{HERE}checks/{check.pk}/"))
    page = text_of(browser.post(f"{HERE}checks/{check.pk}/record/", {"purpose": "辨认车主"}))
    assert "欧阳甲" in page
    assert "陕D12345" in page
    assert Event.objects.filter(name="personal.seen", reason="辨认车主").exists()


def test_a_check_is_led_through_by_its_pages(here):
    take([car(0)])
    actions.compare(county=COUNTY, by=None, at=timezone.now())
    check = Check.objects.get()
    address, today = f"{HERE}checks/{check.pk}/", timezone.localdate().isoformat()
    seen = {"on": today, "finding": "found_true", "note": "院内停放小轿车", "spoken_to": "户主", "version": 1}
    assert here["in"]["secretary"].post(f"{address}seen/", seen).status_code == 302
    assert "须由同去的另一人确认" in text_of(here["in"]["secretary"].get(address))
    assert here["in"]["township"].post(f"{address}second/", {"agrees": "yes", "version": 2}).status_code == 302
    closing = {"outcome": "found_true", "reason": "两人核实", "version": 3}
    assert here["in"]["office"].post(f"{address}close/", closing).status_code == 302
    page = text_of(here["in"]["secretary"].get(address))
    assert "系统不作任何变动" in page
    assert f"/identification/new/exit/{check.household_id}/" in page


def test_what_was_typed_stays_when_a_step_is_refused(here):
    [check] = raised([car(0)])
    sent = {"on": "2020-01-01", "finding": "found_true", "note": "院内停放小轿车", "version": 1}
    answer = here["in"]["secretary"].post(f"{HERE}checks/{check.pk}/seen/", sent)
    assert answer.status_code == 422
    assert "院内停放小轿车" in answer.content.decode()


def test_two_people_who_edit_at_once_do_not_overwrite_each_other(here):
    [check] = raised([car(0)])
    actions.assign(check=check, owner=None, deadline=check.deadline, by=here["people"]["township"], at=NOON)
    sent = {"on": "2026-03-02", "finding": "found_true", "note": "看到车", "version": 1}
    answer = here["in"]["secretary"].post(f"{HERE}checks/{check.pk}/seen/", sent)
    assert answer.status_code == 422
    assert check.visits.count() == 0


def test_the_sheets_of_a_village_hold_one_household_each_and_no_limit(here):
    raised([car(0), car(0, 3, detail="皮卡"), car(1, 4)])
    page = text_of(here["in"]["secretary"].get(f"{HERE}villages/{here['village'].pk}/sheets/"))
    assert page.count('class="visit-sheet"') == 2
    assert "3万元" not in page


def errors_in(context):
    sets = (context["lines"], context["exemptions"])
    told = [str(context["head"].errors), *(str(s.non_form_errors()) for s in sets)]
    return [e for e in (*told, *(str(f.errors) for s in sets for f in s)) if e]


def test_the_countys_own_red_lines_are_made_from_published_ones(here, django_capture_on_commit_callbacks):
    browser = here["in"]["office"]
    address = f"{HERE}red-lines/ten_principles/"
    page = text_of(browser.get(address))
    sent = dict(re.findall(r'name="((?:line|exemption)-[A-Z_]+)" value="(\d+)"', page))
    form = browser.get(address).context
    for formset in (form["lines"], form["exemptions"]):
        for one in formset:
            sent |= {one.add_prefix(k): one.initial[k] for k in one.fields if one.initial.get(k)}
    sent |= {"line-2-more_than_yuan": "50000", "line-1-DELETE": "on", "name": "本县十原则", "since": "2026-01-01",
             "reference": "县发1号", "reason": "县情"}  # fmt: skip
    sent |= {"line-9-register": "vehicle", "line-9-severity": "exclude"}  # as a browser sends the empty line
    answer = browser.post(address, sent)
    assert answer.status_code == 302, errors_in(answer.context)
    row = OwnRuleSet.objects.get()
    assert len(row.content["rules"]) == 8
    assert [r["more_than"] for r in row.content["rules"] if r["register"] == "vehicle"] == ["50000"]
    take([car(0, yuan=40000)])
    compared(browser, django_capture_on_commit_callbacks)
    assert Check.objects.count() == 0


def test_the_next_countys_people_see_nothing_of_it(here, person, client_for):
    [check] = raised([car(0)])
    for role in ("organiser", "office", "auditor"):
        browser = client_for(person(role, scope="610425"))
        assert "赵一" not in text_of(browser.get(HERE))
        assert "小型轿车" not in text_of(browser.get(HERE))
        assert browser.get(f"{HERE}checks/{check.pk}/").status_code == 404
        assert browser.get(f"{HERE}lists/{check.record.list_id}/").status_code == 404
        assert browser.get(f"{HERE}villages/{here['village'].pk}/sheets/").status_code in (403, 404, 409)


@pytest.mark.parametrize("path", ["", "lists/", "measures/", "red-lines/", "signs/"])
def test_a_longer_list_takes_no_more_queries(here, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = here["in"]["organiser"]
    raised([car(0)])
    browser.get(f"{HERE}{path}")
    with CaptureQueriesContext(connection) as few:
        browser.get(f"{HERE}{path}")
    make_families(12, village=here["village"], first=3)
    checks = raised([car(n, n + 2) for n in range(12)])
    verify(checks[3], here["people"])
    actions.draw_audits(county=COUNTY, seed=3, by=None, at=NOON)
    browser.get(f"{HERE}{path}")
    with CaptureQueriesContext(connection) as many:
        browser.get(f"{HERE}{path}")
    assert len(many) <= len(few) + 2, [q["sql"][:200] for q in many]


def test_the_page_of_measures_tells_intervals_and_how_few_they_are(here):
    checks = raised([car(0), car(1, 3)])
    verify(checks[0], here["people"], "found_true")
    verify(checks[1], here["people"], "found_untrue")
    page = text_of(here["in"]["auditor"].get(f"{HERE}measures/"))
    assert "50%" in page
    assert "1/2" in page
    assert "暂无" in page


def test_too_few_households_for_signs_are_said_and_not_guessed(here):
    page = text_of(here["in"]["office"].get(f"{HERE}signs/"))
    assert "样本只有" in page


def test_an_excel_workbook_of_the_checks_comes_whole(here):
    import openpyxl

    raised([car(0), car(1, 3)])
    sent = here["in"]["office"].get(f"{HERE}?export=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(sent.content))
    assert book.active.max_row == 3


def kept_signs(here):
    """Keep signs of two households as a run leaves them."""
    told = {"signs": [], "missing": [], "told": ["权重", "weights"], "basis": ["依据", "basis"], "version": "signs-1",
            "line": "2,995", "by_village": [], "by_surveyor": []}  # fmt: skip
    last = Event.objects.order_by("-pk").first()
    asked = SignsAsked.objects.create(county=COUNTY, run=1, on=timezone.localdate(), at=timezone.now(), year=2025,
                                      event=last.pk if last else 0, households=3, spoken=2, result=told)  # fmt: skip
    KeptSign.objects.bulk_create(
        KeptSign(county=COUNTY, run=1, place=place, household=home, village=here["village"], score=3 - place,
                 reasons=[["食品支出偏高", "food is high"]])
        for place, home in enumerate(here["homes"][:2], 1)
    )  # fmt: skip
    return asked


def test_signs_are_read_as_kept_and_say_as_of_when(here, monkeypatch):
    kept_signs(here)
    monkeypatch.setattr("zhucun.verification.queries.signs.worked_out", None)
    page = text_of(here["in"]["office"].get(f"{HERE}signs/"))
    assert "食品支出偏高" in page
    assert "计算" in page
    file = b"".join(here["in"]["auditor"].get(f"{HERE}signs/?export=csv").streaming_content).decode()
    assert file.count("食品支出偏高") == 2


def test_a_great_county_says_that_its_signs_are_older_than_its_figures(here, monkeypatch):
    monkeypatch.setattr("zhucun.registry.queries.keeping.AT_ONCE", 1)
    assert "后台" in text_of(here["in"]["office"].get(f"{HERE}signs/"))
    kept_signs(here)
    take([car(0)])
    page = text_of(here["in"]["office"].get(f"{HERE}signs/"))
    assert "此后已有变动" in page
    assert "食品支出偏高" in page


def test_checks_are_raised_from_the_kept_signs_once(here):
    kept_signs(here)
    by = here["people"]["office"]
    first = actions.raise_signs(county=COUNTY, most=1, by=by, at=timezone.now())
    SignsAsked.objects.update(event=10**9)  # as if nothing had changed since
    second = actions.raise_signs(county=COUNTY, most=5, by=by, at=timezone.now())
    assert (first.raised, second.raised, second.known) == (1, 1, 1)
    assert Check.objects.filter(source="signs", ground_zh="食品支出偏高").count() == 2


def test_a_list_that_cannot_be_taken_in_waits_again_and_nothing_of_it_is_kept(here, monkeypatch):
    browser = here["in"]["office"]
    upload(browser, [f"赵一,{number_of(0)},小型轿车,8万,2015.3.1"])
    row = RegisterList.objects.get()
    actions.confirm_list(row=row, by=here["people"]["office"], at=NOON)
    monkeypatch.setattr("zhucun.verification.actions.lists.matches", None)
    with pytest.raises(TypeError):
        actions.take_confirmed(pk=row.pk, at=NOON)
    row.refresh_from_db()
    assert (row.state, RegisterRecord.objects.count()) == ("list_waiting", 0)
    assert row.content
