"""Holding the lists against the register of households: suspects become checks, all else keeps its reason."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events, writing
from zhucun.core.models import User
from zhucun.core.refusals import Refused
from zhucun.engine import targeting
from zhucun.engine.errors import EngineError
from zhucun.engine.targeting.comparison import NOT_LISTED
from zhucun.engine.texts import Text
from zhucun.policy.queries import own_of
from zhucun.registry.models import Household
from zhucun.registry.queries.taking import look_up
from zhucun.verification import rules
from zhucun.verification.actions.lists import CHUNK, day_of, match_list
from zhucun.verification.bridge.comparing import NO_LONGER, check_of, held
from zhucun.verification.models import Check, Comparison, RegisterList, RegisterRecord
from zhucun.verification.queries import lists as lists_there
from zhucun.verification.statuses import SPENDING

Spared = dict[int, Text]


@transaction.atomic
def compare(*, county: str, by: User | None, at: datetime, again: bool = False) -> Comparison:
    """Hold the current lists against the households of a county by the red lines of the day.

    `again` finds anew whom the rows mean, after households or members were changed. Nothing is decided here: every
    suspect waits for two people at home, and what was verified once is not raised again.
    """
    if by is not None:
        rules.check_may_manage(by, county)
    there = [row for row in lists_there.current_lists(county) if row.source not in SPENDING]
    if not there:
        raise Refused("comparison.no_list", _("No list of a department is taken in yet. Take one in first."))
    if again:
        _match(there, county)
    records = lists_there.matched_records(there)
    present = lists_there.present_among([r.member_id for r in records if r.member_id])
    homes = lists_there.homes_held(sorted({r.household_id for r in records if r.household_id}))
    asked = [r for r in records if r.member_id in present and r.household_id in homes]
    spared: Spared = {r.pk: NO_LONGER for r in records if r.member_id not in present}
    spared |= {r.pk: NOT_LISTED for r in records if r.pk not in spared and r.household_id not in homes}
    found = _held(asked, there, homes, county, at)
    spared |= {int(s.record): s.reason for s in found.spared}
    return _write(county, there, records, found, spared, homes, by=by, at=at)


def _match(there: Sequence[RegisterList], county: str) -> None:
    people = lists_there.people_of_county(county)
    for row in there:
        match_list(row, people)
        row.save(update_fields=["found", "doubtful"])


def _held(
    asked: Sequence[RegisterRecord],
    there: Sequence[RegisterList],
    homes: dict[str, Household],
    county: str,
    at: datetime,
) -> targeting.Comparison:
    own = own_of(county)
    sources = {row.pk: row.source for row in there}
    try:
        return held(
            asked, {r.pk: sources[r.list_id] for r in asked}, [(h.key, h.relocated) for h in homes.values()],
            on=day_of(at), county=county, own=own,
        )  # fmt: skip
    except EngineError as error:
        raise Refused.from_engine(error) from error


def _write(
    county: str,
    there: Sequence[RegisterList],
    records: Sequence[RegisterRecord],
    found: targeting.Comparison,
    spared: Spared,
    homes: dict[str, Household],
    *,
    by: User | None,
    at: datetime,
) -> Comparison:
    by_pk = {r.pk: r for r in records}
    checks, on = [], day_of(at)
    for suspect in found.suspects:
        record = by_pk[int(suspect.record)]
        checks.append(check_of(suspect, record, homes[suspect.household], raised=on))
    new = _not_yet_there(checks)
    basis = found.basis.told()
    made = Comparison.objects.create(
        county=county, on=on, rules=found.basis.version, records=sum(row.rows for row in there), matched=len(records),
        raised=len(new), known=len(checks) - len(new), spared=_counted(spared.values()), basis_zh=basis.zh,
        basis_en=basis.en, by=by, at=at,
    )  # fmt: skip
    for check in new:
        check.comparison = made
    Check.objects.bulk_create(new, batch_size=CHUNK // 5)
    writing.update(
        RegisterRecord,
        ("spared_zh", "spared_en"),
        [(_of(spared, pk).zh[:200], _of(spared, pk).en[:200], pk) for pk in by_pk],
    )
    changes: dict[str, Any] = {"rows": [None, made.records], "found": [None, made.matched], "raised": [None, len(new)]}
    events.record(
        "comparison.made", made, by=by, at=at, area=county, label=f"{on.isoformat()} {made.rules}", changes=changes
    )
    return made


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
