"""A first look into an xlsx before it is loaded: how far its cells reach and which of them are broken.

The loader drops error values and formulas without a result, and lays a sheet out as one block however far a stray cell
lies; so this reads the raw sheet once, in pieces, and stops as soon as a limit is passed.
"""

import html
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from zhucun.engine.intake.refusals import refused
from zhucun.engine.intake.sheets import CELLS_MOST, COLUMNS_MOST, ROWS_MOST

PIECE = 1 << 20
SHEET_BYTES_MOST = 700_000_000
TEXTS_BYTES_MOST = 400_000_000
ROW_BYTES_MOST = 30_000_000

CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.S)
PLACE = re.compile(rb'\br="([A-Z]+)\d+"')
ROW_NUMBER = re.compile(rb'^[^>]*?\br="(\d+)"')
RESULT = re.compile(rb"<(?:\w+:)?v>([^<]+)</")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>")
RELATION = re.compile(r"<Relationship\b([^>]*)>")
ATTRIBUTE = re.compile(r'([\w:]+)="([^"]*)"')


@dataclass
class Reach:
    """How far a sheet's values reach, counted from 1, and its broken cells by (row, column) from 0."""

    rows: int = 0
    columns: int = 0
    broken: dict[tuple[int, int], str] = field(default_factory=dict)


def reaches(package: zipfile.ZipFile, filename: str) -> dict[str, Reach]:
    """Return the reach of each sheet by name; raises BadFile past a limit."""
    names = set(package.namelist())
    texts = "xl/sharedStrings.xml"
    if texts in names and package.getinfo(texts).file_size > TEXTS_BYTES_MOST:
        raise refused("too_big", filename)
    found = {}
    for sheet, path in _sheet_paths(package):
        if path in names:
            with package.open(path) as stream:
                found[sheet] = _reach(stream, sheet, filename)
    return found


def _sheet_paths(package: zipfile.ZipFile) -> list[tuple[str, str]]:
    relations = {}
    for found in RELATION.finditer(package.read("xl/_rels/workbook.xml.rels").decode("utf-8")):
        parts = dict(ATTRIBUTE.findall(found.group(1)))
        target = parts.get("Target", "")
        relations[parts.get("Id")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    sheets = []
    for found in SHEET.finditer(package.read("xl/workbook.xml").decode("utf-8")):
        parts = dict(ATTRIBUTE.findall(found.group(1)))
        relation = next((value for key, value in parts.items() if key.endswith(":id")), None)
        sheets.append((html.unescape(parts.get("name", "")), relations.get(relation, "")))
    return sheets


def _reach(stream: IO[bytes], sheet: str, filename: str) -> Reach:
    reach = Reach()
    letters: dict[bytes, int] = {}
    number = 0
    for row in _rows(stream, filename):
        found = ROW_NUMBER.match(row[:200])
        number = int(found.group(1)) if found else number + 1
        if b"v>" not in row and b"is>" not in row and b"<f" not in row:
            continue
        reach.rows = max(reach.rows, number)
        reach.columns = max(reach.columns, _last_column(row, letters))
        if reach.rows > ROWS_MOST:
            raise refused("too_long", filename, sheet=sheet)
        if reach.columns > COLUMNS_MOST:
            raise refused("too_wide", filename, sheet=sheet)
        if reach.rows * reach.columns > CELLS_MOST:
            raise refused("too_big", filename)
        if b't="e"' in row or ((b"<f" in row or b":f" in row) and FORMULA.search(row)):
            _note_broken(row, number - 1, letters, reach)
    return reach


def _rows(stream: IO[bytes], filename: str) -> Iterator[bytes]:
    """Yield each row element from after its `<row`; what precedes the first row is left out."""
    rest, read, begun = b"", 0, False
    mark = b"<row"
    while piece := stream.read(PIECE):
        read += len(piece)
        if read > SHEET_BYTES_MOST or len(rest) > ROW_BYTES_MOST:
            raise refused("too_big", filename)
        if not begun:
            prefix = re.search(rb"<(\w+:)worksheet\b", (rest + piece)[:2000])
            mark = b"<" + (prefix.group(1) if prefix else b"") + b"row"
        parts = (rest + piece).split(mark)
        if len(parts) > 1:
            if begun:
                yield parts[0]
            yield from parts[1:-1]
            begun, rest = True, parts[-1]
        else:
            rest = parts[0]
            if not begun:
                rest = rest[-PIECE:]
    if begun:
        yield rest


def _last_column(row: bytes, letters: dict[bytes, int]) -> int:
    end = max(row.rfind(b"v>"), row.rfind(b"is>"), row.rfind(b"<f"))
    start = max(row.rfind(b"<c ", 0, end), row.rfind(b":c ", 0, end))
    found = PLACE.search(row, max(start, 0), end)
    return _column(found.group(1), letters) if found else row.count(b"<c")


def _column(name: bytes, letters: dict[bytes, int]) -> int:
    if name not in letters:
        number = 0
        for byte in name:
            number = number * 26 + byte - 64
        letters[name] = number
    return letters[name]


def _note_broken(row: bytes, index: int, letters: dict[bytes, int], reach: Reach) -> None:
    for cell in CELL.finditer(row):
        attributes, body = cell.group(1), cell.group(2) or b""
        place = PLACE.search(attributes)
        if place is None:
            continue
        result = RESULT.search(body)
        if b't="e"' in attributes:
            what = result.group(1).decode("utf-8", "replace") if result else "#ERROR"
        elif FORMULA.search(body) and not result and b't="str"' not in attributes:
            what = "formula"
        else:
            continue
        reach.broken[index, _column(place.group(1), letters) - 1] = what
