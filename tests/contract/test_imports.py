"""An import from upload to done: what is staged, what is applied, what happens twice, in between and by two people."""

import dataclasses
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.contract.imports import COUNTY, HEADINGS, PEOPLE, ROWS, persons, sheet
from zhucun.core.models import Event, User
from zhucun.core.refusals import Refused
from zhucun.engine.errors import BadFile
from zhucun.engine.facts import Subject
from zhucun.intake import actions, jobs
from zhucun.intake.actions import applying
from zhucun.intake.models import Import, ImportFault, ImportRow
from zhucun.intake.statuses import ImportState, RowOutcome
from zhucun.intake.subjects import KINDS
from zhucun.postings.models import Candidate
from zhucun.registry.models import Village

pytestmark = pytest.mark.django_db
Person = Callable[..., User]
Begin = Callable[..., Import]


@pytest.fixture
def organiser(county: str, person: Person) -> User:
    return person("organiser")


@pytest.fixture
def begin(organiser: User, noon: datetime) -> Begin:
    def made(content: bytes, subject: Subject = Subject.VILLAGES, **more: Any) -> Import:
        return actions.begin(
            content=content, filename="村情.csv", subject=subject, county=COUNTY, by=organiser, at=noon, **more
        )

    return made


@pytest.fixture
def checked(begin: Begin, organiser: User, noon: datetime) -> Begin:
    def made(content: bytes, subject: Subject = Subject.VILLAGES, **more: Any) -> Import:
        return actions.check(key=begin(content, subject, **more).pk, by=organiser, at=noon)

    return made


def apply(row: Import, by: User, at: datetime, mode: str = "good") -> Import:
    confirmed = actions.confirm(key=row.pk, mode=mode, version=row.version, by=by, at=at)
    return actions.apply(key=confirmed.pk, at=at)


def test_an_upload_proposes_columns_and_writes_nothing(begin: Begin) -> None:
    row = begin(sheet(ROWS))
    assert row.state == ImportState.UPLOADED
    assert [c["key"] for c in row.found["columns"]][:3] == ["code", "town", "name"]
    assert not Village.objects.exists()


def test_checking_stages_each_row_with_what_it_would_do(checked: Begin) -> None:
    row = checked(sheet([*ROWS, ("610426101206", "店头镇", "苏家塬村", 100, 50, 60, 3)]))
    assert (row.state, row.rows_total, row.rows_new, row.rows_faulty) == (ImportState.CHECKED, 4, 3, 1)
    fault = ImportFault.objects.get(source=row, severity="error")
    assert (fault.rule, fault.row, fault.column) == ("villages.poor_persons_above_all", 5, "贫困人口 [F]")
    assert fault.message_zh
    assert fault.remedy_en


def test_good_rows_are_taken_and_faulty_ones_left_out_with_their_reason(
    checked: Begin, organiser: User, noon: datetime
) -> None:
    row = apply(checked(sheet([*ROWS[:2], ("610426101206", "店头镇", "苏家塬村", 100, 50, 60, 3)])), organiser, noon)
    assert (row.state, row.rows_new, row.rows_faulty) == (ImportState.APPLIED, 2, 1)
    assert set(Village.objects.values_list("pk", flat=True)) == {ROWS[0][0], ROWS[1][0]}
    assert ImportFault.objects.filter(source=row).exists()


def test_all_or_nothing_takes_nothing_when_a_row_has_a_fault(checked: Begin, organiser: User, noon: datetime) -> None:
    row = checked(sheet([*ROWS, ("610426101206", "店头镇", "苏家塬村", 100, 50, 60, 3)]))
    with pytest.raises(Refused) as refused:
        apply(row, organiser, noon, "all")
    assert refused.value.code == "import.not_all_right"
    assert not Village.objects.exists()


def test_the_same_file_again_says_so_and_changes_nothing(
    begin: Begin, checked: Begin, organiser: User, noon: datetime
) -> None:
    apply(checked(sheet(ROWS)), organiser, noon)
    events = Event.objects.count()
    with pytest.raises(Refused) as refused:
        begin(sheet(ROWS))
    assert refused.value.code == "import.same_file"
    assert (Event.objects.count(), Import.objects.count()) == (events, 1)


def test_the_same_file_under_way_is_found_and_not_begun_twice(begin: Begin) -> None:
    assert begin(sheet(ROWS)).pk == begin(sheet(ROWS)).pk


def test_the_same_file_taken_again_on_purpose_changes_only_what_was_changed_since(
    checked: Begin, organiser: User, noon: datetime
) -> None:
    apply(checked(sheet(ROWS)), organiser, noon)
    Village.objects.filter(pk=ROWS[0][0]).update(persons=1)
    row = apply(checked(sheet(ROWS), again=True), organiser, noon)
    assert (row.rows_new, row.rows_changed, row.rows_same) == (0, 1, 2)
    assert Village.objects.get(pk=ROWS[0][0]).persons == 900


def test_the_preview_shows_old_and_new(checked: Begin, organiser: User, noon: datetime) -> None:
    apply(checked(sheet(ROWS)), organiser, noon)
    row = checked(sheet([(*ROWS[0][:4], 950, *ROWS[0][5:]), ROWS[1]]))
    changed = ImportRow.objects.get(source=row, outcome=RowOutcome.CHANGED)
    assert changed.differences == {"persons": [900, 950]}
    assert (row.rows_changed, row.rows_same) == (1, 1)
    assert Village.objects.get(pk=ROWS[0][0]).persons == 900


def test_a_missing_required_column_keeps_it_at_the_columns_until_a_person_says_which_it_is(
    begin: Begin, organiser: User, noon: datetime
) -> None:
    row = begin(sheet(ROWS, ("行政区划代码", "乡镇", "哪个地方", "总户数", "总人口", "贫困人口", "党员人数")))
    row = actions.check(key=row.pk, by=organiser, at=noon)
    assert (row.state, row.found["missing"]) == (ImportState.MAPPED, ["name"])
    row = actions.check(key=row.pk, by=organiser, at=noon, columns={2: "name"})
    assert (row.state, row.rows_new) == (ImportState.CHECKED, 3)


def test_columns_once_settled_are_remembered_for_the_next_file(begin: Begin, organiser: User, noon: datetime) -> None:
    headings = ("行政区划代码", "乡镇", "哪个地方", "总户数", "总人口", "贫困人口", "党员人数")
    row = actions.check(key=begin(sheet(ROWS[:1], headings)).pk, by=organiser, at=noon, columns={2: "name", 6: None})
    apply(row, organiser, noon)
    columns = begin(sheet(ROWS, headings)).found["columns"]
    assert (columns[2]["key"], columns[6]["key"]) == ("name", None)


def test_a_double_click_on_apply_applies_once(checked: Begin, organiser: User, noon: datetime) -> None:
    row = checked(sheet(ROWS))
    actions.confirm(key=row.pk, mode="good", version=row.version, by=organiser, at=noon)
    with pytest.raises(Refused):
        actions.confirm(key=row.pk, mode="good", version=row.version, by=organiser, at=noon)
    with pytest.raises(Refused) as refused:
        actions.confirm(key=row.pk, mode="good", version=None, by=organiser, at=noon)
    assert refused.value.code == "import.under_way"
    assert Event.objects.filter(name="import.confirmed").count() == 1


def test_two_people_settling_one_import_do_not_overwrite_each_other(
    begin: Begin, organiser: User, noon: datetime, person: Person
) -> None:
    row = begin(sheet(ROWS))
    actions.check(key=row.pk, by=organiser, at=noon, version=1)
    with pytest.raises(Refused) as refused:
        actions.check(key=row.pk, by=person("office"), at=noon, version=1, columns={2: None})
    assert refused.value.code == "version.stale"


def test_a_server_killed_in_the_middle_goes_on_exactly_where_it_stopped(
    checked: Begin, organiser: User, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = checked(sheet(persons(25), PEOPLE), Subject.CANDIDATES)
    smaller = dataclasses.replace(KINDS[Subject.CANDIDATES], chunk=10)
    monkeypatch.setitem(KINDS, Subject.CANDIDATES, smaller)
    actions.confirm(key=row.pk, mode="good", version=None, by=organiser, at=noon)
    whole, calls = applying._take, []

    def killed_in_the_second_chunk(*args: Any) -> Any:
        calls.append(args)
        taken = whole(*args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return taken

    monkeypatch.setattr(applying, "_take", killed_in_the_second_chunk)
    with pytest.raises(KeyboardInterrupt):
        actions.apply(key=row.pk, at=noon)
    row.refresh_from_db()
    # Ten rows and the cursor after the tenth stand together; the second chunk left nothing.
    assert (row.state, row.cursor, Candidate.objects.count()) == (ImportState.APPLYING, 11, 10)
    assert jobs.pick_up_once(at=noon) == 1
    row.refresh_from_db()
    assert (row.state, row.rows_new, row.rows_same) == (ImportState.APPLIED, 25, 0)
    assert Candidate.objects.count() == 25
    assert jobs.pick_up_once(at=noon) == 0


def test_all_or_nothing_leaves_nothing_when_the_server_is_killed(
    checked: Begin, organiser: User, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = checked(sheet(persons(5), PEOPLE), Subject.CANDIDATES)
    actions.confirm(key=row.pk, mode="all", version=None, by=organiser, at=noon)

    def killed(*_args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(applying, "_finish", killed)
        with pytest.raises(KeyboardInterrupt):
            actions.apply(key=row.pk, at=noon)
    assert not Candidate.objects.exists()
    assert actions.apply(key=row.pk, at=noon).rows_new == 5


def test_a_row_refused_at_the_last_moment_sends_the_import_back_with_the_reason(
    checked: Begin, organiser: User, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = checked(sheet(ROWS))
    actions.confirm(key=row.pk, mode="good", version=None, by=organiser, at=noon)

    def refuses(*_args: Any) -> None:
        raise Refused("village.twice", "这个村已被删除")

    monkeypatch.setattr(applying, "_take", refuses)
    row = actions.apply(key=row.pk, at=noon)
    assert (row.state, row.halted_because) == (ImportState.CHECKED, "这个村已被删除")
    assert Event.objects.filter(name="import.halted").count() == 1


@pytest.mark.parametrize("end", ["apply", "drop"])
def test_what_the_import_held_of_people_is_deleted_at_its_end(
    end: str, checked: Begin, organiser: User, noon: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    people = persons(3)
    people[2][8] = "12"  # a phone that no rule lets pass in silence
    row = checked(sheet(people, PEOPLE), Subject.CANDIDATES)
    path = Path(row.file.path)
    assert path.is_file()
    assert ImportFault.objects.filter(source=row, personal=True, value="12").exists()
    with django_capture_on_commit_callbacks(execute=True):
        if end == "apply":
            apply(row, organiser, noon)
        else:
            actions.drop(key=row.pk, version=None, by=organiser, at=noon)
    assert not path.exists()
    assert set(map(str, ImportRow.objects.filter(source=row).values_list("facts", flat=True))) == {"{}"}
    assert set(ImportFault.objects.filter(source=row, personal=True).values_list("value", flat=True)) == {"***"}
    kept = [str(v) for v in ImportRow.objects.filter(source=row).values()] + [
        str(v) for v in ImportFault.objects.filter(source=row).values()
    ]
    assert not [line for line in kept if "人1" in line or "1390000" in line]


def test_events_of_an_import_carry_counts_and_no_person(checked: Begin, organiser: User, noon: datetime) -> None:
    apply(checked(sheet(persons(3), PEOPLE), Subject.CANDIDATES), organiser, noon)
    applied = Event.objects.get(name="import.applied")
    assert applied.changes == {"new": [None, 3], "changed": [None, 0], "same": [None, 0], "left_out": [None, 0]}
    assert not [e for e in Event.objects.all() if "人1" in f"{e.changes}{e.label}{e.reason}"]


def test_a_dropped_import_can_be_begun_again(begin: Begin, organiser: User, noon: datetime) -> None:
    first = begin(sheet(ROWS))
    actions.drop(key=first.pk, version=1, by=organiser, at=noon)
    assert begin(sheet(ROWS)).pk != first.pk


@pytest.mark.parametrize(("role", "scope"), [("township", "610426101"), ("auditor", COUNTY), ("province", "61")])
def test_who_may_not_import_is_refused(role: str, scope: str, county: str, person: Person, noon: datetime) -> None:
    with pytest.raises(Refused):
        actions.begin(
            content=sheet(ROWS), filename="a.csv", subject=Subject.VILLAGES, county=COUNTY,
            by=person(role, scope=scope), at=noon,
        )  # fmt: skip


def test_nobody_imports_into_the_neighbour_county(organiser: User, noon: datetime) -> None:
    with pytest.raises(Refused):
        actions.begin(
            content=sheet(ROWS), filename="a.csv", subject=Subject.VILLAGES, county="610425", by=organiser, at=noon
        )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file.empty"),
        (b"%PDF-1.7 and so on", "file.pdf"),
        (b"PK\x03\x04 broken", "file.damaged"),
        (sheet([], HEADINGS), "file.no_rows"),
        (sheet([("1", "2")], ("甲", "乙")), "file.no_header"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason_and_leaves_nothing(
    content: bytes, code: str, begin: Begin
) -> None:
    with pytest.raises(BadFile) as refused:
        begin(content)
    assert refused.value.code == code
    assert not Import.objects.exists()


def test_a_file_above_the_limit_is_refused(begin: Begin, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "UPLOAD_MAX_BYTES", 10)
    with pytest.raises(Refused) as refused:
        begin(sheet(ROWS))
    assert refused.value.code == "import.too_big"


def test_villages_of_another_county_are_faults(checked: Begin) -> None:
    row = checked(sheet([("610425001001", "城关", "新村", 1, 2, 1, 1), ROWS[0]]))
    assert (row.rows_new, row.rows_faulty) == (1, 1)


def test_gbk_files_of_old_systems_are_read(checked: Begin) -> None:
    row = checked(sheet(ROWS).decode("utf-8-sig").encode("gb18030"))
    assert row.rows_new == 3


def test_existing_posts_of_unknown_villages_or_people_are_faults_and_the_others_are_taken(
    checked: Begin, organiser: User, noon: datetime
) -> None:
    apply(checked(sheet(ROWS)), organiser, noon)
    apply(checked(sheet(persons(2), PEOPLE), Subject.CANDIDATES), organiser, noon)
    posts = sheet(
        [
            ("樊家河村", "店头镇", "P0000", "人0", "2024-03-01"),
            ("樊家河村", "店头镇", "", "无此人", "2024-03-01"),
            ("桃花源村", "店头镇", "P0001", "人1", "2024-03-01"),
        ],
        ("村名", "乡镇", "人员编号", "姓名", "任职日期"),
    )
    row = checked(posts, Subject.POSTS)
    assert (row.rows_new, row.rows_faulty) == (1, 2)
    assert apply(row, organiser, noon).rows_new == 1


def test_import_file_does_it_all_in_one_call(organiser: User, noon: datetime) -> None:
    content = sheet([*ROWS, ("610426101206", "店头镇", "苏家塬村", 100, 50, 60, 3)])
    summary = actions.import_file(content, "a.csv", Subject.VILLAGES, county=COUNTY, by=organiser, at=noon)
    assert (summary["applied"], summary["new"], summary["left_out"]) == (True, 3, 1)
    assert summary["faults"][0]["rule"] == "villages.poor_persons_above_all"
    again = actions.import_file(content, "a.csv", Subject.VILLAGES, county=COUNTY, by=organiser, at=noon)
    assert (again["same_file"], again["new"], again["changed"]) == (True, 0, 0)


def test_import_file_with_all_and_a_fault_takes_nothing_and_waits_in_the_wizard(
    organiser: User, noon: datetime
) -> None:
    content = sheet([*ROWS, ("610426101206", "店头镇", "苏家塬村", 100, 50, 60, 3)])
    summary = actions.import_file(content, "a.csv", Subject.VILLAGES, county=COUNTY, by=organiser, at=noon, mode="all")
    assert (summary["applied"], summary["state"]) == (False, "checked")
    assert not Village.objects.exists()


def test_import_file_takes_a_mapping_by_heading_or_letter(organiser: User, noon: datetime) -> None:
    content = sheet(ROWS, ("行政区划代码", "乡镇", "哪个地方", "总户数", "总人口", "贫困人口", "党员人数"))
    summary = actions.import_file(
        content,
        "a.csv",
        Subject.VILLAGES,
        county=COUNTY,
        by=organiser,
        at=noon,
        mapping={"哪个地方": "name", "G": None},
    )
    assert summary["new"] == 3
    assert Village.objects.get(pk=ROWS[0][0]).party_members is None
