"""A town with something to keep, and an empty installation beside it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from server import create_app
from server.platform.db import db
from server.settings import Settings
from tests.keeping.victims import BACKUP_SECRET, Installation
from tests.support.client import CheckedClient
from tests.support.databases import EMPTY, SECRET, postgres_copy
from tests.support.world import template, world

__all__ = ["template", "world"]
Elsewhere = Callable[..., AbstractContextManager[Flask]]


@pytest.fixture
def settings(database: str, data_dir: Path) -> Settings:
    """The same as everywhere, with a secret for backups."""
    return Settings.complete(
        data_dir=data_dir,
        database_url=database,
        secret_key=SECRET,
        backup_secret=BACKUP_SECRET,
        background=False,
    )


@contextmanager
def installed(settings: Settings) -> Iterator[Flask]:
    """An application on its own, in its context."""
    application = create_app(settings)
    application.test_client_class = CheckedClient
    with application.app_context():
        yield application
        db.session.remove()
        db.engine.dispose()
    application.extensions["suishoupai"].decoder.close()


@pytest.fixture
def empty_place(
    settings: Settings, tmp_path: Path, _shared_tmp: Path
) -> Iterator[Callable[[], Installation]]:
    """``empty_place()``: a new data folder and an empty database of the same kind."""
    with ExitStack() as stack:

        def make() -> Installation:
            folder = tmp_path / f"elsewhere{len(list(tmp_path.glob('elsewhere*')))}"
            folder.mkdir()
            url = ""
            if not settings.database_url.startswith("sqlite"):
                socket = Path(os.environ["SSP_TEST_POSTGRES"])
                url = stack.enter_context(postgres_copy(_shared_tmp, socket, EMPTY))
            return Installation(folder, url or f"sqlite:///{folder / 'app.db'}")

        yield make


@pytest.fixture
def elsewhere(settings: Settings, empty_place: Callable[[], Installation]) -> Elsewhere:
    """``with elsewhere(**settings) as app``: an empty installation; or one that is there."""

    def begin(place: Installation | None = None, **changes: str) -> AbstractContextManager[Flask]:
        place = place or empty_place()
        return installed(
            replace(settings, data_dir=place.data_dir, database_url=place.url, **changes)
        )

    return begin
