"""The signs of a county worked out and kept, and checks raised for the households with the strongest."""

import hashlib
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.queries import last_event
from zhucun.core.refusals import Refused
from zhucun.engine.errors import EngineError
from zhucun.engine.targeting import Bunch, Severity
from zhucun.engine.texts import Text
from zhucun.registry.actions.keeping import now_if_small, work_out_anew
from zhucun.verification import rules
from zhucun.verification.actions.lists import CHUNK
from zhucun.verification.bridge.signs import Signs
from zhucun.verification.models import Check, Comparison, KeptSign, SignsAsked
from zhucun.verification.queries import lists as lists_there
from zhucun.verification.queries import signs as signs_there
from zhucun.verification.statuses import Source

MOST = 2000
BUNCHES = 8
LOOK_AGAIN = Text(
    "申报收入与其他情况有出入，请再逐项核一核", "Stated income and other facts do not fit: go through it again"
)


def ask_signs(*, county: str, on: date, at: datetime) -> SignsAsked:
    """Work the signs of a county out and keep the strongest; computed from facts, so it leaves no event.

    The new ones are written beside the old ones, so that nobody waits, and then take their place.
    """
    last = last_event()
    before = signs_there.asked_of(county)
    number = before.run + 1 if before else 1
    KeptSign.objects.filter(county=county, run=number).delete()  # what a killed process left
    given: dict[str, Any] = {"run": number, "on": on, "at": at, "event": last}
    try:
        found = signs_there.worked_out(county, on=on)
    except EngineError as error:
        given |= {"failure": [error.say("zh"), error.say("en")], "households": 0, "spoken": 0, "year": 0, "result": {}}
    else:
        given |= {"failure": [], **_keep(found, county, number)}
    with transaction.atomic():
        asked, _new = SignsAsked.objects.update_or_create(county=county, defaults=given)
    KeptSign.objects.filter(county=county, run__lt=number).delete()
    return asked


def _keep(found: Signs, county: str, number: int) -> dict[str, Any]:
    told = found.held & found.order.spoken
    order = [row for row in found.order.order().tolist() if told[row]]
    # As many as can be raised at once, beside those that were raised already.
    kept = order[: MOST + len(signs_there.with_signs(county, found.year))]
    KeptSign.objects.bulk_create(
        (
            KeptSign(
                county=county, run=number, place=place, household_id=found.keys[row], village_id=found.villages[row],
                score=float(found.order.scores[row]), reasons=[list(t) for t in signs_there.strong_reasons(found, row)],
            )
            for place, row in enumerate(kept, start=1)
        ),
        batch_size=CHUNK // 5,
    )  # fmt: skip
    return {"households": len(found.keys), "spoken": len(order), "year": found.year, "result": _result(found)}


def _result(found: Signs) -> dict[str, Any]:
    """Return what the page tells of all signs, as plain values in both languages."""
    order = found.order
    return {
        "signs": [
            {"text": list(sign.text), "weight": weight, "strong": int(sign.strong.sum())}
            for sign, weight in zip(order.signs, order.weights, strict=True)
        ],
        "missing": [list(text) for text in found.missing],
        "told": list(order.told()),
        "basis": list(order.basis.told()),
        "version": order.basis.version,
        "line": found.line,
        "by_village": [_bunch(one) for one in found.by_village[:BUNCHES]],
        "by_surveyor": [_bunch(one) for one in found.by_surveyor[:BUNCHES]],
    }


def _bunch(one: Bunch) -> dict[str, Any]:
    return {
        "name": one.name, "under": one.here.numerator, "near": one.here.denominator,
        "elsewhere": one.elsewhere.percent(0), "chance": f"{one.corrected:.2g}", "striking": one.striking,
        "share": one.here.numerator / one.here.denominator if one.here.denominator else 0,
    }  # fmt: skip


def ask_signs_if_small(*, county: str, on: date, at: datetime) -> tuple[SignsAsked | None, bool]:
    """Return when the signs were worked out and whether that is stale; those of a small county are worked out now."""
    asked = signs_there.asked_of(county)
    return now_if_small(
        county, asked, stale=signs_there.is_stale(county, asked, on=on),
        work=lambda: ask_signs(county=county, on=on, at=at),
    )  # fmt: skip


def ask_signs_of_what_changed(*, today: date, at: datetime) -> int:
    """Work out the signs of every county with departments' lists that has changed and rested; returns how many."""
    return work_out_anew(
        lists_there.counties_with_lists(), kept_of=signs_there.asked_of, at=at,
        stale=lambda county, asked: signs_there.is_stale(county, asked, on=today),
        work=lambda county: ask_signs(county=county, on=today, at=at),
    )  # fmt: skip


@transaction.atomic
def raise_signs(*, county: str, most: int, by: User | None, at: datetime) -> Comparison:
    """Raise checks for the households with the strongest signs that have none of this income year yet.

    Why a household is among them is told to those who manage only; a surveyor is asked to look at the income again.
    """
    if by is not None:
        rules.check_may_manage(by, county)
    if not 0 < most <= MOST:
        raise Refused("signs.too_many", _("Raise 1 to %(most)s at a time: as many as can be visited."), most=MOST)
    on = day_of(at)
    asked, _stale = ask_signs_if_small(county=county, on=on, at=at)
    rules.check_signs_asked(asked)
    assert asked is not None  # noqa: S101  (checked above)
    rows = signs_there.not_raised(asked, most)
    told, known = asked.result, len(signs_there.with_signs(county, asked.year))
    made = Comparison.objects.create(
        county=county, on=on, rules=told["version"][:120], records=asked.households, matched=asked.spoken,
        raised=len(rows), known=known, basis_zh=told["told"][0], basis_en=told["told"][1], by=by, at=at,
    )  # fmt: skip
    deadline = rules.deadline(on, county)
    Check.objects.bulk_create((_check(row, asked, made, deadline) for row in rows), batch_size=CHUNK // 5)
    events.record(
        "signs.raised", made, by=by, at=at, area=county, label=on.isoformat(), changes={"raised": [None, len(rows)]}
    )
    return made


def _check(row: KeptSign, asked: SignsAsked, made: Comparison, deadline: date) -> Check:
    zh, en = zip(*row.reasons, strict=True) if row.reasons else ((), ())
    mark = hashlib.blake2b(f"signs|{asked.year}|{row.household_id}".encode(), digest_size=24).hexdigest()
    return Check(
        household_id=row.household_id, village_id=row.household.village_id, source=Source.SIGNS,
        rule=signs_there.rule_of(asked.year), mark=mark, severity=Severity.REVIEW.value, evidence_zh=LOOK_AGAIN.zh,
        evidence_en=LOOK_AGAIN.en, ground_zh="；".join(zh), ground_en="; ".join(en), score=row.score, comparison=made,
        raised=made.on, deadline=deadline, made_up=row.household.made_up,
    )  # fmt: skip
