"""Files that leave registry: lists without a cut, row by row, as workbook or csv, in the codes of a chosen system."""

from zhucun.registry.papers.tables import TABLES, Table, table_rows
from zhucun.registry.papers.workbook import Sheet, csv_of, workbook_of

__all__ = ["TABLES", "Sheet", "Table", "csv_of", "table_rows", "workbook_of"]
