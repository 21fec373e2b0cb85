"""Yes, no and not said: three-valued answers as small whole numbers, so that a gap in the file is never read as a no.

The rules are Kleene's: one yes makes an `either` a yes and one no makes a `both` a no, whatever else is not said.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

States = npt.NDArray[np.int8]
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

YES, NO, UNSAID = 1, 0, -1
UNKNOWN = int(np.iinfo(np.int64).min)  # a number that nobody has given


def states(answers: Flags, known: Flags) -> States:
    """Return yes or no where it is known, and not said elsewhere."""
    return np.where(known, answers.astype(np.int8), np.int8(UNSAID)).astype(np.int8)


def from_numbers(values: Integers) -> States:
    """Return the states of a column of 1, 0 and UNKNOWN."""
    return states(values != 0, values != UNKNOWN)


def negated(answers: States) -> States:
    """Return no for yes and yes for no; what is not said stays so."""
    return np.where(answers == UNSAID, np.int8(UNSAID), np.int8(1) - answers).astype(np.int8)


def either(answers: Iterable[States]) -> States:
    """Return yes where one answer is yes, no where all are no."""
    rows = np.stack(tuple(answers))
    return np.where((rows == YES).any(axis=0), YES, np.where((rows == NO).all(axis=0), NO, UNSAID)).astype(np.int8)


def both(answers: Iterable[States]) -> States:
    """Return no where one answer is no, yes where all are yes."""
    rows = np.stack(tuple(answers))
    return np.where((rows == NO).any(axis=0), NO, np.where((rows == YES).all(axis=0), YES, UNSAID)).astype(np.int8)
