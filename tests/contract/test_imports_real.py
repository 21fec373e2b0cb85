"""A real county's monthly report, and the list of helping units that another office typed, through the wizard."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from zhucun.core.actions import load_places
from zhucun.core.models import User
from zhucun.engine.facts import Subject
from zhucun.intake import actions
from zhucun.registry.models import Village

COUNTY = "440117"
pytestmark = [pytest.mark.django_db, pytest.mark.shared]


@pytest.fixture
def organiser(noon: datetime, person: Callable[..., User]) -> User:
    load_places(prefix=COUNTY, by=None, at=noon)
    return person("organiser", scope=COUNTY)


def test_the_report_is_digested_as_it_is(shared: Path, organiser: User, noon: datetime) -> None:
    report = shared / "data" / "conghua" / "monthly_report_2011_08.xlsx"
    row = actions.begin(
        content=report.read_bytes(),
        filename=report.name,
        subject=Subject.VILLAGES,
        county=COUNTY,
        by=organiser,
        at=noon,
    )
    row = actions.check(key=row.pk, by=organiser, at=noon)
    assert row.rows_total == 125
    assert row.found["header_rows"] == [1, 2]
    assert [(t["label"], t["agrees"], t["rows_added"]) for t in row.found["totals"]] == [("合计", True, 125)]
    rules = Counter(row.faults.values_list("rule", flat=True))
    assert rules["villages.unsafe_above_poor"] == 33
    assert rules["villages.insured_above_poor"] == 7
    assert rules["groups.add_up"] >= 1
    # Three villages lay in a forest farm that the later list gave to a township, one is written with another character:
    # a person decides those.
    assert [q["written"] for q in row.found["questions"]] == [
        "流溪河林场 东星村",
        "流溪河林场 温塘肚村",
        "流溪河林场 谷星村",
        "良口镇 米埔村",
    ]
    assert (row.rows_new, row.rows_faulty) == (121, 4)


def test_helping_units_typed_by_another_office_find_their_villages(
    shared: Path, organiser: User, noon: datetime
) -> None:
    folder = shared / "data" / "conghua"
    report, units = folder / "monthly_report_2011_08.xlsx", folder / "helper_units.csv"
    first = actions.import_file(report, report.name, Subject.VILLAGES, county=COUNTY, by=organiser, at=noon)
    assert first["new"] == 121
    row = actions.begin(
        content=units.read_bytes(), filename=units.name, subject=Subject.VILLAGES, county=COUNTY, by=organiser, at=noon
    )
    row = actions.check(key=row.pk, by=organiser, at=noon)
    # Nothing new: every name but the doubtful ones was found among the villages of the report.
    assert row.rows_new == 0
    assert row.rows_changed + row.rows_same >= 118
    assert len(row.found["questions"]) <= 7
    actions.confirm(key=row.pk, mode="good", version=None, by=organiser, at=noon)
    actions.apply(key=row.pk, at=noon)
    assert Village.objects.count() == 121
