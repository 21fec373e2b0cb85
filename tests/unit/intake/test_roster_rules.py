"""Quality rules of person rosters, each tried by a row that breaks it and by a family that breaks none."""

from datetime import date

import pytest

from zhucun.engine.households.identity import check_character
from zhucun.engine.intake.quality.roster import ROSTER_RULES
from zhucun.engine.intake.quality.rule import Context, Row
from zhucun.engine.words import Sex
from zhucun.engine.words_household import Relation

CONTEXT = Context(on=date(2026, 3, 2))


def number(born, order):
    """A structurally right number of an area that does not exist."""
    start = f"990000{born}{order:03}"
    return start + check_character(start)


HEAD = {
    "code": "P1", "household_code": "H1", "relation": Relation.HEAD, "sex": Sex.MALE, "born": date(1970, 5, 1),
    "identity": number("19700501", 11), "persons": 2,
}  # fmt: skip
WIFE = {
    "code": "P2", "household_code": "H1", "relation": Relation.SPOUSE, "sex": Sex.FEMALE, "born": date(1972, 3, 4),
    "identity": number("19720304", 12), "persons": 2,
}  # fmt: skip


def broken(**wife):
    rows = [Row(2, dict(HEAD)), Row(3, {**WIFE, **wife})]
    return {rule.code for rule in ROSTER_RULES for _finding in rule.find(rows, CONTEXT)}


def test_a_sound_family_breaks_no_rule():
    assert broken() == set()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"code": "P1"}, "roster.same_code"),
        ({"identity": HEAD["identity"]}, "roster.same_identity"),
        ({"identity": WIFE["identity"][:17] + ("0" if WIFE["identity"][17] != "0" else "1")}, "roster.wrong_identity"),
        ({"born": date(1972, 3, 5)}, "roster.other_birth"),
        ({"sex": Sex.MALE}, "roster.other_sex"),
        ({"relation": Relation.HEAD}, "roster.one_head"),
        ({"persons": 3}, "roster.household_differs"),
    ],
)
def test_each_fault_of_a_roster_is_named(changed, expected):
    assert expected in broken(**changed)


def test_the_stated_number_of_members_is_that_of_the_rows():
    rows = [Row(2, {**HEAD, "persons": 5}), Row(3, {**WIFE, "persons": 5})]
    codes = [rule.code for rule in ROSTER_RULES for _finding in rule.find(rows, CONTEXT)]
    assert codes == ["roster.persons_differ"]
