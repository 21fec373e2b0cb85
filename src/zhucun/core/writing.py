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
    names = [column(model, name) for name in columns]
    if connection.vendor == "postgresql":
        _copy(model, names, rows)
    else:
        _execute(_insert(model, names, ", ".join(["%s"] * len(names))), rows)


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
    sets = ", ".join(f"{quote(column(model, name))} = %s" for name in columns)
    _execute(f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE {quote(column(model, 'pk'))} = %s", rows)  # noqa: S608


def column(model: type[Model], name: str) -> str:
    """Return the database's name of a field; `pk` is the primary key."""
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    return str(field.column)  # type: ignore[union-attr]


def _insert(model: type[Model], names: Sequence[str], source: str) -> str:
    quote = connection.ops.quote_name
    pk = column(model, "pk")
    sets = ", ".join(f"{quote(n)} = EXCLUDED.{quote(n)}" for n in names if n != pk)
    values = source if source.startswith("SELECT") else f"VALUES ({source})"
    listed = ", ".join(map(quote, names))
    return (
        f"INSERT INTO {quote(model._meta.db_table)} ({listed}) {values} ON CONFLICT ({quote(pk)}) DO UPDATE SET {sets}"
    )


def _execute(statement: str, rows: Iterable[Sequence[Any]]) -> None:
    if connection.vendor == "sqlite":
        given = [[_plain(v) if type(v) in ODD else v for v in row] for row in rows]
    else:
        given = [list(row) for row in rows]
    if given:
        with connection.cursor() as cursor:
            cursor.executemany(statement, given)


def _copy(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Copy into a table of this transaction, then insert from it: the fastest way into PostgreSQL."""
    quote = connection.ops.quote_name
    listed = ", ".join(map(quote, names))
    table = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE taken AS SELECT {listed} FROM {table} WITH NO DATA")  # noqa: S608
        with cursor.copy(f"COPY taken ({listed}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(_insert(model, names, f"SELECT {listed} FROM taken"))  # noqa: S608
        cursor.execute("DROP TABLE taken")


ODD = frozenset({Decimal, date, datetime})


def _plain(value: Any) -> Any:
    """Return a value as the embedded database takes it."""
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return value
