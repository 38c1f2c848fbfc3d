"""Rows of a CSV or XLSX file as text, with the line each stands on in the file."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

from server.platform.errors import Problem

ROWS_MOST = 5000
_CELLS_MOST = 40
_UNPACKED_BYTES_MOST = 20_000_000
_LOOKED_THROUGH_MOST = 10 * ROWS_MOST
"""Rows with the empty ones between them: a file of 5 kB can name half a million."""

_ZIP = b"PK\x03\x04"
_BROKEN = (
    zipfile.BadZipFile, ParseError,
    KeyError, ValueError, TypeError, AttributeError, OSError, EOFError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number in the file from 1, its cells by column, and whether one is a formula.

    A formula is never computed: nobody can see in the file what it would say.
    """

    number: int
    cells: dict[str, str]
    has_formula: bool


def read_table(data: bytes, headings: dict[str, str], needed: tuple[str, ...]) -> list[Line]:
    """The rows below the heading line; empty ones are left out.

    ``headings`` maps each heading that is understood, in lower case, to the name of its column;
    other columns are ignored; ``needed`` are headings whose columns must be there. CSV may be
    UTF-8 or GB 18030, as spreadsheets in China save it.
    Raises ``Problem`` ``table_unreadable`` for anything else, ``table_too_long``, and
    ``table_without_headings`` with the needed headings that are missing.
    """
    grid = _sheet(data) if data.startswith(_ZIP) else _csv(data)
    number, first, _ = next(grid, (0, [], False))
    columns = {
        index: headings[heading.lower()]
        for index, heading in enumerate(first)
        if heading.lower() in headings
    }
    missing = [heading for heading in needed if headings[heading] not in columns.values()]
    if missing:
        raise Problem("table_without_headings", 422, missing="、".join(missing))
    lines: list[Line] = []
    for number, cells, has_formula in grid:
        if number <= _LOOKED_THROUGH_MOST and not any(cells):
            continue
        if len(lines) == ROWS_MOST or number > _LOOKED_THROUGH_MOST:
            raise Problem("table_too_long", 422, most=ROWS_MOST)
        named = {columns[index]: cell for index, cell in enumerate(cells) if index in columns}
        lines.append(Line(number, named, has_formula))
    return lines


def nobody(word: str, organisations: Mapping[str, object | None]) -> str:
    """The outcome of a row whose organisation was not found among those by word."""
    if not word:
        return "no_organisation"
    return "same_name" if word in organisations else "unknown_organisation"


_Row = tuple[int, list[str], bool]


def _csv(data: bytes) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(_decoded(data), newline=""), strict=True)
    begin = 1
    try:
        for row in reader:
            cells = [cell.strip() for cell in row[:_CELLS_MOST]]
            yield begin, cells, any(cell.startswith("=") for cell in cells)
            begin = reader.line_num + 1
    except csv.Error as error:
        raise _unreadable() from error


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _unreadable()


def _sheet(data: bytes) -> Iterator[_Row]:
    """The first sheet of a workbook."""
    # Here, because hardly a process ever reads one and every one would wait for it to load.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > _UNPACKED_BYTES_MOST:
                raise _unreadable()
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_col=_CELLS_MOST)
        for number, row in enumerate(rows, start=1):
            yield number, [_text(cell.value) for cell in row], _computes(row)
    except (*_BROKEN, InvalidFileException) as error:
        raise _unreadable() from error


def _computes(row: Iterable[object]) -> bool:
    return any(getattr(cell, "data_type", "") == "f" for cell in row)


def _text(value: object) -> str:
    """A cell as text: whole numbers without a point, moments as ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


def _unreadable() -> Problem:
    return Problem("table_unreadable", 422)
