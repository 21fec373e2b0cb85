"""Deciding doubtful pairs: same, different, or open again; the row follows at once and the county remembers."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count

from zhucun.core import events
from zhucun.core.models import User
from zhucun.engine.facts import FACTS
from zhucun.engine.intake import Severity
from zhucun.intake import bridge, queries, rules
from zhucun.intake.actions.beginning import locked
from zhucun.intake.actions.numbers import homes_of, numbered
from zhucun.intake.actions.staging import SAYS
from zhucun.intake.models import Import, ImportFault, ImportPair, ImportRow, PairDecision
from zhucun.intake.statuses import Answer, RowOutcome
from zhucun.intake.subjects import KINDS

UNDECIDED = "pair.undecided"


@transaction.atomic
def decide_pairs(*, key: Any, pairs: Iterable[int], answer: str, by: User, at: datetime) -> int:
    """Say of pairs whether the two are the same; “open” takes a decision back. Returns how many were decided.

    The county remembers the answer by a print of the row, so that the next list does not ask again.
    """
    row = locked(key)
    rules.check_may_import(by, row.county, row.subject_kind)
    rules.check_can_decide(row)
    said = rules.check_answer(answer)
    listed = list(ImportPair.objects.filter(source=row, pk__in=list(pairs)).exclude(answer=said))
    for pair in listed:
        pair.answer, pair.by, pair.at = said, by, at
    ImportPair.objects.bulk_update(listed, ["answer", "by", "at"], batch_size=300)
    _remember(row, listed, said, by, at)
    _follow(row, listed, said)
    _count(row)
    row.version += 1
    row.save()
    if listed:
        name = "pair.reopened" if said is Answer.OPEN else "pair.decided"
        changes = {"rows": [None, len(listed)], "meant": [None, said.value]}
        events.record(name, row, by=by, at=at, area=row.county, label=row.filename, changes=changes)
    return len(listed)


def _remember(row: Import, pairs: Sequence[ImportPair], said: Answer, by: User, at: datetime) -> None:
    PairDecision.objects.filter(county=row.county, mark__in=[p.mark for p in pairs]).delete()
    if said is not Answer.OPEN:
        same = said is Answer.SAME
        PairDecision.objects.bulk_create(
            PairDecision(county=row.county, mark=p.mark, ours=p.ours, same=same, by=by, at=at) for p in pairs
        )


def _follow(row: Import, pairs: Sequence[ImportPair], said: Answer) -> None:
    """Let the rows mean what was said: with our number, with one of their own, or waiting again."""
    ours = {p.number: p.ours for p in pairs}
    staged = list(ImportRow.objects.filter(source=row, number__in=list(ours)))
    ImportFault.objects.filter(source=row, row__in=list(ours), rule__in=(UNDECIDED, "row.new_lacks")).delete()
    facts = {s.number: bridge.facts_from_json(row.subject_kind, s.facts) for s in staged}
    if said is Answer.SAME:
        facts = _as_ours(row, facts, ours)
    elif said is Answer.DIFFERENT:
        facts = _as_new(row, facts)
    taken = list(facts) if said is not Answer.OPEN else []
    lacking = [n for n in taken if not facts[n].code]
    good = [n for n in taken if n not in lacking]
    found = queries.what_would_change(row.subject_kind, [facts[n] for n in good], row.county)
    by_number = dict(zip(good, found, strict=True))
    for one in staged:
        difference = by_number.get(one.number)
        if difference is None:
            one.outcome, one.differences = RowOutcome.FAULTY, {}
            continue
        one.outcome = RowOutcome(difference.outcome.value)
        one.differences = bridge.differences_to_json(difference)
        one.label = bridge.label_of(row.subject_kind, facts[one.number])[:200]
        one.facts = bridge.facts_to_json(row.subject_kind, facts[one.number])
    ImportRow.objects.bulk_update(staged, ["outcome", "differences", "label", "facts"], batch_size=300)
    _blame(row, [n for n in ours if said is Answer.OPEN], UNDECIDED)
    _blame(row, lacking, "row.new_lacks", what=next(f.text for f in FACTS[row.subject_kind] if f.key == "code"))


def _as_ours(row: Import, facts: dict[int, Any], ours: dict[int, str]) -> dict[int, Any]:
    members = KINDS[row.subject_kind].persons == "member"
    homes = homes_of(ours.values()) if members else {}
    found = {}
    for number, one in facts.items():
        more = {"household_code": one.household_code or homes.get(ours[number])} if members else {}
        found[number] = replace(one, code=ours[number].split("-", 1)[1], **more)
    return found


def _as_new(row: Import, facts: dict[int, Any]) -> dict[int, Any]:
    if KINDS[row.subject_kind].persons != "member":
        return facts
    homes = {n: one.household_code for n, one in facts.items() if not one.code}
    listed = ImportRow.objects.filter(source=row, facts__household_code__in=sorted(set(homes.values())))
    taken = {code for code in listed.values_list("facts__code", flat=True) if code}
    given = numbered(homes, taken, row.county)
    return {n: replace(one, code=given[n]) if n in given else one for n, one in facts.items()}


def _blame(row: Import, numbers: Sequence[int], rule: str, **places: Any) -> None:
    message, remedy = SAYS[rule]
    message = message.filled(**places) if places else message
    ImportFault.objects.bulk_create(
        ImportFault(
            source=row, rule=rule, severity=Severity.ERROR.value, row=number, sheet=row.found.get("sheet", "")[:120],
            message_zh=message.zh, message_en=message.en, remedy_zh=remedy.zh, remedy_en=remedy.en,
        )
        for number in numbers
    )  # fmt: skip


def _count(row: Import) -> None:
    counts = dict(ImportRow.objects.filter(source=row).values_list("outcome").annotate(rows=Count("pk")))
    row.rows_faulty = counts.get(RowOutcome.FAULTY, 0)
    row.rows_new = counts.get(RowOutcome.NEW, 0)
    row.rows_changed = counts.get(RowOutcome.CHANGED, 0)
    row.rows_same = counts.get(RowOutcome.SAME, 0)
