"""Whether a place that a person wrote (a village, a township or a division code) means this village or its township."""

from functools import lru_cache
from typing import Literal

from zhucun.engine.facts import VillageFacts

Named = Literal["village", "township"]
ENDINGS = (
    "村村民委员会", "村民委员会", "嘎查村委会", "村委会", "居民委员会", "民委会", "居委会",
    "街道办事处", "街道", "社区", "镇", "乡", "村",
)  # fmt: skip


@lru_cache(maxsize=65_536)  # a county asks for its few names a hundred thousand times
def bare(name: str) -> str:
    """Return a place name without its ending: 店头镇 and 店头 are the same place, as are 西村村委会 and 西村."""
    name = name.strip().replace(" ", "")
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name[: -len(ending)]
    return name


def names_village(place: str, village: VillageFacts) -> Named | None:
    """Say whether the written place is this village, its township (or a wider place that holds it), or neither."""
    place = place.strip()
    if not place:
        return None
    if place.isdigit():
        if village.code is None or not village.code.startswith(place):
            return None
        return "village" if len(place) == 12 else "township"
    return _by_name(place, village.name, village.town or "")


def _by_name(place: str, name: str, town: str) -> Named | None:
    wanted, here, around = bare(place), bare(name), bare(town)
    if around and place != around and place.startswith(around) and _ends_with_town(place[len(around) :]):
        return "township"
    if wanted == here or place == name:
        return "village"
    if around and around in place:
        after = place[place.index(around) + len(around) :]
        if here and bare(after.removeprefix("街道").removeprefix("镇").removeprefix("乡")) == here:
            return "village"
        return "township" if _ends_with_town(after) else None
    return None


def _ends_with_town(after: str) -> bool:
    return after in ("", "镇", "乡", "街道", "街道办事处", "苏木")
