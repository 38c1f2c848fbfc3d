"""Requests and drains of the outbox that fail at a moment of choice.

Started as ``python -m tests.crash.zygote DATA_DIR DATABASE_URL``. A job has ``requests`` to send
one after the other, or is a ``drain`` of the outbox, with the moment ``at`` which it shall fail
(0: not at all) and whether it then ends (``exit``) as by ``kill -9`` or finds the disk ``full``.
"""

from __future__ import annotations

import errno
import os
import sys
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event

from server import create_app
from server.photos.client import Decoder
from server.platform import clock
from server.platform.db import db
from server.platform.outbox.relay import drain
from server.settings import Settings
from tests.crash.forking import KILLED, Job, Tell, work_off
from tests.support.databases import SECRET

UNHURRIED = 1000
"""Every device of a test has the same address."""


class Moments:
    """Counts the moments at which a process may die, and fails at the one it is told."""

    def __init__(self, at: int, how: str) -> None:
        self.seen = 0
        self._at = at
        self._how = how

    def pass_(self, *, on_disk: bool = True) -> None:
        """A moment; those not ``on_disk`` cannot find the disk full."""
        if self._how == "full" and not on_disk:
            return
        self.seen += 1
        if self.seen == self._at:
            if self._how == "exit":
                os._exit(KILLED)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class _Torn:
    """A file that writes its first half before the moment and the rest after it."""

    def __init__(self, file: Any, moments: Moments) -> None:
        self._file = file
        self._moments = moments

    def __enter__(self) -> _Torn:
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> None:
        half = len(data) // 2
        self._file.write(data[:half])
        self._file.flush()
        self._moments.pass_()
        self._file.write(data[half:])


def arm(app: Flask, moments: Moments) -> None:
    """Put a moment before each step on the disk, before each statement and around each commit."""

    def guarded(name: str, *, on_disk: bool) -> None:
        real: Callable[..., Any] = getattr(os, name)

        def guard(*arguments: Any, **options: Any) -> Any:
            moments.pass_(on_disk=on_disk)
            return real(*arguments, **options)

        setattr(os, name, guard)

    for name in ("fsync", "mkdir", "replace"):
        guarded(name, on_disk=True)
    guarded("unlink", on_disk=False)
    fdopen, write = os.fdopen, os.write

    def torn_fdopen(*arguments: Any, **options: Any) -> Any:
        return _Torn(fdopen(*arguments, **options), moments)

    def torn_write(descriptor: int, data: bytes) -> int:
        write(descriptor, data[: len(data) // 2])
        moments.pass_()
        return len(data) // 2 + write(descriptor, data[len(data) // 2 :])

    os.fdopen = torn_fdopen
    os.write = torn_write
    event.listen(Engine, "before_cursor_execute", lambda *_: moments.pass_(on_disk=False))
    with app.app_context():
        dialect = db.engine.dialect
    commit = dialect.do_commit

    def guarded_commit(connection: Any) -> None:
        moments.pass_()
        commit(connection)
        moments.pass_(on_disk=False)

    dialect.do_commit = guarded_commit  # type: ignore[method-assign]


def send(app: Flask, job: Job, moments: Moments, tell: Tell) -> None:
    """Send the requests; each answer is told once the client could have had it."""
    with app.test_client(use_cookies=False) as client:
        for request in job["requests"]:
            options = dict(request)
            if "data64" in options:
                options["data"] = b64decode(options.pop("data64"))
            answer = client.open(**options)
            moments.pass_(on_disk=False)
            tell(answer={"status": answer.status_code, "body": answer.get_json(silent=True)})
            if answer.status_code >= 300:
                return


def run(app: Flask, decoder: Decoder, job: Job, tell: Tell) -> int:
    """One job, to its end or to the moment it fails."""
    _share(decoder)
    moments = Moments(job["at"], job["how"])
    arm(app, moments)
    if "requests" in job:
        send(app, job, moments, tell)
    else:
        ahead = timedelta(seconds=job["ahead_s"])
        with clock.set_source(lambda: datetime.now(UTC) + ahead), suppress(OSError):
            drain(app)
    tell(moments=moments.seen)
    return 0


def main() -> None:
    """Work off the jobs until standard input ends."""
    data_dir, url = sys.argv[1:]
    settings = Settings.complete(
        data_dir=Path(data_dir),
        database_url=url,
        secret_key=SECRET,
        background=False,
        rate_factor=UNHURRIED,
    )
    app = create_app(settings)
    decoder = app.extensions["suishoupai"].decoder
    decoder.start()
    work_off(partial(run, app, decoder))


def _share(decoder: Decoder) -> None:
    """Let this fork ask the decode child of its parent: no moment hurts it, and to start one for
    each fork took most of the time."""
    for child in decoder._keeper._children:
        child.owner = os.getpid()


if __name__ == "__main__":
    main()
