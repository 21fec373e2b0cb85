"""What a quality rule over a county's households is, what it may look at, and what it finds."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from zhucun.engine.households.columns import Book, Integers, Mask, Table
from zhucun.engine.households.identity import mask_identity, mask_name
from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.texts import Text
from zhucun.engine.words import Word

NAMES = ("name", "head_name", "helper_name")


class About(Word):
    """What a rule speaks of."""

    HOUSEHOLDS = "households", "户", "Households"
    MEMBERS = "members", "家庭成员", "Members"
    VILLAGES = "villages", "村", "Villages"


class Weight(Word):
    """How grave a finding is: an error cannot be true, a doubt may be and can be explained."""

    ERROR = "error", "错误", "Error"
    DOUBT = "doubt", "疑点", "Doubt"


@dataclass(frozen=True, slots=True)
class Limits:
    """The dated local figures that rules measure with; nearest area first, a county's own rows before shipped ones."""

    on: date
    area: str = ""
    local: tuple[Figure, ...] = ()

    def __call__(self, name: str) -> float:
        """Return a figure as a number."""
        return float(figure(name, on=self.on, area=self.area, local=self.local).value)

    def told(self, name: str) -> Text:
        """Return where a figure comes from."""
        return figure(name, on=self.on, area=self.area, local=self.local).told()


@dataclass(frozen=True, slots=True)
class QualityRule:
    """One rule: `find` marks the rows where it is broken; `keys` are the facts it looks at, shown with each finding.

    `since` and `until` are the days between which it is asked; `limits` are the dated figures it measures with;
    `reference` names where the rule was seen, with the checker's own number.
    """

    code: str
    about: About
    weight: Weight
    wrong: Text
    remedy: Text
    keys: tuple[str, ...]
    reference: str
    find: Callable[[Book, Limits], Mask]
    limits: tuple[str, ...] = ()
    since: date = date(2014, 1, 1)
    until: date | None = None

    def asked(self, on: date) -> bool:
        """Tell whether the rule is asked on a day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule is broken; `values` are what the rule looked at, personal ones masked.

    `mark` stays the same as long as the values stay: an explanation kept under it silences the finding until the
    household's facts change.
    """

    rule: QualityRule
    row: int
    code: str
    village: str
    values: tuple[tuple[Text, Text], ...]
    mark: str

    @property
    def text(self) -> Text:
        """Return what is wrong, with the values."""
        shown_zh = "；".join(f"{label.zh}：{value.zh}" for label, value in self.values)
        shown_en = "; ".join(f"{label.en}: {value.en}" for label, value in self.values)
        wrong = self.rule.wrong
        return Text(f"{wrong.zh}（{shown_zh}）", f"{wrong.en} ({shown_en})")


@dataclass(frozen=True, eq=False)
class Findings:
    """All findings of a run as columns: the number of the rule and the row that it blames."""

    book: Book
    rules: tuple[QualityRule, ...]
    rule: npt.NDArray[np.int16]
    row: Integers

    def __len__(self) -> int:
        return len(self.row)

    def __iter__(self) -> Iterator[Finding]:
        return (self.finding(at) for at in range(len(self)))

    def finding(self, at: int) -> Finding:
        """Return one finding with its texts."""
        rule, row = self.rules[self.rule[at]], int(self.row[at])
        table = table_of_rule(self.book, rule)
        values = [(table.fact(key), table.value(key, row)) for key in rule.keys if key in table.columns]
        code = str(table.value("code", row) or "")
        raw = "\x1f".join([rule.code, code, *(repr(value) for _, value in values)])
        return Finding(
            rule,
            row,
            code,
            str(self.villages[at].decode()),
            tuple((fact.text, shown(value, fact.key, fact.personal)) for fact, value in values),
            hashlib.blake2b(raw.encode(), digest_size=12).hexdigest(),
        )

    @cached_property
    def villages(self) -> npt.NDArray[np.bytes_]:
        """Return the village code of each finding, empty where nobody said which."""
        homes = self.book.households["village_code"].astype("S12")
        found = np.zeros(len(self), dtype="S12")
        for number, rule in enumerate(self.rules):
            mine = self.rule == number
            if not mine.any():
                continue
            rows = self.row[mine]
            if rule.about is About.HOUSEHOLDS:
                found[mine] = homes[rows]
            elif rule.about is About.VILLAGES:
                found[mine] = self.book.villages["code"].astype("S12")[rows]
            elif len(homes):
                place = self.book.home[rows]
                found[mine] = np.where(place >= 0, homes[np.maximum(place, 0)], b"")
        return found

    def by_village(self) -> Mapping[str, Mapping[str, int]]:
        """Return for each village how often each rule is broken, the village with most findings first."""
        pairs = Counter(zip(self.villages.tolist(), self.rule.tolist(), strict=True))
        found: dict[str, dict[str, int]] = {}
        for (village, number), count in sorted(pairs.items()):
            found.setdefault(village.decode(), {})[self.rules[number].code] = count
        return dict(sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0])))

    def by_rule(self) -> Mapping[str, int]:
        """Return how often each rule is broken, rules that are nowhere broken included."""
        counts = np.bincount(self.rule, minlength=len(self.rules))
        return {rule.code: int(counts[number]) for number, rule in enumerate(self.rules)}

    def rows_of(self, code: str) -> Integers:
        """Return the rows that one rule blames."""
        number = next(n for n, rule in enumerate(self.rules) if rule.code == code)
        found: Integers = self.row[self.rule == number]
        return found

    def without(self, explained: Collection[str]) -> "Findings":
        """Return the findings whose marks nobody has explained."""
        keep = np.array([one.mark not in explained for one in self], dtype=np.bool_)
        return Findings(self.book, self.rules, self.rule[keep], self.row[keep])


def table_of_rule(book: Book, rule: QualityRule) -> Table:
    """Return the table whose rows a rule blames."""
    return {About.HOUSEHOLDS: book.households, About.MEMBERS: book.members, About.VILLAGES: book.villages}[rule.about]


def shown(value: Any, key: str, personal: bool) -> Text:
    """Return a value for a list: personal ones masked, nothing said as a dash."""
    if value is None or value == ():
        return Text("—", "—")
    if personal:
        masked = mask_name(str(value)) if key in NAMES else mask_identity(str(value))
        return Text(masked, masked)
    if isinstance(value, tuple):
        return Text("、".join(w.text.zh for w in value), ", ".join(w.text.en for w in value))
    if isinstance(value, Word):
        return value.text
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    return Text(str(value), str(value))


def run_rules(book: Book, rules: Iterable[QualityRule], *, local: Iterable[Figure] = ()) -> Findings:
    """Ask every rule that holds on the book's day; rules about villages are asked where village forms are given."""
    limits = Limits(book.on, book.area, tuple(local))
    asked = tuple(r for r in rules if r.asked(book.on))
    numbers, rows = [np.zeros(0, dtype=np.int16)], [np.zeros(0, dtype=np.int64)]
    for number, rule in enumerate(asked):
        if not len(table_of_rule(book, rule)):
            continue
        found = np.flatnonzero(rule.find(book, limits))
        numbers.append(np.full(len(found), number, dtype=np.int16))
        rows.append(found)
    return Findings(book, asked, np.concatenate(numbers), np.concatenate(rows))
