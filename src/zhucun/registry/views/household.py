"""One household on one calm sheet: who they are, what they live on, what they lack, what happened."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from zhucun.core.actions import note_unmasking
from zhucun.core.event_names import EVENT_NAMES
from zhucun.core.models import Event, User
from zhucun.core.person import person
from zhucun.core.refusals import allowed, engine_language
from zhucun.core.rules import check_may
from zhucun.core.statuses import Permission
from zhucun.engine.errors import EngineError
from zhucun.engine.facts.fact import Sight
from zhucun.engine.facts.income import ITEMS
from zhucun.engine.households.changes import ChangeKind
from zhucun.engine.households.income import NetIncome, Sum
from zhucun.engine.households.income_rules import rule_texts
from zhucun.engine.policy.eligibility import full_years
from zhucun.engine.targeting import LineKind, income_line
from zhucun.engine.words import Sex
from zhucun.engine.words_household import HERE, ExitStatus, HealthState, Labour, MemberState, Relation, School
from zhucun.policy.queries import Own, own_of
from zhucun.registry import actions, queries, rules
from zhucun.registry.bridge.households import HOUSEHOLD_FACT, MEMBER_FACT
from zhucun.registry.forms import label_of
from zhucun.registry.forms.households import PurposeForm
from zhucun.registry.models import Evidence, Household, Member, NaturalChange, key_of
from zhucun.registry.statuses import HOUSEHOLD_GROUPS, TONES
from zhucun.registry.views import words
from zhucun.registry.views.family import family

HISTORY = 40
ROOT_LABELS = ("a", "b", "c", "d", "e")


def household_or_404(request: HttpRequest, key: str) -> tuple[User, Household]:
    """Return who asks and the household; the neighbour's is not there."""
    user = person(request)
    check_may(user, Permission.HOUSEHOLD_SEE)
    row = queries.one_household(key, user)
    if row is None:
        raise Http404
    return user, row


@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, key: str) -> HttpResponse:
    """The household's sheet; personal facts in full after a purpose has been stated, which is logged."""
    user, row = household_or_404(request, key)
    form, whole = PurposeForm(), False
    if request.method == "POST":
        check_may(user, Permission.HOUSEHOLD_UNMASK, row.village_id)
        form = PurposeForm(request.POST)
        if form.is_valid():
            purpose = form.cleaned_data["purpose"]
            note_unmasking(
                subject=row, area=row.village_id, label=row.code, purpose=purpose, by=user, at=timezone.now()
            )
            whole = True
    status = 422 if request.method == "POST" and not whole else 200
    return render(request, "registry/household.html", {**page(user, row, whole=whole), "purpose": form}, status=status)


@require_GET
def card(request: HttpRequest, key: str) -> HttpResponse:
    """The household's card to print and hang on the wall (明白卡)."""
    user, row = household_or_404(request, key)
    return render(request, "registry/household_card.html", page(user, row))


def page(user: User, row: Household, *, whole: bool = False) -> dict[str, Any]:
    """Return what the sheet and the card show."""
    on = queries.as_of(row.county, timezone.localdate())
    members, own, changes = queries.members_of(row), own_of(row.county), queries.changes_of(row)
    told = list(queries.history_of([row, *members])[:HISTORY])
    may_edit = allowed(rules.check_may_edit_household, user, row.village_id)
    income = income_of(row, members, user, on, own=own, changes=changes)
    colour = queries.colour_of(row)
    return {
        "household": row,
        "on": on,
        "whole": whole,
        "name": words.shown_name(row.head_name, user),
        "status": words.status_words(row),
        "tone": TONES[colour],
        "colour": colour.label,
        "family": drawing(members, user, on),
        "members": [member_row(m, user, on, whole) for m in members],
        "groups": groups(row, user, whole),
        "income": income,
        "guarantees": guarantees(row, members, on, own),
        "changes": [change_row(c, user) for c in changes],
        "undo": undoable(row, changes, user),
        "done": given_elsewhere(row),
        **looks(row, members, user, on, own),
        "history": [happened(e) for e in told],
        "registered": fresh(row, told) if may_edit else None,
        "apply": address_elsewhere(CASES, row),
        "may_edit": may_edit,
        "may_unmask": not whole and user.may_at(Permission.HOUSEHOLD_UNMASK, row.village_id),
    }


def fresh(row: Household, told: Sequence[Event]) -> Event | None:
    """Return when a household was registered by hand, as long as nothing has been decided about it."""
    by_hand = next((event for event in told if event.name == queries.REGISTERED_BY_HAND), None)
    return by_hand if row.status == ExitStatus.ORDINARY else None


def drawing(members: Sequence[Member], user: User, on: date) -> Any:
    """Return the family drawing of those who are members and those who left."""
    names = [words.shown_name(m.name, user) for m in members]
    return family(members, names, [relation_and_age(m, on) for m in members])


def relation_and_age(member: Member, on: date) -> str:
    """Return relation and age as the drawing says them."""
    relation = words.word(Relation, member.relation)
    if member.state not in HERE:
        return f"{relation} · {words.word(MemberState, member.state)}"
    return f"{relation} · {full_years(member.born, on)}" if member.born else relation


def member_row(member: Member, user: User, on: date, whole: bool) -> dict[str, Any]:
    """Return one member as the table shows it."""
    here = member.state in HERE
    health = words.labels(HealthState, member.health)
    seen = queries.may_see_names(user) or whole
    learns = member.school not in ("", School.NOT)
    return {
        "key": member.key,
        "name": words.shown_name(member.name, user),
        "relation": words.word(Relation, member.relation),
        "sex": words.word(Sex, member.sex),
        "age": full_years(member.born, on) if member.born and here else None,
        "identity": words.shown(MEMBER_FACT["identity"], member.identity, user=user, whole=whole),
        "phone": words.shown(MEMBER_FACT["phone"], member.phone, user=user, whole=whole),
        "illness": words.shown(MEMBER_FACT["illness"], member.illness, user=user, whole=whole),
        "health": health if seen else None,
        "does": words.word(School, member.school) if learns else words.word(Labour, member.labour),
        "state": "" if here else words.word(MemberState, member.state),
        "gone": not here,
    }


def groups(row: Household, user: User, whole: bool) -> list[dict[str, Any]]:
    """Return the facts that somebody said, in their groups; what nobody said is counted."""
    found = []
    for group in HOUSEHOLD_GROUPS:
        facts = [fact_row(key, row, user, whole) for key in group.keys]
        said = [f for f in facts if f["value"] is not None]
        found.append({"label": group.label, "facts": said, "missing": len(facts) - len(said)})
    return found


def fact_row(key: str, row: Household, user: User, whole: bool) -> dict[str, Any]:
    """Return one fact with its label and unit."""
    fact = HOUSEHOLD_FACT[key]
    value = words.shown(fact, getattr(row, key), user=user, whole=whole)
    unit = fact.unit.say(engine_language()) if fact.unit and value is not None else ""
    return {
        "label": fact.text.say(engine_language()),
        "value": value,
        "unit": unit,
        "sealed": fact.sight is Sight.PURPOSE,
    }


def income_of(
    row: Household, members: Sequence[Member], user: User, on: date, *, year: int | None = None,
    own: Own | None = None, changes: Sequence[NaturalChange] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return what the household lives on: the figure per head, and each part with its lines and rules."""
    year = year or row.income_year
    if year is None:
        return {"stated": row.net_per_head_yuan, "year": None, "parts": []}
    known = None if changes is None else (members, changes)
    account = queries.account_of(row, year=year, local=own.figures if own else None, known=known)
    people = {m.code: words.shown_name(m.name, user) for m in members}
    files = queries.evidence_of(row)
    language = engine_language()
    return {
        "year": year,
        "per_head": account.per_head_yuan,
        "formula": account.formula.say(language),
        "denominator": account.rules.denominator.told().say(language),
        "total": account.total_yuan,
        "net": account.net_yuan,
        "proved": account.proved,
        "parts": [part(account.roots[r], people, row.county, files) for r in ROOT_LABELS],
        "aside": aside(account, people),
        "rules": [(text.say(language), source.say(language)) for text, source in rule_texts(account.rules)],
        "line": poverty_line(year, row.county),
        "bars": [
            {"label": account.roots[r].item.text.say(language), "value": float(account.roots[r].amount_yuan)}
            for r in "abcd"
            if account.roots[r].amount_yuan
        ],
    }


def part(found: Sum, people: dict[str, str], county: str, files: dict[str, list[Evidence]]) -> dict[str, Any]:
    """Return one of the five parts with every line below it and the files that prove it."""
    language = engine_language()
    lines = [
        {
            "text": p.line.item,
            "key": key_of(county, p.line.code),
            "files": files.get(p.line.code, []),
            "note": p.line.note or "",
            "said": item_text(p.line.item),
            "who": people.get(p.line.person or "", ""),
            "month": p.line.month.strftime("%Y-%m"),
            "months": p.line.months,
            "amount": p.amount_yuan,
            "proof": p.line.proof.say(language) if p.line.proof else "",
            "evidence": p.line.evidence or "",
        }
        for p in found.every_line()
    ]
    worked = [w.text.say(language) for w in found.worked]
    return {
        "label": found.item.text.say(language),
        "amount": found.amount_yuan,
        "lines": lines,
        "worked": worked,
        "rule": found.rule.told().say(language),
    }


def item_text(code: str) -> str:
    """Return an item's name."""
    return ITEMS[code].text.say(engine_language())


def aside(account: NetIncome, people: dict[str, str]) -> list[dict[str, Any]]:
    """Return what is not in the sum, and why: nothing disappears."""
    language = engine_language()
    return [
        {
            "text": item_text(left.line.item),
            "who": people.get(left.line.person or "", ""),
            "amount": left.amount_yuan,
            "why": left.reason.say(language),
            "rule": left.rule.told().say(language) if left.rule else "",
        }
        for left in account.aside
    ]


def poverty_line(year: int, county: str) -> dict[str, Any] | None:
    """Return the income line of the year, where one is published."""
    try:
        found = income_line(LineKind.NATIONAL, year=year, area=county)
    except EngineError:
        return None
    return {"value": found.value, "told": found.told().say(engine_language())}


def guarantees(row: Household, members: Sequence[Member], on: date, own: Own) -> list[dict[str, Any]]:
    """Return each guarantee with its answer and reason, what is lacking first."""
    tones = {"met": "good", "lacking": "danger", "unsaid": "neutral"}
    order = list(tones)
    language = engine_language()
    answers = queries.guarantees(row, members, on=on, own=own)
    found = sorted(answers, key=lambda f: (-(f.answer == "lacking"), order.index(f.answer)))
    return [
        {
            "text": f.text.say(language),
            "answer": f.answer.say(language),
            "tone": tones[f.answer.value],
            "reason": f.reason.say(language),
        }
        for f in found
    ]


def change_row(change: Any, user: User) -> dict[str, Any]:
    """Return one natural change with the people it names, and the other household of a split or merger."""
    people = change.people.all()
    listed = change.kind == ChangeKind.LISTED
    return {
        "pk": change.pk,
        "from": change.household,
        "other": change.other,
        "undone": change.undone_because if change.undone_at else "",
        "undone_by": change.undone_by,
        "on": change.on,
        "kind": words.word(ChangeKind, change.kind),
        "people": [] if listed else [words.shown_name(p.member.name, user) for p in people],
        "count": len(people) if listed else 0,
        "reason": change.reason,
        "document": change.document,
        "by": change.by,
    }


# What other floors keep about a household, by their addresses: registry knows nothing of them.
CASES = "identification:household_cases"
ELSEWHERE = (CASES, "verification:household_checks", "visits:household_visits")


def given_elsewhere(row: Household) -> list[str]:
    """Return the addresses from which the page fetches what was promised and done, of the floors that are there."""
    return [address for name in ELSEWHERE if (address := address_elsewhere(name, row))]


def address_elsewhere(name: str, row: Household) -> str:
    """Return the address of a part that a floor above gives of a household; nothing where that floor is not there."""
    with suppress(NoReverseMatch):
        return reverse(name, args=[row.key])
    return ""


def looks(row: Household, members: Sequence[Member], user: User, on: date, own: Own) -> dict[str, Any]:
    """Return the four looks as this person may see them."""
    found, language = queries.looks_of(row, members, on=on, user=user, own=own), engine_language()
    if found is None:
        return {"looks": []}
    seen = [{"text": text.say(language), "seen": [s.say(language) for s in answers]} for text, answers in found.seen]
    return {
        "looks": seen,
        "scored": [line.say(language) for line in found.scored],
        "looks_basis": found.basis.say(language),
    }


def undoable(row: Household, changes: Sequence[NaturalChange], user: User) -> int | None:
    """Return the change that may be taken back, by its number; none for who may not change the household."""
    if not allowed(rules.check_may_edit_household, user, row.village_id):
        return None
    last = max((c for c in changes if c.undone_at is None), key=lambda c: c.pk, default=None)
    return last.pk if last is not None and actions.may_undo(last, user) else None


def happened(event: Event) -> dict[str, Any]:
    """Return one event in words; personal facts are named, their values were never kept."""
    known = MEMBER_FACT if event.subject == "registry.member" else HOUSEHOLD_FACT
    changes = []
    for key, pair in event.changes.items():
        fact = known.get(key)
        label = label_of(fact) if fact else key
        if not isinstance(pair, list):
            changes.append({"label": label, "personal": True})
            continue
        old, new = (event_value(fact, value) for value in pair)
        changes.append({"label": label, "old": old, "new": new})
    return {"event": event, "sentence": EVENT_NAMES.get(event.name, event.name), "changes": changes}


def event_value(fact: Any, value: Any) -> Any:
    """Return an old or new value of an event as people read it."""
    if fact is None or fact.words is None or value in (None, "", []):
        return value
    return words.word(fact.words, value) if isinstance(value, str) else words.labels(fact.words, value)
