"""How what an import found is put into words for its pages."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhucun.core.models import SendingUnit, User
from zhucun.core.refusals import engine_language
from zhucun.engine.facts import FACTS, Fact, FactKind, Subject
from zhucun.engine.households.identity import mask_identity, mask_name
from zhucun.engine.intake import RULES, Severity, masked, read
from zhucun.engine.texts import Text
from zhucun.intake import bridge
from zhucun.intake.bridge import Question
from zhucun.intake.models import Import, ImportFault, ImportRow
from zhucun.intake.queries.names import village_pool, written_village
from zhucun.intake.statuses import TAKEN, WAITING, ImportState, NameKind, RowOutcome
from zhucun.intake.subjects import KINDS, SEALED
from zhucun.postings.models import Candidate
from zhucun.postings.queries.candidates import may_see_names
from zhucun.ui.templatetags.ui import number as grouped

SEVERITIES = (
    (Severity.ERROR.value, gettext_lazy("row left out")),
    (Severity.WARNING.value, gettext_lazy("row taken, look at it")),
)
STEPS = (
    ("upload", gettext_lazy("File")),
    ("columns", gettext_lazy("Columns")),
    ("problems", gettext_lazy("Problems")),
    ("pairs", gettext_lazy("Pairs")),
    ("changes", gettext_lazy("Changes")),
    ("result", gettext_lazy("Result")),
)
TONES = {RowOutcome.NEW: "good", RowOutcome.CHANGED: "warning", RowOutcome.SAME: "neutral", RowOutcome.FAULTY: "danger"}


def say(zh: str, en: str) -> str:
    """Return one of two sentences in the reader's language."""
    return Text(zh, en).say(engine_language())


def frame(row: Import, here: str) -> dict[str, Any]:
    """Return what every step shows: the import, where it stands, the way through."""
    return {
        "row": row,
        "subject": KINDS[row.subject_kind].label,
        "list_address": reverse(KINDS[row.subject_kind].listed_at),
        "steps": steps(row, here),
        "under_way": row.state in (ImportState.APPLYING, ImportState.UNDOING),
        "changeable": row.state in WAITING,
        "kept_days": settings.IMPORT_KEPT_DAYS,
        "taken": row.state in TAKEN,
        "sealed": row.subject_kind in SEALED,
    }


def steps(row: Import, here: str) -> list[dict[str, Any]]:
    """Return the steps with what is done, where one is and what can be opened."""
    names = [(name, label) for name, label in STEPS if name != "pairs" or KINDS[row.subject_kind].persons]
    order = [name for name, _label in names]
    reached = order.index({ImportState.UPLOADED: "columns", ImportState.MAPPED: "columns",
                           ImportState.CHECKED: "changes"}.get(ImportState(row.state), "result"))  # fmt: skip
    at = order.index(here)
    last = len(order) - 1
    found = []
    for number, (name, label) in enumerate(names):
        state = "now" if number == at else "done" if number < max(at, reached) else ""
        openable = 0 < number <= reached and not (number == 1 and (row.finished or reached == last))
        address = reverse(f"intake:{name}", args=[row.pk]) if openable and number != at else ""
        found.append({"label": label, "state": state, "address": address})
    return found


def fact_label(fact: Fact) -> str:
    """Return a fact's label in the reader's language."""
    return fact.text.say(engine_language())


def fact_choices(subject: Subject) -> list[tuple[str, str]]:
    """Return the facts a column can be, required ones with a star."""
    return [(f.key, f"{fact_label(f)}{' *' if f.required else ''}") for f in FACTS[subject]]


def columns(row: Import) -> list[dict[str, Any]]:
    """Return the columns with three sample values each; personal samples are shown in part only.

    Identity and mobile numbers are masked in every column, whatever it is taken for.
    """
    samples = samples_of(row)
    personal = {f.key for f in FACTS[row.subject_kind] if f.personal}
    found = []
    for column in row.found["columns"]:
        values = samples.get(column["index"], [])
        if column.get("identity"):
            values = [mask_identity(v) for v in values]
        elif column["key"] in personal or (not column["key"] and NAMING.search(column["title"])):
            values = [mask_name(v) for v in values]
        elif not column["key"]:
            values = [mask_name(v) if is_name(v) else v for v in values]
        sure = column["confidence"]
        found.append(
            {
                **column,
                "samples": [masked(v)[:30] for v in values],
                "reason": say(column["zh"], column["en"]),
                "doubtful": bool(column["key"]) and sure < 0.9,
                "share": sure,
                "scaled": Decimal(column["factor"]) != 1,
            }
        )
    return found


NAMING = re.compile(r"姓名|名字|户主|负责人|联系人|配偶|父亲|母亲|监护人|经办人|家长|name", re.I)
SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚"
    "谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂"
)


def is_name(text: str) -> bool:
    """Tell whether a text may be a person's name: a surname and one or two characters more."""
    return 2 <= len(text) <= 3 and text[0] in SURNAMES and all("\u4e00" <= c <= "\u9fff" for c in text)


def samples_of(row: Import) -> dict[int, list[str]]:
    """Return the first three different values of each column as the file has them: whoever shows them masks them."""
    if not row.file:
        return {}
    book = read(bridge.content_of(row), row.filename)
    sheet = next((s for s in book.sheets if s.name == row.found["sheet"]), book.sheets[0])
    found: dict[int, list[str]] = {}
    for cells in sheet.rows[row.found["header_rows"][1] :][:40]:
        for index, cell in enumerate(cells):
            text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
            values = found.setdefault(index, [])
            if text and len(values) < bridge.SAMPLES and text not in values:
                values.append(text)
    return found


def fault_message(fault: ImportFault) -> str:
    """Return what is wrong, in the reader's language."""
    return say(fault.message_zh, fault.message_en)


def fault_remedy(fault: ImportFault) -> str:
    """Return what to do, in the reader's language."""
    return say(fault.remedy_zh, fault.remedy_en)


def severity_words(fault: ImportFault) -> str:
    """Return what a fault means for its row."""
    return str(dict(SEVERITIES)[fault.severity])


def severity_pill(fault: ImportFault) -> SafeString:
    """Return the same as a pill."""
    tone = "danger" if fault.severity == Severity.ERROR.value else "warning"
    return format_html('<span class="pill {}">{}</span>', tone, severity_words(fault))


def rule_options(broken: Sequence[tuple[str, int]], row: Import) -> list[tuple[str, str]]:
    """Return the rules that the file breaks, each by what it says, with how often."""
    says = {rule.code: rule.says.say(engine_language()) for rule in RULES[row.subject_kind]}
    options = []
    for rule, times in broken:
        label = says.get(rule) or first_message(row, rule)
        options.append((rule, f"{label} ({times})"))
    return options


def first_message(row: Import, rule: str) -> str:
    """Return how a rule without a sentence of its own shows first in this file."""
    fault = ImportFault.objects.filter(source=row, rule=rule).first()
    return fault_message(fault)[:40] if fault else rule


def findings(row: Import) -> dict[str, Any]:
    """Return the sums of the check: rows good and faulty, total rows, rows that are no data."""
    severities = dict(row.faults.values_list("severity").annotate(times=Count("pk")))
    return {
        "errors": severities.get(Severity.ERROR.value, 0),
        "warnings": severities.get(Severity.WARNING.value, 0),
        "totals": row.found.get("totals", []),
        "skipped": [{**s, "reason": say(s["zh"], s["en"])} for s in row.found.get("skipped", [])],
        "understood": row.found.get("understood", []),
        "hidden_sheets": row.found.get("hidden_sheets", []),
        "blocked": row.found.get("blocked", False),
    }


def asked(row: Import, *, every: bool = False) -> list[Question]:
    """Return the names that are still to be decided; with `every` also those that were understood by themselves."""
    kept = [*row.found.get("questions", []), *(row.found.get("understood", []) if every else [])]
    return [bridge.question_from_json(q) for q in kept]


def questions(row: Import, *, every: bool = False) -> list[dict[str, Any]]:
    """Return the questions about names as the page asks them."""
    return [
        {
            "number": number,
            "written": q.written,
            "rows": list(q.rows)[:8],
            "times": len(q.rows),
            "proposed": q.proposed,
            "confidence": q.confidence,
            "reason": q.reason.say(engine_language()),
            "others": q.others,
            "village": q.kind is NameKind.VILLAGE,
            "own": q.kind is NameKind.VILLAGE and row.subject_kind is Subject.VILLAGES,
        }
        for number, q in enumerate(asked(row, every=every))
    ]


def name_pool(row: Import) -> list[str]:
    """Return the names that an answer can be taken from."""
    kinds = {q.kind for q in asked(row, every=True)}
    pool: list[str] = []
    if NameKind.VILLAGE in kinds:
        ours = village_pool(row.county, places=row.subject_kind is Subject.VILLAGES)
        pool += [f"{written_village(named.town, named.name)} {named.code}" for named in ours]
    if NameKind.UNIT in kinds:
        pool += SendingUnit.objects.filter(county=row.county).order_by("name").values_list("name", flat=True)
    return pool


def outcome_pill(staged: ImportRow) -> SafeString:
    """Return what a row means as a pill."""
    tone = TONES[RowOutcome(staged.outcome)]
    return format_html('<span class="pill {}">{}</span>', tone, staged.get_outcome_display())


def change_parts(row: Import) -> Callable[[ImportRow], list[tuple[str, Any, Any]]]:
    """Return the function that tells what changes in a row: label, old, new; personal values are not shown."""
    facts = {f.key: f for f in FACTS[row.subject_kind]}

    def parts(staged: ImportRow) -> list[tuple[str, Any, Any]]:
        found = []
        for key, pair in staged.differences.items():
            fact = facts.get(key)
            label = fact_label(fact) if fact else key
            old, new = (value_words(fact, v) for v in pair) if pair else ("***", "***")
            found.append((label, old, new))
        return found

    return parts


def value_words(fact: Fact | None, value: Any) -> str:
    """Return a plain value as people read it."""
    if value in (None, "", []):
        return "—"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if fact is not None and fact.words is not None:
        values = value if isinstance(value, list) else [value]
        return "、".join(fact.words(v).say(engine_language()) for v in values)
    if (
        fact is not None
        and fact.kind in (FactKind.NUMBER, FactKind.MONEY, FactKind.COUNT)
        and not isinstance(value, list)
    ):
        return grouped(value)
    return masked("、".join(str(v) for v in value) if isinstance(value, list) else str(value))


NEW_FACTS_SHOWN = 5


@dataclass
class Changes:
    """Tells what each row of a page changes; why faulty rows are left out is asked for the page at once."""

    row: Import
    user: User
    reasons: dict[int, list[str]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.parts = change_parts(self.row)
        self.facts = {f.key: f for f in FACTS[self.row.subject_kind]}

    def prepare(self, page: list[ImportRow]) -> None:
        """Read the faults of the page's faulty rows and the names of the people in its rows."""
        if self.row.subject_kind is Subject.CANDIDATES:
            listed = Candidate.objects.filter(county=self.row.county, code__in=[staged.label for staged in page])
            self.names = dict(listed.values_list("code", "name"))
        numbers = [staged.number for staged in page if staged.outcome == RowOutcome.FAULTY]
        faults = ImportFault.objects.filter(source=self.row, row__in=numbers, severity=Severity.ERROR.value)
        self.reasons.clear()
        for fault in faults:
            self.reasons.setdefault(fault.row, []).append(fault_message(fault))

    def label(self, staged: ImportRow) -> str:
        """Return what a row is about; a person by name, masked for who sees lists so, and number."""
        if self.row.subject_kind not in (Subject.CANDIDATES, Subject.POSTS):
            return staged.label
        name = str(staged.facts.get("name") or self.names.get(staged.label, ""))
        return f"{name if may_see_names(self.user) else mask_name(name)} {staged.label}".strip()

    def label_cell(self, staged: ImportRow) -> SafeString:
        """Return the same on one line."""
        return format_html('<span class="nowrap">{}</span>', self.label(staged))

    def said(self, staged: ImportRow) -> str:
        """Return a row's changes on one line, for files."""
        if staged.outcome == RowOutcome.FAULTY:
            return " ".join(self.reasons.get(staged.number, []))
        if staged.outcome == RowOutcome.NEW:
            return self.new_facts(staged)
        return "; ".join(f"{label}: {old} → {new}" for label, old, new in self.parts(staged))

    def cell(self, staged: ImportRow) -> Any:
        """Return a row's changes as the table shows them."""
        if staged.outcome in (RowOutcome.FAULTY, RowOutcome.NEW):
            return format_html('<span class="muted small">{}</span>', self.said(staged))
        lines = self.parts(staged)
        return format_html(
            '<ul class="changes">{}</ul>',
            format_html_join("", '<li><span class="muted">{}</span> {} → <strong>{}</strong></li>', lines),
        )

    def new_facts(self, staged: ImportRow) -> str:
        """Return the first few facts of a new row, without personal ones and its names."""
        named = ("code", "name", "town", "county", "village", "village_code")
        told = [
            f"{fact_label(self.facts[key])} {value_words(self.facts[key], value)}"
            for key, value in staged.facts.items()
            if key in self.facts and key not in named and not self.facts[key].personal
        ]
        rest = len(told) - NEW_FACTS_SHOWN
        return " · ".join(told[:NEW_FACTS_SHOWN] + ([f"+{rest}"] if rest > 0 else []))
