"""The county as tiles by township, coloured by any figure, need or hardship in classes of equal count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from zhucun.engine.facts import VillageFacts
from zhucun.engine.policy import NeedProfile, hardship
from zhucun.engine.texts import Text
from zhucun.engine.words import Need
from zhucun.registry.statuses import FIGURES

CLASSES = 5
TONES = 7
HARDSHIP = Text("艰苦程度", "Hardship")
YES_NO = (Text("否", "No"), Text("是", "Yes"))
SHARE = Text("%", "%")


@dataclass(frozen=True, slots=True)
class ColourBy:
    """What a map is coloured by: `key` is a fact's key, `need.` and a need, or `hardship`."""

    key: str
    text: Text
    unit: Text | None = None
    yes_no: bool = False

    def value(self, profile: NeedProfile) -> Decimal | None:
        """Return the village's value, or None where nobody has reported it; needs and yes/no as numbers."""
        if self.key == "hardship":
            return Decimal(hardship(profile.village, on=profile.on, local=profile.own).points)
        if self.key.startswith("need."):
            return Decimal(profile.weight(Need(self.key[5:]))) / 10
        return _number(profile.village, self.key)


def _number(village: VillageFacts, key: str) -> Decimal | None:
    value = getattr(village, key)
    return None if value is None else Decimal(value)


def colour_choices() -> dict[str, ColourBy]:
    """Return everything a map can be coloured by, needs first."""
    needs = [ColourBy(f"need.{need.value}", need.text, SHARE) for need in Need]
    facts = [ColourBy(f.key, f.text, f.unit, f.kind.value == "yes_no") for f in FIGURES]
    return {c.key: c for c in (*needs, ColourBy("hardship", HARDSHIP), *facts)}


@dataclass(frozen=True, slots=True)
class Tile:
    """One village on the map; tone 0 means not reported, 1 the lowest class."""

    code: str
    name: str
    value: Decimal | None
    tone: int


@dataclass(frozen=True, slots=True)
class TownTiles:
    """A township with its villages in order of code."""

    code: str
    name: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Class:
    """One class of the legend, both ends included, with how many villages fall into it."""

    tone: int
    least: Decimal
    most: Decimal
    villages: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """The whole map with its legend; `missing` counts the villages that have not reported."""

    by: ColourBy
    towns: tuple[TownTiles, ...]
    classes: tuple[Class, ...]
    missing: int


def breaks(values: Iterable[Decimal], classes: int = CLASSES) -> list[Decimal]:
    """Return the upper ends of at most so many classes of about equal count; equal values are never split."""
    ordered = sorted(values)
    distinct = sorted(set(ordered))
    if len(distinct) <= classes:
        return distinct
    ends: list[Decimal] = []
    for number in range(1, classes + 1):
        end = ordered[max(0, len(ordered) * number // classes - 1)]
        if not ends or end > ends[-1]:
            ends.append(end)
    return ends if ends[-1] == ordered[-1] else [*ends, ordered[-1]]


def tile_map(profiles: Iterable[NeedProfile], by: ColourBy, towns: dict[str, str]) -> TileMap:
    """Return the map of these villages; `towns` names the townships by nine digits."""
    valued = [(profile.village, by.value(profile)) for profile in profiles]
    known = [value for _village, value in valued if value is not None]
    ends = breaks(known)
    spread = _tones(len(ends))
    grouped: dict[str, list[Tile]] = {}
    for village, value in valued:
        tone = 0 if value is None else spread[_class_of(value, ends)]
        code = village.code or ""
        grouped.setdefault(code[:9], []).append(Tile(code, village.name, value, tone))
    return TileMap(
        by=by,
        towns=tuple(TownTiles(code, towns.get(code, code), tuple(tiles)) for code, tiles in sorted(grouped.items())),
        classes=_legend(known, ends, spread),
        missing=len(valued) - len(known),
    )


def _class_of(value: Decimal, ends: Sequence[Decimal]) -> int:
    return next(i for i, end in enumerate(ends) if value <= end)


def _tones(classes: int) -> list[int]:
    """Return the tones 1 to 7 spread evenly over the classes, so that two classes are far apart."""
    if classes <= 1:
        return [4]
    return [1 + round(i * (TONES - 1) / (classes - 1)) for i in range(classes)]


def _legend(known: list[Decimal], ends: list[Decimal], spread: list[int]) -> tuple[Class, ...]:
    found = []
    for index, end in enumerate(ends):
        inside = [v for v in known if _class_of(v, ends) == index]
        found.append(Class(spread[index], min(inside), end, len(inside)))
    return tuple(found)
