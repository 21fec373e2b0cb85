"""Why a file cannot be read at all, each with what to do."""

from typing import Any

from zhucun.engine.errors import BadFile
from zhucun.engine.intake.sheets import BYTES_MOST, COLUMNS_MOST, ROWS_MOST
from zhucun.engine.texts import Text

SAVE_AS = Text("请用 Excel 或 WPS 另存为 .xlsx 后再试。", "Save it as .xlsx in Excel or WPS and try again.")

REFUSALS: dict[str, Text] = {
    "missing": Text("找不到文件“{filename}”。请检查路径。", "There is no file “{filename}”. Check the path."),
    "empty": Text(
        "文件“{filename}”是空的（0 字节）。请重新导出或重新上传。",
        "“{filename}” is empty (0 bytes). Export or upload it again.",
    ),
    "word": Text(
        "“{filename}”是 Word 文档，不是表格。请把其中的表格复制到 Excel，存为 .xlsx。",
        "“{filename}” is a Word document, not a table. Copy its table into Excel and save it as .xlsx.",
    ),
    "slides": Text(
        "“{filename}”是演示文稿，不是表格。请提供 .xlsx、.xls、.ods 或 .csv 文件。",
        "“{filename}” is a slide show, not a table. Give an .xlsx, .xls, .ods or .csv file.",
    ),
    "pdf": Text(
        "“{filename}”是 PDF，不能直接导入。请向制表人索取 Excel 原表。",
        "“{filename}” is a PDF and cannot be imported. Ask whoever made it for the Excel file.",
    ),
    "picture": Text(
        "“{filename}”是图片，不是表格。请向制表人索取 Excel 原表。",
        "“{filename}” is a picture, not a table. Ask whoever made it for the Excel file.",
    ),
    "archive": Text(
        "“{filename}”是压缩包。请解压后逐个导入其中的表格。",
        "“{filename}” is an archive. Unpack it and import the tables one by one.",
    ),
    "web_page": Text(
        "“{filename}”其实是网页，扩展名却是表格。{save}",
        "“{filename}” is really a web page under a spreadsheet's name. {save}",
    ),
    "password": Text(
        "“{filename}”有打开密码。请在 Excel 中取消密码后再导入。",
        "“{filename}” needs a password to open. Remove the password in Excel, then import it.",
    ),
    "damaged": Text(
        "“{filename}”已损坏或不完整，多半是没有下载完。请重新下载，或用 Excel 打开修复后另存。",
        "“{filename}” is damaged or incomplete, most likely a broken download. Download it again, or open it in Excel, "
        "let Excel repair it and save it.",
    ),
    "unknown": Text(
        "认不出“{filename}”是什么文件。可以导入 .xlsx、.xls、.ods 和 .csv。",
        "“{filename}” is no kind of file that is known here. Give .xlsx, .xls, .ods or .csv.",
    ),
    "encoding": Text(
        "看不懂“{filename}”的文字编码（试过 UTF-8、GB18030、UTF-16）。{save}",
        "The characters of “{filename}” cannot be read (tried UTF-8, GB18030, UTF-16). {save}",
    ),
    "blank": Text(
        "“{filename}”里没有内容：{sheets}。请检查是否导出了空表。",
        "“{filename}” holds nothing: {sheets}. See whether an empty table was exported.",
    ),
    "too_long": Text(
        "“{filename}”的工作表“{sheet}”超过 {most:,} 行，不能一次导入。请按乡镇拆成几个文件；"
        "若末尾只是多余的空行，请删除后再存。",
        "Sheet “{sheet}” of “{filename}” has more than {most:,} rows, too many for one import. Split it by township; "
        "if the end is only stray rows, delete them and save.",
    ),
    "too_wide": Text(
        "“{filename}”的工作表“{sheet}”超过 {most:,} 列。请删除右侧多余的列后再导入。",
        "Sheet “{sheet}” of “{filename}” has more than {most:,} columns. Delete the stray columns on the right.",
    ),
    "too_big": Text(
        "“{filename}”太大（最多 {most:,} 字节或一千三百万个单元格）。请按乡镇拆成几个文件。",
        "“{filename}” is too big (at most {most:,} bytes or 13 million cells). Split it by township.",
    ),
    "no_sheet": Text(
        "“{filename}”里没有名为“{sheet}”的工作表。现有：{sheets}。",
        "“{filename}” has no sheet “{sheet}”. It has: {sheets}.",
    ),
    "no_header": Text(
        "在“{filename}”里找不到{subject}表的表头：前 {rows} 行中没有一行认得出两个以上的栏目。"
        "请确认选对了文件和类别；也可以下载模板，把数据粘贴进去。",
        "“{filename}” has no heading row for a table of {subject}: none of its first {rows} rows has two headings that "
        "are known. See that the file and the kind are right, or paste the data into the template.",
    ),
    "no_rows": Text(
        "“{filename}”有表头，但表头下面没有数据。请检查是否导出了空表。",
        "“{filename}” has headings and no rows below them. See whether an empty table was exported.",
    ),
}


def refused(why: str, filename: str, **places: Any) -> BadFile:
    """Return the BadFile to raise for one of the reasons above."""
    text = REFUSALS[why]
    most = {"too_long": ROWS_MOST, "too_wide": COLUMNS_MOST, "too_big": BYTES_MOST}.get(why)
    known = {"filename": filename, "save": SAVE_AS, "most": most, **places}
    return BadFile(f"file.{why}", text, **{name: value for name, value in known.items() if f"{{{name}" in text.zh})
