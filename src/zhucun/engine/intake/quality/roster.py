"""Quality rules for person rosters: what keeps a row out, and what somebody should look at; the registry asks the rest."""

from collections.abc import Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from zhucun.engine.facts.roster import HOUSEHOLD_KEYS, RENAMED
from zhucun.engine.households.identity import IdentityFault, identity_faults, right_number
from zhucun.engine.intake.faults import Severity
from zhucun.engine.intake.quality.rule import Context, Finding, Row, Rule, repeated
from zhucun.engine.texts import Text
from zhucun.engine.words import Sex
from zhucun.engine.words_household import RELATION_SEX, Relation

OF_HOME = tuple(next((r for r, k in RENAMED.items() if k == key), key) for key in HOUSEHOLD_KEYS)


def _same_person_code(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row, first in repeated(rows, ("code",)):
        yield Finding(row.number, "code", row.values["code"], {"first": first.number})


def _number(row: Row) -> str:
    """Return the row's identity number of 18 digits, nothing where it is none; asked by three rules, worked out once."""
    if row.number18 is None:
        row.number18 = right_number(row.values.get("identity"))
    return row.number18


def _same_identity(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    seen: dict[str, Row] = {}
    for row in rows:
        number = _number(row)
        if number and seen.setdefault(number, row) is not row:
            yield Finding(row.number, "identity", row.values["identity"], {"first": seen[number].number})


def _wrong_identity(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        written = row.values.get("identity")
        if written and (faults := _faults(row, written, context.on)):
            yield Finding(row.number, "identity", written, {"why": faults[0].text})


def _faults(row: Row, written: str, on: date) -> tuple[IdentityFault, ...]:
    # What is right but for the day is right on most days: most numbers are not looked through a second time.
    number = _number(row)
    if number and len(written) == 18 and on.year - 100 < int(number[6:10]) < on.year:
        return ()
    return identity_faults(written, on=on)


def _other_birth(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        number, born = _number(row), row.values.get("born")
        if number and born is not None and born.year * 10000 + born.month * 100 + born.day != int(number[6:14]):
            yield Finding(row.number, "born", born, {})


def _other_sex(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for row in rows:
        number, sex, relation = _number(row), row.values.get("sex"), row.values.get("relation")
        told = (Sex.MALE if int(number[16]) % 2 else Sex.FEMALE) if number else sex
        implied = RELATION_SEX.get(relation) if isinstance(relation, Relation) else None
        if (sex and told and sex is not told) or (implied and told and implied is not told):
            yield Finding(row.number, "relation" if implied and implied is not told else "sex", sex, {})


def _homes(rows: Sequence[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        if code := row.values.get("household_code"):
            found.setdefault(code, []).append(row)
    return found


def _heads(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for people in _homes(rows).values():
        heads = [row for row in people if row.values.get("relation") is Relation.HEAD]
        if len(heads) != 1:
            blamed = heads[1] if heads else people[0]
            yield Finding(blamed.number, "relation", blamed.values.get("relation"), {"count": len(heads)})


def _household_differs(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    keys = [key for key in OF_HOME if rows and key in rows[0].values]
    of_home = itemgetter("household_code", *keys) if keys else itemgetter("household_code")
    for people in _homes(rows).values():
        said = of_home(people[0].values)
        if all(of_home(row.values) == said for row in people):  # as in nearly all
            continue
        first: dict[str, tuple[Any, int]] = {}
        for row in people:
            for key in keys:
                value = row.values.get(key)
                if value in (None, ()):
                    continue
                known, number = first.setdefault(key, (value, row.number))
                if known != value:
                    yield Finding(row.number, key, value, {"first": number})


def _persons_differ(rows: Sequence[Row], context: Context) -> Iterator[Finding]:
    for people in _homes(rows).values():
        stated = people[0].values.get("persons")
        if stated is not None and stated != len(people):
            yield Finding(people[0].number, "persons", stated, {"count": len(people)})


ERROR, WARNING = Severity.ERROR, Severity.WARNING

ROSTER_RULES: tuple[Rule, ...] = (
    Rule("roster.same_code", ERROR, Text("一个人编号只对应一人", "A person number stands for one person"),
         Text("人编号 {value} 与第 {first} 行重复。", "Person number {value} is also in row {first}."),
         Text("请更正其中之一。", "Correct one of the two."), _same_person_code),
    Rule("roster.same_identity", ERROR, Text("一个证件号码只对应一人", "An identity number stands for one person"),
         Text("证件号码与第 {first} 行相同。", "The identity number is also in row {first}."),
         Text("请核对两人的证件，删除重复的一行。", "Compare both cards and delete the row that repeats."), _same_identity),
    Rule("roster.wrong_identity", WARNING, Text("证件号码校验正确", "The identity number is a right one"),
         Text("证件号码不对：{why}", "The identity number is wrong: {why}"),
         Text("请核对证件；照原样导入，之后列入数据质量问题。", "Compare with the card; it is taken as it is and stays a finding."), _wrong_identity),
    Rule("roster.other_birth", WARNING, Text("出生日期与证件号码一致", "The day of birth is that of the identity number"),
         Text("出生日期与证件号码不一致。", "The day of birth is not that of the identity number."),
         Text("请核对证件。", "Compare with the card."), _other_birth),
    Rule("roster.other_sex", WARNING, Text("性别、与户主关系和证件号码一致", "Sex, relation and identity number agree"),
         Text("性别、与户主关系与证件号码不一致。", "Sex, relation and identity number do not agree."),
         Text("请核对证件和与户主关系。", "Compare with the card and ask for the relation."), _other_sex),
    Rule("roster.one_head", WARNING, Text("每户有且只有一名户主", "A household has one head"),
         Text("该户在本表中有 {count} 名户主。", "The household has {count} heads in this list."),
         Text("请更正与户主关系。", "Correct the relations to the head."), _heads),
    Rule("roster.household_differs", WARNING, Text("同一户各行的户信息相同", "Rows of a household say the same of it"),
         Text("“{value}”与第 {first} 行同一户的填法不同；以先出现的为准。", "“{value}” differs from row {first} of the same household; the first one is taken."),
         Text("请核对后统一。", "See which one is right and make them alike."), _household_differs),
    Rule("roster.persons_differ", WARNING, Text("人数等于该户的行数", "The stated number of members is that of the rows"),
         Text("人数填 {value}，表中该户有 {count} 行。", "The number of members is {value}; the list has {count} rows of the household."),
         Text("请核对是否缺人或多人；人数按成员逐人计算。", "See whether somebody is missing; members are counted from the rows."), _persons_differ),
)  # fmt: skip
