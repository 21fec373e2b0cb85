"""A household that splits, and two that become one: members, what belongs to them, and the running account go along."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core.models import User
from zhucun.core.refusals import Refused, check_version
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.households.changes import Change, ChangeKind
from zhucun.engine.words_household import ExitStatus, MemberState, Relation
from zhucun.registry import queries, rules
from zhucun.registry.actions.changes import before_of, begin, count_anew, keep, note_change, related
from zhucun.registry.models import Household, IncomeLine, Member, NaturalChange, key_of
from zhucun.registry.statuses import GOES_ALONG, LAND


@dataclass(frozen=True)
class Along:
    """What the new household takes along: groups of facts that are copied, and how much of each kind of land."""

    groups: tuple[str, ...] = ("programme", "living", "helper")
    land: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Parting:
    """A split: who goes under which relation to the new head, how those who stay are related, and the new number."""

    code: str
    going: Mapping[str, Relation]
    staying: Mapping[str, Relation]
    along: Along = Along()


@transaction.atomic
def note_split(
    *, household: Household, parting: Parting, on: date, reason: str, document: str = "", by: User, at: datetime,
    version: int | None = None,
) -> NaturalChange:  # fmt: skip
    """Note that members formed a household of their own; their lines of the running account go with them.

    Accounts of periods that were over by then stay where they were earned. Where the head goes, those who stay get a
    new head in the same step.
    """
    here = {m.code: m for m in queries.here_of(household)}
    _check_parting(parting, here)
    change = Change(
        code=_("new"), kind=ChangeKind.SPLIT, on=on, household=household.code, people=related(parting.going),
        other=parting.code, reason=reason, document=document or None,
    )  # fmt: skip
    rules.check_new_code(parting.code, key_of(household.county, parting.code), Household)
    row = begin(household.key, change, by=by, at=at, version=version)
    _check_land(row, parting.along.land)
    new = _new_household(row, parting, on)
    going = [here[code] for code in parting.going]
    before = {m.key: before_of(m) for m in going}
    _take_along(going, new, parting.going)
    lines = _move_lines(IncomeLine.objects.filter(household=row, person__in=going), new, on)
    land = _take_land(row, parting.along.land)
    made = keep(row, change, before, by=by, at=at, altered={"lines": lines, "land": land, "new": new.code})
    if any(here[code].relation != relation.value for code, relation in parting.staying.items()):
        head = Change(
            code=_("new"), kind=ChangeKind.NEW_HEAD, on=on, household=household.code,
            people=related(parting.staying), reason=reason, document=document or None,
        )  # fmt: skip
        note_change(household=row, change=head, by=by, at=at)
    count_anew([row, new], at)
    return made


def _check_parting(parting: Parting, here: Mapping[str, Member]) -> None:
    if set(parting.going) | set(parting.staying) != set(here) or set(parting.going) & set(parting.staying):
        raise Refused(
            "split.not_everybody",
            _("The members are not those whom you saw any more. Reload the page and choose again."),
        )
    if not parting.going or not parting.staying:
        raise Refused(
            "split.nobody_left",
            _("Somebody must go and somebody must stay. Where everybody leaves, note that they moved away, or merge."),
        )
    rules.check_one_head(parting.going.values())
    rules.check_one_head(parting.staying.values())


def _check_land(row: Household, land: Mapping[str, Decimal]) -> None:
    for key, part in land.items():
        whole = getattr(row, key) or Decimal(0)
        if part > whole:
            raise Refused(
                "split.more_land",
                _("%(part)s mu shall go along, but the household has %(whole)s mu of it. Enter less."),
                part=part,
                whole=whole,
            )


def _new_household(row: Household, parting: Parting, on: date) -> Household:
    copied = {key: getattr(row, key) for group in parting.along.groups for key in GOES_ALONG[group]}
    return Household.objects.create(
        key=key_of(row.county, parting.code), code=parting.code, village_id=row.village_id, group=row.group,
        made_up=row.made_up, **{"status": ExitStatus.ORDINARY.value, **copied},
        **{key: part for key, part in parting.along.land.items() if part},
    )  # fmt: skip


def _take_along(members: list[Member], home: Household, relations: Mapping[str, Relation]) -> None:
    for member in members:
        member.household, member.relation = home, relations[member.code].value
        member.state = MemberState.PRESENT.value
        member.version += 1
        member.save(update_fields=["household", "relation", "state", "version"])


def _move_lines(lines: Any, home: Household, on: date) -> list[str]:
    """Move the lines of the period that runs on a day, and of later ones; returns their keys."""
    running = queries.period_of(on, 1)
    moved = [line for line in lines.select_for_update() if queries.period_of(line.month, line.months) >= running]
    for line in moved:
        line.household = home
        line.version += 1
    IncomeLine.objects.bulk_update(moved, ["household", "version"], batch_size=200)
    return [line.key for line in moved]


def _take_land(row: Household, land: Mapping[str, Decimal]) -> dict[str, str | None]:
    """Take land from a household; returns what it had before, by key."""
    had: dict[str, str | None] = {}
    for key, part in land.items():
        if part:
            whole = getattr(row, key)
            had[key] = None if whole is None else str(whole)
            setattr(row, key, whole - part)
    if had:
        row.save(update_fields=list(had))
    return had


@transaction.atomic
def note_merger(
    *, household: Household, into: Household, relations: Mapping[str, Relation], on: date, reason: str,
    document: str = "", by: User, at: datetime, version: int | None = None, into_version: int | None = None,
) -> NaturalChange:  # fmt: skip
    """Note that all members of a household joined another one of the county; its land and running account go with them.

    `relations` are those to the head of the household that takes them in; it keeps its head, its status and its number.
    """
    here = queries.here_of(household)
    target = _target(household, into, by, into_version)
    if {m.code for m in here} != set(relations):
        raise Refused(
            "split.not_everybody",
            _("The members are not those whom you saw any more. Reload the page and choose again."),
        )
    rules.check_one_head([*relations.values(), *(Relation(m.relation) for m in queries.here_of(target))])
    change = Change(
        code=_("new"), kind=ChangeKind.MERGED, on=on, household=household.code, people=related(relations),
        other=target.code, reason=reason, document=document or None,
    )  # fmt: skip
    row = begin(household.key, change, by=by, at=at, version=version)
    before = {m.key: before_of(m) for m in here}
    altered: dict[str, Any] = {"status": row.status, "land": {}, "into_land": {}}
    for key in LAND:
        part, had = getattr(row, key), getattr(target, key)
        if part:
            altered["land"][key], altered["into_land"][key] = str(part), None if had is None else str(had)
            setattr(target, key, (had or Decimal(0)) + part)
            setattr(row, key, Decimal(0))
    row.status = ExitStatus.GONE.value
    row.save(update_fields=["status", *altered["land"]])
    target.version += 1
    target.save(update_fields=["version", *altered["land"]])
    _take_along(here, target, relations)
    altered["lines"] = _move_lines(IncomeLine.objects.filter(household=row), target, on)
    made = keep(row, change, before, by=by, at=at, altered=altered)
    count_anew([row, target], at)
    return made


def _target(household: Household, into: Household, by: User, version: int | None) -> Household:
    target = Household.objects.select_for_update().get(pk=into.pk)
    check_may(by, Permission.HOUSEHOLD_EDIT, target.village_id)
    check_version(version, target.version)
    if target.pk == household.pk or target.county != household.county:
        raise Refused("merge.itself", _("Choose another household of the same county."))
    if target.status == ExitStatus.GONE:
        raise Refused(
            "merge.gone",
            _("Household %(household)s does not exist any more. Choose one that has members."),
            household=target.code,
        )
    return target
