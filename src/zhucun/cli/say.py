"""How the command line speaks: one language at a time, tables for people, one JSON value for programs."""

import json
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

import typer

from zhucun.engine.errors import BadFile, BadProblem, EngineError, NoPlan
from zhucun.engine.texts import Language, Text


def line(text: Text | str, language: Language, **places: Any) -> None:
    """Print one line in one language."""
    typer.echo(text.say(language, **places) if isinstance(text, Text) else text)


def value(result: Any) -> None:
    """Print one JSON value."""
    typer.echo(json.dumps(result, ensure_ascii=False, indent=2, default=str))


def fail(error: EngineError, language: Language, *, as_json: bool) -> NoReturn:
    """Say why nothing came of it and leave: 1 when no plan is possible, 2 when the input cannot be used."""
    code = 1 if isinstance(error, NoPlan) else 2
    if as_json:
        value({"error": error.code, "message": error.say(language), "details": error.details})
    typer.echo(error.say(language), err=True)
    raise typer.Exit(code)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table whose columns line up though Chinese characters are two columns wide."""
    lines = [[str(cell) for cell in row] for row in rows]
    widths = [max(_width(row[i]) for row in [list(headings), *lines]) for i in range(len(headings))]
    for row in [list(headings), ["-" * width for width in widths], *lines]:
        cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
        typer.echo("  ".join(cells).rstrip())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def progress(text: Text, language: Language, **places: Any) -> None:
    """Say on the error channel what is being done, so that the output stays clean for programs."""
    if sys.stderr.isatty():
        typer.echo(text.say(language, **places), err=True)


__all__ = ["BadFile", "BadProblem", "NoPlan", "fail", "line", "progress", "table", "value"]
