"""Steering the process that forks to die."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.crash.forking import KILLED, Forks, Job, forks
from tests.crash.wire import Answer

Request = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What was answered before a job ended, and whether the moment to fail had come."""

    answers: tuple[Answer, ...]
    hit: bool


class Victims:
    """Runs jobs in processes that fail at a moment of choice."""

    def __init__(self, forked: Forks) -> None:
        self._forked = forked

    def send(self, requests: Sequence[Request], *, at: int = 0, how: str = "exit") -> Outcome:
        """Send requests until one is refused."""
        return self._run({"requests": list(requests), "at": at, "how": how})

    def drain(self, *, at: int = 0, how: str = "exit", ahead_s: int = 0) -> Outcome:
        """Empty the outbox; ``ahead_s`` seconds from now, when the leases of the dead are over."""
        return self._run({"at": at, "how": how, "ahead_s": ahead_s})

    def _run(self, job: Job) -> Outcome:
        done = self._forked.run(job)
        assert done.exit in (0, KILLED), done
        return Outcome(
            tuple(Answer(answer["status"], answer["body"]) for answer in done.all("answer")),
            hit=done.exit == KILLED or max(done.all("moments"), default=0) >= job["at"] > 0,
        )


@contextmanager
def victims(data_dir: Path, database: str) -> Iterator[Victims]:
    """The process and its forks, gone on leaving."""
    with forks("tests.crash.zygote", data_dir, database) as forked:
        yield Victims(forked)
