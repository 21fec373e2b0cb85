"""Names that another office typed: certain ones are taken, doubtful ones asked once and remembered for the county."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.contract.imports import COUNTY, PEOPLE, persons, sheet
from zhucun.core.models import Event, SendingUnit, User
from zhucun.engine.facts import Subject, VillageFacts
from zhucun.intake import actions
from zhucun.intake.actions.checking import OWN, Decision
from zhucun.intake.models import Import, ImportRow, NameDecision
from zhucun.intake.statuses import NameKind
from zhucun.postings.models import Candidate
from zhucun.registry import actions as registry
from zhucun.registry.models import Village

pytestmark = pytest.mark.django_db
HEADINGS = ("乡镇", "村名", "总人口")
CODE = "610426101202"


@pytest.fixture
def organiser(county: str, person: Callable[..., User]) -> User:
    return person("organiser")


@pytest.fixture
def checked(organiser: User, noon: datetime) -> Callable[..., Import]:
    def made(content: bytes, subject: Subject = Subject.VILLAGES) -> Import:
        row = actions.begin(
            content=content, filename="a.csv", subject=subject, county=COUNTY, by=organiser, at=noon, again=True
        )
        return actions.check(key=row.pk, by=organiser, at=noon)

    return made


def decide(row: Import, kind: NameKind, meant: str, by: User, at: datetime) -> Import:
    written = row.found["questions"][0]["written"]
    return actions.decide_names(key=row.pk, decisions=[Decision(kind, written, meant)], by=by, at=at)


def codes(row: Import) -> list[Any]:
    return [facts.get("code") for facts in ImportRow.objects.filter(source=row).values_list("facts", flat=True)]


def test_a_village_without_a_code_is_found_by_its_name_but_for_its_ending(checked: Callable[..., Import]) -> None:
    row = checked(sheet([("店头镇", "好畤河村", 800), ("店头", "樊家河", 900)], HEADINGS))
    assert (row.rows_new, row.found["questions"]) == (2, [])
    assert codes(row) == [CODE, "610426101200"]
    assert row.found["understood"][0]["proposed"] == "店头镇 好畤河村委会"


def test_a_name_that_was_understood_can_be_decided_otherwise(
    checked: Callable[..., Import], organiser: User, noon: datetime
) -> None:
    row = checked(sheet([("店头", "樊家河", 900)], HEADINGS))
    other = [Decision(NameKind.VILLAGE, row.found["understood"][0]["written"], CODE)]
    assert codes(actions.decide_names(key=row.pk, decisions=other, by=organiser, at=noon)) == [CODE]


def test_a_doubtful_village_waits_for_a_person_and_is_asked_once(
    checked: Callable[..., Import], organiser: User, noon: datetime
) -> None:
    row = checked(sheet([("店头镇", "好寺河村", 800)], HEADINGS))
    assert (row.rows_new, row.rows_faulty) == (0, 1)
    assert row.found["questions"][0]["meant"] == CODE
    row = decide(row, NameKind.VILLAGE, CODE, organiser, noon)
    assert (row.rows_new, codes(row)) == (1, [CODE])
    assert Event.objects.filter(name="name_match.decided").count() == 1
    # The next file with the same slip needs nobody.
    assert checked(sheet([("店头镇", "好寺河村", 810)], HEADINGS)).found["questions"] == []


def test_a_village_that_was_decided_to_be_none_of_ours_is_left_out_with_that_reason(
    checked: Callable[..., Import], organiser: User, noon: datetime
) -> None:
    row = decide(checked(sheet([("店头镇", "无名寨", 8)], HEADINGS)), NameKind.VILLAGE, "", organiser, noon)
    assert (row.rows_faulty, row.found["questions"]) == (1, [])
    assert [f.rule for f in row.faults.filter(severity="error")] == ["name.left_out"]


def test_a_village_that_the_national_list_lacks_gets_a_number_of_its_own_in_its_township(
    checked: Callable[..., Import], organiser: User, noon: datetime
) -> None:
    row = decide(checked(sheet([("店头镇", "无名寨", 8)], HEADINGS)), NameKind.VILLAGE, OWN, organiser, noon)
    assert codes(row) == ["610426101900"]
    row = decide(checked(sheet([("店头镇", "有名寨", 8)], HEADINGS)), NameKind.VILLAGE, OWN, organiser, noon)
    assert codes(row) == ["610426101901"]


def test_two_rows_that_come_to_mean_one_village_keep_the_first(
    checked: Callable[..., Import], organiser: User, noon: datetime
) -> None:
    row = checked(sheet([("店头镇", "好畤河村", 800), ("店头镇", "好寺河村", 810)], HEADINGS))
    row = decide(row, NameKind.VILLAGE, CODE, organiser, noon)
    assert (row.rows_new, row.rows_faulty) == (1, 1)
    assert [f.row for f in row.faults.filter(rule="name.same")] == [3]


def test_a_name_another_office_typed_does_not_overwrite_ours(
    checked: Callable[..., Import], organiser: User, noon: datetime
) -> None:
    ours = VillageFacts(code=CODE, name="好畤河村", town="店头镇", persons=800)
    registry.take_villages(rows=[ours], county=COUNTY, by=organiser, at=noon)
    row = checked(sheet([("店头", "好畤河", 820)], HEADINGS))
    assert ImportRow.objects.get(source=row).differences == {"persons": [800, 820]}
    actions.confirm(key=row.pk, mode="good", version=None, by=organiser, at=noon)
    actions.apply(key=row.pk, at=noon)
    assert (Village.objects.get(pk=CODE).name, Village.objects.get(pk=CODE).persons) == ("好畤河村", 820)


@pytest.fixture
def units(county: str) -> list[str]:
    names = ["永寿县农业农村局", "永寿县财政局", "永寿县卫生健康局"]
    SendingUnit.objects.bulk_create([SendingUnit(county=COUNTY, name=n) for n in names])
    SendingUnit.objects.filter(name=names[1]).update(short_names=("财政局",))
    return names


@pytest.mark.parametrize(("written", "asked"), [("永寿县财政局", 0), ("财政局", 0), ("县卫生健康局", 0)])
def test_units_under_their_name_or_a_short_name_are_not_asked(
    written: str, asked: int, units: list[str], checked: Callable[..., Import]
) -> None:
    row = checked(sheet(persons(2, written), PEOPLE), Subject.CANDIDATES)
    assert len(row.found["questions"]) == asked
    assert row.rows_new == 2


@pytest.mark.parametrize(
    ("written", "proposed"),
    [("永寿县财局", "永寿县财政局"), ("农业农村水利局", "永寿县农业农村局"), ("中国铁路总公司", "")],
)
def test_people_of_a_unit_that_is_not_in_the_list_wait_until_a_person_says_which_it_is(
    written: str, proposed: str, units: list[str], checked: Callable[..., Import]
) -> None:
    row = checked(sheet(persons(2, written), PEOPLE), Subject.CANDIDATES)
    assert [(q["written"], q["proposed"]) for q in row.found["questions"]] == [(written, proposed)]
    assert (row.rows_new, row.rows_faulty) == (0, 2)
    faults = row.faults.all()
    assert {f.rule for f in faults} == {"name.undecided"}
    assert "哪个单位" in faults[0].message_zh


def test_a_list_of_units_may_bring_a_new_one_without_a_question(
    units: list[str], checked: Callable[..., Import]
) -> None:
    row = checked(sheet([("中国铁路总公司", 3)], ("单位名称", "名额")), Subject.UNITS)
    assert (row.rows_new, row.found["questions"]) == (1, [])


def test_a_doubtful_unit_is_asked_once_for_all_its_people_and_then_known(
    units: list[str], checked: Callable[..., Import], organiser: User, noon: datetime
) -> None:
    row = checked(sheet(persons(3, "永寿县农牧局"), PEOPLE), Subject.CANDIDATES)
    assert [(q["written"], q["meant"], q["rows"]) for q in row.found["questions"]] == [
        ("永寿县农牧局", "永寿县农业农村局", [2, 3, 4])
    ]
    row = decide(row, NameKind.UNIT, "永寿县农业农村局", organiser, noon)
    actions.confirm(key=row.pk, mode="all", version=None, by=organiser, at=noon)
    actions.apply(key=row.pk, at=noon)
    assert {c.unit.name for c in Candidate.objects.select_related("unit")} == {"永寿县农业农村局"}
    assert SendingUnit.objects.count() == 3


def test_a_unit_decided_to_be_its_own_is_added_under_the_name_written(
    units: list[str], checked: Callable[..., Import], organiser: User, noon: datetime
) -> None:
    row = checked(sheet(persons(1, "永寿县农牧局"), PEOPLE), Subject.CANDIDATES)
    row = decide(row, NameKind.UNIT, "永寿县农牧局", organiser, noon)
    assert (row.rows_new, row.found["questions"]) == (1, [])
    assert NameDecision.objects.get().meant == "永寿县农牧局"


def test_a_unit_list_of_another_office_adds_its_spelling_as_a_short_name(
    units: list[str], checked: Callable[..., Import], organiser: User, noon: datetime
) -> None:
    row = checked(sheet([("永寿县农牧局", 3)], ("单位名称", "名额")), Subject.UNITS)
    row = decide(row, NameKind.UNIT, "永寿县农业农村局", organiser, noon)
    actions.confirm(key=row.pk, mode="good", version=None, by=organiser, at=noon)
    actions.apply(key=row.pk, at=noon)
    unit = SendingUnit.objects.get(name="永寿县农业农村局")
    assert (unit.most, unit.short_names) == (3, ("永寿县农牧局",))


def test_decisions_of_the_neighbour_county_do_not_count_here(checked: Callable[..., Import], noon: datetime) -> None:
    NameDecision.objects.create(county="610425", kind=NameKind.VILLAGE, written="店头镇 好寺河村", meant=CODE, at=noon)
    assert checked(sheet([("店头镇", "好寺河村", 800)], HEADINGS)).found["questions"]
