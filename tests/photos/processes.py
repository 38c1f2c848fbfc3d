"""Looking at the processes of the decode child."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def children_of(pid: int) -> list[int]:
    """The living children of a process."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(folder.name))
    return found


def is_alive(pid: int) -> bool:
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def wait_until_gone(pid: int, seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while is_alive(pid):
        assert time.monotonic() < deadline, f"process {pid} is still there"
        time.sleep(0.01)


@contextmanager
def struck(parent: int, how: signal.Signals, *, fork: bool, times: int = 1) -> Iterator[list[int]]:
    """Send a signal as soon as a fork of ``parent`` works: to the fork or to the parent.

    Yields the process ids that were hit.
    """
    hit: list[int] = []
    over = threading.Event()

    def strike() -> None:
        while len(hit) < times and not over.is_set():
            for pid in children_of(parent):
                if pid not in hit and _has_begun(pid):
                    target = pid if fork else parent
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(target, how)
                        hit.append(target)
                    break
            time.sleep(0.002)

    thread = threading.Thread(target=strike)
    thread.start()
    try:
        yield hit
    finally:
        over.set()
        thread.join()


def _has_begun(pid: int) -> bool:
    """Whether the fork has put on its limits, so that it is decoding."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
        return any(line.startswith("Max file size") and line.split()[3] == "0" for line in limits)
    return False
