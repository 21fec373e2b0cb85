"""Numbers for people whose list gives none: their household's number and two digits, the first that is free."""

from collections.abc import Iterable, Mapping

from zhucun.registry.models import Member, key_of
from zhucun.registry.queries.taking import look_up, there


def numbered(homes: Mapping[int, str], taken: set[str], county: str) -> dict[int, str]:
    """Return a number for each row by its household's; `taken` are those that the list itself gives.

    No number that anybody of the county has is given out, whatever household that person belongs to.
    """
    found: dict[int, str] = {}
    last: dict[str, int] = {}
    waiting = dict(homes)
    while waiting:
        for row, home in waiting.items():
            count = last.get(home, 0) + 1
            while (code := f"{home}{count:02}") in taken:
                count += 1
            last[home] = count
            taken.add(code)
            found[row] = code
        given = {key_of(county, found[row]): row for row in waiting}
        waiting = {given[key]: homes[given[key]] for key in there(Member, "pk", sorted(given))}
    return found


def homes_of(keys: Iterable[str]) -> dict[str, str]:
    """Return the household numbers of members by their keys."""
    rows = look_up(Member, ("pk", "household"), "pk", sorted(set(keys)))
    return {key: home.split("-", 1)[1] for key, home in rows}
