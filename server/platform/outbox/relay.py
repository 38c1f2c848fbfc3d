"""The in-process executor: one thread that empties the outbox."""

from __future__ import annotations

import threading

import structlog
from flask import Flask

from server.platform.outbox import service

log = structlog.get_logger()
_IDLE_SECONDS = 1.0
_GATHER_SECONDS = 0.2


class Relay:
    """Empties the outbox whenever the bell rings, and looks again every second.

    After the bell it waits a moment, so that a burst of commits costs two transactions and not
    two for each.
    Any number of processes may run one: rows are leased, so each is worked by one at a time.
    The slow lane wants a relay of its own.
    """

    def __init__(self, app: Flask, *, slow: bool = False) -> None:
        self._app = app
        self._slow = slow
        self._bell = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="outbox-relay", daemon=True)
        service.on_committed(self._bell.set)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Finish the rows in hand and end the thread."""
        self._stopping.set()
        self._bell.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            if self._bell.wait(_IDLE_SECONDS):
                self._stopping.wait(_GATHER_SECONDS)
            self._bell.clear()
            try:
                _drain(self._app, slow=self._slow)
            except Exception:
                log.exception("outbox_relay_failed")
                self._stopping.wait(_IDLE_SECONDS)


def drain(app: Flask) -> int:
    """Work until nothing is due in either lane; returns how many rows were done."""
    done = 0
    while more := _drain(app, slow=False) + _drain(app, slow=True):
        done += more
    return done


def _drain(app: Flask, *, slow: bool) -> int:
    done = 0
    with app.app_context():
        while rows := service.lease(slow=slow):
            done += service.work(rows)
    return done
