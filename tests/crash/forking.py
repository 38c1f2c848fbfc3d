"""A process that keeps the application loaded and forks to die: both ends of the pipe to it.

Each line of its standard input is a job as JSON. The job runs in a fork; what the fork told and
how it ended come back as one line of JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from tests.support.databases import ROOT

KILLED = 77
"""How a fork ends that dies as by ``kill -9``."""

Job = dict[str, Any]
Tell = Callable[..., None]


@dataclass(frozen=True)
class Done:
    """How a fork ended, and what it told before, oldest first."""

    exit: int
    told: tuple[dict[str, Any], ...]

    def all(self, name: str) -> list[Any]:
        """Everything that was told under a name."""
        return [one[name] for one in self.told if name in one]


class Forks:
    """Hands jobs to the process that forks."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, job: Job) -> Done:
        """One job, to its end."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        done = json.loads(self._process.stdout.readline())
        return Done(done["exit"], tuple(done["told"]))


@contextmanager
def forks(module: str, data_dir: Path, *arguments: str) -> Iterator[Forks]:
    """``python -m module DATA_DIR …`` and its forks, gone on leaving; it calls ``work_off``."""
    with (data_dir / "victims.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", module, str(data_dir), *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        with process:
            try:
                yield Forks(process)
            finally:
                process.kill()


def work_off(run: Callable[[Job, Tell], int]) -> None:
    """Do the jobs until standard input ends; ``run`` gives the code with which its fork ends."""
    for line in sys.stdin:
        job = json.loads(line)
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reader)
            os._exit(run(job, partial(_tell, os.fdopen(writer, "w", buffering=1))))
        os.close(writer)
        with os.fdopen(reader) as pipe:
            told = [json.loads(one) for one in pipe]
        _, status = os.waitpid(child, 0)
        _tell(sys.stdout, exit=os.waitstatus_to_exitcode(status), told=told)


def _tell(stream: TextIO, **what: Any) -> None:
    stream.write(json.dumps(what) + "\n")
    stream.flush()
