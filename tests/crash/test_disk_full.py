"""A full disk: a clear refusal, nothing half, and work goes on once there is room."""

from __future__ import annotations

import hashlib
import os
import subprocess
import uuid
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from tests.crash.people import API, Phone, picture, put
from tests.crash.whole import assert_acknowledged, assert_whole
from tests.crash.wire import Answer, ask
from tests.support.server import LiveServer

DISK_MB = 96
CHUNK = 1024 * 1024


@pytest.fixture
def data_dir(tmp_path: Path) -> Iterator[Path]:
    """The data folder on a small disk of its own."""
    folder = tmp_path / "var"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root can mount a small disk")
    options = ["-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)]
    mounted = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if mounted.returncode != 0:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.mark.one_database
def test_full_disk(
    app: Flask, serve: Callable[..., LiveServer], data_dir: Path, is_sqlite: bool
) -> None:
    server = serve()
    phone = Phone(server, Random(1), deque())
    phone.send_new()
    uploaded = put(server, picture(), phone.headers)

    _fill(data_dir / "ballast")
    data = picture()
    path = f"{API}/photos/{hashlib.sha256(data).hexdigest()}"
    _assert_refused(ask(server.port, "PUT", path, data, phone.headers))
    accepted = 0
    while is_sqlite and (answer := _report(server, phone, uploaded)).status == 201:
        accepted += 1  # the database lives on what it has taken before
        assert accepted < 90
    if is_sqlite:
        _assert_refused(answer)
    assert_whole(app)
    assert_acknowledged(app, phone.drafts)
    assert _reports_of(server, phone) == 1 + accepted

    (data_dir / "ballast").unlink()
    phone.send_new()
    assert _report(server, phone, put(server, data, phone.headers)).status == 201
    assert_whole(app)
    assert_acknowledged(app, phone.drafts)
    assert _reports_of(server, phone) == 3 + accepted


def _fill(path: Path) -> None:
    """Write until nothing more fits."""
    with path.open("wb", buffering=0) as file:
        for size in (CHUNK, 4096, 1):
            with suppress(OSError):
                while file.write(b"\0" * size):
                    pass


def _report(server: LiveServer, phone: Phone, sha256: str) -> Answer:
    """Another report with a photo that has been uploaded before."""
    form = phone.drafts[0].form | {"id": str(uuid.uuid4()), "photos": [{"sha256": sha256}]}
    return ask(server.port, "POST", f"{API}/reports", form, phone.headers)


def _reports_of(server: LiveServer, phone: Phone) -> int:
    """How many reports the phone can still read."""
    answer = ask(server.port, "GET", f"{API}/my/reports", headers=phone.headers)
    assert answer.status == 200, answer
    return len(answer.body["items"])


def _assert_refused(answer: Answer) -> None:
    assert answer.status == 507, answer
    assert (answer.body["code"], answer.body["status"]) == ("storage_full", 507)
