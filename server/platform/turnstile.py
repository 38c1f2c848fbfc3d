"""Where the writers of one SQLite file queue."""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Turnstile:
    """Lets one writer in at a time, among the threads and processes that share a file.

    SQLite itself makes a second writer sleep up to 100 ms between looks; here it wakes the moment
    the first one is done. The kernel opens the turnstile when its holder is killed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._file: tuple[int, int] | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn and have it inside the ``with`` block."""
        with self._threads:
            descriptor = self._descriptor()
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _descriptor(self) -> int:
        """This process's own descriptor: one inherited by a fork would share its turn."""
        if self._file is None or self._file[0] != os.getpid():
            opened = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            self._file = (os.getpid(), opened)
        return self._file[1]
