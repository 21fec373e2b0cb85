"""Quotas of townships as people write them: at most, at least so many villages of a place are filled."""

import re
from collections.abc import Sequence

from zhucun.engine import places
from zhucun.engine.errors import BadProblem
from zhucun.engine.facts import VillageFacts
from zhucun.engine.policy.placenames import bare
from zhucun.engine.posting.areas import Area
from zhucun.engine.texts import Text

WRITTEN = re.compile(r"\s*([^=＝]+?)\s*[=＝]\s*(\d{0,6})\s*([-–—~～至])?\s*(\d{0,6})\s*")

FORM = Text(
    "名额“{written}”看不懂。请写成“店头镇=2-5”（至少2个村、至多5个村），“店头镇=-5”（至多5个），“店头镇=2-”（至少2个）。",
    "The quota “{written}” cannot be read. Write “店头镇=2-5” (at least 2, at most 5 villages), “店头镇=-5” (at most "
    "5) or “店头镇=2-” (at least 2).",
)
NO_PLACE = Text(
    "名额“{written}”中的“{place}”不是表中任何村所在的乡镇。表中的乡镇有：{towns}。",
    "“{place}” of the quota “{written}” is the township of no village here. The townships are: {towns}.",
)
TWICE = Text("“{place}”写了不止一个名额，请合并为一个。", "“{place}” has more than one quota: write one.")


def area_of(villages: Sequence[VillageFacts], code: str, *, least: int = 0, most: int | None = None) -> Area:
    """Return the quota of a place by its code (6 digits a county, 9 a township), named as its villages name it."""
    inside = _inside(villages, code)
    return _limited(_name(code, [villages[v].town for v in inside]), inside, least, most)


def _limited(name: str, inside: tuple[int, ...], least: int, most: int | None) -> Area:
    """Return an area; more than it has villages may be asked: then no plan obeys, and the solver names the clash."""
    return Area(name, inside, max(least, len(inside)) if most is None else most, least)


def _name(code: str, towns: Sequence[str | None]) -> str:
    known = places.counties().get(code)
    return known.name if known else next((town for town in towns if town), code)


def read_areas(villages: Sequence[VillageFacts], written: Sequence[str]) -> list[Area]:
    """Return the quotas that a command line names, such as “店头镇=2-5”; raises BadProblem where one means nothing."""
    found: dict[tuple[int, ...], Area] = {}
    for text in written:
        area = _read(villages, text)
        if area.villages in found:
            raise BadProblem("areas.twice", TWICE, place=area.name)
        found[area.villages] = area
    return list(found.values())


def _read(villages: Sequence[VillageFacts], written: str) -> Area:
    parts = WRITTEN.fullmatch(written)
    if parts is None or not (parts[2] or parts[4]):
        raise BadProblem("areas.form", FORM, written=written)
    place, least = parts[1], int(parts[2] or 0)
    most = int(parts[4]) if parts[4] else None if parts[3] else least  # “=3” alone is exactly three
    if most is not None and most < least:
        raise BadProblem("areas.form", FORM, written=written)
    inside = _inside(villages, place)
    if not inside:
        towns = "、".join(dict.fromkeys(v.town for v in villages if v.town))
        raise BadProblem("areas.no_place", NO_PLACE, written=written, place=place, towns=towns)
    return _limited(place, inside, least, most)


def _inside(villages: Sequence[VillageFacts], place: str) -> tuple[int, ...]:
    return tuple(v for v, village in enumerate(villages) if _lies_in(village, place))


def _lies_in(village: VillageFacts, place: str) -> bool:
    if place.isdigit():
        return (village.code or "").startswith(place)
    return bool(village.town) and bare(village.town or "") == bare(place)
