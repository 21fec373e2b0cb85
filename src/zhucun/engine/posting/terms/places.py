"""Terms about places that people name: home and wishes, one column for every village and township named.

Columns of villages and townships keep the score a bilinear form. Where somebody wishes both for a village and for its
township, the village counts by the better of the two wishes, never by their sum.
"""

from collections.abc import Callable, Iterable

import numpy as np

from zhucun.engine.posting.scheme import HomeRule
from zhucun.engine.posting.terms.sides import Columns, Sides, Term
from zhucun.engine.texts import Text

BY_RANK = (100, 80, 60, 40, 20)  # what the first to fifth wish counts, in per cent

Worth = Iterable[tuple[tuple[int, ...], bool, int]]  # villages meant, whether a whole township, points


def _wished(sides: Sides, c: int, weight: int) -> Worth:
    wishes = list(dict.fromkeys(sides.candidates[c].wishes))[: len(BY_RANK)]
    for rank, place in enumerate(wishes):
        found, wide = sides.places.find(place)
        yield found, wide, weight * BY_RANK[rank] // 100


def _wishes_person(sides: Sides, weight: int) -> Columns:
    return _one_hot(sides, lambda c: _wished(sides, c, weight))


def _tell_wishes_person(sides: Sides, v: int, c: int) -> Text:
    wishes = sides.candidates[c].wishes
    if not wishes:
        return Text("本人未填志愿", "The person named no wish")
    for rank, place in enumerate(wishes[: len(BY_RANK)], 1):
        if v in sides.places.find(place)[0]:
            return Text("第{rank}志愿：{place}", "Wish {rank}: {place}").filled(rank=rank, place=place)
    return Text("不在志愿之内（{list}）", "Not among the wishes ({list})").filled(list="、".join(wishes))


def _home(sides: Sides, weight: int) -> Columns:
    """The home township where the rule prefers it; nothing under another rule."""
    if sides.scheme.rules.home is not HomeRule.PREFER:
        return _one_hot(sides, lambda c: ())
    return _one_hot(sides, lambda c: [(home_township(sides, c), True, weight)])


def home_township(sides: Sides, c: int) -> tuple[int, ...]:
    """Return the villages of a person's home township; none where the home may be in more than one township."""
    home = sides.candidates[c].home
    towns = {sides.towns[v] for v in sides.places.find(home)[0]} if home else set()
    # A village name that two townships share says nothing certain, so it earns nothing.
    return tuple(v for v, town in enumerate(sides.towns) if town in towns) if len(towns) == 1 else ()


def _tell_home(sides: Sides, v: int, c: int) -> Text:
    if sides.scheme.rules.home is not HomeRule.PREFER:
        return sides.scheme.rules.home.text
    if v in home_township(sides, c):
        return Text("家乡在{town}", "Home is in {town}").filled(town=sides.villages[v].town or sides.villages[v].name)
    return Text("家乡不在本乡镇", "Home is not in this township")


def _one_hot(sides: Sides, worth: Callable[[int], Worth]) -> Columns:
    """Make a column of every township and of every village that earns somebody more than its township does."""
    columns: dict[str | int, int] = {}
    entries: list[tuple[int, str | int, int]] = []
    for c in range(len(sides.candidates)):
        by_town, by_village = _resolved(sides, worth(c))
        entries += [(c, town, points) for town, points in by_town.items()]
        above = ((v, points - by_town.get(sides.towns[v], 0)) for v, points in by_village.items())
        entries += [(c, v, more) for v, more in above if more > 0]
    for _, place, _ in entries:
        columns.setdefault(place, len(columns))
    A = np.zeros((len(sides.villages), len(columns)), dtype=np.int64)
    B = np.zeros((len(sides.candidates), len(columns)), dtype=np.int64)
    for v, town in enumerate(sides.towns):
        for place in (town, v):
            if place in columns:
                A[v, columns[place]] = 1
    for c, place, points in entries:
        B[c, columns[place]] = points
    return Columns(A, B)


def _resolved(sides: Sides, worth: Worth) -> tuple[dict[str, int], dict[int, int]]:
    """Return what each township and each single village is worth, the best where several wishes name it."""
    by_town: dict[str, int] = {}
    by_village: dict[int, int] = {}
    for found, wide, points in worth:
        if wide:
            for town in {sides.towns[v] for v in found}:
                by_town[town] = max(points, by_town.get(town, 0))
        else:
            for v in found:
                by_village[v] = max(points, by_village.get(v, 0))
    return by_town, by_village


HOME = Term(_home, _tell_home)
WISHES_PERSON = Term(_wishes_person, _tell_wishes_person)
