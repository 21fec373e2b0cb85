"""Records of other registers held against the red lines: suspects to be verified at home, never a removal.

A record below a rule's value, under an exemption, or asked for by no rule is kept as spared with its reason, so that
nothing disappears in a comparison.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from zhucun.engine.policy.figures import Figure, figure
from zhucun.engine.targeting.counted import Basis, said_yuan
from zhucun.engine.targeting.red_lines import Exemption, RedLines, Register, Rule, Severity, Whose, red_lines
from zhucun.engine.targeting.rows import Rows
from zhucun.engine.targeting.rule_sets import RuleSet
from zhucun.engine.targeting.states import UNKNOWN, YES, Flags, Integers
from zhucun.engine.texts import Text

CERTAIN = 1000  # thousandths
BELOW = Text("未超过规则“{rule}”的价值界限", "Not above the value limit of the rule “{rule}”")
EXEMPT = Text("属于例外：{what}", "Exempt: {what}")
NOT_ASKED = Text("现行规则不核对此类记录或此类亲属关系", "The rules in force do not ask for this register or relative")
NOT_LISTED = Text("户编号不在名单中", "The household is not in the list")
RECORD = Text("{register}记录{record}", "{register}, record {record}")
WORTH = Text("价值{value}元", "value {value} yuan")
NO_VALUE = Text("记录未载明价值", "the record states no value")
WHO = Text("同一人的可能{chance}%，先辨认身份", "{chance} % likely the same person: first decide who it is")


@dataclass(frozen=True, slots=True)
class Suspect:
    """A household to be verified at home: whence, on what evidence, under which rule, until when."""

    household: str
    record: str
    register: Register
    rule: str
    text: Text
    severity: Severity
    whose: Whose
    evidence: Text
    probability: int  # thousandths that the record is this person's
    identity_doubtful: bool
    deadline: date
    basis: Basis


@dataclass(frozen=True, slots=True)
class Spared:
    """A record that is no suspect, and why."""

    household: str
    record: str
    register: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that came of comparing records: suspects, spared records, and the rules they were held against."""

    suspects: tuple[Suspect, ...]
    spared: tuple[Spared, ...]
    records: int
    basis: Basis


def compare(
    records: Rows,
    households: Rows,
    *,
    on: date,
    area: str = "",
    code: str | None = None,
    local: Iterable[RuleSet] = (),
    figures: Iterable[Figure] = (),
) -> Comparison:
    """Hold matched records against the red lines of an area.

    Records: `household_code`, `register`, `whose` ('' is a member), `value_yuan`, `purpose`, `probability` (thousandths
    that it is the same person; UNKNOWN is certain), `told` (what the record says). Households may carry `relocated`.
    """
    figures = tuple(figures)
    lines = red_lines(on=on, area=area, code=code, local=local)
    days = figure("comparison.answer_days", on=on, area=area, local=figures)
    least = figure("comparison.match_percent", on=on, area=area, local=figures)
    deadline, doubtful_below = on + timedelta(days=int(days.value)), int(Decimal(str(least.value)) * 10)
    home = _homes(records, households)
    suspects: list[Suspect] = []
    spared: dict[int, Text] = {}
    hit: set[int] = set()
    for rule in lines.rules:
        asked = _asked(records, rule) & (home >= 0)
        exempt = {row: text for e in lines.exemptions for row, text in _exempted(records, households, home, rule, e)}
        above = _above(records, rule)
        for row in map(int, np.flatnonzero(asked)):
            if row in exempt or not above[row]:
                spared[row] = exempt.get(row, BELOW.filled(rule=rule.text))
            else:
                suspects.append(_suspect(records, row, rule, deadline, doubtful_below, lines))
                hit.add(row)
    kept = tuple(
        _spared(records, row, spared.get(row, NOT_LISTED if home[row] < 0 else NOT_ASKED))
        for row in range(len(records))
        if row not in hit
    )
    return Comparison(tuple(sorted(suspects, key=_order)), kept, len(records), lines.source.basis)


def _homes(records: Rows, households: Rows) -> Integers:
    """Return the row of each record's household, -1 where it is not listed."""
    place = {code: row for row, code in enumerate(households.codes)}
    return np.array([place.get(code, -1) for code in records.word("household_code")], dtype=np.int64)


def _asked(records: Rows, rule: Rule) -> Flags:
    """Return the records that a rule asks for; whose record it is defaults to a member's."""
    whose = records.word("whose").astype(str)
    wanted = np.isin(whose, [w.value for w in rule.whose]) | ((whose == "") & (Whose.MEMBER in rule.whose))
    asked: Flags = (records.word("register").astype(str) == rule.register.value) & wanted
    return asked


def _above(records: Rows, rule: Rule) -> Flags:
    """Return the records above a rule's value; a record without a value is not spared by it."""
    value = records.number("value_yuan")
    if rule.more_than_yuan is None:
        return np.ones(len(records), dtype=np.bool_)
    above: Flags = (value == UNKNOWN) | (value > int(rule.more_than_yuan * 100))
    return above


def _exempted(
    records: Rows, households: Rows, home: Integers, rule: Rule, exemption: Exemption
) -> list[tuple[int, Text]]:
    if rule.register not in exemption.registers or not len(records):
        return []
    spared = np.isin(records.word("purpose").astype(str), list(exemption.purposes))
    if exemption.household is not None and len(households):
        spared |= (home >= 0) & (households.state(exemption.household)[home] == YES)
    return [(int(row), EXEMPT.filled(what=exemption.text)) for row in np.flatnonzero(spared)]


def _suspect(records: Rows, row: int, rule: Rule, deadline: date, doubtful_below: int, lines: RedLines) -> Suspect:
    stated = int(records.number("probability")[row])
    probability = CERTAIN if stated == UNKNOWN else stated
    doubtful = probability < doubtful_below
    whose = Whose(records.word("whose")[row] or Whose.MEMBER.value)
    return Suspect(
        household=records.word("household_code")[row],
        record=records.codes[row],
        register=rule.register,
        rule=rule.code,
        text=rule.text,
        severity=rule.severity,
        whose=whose,
        evidence=_evidence(records, row, rule, whose, probability if doubtful else None),
        probability=probability,
        identity_doubtful=doubtful,
        deadline=deadline,
        basis=lines.source.basis,
    )


def _evidence(records: Rows, row: int, rule: Rule, whose: Whose, probability: int | None) -> Text:
    value, told = int(records.number("value_yuan")[row]), str(records.word("told")[row])
    said = [RECORD.filled(register=rule.register.text, record=records.codes[row]), whose.text]
    if value != UNKNOWN:
        said.append(WORTH.filled(value=said_yuan(value)))
    elif rule.more_than_yuan is not None:
        said.append(NO_VALUE)
    if told:
        said.append(Text(told, told))
    if probability is not None:
        said.append(WHO.filled(chance=f"{probability / 10:g}"))
    return Text("，".join(t.zh for t in said), ", ".join(t.en for t in said))


def _spared(records: Rows, row: int, reason: Text) -> Spared:
    return Spared(records.word("household_code")[row], records.codes[row], records.word("register")[row], reason)


def _order(suspect: Suspect) -> tuple[bool, bool, str, str, str]:
    """Those who may be excluded first, certain identity before doubtful, then by code."""
    lenient = suspect.severity is not Severity.EXCLUDE
    return lenient, suspect.identity_doubtful, suspect.household, suspect.rule, suspect.record
