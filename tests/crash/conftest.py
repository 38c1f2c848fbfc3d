"""A served town that may be killed at any moment, and its staff's open sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from server.catalog.service import catalogue
from server.identity import sessions
from server.identity.models import Staff
from server.platform.db import db, unit_of_work
from tests.support.databases import Template
from tests.support.server import LiveServer
from tests.support.town import TOWN


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder kills something."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.crash)


@pytest.fixture
def template() -> Template:
    """Each test has a town of its own."""
    return TOWN


@pytest.fixture
def is_sqlite(database: str) -> bool:
    """Whether the test runs on SQLite; elsewhere smaller numbers have to do."""
    return database.startswith("sqlite")


@pytest.fixture
def cookies(app: Flask) -> dict[str, str]:
    """An open session of everybody in the offices, by username."""
    with app.app_context():
        people = db.session.execute(select(Staff.username, Staff.id)).all()
        with unit_of_work() as session:
            return {
                name: sessions.open_for_staff(session, number, "", None) for name, number in people
            }


@pytest.fixture
def category(app: Flask) -> dict[str, Any]:
    """What clerks accept a case as."""
    with app.app_context():
        found = catalogue().category("E01")
        assert found is not None
        return {"category": found.code, "condition": found.conditions[0].id}


@pytest.fixture
def serve(database: str, data_dir: Path) -> Iterator[Callable[..., LiveServer]]:
    """``serve(**environment)``: the town behind a real server, killed after the test."""
    servers = []

    def start(**environment: str) -> LiveServer:
        server = LiveServer(data_dir, database, **environment)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.kill()
