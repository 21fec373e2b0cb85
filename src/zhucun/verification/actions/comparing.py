"""Holding the lists against the register of households: suspects become checks, all else keeps its reason."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events, writing
from zhucun.core.days import day_of
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.core.rules import check_none_running
from zhucun.engine import targeting
from zhucun.engine.errors import EngineError
from zhucun.engine.targeting.comparison import NOT_LISTED
from zhucun.engine.texts import Text
from zhucun.policy.queries import own_of
from zhucun.registry.queries.taking import look_up
from zhucun.verification import rules
from zhucun.verification.actions.lists import CHUNK, match_list
from zhucun.verification.bridge.comparing import NO_LONGER, check_of, held
from zhucun.verification.models import Check, Comparison, RegisterList, RegisterRecord
from zhucun.verification.queries import lists as lists_there
from zhucun.verification.statuses import SPENDING, STAGES, UNDER_WAY, WHAT_BECAME, Work

Spared = dict[int, Text]
Clock = Callable[[], datetime]
SILENT = timedelta(minutes=5)  # the longest stage of a great county takes half a minute
BROKE = Text(
    "比对中途出错，未列出疑点。请再试一次。", "Something went wrong on the way; no check was raised. Try again."
)


@transaction.atomic
def ask_to_compare(*, county: str, by: User, at: datetime, again: bool = True) -> Comparison:
    """Ask for a comparison in the background; `again` finds anew whom the rows mean, after households changed."""
    row = _asked(county, by, at, again)
    events.record("comparison.asked", row, by=by, at=at, area=county, label=row.on.isoformat())
    return row


def compare(*, county: str, by: User | None, at: datetime, again: bool = False) -> Comparison:
    """Hold the current lists against the households of a county by the red lines of the day, at once.

    Nothing is decided here: every suspect waits for two people at home, and what was verified once is not raised again.
    """
    row = _asked(county, by, at, again)
    work_out_comparison(pk=row.pk, clock=lambda: at)
    row.refresh_from_db()
    if row.state != Work.DONE:
        raise Refused("comparison.not_done", row.failure[0] if row.failure else WHAT_BECAME.get(row.state, ""))
    return row


def _asked(county: str, by: User | None, at: datetime, again: bool) -> Comparison:
    if by is not None:
        rules.check_may_manage(by, county)
    if not _there(county):
        raise Refused("comparison.no_list", _("No list of a department is taken in yet. Take one in first."))
    check_none_running(lists_there.under_way(county))
    row: Comparison = Comparison(county=county, on=day_of(at), state=Work.ASKED, again=again, by=by, at=at)
    row.save()
    return row


def _there(county: str) -> list[RegisterList]:
    return [row for row in lists_there.current_lists(county) if row.source not in SPENDING]


@transaction.atomic
def stop_comparing(*, comparison: Comparison, by: User, at: datetime) -> Comparison:
    """Ask a comparison to let go; one that nobody has begun stops at once. What was raised earlier stays."""
    row: Comparison = Comparison.objects.select_for_update().get(pk=comparison.pk)
    rules.check_may_manage(by, row.county)
    rules.check_under_way(row)
    row.stop_asked = True
    row.state = Work.STOPPED if row.state == Work.ASKED else row.state
    row.save(update_fields=["stop_asked", "state"])
    events.record("comparison.stopped", row, by=by, at=at, area=row.county, label=row.on.isoformat())
    return row


def waiting(*, at: datetime) -> list[int]:
    """Return the comparisons that wait, or were left by a killed process."""
    rows = Comparison.objects.filter(state__in=UNDER_WAY).order_by("pk")
    return [row.pk for row in rows if row.state == Work.ASKED or _silent(row, at)]


def _silent(row: Comparison, at: datetime) -> bool:
    return row.beat_at is None or row.beat_at < at - SILENT


def work_out_comparison(*, pk: int, clock: Clock) -> None:
    """Work out a comparison that was asked for; whoever comes second finds nothing to do.

    It reads outside any transaction; checks are written at the end, whole or not at all.
    """
    row = _begin(pk, clock())
    if row is None:
        return
    try:
        _work(row, clock)
    except _LetGo as word:
        _end(row, word.state)
    except EngineError as error:
        _end(row, Work.FAILED, (error.say("zh"), error.say("en")))
    except Exception:
        _end(row, Work.FAILED, (BROKE.zh, BROKE.en))
        raise


class _LetGo(Exception):
    """Ends a comparison that shall not be written."""

    def __init__(self, state: Work) -> None:
        self.state = state


@transaction.atomic
def _begin(pk: int, at: datetime) -> Comparison | None:
    waits = Comparison.objects.select_for_update().filter(pk=pk, state__in=UNDER_WAY)
    row: Comparison | None = waits.first()
    if row is None or (row.state == Work.RUNNING and not _silent(row, at)):
        return None
    row.state, row.stage, row.beat_at = Work.RUNNING, 1, at
    row.save(update_fields=["state", "stage", "beat_at"])
    return row


def _end(row: Comparison, state: Work, failure: Sequence[str] = ()) -> None:
    row.state, row.failure = state, list(failure)
    row.save(update_fields=["state", "failure"])


def _reach(row: Comparison, stage: int, at: datetime) -> None:
    """Say how far it is, and let go where somebody asked for it."""
    Comparison.objects.filter(pk=row.pk).update(stage=stage, beat_at=at)
    if Comparison.objects.filter(pk=row.pk, stop_asked=True).exists():
        raise _LetGo(Work.STOPPED)


def _work(row: Comparison, clock: Clock) -> None:
    county, stamp, there = row.county, lists_there.stamp_of(row.county), _there(row.county)
    if row.again:
        _match(there, county)
    _reach(row, 2, clock())
    records = lists_there.matched_records(there)
    present = lists_there.present_among([r.member_id for r in records if r.member_id])
    homes = lists_there.homes_held(sorted({r.household_id for r in records if r.household_id}))
    asked = [r for r in records if r.member_id in present and r.household_id in homes]
    spared: Spared = {r.pk: NO_LONGER for r in records if r.member_id not in present}
    spared |= {r.pk: NOT_LISTED for r in records if r.pk not in spared and r.household_id not in homes}
    own, sources = own_of(county), {one.pk: one.source for one in there}
    found = held(
        asked, {r.pk: sources[r.list_id] for r in asked}, [(h.key, h.relocated) for h in homes.values()],
        on=row.on, county=county, own=own,
    )  # fmt: skip
    spared |= {int(s.record): s.reason for s in found.spared}
    _reach(row, 3, clock())
    _write(row, stamp, there, records, found, spared, clock())


def _match(there: Sequence[RegisterList], county: str) -> None:
    people = lists_there.people_of_county(county)
    for row in there:
        match_list(row, people)
        row.save(update_fields=["found", "doubtful"])


@transaction.atomic
def _write(
    row: Comparison,
    stamp: tuple[Any, ...],
    there: Sequence[RegisterList],
    records: Sequence[RegisterRecord],
    found: targeting.Comparison,
    spared: Spared,
    at: datetime,
) -> None:
    """Write the checks, unless a list or a rule changed meanwhile or somebody wants it stopped: then nothing."""
    row = Comparison.objects.select_for_update().get(pk=row.pk)
    if row.stop_asked:
        raise _LetGo(Work.STOPPED)
    if lists_there.stamp_of(row.county) != stamp:
        raise _LetGo(Work.OVERTAKEN)
    by_pk, homes = {r.pk: r for r in records}, lists_there.homes_held({s.household for s in found.suspects})
    checks = [
        check_of(suspect, by_pk[int(suspect.record)], homes[suspect.household], raised=row.on)
        for suspect in found.suspects
        if suspect.household in homes  # an import that was undone meanwhile took it along
    ]
    new = _not_yet_there(checks)
    basis = found.basis.told()
    row.rules, row.basis_zh, row.basis_en = found.basis.version, basis.zh, basis.en
    row.records, row.matched = sum(one.rows for one in there), len(records)
    row.raised, row.known, row.spared = len(new), len(checks) - len(new), _counted(spared.values())
    row.state, row.stage = Work.DONE, len(STAGES) - 1
    row.save()
    for check in new:
        check.comparison = row
    Check.objects.bulk_create(new, batch_size=CHUNK // 5)
    writing.update(
        RegisterRecord,
        ("spared_zh", "spared_en"),
        [(_of(spared, pk).zh[:200], _of(spared, pk).en[:200], pk) for pk in by_pk],
    )
    changes: dict[str, Any] = {"rows": [None, row.records], "found": [None, row.matched], "raised": [None, len(new)]}
    events.record(
        "comparison.made", row, by=row.by, at=at, area=row.county, label=f"{row.on.isoformat()} {row.rules}",
        changes=changes,
    )  # fmt: skip


NONE = Text("", "")


def _of(spared: Spared, pk: int) -> Text:
    return spared.get(pk, NONE)


def _not_yet_there(checks: Sequence[Check]) -> list[Check]:
    """Return the checks whose record was not raised before, each once."""
    once = {check.mark: check for check in checks}
    known = {row[0] for row in look_up(Check, ("mark",), "mark", sorted(once))}
    return [check for mark, check in once.items() if mark not in known]


def _counted(reasons: Iterable[Text]) -> list[dict[str, Any]]:
    """Return how many records were spared for each reason, the most frequent first."""
    return [{"zh": text.zh, "en": text.en, "count": n} for text, n in Counter(reasons).most_common()]
