"""Registering a family that came with no list, by hand; and withdrawing one that was registered by mistake."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.days import day_of
from zhucun.core.models import Place, User
from zhucun.core.refusals import Refused, check_version
from zhucun.core.rules import check_reason
from zhucun.core.sealing import fingerprint
from zhucun.engine.errors import EngineError
from zhucun.engine.households.identity import Identity, normal, read_identity
from zhucun.engine.words_household import ExitStatus, Relation
from zhucun.registry import queries, rules
from zhucun.registry.actions.changes import count_anew
from zhucun.registry.actions.households import source_of
from zhucun.registry.actions.joining import new_member
from zhucun.registry.actions.undoing import standing_on
from zhucun.registry.models import Household, NaturalChange, Village, key_of


@dataclass(frozen=True)
class NewHousehold:
    """What is known of a family on the day it is registered: where it lives and who heads it."""

    code: str
    village: str
    head_name: str
    sex: str = ""
    born: date | None = None
    identity: str = ""
    nation: str = ""
    group: str = ""
    phone: str = ""


@transaction.atomic
def register_household(*, new: NewHousehold, by: User, at: datetime, reason: str, document: str = "") -> Household:
    """Add a household that nothing is decided about, with its head; asked twice with the same, it is made once."""
    rules.check_may_edit_household(by, new.village)
    check_reason(reason)
    village = _village(new.village)
    on = day_of(at)
    read = _read(new, on)
    # One after another in a county, so that number and person are looked for among all that stand.
    Place.objects.select_for_update().filter(pk=village.county).first()
    key = key_of(village.county, new.code)
    if found := _made_just_now(key, new, by):
        return found
    _check_not_there(new, read, village.county, by)
    rules.check_new_code(new.code, key, Household)
    row = Household.objects.create(
        key=key, code=new.code, village=village, group=new.group, phone=new.phone,
        status=ExitStatus.ORDINARY.value, made_up=village.made_up,
    )  # fmt: skip
    _make_head(row, new, read, on)
    count_anew([row], at)
    row.refresh_from_db()
    events.record(
        queries.REGISTERED_BY_HAND, row, by=by, at=at, area=row.village_id, label=row.code,
        reason=source_of(reason, document), changes={"status": [None, row.status]},
    )  # fmt: skip
    return row


def _village(code: str) -> Village:
    found = Village.objects.filter(pk=code).first()
    if found is None:
        raise Refused("household.no_village", _("Choose one of the villages of the list; “%(given)s” is none."),
                      given=code or "—")  # fmt: skip
    return found


def _read(new: NewHousehold, on: date) -> Identity | None:
    """Return the identity number as understood; refuse a bad one, and one that contradicts what else was said."""
    rules.check_head(new.head_name, new.sex, new.born, new.identity, on)
    if not new.identity:
        return None
    try:
        read = read_identity(new.identity, on=on)
    except EngineError as error:
        raise Refused.from_engine(error) from error
    if (new.born and new.born != read.born) or (new.sex and new.sex != read.sex.value):
        raise Refused(
            "member.identity_contradicts",
            _("Sex or day of birth is not what the identity number says. Compare with the card, or leave both empty: "
              "they follow from the number."),
        )  # fmt: skip
    return read


def _made_just_now(key: str, new: NewHousehold, by: User) -> Household | None:
    """Return the household if the same person has just registered the same family under this number: a second click."""
    row = Household.objects.filter(pk=key, village_id=new.village).first()
    registered = queries.registration_of(row) if row else None
    if row is None or registered is None or registered.by_id != by.pk:
        return None
    print_ = fingerprint(normal(new.identity))
    head = row.members.filter(relation=Relation.HEAD.value, name=new.head_name, fingerprint=print_)
    return row if head.exists() else None


def _check_not_there(new: NewHousehold, read: Identity | None, county: str, by: User) -> None:
    """Refuse a family that is there already, naming its household to who may see it."""
    known = queries.known_person(new.identity, county)
    if known is None:
        known = queries.namesake(new.village, new.head_name, read.born if read else new.born, bool(new.identity))
    if known is None:
        return
    home = known.household
    if not home.village_id.startswith(by.scope):
        raise Refused(
            "household.known_outside",
            _("The county's registry knows this identity number from a village outside your area. Ask the county "
              "office what is right."),
        )  # fmt: skip
    raise Refused(
        "household.known",
        _("This person is in the registry already, in household %(household)s. Open it: where part of that family "
          "now lives by itself, note a split there; otherwise compare the cards."),
        household=home.code, key=home.key,
    )  # fmt: skip


def _make_head(row: Household, new: NewHousehold, read: Identity | None, listed: date) -> None:
    facts: dict[str, Any] = {"name": new.head_name, "nation": new.nation, "identity": normal(new.identity)}
    if read:
        facts |= {"sex": read.sex.value, "born": read.born}
        if read.disability and read.grade:
            facts |= {"disability": read.disability.value, "disability_grade": read.grade.value}
    else:
        facts |= {"sex": new.sex, "born": new.born}
    new_member(queries.next_member_code(row), row, facts, Relation.HEAD, listed=listed)


@transaction.atomic
def withdraw_household(*, key: str, by: User, at: datetime, reason: str, version: int | None = None) -> None:
    """Take a registration by hand back, as long as there is nothing beside it; the log keeps both with the reason."""
    row = Household.objects.select_for_update().get(pk=key)
    rules.check_may_edit_household(by, row.village_id)
    check_version(version, row.version)
    check_reason(reason)
    rules.check_registered_by_hand(row)
    # Changes that were taken back hold nothing any more; that they were noted stays in the log.
    NaturalChange.objects.filter(household=row, undone_at__isnull=False).delete()
    head = row.members.order_by("pk").first()
    if head is not None and not standing_on(head):
        head.delete()
    if standing_on(row):
        raise Refused(
            "withdraw.something_stands",
            _("Household %(household)s has more than its registration by now: members, income, surveys, visits, "
              "checks or a case. Note what happened as a natural change instead."),
            household=row.code,
        )  # fmt: skip
    events.record(
        "household.registration_withdrawn", row, by=by, at=at, area=row.village_id, label=row.code,
        reason=reason.strip(), changes={"status": [row.status, None]},
    )  # fmt: skip
    row.delete()
