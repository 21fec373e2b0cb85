"""Writes many rows in one go, several times faster than the ORM's objects: what imports of 100,000 rows stand on.

Only actions call it, inside their transaction. Values are given as the columns store them.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Model


def upsert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows by primary key; a row that is there already gets the given columns."""
    quote = connection.ops.quote_name
    names = [column(model, name) for name in columns]
    listed, pk = ", ".join(map(quote, names)), column(model, "pk")
    sets = ", ".join(f"{quote(n)} = EXCLUDED.{quote(n)}" for n in names if n != pk)
    with _laid_out(model, names, rows) as laid_out:
        if laid_out:
            # In the order of the key, so that neighbours in the table are written together.
            _execute(
                f"INSERT INTO {quote(model._meta.db_table)} ({listed}) SELECT {listed} FROM {laid_out} WHERE true "  # noqa: S608
                f"ORDER BY {quote(pk)} ON CONFLICT ({quote(pk)}) DO UPDATE SET {sets}"
            )


def insert(model: type[Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows that are not there yet; given as text, numbers and None, they are not looked at again."""
    names = ", ".join(connection.ops.quote_name(column(model, name)) for name in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


@contextmanager
def much_memory() -> Iterator[None]:
    """Let the embedded database keep half a gigabyte of pages while very much is written."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA cache_size").fetchone()[0]
        cursor.execute("PRAGMA cache_size = -524288")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = {int(before)}")


def learn() -> None:
    """Let the database look at how values are spread, so that it picks the right index; a twentieth of a second."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA analysis_limit = 1000")
        cursor.execute("ANALYZE")


def update(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Set columns of rows that are there; each row ends with its primary key."""
    quote = connection.ops.quote_name
    table, pk = quote(model._meta.db_table), quote(column(model, "pk"))
    names = [column(model, name) for name in columns]
    with _laid_out(model, [*names, column(model, "pk")], rows) as laid_out:
        if laid_out:
            sets = ", ".join(f"{quote(name)} = {laid_out}.{quote(name)}" for name in names)
            _execute(f"UPDATE {table} SET {sets} FROM {laid_out} WHERE {table}.{pk} = {laid_out}.{pk}")  # noqa: S608


def column(model: type[Model], name: str) -> str:
    """Return the database's name of a field; `pk` is the primary key."""
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    return str(field.column)  # type: ignore[union-attr]


@contextmanager
def _laid_out(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lay rows out in a table of this connection and yield its name, nothing where there are none.

    One statement then writes them all. Statement by statement the embedded database would keep for each row what its
    pages held before, and look through all of that at every row: 200 microseconds a row, more the longer the list.
    """
    quote = connection.ops.quote_name
    columns = list(zip(*rows, strict=True))
    if not columns:
        yield ""
        return
    said = [(quote(n), cells) for n, cells in zip(names, columns, strict=True) if cells.count(None) < len(cells)]
    given = list(zip(*(_plain_column(cells) for _name, cells in said), strict=True))
    listed, table = ", ".join(name for name, _cells in said), quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE taken AS SELECT {', '.join(map(quote, names))} FROM {table} WHERE false")  # noqa: S608
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY taken ({listed}) FROM STDIN") as copy:
                for row in given:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(said))
            cursor.executemany(f"INSERT INTO taken ({listed}) VALUES ({marks})", given)  # noqa: S608
    yield "taken"
    _execute("DROP TABLE taken")


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


ODD = frozenset({Decimal, date, datetime, bool})


def _plain_column(cells: Sequence[Any]) -> Sequence[Any]:
    """Return cells as the database takes them fastest: the embedded one looks long at anything but text and numbers."""
    if connection.vendor == "postgresql" or not ODD & set(map(type, cells)):
        return cells
    known: dict[Any, Any] = {(type(cell), cell): _plain(cell) for cell in cells if type(cell) in ODD}
    return [known[type(cell), cell] if type(cell) in ODD else cell for cell in cells]


def _plain(value: Any) -> Any:
    """Return a value as the embedded database takes it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
