"""Reads csv files as Chinese offices make them: UTF-8 with or without mark, GB18030, UTF-16, any usual separator."""

import csv
import io
from collections import Counter

from zhucun.engine.intake.refusals import refused
from zhucun.engine.intake.sheets import CELLS_MOST, COLUMNS_MOST, ROWS_MOST, Cell, Sheet

SEPARATORS = ",\t;|"
CONTROL = frozenset(map(chr, range(32))) - {"\t", "\n", "\r", "\x0b", "\x0c"}


def decode(data: bytes, filename: str) -> tuple[str, str]:
    """Return the text and the name of its encoding; raises BadFile when it is no text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        guesses = ["utf-16"]
    elif 0 in data[:4000]:  # no other text has a zero byte; in UTF-16 it is the upper half of a Latin character
        guesses = ["utf-16-le" if data[:4000:2].count(0) < data[1:4000:2].count(0) else "utf-16-be"]
    else:
        guesses = ["utf-8-sig", "gb18030"]
    for encoding in guesses:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROL.intersection(text[:100_000]):
            return text, encoding
    raise refused("unknown" if CONTROL.intersection(data[:2000].decode("latin-1")) else "encoding", filename)


def sniff(text: str) -> str:
    """Return the separator under which the first lines fall most evenly into the most columns."""
    sample = text[:20_000].splitlines()[:40]

    def evenness(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=separator) if row)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return (times, width) if width > 1 else (0, 0)

    return max(SEPARATORS, key=evenness)


def read_delimited(data: bytes, filename: str) -> tuple[Sheet, str]:
    """Return the one sheet of a csv file and its encoding; raises BadFile past a limit."""
    text, encoding = decode(data, filename)
    name = filename.rsplit("/", 1)[-1]
    rows: list[list[Cell]] = []
    cells = 0
    csv.field_size_limit(1_000_000)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=sniff(text)):
            rows.append(list(row))
            cells += len(row)
            if len(rows) > ROWS_MOST:
                raise refused("too_long", filename, sheet=name)
            if len(row) > COLUMNS_MOST:
                raise refused("too_wide", filename, sheet=name)
            if cells > CELLS_MOST:
                raise refused("too_big", filename)
    except csv.Error as error:
        raise refused("damaged", filename) from error
    width = max(map(len, rows), default=0)
    for row_cells in rows:
        row_cells.extend([""] * (width - len(row_cells)))
    return Sheet(name, rows), encoding
