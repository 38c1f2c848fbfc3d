"""Tables that people send: what a small file may cost."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from server.platform.errors import Problem
from server.responsibility.tables import ROWS_MOST, read_table

HEADINGS = {"单位": "organisation"}


def _workbook(far: int) -> bytes:
    """A sheet with a heading, and one more cell that far down."""
    file, book = io.BytesIO(), Workbook()
    sheet = book.worksheets[0]
    sheet.cell(1, 1, "单位")
    sheet.cell(far, 1, "环卫")
    book.save(file)
    return file.getvalue()


def _blank_lines(far: int) -> bytes:
    return ("单位" + "\n" * (far - 1) + "环卫").encode()


@pytest.mark.parametrize("made", [_workbook, _blank_lines])
def test_a_small_file_does_not_name_half_a_million_rows(
    made: Callable[[int], bytes],
) -> None:
    """Empty rows between others are read over, but not without end: 5 kB took six seconds."""
    (line,) = read_table(made(2 * ROWS_MOST), HEADINGS, ("单位",))
    assert line.cells == {"organisation": "环卫"}
    with pytest.raises(Problem, match="table_too_long"):
        read_table(made(10 * ROWS_MOST + 1), HEADINGS, ("单位",))
