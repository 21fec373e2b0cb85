"""Checks raised from signs in the figures: the households with the strongest, as many as can be visited."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.engine.targeting import Severity
from zhucun.engine.texts import Text
from zhucun.verification import rules
from zhucun.verification.actions.lists import CHUNK, day_of
from zhucun.verification.models import Check, Comparison
from zhucun.verification.queries import lists as lists_there
from zhucun.verification.queries import signs as signs_there
from zhucun.verification.queries.signs import strong_reasons
from zhucun.verification.statuses import Source

MOST = 2000
LOOK_AGAIN = Text(
    "申报收入与其他情况有出入，请再逐项核一核", "Stated income and other facts do not fit: go through it again"
)


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
    found = signs_there.signs(county, on=on)
    known = signs_there.with_signs(county, found.year)
    order = [int(row) for row in found.order.order() if found.held[row] and found.order.reasons(int(row))]
    rows = [row for row in order if found.keys[row] not in known][:most]
    homes = lists_there.homes_held([found.keys[row] for row in rows])
    basis = found.order.told()
    made = Comparison.objects.create(
        county=county, on=on, rules=found.order.basis.version[:120], records=len(found.keys), matched=len(order),
        raised=len(rows), known=len(known), basis_zh=basis.zh, basis_en=basis.en, by=by, at=at,
    )  # fmt: skip
    deadline = rules.deadline(on, county)
    checks = []
    for row in rows:
        reasons = strong_reasons(found, row)
        home = homes[found.keys[row]]
        checks.append(
            Check(
                household_id=home.key, village_id=home.village_id, source=Source.SIGNS, rule=f"signs-{found.year}",
                mark=hashlib.blake2b(f"signs|{found.year}|{home.key}".encode(), digest_size=24).hexdigest(),
                severity=Severity.REVIEW.value, evidence_zh=LOOK_AGAIN.zh, evidence_en=LOOK_AGAIN.en,
                ground_zh="；".join(t.zh for t in reasons), ground_en="; ".join(t.en for t in reasons),
                score=float(found.order.scores[row]), comparison=made, raised=on, deadline=deadline,
                made_up=home.made_up,
            )
        )  # fmt: skip
    Check.objects.bulk_create(checks, batch_size=CHUNK // 5)
    events.record(
        "signs.raised", made, by=by, at=at, area=county, label=on.isoformat(), changes={"raised": [None, len(rows)]}
    )
    return made
