"""A ledger as an XLSX file, written row after row to the disk."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook

from server.photos import files
from server.platform.i18n import t
from server.statistics.queries import Line, Picture

COLUMNS = (
    ("no", 6), ("number", 24), ("place", 34), ("problem", 30), ("before", 17), ("after", 17),
    ("organisation", 22), ("person", 10), ("due", 17), ("state", 14), ("done", 17), ("checker", 10),
)  # fmt: skip
"""The columns of a ledger (mechanisms A34) and their widths in characters."""

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_ROW_HEIGHT = 90
_PICTURE_SCALE = 0.25


def harmless(words: str) -> str:
    """Words that no spreadsheet takes for a formula, not even after a detour through CSV."""
    return f"'{words}" if words.startswith(_FORMULA_SIGNS) else words


class Sheet:
    """One ledger sheet in a file, which keeps its drafts beside itself; finished by leaving it.

    ``pictures`` puts small photos into the rows.

    Only the row being written is in memory (and the photos, of which there may be few).
    """

    def __init__(self, path: Path, locale: str, zone: ZoneInfo, *, pictures: bool) -> None:
        self._locale, self._zone, self._with_pictures = locale, zone, pictures
        self._book = Workbook(
            path,
            {
                "constant_memory": True,
                "tmpdir": str(path.parent),
                "strings_to_formulas": False,
                "strings_to_urls": False,
            },
        )
        self._sheet = self._book.add_worksheet(t("ledger.title", locale))
        self._moment = self._format(num_format="yyyy-mm-dd hh:mm")
        self._plain = self._format()
        self._rows = 0
        self._begin()

    def add(self, line: Line) -> None:
        """Write the next row."""
        self._rows += 1
        row = self._rows
        if self._with_pictures:
            self._sheet.set_row(row, _ROW_HEIGHT)
        self._sheet.write_number(row, 0, row, self._plain)
        self._words(row, 1, line.number, line.place, line.problem)
        self._photos(row, 4, line.before)
        self._photos(row, 5, line.after)
        self._words(row, 6, line.organisation, line.person)
        self._time(row, 8, line.due_at)
        self._words(row, 9, state_words(line, self._locale))
        self._time(row, 10, line.done_at)
        self._words(row, 11, line.checker)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, error: type[BaseException] | None, *_: object) -> None:
        """Put the file together; after an error only let go of the drafts."""
        if error is None:
            self._book.close()
        else:
            self._sheet.row_data_fh.close()

    def _begin(self) -> None:
        head = self._format(bold=True, bg_color="#E3F0EA")
        for column, (name, width) in enumerate(COLUMNS):
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, t(f"ledger.column.{name}", self._locale), head)
        self._sheet.freeze_panes(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)

    def _format(self, **options: Any) -> Any:
        return self._book.add_format({"border": 1, "text_wrap": True, "valign": "top", **options})

    def _words(self, row: int, column: int, *texts: str) -> None:
        for place, words in enumerate(texts, start=column):
            self._sheet.write_string(row, place, harmless(words), self._plain)

    def _time(self, row: int, column: int, moment: datetime | None) -> None:
        if moment is None:
            self._sheet.write_blank(row, column, None, self._plain)
        else:
            local = moment.astimezone(self._zone).replace(tzinfo=None)
            self._sheet.write_datetime(row, column, local, self._moment)

    def _photos(self, row: int, column: int, pictures: tuple[Picture, ...]) -> None:
        """The first photo where pictures are wanted; else, and where it is gone, how many."""
        if self._with_pictures and pictures:
            with suppress(FileNotFoundError):
                self._draw(row, column, files.rendition(pictures[0].file_id, "thumb"))
                return
        words = t("ledger.photos", self._locale, n=len(pictures)) if pictures else ""
        self._words(row, column, words)

    def _draw(self, row: int, column: int, jpeg: bytes) -> None:
        self._sheet.write_blank(row, column, None, self._plain)
        options = {
            "image_data": io.BytesIO(jpeg),
            "x_scale": _PICTURE_SCALE,
            "y_scale": _PICTURE_SCALE,
            "x_offset": 2,
            "y_offset": 2,
            "object_position": 1,
        }
        self._sheet.insert_image(row, column, "photo.jpg", options)


def state_words(line: Line, locale: str) -> str:
    """The state, that it is or was late, and that the problem came again."""
    words = t(f"state.{line.state}", locale)
    if line.recurrent:
        words = t("ledger.recurrent", locale, state=words)
    return t("ledger.late", locale, state=words) if line.late else words


def write(sheet: Sheet, lines: Iterable[Line], told: Callable[[int], None]) -> int:
    """Write all lines; ``told`` hears after each how many there are. Returns how many."""
    done = 0
    for line in lines:
        sheet.add(line)
        done += 1
        told(done)
    return done
