"""Staging: every row of a file beside the list it would go into, with all that is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zhucun.engine.facts import Subject
from zhucun.engine.intake import Fault, Inspection, Severity, masked
from zhucun.engine.texts import Text
from zhucun.intake import bridge, queries
from zhucun.intake.models import Import, ImportFault, ImportRow
from zhucun.intake.statuses import NameKind, RowOutcome
from zhucun.postings.queries.names import match_posts

CHUNK = 500
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
}  # fmt: skip
WHICH = {NameKind.VILLAGE: Text("哪个村", "village"), NameKind.UNIT: Text("哪个单位", "unit")}
NAME_KEYS = {
    Subject.VILLAGES: "name",
    Subject.CANDIDATES: "unit",
    Subject.UNITS: "name",
    Subject.POSTS: "village",
    Subject.ROSTER: "village",
}


@dataclass
class Staging:
    """What is gathered while the rows of a file are staged."""

    subject: Subject
    sheet: str
    places: dict[str, str]
    rows: dict[int, Any]
    faults: list[Fault]

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


def stage(row: Import, inspection: Inspection) -> None:
    """Write the rows of a file beside the lists they would go into, with all their faults."""
    subject = row.subject_kind
    good = [(r.number, r.facts) for r in inspection.good_rows]
    resolved = queries.resolve(subject, good, row.county)
    places = {c.key: c.place for c in inspection.mapping.columns if c.key}
    staging = Staging(subject, inspection.sheet, places, resolved.rows, list(inspection.faults))
    name_key = NAME_KEYS[subject]
    for number, question in resolved.waiting.items():
        staging.fault(number, "name.undecided", name_key, written=question.written, what=WHICH[question.kind])
    for number, written in resolved.left_out.items():
        staging.fault(number, "name.left_out", name_key, written=written)
    _keep_first(staging)
    if subject is Subject.POSTS:
        _known_posts(staging, row.county)
    row.found["understood"] = [bridge.question_to_json(q) for q in resolved.understood[:UNDERSTOOD_KEPT]]
    row.found["questions"] = [bridge.question_to_json(q) for q in resolved.questions]
    _write(row, inspection, staging)


def _keep_first(staging: Staging) -> None:
    """Keep out a row that came to mean the same as an earlier one once its name was resolved."""
    key = {Subject.VILLAGES: "code", Subject.CANDIDATES: "code", Subject.UNITS: "name"}.get(staging.subject)
    if key is None:
        return
    first: dict[Any, int] = {}
    for number, facts in list(staging.rows.items()):
        value = getattr(facts, key)
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


def _write(row: Import, inspection: Inspection, staging: Staging) -> None:
    ImportRow.objects.filter(source=row).delete()
    ImportFault.objects.filter(source=row).delete()
    numbers = list(staging.rows)
    differences = queries.what_would_change(staging.subject, [staging.rows[n] for n in numbers], row.county)
    by_number = dict(zip(numbers, differences, strict=True))
    warned = {f.row for f in staging.faults if f.severity is Severity.WARNING}
    rows = []
    for read_row in inspection.rows:
        facts, difference = staging.rows.get(read_row.number), by_number.get(read_row.number)
        staged = ImportRow(source=row, number=read_row.number, warned=read_row.number in warned)
        if facts is None or difference is None:
            staged.outcome = RowOutcome.FAULTY
            staged.label = _label(staging.subject, read_row)
        else:
            staged.outcome = RowOutcome(difference.outcome.value)
            staged.label = bridge.label_of(staging.subject, facts)[:200]
            staged.facts = bridge.facts_to_json(facts)
            staged.differences = bridge.differences_to_json(difference)
        rows.append(staged)
    ImportRow.objects.bulk_create(rows, batch_size=CHUNK)
    ImportFault.objects.bulk_create((bridge.fault_row(row, f) for f in staging.faults), batch_size=CHUNK)
    _count(row, rows)


def _label(subject: Subject, read_row: Any) -> str:
    if read_row.facts is not None:
        return bridge.label_of(subject, read_row.facts)[:200]
    key = {Subject.CANDIDATES: "code", Subject.POSTS: "village", Subject.ROSTER: "code"}.get(subject, "name")
    return masked(str(read_row.values.get(key) or ""))[:200]


def _count(row: Import, rows: Sequence[ImportRow]) -> None:
    outcomes = [r.outcome for r in rows]
    row.rows_total = len(rows)
    row.rows_faulty = outcomes.count(RowOutcome.FAULTY)
    row.rows_new = outcomes.count(RowOutcome.NEW)
    row.rows_changed = outcomes.count(RowOutcome.CHANGED)
    row.rows_same = outcomes.count(RowOutcome.SAME)
