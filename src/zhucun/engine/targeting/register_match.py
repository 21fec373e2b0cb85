"""Whose a row of a department's list is: by the number first, then by name, birth and place with a probability.

The number settles almost all; what is left is compared by the linkage of this library with those of the county's
people who could be meant at all, so that a long list costs seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zhucun.engine.targeting.linkage import People, link
from zhucun.engine.targeting.linkage.sounds import plain, sounds
from zhucun.engine.targeting.states import UNKNOWN, Integers
from zhucun.engine.texts import Text

SURE, LIKELY, ODD = 1000, 990, 600  # thousandths, for one number under the same, a like-sounding and another name
DOUBTFUL = 900  # at most this, where the linkage itself says that a person decides
SAME = Text("证件号码和姓名相同", "the same number and name")
NO_NAME = Text("证件号码相同（名单无姓名）", "the same number (the list has no name)")
ALIKE = Text("证件号码相同，姓名同音", "the same number, names sound the same")
OTHER = Text("证件号码相同，姓名不同（{other}）", "the same number, another name ({other})")


@dataclass(frozen=True, slots=True)
class Likely:
    """One row's likeliest person."""

    row: int
    person: int
    probability: int  # thousandths
    reason: Text


def by_number(listed: str, registered: str, shown: str) -> tuple[int, Text]:
    """Return how sure it is that one number under these two names is one person, and why; `shown` is safe to show."""
    one, other = plain(listed), plain(registered)
    if not one or not other:
        return LIKELY, NO_NAME
    if one == other:
        return SURE, SAME
    return (LIKELY, ALIKE) if sounds(one) == sounds(other) else (ODD, OTHER.filled(other=shown))


def could_be_meant(names: Sequence[str], born: Integers, listed: People, sound_numbers: Sequence[bool]) -> list[int]:
    """Return the places of the county's people who could be one of the listed: the same surname and birthday, or the
    same name where the listed number is missing or cannot be right. `born` are day numbers, UNKNOWN where not said.
    """
    days = {(name[:1], int(day)) for name, day in zip(listed.names.tolist(), listed.born.tolist(), strict=True) if name}
    loose = {name for name, sound in zip(listed.names.tolist(), sound_numbers, strict=True) if name and not sound}
    # Few are born on the listed days: only their names, and the names whose numbers are bad, are looked at one by one.
    near = np.isin(born, [day for _name, day in days if day != UNKNOWN])
    if loose:
        near |= np.isin(np.asarray(names, dtype=np.str_), list(loose))
    return [
        at
        for at in np.flatnonzero(near).tolist()
        if (name := names[at]) and (name in loose or (name[:1], int(born[at])) in days)
    ]


def by_likeness(people: People, listed: People, *, seed: int = 1) -> list[Likely]:
    """Return the likeliest person of the county for each row that has one; what is not certain stays below the limit
    above which nobody asks again who it is.
    """
    if not len(people) or not len(listed):
        return []
    links = link(people, listed, seed=seed)
    return [
        Likely(
            int(links.right[at]), int(links.left[at]),
            min(int(links.probability[at] * 1000), LIKELY if links.certain[at] else DOUBTFUL), links.reason(at),
        )
        for at in range(len(links))
    ]  # fmt: skip


__all__: Sequence[str] = ("Likely", "by_likeness", "by_number", "could_be_meant")
