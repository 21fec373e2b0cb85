"""One list page for all: search, filter, sort, page and export over a query set, in a constant number of queries.

A view says which columns and filters there are; the rest (addresses, paging, xlsx and csv of the whole filtered list,
the htmx partial) is the same everywhere.
"""

import csv
import io
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import xlsxwriter
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise, cached_property

from zhucun.core import actions, counting, rows
from zhucun.core.event_names import EXPORT_NAMES
from zhucun.core.person import person

Label = str | Promise
PER_PAGE = 50
MOST_COUNTED = 100_000
"""How far rows are counted and paged through: nobody turns 2,000 pages, and counting a million takes a second."""


@dataclass(frozen=True)
class Column:
    """One column: `value` is shown and exported, `cell` may show it better, `sort` is the ordering behind it."""

    key: str
    label: Label
    value: Callable[[Any], Any]
    cell: Callable[[Any], Any] | None = None
    sort: str | tuple[str, ...] = ()
    number: bool = False
    link: Callable[[Any], str] | None = None
    minor: bool = False  # hidden on a phone

    def shown(self, row: Any) -> Any:
        """Return what the page shows for a row."""
        return (self.cell or self.value)(row)


@dataclass(frozen=True)
class Filter:
    """One choice above the list; `apply` narrows the query set by the chosen value."""

    key: str
    label: Label
    options: Sequence[tuple[str, Label]]
    apply: Callable[[QuerySet[Any], str], QuerySet[Any]]


class Pages(Paginator):  # type: ignore[type-arg]
    """Pages of a query set that is counted no further than a bound; `more` says that there are rows beyond it."""

    @cached_property
    def counted(self) -> int:
        """Return how many rows there are, or one more than the bound."""
        if isinstance(self.object_list, list):
            return len(self.object_list)
        return counting.counted(self.object_list, MOST_COUNTED)  # type: ignore[arg-type]

    @cached_property
    def count(self) -> int:
        """Return how many rows the pages hold."""
        return min(self.counted, MOST_COUNTED)

    @property
    def more(self) -> bool:
        """Tell whether there are rows beyond the last page; exports have them all."""
        return self.counted > MOST_COUNTED


@dataclass
class Listing:
    """A list as one request asks for it; `page` is ready for `ui/components/listing.html`."""

    request: HttpRequest
    queryset: QuerySet[Any]
    columns: Sequence[Column]
    name: str  # of the export file and of the event that logs it
    filters: Sequence[Filter] = ()
    search: Sequence[str] = ()
    order: str = ""  # key of the column sorted by default, "-" before it for descending
    empty: Label = ""
    per_page: int = PER_PAGE
    prepare: Callable[[list[Any]], None] | None = None  # set-based extras for one page of rows
    actions: Sequence[dict[str, Any]] = ()
    only: Sequence[str] = ()  # the columns that are read of a wide row; nothing said reads all
    page: Page[Any] = field(init=False)

    def __post_init__(self) -> None:
        asked = self.request.GET
        self.query = asked.get("q", "").strip()[:60]
        self.chosen = {f.key: asked.get(f.key, "") for f in self.filters}
        sorts = {c.key for c in self.columns if c.sort}
        wanted = asked.get("sort", self.order)
        self.sort = wanted if wanted.lstrip("-") in sorts else self.order
        self.told: list[str] = []  # what the list does not show though it was asked for, in sentences
        self.few = False  # so few rows that all their keys are read at once and not counted first
        self.narrowed = self._narrowed()
        keys = self.narrowed.values_list("pk", flat=True)
        self.page = Pages(list(keys) if self.few else keys, self.per_page).get_page(asked.get("page", 1))
        self.page.object_list = self._rows(list(self.page.object_list))
        if self.prepare:
            self.prepare(self.page.object_list)

    def _rows(self, keys: list[Any]) -> list[Any]:
        """Return the page's rows: the keys come from an index however deep the page, only these rows are read."""
        read = {row.pk: row for row in rows.read(self.queryset.order_by().filter(pk__in=keys), self.only)}
        # A row that was deleted between the two look-ups is left out.
        return [read[key] for key in keys if key in read]

    def _narrowed(self) -> QuerySet[Any]:
        found = self.queryset
        if self.query and self.search:
            # Every word must be somewhere: "店头 小学" finds the school in Diantou.
            for word in self.query.split():
                either = Q()
                for name in self.search:
                    either |= Q(**{f"{name}__icontains": word})
                found = found.filter(either)
        for f in self.filters:
            value = self.chosen[f.key]
            if value and value in {str(v) for v, _label in f.options}:
                found = f.apply(found, value)
        column = next((c for c in self.columns if c.key == self.sort.lstrip("-")), None)
        if column and column.sort:
            names = (column.sort,) if isinstance(column.sort, str) else column.sort
            # The key makes the order one of its kind; where it is the last name already an index serves it as it is.
            if names[-1] not in ("pk", self.queryset.model._meta.pk.name):
                names = (*names, "pk")
            if self.sort.startswith("-"):
                names = tuple(n[1:] if n.startswith("-") else f"-{n}" for n in names)
            found = found.order_by(*names)
        return found

    @cached_property
    def _asked(self) -> dict[str, list[str]]:
        """The parameters of this page's address but for its number."""
        return {key: values for key, values in self.request.GET.lists() if key != "page"}

    def address(self, **changed: object) -> str:
        """Return this page's address with some of its parameters changed; an empty value drops one."""
        query = self._asked | {key: [str(value)] for key, value in changed.items()}
        for key, value in changed.items():
            if value in ("", None):
                del query[key]
        return f"{self.request.path}?{urlencode(query, doseq=True)}"

    @cached_property
    def toolbar_key(self) -> Hashable:
        """All that search and filters show; None where a view adds actions of its own."""
        choices = tuple((f.key, f.label, self.chosen[f.key], tuple(f.options)) for f in self.filters)
        return None if self.actions else (self.request.path, self.query, bool(self.search), choices)

    @cached_property
    def heads_key(self) -> Hashable:
        """All that the heads of the columns and the choice of an order show."""
        columns = tuple((c.key, c.label, c.number, c.minor, bool(c.sort)) for c in self.columns)
        return self.request.path, self.sort, self.address(), columns

    @cached_property
    def heads(self) -> list[dict[str, Any]]:
        """The column heads with the address that sorts by each."""
        found = []
        for column in self.columns:
            state = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "")
            other = f"-{column.key}" if state == "ascending" else column.key
            address = self.address(sort=other) if column.sort else ""
            found.append({"column": column, "state": state, "address": address})
        return found

    def choices(self) -> Iterator[dict[str, Any]]:
        """Yield the filters with what is chosen in each."""
        for f in self.filters:
            yield {"filter": f, "chosen": self.chosen[f.key]}

    @property
    def narrowed_by_person(self) -> bool:
        """Whether the person searched or filtered: an empty list then says so."""
        return bool(self.query or any(self.chosen.values()))

    def pages(self) -> Iterator[dict[str, Any]]:
        """Yield the page numbers to offer, None for a gap."""
        for number in self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1):
            whole = isinstance(number, int)
            address = self.address(page=number) if whole else ""
            yield {"number": number if whole else None, "address": address, "here": number == self.page.number}

    @property
    def exported_as(self) -> str:
        """Return what the exported file is called in the log."""
        return str(EXPORT_NAMES.get(self.name, self.name))

    @property
    def csv_address(self) -> str:
        """Where the whole list is to be had as csv."""
        return self.address(export="csv")

    @property
    def xlsx_address(self) -> str:
        """Where the whole list is to be had as a workbook."""
        return self.address(export="xlsx")

    def all_rows(self) -> Iterator[list[Any]]:
        """Yield every row of the narrowed list as exported, chunk by chunk."""
        for chunk in rows.read_on(self.narrowed, self.only):
            if self.prepare:
                self.prepare(chunk)
            for row in chunk:
                yield [_plain(c.value(row)) for c in self.columns]

    def answer(self, template: str, context: dict[str, Any] | None = None) -> HttpResponse | StreamingHttpResponse:
        """Return the page, its list alone for htmx, or the whole list as a file."""
        wanted = self.request.GET.get("export")
        if wanted in ("csv", "xlsx"):
            count = self.narrowed.count()
            actions.note_export(user=person(self.request), listing=self.name, count=count, at=timezone.now())
            return self._csv() if wanted == "csv" else self._xlsx()
        partial = self.request.headers.get("HX-Target") == "listing"
        page = "ui/components/listing.html" if partial else template
        response = render(self.request, page, {"listing": self, **(context or {})})
        patch_vary_headers(response, ["HX-Target"])  # or "back" shows the part without its page
        return response

    def _csv(self) -> StreamingHttpResponse:
        def lines() -> Iterator[str]:
            yield "\ufeff"  # so that a spreadsheet program reads Chinese
            yield _csv_line([str(c.label) for c in self.columns])
            for row in self.all_rows():
                yield _csv_line([_harmless(v) for v in row])

        response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(self.name)}.csv"
        return response

    def _xlsx(self) -> HttpResponse:
        buffer = io.BytesIO()
        book = xlsxwriter.Workbook(buffer, {"constant_memory": True, "strings_to_formulas": False, "in_memory": False})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        for index, column in enumerate(self.columns):
            sheet.set_column(index, index, 14)
            sheet.write(0, index, str(column.label), bold)
        for number, row in enumerate(self.all_rows(), start=1):
            for index, value in enumerate(row):
                sheet.write(number, index, value)
        book.close()
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        response = HttpResponse(buffer.getvalue(), content_type=kind)
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(self.name)}.xlsx"
        return response


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, (int, float, str)):
        return value
    if isinstance(value, Iterable):
        return "、".join(str(v) for v in value)
    return str(value)


def _harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet program runs as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t") else value


def _csv_line(values: list[Any]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(values)
    return line.getvalue()
