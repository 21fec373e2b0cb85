"""Small made-up counties for the tests of postings: a few villages, units and people with known facts."""

from datetime import UTC, date, datetime

from zhucun.engine.facts import CandidateFacts, UnitFacts
from zhucun.engine.places import villages as village_places
from zhucun.engine.words import Need, PartyStatus, Sex, UnitLevel
from zhucun.postings import actions
from zhucun.postings.models import Candidate
from zhucun.registry.models import Village

COUNTY = "610426"
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)


def person_facts(number: int, unit: str = "县农业农村局", **more: object) -> CandidateFacts:
    """Return an eligible person; numbers make them differ in speciality, age and ratings."""
    needs = list(Need)
    values: dict[str, object] = {
        "code": f"P{number:03d}",
        "name": f"张{'甲乙丙丁戊己庚辛壬癸'[number % 10]}{number:03d}",
        "sex": Sex.FEMALE if number % 3 == 0 else Sex.MALE,
        "born": date(1970 + number % 25, 1 + number % 12, 5),
        "unit": unit,
        "party": PartyStatus.FULL,
        "party_joined": date(2010, 7, 1),
        "work_started": date(2008, 7, 1),
        "specialities": (needs[number % 10], needs[(number * 3 + 1) % 10]),
        "mass_work": 50 + number % 50,
        "communication": 40 + (number * 7) % 60,
        "phone": f"139{number:08d}",
    }
    return CandidateFacts(**{**values, **more})  # type: ignore[arg-type]


def make_villages(count: int, skip: int = 0) -> list[Village]:
    """Make the first villages of the county with different needs."""
    rows = []
    for number, place in list(enumerate(village_places(COUNTY)[:count]))[skip:]:
        rows.append(
            Village(
                code=place.code,
                name=place.name,
                town=f"{place.code[6:9]}镇",
                kinds=("poor",) if number % 2 else ("weak",),
                households=300 + number * 10,
                persons=1000 + number * 37,
                poor_households=20 + (number * 13) % 90,
                poor_persons=60 + (number * 31) % 300,
                petitions=number % 9,
                disputes=(number * 5) % 17,
                party_members=30 + number % 20,
                safe_lodging=number % 7 != 0,
                made_up=True,
            )
        )
    Village.objects.bulk_create(rows)
    return rows


def make_people(count: int) -> list[Candidate]:
    """Take over units and people of the county, three units in turn."""
    names = ("县农业农村局", "市财政局", "省农业大学")
    levels = (UnitLevel.COUNTY, UnitLevel.PREFECTURE, UnitLevel.PROVINCE)
    units = [UnitFacts(name=n, level=level, most=count) for n, level in zip(names, levels, strict=True)]
    actions.take_units(rows=units, county=COUNTY, by=None, at=NOON, made_up=True)
    people = [person_facts(n, names[n % 3]) for n in range(count)]
    actions.take_candidates(rows=people, county=COUNTY, by=None, at=NOON, made_up=True)
    return list(Candidate.objects.filter(county=COUNTY).order_by("code"))
