"""Writes on a county's weights: a change is always a new version, so that an old plan keeps its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.errors import BadProblem
from zhucun.engine.posting import scheme as engine
from zhucun.postings.models import Scheme


@transaction.atomic
def save_scheme(*, county: str, name: str, content: Mapping[str, Any], note: str, by: User, at: datetime) -> Scheme:
    """Save weights as a new version under a name; refuses content the engine cannot read, saying what is wrong."""
    check_may(by, Permission.SCHEME_EDIT, county)
    number = _next_number(county, name)
    last = Scheme.objects.filter(county=county, name=name).order_by("-number").first()
    # A shipped name keeps its English; a name of the county's own is the same in both languages.
    both = last.content["name"] if last else {"zh": name, "en": name}
    titled = {**content, "name": both, "version": number}
    try:
        read = engine.Scheme.of(titled)
    except BadProblem as error:
        raise Refused.from_engine(error) from error
    row = Scheme.objects.create(
        county=county, name=name, number=number, content=read.to_json(), note=note.strip(), made_by=by, made_at=at
    )
    changes = _changes(None if last is None else engine.Scheme.of(last.content), read)
    events.record("scheme.made", row, by=by, at=at, area=county, label=str(row), reason=note.strip(), changes=changes)
    return row


def county_scheme(*, county: str, by: User | None, at: datetime) -> Scheme:
    """Return the county's newest weights; where it has none yet, the shipped ones become its first version."""
    with transaction.atomic():
        newest = Scheme.objects.filter(county=county).order_by("-made_at", "-number").first()
        if newest is not None:
            return newest
        shipped = engine.default_scheme()
        row = Scheme.objects.create(
            county=county, name=shipped.name.zh, number=1, content=shipped.to_json(), made_by=by, made_at=at
        )
        events.record("scheme.made", row, by=by, at=at, area=county, label=str(row))
        return row


def _next_number(county: str, name: str) -> int:
    last = Scheme.objects.filter(county=county, name=name)
    return (last.order_by().aggregate(most=Max("number"))["most"] or 0) + 1


def _changes(old: engine.Scheme | None, new: engine.Scheme) -> dict[str, Any]:
    if old is None:
        return {}
    return {t.value: [old.weights[t], new.weights[t]] for t in engine.TermName if old.weights[t] != new.weights[t]}
