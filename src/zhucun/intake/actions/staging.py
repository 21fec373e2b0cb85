"""Staging: every row of a file beside the list it would go into, with all that is wrong with it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection

from zhucun.core import writing
from zhucun.core.rows import runs
from zhucun.core.taking import Difference
from zhucun.engine.facts import FACTS, Subject
from zhucun.engine.facts.sheets import last_period
from zhucun.engine.intake import Fault, Inspection, Severity, masked
from zhucun.engine.texts import Text
from zhucun.intake import bridge, queries
from zhucun.intake.actions.numbers import homes_of, numbered
from zhucun.intake.models import Import, ImportFault, ImportPair, ImportRow
from zhucun.intake.queries import persons
from zhucun.intake.statuses import NameKind, RowOutcome
from zhucun.intake.subjects import KINDS, Kind
from zhucun.postings.queries.names import match_posts
from zhucun.registry.models import Household, Member, key_of
from zhucun.registry.queries.taking import there

CHUNK, RUN = 500, 5_000
COLUMNS = ("source", "number", "outcome", "label", "facts", "warned", "differences", "applied")
UNDERSTOOD_KEPT = 300

SAYS: dict[str, tuple[Text, Text]] = {
    "name.undecided": (
        Text("“{written}”指的是{what}还没有确定。", "It is not decided yet which {what} “{written}” means."),
        Text("请在“名称核对”中选定。", "Decide it under “Doubtful names”."),
    ),
    "name.left_out": (
        Text("“{written}”已确定不在本县名单，此行不导入。", "“{written}” was decided to be none of ours: left out."),
        Text("如需导入，请在“名称核对”中改选。", "To take it, decide otherwise under “Doubtful names”."),
    ),
    "name.same": (
        Text("与第{other}行指的是同一个：{same}。", "This means the same as row {other}: {same}."),
        Text("请保留一行，或在“名称核对”中改正。", "Keep one of the rows, or correct the name under “Doubtful names”."),
    ),
    "posts.unknown_village": (
        Text("名单中没有“{written}”，或有几个同名村。", "No village of the list is “{written}”, or several are."),
        Text("请先导入村，或填写村的区划代码。", "Import the villages first, or give the village's code."),
    ),
    "posts.unknown_person": (
        Text("人选名单中没有此人，或有几个同名的人。", "No candidate of the list is this person, or several are."),
        Text("请先导入人选，或填写人员编号。", "Import the candidates first, or give the staff number."),
    ),
    "pair.undecided": (
        Text("可能就是已登记的一人（户），还没有辨认。", "This may be one the county knows; nobody has decided."),
        Text("请在“比对”中辨认是否同一人（户）。", "Decide under “Pairs” whether the two are the same."),
    ),
    "row.new_lacks": (
        Text("本县没有登记过，新登记还缺：{what}。", "The county does not know it, and a new one lacks: {what}."),
        Text("请补填，或更正编号。", "Fill it in, or correct the number."),
    ),
    "row.unknown_household": (
        Text("本县没有户编号“{written}”。", "The county has no household “{written}”."),
        Text("请先导入该户，或更正户编号。", "Import the household first, or correct the number."),
    ),
    "row.unknown_person": (
        Text("本县没有人编号“{written}”。", "The county has no person “{written}”."),
        Text("请先导入该成员，或更正人编号。", "Import the member first, or correct the number."),
    ),
    "row.same_one": (
        Text("与第{other}行指的是同一人（户）。", "This means the same person or household as row {other}."),
        Text("请保留一行。", "Keep one of the two rows."),
    ),
}  # fmt: skip
WHICH = {NameKind.VILLAGE: Text("哪个村", "village"), NameKind.UNIT: Text("哪个单位", "unit")}


@dataclass
class Staging:
    """What is gathered while the rows of a file are staged."""

    subject: Subject
    sheet: str
    places: dict[str, str]
    rows: dict[int, Any]
    faults: list[Fault]
    doubtful: dict[int, Any] = field(default_factory=dict)

    def fault(self, number: int, rule: str, key: str, **places: Any) -> None:
        """Keep a row out for a reason that the file alone does not show."""
        message, remedy = SAYS[rule]
        self.rows.pop(number, None)
        if rule == "name.undecided":  # the question says it already
            self.faults = [f for f in self.faults if (f.row, f.rule) != (number, "candidates.unknown_unit")]
        self.faults.append(
            Fault(
                rule,
                Severity.ERROR,
                message.filled(**places) if places else message,
                remedy,
                self.sheet,
                number,
                self.places.get(key),
                key,
                str(places.get("written", "")),
            )
        )


def stage(row: Import, inspection: Inspection, at: datetime) -> None:
    """Write the rows of a file beside the lists they would go into, with all their faults."""
    staging, resolved = gathered(row, inspection, at)
    row.found["understood"] = [bridge.question_to_json(q) for q in resolved.understood[:UNDERSTOOD_KEPT]]
    row.found["questions"] = [bridge.question_to_json(q) for q in resolved.questions]
    ImportRow.objects.filter(source=row).delete()
    ImportFault.objects.filter(source=row).delete()
    count_outcomes(row, write(row, inspection, staging))


def gathered(row: Import, inspection: Inspection, at: datetime) -> tuple[Staging, queries.Resolution]:
    """Return the rows of a file as they would go into the lists, with all that is wrong with them."""
    subject = row.subject_kind
    kind = KINDS[subject]
    good = [(r.number, _dated(subject, r.facts, at)) for r in inspection.good_rows]
    resolved = queries.resolve(subject, good, row.county)
    places = {c.key: c.place for c in inspection.mapping.columns if c.key}
    staging = Staging(subject, inspection.sheet, places, resolved.rows, list(inspection.faults))
    for number, question in resolved.waiting.items():
        staging.fault(number, "name.undecided", kind.name_key, written=question.written, what=WHICH[question.kind])
    for number, written in resolved.left_out.items():
        staging.fault(number, "name.left_out", kind.name_key, written=written)
    _keep_first(staging)
    if subject is Subject.POSTS:
        _known_posts(staging, row.county)
    if kind.household:
        known_households(staging, kind, row.county)
    if kind.persons:
        settle_persons(staging, kind, row)
    return staging, resolved


def _dated(subject: Subject, facts: Any, at: datetime) -> Any:
    """Return a ledger's row with the year it is about; other rows as they are."""
    if subject is not Subject.LEDGER or facts.year:
        return facts
    return replace(facts, year=last_period(at.date()))


def _keep_first(staging: Staging) -> None:
    """Keep out a row that came to mean the same as an earlier one once its name was resolved."""
    key = KINDS[staging.subject].once
    if key is None:
        return
    first: dict[Any, int] = {}
    for number, facts in list(staging.rows.items()):
        value = getattr(facts, key)
        if not value:
            continue
        if value in first:
            staging.fault(number, "name.same", key, other=first[value], same=value)
        else:
            first[value] = number


def _known_posts(staging: Staging, county: str) -> None:
    numbers = list(staging.rows)
    for number, match in zip(numbers, match_posts([staging.rows[n] for n in numbers], county), strict=True):
        if match.village is None:
            staging.fault(number, "posts.unknown_village", "village", written=match.facts.village)
        elif match.candidate is None:
            staging.fault(number, "posts.unknown_person", "name")


def known_households(staging: Staging, kind: Kind, county: str) -> None:
    """Keep out rows whose household or person the county does not keep."""
    for model, key, rule in (
        (Household, kind.household, "row.unknown_household"),
        (Member, kind.person, "row.unknown_person"),
    ):
        if key is None:
            continue
        written = {number: code for number, facts in staging.rows.items() if (code := getattr(facts, key))}
        known = set(there(model, "pk", sorted({key_of(county, code) for code in written.values()})))
        for number, code in written.items():
            if key_of(county, code) not in known:
                staging.fault(number, rule, key, written=code)


def settle_persons(staging: Staging, kind: Kind, row: Import) -> None:
    """Give each row the number of the one it means, a new one its own; doubtful ones wait for a person."""
    meant = persons.whom(kind.persons, staging.rows, row.county)
    pairs = [ImportPair(source=row, kind=kind.persons, **vars(doubt)) for doubt in meant.doubts]
    ImportPair.objects.filter(source=row).delete()
    ImportPair.objects.bulk_create(pairs, batch_size=CHUNK)
    row.found["alike"] = len(meant.ours) - len(meant.by_number)
    with_numbers(staging, kind, meant.ours, row.county)
    for doubt in meant.doubts:
        facts = staging.rows.get(doubt.number)
        if facts is not None:
            staging.doubtful[doubt.number] = facts
            staging.fault(doubt.number, "pair.undecided", kind.label_key)


def with_numbers(staging: Staging, kind: Kind, ours: Mapping[int, str], county: str) -> None:
    """Put the county's numbers into the rows; keep out a new one that lacks what it cannot be without."""
    homes = homes_of(ours.values()) if kind.persons == "member" else {}
    first: dict[str, int] = {}
    unnumbered: dict[int, str] = {}
    for number, facts in list(staging.rows.items()):
        key = ours.get(number)
        if key is None:
            if new_one(staging, kind, number, facts) and not facts.code:
                unnumbered[number] = facts.household_code
            continue
        if first.setdefault(key, number) != number:
            staging.fault(number, "row.same_one", kind.label_key, other=first[key])
            continue
        home = getattr(facts, "household_code", None) or homes.get(key)
        if facts.code != (code := key.split("-", 1)[1]) or home != getattr(facts, "household_code", home):
            more = {"household_code": home} if kind.persons == "member" else {}
            staging.rows[number] = replace(facts, code=code, **more)
    taken = {facts.code for facts in staging.rows.values() if facts.code}
    for number, code in numbered(unnumbered, taken, county).items():
        staging.rows[number] = replace(staging.rows[number], code=code)


def new_one(staging: Staging, kind: Kind, number: int, facts: Any) -> bool:
    """Tell whether a row that is new to the county says what it must; keep it out where it does not."""
    wanted = ("code", *kind.wanted) if kind.persons == "household" else kind.wanted
    lacking = [key for key in wanted if getattr(facts, key) in (None, "")]
    if lacking:
        labels = [f.text for f in FACTS[staging.subject] if f.key in lacking]
        what = Text("、".join(t.zh for t in labels), ", ".join(t.en for t in labels))
        staging.fault(number, "row.new_lacks", kind.label_key, what=what)
    return not lacking


def write(row: Import, inspection: Inspection, staging: Staging) -> Counter[str]:
    """Write rows and faults beside the file; returns how many rows have which outcome."""
    numbers = list(staging.rows)
    differences = queries.what_would_change(staging.subject, [staging.rows[n] for n in numbers], row.county)
    by_number = dict(zip(numbers, differences, strict=True))
    warned = {f.row for f in staging.faults if f.severity is Severity.WARNING}
    source = ImportRow._meta.get_field("source").get_db_prep_save(row.pk, connection)
    outcomes: Counter[str] = Counter()
    written = bridge.RowWriter(staging.subject)
    for run in runs(inspection.rows, RUN):
        said = _said(run, staging, written)
        rows = [_staged(read_row, staging, by_number.get(read_row.number)) for read_row in run]
        outcomes.update(outcome for _number, outcome, *_more in rows)
        # Straight into the table: as model objects the rows of a long list would take most of the check's time.
        cells = [
            (source, number, outcome, label, said.get(number, "{}"), number in warned, differences, False)
            for number, outcome, label, differences in rows
        ]
        writing.insert(ImportRow, COLUMNS, cells)
    ImportFault.objects.bulk_create((bridge.fault_row(row, f) for f in staging.faults), batch_size=CHUNK)
    return outcomes


def _said(run: Sequence[Any], staging: Staging, written: bridge.RowWriter) -> dict[int, str]:
    """Return what rows say, as it is staged, by number; of a doubtful one too, a person's word will take it in."""
    known = {r.number: staging.rows.get(r.number) or staging.doubtful.get(r.number) for r in run}
    told = {number: facts for number, facts in known.items() if facts is not None}
    return dict(zip(told, written.texts(list(told.values())), strict=True))


Staged = tuple[int, str, str, str]


def _staged(read_row: Any, staging: Staging, difference: Difference | None) -> Staged:
    """Return a row as it is staged: number, outcome, label and differences."""
    number, subject = read_row.number, staging.subject
    facts = staging.rows.get(number)
    if facts is None or difference is None:
        return number, RowOutcome.FAULTY.value, _label(subject, read_row), "{}"
    changes = bridge.differences_to_json(difference)
    differences = json.dumps(changes, ensure_ascii=False) if changes else "{}"
    return number, difference.outcome.value, bridge.label_of(subject, facts)[:200], differences


def _label(subject: Subject, read_row: Any) -> str:
    if read_row.facts is not None:
        return bridge.label_of(subject, read_row.facts)[:200]
    return masked(str(read_row.values.get(KINDS[subject].label_key) or ""))[:200]


def count_outcomes(row: Import, outcomes: Counter[str]) -> None:
    """Keep with an import how many of its rows have which outcome."""
    row.rows_total = outcomes.total()
    row.rows_faulty = outcomes[RowOutcome.FAULTY]
    row.rows_new = outcomes[RowOutcome.NEW]
    row.rows_changed = outcomes[RowOutcome.CHANGED]
    row.rows_same = outcomes[RowOutcome.SAME]
