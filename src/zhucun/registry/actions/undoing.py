"""Taking back the natural change that was noted last, as long as nothing stands on it."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Model
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import Refused, check_version
from zhucun.core.rules import check_may, check_reason
from zhucun.core.statuses import Permission
from zhucun.engine.households.changes import ChangeKind
from zhucun.registry import queries, rules
from zhucun.registry.actions.changes import count_anew
from zhucun.registry.models import ChangedPerson, Household, IncomeLine, Member, NaturalChange


@transaction.atomic
def undo_change(
    *, change: NaturalChange, by: User, at: datetime, reason: str, version: int | None = None
) -> NaturalChange:
    """Take back the last change of a household: all is as before; the change stays in the history as undone."""
    row = NaturalChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    home = Household.objects.select_for_update().get(pk=row.household_id)
    check_may(by, Permission.HOUSEHOLD_EDIT, home.village_id)
    check_version(version, home.version)
    check_reason(reason)
    rules.check_can_undo(row)
    touched = {home.key, *_restore_people(row)}
    if row.kind == ChangeKind.SPLIT:
        _undo_split(row, home)
    elif row.kind == ChangeKind.MERGED and row.other is not None:
        _undo_merger(row, home, row.other)
        touched.add(row.other.key)
    home.version += 1
    home.save(update_fields=["version"])
    row.undone_at, row.undone_by, row.undone_because = at, by, reason.strip()
    row.save(update_fields=["undone_at", "undone_by", "undone_because", "other"])
    count_anew(Household.objects.filter(key__in=touched), at)
    if row.kind == ChangeKind.SPLIT:
        _remove(Household.objects.get(pk=change.other_id))
    events.record(
        "natural_change.undone", home, by=by, at=at, area=home.village_id, label=home.code, reason=row.undone_because,
        changes={"kind": [row.kind, None], "on": [row.on.isoformat(), None]},
    )  # fmt: skip
    return row


def _restore_people(row: NaturalChange) -> set[str]:
    """Put the people back where they were; returns the households concerned."""
    touched: set[str] = set()
    for person in ChangedPerson.objects.filter(change=row).select_related("member"):
        member, before = person.member, person.before
        touched.add(member.household_id)
        if before.get("made"):
            person.delete()
            _remove(member)
            continue
        member.household_id, member.state = before["household"], before["state"]
        member.relation = before["relation"]
        member.version += 1
        member.save(update_fields=["household", "state", "relation", "version"])
        touched.add(member.household_id)
    return touched


def _undo_split(row: NaturalChange, home: Household) -> None:
    IncomeLine.objects.filter(key__in=row.before["lines"], household_id=row.other_id).update(household=home)
    _set_land(home, row.before["land"])
    row.other = None


def _undo_merger(row: NaturalChange, home: Household, into: Household) -> None:
    IncomeLine.objects.filter(key__in=row.before["lines"], household=into).update(household=home)
    _set_land(home, row.before["land"])
    _set_land(into, row.before["into_land"])
    home.status = row.before["status"]
    home.save(update_fields=["status"])
    into.version += 1
    into.save(update_fields=["version"])


def _set_land(row: Household, land: dict[str, str | None]) -> None:
    for key, had in land.items():
        setattr(row, key, None if had is None else Decimal(had))
    if land:
        row.save(update_fields=list(land))


def _remove(row: Member | Household) -> None:
    """Delete a row that the change had made, unless something stands on it by now: nothing is lost silently."""
    if found := standing_on(row):
        raise Refused(
            "undo.something_stands",
            _("%(what)s cannot be taken back: %(found)s were entered for it since. Remove those first, or note what "
              "happened as a new change."),
            what=row.code,
            found="、".join(found),
        )  # fmt: skip
    row.delete()


def standing_on(row: Model) -> list[str]:
    """Return the names of the lists that have rows about a row, those of the apps above included."""
    found = []
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        rows = relation.related_model._base_manager.filter(**{relation.field.name: row})
        if rows.exists():
            found.append(str(relation.related_model._meta.verbose_name_plural))
    return found


def may_undo(row: NaturalChange, user: User) -> bool:
    """Tell whether to offer a person to take a change back."""
    if not user.may_at(Permission.HOUSEHOLD_EDIT, row.household.village_id):
        return False
    try:
        rules.check_can_undo(row)
    except Refused:
        return False
    return queries.last_change(row.household) == row
