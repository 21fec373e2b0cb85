"""Taking over many candidates or units at once, from an import or a demo: set-based, repeatable, one event a call.

A row is known by its key (a candidate's staff number, a unit's name). What a row does not say stays as it was: an
empty cell never wipes a fact. The same rows twice change nothing and leave no event.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import Place, SendingUnit, User, Versioned
from zhucun.core.queries import place_name
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.core.taking import Taken, chunks
from zhucun.engine.facts import CandidateFacts, UnitFacts
from zhucun.postings.bridge.rows import CANDIDATE_FIELDS, UNIT_FIELDS, candidate_values, unit_values
from zhucun.postings.models import Candidate
from zhucun.postings.queries.names import unit_by_any_name

CHUNK = 500
Row = TypeVar("Row", bound=Versioned)


def take_units(
    *, rows: Sequence[UnitFacts], county: str, by: User | None, at: datetime, made_up: bool = False
) -> Taken:
    """Add the units that the county does not know by name or short name, and change those that it knows otherwise."""
    check_may_take(by, county)
    _check_once((row.name for row in rows), _("unit"))
    taken = Taken()
    known = unit_by_any_name(county)
    for chunk in chunks(rows, CHUNK):
        with transaction.atomic():
            pairs = []
            for facts in chunk:
                row = known.get(facts.name) or SendingUnit(county=county, made_up=made_up)
                values = unit_values(facts)
                if row.pk and row.name != facts.name:
                    # Another office's short form of a unit we know: the county's own name stays.
                    values["name"] = row.name
                pairs.append((row, values))
            taken += _write(SendingUnit, pairs, UNIT_FIELDS)
    record_taken("units.taken", taken, county=county, by=by, at=at)
    return taken


def take_candidates(
    *, rows: Sequence[CandidateFacts], county: str, by: User | None, at: datetime, made_up: bool = False
) -> Taken:
    """Add the candidates whose staff number the county does not know, and change those it knows otherwise.

    A unit that the county does not know yet is added by its name alone, so that nobody is left out for it.
    """
    check_may_take(by, county)
    _check_once((row.code for row in rows), _("candidate"))
    known_units = unit_by_any_name(county)
    missing = sorted({r.unit for r in rows} - set(known_units))
    take_units(rows=[UnitFacts(name=name) for name in missing], county=county, by=by, at=at, made_up=made_up)
    if missing:
        known_units = unit_by_any_name(county)
    taken = Taken()
    for chunk in chunks(rows, CHUNK):
        with transaction.atomic():
            codes = [row.code for row in chunk]
            known = {c.code: c for c in Candidate.objects.select_for_update().filter(county=county, code__in=codes)}
            pairs = []
            for facts in chunk:
                row = known.get(facts.code) or Candidate(county=county, made_up=made_up)
                pairs.append((row, {**candidate_values(facts), "unit_id": known_units[facts.unit].pk}))
            taken += _write(Candidate, pairs, (*CANDIDATE_FIELDS, "unit_id"))
    record_taken("candidates.taken", taken, county=county, by=by, at=at)
    return taken


def check_may_take(by: User | None, county: str) -> None:
    """Refuse a person who may not import into this county; a command acts for nobody and may."""
    if by is not None:
        check_may(by, Permission.IMPORT, county)


def record_taken(name: str, taken: Taken, *, county: str, by: User | None, at: datetime) -> None:
    """Leave the one event of a set of rows; none when nothing changed."""
    if taken.new or taken.changed:
        place = Place(code=county, name=place_name(county))
        changes = {"new": [None, taken.new], "changed": [None, taken.changed], "same": [None, taken.same]}
        events.record(name, place, by=by, at=at, area=county, label=place.name, changes=changes)


def _check_once(keys: Iterable[str], what: str) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise Refused(
                "taking.twice",
                _("%(what)s “%(key)s” stands twice. Keep one row of it."),
                what=what,
                key=key,
            )
        seen.add(key)


def _write(model: type[Row], pairs: list[tuple[Row, dict[str, Any]]], names: tuple[str, ...]) -> Taken:
    """Write the values of one chunk: new rows made, different ones changed with a new version, the rest left alone."""
    new: list[Row] = []
    changed: list[Row] = []
    for row, values in pairs:
        if row.pk is not None and all(getattr(row, name) == value for name, value in values.items()):
            continue
        for name, value in values.items():
            setattr(row, name, value)
        if row.pk is None:
            new.append(row)
        else:
            row.version += 1
            changed.append(row)
    model._default_manager.bulk_create(new)
    if changed:
        columns = [name.removesuffix("_id") for name in names]
        # One upsert by primary key: bulk_update's CASE for each cell takes a minute where this takes a second.
        model._default_manager.bulk_create(
            changed, update_conflicts=True, unique_fields=["id"], update_fields=[*columns, "version"]
        )
    return Taken(len(new), len(changed), len(pairs) - len(new) - len(changed))
