"""Red lines of three places, drawn as one table: what a record in another register makes of a listed household.

E may exclude if confirmed, R is strictly reviewed, . is not asked for.
"""

from datetime import date

import pytest

from zhucun.engine.targeting.comparison import compare
from zhucun.engine.targeting.red_lines import Severity
from zhucun.engine.targeting.rows import Rows

ON = date(2017, 3, 1)
SETS = ("ten_principles", "nine_red_lines", "seven_clear_four_strict")
LETTERS = {Severity.EXCLUDE: "E", Severity.REVIEW: "R"}

TABLE = [
    # register              whose     yuan    ten nine seven
    ("vehicle",             "member",  45000, "E", "E", "E"),
    ("vehicle",             "member",  20000, ".", "E", "E"),
    ("vehicle",             "child",   45000, ".", ".", "."),
    ("machinery",           "member",  80000, ".", "E", "E"),
    ("town_house",          "member",   None, "E", "E", "E"),
    ("business",            "member",   None, "E", "E", "E"),
    ("payroll",             "member",   None, "E", "E", "R"),
    ("payroll",             "child",    None, "E", ".", "R"),
    ("payroll",             "other",    None, ".", ".", "."),
    ("cadre",               "member",   None, "E", "E", "R"),
    ("employer",            "member",   None, "E", "E", "."),
    ("dead",                "member",   None, "E", ".", "."),
    ("prison",              "member",   None, "E", ".", "."),
    ("registration",        "member",   None, "E", ".", "E"),
    ("empty_home",          "member",   None, ".", "E", "E"),
    ("study_abroad",        "member",   None, ".", "E", "E"),
    ("commercial_pension",  "member",   None, ".", "E", "R"),
    ("appliance",           "member",   6000, ".", "E", "."),
    ("appliance",           "member",   5000, ".", ".", "."),
    ("punished",            "member",   None, ".", "E", "E"),
    ("report",              "member",   None, ".", "E", "R"),
]  # fmt: skip


@pytest.mark.parametrize(("register", "whose", "yuan", "ten", "nine", "seven"), TABLE)
def test_what_a_record_makes_of_a_household(register, whose, yuan, ten, nine, seven):
    record = {"code": "r", "household_code": "h", "register": register, "whose": whose, "value_yuan": yuan}
    homes = Rows.of([{"code": "h", "relocated": False}])
    drawn = []
    for code in SETS:
        suspects = compare(Rows.of([record]), homes, on=ON, code=code).suspects
        drawn.append(LETTERS[suspects[0].severity] if suspects else ".")
    assert drawn == [ten, nine, seven]
