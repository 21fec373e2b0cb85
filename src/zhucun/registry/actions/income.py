"""The income account by hand: lines added, corrected, withdrawn, put back, copied; the figure follows at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhucun.core import events
from zhucun.core.days import day_of
from zhucun.core.models import Event, User
from zhucun.core.refusals import Refused, check_version
from zhucun.core.rules import check_reason
from zhucun.engine.facts.income import ITEMS
from zhucun.engine.households.income import FEN
from zhucun.engine.households.income_months import later
from zhucun.engine.households.income_rules import income_rules, mirrored, percent
from zhucun.engine.words_household import Proof
from zhucun.registry import queries, rules
from zhucun.registry.actions.changes import sum_by_rules
from zhucun.registry.actions.households import source_of
from zhucun.registry.bridge import households as bridge
from zhucun.registry.models import Evidence, Household, IncomeLine, Member, key_of

KEPT = ("person", "item", "month", "months", "amount_yuan", "proof", "evidence", "note")


@dataclass(frozen=True, kw_only=True)
class Given:
    """What a person says of one line; `person` is the member's number, empty for the whole household."""

    item: str
    month: date
    months: int
    amount_yuan: Decimal
    person: str = ""
    proof: str = ""
    evidence: str = ""
    note: str = ""


@dataclass(frozen=True)
class Cost:
    """What a business income cost: by the standard ratio of the area, or as recorded."""

    standard: bool = False
    actual_yuan: Decimal | None = None


@transaction.atomic
def add_line(
    *, household: Household, given: Given, cost: Cost | None = None, by: User, at: datetime, reason: str = ""
) -> IncomeLine:
    """Add a line of the account; beside a business income its cost becomes a line of its own where one is needed."""
    home = _home(household.key, by)
    _check(home, given, at)
    made = _make(home, given, by, at, reason)
    if cost is not None and (spent := _cost_line(home, given, cost)):
        _make(home, spent, by, at, reason)
    sum_by_rules([home.key], home.county, at)
    return made


def _home(key: str, by: User) -> Household:
    row = Household.objects.select_for_update().get(pk=key)
    rules.check_may_edit_household(by, row.village_id)
    return row


def _check(home: Household, given: Given, at: datetime) -> None:
    rules.check_line(given.item, given.amount_yuan, given.months)
    rules.check_past(given.month, at)
    if given.person and not Member.objects.filter(household=home, code=given.person).exists():
        raise Refused(
            "income.no_member",
            _("%(person)s is no member of household %(household)s. Choose one of its members."),
            person=given.person,
            household=home.code,
        )


def _make(home: Household, given: Given, by: User, at: datetime, reason: str) -> IncomeLine:
    code = queries.next_line_code(home, given.item, given.month)
    made = IncomeLine.objects.create(
        key=key_of(home.county, code), code=code, household=home, made_up=home.made_up, **_columns(home, given)
    )
    changes = {key: [None, value] for key, value in _plain(made).items() if value not in (None, "")}
    events.record(
        "income.added", made, by=by, at=at, area=home.village_id, label=code, reason=reason.strip(), changes=changes
    )
    return made


def _columns(home: Household, given: Given) -> dict[str, Any]:
    return {
        "person_id": key_of(home.county, given.person) if given.person else None,
        "item": given.item,
        "month": given.month,
        "months": given.months,
        "amount_yuan": given.amount_yuan,
        "proof": given.proof,
        "evidence": given.evidence.strip(),
        "note": given.note.strip(),
    }


def _plain(line: IncomeLine) -> dict[str, Any]:
    """Return a line's values as events keep them."""
    values = {key: bridge.plain(getattr(line, key)) for key in KEPT if key != "person"}
    return {"person": line.person_id.split("-", 1)[1] if line.person_id else "", **values}


def _cost_line(home: Household, given: Given, cost: Cost) -> Given | None:
    """Return the line of what a business income cost; None where the rules work it out, or nothing is said."""
    if not ITEMS[given.item].mirror:
        return None
    spent, note, proof = cost.actual_yuan, "", given.proof
    if cost.standard:
        known = income_rules(queries.period_of(given.month, given.months), area=home.county)
        if known.standard and given.item in known.ratios:
            return None
        if given.item not in known.ratios:
            raise Refused(
                "income.no_ratio",
                _("There is no standard cost ratio for this item here. Enter what it really cost."),
            )
        ratio = known.ratios[given.item][1]
        spent = (given.amount_yuan * percent(ratio)).quantize(FEN, ROUND_HALF_UP)
        note, proof = _("standard cost ratio %(ratio)s %%") % {"ratio": ratio.value}, Proof.ESTIMATE.value
    if not spent:
        return None
    return Given(
        item=mirrored(given.item), month=given.month, months=given.months, amount_yuan=spent, person=given.person,
        proof=proof, note=note,
    )  # fmt: skip


@transaction.atomic
def correct_line(
    *, key: str, given: Given, version: int | None, by: User, at: datetime, reason: str, document: str = ""
) -> IncomeLine:
    """Correct a line, with the reason; the history keeps old and new."""
    row = IncomeLine.objects.select_for_update().get(pk=key)
    home = _home(row.household_id, by)
    check_version(version, row.version)
    check_reason(reason)
    _check(home, given, at)
    old = _plain(row)
    for name, value in _columns(home, given).items():
        setattr(row, name, value)
    new = _plain(row)
    changes = {name: [old[name], new[name]] for name in KEPT if old[name] != new[name]}
    if changes:
        row.version += 1
        row.save()
        events.record(
            "income.changed", row, by=by, at=at, area=home.village_id, label=row.code,
            reason=source_of(reason, document), changes=changes,
        )  # fmt: skip
        sum_by_rules([home.key], home.county, at)
    return row


@transaction.atomic
def withdraw_line(*, key: str, version: int | None, by: User, at: datetime, reason: str) -> Event:
    """Take a line out of the account; the household's history keeps all of it, so that it can be put back."""
    row = IncomeLine.objects.select_for_update().get(pk=key)
    home = _home(row.household_id, by)
    check_version(version, row.version)
    check_reason(reason)
    changes = {name: [value, None] for name, value in _plain(row).items() if value not in (None, "")}
    happened = events.record(
        "income.withdrawn", home, by=by, at=at, area=home.village_id, label=row.code, reason=reason.strip(),
        changes={"line": [row.code, None], **changes},
    )  # fmt: skip
    row.delete()
    sum_by_rules([home.key], home.county, at)
    return happened


@transaction.atomic
def restore_line(*, event: Event, by: User, at: datetime) -> IncomeLine:
    """Put a withdrawn line back as it was, with its number and files."""
    home = _home(event.subject_id, by)
    old = {name: pair[0] for name, pair in event.changes.items()}
    code = str(old["line"])
    key = key_of(home.county, code)
    if event.name != "income.withdrawn" or IncomeLine.objects.filter(pk=key).exists():
        raise Refused("income.there_again", _("The line %(line)s is in the account already."), line=code)
    given = Given(
        item=old["item"], month=date.fromisoformat(old["month"]), months=old["months"],
        amount_yuan=Decimal(old["amount_yuan"]), person=old.get("person", ""), proof=old.get("proof", ""),
        evidence=old.get("evidence", ""), note=old.get("note", ""),
    )  # fmt: skip
    _check(home, given, at)
    made = IncomeLine.objects.create(key=key, code=code, household=home, made_up=home.made_up, **_columns(home, given))
    Evidence.objects.filter(household=home, line_code=code).update(line=made)
    events.record(
        "income.restored", home, by=by, at=at, area=home.village_id, label=code, changes={"line": [None, code]}
    )
    sum_by_rules([home.key], home.county, at)
    return made


@transaction.atomic
def copy_lines(*, household: Household, keys: Iterable[str], by: User, at: datetime) -> int:
    """Begin a year with chosen lines of the year before: the same twelve months later, as estimates to be proved anew.

    A line whose like (item, person, month) is there already is left out; returns how many were made.
    """
    home = _home(household.key, by)
    rows = IncomeLine.objects.filter(household=home, key__in=list(keys))
    known = set(IncomeLine.objects.filter(household=home).values_list("item", "person_id", "month"))
    made = 0
    for row in rows:
        month = later(row.month, 12)
        if (row.item, row.person_id, month) in known or month > day_of(at):
            continue
        code = queries.next_line_code(home, row.item, month)
        IncomeLine.objects.create(
            key=key_of(home.county, code), code=code, household=home, person_id=row.person_id, item=row.item,
            month=month, months=row.months, amount_yuan=row.amount_yuan, proof=Proof.ESTIMATE.value,
            note=_("as in %(year)s, to be checked") % {"year": row.month.year}, made_up=home.made_up,
        )  # fmt: skip
        made += 1
    if made:
        events.record(
            "income.copied", home, by=by, at=at, area=home.village_id, label=home.code, changes={"count": [None, made]}
        )
        sum_by_rules([home.key], home.county, at)
    return made
