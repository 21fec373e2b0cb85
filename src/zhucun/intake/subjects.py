"""What can be imported, in one place: to add a list, give its facts and rules in the engine and one entry here.

An entry says how the wizard calls the list, whose permission it needs, what a row would change, and how rows are taken.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhucun.core.models import SendingUnit, User, within
from zhucun.core.sealing import fingerprints
from zhucun.core.statuses import Permission
from zhucun.core.taking import Difference, Outcome, Taken, count
from zhucun.engine.facts import FACTS, SEALED_SUBJECTS, Subject
from zhucun.engine.facts.fact import Sight
from zhucun.engine.facts.sheets import (
    NEW_HOUSEHOLD,
    NEW_MEMBER,
    household_of_row,
    line_of_row,
    lines_of_ledger,
    member_of_row,
)
from zhucun.engine.households.changes import changes_of_rows
from zhucun.engine.intake import masked
from zhucun.intake.journal import ImportJournal
from zhucun.postings import actions as postings
from zhucun.postings.models import Candidate, Term
from zhucun.postings.queries import differences as posting_differences
from zhucun.registry import actions as registry
from zhucun.registry import queries
from zhucun.registry.models import Village, key_of


@dataclass(frozen=True)
class Taking:
    """One call to take rows: whose county, on whose word, from which file, and the journal that can undo it."""

    rows: Sequence[Any]
    county: str
    by: User | None
    at: datetime
    reason: str
    journal: ImportJournal

    @property
    def who(self) -> dict[str, Any]:
        """Return what every action asks."""
        return {"county": self.county, "by": self.by, "at": self.at}


@dataclass(frozen=True)
class Kind:
    """One kind of list that can be imported.

    `named` are the code and the name of the village a row names, `unit` the fact that names a sending unit; both are
    matched to ours. `once` may not repeat after that. `keys` tell which household and person a row needs; `wanted`
    what a new row must say. `persons` asks for matching by record linkage. `whole` lists are applied in one
    transaction, others in chunks of `chunk` rows.
    """

    label: Promise | str
    note: Promise | str
    permission: Permission
    listed_at: str
    take: Callable[[Taking], Taken]
    differences: Callable[[Sequence[Any], str], list[Difference]]
    label_of: Callable[[Any], str]
    name_key: str = "code"
    label_key: str = "name"
    named: tuple[str, str] | None = None
    unit: str | None = None
    once: str | None = None
    household: str | None = None
    person: str | None = None
    wanted: tuple[str, ...] = ()
    persons: str = ""
    whole: bool = False
    chunk: int = 500


def _villages(t: Taking) -> Taken:
    with t.journal.watching(Village, Q(code__in=[row.code for row in t.rows])):
        return registry.take_villages(rows=t.rows, reason=t.reason, **t.who)


def _candidates(t: Taking) -> Taken:
    here = Q(county=t.county)
    with (
        t.journal.watching(SendingUnit, here),
        t.journal.watching(Candidate, here & Q(code__in=[row.code for row in t.rows])),
    ):
        return postings.take_candidates(rows=t.rows, **t.who)


def _units(t: Taking) -> Taken:
    with t.journal.watching(SendingUnit, Q(county=t.county)):
        return postings.take_units(rows=t.rows, **t.who)


def _posts(t: Taking) -> Taken:
    with t.journal.watching(Term, within(t.county, "village_id")):
        return postings.take_posts(rows=t.rows, **t.who)


def _roster(t: Taking) -> Taken:
    return registry.take_roster(rows=t.rows, reason=t.reason, journal=t.journal, **t.who)


def _households(t: Taking) -> Taken:
    rows = [household_of_row(row) for row in t.rows]
    return registry.take_households(rows=rows, reason=t.reason, journal=t.journal, **t.who)


def _members(t: Taking) -> Taken:
    rows = [member_of_row(row) for row in t.rows]
    return registry.take_members(rows=rows, reason=t.reason, journal=t.journal, **t.who)


def _income(t: Taking) -> Taken:
    rows = [line_of_row(row) for row in t.rows]
    return registry.take_income(rows=rows, reason=t.reason, journal=t.journal, **t.who)


def _ledger(t: Taking) -> Taken:
    taken = count(_ledger_differences(t.rows, t.county))
    rows = [line for row in t.rows for line in lines_of_ledger(row)]
    registry.take_income(rows=rows, reason=t.reason, journal=t.journal, **t.who)
    return taken


def _changes(t: Taking) -> Taken:
    taken = count(_change_differences(t.rows, t.county))
    registry.take_changes(rows=changes_of_rows(list(t.rows)), journal=t.journal, **t.who)
    return taken


def _household_differences(rows: Sequence[Any], county: str) -> list[Difference]:
    facts = [household_of_row(row) for row in rows]
    standing = queries.households_by_key([key_of(county, one.code) for one in facts])
    return queries.household_changes(facts, county, standing)


def _member_differences(rows: Sequence[Any], county: str) -> list[Difference]:
    facts = [member_of_row(row) for row in rows]
    prints = fingerprints(one.identity for one in facts)
    return queries.member_changes(facts, prints, county, queries.standing_members(facts, prints, county))


def _line_differences(lines: Sequence[Any], county: str) -> list[Difference]:
    return queries.line_changes(lines, county, queries.lines_by_key([key_of(county, line.code) for line in lines]))


def _income_differences(rows: Sequence[Any], county: str) -> list[Difference]:
    return _line_differences([line_of_row(row) for row in rows], county)


def _ledger_differences(rows: Sequence[Any], county: str) -> list[Difference]:
    """Return what each wide row would change: of each of its items the old amount and the new one."""
    lines = [(at, line) for at, row in enumerate(rows) for line in lines_of_ledger(row)]
    outcomes: dict[int, set[Outcome]] = {}
    changes: dict[int, dict[str, Any]] = {}
    for (at, line), difference in zip(lines, _line_differences([line for _at, line in lines], county), strict=True):
        outcomes.setdefault(at, set()).add(difference.outcome)
        pair = difference.changes.get("amount_yuan")
        if difference.outcome is not Outcome.SAME:
            changes.setdefault(at, {})[f"item_{line.item}"] = pair or (None, line.amount_yuan)
    found = []
    for at, row in enumerate(rows):
        said = outcomes.get(at, {Outcome.SAME})
        outcome = next(iter(said)) if len(said) == 1 else Outcome.CHANGED
        found.append(Difference(key_of(county, row.person or row.household), outcome, changes.get(at, {})))
    return found


def _change_differences(rows: Sequence[Any], county: str) -> list[Difference]:
    keys = [key_of(county, row.household) for row in rows]
    known = queries.known_changes(set(keys))
    return [
        Difference(key, Outcome.SAME if (key, row.change.value, row.on) in known else Outcome.NEW)
        for key, row in zip(keys, rows, strict=True)
    ]


def _line_label(facts: Any) -> str:
    return f"{facts.household} / {facts.person}" if facts.person else str(facts.household)


OF_HOUSEHOLDS = "registry:households"
KINDS: dict[Subject, Kind] = {
    Subject.VILLAGES: Kind(
        _("Villages"),
        _("population, income, houses, organisation: what each village's needs are computed from"),
        Permission.VILLAGE_EDIT, "registry:villages", _villages, queries.differences,
        lambda facts: f"{facts.town or ''} {facts.name}".strip(),
        name_key="name", named=("code", "name"), once="code",
    ),
    Subject.UNITS: Kind(
        _("Sending units"), _("the units that send people, with their quotas and resources"),
        Permission.UNIT_EDIT, "postings:units", _units, posting_differences.unit_differences,
        lambda facts: masked(str(facts.name)), name_key="name", unit="name", once="name",
    ),
    Subject.CANDIDATES: Kind(
        _("Candidates"), _("the people who may be posted; no identity numbers are needed or kept"),
        Permission.IMPORT, "postings:candidates", _candidates, posting_differences.candidate_differences,
        lambda facts: masked(str(facts.code)), name_key="unit", label_key="code", unit="unit", once="code",
    ),
    Subject.POSTS: Kind(
        _("Existing posts"), _("who serves where now, since when"),
        Permission.IMPORT, "registry:villages", _posts, posting_differences.post_differences,
        lambda facts: masked(f"{facts.town or ''} {facts.village}".strip()),
        name_key="village", label_key="village", named=("village_code", "village"), unit="unit", whole=True,
    ),
    Subject.ROSTER: Kind(
        _("Households and members"),
        _("the national person roster, one row for each member; identity numbers are kept sealed"),
        Permission.HOUSEHOLD_EDIT, OF_HOUSEHOLDS, _roster, queries.roster_differences,
        lambda facts: f"{facts.village} {facts.household_code} / {facts.code or '—'}",
        name_key="village", label_key="code", named=("village_code", "village"), persons="member", chunk=2000,
    ),
    Subject.HOUSEHOLDS: Kind(
        _("Household sheets"), _("one row for each household: house, water, land, causes, helper; any columns will do"),
        Permission.HOUSEHOLD_EDIT, OF_HOUSEHOLDS, _households, _household_differences,
        lambda facts: f"{facts.village or ''} {facts.code or '—'}".strip(),
        name_key="village", label_key="code", named=("village_code", "village"), once="code", wanted=NEW_HOUSEHOLD,
        persons="household", chunk=2000,
    ),
    Subject.MEMBERS: Kind(
        _("Members of households"), _("one row for each member of a known household; identity numbers are kept sealed"),
        Permission.HOUSEHOLD_EDIT, OF_HOUSEHOLDS, _members, _member_differences,
        lambda facts: f"{facts.household_code or '—'} / {facts.code or '—'}",
        label_key="code", once="code", household="household_code", wanted=NEW_MEMBER, persons="member", chunk=2000,
    ),
    Subject.INCOME: Kind(
        _("Income lines"), _("one row for each item and month of the income account"),
        Permission.HOUSEHOLD_EDIT, OF_HOUSEHOLDS, _income, _income_differences, _line_label,
        label_key="household", household="household", person="person", chunk=4000,
    ),
    Subject.LEDGER: Kind(
        _("Income ledger"), _("the wide ledger: one row for each person, one column for each source of income"),
        Permission.HOUSEHOLD_EDIT, OF_HOUSEHOLDS, _ledger, _ledger_differences, _line_label,
        label_key="household", household="household", person="person", chunk=1000,
    ),
    Subject.CHANGES: Kind(
        _("Natural changes"), _("births, deaths, marriages, moves, splits and mergers, one row for each person"),
        Permission.HOUSEHOLD_EDIT, OF_HOUSEHOLDS, _changes, _change_differences, _line_label,
        label_key="household", household="household", person="person", whole=True,
    ),
}  # fmt: skip
"""Every list the wizard takes, in the order in which it offers them."""
SEALED: Mapping[Subject, tuple[str, ...]] = {
    subject: tuple(f.key for f in FACTS[subject] if f.sight is Sight.PURPOSE) for subject in SEALED_SUBJECTS
}
"""Facts that staged rows keep sealed, as the registry does."""
