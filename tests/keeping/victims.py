"""Commands that are killed at a moment of choice.

Started as ``python -m tests.keeping.victims DATA_DIR DATABASE_URL DATA_KEYS``. A job has the words
of a ``flask`` command, the moment ``at`` which it dies as by ``kill -9`` (0: not at all), and how
many days ``ahead`` it runs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from flask import Flask

from server import create_app
from server.platform import clock
from server.settings import Settings
from tests.crash.forking import KILLED, Forks, Job, Tell, forks, work_off
from tests.crash.zygote import Moments, arm
from tests.support.databases import SECRET

BACKUP_SECRET = "a secret for backups, another than the root"


@dataclass(frozen=True)
class Installation:
    """A data folder and the address of its database."""

    data_dir: Path
    url: str


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its words, and whether it was killed."""

    killed: bool
    code: int
    output: str


class Victims:
    """Runs commands in processes that die at a moment of choice."""

    def __init__(self, forked: Forks) -> None:
        self._forked = forked

    def run(self, *words: object, at: int = 0, ahead_days: int = 0) -> Outcome:
        """One command, ``ahead_days`` from now; killed at the moment ``at`` if it gets there."""
        job = {"words": [str(word) for word in words], "at": at, "ahead": ahead_days}
        done = self._forked.run(job)
        return Outcome(done.exit == KILLED, done.exit, "".join(done.all("output")))


@contextmanager
def victims(place: Installation, data_keys: str = "") -> Iterator[Victims]:
    """The process and its forks, gone on leaving."""
    with forks("tests.keeping.victims", place.data_dir, place.url, data_keys) as forked:
        yield Victims(forked)


def run(app: Flask, job: Job, tell: Tell) -> int:
    """One command, to its end or to the moment it dies; its exit code."""
    arm(app, Moments(job["at"], "exit"))
    ahead = timedelta(days=job["ahead"])
    with clock.set_source(lambda: datetime.now(UTC) + ahead):
        done = app.test_cli_runner().invoke(args=job["words"])
    tell(output=done.output)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        tell(output=repr(done.exception))
    return done.exit_code


def main() -> None:
    """Work off the jobs until standard input ends."""
    data_dir, url, data_keys = sys.argv[1:]
    settings = Settings.complete(
        data_dir=Path(data_dir),
        database_url=url,
        secret_key=SECRET,
        data_keys=data_keys,
        backup_secret=BACKUP_SECRET,
        background=False,
    )
    work_off(partial(run, create_app(settings)))


if __name__ == "__main__":
    main()
