"""How good suspicion is: precision, recall and false accusation with intervals, by source and by group of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from zhucun.core.models import within
from zhucun.engine.policy.figures import Quality
from zhucun.engine.targeting import NO, UNSAID, YES, Basis, Detection, Rate, detection, rate
from zhucun.engine.texts import Text
from zhucun.engine.words_household import HERE, HealthState, Nation
from zhucun.registry.models import Household, Member
from zhucun.registry.queries.taking import look_up
from zhucun.verification.models import AuditDraw, Check
from zhucun.verification.statuses import HELD_AGAINST, STATES_LEFT, Outcome, Source, State

OLD = 60
BASIS = Basis(
    rule=Text("入户核查与随机抽查", "Home checks and random audits"), version="audits-1", quality=Quality.COUNTY
)
UPHELD = Text("抽查与原结论一致的", "Audits that found the same as the first check")


@dataclass(frozen=True)
class Measured:
    """How suspicion does in a county: for all, by group, by source, and how often audits uphold what was closed."""

    whole: Detection
    groups: tuple[Detection, ...]
    sources: tuple[tuple[Source, Detection], ...]
    upheld: Rate
    households: int
    suspected: int
    still_open: int
    audits_open: int
    audits_done: int


def measured(county: str, *, on: date) -> Measured:
    """Return the measures of a county from what was closed; what is open is counted and said, not guessed."""
    rows = list(
        Check.objects.filter(within(county, "village_id"))
        .order_by("pk")
        .values_list("household_id", "source", "state", "outcome", "again_id", "pk")
    )
    homes = sorted({row[0] for row in rows})
    place = {key: at for at, key in enumerate(homes)}
    suspected, drawn = np.zeros(len(homes), dtype=np.bool_), np.zeros(len(homes), dtype=np.bool_)
    by_source: dict[str, Any] = {}
    for home, source, state, _outcome, _again, _pk in rows:
        if source == Source.AUDIT:
            drawn[place[home]] |= state == State.CLOSED
        else:
            suspected[place[home]] = True
            by_source.setdefault(source, np.zeros(len(homes), dtype=np.bool_))[place[home]] = True
    verified = _verified(rows, place)
    # Only where somebody has looked does a group matter; most households of a great county wait.
    groups = _groups([homes[at] for at in np.flatnonzero(verified != UNSAID).tolist()], place, on)
    whole, *others = detection(suspected, verified, drawn, BASIS, groups=groups)
    sources = tuple(
        (Source(name), _of_source(rows, place, name, flags, verified, drawn))
        for name, flags in sorted(by_source.items())
    )
    return Measured(
        whole, tuple(others), sources, _upheld(rows),
        households=Household.objects.filter(within(county, "key"), status__in=[s.value for s in HELD_AGAINST]).count(),
        suspected=int(suspected.sum()),
        still_open=len({r[0] for r in rows if r[1] != Source.AUDIT and r[2] in STATES_LEFT}),
        audits_open=sum(r[1] == Source.AUDIT and r[2] in STATES_LEFT for r in rows),
        audits_done=sum(r[1] == Source.AUDIT and r[2] == State.CLOSED for r in rows),
    )  # fmt: skip


def _verified(rows: list[tuple[Any, ...]], place: Mapping[str, int]) -> Any:
    """Return by household whether anything was confirmed; an audit's finding stands above an earlier one."""
    found = np.full(len(place), UNSAID, dtype=np.int8)
    audited: dict[str, bool] = {}
    for home, source, state, outcome, _again, _pk in rows:
        if state != State.CLOSED:
            continue
        true = outcome == Outcome.CONFIRMED
        if source == Source.AUDIT:
            audited[home] = true
        at = place[home]
        found[at] = YES if true or found[at] == YES else NO
    for home, true in audited.items():
        found[place[home]] = YES if true else NO
    return found


def _of_source(
    rows: list[tuple[Any, ...]], place: Mapping[str, int], name: str, flags: Any, verified: Any, drawn: Any
) -> Detection:
    """Return a source's precision from its own checks, its recall and false accusation from the audits."""
    own = np.full(len(place), UNSAID, dtype=np.int8)
    for home, source, state, outcome, _again, _pk in rows:
        if source == name and state == State.CLOSED:
            at = place[home]
            own[at] = YES if outcome == Outcome.CONFIRMED or own[at] == YES else NO
    precision = detection(flags, own, np.zeros(len(place), dtype=np.bool_), BASIS)[0].precision
    others = detection(flags, verified, drawn, BASIS)[0]
    return Detection(name, precision, others.recall, others.false_accusation)


def _upheld(rows: list[tuple[Any, ...]]) -> Rate:
    outcomes = {row[5]: row[3] for row in rows}
    pairs = [
        (row[3] == Outcome.CONFIRMED, outcomes.get(row[4]) == Outcome.CONFIRMED)
        for row in rows
        if row[4] is not None and row[2] == State.CLOSED
    ]
    return rate(sum(a == b for a, b in pairs), len(pairs), UPHELD, BASIS)


def _groups(homes: list[str], place: Mapping[str, int], on: date) -> dict[str, Any]:
    """Return which of some households have somebody old, disabled or of a minority; of the others nothing is said."""
    old, disabled, minority, asked = (np.zeros(len(place), dtype=np.bool_) for _one in range(4))
    asked[[place[home] for home in homes]] = True
    born_by = on.replace(year=on.year - OLD).isoformat()
    names = ("household", "state", "born", "health", "disability", "nation")
    for home, state, born, health, disability, nation in look_up(Member, names, "household", homes):
        if state in HERE:
            at = place[home]
            old[at] |= born is not None and str(born)[:10] <= born_by
            disabled[at] |= bool(disability) or f",{HealthState.DISABLED.value}," in health
            minority[at] |= nation not in ("", Nation.HAN.value)
    return {
        _("with somebody of 60 or more"): old,
        _("with somebody disabled"): disabled,
        _("with somebody of a minority"): minority,
        _("none of these"): asked & ~(old | disabled | minority),
    }


def draws(county: str) -> list[AuditDraw]:
    """Return the drawings of a county, the newest first."""
    return list(AuditDraw.objects.filter(county=county).select_related("by"))


def to_draw_from(county: str) -> tuple[list[str], dict[str, int], int]:
    """Return households never suspected, those with all checks closed (with the last check), and how many are open.

    Households under an audit that is not done are in neither: nobody is visited twice at once.
    """
    checked: dict[str, int] = {}
    busy: set[str] = set()
    rows = Check.objects.filter(within(county, "village_id")).order_by("pk")
    for home, source, state, pk in rows.values_list("household_id", "source", "state", "pk"):
        if state in STATES_LEFT:
            busy.add(home)
        elif source != Source.AUDIT:
            checked[home] = pk
    closed = {home: pk for home, pk in checked.items() if home not in busy}
    statuses = [s.value for s in HELD_AGAINST]
    every = Household.objects.filter(within(county, "key"), status__in=statuses).order_by("key")
    suspected = set(rows.exclude(source=Source.AUDIT).values_list("household_id", flat=True))
    unsuspected = [key for key in every.values_list("key", flat=True) if key not in suspected and key not in busy]
    return unsuspected, closed, len(busy)


def audited_outcomes(county: str) -> dict[str, bool]:
    """Return by household whether a random audit that is closed confirmed anything: what signs are learnt from."""
    rows = Check.objects.filter(within(county, "village_id"), source=Source.AUDIT, state=State.CLOSED)
    return {home: outcome == Outcome.CONFIRMED for home, outcome in rows.values_list("household_id", "outcome")}
