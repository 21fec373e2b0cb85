"""Relations to a new head follow from those to the old one; what cannot be told is never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhucun.engine.households.relations import Kin, related
from zhucun.engine.words import Sex
from zhucun.engine.words_household import RELATION_SEX, Relation

R = Relation
FAMILY = (
    Kin("father", R.FATHER, Sex.MALE, date(1940, 1, 1)),
    Kin("man", R.HEAD, Sex.MALE, date(1970, 1, 1)),
    Kin("wife", R.SPOUSE, Sex.FEMALE, date(1972, 1, 1)),
    Kin("son", R.SON, Sex.MALE, date(1994, 1, 1)),
    Kin("daughter", R.DAUGHTER, Sex.FEMALE, date(1998, 1, 1)),
    Kin("bride", R.SONS_WIFE, Sex.FEMALE, date(1995, 1, 1)),
    Kin("grandson", R.GRANDSON, Sex.MALE, date(2019, 1, 1)),
)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("wife", {"man": R.SPOUSE, "son": R.SON, "bride": R.SONS_WIFE, "father": R.HUSBANDS_FATHER}),
        ("son", {"man": R.FATHER, "wife": R.MOTHER, "bride": R.SPOUSE, "grandson": R.SON, "father": R.GRANDFATHER,
                 "daughter": R.YOUNGER_SISTER}),
        ("daughter", {"son": R.ELDER_BROTHER, "man": R.FATHER, "bride": R.OTHER, "grandson": R.OTHER}),
        ("bride", {"man": R.HUSBANDS_FATHER, "wife": R.HUSBANDS_MOTHER, "son": R.SPOUSE, "grandson": R.SON}),
        ("father", {"man": R.SON, "wife": R.SONS_WIFE, "son": R.GRANDSON, "grandson": R.GREAT_GRANDSON}),
        ("grandson", {"man": R.GRANDFATHER, "wife": R.GRANDMOTHER, "son": R.FATHER, "bride": R.MOTHER}),
        ("man", {"wife": R.SPOUSE, "son": R.SON, "father": R.FATHER}),
    ],
)  # fmt: skip
def test_each_member_is_related_to_the_new_head(head, expected):
    found = related(FAMILY, head)
    assert found[head] is R.HEAD
    assert expected.items() <= found.items()


def test_whose_grandson_it_is_of_two_sons_is_not_guessed():
    brother = Kin("brother", R.SON, Sex.MALE, date(1996, 1, 1))
    found = related([*FAMILY, brother], "son")
    assert (found["grandson"], found["bride"]) == (R.OTHER, R.OTHER)
    assert found["brother"] is R.YOUNGER_BROTHER


def test_without_birthdays_nobody_is_called_elder():
    bare = [Kin(k.person, k.relation, k.sex) for k in FAMILY]
    assert related(bare, "son")["daughter"] is R.OTHER


@given(st.lists(st.tuples(st.sampled_from(list(R)), st.sampled_from([None, *Sex])), min_size=1, max_size=8), st.data())
def test_there_is_one_head_and_nobody_has_the_other_sexs_name(people, data):
    family = [Kin(str(n), relation, RELATION_SEX.get(relation) or sex) for n, (relation, sex) in enumerate(people)]
    head = data.draw(st.sampled_from(family)).person
    found = related(family, head)
    unwanted = [k for k in family if k.person != head and found[k.person] is R.HEAD and k.relation is not R.HEAD]
    wrong = [k for k in family if k.sex and RELATION_SEX.get(found[k.person], k.sex) is not k.sex]
    assert (found[head], unwanted, wrong) == (R.HEAD, [], [])
