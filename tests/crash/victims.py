"""Steering the process that forks to die."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crash.wire import Answer
from tests.crash.zygote import KILLED
from tests.support.databases import ROOT

Request = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What was answered before a job ended, and whether the moment to fail had come."""

    answers: tuple[Answer, ...]
    hit: bool


class Victims:
    """Runs jobs in processes that fail at a moment of choice."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def send(self, requests: Sequence[Request], *, at: int = 0, how: str = "exit") -> Outcome:
        """Send requests until one is refused."""
        return self._run({"requests": list(requests), "at": at, "how": how})

    def drain(self, *, at: int = 0, how: str = "exit", ahead_s: int = 0) -> Outcome:
        """Empty the outbox; ``ahead_s`` seconds from now, when the leases of the dead are over."""
        return self._run({"at": at, "how": how, "ahead_s": ahead_s})

    def _run(self, job: dict[str, Any]) -> Outcome:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        done = json.loads(self._process.stdout.readline())
        assert done["exit"] in (0, KILLED), done
        answers = [told["answer"] for told in done["told"] if "answer" in told]
        passed = max((told["moments"] for told in done["told"] if "moments" in told), default=0)
        return Outcome(
            tuple(Answer(answer["status"], answer["body"]) for answer in answers),
            hit=done["exit"] == KILLED or passed >= job["at"] > 0,
        )


@contextmanager
def victims(data_dir: Path, database: str) -> Iterator[Victims]:
    """The process and its forks, gone on leaving."""
    with (data_dir / "victims.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.zygote", str(data_dir), database],
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
