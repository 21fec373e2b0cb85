"""Staged rows come back exactly as they were staged."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.core.taking import Difference, Outcome
from zhucun.engine.facts import CandidateFacts, PostFacts, Subject, UnitFacts, VillageFacts
from zhucun.engine.texts import Text
from zhucun.engine.words import Dialect, Health, Need, PartyStatus, Sex, UnitLevel, VillageKind
from zhucun.intake import bridge
from zhucun.intake.bridge import Question
from zhucun.intake.statuses import DONE, MOVES, UNFINISHED, ImportState, NameKind

PERSON = CandidateFacts(
    code="A1",
    name="张三",
    sex=Sex.FEMALE,
    born=date(1990, 5, 1),
    unit="县财政局",
    party=PartyStatus.FULL,
    work_started=date(2012, 7, 1),
    health=Health.LIMITED,
    specialities=(Need.FINANCE_LAW, Need.CARE),
    rural_years=Decimal("2.5"),
    dialects=(Dialect.JIN,),
    wishes=("店头镇", "610426101200"),
    under_discipline=False,
    phone="13800001234",
)
VILLAGE = VillageFacts(
    code="610426101200",
    name="好畤河村",
    kinds=(VillageKind.POOR, VillageKind.KEY),
    clinic=False,
    debt_yuan=Decimal("120000.50"),
    dialect=Dialect.MANDARIN,
    persons=0,
)
UNIT = UnitFacts(name="县财政局", short_names=("财政局",), level=UnitLevel.COUNTY, funds_yuan=Decimal("1E+5"), least=0)
POST = PostFacts(village="好畤河村", name="张三", since=date(2024, 3, 1))


@pytest.mark.parametrize(
    ("subject", "facts"),
    [(Subject.VILLAGES, VILLAGE), (Subject.CANDIDATES, PERSON), (Subject.UNITS, UNIT), (Subject.POSTS, POST)],
)
def test_facts_survive_json(subject: Subject, facts: Any) -> None:
    kept = json.loads(json.dumps(bridge.facts_to_json(subject, facts), ensure_ascii=False))
    assert bridge.facts_from_json(subject, kept) == facts


@given(
    persons=st.none() | st.integers(0, 10**6),
    debt=st.none() | st.decimals(0, 10**9, places=2),
    school=st.none() | st.booleans(),
    wanted=st.lists(st.sampled_from(list(Need)), unique=True).map(tuple),
)
@settings(max_examples=80, deadline=None)
def test_any_village_survives_json_with_nothing_said_left_out(
    persons: int | None, debt: Decimal | None, school: bool | None, wanted: tuple[Need, ...]
) -> None:
    facts = replace(VILLAGE, persons=persons, debt_yuan=debt, school=school, wanted=wanted)
    kept = json.loads(json.dumps(bridge.facts_to_json(Subject.VILLAGES, facts)))
    assert bridge.facts_from_json(Subject.VILLAGES, kept) == facts
    assert ("persons" in kept) == (persons is not None)


def test_rows_are_named_without_naming_a_person() -> None:
    assert "张三" not in bridge.label_of(Subject.CANDIDATES, PERSON)
    assert "张三" not in bridge.label_of(Subject.POSTS, POST)


def test_personal_changes_are_named_and_not_kept() -> None:
    difference = Difference("A1", Outcome.CHANGED, {"phone": None, "title": ("科员", "主任"), "born": None})
    assert bridge.differences_to_json(difference) == {"phone": None, "title": ["科员", "主任"], "born": None}


def test_a_question_survives_json() -> None:
    question = Question(
        NameKind.VILLAGE, "店头镇 好寺河村", (3, 4), "610426101200", "好畤河", 0.75, Text("甲", "a"), ("乙",)
    )
    kept = json.loads(json.dumps(bridge.question_to_json(question)))
    assert bridge.question_from_json(kept) == question


def test_every_state_has_its_moves_and_nothing_follows_a_dropped_or_undone_import() -> None:
    assert set(MOVES) == set(ImportState)
    assert {state for state, after in MOVES.items() if not after} == {ImportState.DROPPED, ImportState.UNDONE}
    assert set(ImportState) == {*UNFINISHED, *DONE}


def test_an_empty_value_is_no_difference() -> None:
    found = Difference.between("A1", {"title": "科员", "phone": ""}, {"title": None, "phone": "", "wishes": ()})
    assert found.outcome is Outcome.SAME
