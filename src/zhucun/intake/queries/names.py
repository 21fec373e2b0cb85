"""What the names in a file mean: villages to places, units to known units; a person decides what is doubtful.

Certain matches are taken and shown; doubtful ones become questions, asked once for the county and remembered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from zhucun.core.models import Place, SendingUnit, within
from zhucun.engine.facts import Subject
from zhucun.engine.intake import Band, Match, Named, match_units, match_villages
from zhucun.intake.bridge import Question
from zhucun.intake.models import NameDecision
from zhucun.intake.statuses import NameKind
from zhucun.intake.subjects import KINDS
from zhucun.registry.models import Village

NumberedFacts = tuple[int, Any]


@dataclass
class Resolution:
    """The rows with their names made ours, what is still to be decided, and what a person left out."""

    rows: dict[int, Any] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    waiting: dict[int, Question] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    understood: list[Question] = field(default_factory=list)  # answered by themselves, open to objection
    ours: dict[str, tuple[str, str]] = field(default_factory=dict)  # our villages' names and townships by code


def resolve(subject: Subject, rows: Sequence[NumberedFacts], county: str) -> Resolution:
    """Return the rows with the names of villages and units made ours where that is certain or decided."""
    found = Resolution(rows=dict(rows))
    decided = {(d.kind, d.written): d.meant for d in NameDecision.objects.filter(county=county)}
    if KINDS[subject].named:
        _resolve_villages(subject, county, decided, found)
    if KINDS[subject].unit:
        _resolve_units(subject, county, decided, found)
    for question in found.questions:
        found.waiting.update(dict.fromkeys(question.rows, question))
    return found


def written_village(town: str | None, name: str) -> str:
    """Return a village's name as it is remembered: with its township, because names repeat."""
    return f"{town or ''} {name}".strip()[:240]


def village_pool(county: str, *, places: bool) -> list[Named]:
    """Return the county's villages by our names, and the places of the national list that are not among them."""
    villages = Village.objects.filter(within(county)).values_list("code", "name", "town", "helper_unit")
    pool = [Named(name, town, code, hint) for code, name, town, hint in villages]
    if not places:
        return pool
    ours = {named.code for named in pool}
    listed = dict(Place.objects.filter(within(county)).order_by("code").values_list("code", "name"))
    return pool + [
        Named(name, listed.get(code[:9], ""), code)
        for code, name in listed.items()
        if len(code) == 12 and code not in ours
    ]


def _resolve_villages(subject: Subject, county: str, decided: dict[tuple[str, str], str], found: Resolution) -> None:
    key, name_key = KINDS[subject].named or ("village_code", "village")
    listed = Village.objects.filter(within(county)).values_list("code", "name", "town")
    found.ours = {code: (name, town) for code, name, town in listed}
    asked: dict[str, list[int]] = {}
    for number, facts in found.rows.items():
        code = getattr(facts, key) or ""
        # A sheet about households we know may leave their village out.
        if getattr(facts, name_key) and not (len(code) == 12 and code.startswith(county)):
            written = written_village(facts.town, getattr(facts, name_key))
            asked.setdefault(written, []).append(number)
    open_names = {}
    for written, numbers in asked.items():
        meant = decided.get((NameKind.VILLAGE, written))
        if meant is None:
            open_names[written] = numbers
        else:
            _settle(found, numbers, key, meant, written)
    if not open_names:
        return
    pool = village_pool(county, places=subject is Subject.VILLAGES)
    first = [found.rows[numbers[0]] for numbers in open_names.values()]
    left = [
        Named(
            getattr(f, name_key), f.town or "", None, getattr(f, "helper_unit", None) or getattr(f, "unit", None) or ""
        )
        for f in first
    ]
    # A name that several rows share within a township is matched once.
    for (written, numbers), match in zip(open_names.items(), match_villages(left, pool), strict=True):
        _take_match(found, NameKind.VILLAGE, key, written, numbers, match, pool)


def _take_match(
    found: Resolution, kind: NameKind, key: str, written: str, numbers: list[int], match: Match, pool: Sequence[Named]
) -> None:
    named = pool[match.right_index] if match.right_index is not None else None
    question = Question(
        kind=kind,
        written=written,
        rows=tuple(numbers),
        meant=(named.code or "") if named else "",
        proposed=written_village(named.town, named.name) if named else "",
        confidence=match.confidence,
        reason=match.reason,
        others=match.others,
    )
    if match.band is Band.CERTAIN and named is not None and named.code:
        for number in numbers:
            found.rows[number] = _with_code(found, number, key, named.code)
        if written != question.proposed:
            found.understood.append(question)
        return
    found.questions.append(question)


def _with_code(found: Resolution, number: int, key: str, code: str) -> Any:
    """Return a row with its village's code; a village we have keeps the name that we gave it."""
    facts = replace(found.rows[number], **{key: code})
    if key == "code" and code in found.ours:
        name, town = found.ours[code]
        facts = replace(facts, name=name, town=town or facts.town)
    return facts


def _settle(found: Resolution, numbers: list[int], key: str, meant: str, written: str) -> None:
    for number in numbers:
        if meant:
            found.rows[number] = _with_code(found, number, key, meant)
        else:
            found.left_out[number] = written


def _resolve_units(subject: Subject, county: str, decided: dict[tuple[str, str], str], found: Resolution) -> None:
    key = KINDS[subject].unit or "unit"
    units = list(SendingUnit.objects.filter(county=county).order_by("name"))
    if not units:
        return
    known = {unit.name for unit in units} | {short for unit in units for short in unit.short_names}
    asked: dict[str, list[int]] = {}
    for number, facts in found.rows.items():
        written = getattr(facts, key)
        if written and written not in known:
            asked.setdefault(written, []).append(number)
    open_names = []
    for written, numbers in asked.items():
        meant = decided.get((NameKind.UNIT, written[:240]))
        if meant is None:
            open_names.append(written)
        elif meant != written:
            _rename(found, numbers, key, meant, written)
    for match in match_units(open_names, [unit.name for unit in units]):
        numbers, right = asked[match.left], match.right
        if match.band is Band.NONE or right is None:
            # A list of units may bring a new one; a person's unit that the list lacks is more often a slip.
            # A post that gives the person's number needs no unit to find the person.
            numbers = [n for n in numbers if not getattr(found.rows[n], "candidate_code", None)]
            if numbers and subject in (Subject.CANDIDATES, Subject.POSTS):
                found.questions.append(
                    Question(NameKind.UNIT, match.left, tuple(numbers), "", "", 0.0, match.reason, match.others)
                )
            continue
        question = Question(
            NameKind.UNIT, match.left, tuple(numbers), right, right, match.confidence, match.reason, match.others
        )
        if match.band is Band.CERTAIN:
            _rename(found, numbers, key, right, match.left)
            found.understood.append(question)
        else:
            found.questions.append(question)


def _rename(found: Resolution, numbers: list[int], key: str, meant: str, written: str) -> None:
    for number in numbers:
        facts = found.rows[number]
        changed: dict[str, Any] = {key: meant}
        if key == "name":
            # A unit under another spelling: the spelling is kept as a short name, so that it is known from now on.
            changed["short_names"] = tuple(dict.fromkeys((*facts.short_names, written)))
        found.rows[number] = replace(facts, **changed)
