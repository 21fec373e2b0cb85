"""Short ways to write the rules that come in dozens: blank facts, ranges, one figure above another, days in order."""

from collections.abc import Callable

import numpy as np

from zhucun.engine.facts.fact import Fact
from zhucun.engine.facts.households import HOUSEHOLD
from zhucun.engine.facts.members import MEMBER
from zhucun.engine.facts.villages import VILLAGE
from zhucun.engine.households.columns import Book, Column, Mask
from zhucun.engine.households.quality.rule import About, Limits, QualityRule, Weight, table_of_rule
from zhucun.engine.texts import Text
from zhucun.engine.words import Word
from zhucun.engine.words_household import number_of

H, M, V = About.HOUSEHOLDS, About.MEMBERS, About.VILLAGES
ERROR, DOUBT = Weight.ERROR, Weight.DOUBT
FACTS = {H: {f.key: f for f in HOUSEHOLD}, M: {f.key: f for f in MEMBER}, V: {f.key: f for f in VILLAGE}}

ASK = Text("请入户核对后更正。", "Ask the household and correct it.")
CARD = Text("请核对证件后更正。", "Compare with the card and correct it.")
FILL = Text("请补填。", "Fill it in.")
CHECK = Text("请核对录入，确属录错的更正。", "Check the entry; correct it where it was mistyped.")
VERIFY = Text(
    "请核实；情况属实的写明原因，以后不再提示。", "Verify it; where it is so, explain it once and it stays explained."
)

Where = Callable[[Book], Mask]


def label(about: About, key: str) -> Text:
    """Return the label of a fact."""
    found: Fact = FACTS[about][key]
    return found.text


def rule(
    code: str, about: About, weight: Weight, zh: str, en: str, remedy: Text, keys: str, reference: str,
    find: Callable[[Book, Limits], Mask], limits: str = "",
) -> QualityRule:  # fmt: skip
    """Return a rule written out; keys and limits are names with blanks between."""
    return QualityRule(
        f"{about}.{code}",
        about,
        weight,
        Text(zh, en),
        remedy,
        tuple(keys.split()),
        reference,
        find,
        tuple(limits.split()),
    )


def is_word(column: Column, *words: Word) -> Mask:
    """Tell where a column of words holds one of these."""
    found: Mask = np.isin(column, [number_of(w) for w in words])
    return found


def has_word(column: Column, *words: Word) -> Mask:
    """Tell where a column of several words holds at least one of these."""
    bits = np.uint32(sum(1 << (number_of(w) - 1) for w in set(words)))
    found: Mask = (column & bits) != 0
    return found


def blank(about: About, key: str, where: Where, when: Text, reference: str, *, weight: Weight = ERROR) -> QualityRule:
    """Return the rule that a fact may not be blank in certain rows."""
    name = label(about, key)

    def find(book: Book, limits: Limits) -> Mask:
        table = table_of_rule(book, made)
        return where(book) & ~table.said(key)

    made = rule(
        f"blank_{key}",
        about,
        weight,
        f"{when.zh}未填{name.zh}",
        f"{name.en} is blank ({when.en})",
        FILL,
        key,
        reference,
        find,
    )
    return made


def outside(
    about: About, key: str, reference: str, *, least: float | None = None, most: str = "", weight: Weight = DOUBT,
    where: Where | None = None, zero: bool = True, code: str = "",
) -> QualityRule:  # fmt: skip
    """Return the rule that a figure lies between `least` and a dated limit; nought is allowed unless `zero` is False."""
    name = label(about, key)

    def find(book: Book, limits: Limits) -> Mask:
        column = table_of_rule(book, made)[key]
        found = np.zeros(len(column), dtype=np.bool_)
        if least is not None:
            found |= (column < least) & ((column != 0) if zero else True)
        if most:
            found |= column > limits(most)
        return found if where is None else found & where(book)

    made = rule(
        code or f"range_{key}", about, weight, f"{name.zh}超出常理", f"{name.en} is out of the usual range", CHECK, key,
        reference, find, most,
    )  # fmt: skip
    return made


def small_payment(key: str, limit: str, reference: str) -> QualityRule:
    """Return the rule that a payment above nought is not implausibly small."""
    name = label(H, key)
    return rule(
        f"small_{key}", H, DOUBT, f"{name.zh}大于0但小于最低标准", f"{name.en} is above nought but below the least paid",
        CHECK, key, reference, lambda b, lim: (b.households[key] > 0) & (b.households[key] < lim(limit)), limit,
    )  # fmt: skip


def above(about: About, smaller: str, larger: str, reference: str, *, weight: Weight = ERROR) -> QualityRule:
    """Return the rule that one figure does not exceed another."""
    a, b = label(about, smaller), label(about, larger)

    def find(book: Book, limits: Limits) -> Mask:
        table = table_of_rule(book, made)
        found: Mask = table[smaller] > table[larger] + 1e-9
        return found

    made = rule(
        f"{smaller}_above_{larger}", about, weight, f"{a.zh}大于{b.zh}", f"{a.en} is above {b.en}", CHECK,
        f"{smaller} {larger}", reference, find,
    )  # fmt: skip
    return made


def in_order(about: About, first: str, later: str, reference: str) -> QualityRule:
    """Return the rule that one day does not come before another."""
    a, b = label(about, first), label(about, later)

    def find(book: Book, limits: Limits) -> Mask:
        table = table_of_rule(book, made)
        found: Mask = table[later] < table[first]  # NaT compares as False
        return found

    made = rule(
        f"{later}_before_{first}", about, ERROR, f"{b.zh}早于{a.zh}", f"{b.en} comes before {a.en}", CHECK,
        f"{first} {later}", reference, find,
    )  # fmt: skip
    return made


def not_later(about: About, key: str, reference: str) -> QualityRule:
    """Return the rule that a day does not lie in the future."""
    name = label(about, key)

    def find(book: Book, limits: Limits) -> Mask:
        found: Mask = table_of_rule(book, made)[key] > np.datetime64(book.on, "D")
        return found

    made = rule(
        f"future_{key}",
        about,
        ERROR,
        f"{name.zh}晚于今天",
        f"{name.en} lies in the future",
        CHECK,
        key,
        reference,
        find,
    )
    return made


def repeated(column: Column, given: Mask, most: int = 1) -> Mask:
    """Tell which given cells stand more than `most` times in their column."""
    rows = np.flatnonzero(given)
    _, back, counts = np.unique(column[rows], return_inverse=True, return_counts=True)
    found = np.zeros(len(column), dtype=np.bool_)
    found[rows] = counts[back] > most
    return found


def matches(column: Column, allowed: Callable[[Column], Mask], lengths: tuple[int, int]) -> Mask:
    """Tell where a code is of the right length and all its characters are allowed; blank ones do not match."""
    letters = np.ascontiguousarray(column).view(np.uint8).reshape(len(column), -1)
    size = (letters != 0).sum(axis=1)
    good: Mask = (allowed(letters) | (letters == 0)).all(axis=1) & (size >= lengths[0]) & (size <= lengths[1])
    return good


def digits(letters: Column) -> Mask:
    """Tell which characters are digits."""
    found: Mask = (letters >= ord("0")) & (letters <= ord("9"))
    return found
