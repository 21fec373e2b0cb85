"""A workbook written while it is sent: any spreadsheet program reads it, and no row is kept in memory."""

import io
import tracemalloc
from decimal import Decimal

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from zhucun.registry.papers import workbook
from zhucun.registry.papers.workbook import Sheet, csv_of, workbook_of

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
CELLS = st.one_of(st.none(), TEXT, st.integers(-(10**9), 10**9), st.just(Decimal("12.50")))


def opened(sheets):
    return openpyxl.load_workbook(io.BytesIO(b"".join(workbook_of(sheets))), read_only=True)


@settings(max_examples=25)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5))
def test_what_is_written_is_read(rows):
    book = opened([Sheet("表", ["甲", "乙", "丙"], rows)])
    found = [list(row) for row in book["表"].iter_rows(values_only=True)]
    assert found[0] == ["甲", "乙", "丙"]
    assert [[c for c in row if c is not None] for row in found[1:]] == [
        [float(c) if isinstance(c, Decimal) else c for c in row if c is not None] for row in rows
    ]


def test_what_no_xml_may_hold_is_left_out_and_the_rest_stays():
    book = opened([Sheet("表", ["甲"], [["a\x00b<&>\x1f"]])])
    assert book["表"]["A2"].value == "ab<&>"


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    book = opened([Sheet("表", ["甲"], iter([[n] for n in range(5)])), Sheet("末", ["乙"], [])])
    assert book.sheetnames == ["表", "表 2", "表 3", "末"]
    found = [cell for name in book.sheetnames[:3] for row in book[name].iter_rows(2, values_only=True) for cell in row]
    assert found == [0, 1, 2, 3, 4]


def test_a_sheet_may_be_made_after_the_ones_before_it_were_written():
    seen = []

    def sheets():
        yield Sheet("表", ["甲"], (seen.append(n) or [n] for n in range(3)))
        yield Sheet("计", ["数"], [[len(seen)]])

    assert opened(sheets())["计"]["A2"].value == 3


def peak(count):
    tracemalloc.start()
    written = sum(map(len, workbook_of([Sheet("表", ["甲", "乙"], ((n, "永寿县") for n in range(count)))])))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert written > count
    return most


def test_ten_times_the_rows_need_no_more_memory():
    assert peak(30_000) < 1.5 * peak(3_000) + 200_000


def test_no_cell_of_a_csv_runs_as_a_formula():
    assert "".join(csv_of(["甲"], [["=1+1"], ["-3"], [None], [5]])) == "\ufeff甲\r\n'=1+1\r\n'-3\r\n\"\"\r\n5\r\n"
