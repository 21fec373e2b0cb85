"""Any file is read or refused with a reason and a remedy."""

import io
import resource
import zipfile

import openpyxl
import pytest
import xlsxwriter

from tests.unit.intake.books import VILLAGE_HEAD, VILLAGE_ROWS, book, saved
from zhucun.engine.errors import BadFile
from zhucun.engine.intake import read
from zhucun.engine.intake.sheets import letter

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE = "村名,乡镇,贫困户数\n甲村,东镇,10\n乙村,东镇,12\n"


def zipped(*paths: str) -> bytes:
    """A zip with these paths in it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        [package.writestr(path, "x") for path in paths]
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "filename", "why"),
    [
        (b"", "空.xlsx", "file.empty"),
        (zipped("word/document.xml", "[Content_Types].xml"), "表.xlsx", "file.word"),
        (zipped("ppt/presentation.xml"), "表.xlsx", "file.slides"),
        (zipped("照片.jpg"), "表.xlsx", "file.archive"),
        (b"%PDF-1.7 ...", "表.pdf", "file.pdf"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "表.xlsx", "file.picture"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "照片.jpg", "file.picture"),
        (b"Rar!\x1a\x07\x00", "表.rar", "file.archive"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "表.xlsx", "file.password"),
        (OLE + "WordDocument".encode("utf-16-le"), "表.doc", "file.word"),
        (OLE + bytes(5000), "表.xls", "file.damaged"),
        (b"<html><table><tr><td>x</td></tr></table></html>", "表.xls", "file.web_page"),
        (bytes(range(256)) * 20, "表.dat", "file.unknown"),
        (bytes(range(256)) * 20, "表.csv", "file.unknown"),
        (b"PK\x03\x04" + bytes(300), "表.xlsx", "file.damaged"),
        (book([VILLAGE_HEAD, *VILLAGE_ROWS])[:3000], "表.xlsx", "file.damaged"),
        (b"\n\n , , \n", "表.csv", "file.blank"),
        (book([]), "表.xlsx", "file.blank"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(data, filename, why):
    with pytest.raises(BadFile) as refused:
        read(data, filename)
    assert refused.value.code == why
    assert filename in refused.value.say("zh")
    assert filename in refused.value.say("en")
    assert "{" not in refused.value.say("zh") + refused.value.say("en")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(BadFile, match=r"file\.missing"):
        read(tmp_path / "没有.xlsx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_is_read_in_every_usual_encoding(encoding):
    sheet = read(TABLE.encode(encoding), "村.csv").sheets[0]
    assert sheet.rows == [["村名", "乡镇", "贫困户数"], ["甲村", "东镇", "10"], ["乙村", "东镇", "12"]]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_csv_is_read_with_every_usual_separator(separator):
    sheet = read(TABLE.replace(",", separator).encode(), "村.csv").sheets[0]
    assert sheet.rows[1] == ["甲村", "东镇", "10"]


def test_a_csv_keeps_quoted_separators_and_line_breaks():
    text = '村名,帮扶单位\n甲村,"市教育局,\n市司法局"\n乙村\n'
    assert read(text.encode(), "村.csv").sheets[0].rows[1:] == [["甲村", "市教育局,\n市司法局"], ["乙村", ""]]


def test_hidden_and_empty_sheets_are_named_and_not_read():
    made = openpyxl.Workbook()
    made.active.append(["村名"])
    made.create_sheet("隐藏").append(["x"])
    made["隐藏"].sheet_state = "hidden"
    made.create_sheet("空表")
    read_back = read(saved(made), "表.xlsx")
    assert [s.name for s in read_back.sheets] == ["Sheet"]
    assert (read_back.hidden, read_back.empty) == (("隐藏",), ("空表",))


def test_error_cells_and_formulas_without_a_result_are_found():
    made = openpyxl.Workbook()
    made.active.append(["村名", "贫困户数", "贫困人口"])
    made.active.append(["甲村", "=1+1", "#REF!"])
    made.active["C2"].data_type = "e"
    sheet = read(saved(made), "表.xlsx").sheets[0]
    assert sheet.broken == {(1, 1): "formula", (1, 2): "#REF!"}
    assert sheet.rows[1] == ["甲村", "", ""]


def test_a_formula_with_a_result_is_read_as_its_result():
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target)
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, ["村名", "贫困户数", "备注"])
    sheet.write_row(1, 0, ["甲村"])
    sheet.write_formula(1, 1, "=6*7", None, 42)
    sheet.write_formula(1, 2, '="甲"&"乙"', None, "甲乙")
    made.close()
    read_back = read(target.getvalue(), "表.xlsx").sheets[0]
    assert read_back.rows[1] == ["甲村", 42.0, "甲乙"]
    assert read_back.broken == {}


def million_rows() -> bytes:
    """A sheet of a million short rows, made without holding them: about 2 MB packed."""
    target = io.BytesIO()
    empty = book([["村名"]])
    with zipfile.ZipFile(io.BytesIO(empty)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        [package.writestr(n, source.read(n)) for n in source.namelist() if n != "xl/worksheets/sheet1.xml"]
        with package.open("xl/worksheets/sheet1.xml", "w") as stream:
            stream.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>')
            row = b"<row><c><v>1</v></c><c><v>22</v></c></row>"
            [stream.write(row * 10_000) for _ in range(100)]
            stream.write(b"</sheetData></worksheet>")
    return target.getvalue()


def test_a_million_rows_are_refused_without_eating_memory():
    data = million_rows()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(BadFile) as refused:
        read(data, "大表.xlsx")
    assert refused.value.code == "file.too_long"
    assert "400,000" in refused.value.say("zh")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000  # kilobytes


def test_a_million_lines_of_csv_are_refused():
    with pytest.raises(BadFile, match=r"file\.too_long"):
        read(b"a,b\n" * 1_000_000, "大表.csv")


def test_one_stray_cell_far_away_does_not_lay_out_the_whole_sheet():
    made = openpyxl.Workbook()
    made.active["A1"] = "村名"
    made.active["XFD3"] = 1
    with pytest.raises(BadFile, match=r"file\.too_wide"):
        read(saved(made), "表.xlsx")
    made.active["XFD3"] = None
    made.active["B1048576"] = 1
    with pytest.raises(BadFile, match=r"file\.too_long"):
        read(saved(made), "表.xlsx")


def test_formatted_blank_rows_to_the_bottom_are_no_rows():
    made = openpyxl.Workbook()
    made.active.append(["村名"])
    made.active["A1048576"].font = openpyxl.styles.Font(bold=True)
    assert len(read(saved(made), "表.xlsx").sheets[0].rows) == 1


@pytest.mark.parametrize(("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_excel_s_letters(index, name):
    assert letter(index) == name


def ods(rows: int = 1, repeated: int = 1) -> bytes:
    """An OpenDocument sheet with a heading row and rows of two cells, the last of them repeated."""
    row = (
        '<table:table-row{more}><table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p></table:table-cell>'
        "</table:table-row>"
    )
    head = row.format(more="", name="村名").replace('office:value-type="float" office:value="7"', "").replace("7", "x")
    body = "".join(row.format(more="", name=f"村{i}") for i in range(rows))
    body += row.format(more=f' table:number-rows-repeated="{repeated}"', name="末村")
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    content = (
        f"<office:document-content{names}><office:body><office:spreadsheet>"
        f'<table:table table:name="表">{head}{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return target.getvalue()


def test_an_opendocument_sheet_is_read():
    assert read(ods(), "表.ods").sheets[0].rows[1] == ["村0", 7.0]


def test_an_opendocument_row_repeated_a_million_times_is_refused():
    with pytest.raises(BadFile, match=r"file\.too_long"):
        read(ods(repeated=1_000_000), "表.ods")
