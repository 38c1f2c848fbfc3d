"""Commands that are killed at a moment of choice.

Started as ``python -m tests.keeping.victims DATA_DIR DATABASE_URL DATA_KEYS`` it keeps the
application loaded. Each line of standard input is a job as JSON: the words of a ``flask`` command
and the moment ``at`` which it dies as by ``kill -9`` (0: not at all). The command runs in a fork.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from server import create_app
from server.platform import clock
from server.settings import Settings
from tests.crash.zygote import KILLED, Moments, arm
from tests.support.databases import ROOT, SECRET

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

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, *words: object, at: int = 0, ahead_days: int = 0) -> Outcome:
        """One command, ``ahead_days`` from now; killed at the moment ``at`` if it gets there."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        job = {"words": [str(word) for word in words], "at": at, "ahead": ahead_days}
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        done = json.loads(self._process.stdout.readline())
        return Outcome(done["exit"] == KILLED, done["exit"], done["output"])


@contextmanager
def victims(place: Installation, data_keys: str = "") -> Iterator[Victims]:
    """The process and its forks, gone on leaving."""
    arguments = [str(place.data_dir), place.url, data_keys]
    with (place.data_dir / "victims.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.keeping.victims", *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        with process:
            try:
                yield Victims(process)
            finally:
                process.kill()


def _run(app: Flask, job: dict[str, Any], answer: int) -> None:
    arm(app, Moments(job["at"], "exit"))
    ahead = timedelta(days=job["ahead"])
    with clock.set_source(lambda: datetime.now(UTC) + ahead):
        done = app.test_cli_runner().invoke(args=job["words"])
    os.write(answer, done.output.encode()[:30000])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        os.write(answer, repr(done.exception).encode())
    os._exit(done.exit_code)


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
    app = create_app(settings)
    for line in sys.stdin:
        job = json.loads(line)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            _run(app, job, writer)
        os.close(writer)
        with os.fdopen(reader) as pipe:
            output = pipe.read()
        _, status = os.waitpid(child, 0)
        sys.stdout.write(
            json.dumps({"exit": os.waitstatus_to_exitcode(status), "output": output}) + "\n"
        )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
