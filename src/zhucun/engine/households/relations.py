"""How members are related to a new head: proposed from how they were related to the old one, for a person to confirm.

What cannot be told from that (which of two sons is the father of a grandson) is proposed as "other", never guessed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from zhucun.engine.words import Sex
from zhucun.engine.words_household import RELATION_SEX, Relation

R = Relation
CHILDREN, SIBLINGS = (R.SON, R.DAUGHTER), (R.ELDER_BROTHER, R.YOUNGER_BROTHER, R.ELDER_SISTER, R.YOUNGER_SISTER)
BROTHERS = (R.ELDER_BROTHER, R.YOUNGER_BROTHER)
SONS_CHILDREN, DAUGHTERS_CHILDREN = (R.GRANDSON, R.GRANDDAUGHTER), (R.DAUGHTERS_SON, R.DAUGHTERS_DAUGHTER)


@dataclass(frozen=True, slots=True)
class Kin:
    """A member as far as kinship goes: the relation to the present head, sex and birthday where they are known."""

    person: str
    relation: Relation
    sex: Sex | None = None
    born: date | None = None

    @property
    def gender(self) -> Sex | None:
        """The sex as said, else as the relation implies it."""
        return self.sex or RELATION_SEX.get(self.relation)


Maker = Callable[[Kin], Relation]


def related(members: Iterable[Kin], new_head: str) -> dict[str, Relation]:
    """Return each member's relation to the new head as far as it follows from the relations to the old one."""
    family = list(members)
    head = next(m for m in family if m.person == new_head)
    rules = _rules(head, family)
    found = {}
    for member in family:
        make = rules.get(member.relation)
        found[member.person] = R.HEAD if member is head else make(member) if make else R.OTHER
    return found


def _rules(head: Kin, family: list[Kin]) -> Mapping[Relation, Maker]:
    old = head.relation
    if old is R.HEAD:
        return {m.relation: _same for m in family}
    if old is R.SPOUSE:
        return _of_spouse(head)
    if old in CHILDREN:
        return _of_child(head, family)
    if old in (R.SONS_WIFE, R.DAUGHTERS_HUSBAND):
        return _of_childs_spouse(head, family)
    if old in (R.FATHER, R.MOTHER):
        return _of_parent(family)
    if old in SIBLINGS:
        return _of_sibling(head, family)
    return _of_grandchild(head, family) if old in SONS_CHILDREN else {}


def _same(member: Kin) -> Relation:
    return member.relation


def _by_sex(man: Relation, woman: Relation) -> Maker:
    """Return what a man and what a woman is called; of unknown sex nobody is called anything."""
    return lambda m: {Sex.MALE: man, Sex.FEMALE: woman}.get(m.gender, R.OTHER) if m.gender else R.OTHER


def _always(relation: Relation) -> Maker:
    return lambda member: relation


def _sibling_of(head: Kin) -> Maker:
    """Return elder or younger brother or sister by the birthdays."""

    def made(member: Kin) -> Relation:
        if not (head.born and member.born and member.gender):
            return R.OTHER
        elder = member.born < head.born
        if member.gender is Sex.MALE:
            return R.ELDER_BROTHER if elder else R.YOUNGER_BROTHER
        return R.ELDER_SISTER if elder else R.YOUNGER_SISTER

    return made


def _only(family: list[Kin], *relations: Relation) -> bool:
    return sum(m.relation in relations for m in family) == 1


def _man_at_head(family: list[Kin]) -> bool:
    return any(m.relation is R.HEAD and m.gender is Sex.MALE for m in family)


def _of_spouse(head: Kin) -> Mapping[Relation, Maker]:
    man = head.gender is Sex.MALE
    below = (*CHILDREN, R.SONS_WIFE, R.DAUGHTERS_HUSBAND, *SONS_CHILDREN, *DAUGHTERS_CHILDREN)
    return {
        **dict.fromkeys((*below, R.GREAT_GRANDSON, R.GREAT_GRANDDAUGHTER), _same),
        R.HEAD: _always(R.SPOUSE),
        R.FATHER: _always(R.WIFES_FATHER if man else R.HUSBANDS_FATHER),
        R.MOTHER: _always(R.WIFES_MOTHER if man else R.HUSBANDS_MOTHER),
        **dict.fromkeys((R.WIFES_FATHER, R.HUSBANDS_FATHER), _always(R.FATHER)),
        **dict.fromkeys((R.WIFES_MOTHER, R.HUSBANDS_MOTHER), _always(R.MOTHER)),
    }


def _of_child(head: Kin, family: list[Kin]) -> Mapping[Relation, Maker]:
    parents = _by_sex(R.FATHER, R.MOTHER)
    found: dict[Relation, Maker] = {
        R.HEAD: parents, R.SPOUSE: parents, **dict.fromkeys(CHILDREN, _sibling_of(head)),
    }  # fmt: skip
    if _man_at_head(family):
        found |= {R.FATHER: _always(R.GRANDFATHER), R.MOTHER: _always(R.GRANDMOTHER)}
        found |= dict.fromkeys(BROTHERS, _always(R.UNCLE))
    son = head.relation is R.SON
    if _only(family, head.relation):
        mine = (R.GRANDSON, R.GRANDDAUGHTER) if son else (R.DAUGHTERS_SON, R.DAUGHTERS_DAUGHTER)
        found |= {mine[0]: _always(R.SON), mine[1]: _always(R.DAUGHTER)}
        found[R.SONS_WIFE if son else R.DAUGHTERS_HUSBAND] = _always(R.SPOUSE)
    return found


def _of_childs_spouse(head: Kin, family: list[Kin]) -> Mapping[Relation, Maker]:
    wife = head.relation is R.SONS_WIFE
    parents = (
        _by_sex(R.HUSBANDS_FATHER, R.HUSBANDS_MOTHER) if wife else _by_sex(R.WIFES_FATHER, R.WIFES_MOTHER)
    )  # fmt: skip
    found: dict[Relation, Maker] = {R.HEAD: parents, R.SPOUSE: parents}
    child, theirs = (R.SON, SONS_CHILDREN) if wife else (R.DAUGHTER, DAUGHTERS_CHILDREN)
    if _only(family, child) and _only(family, head.relation):
        found |= {child: _always(R.SPOUSE), theirs[0]: _always(R.SON), theirs[1]: _always(R.DAUGHTER)}
    return found


def _of_parent(family: list[Kin]) -> Mapping[Relation, Maker]:
    man = _man_at_head(family)
    children = (R.GRANDSON, R.GRANDDAUGHTER) if man else (R.DAUGHTERS_SON, R.DAUGHTERS_DAUGHTER)
    return {
        R.HEAD: _by_sex(R.SON, R.DAUGHTER),
        R.SPOUSE: _always(R.SONS_WIFE if man else R.DAUGHTERS_HUSBAND),
        R.SON: _always(children[0]), R.DAUGHTER: _always(children[1]),
        R.FATHER: _always(R.SPOUSE), R.MOTHER: _always(R.SPOUSE),
        **dict.fromkeys(SIBLINGS, _by_sex(R.SON, R.DAUGHTER)),
        R.BROTHERS_WIFE: _always(R.SONS_WIFE),
        R.GRANDSON: _always(R.GREAT_GRANDSON), R.GRANDDAUGHTER: _always(R.GREAT_GRANDDAUGHTER),
    }  # fmt: skip


def _of_sibling(head: Kin, family: list[Kin]) -> Mapping[Relation, Maker]:
    found: dict[Relation, Maker] = {
        **dict.fromkeys((R.HEAD, *SIBLINGS), _sibling_of(head)),
        **dict.fromkeys((R.FATHER, R.MOTHER, R.GRANDFATHER, R.GRANDMOTHER, R.UNCLE), _same),
        R.SON: _always(R.NEPHEW), R.DAUGHTER: _always(R.NIECE),
    }  # fmt: skip
    if _man_at_head(family):
        found[R.SPOUSE] = _always(R.BROTHERS_WIFE)
    return found


def _of_grandchild(head: Kin, family: list[Kin]) -> Mapping[Relation, Maker]:
    old = _by_sex(R.GRANDFATHER, R.GRANDMOTHER)
    found: dict[Relation, Maker] = {R.HEAD: old, R.SPOUSE: old}
    if _only(family, R.SON):
        found |= {R.SON: _always(R.FATHER), **dict.fromkeys(SONS_CHILDREN, _sibling_of(head))}
        if _only(family, R.SONS_WIFE):
            found[R.SONS_WIFE] = _always(R.MOTHER)
    return found
