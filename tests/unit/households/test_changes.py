"""Who belongs to which household on a day follows from events; none can contradict another, nobody is lost."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhucun.engine.errors import BadProblem
from zhucun.engine.households.changes import (
    Change,
    ChangeKind,
    check_change,
    counts,
    household_on,
    households_on,
    life_of,
)
from zhucun.engine.words_household import Relation

K, R = ChangeKind, Relation
START = date(2014, 6, 1)


def change(code, kind, day, household="h1", people=(), other=None):
    return Change(code=code, kind=kind, on=START + timedelta(days=day), household=household, people=people, other=other)


FAMILY = (("zhang", R.HEAD), ("li", R.SPOUSE), ("son", R.SON))
LISTED = [change("0", K.LISTED, 0, people=FAMILY), change("00", K.LISTED, 0, "h2", (("wang", R.HEAD),))]


def names(changes, household, day):
    return {m.person for m in household_on(changes, household, on=START + timedelta(days=day)).members}


def test_an_event_holds_from_its_day():
    changes = [*LISTED, change("1", K.BIRTH, 10, people=(("baby", R.GRANDSON),))]
    assert names(changes, "h1", 9) == {"zhang", "li", "son"}
    assert names(changes, "h1", 10) == {"zhang", "li", "son", "baby"}


def test_a_son_who_splits_off_heads_the_new_household():
    changes = [*LISTED, change("1", K.SPLIT, 5, people=(("son", R.HEAD),), other="h3")]
    assert (names(changes, "h1", 5), names(changes, "h3", 5)) == ({"zhang", "li"}, {"son"})
    assert household_on(changes, "h3", on=START + timedelta(days=5)).head == "son"


def test_a_merged_household_is_empty_and_its_people_live_in_the_other():
    changes = [*LISTED, change("1", K.MERGED, 5, "h2", (("wang", R.MOTHER),), "h1")]
    assert (names(changes, "h2", 5), "wang" in names(changes, "h1", 5)) == (set(), True)


def test_when_the_head_dies_the_household_has_none_until_one_is_named():
    changes = [*LISTED, change("1", K.DEATH, 5, people=(("zhang", None),))]
    assert household_on(changes, "h1", on=START + timedelta(days=6)).head is None
    named = [*changes, change("2", K.NEW_HEAD, 7, people=(("li", R.HEAD),))]
    assert household_on(named, "h1", on=START + timedelta(days=7)).head == "li"


def test_one_who_marries_into_another_household_leaves_and_joins_on_one_day():
    changes = [
        *LISTED,
        change("2", K.MARRIED_IN, 5, "h2", (("son", R.DAUGHTERS_HUSBAND),)),
        change("1", K.MARRIED_OUT, 5, people=(("son", None),)),
    ]
    assert names(changes, "h2", 5) == {"wang", "son"}
    assert [c.code for c in life_of(changes, "son")] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (change("9", K.LISTED, 20, people=FAMILY), "该户已登记"),
        (change("9", K.DEATH, 20, people=(("wang", None),)), "wang不是该户成员"),
        (change("9", K.DEATH, 20), "没有写明人员"),
        (change("9", K.BIRTH, 20), "没有写明人员"),
        (change("9", K.BIRTH, 20, people=(("baby", None),)), "没有写明baby与户主的关系"),
        (change("9", K.MOVED_IN, 20, people=(("wang", R.OTHER),)), "wang已是h2的成员"),
        (change("9", K.CAME_BACK, 20, people=(("gone", R.OTHER),)), "gone已死亡"),
        (change("9", K.BIRTH, 20, "h9", (("baby", R.SON),)), "该户尚未登记"),
        (change("9", K.SPLIT, 20, people=(("son", R.HEAD),), other="h2"), "一个新的户编号"),
        (change("9", K.SPLIT, 20, people=(("son", R.SON),), other="h3"), "有且只有一名户主"),
        (change("9", K.MERGED, 20, people=FAMILY, other="h1"), "另一个在册的户"),
        (change("9", K.MERGED, 20, people=FAMILY[:1], other="h2"), "没有写明li、son的新关系"),
        (change("9", K.NEW_HEAD, 20, people=(("li", R.HEAD),)), "有且只有一名户主"),
        (change("9", K.NEW_HEAD, 20, people=(("wang", R.HEAD),)), "wang不是该户成员"),
        (change("9", K.DEATH, 3, people=(("gone", None),)), "gone不是该户成员"),
    ],
)
def test_what_cannot_be_is_refused_with_the_record_and_the_reason(event, why):
    before = [
        *LISTED,
        change("1", K.BIRTH, 5, people=(("gone", R.GRANDSON),)),
        change("2", K.DEATH, 6, people=(("gone", None),)),
    ]
    with pytest.raises(BadProblem) as refused:
        check_change(before, event)
    assert why in refused.value.say("zh")
    assert refused.value.code == "changes.cannot_be"


def test_nothing_happens_any_more_in_a_merged_household():
    changes = [*LISTED, change("1", K.MERGED, 5, "h2", (("wang", R.MOTHER),), "h1")]
    with pytest.raises(BadProblem, match="merged into another"):
        check_change(changes, change("2", K.BIRTH, 6, "h2", (("baby", R.SON),)))


def test_an_event_entered_late_that_breaks_a_later_one_is_refused():
    changes = [*LISTED, change("1", K.MARRIED_OUT, 50, people=(("son", None),))]
    with pytest.raises(BadProblem) as refused:
        check_change(changes, change("2", K.DEATH, 40, people=(("son", None),)))
    assert "记录1" in refused.value.say("zh")


def test_a_household_not_registered_by_the_day_is_refused():
    with pytest.raises(BadProblem) as refused:
        household_on(LISTED, "h1", on=START - timedelta(days=1))
    assert refused.value.code == "changes.no_household"


def test_events_are_counted_by_kind_over_a_span():
    changes = [*LISTED, change("1", K.BIRTH, 5, people=(("a", R.SON), ("b", R.SON)))]
    found = counts(changes, since=START + timedelta(days=1), until=START + timedelta(days=5))
    assert (found[K.BIRTH], found[K.LISTED]) == (2, 0)


@given(
    st.lists(st.tuples(st.integers(1, 60), st.sampled_from(["born", "dies", "splits", "merges"]), st.integers(0, 99)))
)
def test_persons_at_the_end_are_those_at_the_start_and_who_came_less_who_went(steps):
    """Draw events that can be, one after another, and compare the book with plain sets."""
    changes, homes, day = list(LISTED), {"h1": {"zhang", "li", "son"}, "h2": {"wang"}}, 0
    for number, (later, what, pick) in enumerate(steps):
        day += later
        home = sorted(homes)[pick % len(homes)]
        people = sorted(homes[home])
        if what == "born":
            homes[home].add(f"n{number}")
            changes.append(change(f"e{number}", K.BIRTH, day, home, ((f"n{number}", R.OTHER),)))
        elif what == "dies" and people:
            homes[home].remove(people[0])
            changes.append(change(f"e{number}", K.DEATH, day, home, ((people[0], None),)))
        elif what == "splits" and len(people) > 1:
            homes[home].remove(people[0])
            homes[f"s{number}"] = {people[0]}
            changes.append(change(f"e{number}", K.SPLIT, day, home, ((people[0], R.HEAD),), f"s{number}"))
        elif what == "merges" and len(homes) > 1:
            other = sorted(set(homes) - {home})[0]
            homes[other] |= homes.pop(home)
            changes.append(change(f"e{number}", K.MERGED, day, home, tuple((p, R.OTHER) for p in people), other))
    found = households_on(changes, on=START + timedelta(days=day))
    assert {c: {m.person for m in h.members} for c, h in found.items() if h.members} == {
        c: people for c, people in homes.items() if people
    }
