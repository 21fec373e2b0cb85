"""Every write of registry: villages and what people adjust in their needs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import Place, User
from zhucun.core.queries import place_name, place_names
from zhucun.core.refusals import Refused, check_version
from zhucun.core.rules import check_reason
from zhucun.core.taking import Difference, Outcome, Taken, count
from zhucun.engine.facts import VillageFacts
from zhucun.engine.words import Need, VillageKind
from zhucun.registry import bridge, queries, rules
from zhucun.registry.models import NeedAdjustment, Village

CHUNK = 500


@transaction.atomic
def add_village(*, facts: VillageFacts, county: str, by: User | None, at: datetime, made_up: bool = False) -> Village:
    """Add one village to the county's list; its code must be a place of the county."""
    code = facts.code or ""
    rules.check_may_edit(by, code)
    rules.check_code(code, county)
    rules.check_new(code)
    values = bridge.values_of(facts)
    rules.check_parts(facts, bridge.KEYS)
    values["town"] = values["town"] or place_names([code[:9]])[code[:9]]
    village = Village(**values, made_up=made_up)
    village.save(force_insert=True)
    events.record("village.added", village, by=by, at=at, area=code, label=village.name)
    return village


@transaction.atomic
def change_village(
    *, code: str, facts: VillageFacts, version: int | None, by: User | None, at: datetime, reason: str = ""
) -> Village:
    """Replace a village's facts by those given, empty ones too; refuses when somebody saved in between."""
    village = Village.objects.select_for_update().get(pk=code)
    rules.check_may_edit(by, code)
    check_version(version, village.version)
    old, new = bridge.standing_values(village), bridge.values_of(facts)
    new["code"] = code
    new["town"] = new["town"] or place_names([code[:9]])[code[:9]]
    touched = [key for key in bridge.KEYS if old[key] != new[key]]
    if not touched:
        return village
    rules.check_parts(facts, touched)
    for key in touched:
        setattr(village, key, new[key])
    village.version += 1
    village.save(update_fields=[*touched, "version"])
    changes = {key: [bridge.plain(old[key]), bridge.plain(new[key])] for key in touched}
    events.record(
        "village.changed", village, by=by, at=at, area=code, label=village.name, reason=reason, changes=changes
    )
    return village


@transaction.atomic
def change_kind(*, code: str, out: VillageKind, into: VillageKind, by: User, at: datetime, reason: str) -> Village:
    """Let a village be of another kind from this day on, by what was decided elsewhere; its history says so."""
    village = Village.objects.select_for_update().get(pk=code)
    old = [*village.kinds]
    new = [into.value if kind == out else kind for kind in old]
    if out not in old or into in old:
        return village
    village.kinds = tuple(new)
    village.version += 1
    village.save(update_fields=["kinds", "version"])
    events.record(
        "village.changed", village, by=by, at=at, area=code, label=village.name, reason=reason,
        changes={"kinds": [bridge.plain(tuple(old)), bridge.plain(tuple(new))]},
    )  # fmt: skip
    return village


@transaction.atomic
def adjust_need(
    *, village: Village, need: Need, thousandths: int, reason: str, by: User, at: datetime
) -> NeedAdjustment:
    """Set one need by hand, with the reason; an earlier adjustment of the same need is withdrawn with it."""
    rules.check_may_adjust(by, village.code)
    rules.check_weight(thousandths)
    check_reason(reason)
    standing = _standing(village, need)
    if standing:
        standing.withdrawn_at, standing.withdrawn_by = at, by
        standing.save(update_fields=["withdrawn_at", "withdrawn_by"])
    made = NeedAdjustment.objects.create(
        village=village, need=need.value, thousandths=thousandths, reason=reason.strip(), by=by, at=at
    )
    changes = {need.value: [standing.thousandths / 1000 if standing else None, thousandths / 1000]}
    events.record(
        "need.adjusted",
        village,
        by=by,
        at=at,
        area=village.code,
        label=village.name,
        reason=made.reason,
        changes=changes,
    )
    return made


@transaction.atomic
def withdraw_adjustment(*, village: Village, need: Need, by: User, at: datetime) -> None:
    """Let the computed need hold again."""
    rules.check_may_adjust(by, village.code)
    standing = _standing(village, need)
    if standing is None:
        raise Refused("need.not_adjusted", _("Nobody has adjusted this need, so the computed one holds already."))
    standing.withdrawn_at, standing.withdrawn_by = at, by
    standing.save(update_fields=["withdrawn_at", "withdrawn_by"])
    changes = {need.value: [standing.thousandths / 1000, None]}
    events.record(
        "need.adjustment_withdrawn", village, by=by, at=at, area=village.code, label=village.name, changes=changes
    )


def take_villages(
    *,
    rows: Sequence[VillageFacts],
    county: str,
    by: User | None,
    at: datetime,
    made_up: bool = False,
    reason: str = "",
) -> Taken:
    """Take in a list of villages with their codes: new ones are added, others changed where a fact is given.

    An empty fact changes nothing. Chunks of 500 rows each, so that a long list does not hold the write lock; one event
    for each village and one for the list. Taking the same list twice changes nothing the second time.
    """
    total = Taken()
    _check_once(row.code or "" for row in rows)
    for start in range(0, len(rows), CHUNK):
        total += _take_chunk(rows[start : start + CHUNK], county, by, at, made_up, reason)
    return total


@transaction.atomic
def _take_chunk(
    rows: Sequence[VillageFacts], county: str, by: User | None, at: datetime, made_up: bool, reason: str
) -> Taken:
    codes = [row.code or "" for row in rows]
    for code in codes:
        rules.check_may_edit(by, code)
        if not (len(code) == 12 and code.startswith(county)):
            rules.check_code(code, county)
    standing = Village.objects.select_for_update().in_bulk(codes)
    towns = place_names({code[:9] for code in codes})
    found = queries.compared(rows, standing)
    written: dict[str, Village] = {}
    happened = []
    for difference in found:
        if difference.outcome is Outcome.SAME:
            continue
        village = _with_changes(difference, standing.get(difference.key), towns, made_up)
        written[village.code] = village
        happened.append(_event(difference, village, by, at, reason))
    _upsert(list(written.values()))
    events.record_many(happened)
    taken = count(found)
    if taken.new or taken.changed:
        place = Place(code=county, name=place_name(county))
        changes = {"new": [None, taken.new], "changed": [None, taken.changed], "same": [None, taken.same]}
        events.record(
            "villages.taken", place, by=by, at=at, area=county, label=place.name, reason=reason, changes=changes
        )
    return taken


def _check_once(codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise Refused("village.twice", _("The code “%(given)s” stands twice. Keep one row of it."), given=code)
        seen.add(code)


def _with_changes(difference: Difference, standing: Village | None, towns: dict[str, str], made_up: bool) -> Village:
    village = standing or Village(code=difference.key, made_up=made_up, version=0)
    for key, pair in difference.changes.items():
        setattr(village, key, pair[1] if pair else None)
    village.town = village.town or towns.get(village.town_code, "")
    village.version += 1
    return village


def _event(difference: Difference, village: Village, by: User | None, at: datetime, reason: str) -> Any:
    new = difference.outcome is Outcome.NEW
    changes = (
        {}
        if new
        else {key: [bridge.plain(p[0]), bridge.plain(p[1])] for key, p in difference.changes.items() if p is not None}
    )
    return events.build(
        "village.added" if new else "village.changed",
        village,
        by=by,
        at=at,
        area=village.code,
        label=village.name,
        reason=reason,
        changes=changes,
    )


def _upsert(villages: list[Village]) -> None:
    columns = [key for key in bridge.KEYS if key != "code"] + ["version"]
    Village.objects.bulk_create(
        villages, update_conflicts=True, unique_fields=["code"], update_fields=columns, batch_size=CHUNK
    )


def _standing(village: Village, need: Need) -> NeedAdjustment | None:
    return (
        NeedAdjustment.objects.select_for_update()
        .filter(village=village, need=need.value, withdrawn_at__isnull=True)
        .first()
    )
