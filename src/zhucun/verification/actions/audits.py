"""Random audits: a share of what was closed and of whom nobody suspected, drawn by a seed that is written down."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.engine.policy.figures import figure
from zhucun.engine.targeting import draw as draw_by_lot
from zhucun.policy.queries import figures_of
from zhucun.verification import rules
from zhucun.verification.actions.lists import CHUNK
from zhucun.verification.models import AuditDraw, Check
from zhucun.verification.queries import lists as lists_there
from zhucun.verification.queries import measures
from zhucun.verification.statuses import Source

CLOSED, UNSUSPECTED = "closed", "unsuspected"


@transaction.atomic
def draw_audits(*, county: str, seed: int, by: User | None, at: datetime) -> AuditDraw:
    """Draw the share that the figure says of both kinds of households; the same seed draws the same ones.

    The strata are the two kinds and not villages: rounding up in each village would draw almost all closed ones and
    make recall look better than it is.
    """
    if by is not None:
        rules.check_may_manage(by, county)
    rules.check_seed(seed)
    on = day_of(at)
    unsuspected, closed, busy = measures.to_draw_from(county)
    if not unsuspected and not closed:
        raise Refused("audit.nobody", _("There is nobody to draw from: all households have an open check."))
    codes = [*closed, *unsuspected]
    strata = [CLOSED] * len(closed) + [UNSUSPECTED] * len(unsuspected)
    figures = figures_of(county)
    percent = int(figure("comparison.audit_percent", on=on, area=county, local=figures).value)
    drawn = set(draw_by_lot(codes, strata, seed=seed, on=on, area=county, local=figures))
    made = AuditDraw.objects.create(
        county=county, seed=seed, on=on, percent=percent,
        closed_of=len(closed), closed_drawn=len(drawn & closed.keys()), unsuspected_of=len(unsuspected),
        unsuspected_drawn=len(drawn.intersection(unsuspected)), open_left_out=busy, by=by, at=at,
    )  # fmt: skip
    homes = lists_there.homes_held(sorted(drawn))
    deadline = rules.deadline(on, county)
    Check.objects.bulk_create(
        (
            Check(
                household_id=key, village_id=homes[key].village_id, source=Source.AUDIT, mark=_mark(made.pk, key),
                draw=made, again_id=closed.get(key), raised=on, deadline=deadline, made_up=homes[key].made_up,
            )
            for key in sorted(drawn)
            if key in homes
        ),
        batch_size=CHUNK // 5,
    )  # fmt: skip
    events.record(
        "audit.drawn", made, by=by, at=at, area=county, label=on.isoformat(),
        changes={"seed": [None, seed], "raised": [None, len(drawn)]},
    )  # fmt: skip
    return made


def _mark(draw: int, household: str) -> str:
    return hashlib.blake2b(f"audit|{draw}|{household}".encode(), digest_size=24).hexdigest()
