"""Heads of the journal outside the database, so that a cut tail or a removed case shows.

Every event is noted after its commit as one line ``number seq hash`` in a file of the day in the
data folder. A line may come twice; what counts is the highest ``seq`` of each case. Each note
begins with the line break, so that one cut by a full disk does not spoil the next.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path

from server.platform import clock
from server.platform.runtime import current

Head = tuple[int, str]


def _folder() -> Path:
    return current().settings.data_dir / "journal-heads"


def note(number: str, seq: int, event_hash: bytes) -> None:
    """Append the head of a case; a single write, so lines of two processes do not mix.

    Raises ``OSError`` when not all of it could be written.
    """
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{clock.now():%Y-%m-%d}.txt"
    line = f"\n{number} {seq} {event_hash.hex()}".encode("ascii")
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        if os.write(descriptor, line) < len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    finally:
        os.close(descriptor)


def heads() -> dict[str, Head]:
    """The latest noted head of each case; a line cut by a crash is passed over."""
    found: dict[str, Head] = {}
    for path in sorted(_folder().glob("*.txt")):
        for line in path.read_text(encoding="ascii").splitlines():
            parts = line.split()
            if len(parts) != 3 or len(parts[2]) != 64:
                continue
            number, seq = parts[0], int(parts[1])
            if number not in found or seq >= found[number][0]:
                found[number] = (seq, parts[2])
    return found
