"""Who joins a household: born, married in, adopted, moved in; as a new member, or one whom the county knows already."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.sealing import fingerprint
from zhucun.engine.households.changes import JOINS, Change
from zhucun.engine.words_household import HERE, MemberState, Relation
from zhucun.registry import queries, rules
from zhucun.registry.actions.changes import before_of, begin, count_anew, keep
from zhucun.registry.models import Household, Member, NaturalChange, key_of


@transaction.atomic
def note_joining(
    *,
    household: Household,
    change: Change,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    version: int | None = None,
) -> NaturalChange:
    """Note that one person joined; `change.people` names the number and relation, `values` the facts of a new member.

    Somebody whose identity number the county knows and who left elsewhere keeps number, facts and history.
    """
    if change.kind not in JOINS or len(change.people) != 1:
        raise ValueError(f"{change.kind} of {len(change.people)} people is no joining of one person")
    (code, relation), county = change.people[0], household.county
    rules.check_sex_fits(relation or Relation.OTHER, str(values.get("sex", "")))
    known = _known(str(values.get("identity", "")), household, by)
    if known is None:
        rules.check_new_code(code, key_of(county, code), Member)
    else:
        change = Change(
            code=change.code, kind=change.kind, on=change.on, household=change.household,
            people=((known.code, relation),), reason=change.reason, document=change.document,
        )  # fmt: skip
    if relation is Relation.HEAD and any(m.relation == Relation.HEAD for m in queries.here_of(household)):
        rules.check_one_head((Relation.HEAD, Relation.HEAD))
    row = begin(household.key, change, by=by, at=at, version=version)
    before = {known.key: before_of(known)} if known else {}
    member = _moved(known, row, relation) if known else new_member(code, row, values, relation, listed=change.on)
    made = keep(row, change, before or {member.key: {"made": "new"}}, by=by, at=at)
    count_anew([row], at)
    return made


def _known(identity: str, household: Household, by: User) -> Member | None:
    """Return the member of the county who has this identity number and may come along; refuse one who may not."""
    found = queries.known_person(identity, household.county)
    if found is None:
        return None
    home = found.household
    # The number of the other household is told only to who may see it.
    where = home.code if home.village_id.startswith(by.scope) else _("in another village")
    if found.state in HERE:
        raise Refused(
            "member.present_elsewhere",
            _("This identity number belongs to a member of household %(where)s now. Note there first that the person "
              "left, then enter the joining here again."),
            where=where,
        )  # fmt: skip
    if found.state == MemberState.DEAD:
        raise Refused(
            "member.dead",
            _(
                "This identity number belongs to somebody who is noted as dead in household %(where)s. "
                "Check the number."
            ),
            where=where,
        )
    if home.key == household.key:
        raise Refused(
            "member.left_here",
            _("This person was a member here and left. Note that the person came back instead."),
        )
    if not home.village_id.startswith(by.scope):
        raise Refused(
            "member.known_outside",
            _("The county's registry knows this identity number from a village outside your area. Ask the county "
              "office to enter the joining."),
        )  # fmt: skip
    return found


def _moved(member: Member, row: Household, relation: Relation | None) -> Member:
    member.household, member.state = row, MemberState.PRESENT.value
    member.relation = (relation or Relation.OTHER).value
    member.version += 1
    member.save(update_fields=["household", "state", "relation", "version"])
    return member


def new_member(
    code: str, row: Household, values: Mapping[str, Any], relation: Relation | None, *, listed: date
) -> Member:
    """Add a member by number, relation and facts; the identity number's print follows from the number."""
    identity = str(values.get("identity", ""))
    return Member.objects.create(
        key=key_of(row.county, code), code=code, household=row, relation=(relation or Relation.OTHER).value,
        state=MemberState.PRESENT.value, listed=listed, fingerprint=fingerprint(identity),
        made_up=row.made_up, **{key: value for key, value in values.items() if key not in ("relation", "code")},
    )  # fmt: skip
