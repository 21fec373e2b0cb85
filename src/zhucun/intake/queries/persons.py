"""Whom the rows of a list mean: by number first, then by record linkage; a person decides what is doubtful.

A row whose number the county knows, or whose identity number it knows, is that person. The others are held against
those whom no row named yet. Only a link that rests on a number or a birthday may be certain.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zhucun.core.models import within
from zhucun.core.sealing import fingerprint, fingerprints
from zhucun.engine.targeting.linkage import People, link, standard
from zhucun.engine.targeting.linkage.sounds import plain
from zhucun.engine.words import Sex
from zhucun.intake.models import PairDecision
from zhucun.registry.bridge.households import opened
from zhucun.registry.models import Household, Member, key_of
from zhucun.registry.queries.taking import look_up, there

SEXES = {Sex.MALE: 1, Sex.FEMALE: 2}
NUMBER, NAME, BORN, SEX, PLACE = range(5)
NEAR_NUMBER, SAME_SOUND, SAME_DAY, SAME_VILLAGE = 3, 4, 4, 4


@dataclass(frozen=True)
class Doubt:
    """A row that may mean somebody we know."""

    number: int
    ours: str
    mark: str
    chance: int  # thousandths
    levels: tuple[int, ...]


@dataclass
class Meant:
    """Which of ours each row means by its number in the file, and what a person must decide."""

    ours: dict[int, str] = field(default_factory=dict)
    by_number: set[int] = field(default_factory=set)  # found by a number, not by likeness
    doubts: list[Doubt] = field(default_factory=list)


def whom(kind: str, rows: Mapping[int, Any], county: str) -> Meant:
    """Return whom the rows of a list mean: `kind` is “member” or “household”."""
    return _members(rows, county) if kind == "member" else _households(rows, county)


def mark_of(record: Mapping[str, Any]) -> str:
    """Return the keyed print of what a row says of who it is: the same next month, and unreadable."""
    said = (record.get("identity"), plain(record.get("name")), record.get("born"), record.get("place"))
    return fingerprint("pair|" + "|".join(str(part or "") for part in said))


def _members(rows: Mapping[int, Any], county: str) -> Meant:
    found = Meant()
    prints = dict(zip(rows, fingerprints(facts.identity for facts in rows.values()), strict=True))
    keys = {number: key_of(county, facts.code) for number, facts in rows.items() if facts.code}
    by_print = (
        {
            mark: key
            for mark, key in look_up(Member, ("fingerprint", "pk"), "fingerprint", sorted(set(prints.values()) - {""}))
            if key.startswith(f"{county}-")
        }
        if any(prints.values())
        else {}
    )
    known = set(there(Member, "pk", sorted(set(keys.values()))))
    for number in rows:
        ours = by_print.get(prints.get(number, "")) or (keys.get(number) if keys.get(number) in known else None)
        if ours:
            found.ours[number] = ours
    found.by_number = set(found.ours)
    left_over = [number for number in rows if number not in found.ours and rows[number].name]
    if left_over:
        taken = set(found.ours.values())
        ours = [record for record in _known_members(county) if record["code"] not in taken]
        homes = _villages({rows[n].household_code for n in left_over if rows[n].household_code}, county)
        records = [_record(n, rows[n], homes, county) for n in left_over]
        _link(found, ours, records, county)
    return found


def _record(number: int, facts: Any, homes: Mapping[str, str], county: str) -> dict[str, Any]:
    home = facts.household_code
    place = getattr(facts, "village_code", None) or (homes.get(key_of(county, home), "") if home else "")
    return {
        "code": str(number), "name": facts.name, "identity": facts.identity, "born": facts.born,
        "sex": SEXES.get(facts.sex, 0), "place": place,
    }  # fmt: skip


def _known_members(county: str) -> list[dict[str, Any]]:
    names = ("key", "name", "identity", "born", "sex", "household__village_id")
    listed = Member.objects.filter(within(county, "key")).order_by("key").values_list(*names)
    return [
        {"code": key, "name": name, "identity": opened(identity), "born": born, "sex": sex, "place": village}
        for key, name, identity, born, sex, village in listed.iterator(5000)
    ]


def _villages(codes: set[str], county: str) -> dict[str, str]:
    return dict(look_up(Household, ("pk", "village"), "pk", sorted(key_of(county, code) for code in codes)))


def _households(rows: Mapping[int, Any], county: str) -> Meant:
    found = Meant()
    keys = {number: key_of(county, facts.code) for number, facts in rows.items() if facts.code}
    known = set(there(Household, "pk", sorted(set(keys.values()))))
    found.ours = {number: key for number, key in keys.items() if key in known}
    found.by_number = set(found.ours)
    left_over = [n for n in rows if n not in found.ours and rows[n].head_name]
    if left_over:
        taken = set(found.ours.values())
        heads = Household.objects.filter(within(county, "key")).values_list("key", "head_name", "village_id")
        ours = [{"code": k, "name": name, "place": place} for k, name, place in heads if k not in taken]
        records = [{"code": str(n), "name": rows[n].head_name, "place": rows[n].village_code or ""} for n in left_over]
        _link(found, ours, records, county)
    return found


def _link(found: Meant, ours: list[dict[str, Any]], records: list[dict[str, Any]], county: str) -> None:
    """Add whom the remaining rows mean, and the doubtful ones; what a person decided before holds."""
    if not ours:
        return
    marks = {record["code"]: mark_of(record) for record in records}
    decided = {(d.mark, d.ours): d.same for d in PairDecision.objects.filter(county=county)}
    same = {mark: key for (mark, key), said in decided.items() if said}
    there_now = {record["code"] for record in ours}
    told = {code: same[mark] for code, mark in marks.items() if same.get(mark) in there_now}
    found.ours.update({int(code): key for code, key in told.items()})
    taken = set(told.values())
    left = People.of([record for record in ours if record["code"] not in taken])
    right = People.of([record for record in records if record["code"] not in told])
    if not len(left) or not len(right):
        return
    links = link(left, right, one_to_one=True, weights=standard(len(left)))
    for place in range(len(links)):
        one = links[place]
        if (marks[one.right], one.left) in decided:  # “two different ones”
            continue
        levels = tuple(int(level) for level in links.levels[place])
        if links.certain[place] and _rests_on_enough(levels):
            found.ours[int(one.right)] = one.left
        else:
            found.doubts.append(Doubt(int(one.right), one.left, marks[one.right], one.probability, levels))


def _rests_on_enough(levels: tuple[int, ...]) -> bool:
    """Tell whether likeness may stand without a person's word: never on a name and a place alone."""
    if levels[NUMBER] >= NEAR_NUMBER:
        return True
    return levels[NAME] >= SAME_SOUND and levels[BORN] == SAME_DAY and levels[PLACE] == SAME_VILLAGE
