"""Doing things at the very same moment."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from threading import Barrier, Condition
from typing import Any, TypeVar

import pytest
from flask import Flask
from sqlalchemy import Engine, event, text

from server.platform import db as platform_db
from server.platform.db import db

Result = TypeVar("Result")

_LEAVES_ITS_MARK = re.compile(
    r"\s*(INSERT|UPDATE|DELETE|LOCK)\b|\bFOR (NO KEY |KEY )?(UPDATE|SHARE)\b|advisory", re.DOTALL
)
_BLOCKED = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
_LOOKS_AGAIN = 0.005
_PATIENCE = 60


def at_once(calls: Sequence[Callable[[], Result]]) -> list[Result]:
    """Run every call in a thread of its own, all let go together; their results in order."""
    start = Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result:
        start.wait(timeout=30)
        return call()

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(run, calls))


class Lockstep:
    """Lets calls run in threads, step by step in turn, so that all read before one writes.

    A call stops before it begins a unit of work and, on PostgreSQL, before every statement that
    writes or locks. When all have stopped, wait for a lock or are done, the next in turn goes on
    to its next stop. On SQLite a unit of work is alone anyhow.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stops_inside = engine.dialect.name == "postgresql"
        self._changed = Condition()
        self._mine = threading.local()
        self._under_way = 0
        self._stopped: set[int] = set()
        self._last = -1

    def run(self, calls: Sequence[Callable[[], Result]], late: Sequence[int] = ()) -> list[Result]:
        """The results of the calls, in order; the first call makes the first step.

        ``late`` is how many steps each call stands still before it begins.
        """
        self._under_way = len(calls)

        def walk(number: int, call: Callable[[], Result]) -> Result:
            self._mine.number = number
            try:
                for _ in range(late[number] if late else 0):
                    self.stop()
                return call()
            finally:
                self._mine.number = None
                with self._changed:
                    self._under_way -= 1
                    self._changed.notify_all()

        with self._watching():
            return at_once([partial(walk, number, call) for number, call in enumerate(calls)])

    def stop(self) -> None:
        """Wait for one's turn; at once for a thread that is none of the calls'."""
        me = getattr(self._mine, "number", None)
        if me is None:
            return
        deadline = time.monotonic() + _PATIENCE
        with self._changed:
            self._stopped.add(me)
            while me in self._stopped:
                if len(self._stopped) + self._blocked() >= self._under_way:
                    self._last = min(self._stopped, key=lambda one: (one <= self._last, one))
                    self._stopped.remove(self._last)
                    self._changed.notify_all()
                    continue
                assert time.monotonic() < deadline, "somebody neither stops nor ends"
                self._changed.wait(_LOOKS_AGAIN)

    def _blocked(self) -> int:
        if not self._stops_inside or len(self._stopped) >= self._under_way:
            return 0
        with self._engine.connect() as connection:
            return int(connection.scalar(_BLOCKED) or 0)

    @contextmanager
    def _watching(self) -> Iterator[None]:
        turn = platform_db._turn

        def stop_and_turn() -> AbstractContextManager[None]:
            self.stop()
            return turn()

        def before(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            if _LEAVES_ITS_MARK.search(statement):
                self.stop()

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(platform_db, "_turn", stop_and_turn)
            if self._stops_inside:
                event.listen(self._engine, "before_cursor_execute", before)
            try:
                yield
            finally:
                if self._stops_inside:
                    event.remove(self._engine, "before_cursor_execute", before)


def in_step(
    app: Flask, calls: Sequence[Callable[[], Result]], late: Sequence[int] = ()
) -> list[Result]:
    """Run calls in lockstep against the application's database, as ``Lockstep.run`` does."""
    with app.app_context():
        engine = db.engine
    return Lockstep(engine).run(calls, late)
