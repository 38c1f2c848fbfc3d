"""``kill -9`` of the whole server at random moments."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from threading import Event
from time import sleep
from typing import Any

import pytest
from flask import Flask

from tests.crash.people import Offices, Person, Phone
from tests.crash.whole import (
    assert_acknowledged,
    assert_heads_noted,
    assert_nothing_left_over,
    assert_told_once,
    assert_whole,
)
from tests.support.server import LiveServer

PHONES = 3
EXPECTED = {
    "submit": frozenset({"east_clerk", "east_clerk2"}),
    "accept": frozenset({"reporter", "east_dispatcher", "east_dispatcher2"}),
    "dispatch": frozenset({"reporter", "sanitation_handler", "sanitation_handler2"}),
    "finish": frozenset({"reporter", "drawn"}),
}


@pytest.mark.timeout(3600)
def test_reports_and_actions_survive(
    app: Flask,
    serve: Callable[..., LiveServer],
    data_dir: Path,
    cookies: dict[str, str],
    category: dict[str, Any],
    full: bool,
    is_sqlite: bool,
) -> None:
    """Three phones report and the offices work, without a pause; nothing they were told is lost,
    nothing is half, and everybody is told of everything once."""
    rounds = 50 if full else 2 if is_sqlite else 1
    dice = Random(6)
    server = serve()
    received: deque[str] = deque()
    phones = [Phone(server, Random(n), received) for n in range(PHONES)]
    offices = Offices(server, received, cookies, category)
    cut_reports = cut_actions = 0
    for number in range(rounds):
        if number:
            server.start()
        for person in (*phones, offices):
            person.catch_up()
        _work_until_killed(server, [*phones, offices], dice.uniform(0.1, 1.2))
        cut_reports += sum(len(phone.unanswered) for phone in phones)
        cut_actions += len(offices.unanswered)
        assert_whole(app)
        assert_acknowledged(app, (draft for phone in phones for draft in phone.drafts))
    server.start()
    for person in (*phones, offices):
        person.catch_up()
    server.kill()
    sent = [draft for phone in phones for draft in phone.drafts]
    assert cut_reports >= rounds, "the server was killed while nothing was under way"
    assert cut_actions >= rounds // 6
    assert all(draft.receipt for draft in sent)
    assert len({str(draft.receipt) for draft in sent}) == len(sent)
    assert_whole(app)
    assert_acknowledged(app, sent)
    assert_told_once(app, EXPECTED)
    assert_heads_noted(app)
    assert_nothing_left_over(app, data_dir)


def _work_until_killed(server: LiveServer, people: Sequence[Person], seconds: float) -> None:
    stop = Event()
    with ThreadPoolExecutor(len(people)) as threads:
        working = [threads.submit(person.work, stop) for person in people]
        sleep(seconds)
        server.kill()
        stop.set()
        for work in working:
            work.result()
