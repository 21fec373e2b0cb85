"""Reads any table file an office sends: xlsx, xls, ods and csv; says clearly why when it cannot."""

import io
import re
import zipfile
import zlib
from itertools import chain
from pathlib import Path

import python_calamine as calamine

from zhucun.engine.errors import BadFile
from zhucun.engine.intake.delimited import read_delimited
from zhucun.engine.intake.refusals import refused
from zhucun.engine.intake.sheet_xml import Reach, reaches
from zhucun.engine.intake.sheets import BYTES_MOST, CELLS_MOST, COLUMNS_MOST, ROWS_MOST, Cell, Merge, Sheet, Workbook

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"BM", "picture"),
    (b"II*\x00", "picture"),
    (b"MM\x00*", "picture"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "word"),
)
WEB_PAGE = re.compile(rb"^\s*(<!doctype html|<html|<table|<\?xml|<meta)", re.I)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(source: Path | bytes, filename: str | None = None) -> Workbook:
    """Return all visible sheets of a file; raises BadFile with the reason and the remedy.

    Limits: 400,000 rows and 500 columns a sheet, 13 million cells, 200 MB; a file beyond them is refused before it
    is loaded. Formulas give the value Excel stored; cells without one and error cells are listed in `Sheet.broken`.
    """
    name = filename or (source.name if isinstance(source, Path) else "file")
    data = _bytes(source, name)
    kind = _kind(data, name)
    if kind == "csv":
        sheet, encoding = read_delimited(data, name)
        return _checked(Workbook(name, kind, (sheet,), encoding=encoding))
    return _checked(_read_workbook(data, name, kind))


def _bytes(source: Path | bytes, name: str) -> bytes:
    if isinstance(source, Path):
        if not source.is_file():
            raise refused("missing", str(source))
        if source.stat().st_size > BYTES_MOST:
            raise refused("too_big", name)
        source = source.read_bytes()
    if len(source) > BYTES_MOST:
        raise refused("too_big", name)
    if not source:
        raise refused("empty", name)
    return source


def _kind(data: bytes, name: str) -> str:
    if data.startswith(b"PK"):
        return _zip_kind(data, name)
    if data.startswith(OLE):
        return _ole_kind(data, name)
    for signature, why in SIGNATURES:
        if data.startswith(signature) and not (signature == b"BM" and _is_text(data)):
            raise refused(why, name)
    if WEB_PAGE.match(data[:400].removeprefix(b"\xef\xbb\xbf")):
        raise refused("web_page", name)
    if not name.lower().endswith((".csv", ".txt", ".tsv")) and not _is_text(data):
        raise refused("unknown", name)
    return "csv"


def _is_text(data: bytes) -> bool:
    head = data[:4000]
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or not any(byte < 9 or 13 < byte < 32 for byte in head)


def _zip_kind(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            inside = package.namelist()
            content = package.read("mimetype") if "mimetype" in inside else b""
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as error:
        raise refused("damaged", name) from error
    if "xl/workbook.xml" in inside:
        return "xlsx"
    if "xl/workbook.bin" in inside:
        return "xlsb"
    if b"opendocument.spreadsheet" in content:
        return "ods"
    if any(path.startswith("word/") for path in inside) or b"opendocument.text" in content:
        raise refused("word", name)
    if any(path.startswith("ppt/") for path in inside):
        raise refused("slides", name)
    raise refused("archive", name)


def _ole_kind(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise refused("password", name)
    if "WordDocument".encode("utf-16-le") in data:
        raise refused("word", name)
    if "PowerPoint Document".encode("utf-16-le") in data:
        raise refused("slides", name)
    return "xls"


def _read_workbook(data: bytes, name: str, kind: str) -> Workbook:
    try:
        reach: dict[str, Reach] = {}
        if kind == "xlsx":
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                reach = reaches(package, name)
        elif kind == "ods":
            _check_ods(data, name)
        return _load(data, name, kind, reach)
    except BadFile:
        raise
    except calamine.PasswordError as error:
        raise refused("password", name) from error
    except (calamine.CalamineError, zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, ValueError) as error:
        raise refused("damaged", name) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the loader is Rust and may give up on a broken file
            raise refused("damaged", name) from error
        raise


def _load(data: bytes, name: str, kind: str, reach: dict[str, Reach]) -> Workbook:
    sheets, hidden, empty = [], [], []
    cells = 0
    with calamine.load_workbook(io.BytesIO(data)) as book:
        for known in book.sheets_metadata:
            if known.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            if known.visible != calamine.SheetVisibleEnum.Visible:
                hidden.append(known.name)
                continue
            raw = book.get_sheet_by_name(known.name)
            if raw.end is None:
                empty.append(known.name)
                continue
            cells += _check_size(raw.end, known.name, name)
            if cells > CELLS_MOST:
                raise refused("too_big", name)
            merges = tuple(Merge(*start, *end) for start, end in raw.merged_cell_ranges or ())
            rows = raw.to_python(skip_empty_area=False)
            broken = reach[known.name].broken if known.name in reach else {}
            sheets.append(Sheet(known.name, rows, tuple(sorted(merges, key=lambda m: (m.top, m.left))), broken))
    return Workbook(name, kind, tuple(sheets), tuple(hidden), tuple(empty))


def _check_size(end: tuple[int, int], sheet: str, name: str) -> int:
    rows, columns = end[0] + 1, end[1] + 1
    if rows > ROWS_MOST:
        raise refused("too_long", name, sheet=sheet)
    if columns > COLUMNS_MOST:
        raise refused("too_wide", name, sheet=sheet)
    return rows * columns


def _check_ods(data: bytes, name: str) -> None:
    """Refuse an ods whose rows with values are too many before it is laid out."""
    repeated = re.compile(rb'number-rows-repeated="(\d+)"')
    rows = 0
    with zipfile.ZipFile(io.BytesIO(data)) as package, package.open("content.xml") as stream:
        rest = b""
        while piece := stream.read(1 << 20):
            *parts, rest = (rest + piece).split(b"<table:table-row")
            for part in parts:
                if b"office:value" in part or b"<text:p" in part:
                    found = repeated.search(part[:300])
                    rows += int(found.group(1)) if found else 1
            if rows > ROWS_MOST:
                raise refused("too_long", name, sheet="content.xml")


def _checked(book: Workbook) -> Workbook:
    for sheet in book.sheets:
        for start in range(0, len(sheet.rows), RUN):
            _empty_blanks(sheet.rows[start : start + RUN])
    full = tuple(s for s in book.sheets if any(cell != "" for row in s.rows for cell in row))
    if not full:
        names = [s.name for s in book.sheets] + list(book.empty) + list(book.hidden)
        raise refused("blank", book.filename, sheets="、".join(names) or "-")
    blank = tuple(s.name for s in book.sheets if s not in full)
    return Workbook(book.filename, book.kind, full, book.hidden, book.empty + blank, book.encoding)


RUN = 5_000


def _empty_blanks(rows: list[list[Cell]]) -> None:
    """Make cells of blanks empty ones; different cells are looked at once, and nearly all runs have none."""
    blank = {cell for cell in set(chain.from_iterable(rows)) if type(cell) is str and cell.isspace()}
    if blank:
        for row in rows:
            row[:] = ["" if cell in blank else cell for cell in row]
