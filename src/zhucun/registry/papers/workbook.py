"""A workbook written while it is being sent: no row is kept, so that a million of them need no more memory than one.

The usual library keeps the sheet or a file of it; here rows go through the compressor straight into the answer.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

MOST_ROWS = 1_000_000  # a sheet holds 1,048,576
AT_ONCE = 500
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'<?xml version="1.0" encoding="UTF-8"?><styleSheet xmlns="{MAIN}">'
    '<fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
# Characters that no XML may hold; a stray one would make the whole file unreadable.
FORBIDDEN = dict.fromkeys(n for n in range(32) if n not in (9, 10, 13)) | {0xFFFE: None, 0xFFFF: None}


@dataclass
class Sheet:
    """One sheet: a name, heads, and rows that may be a generator; `then` rows are asked for after all others."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Any]]


class _Sink(io.RawIOBase):
    """What the archive writes into; taken out and sent chunk by chunk."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        """The archive may write here."""
        return True

    def write(self, data: Any) -> int:
        """Keep a piece until it is taken."""
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """Return what has come since the last time."""
        taken, self._parts = b"".join(self._parts), []
        return taken


def workbook_of(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """Yield an xlsx file piece by piece; a list longer than a sheet goes on in the next one."""
    sink = _Sink()
    names: list[str] = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for sheet in sheets:
            rows = iter(sheet.rows)
            part = 0
            while part == 0 or (first := next(rows, None)) is not None:
                part += 1
                names.append(sheet.name if part == 1 else f"{sheet.name} {part}")
                begun = rows if part == 1 else _before(first, rows)
                with archive.open(f"xl/worksheets/sheet{len(names)}.xml", "w") as file:
                    for piece in _sheet(sheet.heads, begun):
                        file.write(piece.encode())
                        yield sink.take()
        for name, text in _frame(names):
            archive.writestr(name, text)
    yield sink.take()


def _before(first: Any, rows: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rows


def _sheet(heads: Sequence[str], rows: Iterator[Sequence[Any]]) -> Iterator[str]:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
        f"{pane}</sheetView></sheetViews><sheetData>"
    )
    yield "<row>" + "".join(_text(head, ' s="1"') for head in heads) + "</row>"
    lines: list[str] = []
    for number, row in zip(range(MOST_ROWS), rows, strict=False):
        lines.append("<row>" + "".join(map(_cell, row)) + "</row>")
        if number % AT_ONCE == AT_ONCE - 1:
            yield "".join(lines)
            lines = []
    yield "".join(lines) + "</sheetData></worksheet>"


def _cell(value: Any) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return f"<c><v>{value}</v></c>"
    return _text(str(value))


def _text(text: str, style: str = "") -> str:
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{escape(text.translate(FORBIDDEN))}</t></is></c>'


def _frame(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the parts of the file that name its sheets, which are known only at the end."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    numbered = list(enumerate(names, start=1))
    listed = "".join(f'<sheet name="{escape(name)[:31]}" sheetId="{n}" r:id="rId{n}"/>' for n, name in numbered)
    yield "xl/workbook.xml", f'{head}<workbook xmlns="{MAIN}" xmlns:r="{RELATED}"><sheets>{listed}</sheets></workbook>'
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATED}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n, _ in numbered
    )
    links += f'<Relationship Id="rId{len(names) + 1}" Type="{RELATED}/styles" Target="styles.xml"/>'
    wrapped = f'{head}<Relationships xmlns="{PACKAGE}/relationships">'
    yield "xl/_rels/workbook.xml.rels", f"{wrapped}{links}</Relationships>"
    yield "xl/styles.xml", STYLES
    book = f'<Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/>'
    yield "_rels/.rels", f"{wrapped}{book}</Relationships>"
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{KIND}.worksheet+xml"/>' for n, _ in numbered
    )
    yield (
        "[Content_Types].xml",
        (
            f'{head}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>'
            f'<Override PartName="/xl/styles.xml" ContentType="{KIND}.styles+xml"/>{kinds}</Types>'
        ),
    )


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield a csv file piece by piece, with the mark by which spreadsheet programs read Chinese."""
    yield "\ufeff"
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow(heads)
    for number, row in enumerate(rows, start=1):
        writer.writerow(["" if v is None else _harmless(v) for v in row])
        if number % AT_ONCE == 0:
            yield lines.getvalue()
            lines.seek(0)
            lines.truncate()
    yield lines.getvalue()


def _harmless(value: Any) -> Any:
    """Return a cell that no spreadsheet program runs as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
