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
from zhucun.engine.targeting.red_lines import Exemption, Register, Rule, Severity, Whose, red_lines
from zhucun.engine.targeting.rows import Rows, Words
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
    read = _Read.of(records, households)
    suspects: list[Suspect] = []
    spared: dict[int, Text] = {}
    hit: set[int] = set()
    for rule in lines.rules:
        exempt = {
            int(row): EXEMPT.filled(what=exemption.text)
            for exemption in lines.exemptions
            for row in read.exempt(rule, exemption, households)
        }
        above = read.above(rule)
        for row in map(int, np.flatnonzero(read.asked(rule))):
            if row in exempt or not above[row]:
                spared[row] = exempt.get(row) or BELOW.filled(rule=rule.text)
            else:
                suspects.append(read.suspect(row, rule, deadline, doubtful_below, lines.source.basis))
                hit.add(row)
    kept = tuple(
        Spared(read.household[row], read.codes[row], read.register[row], spared.get(row) or _unasked(read, row))
        for row in range(len(records))
        if row not in hit
    )
    return Comparison(tuple(sorted(suspects, key=_order)), kept, len(records), lines.source.basis)


def _unasked(read: "_Read", row: int) -> Text:
    return NOT_LISTED if read.home[row] < 0 else NOT_ASKED


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """The columns of the records, read once."""

    codes: tuple[str, ...]
    household: Words
    home: Integers  # row of the household, -1 where it is not listed
    register: Words
    whose: Words  # a record's owner is a member unless it says otherwise
    value: Integers
    purpose: Words
    probability: Integers
    told: Words

    @classmethod
    def of(cls, records: Rows, households: Rows) -> "_Read":
        place = {code: row for row, code in enumerate(households.codes)}
        named = records.word("household_code")
        probability = records.number("probability")
        return cls(
            codes=records.codes,
            household=named,
            home=np.array([place.get(code, -1) for code in named], dtype=np.int64),
            register=records.word("register"),
            whose=np.where(records.word("whose").astype(str) == "", Whose.MEMBER.value, records.word("whose")),
            value=records.number("value_yuan"),
            purpose=records.word("purpose"),
            probability=np.where(probability == UNKNOWN, CERTAIN, probability),
            told=records.word("told"),
        )

    def asked(self, rule: Rule) -> Flags:
        """Return the records of listed households that a rule asks for."""
        whose = np.isin(self.whose.astype(str), [w.value for w in rule.whose])
        asked: Flags = (self.register.astype(str) == rule.register.value) & whose & (self.home >= 0)
        return asked

    def above(self, rule: Rule) -> Flags:
        """Return the records above a rule's value; a record without a value is not spared by it."""
        if rule.more_than_yuan is None:
            return np.ones(len(self.codes), dtype=np.bool_)
        above: Flags = (self.value == UNKNOWN) | (self.value > int(rule.more_than_yuan * 100))
        return above

    def exempt(self, rule: Rule, exemption: Exemption, households: Rows) -> Integers:
        """Return the records that an exemption spares from a rule."""
        if rule.register not in exemption.registers or not self.codes:
            return np.zeros(0, dtype=np.int64)
        spared = np.isin(self.purpose.astype(str), list(exemption.purposes))
        if exemption.household is not None and len(households):
            spared |= (self.home >= 0) & (households.state(exemption.household)[self.home] == YES)
        return np.flatnonzero(spared)

    def suspect(self, row: int, rule: Rule, deadline: date, doubtful_below: int, basis: Basis) -> Suspect:
        """Return a record as a suspect."""
        probability, whose = int(self.probability[row]), Whose(self.whose[row])
        doubtful = probability < doubtful_below
        return Suspect(
            household=self.household[row],
            record=self.codes[row],
            register=rule.register,
            rule=rule.code,
            text=rule.text,
            severity=rule.severity,
            whose=whose,
            evidence=self.evidence(row, rule, whose, probability if doubtful else None),
            probability=probability,
            identity_doubtful=doubtful,
            deadline=deadline,
            basis=basis,
        )

    def evidence(self, row: int, rule: Rule, whose: Whose, probability: int | None) -> Text:
        """Return what speaks against the household as one sentence; a doubtful identity is said."""
        value, told = int(self.value[row]), str(self.told[row])
        said = [RECORD.filled(register=rule.register.text, record=self.codes[row]), whose.text]
        if value != UNKNOWN:
            said.append(WORTH.filled(value=said_yuan(value)))
        elif rule.more_than_yuan is not None:
            said.append(NO_VALUE)
        if told:
            said.append(Text(told, told))
        if probability is not None:
            said.append(WHO.filled(chance=f"{probability / 10:g}"))
        return Text("，".join(t.zh for t in said), ", ".join(t.en for t in said))


def _order(suspect: Suspect) -> tuple[bool, bool, str, str, str]:
    """Those who may be excluded first, certain identity before doubtful, then by code."""
    lenient = suspect.severity is not Severity.EXCLUDE
    return lenient, suspect.identity_doubtful, suspect.household, suspect.rule, suspect.record
