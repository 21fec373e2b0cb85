"""Rows of a list as they are read: whole, or of wide ones what is shown only."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from types import SimpleNamespace
from typing import Any

from django.db.models import QuerySet

RUN = 500
"""How many rows an export reads at once."""


def read(found: QuerySet[Any], only: Sequence[str]) -> Iterable[Any]:
    """Return rows, or plain objects with the columns that are named: a hundred columns left out cost time too."""
    if not only:
        return found.iterator(chunk_size=RUN)
    return (_row(only, cells) for cells in found.values_list("pk", *only).iterator(chunk_size=RUN))


def _row(names: Sequence[str], cells: Sequence[Any]) -> SimpleNamespace:
    """Return the columns read as one object; `village__name` is the name of its village."""
    row = SimpleNamespace(pk=cells[0])
    for name, value in zip(names, cells[1:], strict=True):
        one, _, of_other = name.partition("__")
        if of_other:
            vars(row).setdefault(one, SimpleNamespace()).__dict__[of_other] = value
        else:
            vars(row)[one] = value
    return row


def runs(several: Iterable[Any]) -> Iterator[list[Any]]:
    """Yield rows in runs."""
    left = iter(several)
    while run := list(islice(left, RUN)):
        yield run
