"""What an import holds of people: never an identity number in clear, and nothing longer than it may."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client

from tests.contract.imports import COUNTY, PEOPLE, persons, sheet
from zhucun.core.models import Event, User
from zhucun.engine.facts import Subject
from zhucun.intake import actions, jobs
from zhucun.intake.models import Import, ImportFault, ImportRow
from zhucun.intake.statuses import ImportState

pytestmark = pytest.mark.django_db
IDENTITY = "990426198805011235"  # made up: no province begins with 99
MOBILE = "13700009876"


@pytest.fixture
def organiser(county: str, person: Callable[..., User]) -> User:
    return person("organiser")


@pytest.fixture
def checked(organiser: User, noon: datetime) -> Import:
    heads = (*PEOPLE, "公民身份号码", "单位职务", "备注")
    people = [[*row, IDENTITY, f"科员，证号{IDENTITY}", f"电话{MOBILE}，证号{IDENTITY}"] for row in persons(3)]
    people[2][8] = IDENTITY
    row = actions.begin(
        content=sheet(people, heads),
        filename="人选.csv",
        subject=Subject.CANDIDATES,
        county=COUNTY,
        by=organiser,
        at=noon,
    )
    return actions.check(key=row.pk, by=organiser, at=noon)


def test_no_page_and_no_export_shows_an_identity_number(
    checked: Import, organiser: User, client_for: Callable[[User], Client]
) -> None:
    client = client_for(organiser)
    pages = [
        client.get(f"/imports/{checked.pk}/{step}/").content.decode() for step in ("columns", "problems", "changes")
    ]
    shown = "".join(pages)
    assert "99*************235" in pages[0]
    assert not [number for number in (IDENTITY, MOBILE) if number in shown]
    answer = client.get(f"/imports/{checked.pk}/problems/?export=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert IDENTITY not in str(list(book.worksheets[0].iter_rows(values_only=True)))


def test_nothing_that_is_stored_beside_the_file_holds_an_identity_number(checked: Import) -> None:
    assert ImportFault.objects.filter(source=checked, rule="privacy.text").count() == 3
    stored = [Import.objects.values(), ImportRow.objects.values(), ImportFault.objects.values()]
    assert IDENTITY not in str([list(rows) for rows in stored])


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_columns_step_says_how_long_the_file_is_kept(
    language: str, checked: Import, organiser: User, client_for: Callable[[User], Client]
) -> None:
    page = client_for(organiser).get(f"/imports/{checked.pk}/columns/", headers={"Accept-Language": language})
    said = {"zh-hans": "未完成的导入加密保留，最多 30 天", "en": "kept, sealed, 30 days at most"}[language]
    assert said in page.content.decode()


@pytest.mark.parametrize(("days", "dropped"), [(30, 0), (31, 1)])
def test_an_import_that_nobody_finishes_is_dropped_with_its_file_after_thirty_days(
    days: int, dropped: int, checked: Import, noon: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    path = Path(checked.file.path)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.clear_overdue_once(at=noon + timedelta(days=days)) == dropped
    checked.refresh_from_db()
    assert (checked.state == ImportState.DROPPED) == bool(dropped)
    assert path.exists() == (not dropped)
    assert Event.objects.filter(name="import.dropped", reason="overdue").count() == dropped


def test_an_import_being_applied_is_not_dropped_however_old(checked: Import, organiser: User, noon: datetime) -> None:
    actions.confirm(key=checked.pk, mode="good", version=None, by=organiser, at=noon)
    assert jobs.clear_overdue_once(at=noon + timedelta(days=400)) == 0


@pytest.mark.parametrize("applied", [False, True])
def test_the_changes_name_people_before_and_after_the_import_is_applied(
    applied: bool, organiser: User, noon: datetime, client_for: Callable[[User], Client]
) -> None:
    row = actions.begin(
        content=sheet(persons(1), PEOPLE), filename="a.csv", subject=Subject.CANDIDATES, county=COUNTY, by=organiser,
        at=noon,
    )  # fmt: skip
    row = actions.check(key=row.pk, by=organiser, at=noon)
    ends = {True: ("confirm", "continue"), False: ()}[applied]
    client = client_for(organiser)
    [client.post(f"/imports/{row.pk}/{step}/", {"mode": "good", "version": row.version}) for step in ends]
    assert (Import.objects.get().state == ImportState.APPLIED) == applied
    page = client.get(f"/imports/{row.pk}/changes/").content.decode()
    assert "人0 P0000" in page


def test_a_file_that_changes_nothing_offers_to_finish_and_no_button_for_no_rows(
    organiser: User, noon: datetime, client_for: Callable[[User], Client]
) -> None:
    client = client_for(organiser)
    given = {"subject": Subject.CANDIDATES, "county": COUNTY, "by": organiser, "at": noon}
    actions.import_file(sheet(persons(1), PEOPLE), "a.csv", **given)
    row = actions.begin(content=sheet(persons(1), PEOPLE), filename="b.csv", again=True, **given)
    actions.check(key=row.pk, by=organiser, at=noon)
    page = client.get(f"/imports/{row.pk}/changes/", headers={"Accept-Language": "zh-hans"}).content.decode()
    assert "没有需要导入的变化" in page
    assert "导入0行" not in page
    columns = client.get(f"/imports/{row.pk}/columns/", headers={"Accept-Language": "zh-hans"}).content.decode()
    assert "表头在第1行" in columns


def test_opening_a_row_to_correct_it_is_in_the_log_with_its_purpose(
    checked: Import, organiser: User, client_for: Callable[[User], Client]
) -> None:
    number = ImportFault.objects.filter(source=checked, row__gt=1).values_list("row", flat=True)[0]
    page = client_for(organiser).get(f"/imports/{checked.pk}/rows/{number}/")
    assert page.status_code == 200
    seen = Event.objects.get(name="personal.seen", subject_id=str(checked.pk))
    assert seen.by == organiser
    assert str(number) in seen.reason
