"""Rows of a list as they are read: whole, or of wide ones what is shown only."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from types import SimpleNamespace
from typing import Any, TypeVar

from django.db.models import QuerySet

T = TypeVar("T")
RUN = 500
"""How many rows an export reads at once."""


def read(found: QuerySet[Any], only: Sequence[str]) -> Iterable[Any]:
    """Return rows, or plain objects with the columns that are named: a hundred columns left out cost time too."""
    return (_row(only, cells) for cells in found.values_list("pk", *only)) if only else found


def read_on(found: QuerySet[Any], only: Sequence[str]) -> Iterator[list[Any]]:
    """Yield the same in runs, however many there are: never are all of them held."""
    if only:
        cells = found.values_list("pk", *only).iterator(chunk_size=RUN)
        return runs((_row(only, row) for row in cells), RUN)
    return runs(found.iterator(chunk_size=RUN), RUN)


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


def runs(several: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield what there is in runs of so many."""
    left = iter(several)
    while run := list(islice(left, size)):
        yield run
