"""Which column of a file is which fact: proposed with a reason and a confidence, settled by a person."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from rapidfuzz import fuzz

from zhucun.engine.errors import BadProblem
from zhucun.engine.facts import FACTS, Fact, FactKind, Subject
from zhucun.engine.facts.sheets import LEDGER_ITEMS
from zhucun.engine.intake.faults import Fault, Severity
from zhucun.engine.intake.header import Column, Header, text_of
from zhucun.engine.intake.headings import FACTORS, factor, heading, spellings, vocabulary
from zhucun.engine.intake.sheets import Cell
from zhucun.engine.texts import Language, Text

SURE = 0.9
LIKE = 84.0
LOOK_VALUES = 50
DIVISION = re.compile(r"^[1-8]\d{11}$")
CHANGES_MEANING = (
    "预计", "计划", "上年", "去年", "本年", "今年", "新增", "完成", "目标", "累计", "其中", "增", "减", "率", "占", "是否",
    "去世", "失踪", "解决", "改造", "未", "无", "非", "不",
)  # fmt: skip
OPPOSITES = (("有", "无"), ("男", "女"), ("城镇", "农村"))

REASONS = {
    "label": Text("与栏目名相同", "the fact's own name"),
    "synonym": Text("是“{label}”的常见写法", "a known spelling of “{label}”"),
    "joined": Text("两行表头合起来是“{label}”", "the rows of the heading together mean “{label}”"),
    "leaf": Text("下一行表头是“{label}”，请核对", "the lower row of the heading means “{label}”: please check"),
    "like": Text("与“{label}”相近，请核对", "looks like “{label}”: please check"),
    "values": Text("各值都是12位，是“{label}”", "its values have 12 digits, as “{label}”"),
    "part": Text("“{label}”分列在几栏，合并相加", "one of several columns that add up to “{label}”"),
    "person": Text("由人指定", "set by a person"),
    "twice": Text("“{label}”已取自 {letter} 列", "“{label}” is already taken from column {letter}"),
    "none": Text("没有对应的栏目，不导入", "no fact goes with it; not imported"),
}


@dataclass(frozen=True, slots=True)
class Mapped:
    """One column and its fact; `key` None means not imported, `part` that several columns add up to the fact.

    `confidence` runs from 0 to 1; below 0.9 a person should look. `factor` turns the column's unit into the fact's.
    `again` names a fact that another column already gives; the two are compared.
    """

    index: int
    letter: str
    title: str
    key: str | None
    confidence: float
    reason: Text
    factor: Decimal = Decimal(1)
    part: bool = False
    again: str | None = None

    @property
    def place(self) -> str:
        """The heading with its letter, as a fault names it."""
        return f"{self.title} [{self.letter}]".strip()

    def as_json(self, language: Language = "zh") -> dict[str, Any]:
        """Return the column's mapping as plain values."""
        return {
            "index": self.index,
            "letter": self.letter,
            "title": self.title,
            "key": self.key,
            "confidence": round(self.confidence, 3),
            "reason": self.reason.say(language),
            "factor": str(self.factor),
            "part": self.part,
            "again": self.again,
        }


@dataclass(frozen=True, slots=True)
class Mapping:
    """All columns of a sheet with their facts."""

    subject: Subject
    columns: tuple[Mapped, ...]

    @property
    def unmapped(self) -> tuple[Mapped, ...]:
        """The columns that are not imported."""
        return tuple(c for c in self.columns if c.key is None)

    @property
    def doubtful(self) -> tuple[Mapped, ...]:
        """The columns a person should look at."""
        return tuple(c for c in self.columns if c.key and c.confidence < SURE)

    @property
    def missing(self) -> tuple[Fact, ...]:
        """The required facts that no column gives."""
        given = {c.key for c in self.columns}
        return tuple(f for f in FACTS[self.subject] if f.required and f.key not in given)

    def of(self, key: str) -> tuple[Mapped, ...]:
        """Return the columns that give a fact; more than one only when they add up."""
        return tuple(c for c in self.columns if c.key == key)

    def with_column(self, index: int, key: str | None) -> "Mapping":
        """Return the mapping with one column set by a person; the fact is taken away from any other column.

        Raises BadProblem for a column or a fact that is not there.
        """
        fact = next((f for f in FACTS[self.subject] if f.key == key), None)
        if not any(c.index == index for c in self.columns) or (key is not None and fact is None):
            raise BadProblem(
                "mapping.unknown",
                Text("没有这一列或这个栏目：{index}、{key}。", "No such column or fact: {index}, {key}."),
                index=index,
                key=key,
            )
        columns = []
        for c in self.columns:
            if c.index == index:
                unit = heading(c.title).unit
                by = (factor(unit, fact) if fact else None) or Decimal(1)
                columns.append(
                    replace(c, key=key, confidence=1.0, reason=REASONS["person"], factor=by, part=False, again=None)
                )
            elif key is not None and c.key == key:
                columns.append(replace(c, key=None, confidence=1.0, reason=REASONS["none"], part=False))
            else:
                columns.append(c)
        return Mapping(self.subject, tuple(columns))

    def as_json(self, language: Language = "zh") -> list[dict[str, Any]]:
        """Return all columns as plain values."""
        return [c.as_json(language) for c in self.columns]

    def settled(self) -> dict[str, Any]:
        """Return what a person settled, to be stored and used again: heading by heading the fact."""
        return {
            "subject": self.subject.value,
            "columns": [
                {"index": c.index, "title": c.title, "key": c.key, "factor": str(c.factor), "part": c.part}
                for c in self.columns
            ],
        }

    def with_settled(self, stored: dict[str, Any]) -> "Mapping":
        """Return this mapping with the facts of a stored one wherever the headings are the same."""
        by_title = {(c["title"], c["index"]): c for c in stored.get("columns", ())}
        by_title_only = {c["title"]: c for c in stored.get("columns", ())}
        known = {f.key for f in FACTS[self.subject]}
        columns = []
        for c in self.columns:
            old = by_title.get((c.title, c.index)) or by_title_only.get(c.title)
            if old is None or (old["key"] is not None and old["key"] not in known):
                columns.append(c)
                continue
            columns.append(
                replace(
                    c,
                    key=old["key"],
                    confidence=1.0,
                    reason=REASONS["person"],
                    factor=Decimal(old["factor"]),
                    part=old["part"],
                    again=c.again if old["key"] is None else None,
                )
            )
        return Mapping(self.subject, tuple(columns))


def propose(header: Header, subject: Subject, rows: Sequence[Sequence[Cell]] = ()) -> Mapping:
    """Return the likeliest mapping of a header's columns; the best column of a fact wins, the leftmost of equals.

    `rows` are the first rows below the header: where a heading may mean several facts (代码), their values decide.
    """
    guesses = {
        column.index: _by_values(_guess(column, header, subject), column, subject, rows) for column in header.columns
    }
    taken: dict[str, Mapped] = {}
    ranked = sorted((g for g in guesses.values() if g.key), key=lambda g: (-g.confidence, g.index))
    for guess in ranked:
        if guess.key is not None:
            taken.setdefault(guess.key, guess)
    parts = _parts(guesses.values(), header)
    # The columns of a ledger that name one item in parts (奖扶金, 特扶金) add up.
    times = Counter(g.key for g in guesses.values() if g.key in ADDED and g.confidence >= SURE)
    shared = {key for key, count in times.items() if count > 1} if subject is Subject.LEDGER else set()
    columns = []
    for column in header.columns:
        guess = guesses[column.index]
        if guess.key is None or taken[guess.key] is guess:
            part = guess.key is not None and (guess.index in parts or guess.key in shared)
            reason = REASONS["part"].filled(label=_label(subject, guess.key)) if part and guess.key else guess.reason
            columns.append(replace(guess, part=part, reason=reason))
        elif guess.index in parts or (subject is Subject.LEDGER and guess.confidence >= SURE and guess.key in ADDED):
            columns.append(replace(guess, part=True, reason=REASONS["part"].filled(label=_label(subject, guess.key))))
        else:
            reason = REASONS["twice"].filled(label=_label(subject, guess.key), letter=taken[guess.key].letter)
            again = guess.key if guess.confidence >= SURE else None
            columns.append(replace(guess, key=None, confidence=1.0, reason=reason, again=again))
    return Mapping(subject, tuple(columns))


ADDED = frozenset(LEDGER_ITEMS)
AMBIGUOUS = ("代码", "编码", "编号", "号码", "code", "id")
DIVISION_KEYS = ("code", "village_code")


def _by_values(guess: Mapped, column: Column, subject: Subject, rows: Sequence[Sequence[Cell]]) -> Mapped:
    """Return the guess, or for a heading that says only “code” over twelve digits: the village's division code."""
    if not column.parts or heading(column.parts[-1]).form not in AMBIGUOUS:
        return guess
    fact = next((f for f in FACTS[subject] if f.key in DIVISION_KEYS and f.text.zh == "行政区划代码"), None)
    values = [text_of(row[column.index]) for row in rows[:LOOK_VALUES] if text_of(row[column.index])]
    if fact is None or not values or sum(bool(DIVISION.match(v)) for v in values) < 0.8 * len(values):
        return guess
    return _mapped(column, fact, 0.9, "values", Decimal(1))


def missing_faults(mapping: Mapping, sheet: str) -> list[Fault]:
    """Return one error for each required fact that no column gives."""
    message = Text("缺少必填栏目“{label}”。", "The required column “{label}” is missing.")
    remedy = Text(
        "请在表中增加“{label}”一列，或在对应关系中指定哪一列是它。",
        "Add a column “{label}”, or say in the mapping which column it is.",
    )
    return [
        Fault("column.missing", Severity.ERROR, message.filled(label=f.text), remedy.filled(label=f.text), sheet,
              column=f.text.zh, key=f.key)
        for f in mapping.missing
    ]  # fmt: skip


def _label(subject: Subject, key: str) -> Text:
    return next(f.text for f in FACTS[subject] if f.key == key)


def _guess(column: Column, header: Header, subject: Subject) -> Mapped:
    words = vocabulary(subject)
    unit = column.unit
    forms = spellings(column.parts)
    tries: list[tuple[str, float, str]]
    tries = [(form, 1.0, "joined" if len(column.parts) > 1 else "synonym") for form in forms]
    if len(column.parts) > 1:
        leaf = heading(column.parts[-1]).form
        if len(leaf) >= 3 and leaf not in forms:
            tries.append((leaf, 0.75, "leaf"))
    for form, confidence, why in tries:
        for known in words.get(form, ()):
            by = factor(unit, known.fact)
            if by is None:
                continue
            if unit is None:
                by = known.factor * _sheet_factor(header, known.fact)
            why_said = "label" if known.label and why == "synonym" else why
            sure = confidence if known.label else confidence - 0.02
            return _mapped(column, known.fact, sure, why_said, by)
    return _alike(column, forms, unit, subject)


def _sheet_factor(header: Header, fact: Fact) -> Decimal:
    if fact.kind is not FactKind.MONEY or header.money_unit is None:
        return Decimal(1)
    return FACTORS.get((header.money_unit, "元"), Decimal(1))


def _alike(column: Column, forms: list[str], unit: str | None, subject: Subject) -> Mapped:
    best: tuple[float, Fact] | None = None
    for form in forms:
        for name, known in vocabulary(subject).items():
            if len(form) < 3 or len(name) < 3 or any((w in form) != (w in name) for w in CHANGES_MEANING):
                continue
            like = fuzz.ratio(form, name)
            if like >= LIKE and factor(unit, known[0].fact) is not None and (best is None or like > best[0]):
                best = (like, known[0].fact)
    if best is None:
        return _mapped(column, None, 1.0, "none", Decimal(1))
    return _mapped(column, best[1], best[0] / 100 * 0.85, "like", factor(unit, best[1]) or Decimal(1))


def _mapped(column: Column, fact: Fact | None, confidence: float, why: str, by: Decimal) -> Mapped:
    reason = REASONS[why].filled(label=fact.text) if fact else REASONS[why]
    return Mapped(column.index, column.letter, column.title, fact.key if fact else None, confidence, reason, by)


def _parts(guesses: Iterable[Mapped], header: Header) -> set[int]:
    """Return the columns that give one fact in parts: the same lower heading under opposite upper ones (有…, 无…)."""
    by_key: dict[str, list[int]] = {}
    for guess in guesses:
        if guess.key:
            by_key.setdefault(guess.key, []).append(guess.index)
    found: set[int] = set()
    for indexes in by_key.values():
        for i, one in enumerate(indexes):
            for other in indexes[i + 1 :]:
                if _opposite(header.columns[one].parts, header.columns[other].parts):
                    found |= {one, other}
    return found


def _opposite(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(one) < 2 or len(other) < 2 or one[-1] != other[-1]:
        return False
    return any(
        one[0].startswith(a) and other[0].startswith(b) and one[0][len(a) :] == other[0][len(b) :]
        for pair in OPPOSITES
        for a, b in (pair, pair[::-1])
    )
