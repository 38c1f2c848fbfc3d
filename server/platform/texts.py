"""Text files that people wrote with whatever they have."""

from __future__ import annotations

from pathlib import Path


def read_text(path: Path) -> str:
    """A file in UTF-8, marked as such or not, or in GB 18030, as spreadsheets in China save it.

    Raises ``UnicodeError`` for anything else, ``OSError`` for what cannot be read.
    """
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
