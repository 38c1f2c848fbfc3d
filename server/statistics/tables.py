"""Tables that offices print or keep as XLSX; every cell is words."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter import Workbook

from server.statistics.workbook import harmless

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NARROWEST, _WIDEST = 10, 34
_TITLE_MOST = 31  # what Excel takes as the name of a sheet
_NO_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Table:
    """A table to print. ``facts`` stand above, ``signatures`` below as lines to sign on;
    ``pictures`` are addresses for the rows that have one."""

    title: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    signatures: Sequence[str] = ()
    pictures: Sequence[str | None] = ()


def workbook(*tables: Table) -> bytes:
    """The tables as an XLSX file, a sheet each."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    for table in tables:
        _sheet(book, table, len(tables))
    book.close()
    return out.getvalue()


def _width(cells: Sequence[str]) -> int:
    """A width in Latin characters, of which Chinese ones take two."""
    return max(_NARROWEST, min(_WIDEST, 2 * max(map(len, cells)) + 2))


def _sheet(book: Workbook, table: Table, sheets: int) -> None:
    tab = table.title.translate(_NO_TITLE)[:_TITLE_MOST] if sheets > 1 else None
    sheet = book.add_worksheet(tab)
    plain = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    head = book.add_format({"border": 1, "bold": True, "bg_color": "#E3F0EA"})
    sheet.write_string(0, 0, harmless(table.title), book.add_format({"bold": True}))
    for row, (name, words) in enumerate(table.facts, start=1):
        sheet.write_string(row, 0, name)
        sheet.write_string(row, 1, harmless(words))
    first = len(table.facts) + 2
    for column, name in enumerate(table.columns):
        sheet.set_column(column, column, _width([name, *(row[column] for row in table.rows)]))
    for row, cells in enumerate((table.columns, *table.rows), start=first):
        for column, words in enumerate(cells):
            sheet.write_string(row, column, harmless(words), head if row == first else plain)
    for column, words in enumerate(table.signatures):
        sheet.write_string(first + len(table.rows) + 2, column * 2, words)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(first)
